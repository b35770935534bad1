//! Writes records with gaps to standard output, for valgrind to judge: `scripts/sanitize` runs it.
//!
//! `table` writes the bytes of tables that were filled in every way: all of them must be defined. `slice` writes the
//! bytes of the records that went in, gaps and all, which valgrind must object to: else the first run shows nothing.
#![allow(unsafe_code)] // `slice` does on purpose what the library never does

use record_core::prelude::*;
use std::{
    env,
    fs::File,
    hint::black_box,
    io::{self, Write as _},
    os::fd::AsFd as _,
};

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Inner {
    tag: u8,
    count: u32,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Outer {
    kind: u8,
    value: f64,
    inner: [Inner; 2],
    last: u16,
}

/// A record of which only the fields are written.
#[inline(never)]
fn record(i: u16) -> Outer {
    let inner = Inner { tag: 1, count: i.into() };
    black_box(Outer { kind: 1, value: i.into(), inner: [inner; 2], last: i })
}

fn main() -> io::Result<()> {
    let mut out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    let records: Vec<Outer> = (0..10).map(record).collect();
    if env::args().nth(1).as_deref() == Some("slice") {
        let (at, len) = (records.as_ptr().cast::<u8>(), size_of_val(&records[..]));
        // SAFETY: none: the gaps are uninitialised, which is what valgrind is to say.
        return out.write_all(unsafe { std::slice::from_raw_parts(at, len) });
    }
    let mut table = RecordTable::from(records.clone());
    for i in 0..100 {
        table.push(record(i));
    }
    table.extend(records.iter().copied());
    table.set(3, record(3));
    table.fill(record(4));
    table.apply(|_| record(5));
    table.columns_mut().inner.fill(record(6).inner);
    table.truncate(50);
    table.extend((0..60).map(record));
    let copies =
        [table.filter_by(|r| r.last % 2 == 0), table.take(&[1, 2]), records.as_slice().into(), table];
    for copy in &copies {
        out.write_all(copy.as_bytes().expect("owned bytes are defined"))?;
    }
    Ok(())
}
