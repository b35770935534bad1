//! What hostile `.npy` files cost: an error, and memory in proportion to the bytes that there are, whatever they promise.

#![allow(unsafe_code)] // a global allocator is an unsafe trait

use record_core::{
    layout::Order,
    npy::{Header, NpyError, NpyOptions, open_as},
    prelude::*,
};
use record_tests::Random;
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    fs, io,
};

/// The system's allocator, which knows how much each thread has, and had at most.
struct Counting;

thread_local! {
    static LIVE: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

// SAFETY: all is passed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let live = LIVE.get() + layout.size().cast_signed();
        LIVE.set(live);
        PEAK.set(PEAK.get().max(live));
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        LIVE.set(LIVE.get() - layout.size().cast_signed());
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What `f` gives, and the most bytes that it had at once.
fn peak<T>(f: impl FnOnce() -> T) -> (T, usize) {
    let before = LIVE.get();
    PEAK.set(before);
    let made = f();
    (made, (PEAK.get() - before).unsigned_abs())
}

fn header_of(version: u8, text: &str) -> Vec<u8> {
    let len = u32::try_from(text.len()).expect("short").to_le_bytes();
    [b"\x93NUMPY", &[version, 0][..], &len[..if version == 1 { 2 } else { 4 }], text.as_bytes()].concat()
}

const SMALL: usize = 200 << 10;

#[test]
fn promised_data_takes_no_memory() {
    let path = std::env::temp_dir().join(format!("record-npy-promise-{}.npy", std::process::id()));
    let dtype = DType::parse("<f8").expect("a dtype");
    for shape in [[1 << 40, 1], [1, 1 << 59], [3 << 20, 5 << 20]] {
        let mut file = Header::new(&dtype, shape, Order::C).expect("a header").to_bytes();
        file.extend_from_slice(&[0; 1000]);
        fs::write(&path, &file).expect("room");
        let expected = shape[0] * shape[1] * 8;
        let short = |error: NpyError| match error.into_kind() {
            NpyError::ShortData { expected: promised, found: 1000 } => assert_eq!(promised, expected as u64),
            other => panic!("{other:?}"),
        };
        let (error, bytes) = peak(|| AnyArray::open_npy(&path).expect_err("short"));
        short(error);
        assert!(bytes < SMALL, "{bytes} of a file");
        let (error, bytes) = peak(|| Array::<f64, Rank<2>>::read_npy_from(&file[..]).expect_err("short"));
        short(error);
        assert!(bytes < SMALL, "{bytes} of a stream");
        let (error, bytes) = peak(|| NpyOptions::new().open_array_as::<f32, DynRank>(&path));
        assert!(error.is_err() && bytes < SMALL, "{bytes} of a conversion");
        let (error, bytes) = peak(|| View::<f64, Rank<2>>::from_npy_bytes(&file).expect_err("short"));
        short(error);
        assert!(bytes < SMALL, "{bytes} of a view");
    }
    // Memory grows with what arrives: no more than is there, once more for growing, and a step.
    let mut file = Header::new(&dtype, [1 << 40], Order::C).expect("a header").to_bytes();
    file.resize(3 << 20, 0);
    let (error, bytes) = peak(|| AnyArray::read_npy_from(&file[..]));
    assert!(matches!(error, Err(NpyError::ShortData { .. })) && bytes < 3 * file.len(), "{bytes}");
    fs::remove_file(path).expect("to clean up");
}

#[test]
fn promised_headers_take_no_memory() {
    for version in [2, 3] {
        let promise = [b"\x93NUMPY", &[version, 0][..], &u32::MAX.to_le_bytes(), b"{'descr': "].concat();
        let (error, bytes) = peak(|| Header::parse(&promise));
        assert!(matches!(error, Err(NpyError::HeaderTooLong { .. })) && bytes < 100, "{bytes}");
        let (error, bytes) = peak(|| Header::parse_with(&promise, usize::MAX));
        assert!(matches!(error, Err(NpyError::ShortHeader { .. })) && bytes < SMALL, "{bytes}");
        let (error, bytes) = peak(|| Header::read(io::repeat(b'{').take_bytes(&promise)));
        assert!(error.is_err() && bytes < SMALL, "{bytes}");
    }
}

/// A stream that starts with these bytes.
trait TakeBytes: io::Read + Sized {
    fn take_bytes(self, start: &[u8]) -> io::Chain<&[u8], Self> {
        io::Read::chain(start, self)
    }
}

impl TakeBytes for io::Repeat {}

#[test]
fn texts_take_memory_in_proportion() {
    let many = |item: &str, len: usize| item.repeat(len / item.len());
    let dict = |descr: &str| format!("{{'descr': {descr}, 'fortran_order': False, 'shape': (2,)}}");
    let fields: Vec<String> = (0..900).map(|i| format!("('{i}','?')")).collect();
    let texts = [
        many("[", 9_900),
        many("(", 9_900),
        many("{'a':", 9_900),
        many("'", 9_900),
        many("\\", 9_900),
        dict(&many("[('a',", 9_900)),
        dict(&format!("[{}]", many("('','|V1'),", 9_900))),
        dict(&format!("[{}]", fields.join(","))),
        dict(&format!("[('a', 'u1', ({}))]", many("1,", 9_800))),
        dict(&format!("[('a', 'u1', ({}))]", many("999999,", 9_800))),
        dict(&format!("'{}'", many("u1,", 9_800))),
        dict(&format!("'({})u1'", many("2,", 9_800))),
        dict(&format!("'{}'", many("9", 9_800))),
        dict(&format!("[('{}', 'u1')]", many("\\x00", 9_800))),
        format!("{{'shape': ({}), 'descr': 'u1', 'fortran_order': False}}", many("1,", 9_800)),
    ];
    for text in texts {
        for version in [1, 2, 3] {
            let file = header_of(version, &text);
            let (_, bytes) = peak(|| Header::parse(&file).map(|header| header.to_bytes()));
            assert!(bytes < 4 << 20, "{bytes} for {}", &text[..60]);
        }
    }
}

/// Files with some bytes changed, cut or repeated are errors, or are read; nothing else happens.
#[test]
fn changed_files() {
    let dtype = "[('id', '<u4'), ('', '|V3'), (('T', 'at'), '>f8', (2, 3)), ('in', [('a', 'S3'), ('', '|V1')], (2,))]";
    let dtype = DType::parse_descr(dtype).expect("a dtype");
    let mut seeds = Vec::new();
    for (shape, order) in [(&[4][..], Order::C), (&[2, 3], Order::F), (&[], Order::C), (&[0], Order::C)] {
        let mut file = Vec::new();
        AnyArray::zeros(dtype.clone(), shape, order).expect("memory").write_npy_to(&mut file).expect("room");
        seeds.push(file);
    }
    let path = std::env::temp_dir().join(format!("record-npy-changed-{}.npy", std::process::id()));
    let mut random = Random::new(0xbad);
    let parts = [
        &b"999999999"[..],
        b"'",
        b"[",
        b"]",
        b"('', '|V9')",
        b"-1",
        b"L",
        b"'descr': ",
        b"\xff",
        b"<f8",
        b"(",
        b")",
        b",",
    ];
    let (mut read, mut errors) = (0, 0);
    for round in 0..20_000 {
        let mut file = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(3) {
            let at = random.below(file.len());
            match random.below(6) {
                0 => file[at] = random.bits().to_le_bytes()[0],
                1 => file[at] ^= 1 << random.below(8),
                2 => file.truncate(at.max(1)),
                3 => drop(file.splice(at..at, random.pick(&parts).iter().copied())),
                4 => {
                    let end = file.len().min(at + random.below(20));
                    drop(file.drain(at..end));
                    file.push(0);
                }
                _ => {
                    let part = random.pick(&parts);
                    let end = file.len().min(at + part.len());
                    drop(file.splice(at..end, part.iter().copied()));
                }
            }
        }
        let limit = 64 * file.len() + SMALL;
        let (array, bytes) = peak(|| AnyArray::read_npy_from(&file[..]));
        assert!(bytes < limit, "{bytes} of {}", file.len());
        match &array {
            Ok(array) => {
                read += 1;
                // And what is written is read again.
                let mut again = Vec::new();
                array.write_npy_to(&mut again).expect("what a header said");
                let again = AnyArray::read_npy_from(&again[..]).expect("what was written");
                assert_eq!((again.dtype(), again.layout().shape), (array.dtype(), array.layout().shape));
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                errors += 1;
            }
        }
        if round % 20 == 0 {
            fs::write(&path, &file).expect("room");
            let (opened, bytes) = peak(|| AnyArray::open_npy(&path));
            assert!(opened.is_ok() == array.is_ok() && bytes < limit, "{bytes}");
            assert!(open_as::<One>(&path).is_err());
        }
    }
    fs::remove_file(path).expect("to clean up");
    println!("{read} read, {errors} refused");
    assert!(read > 2000 && errors > 2000);
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct One {
    one: u8,
}
