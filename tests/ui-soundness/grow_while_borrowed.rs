use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

fn view(mut t: RecordTable<Pair>, new: Pair) {
    let view = t.view();
    t.push(new);
    view.len();
}

fn column(mut t: RecordTable<Pair>, new: Pair) {
    let column = &t[Pair::B];
    t.extend([new]);
    column.len();
}

fn named(mut t: RecordTable<Pair>) {
    let any = &t["b"];
    t.clear();
    any.len();
}

fn iterator(mut t: RecordTable<Pair>) {
    let mut iter = t.iter();
    t.reserve(1);
    iter.next();
}

fn looping(mut t: RecordTable<Pair>) {
    for record in &t {
        t.push(record);
    }
}

fn writable(mut t: RecordTable<Pair>) {
    let writable = &mut t[Pair::B];
    t.truncate(0);
    writable.fill(1.0);
}

fn columns(mut t: RecordTable<Pair>) {
    let columns = t.columns();
    t.clear();
    columns.a.len();
}

fn columns_mut(mut t: RecordTable<Pair>, new: Pair) {
    let mut columns = t.columns_mut();
    t.push(new);
    columns.a.fill(1);
}

fn bytes(mut t: RecordTable<Pair>) {
    let bytes = t.as_bytes();
    t[Pair::B].fill(1.0);
    drop(bytes);
}

fn moved(mut t: RecordTable<Pair>) {
    let view = t.view();
    let moved = t;
    view.len();
    drop(moved);
}

fn replaced(mut t: RecordTable<Pair>, other: RecordTable<Pair>) {
    let column = t.col(Pair::B);
    t = other;
    column.len();
    drop(t);
}

fn lent_bytes(mut bytes: Vec<u8>) {
    let table = RecordTable::<Pair, _>::from_bytes(&bytes).unwrap();
    bytes.clear();
    table.len();
}

fn main() {}
