//! What NumPy's `memmap`, `frombuffer` and `fromfile` do: the recorded facts, each with its counterpart here.

use super::{Folder, door};
use record_core::{
    AnyMapArray, AnyTable, DType, MapArray,
    file::FileError,
    layout::{INFER, LayoutError},
    prelude::*,
    table::{OpenOptions, TableError, Trailing},
    view::Value as Decoded,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs, path::Path};

/// How the counterpart relates to the fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// Both give the same value.
    Same,
    /// Both refuse.
    Refused,
    /// The mistake cannot be written: a type forbids it.
    ByType,
    /// NumPy refuses for a limit that ours does not have.
    WithoutLimit,
    /// NumPy accepts what loses data, or changes the file, without a word; ours does not.
    Stricter,
    /// Another door of this crate: the reason is beside the case.
    Elsewhere,
}

use Verdict::{ByType, Elsewhere, Refused, Same, Stricter, WithoutLimit};

const AREAS: [(&str, usize); 3] = [("frombuffer", 4), ("fromfile", 3), ("memmap", 24)];

/// The value that NumPy gives.
fn expected(fact: &Value) -> &Value {
    fact.get("expect").unwrap_or_else(|| panic!("{} fails in NumPy", fact["id"]))
}

/// NumPy must fail.
fn fails(fact: &Value) {
    assert!(fact.get("error").is_some(), "{} succeeds in NumPy", fact["id"]);
}

/// The file of most facts: twelve floats of 32 bits.
fn floats(folder: &Folder) -> std::path::PathBuf {
    let bytes: Vec<u8> = (0_u8..12).flat_map(|i| f32::from(i).to_le_bytes()).collect();
    folder.file("f", &bytes)
}

type F4 = Le<f32>;

fn map(options: OpenOptions<'_>, path: &Path) -> Result<Vec<f32>, TableError> {
    door!(options.map_array::<F4, _>(path, [INFER])).map(|array| array.to_vec())
}

fn buffer(id: &str, fact: &Value) -> Option<Verdict> {
    let dtype = || DType::parse("<i4").unwrap();
    let options = OpenOptions::new;
    Some(match id {
        "frombuffer_offset" => {
            let table = options().offset(4).count(1).bytes_any(b"12345678", dtype()).unwrap();
            let array = &expected(fact)["ndarray"];
            assert_eq!(
                json!([table.view().shape().as_ref(), table.view().strides().as_ref()]),
                json!([array["shape"], array["strides"]])
            );
            assert_eq!(table.get(0), array["values"][0].as_i64().map(Decoded::Int));
            Same
        }
        "frombuffer_not_multiple" => {
            fails(fact);
            let error = options().bytes_any(b"1234567", dtype()).unwrap_err();
            assert!(matches!(error.kind(), TableError::PartialRecord { left: 3, .. }), "{error:?}");
            Refused
        }
        "frombuffer_offset_past" => {
            fails(fact);
            let error = options().offset(8).bytes_any(b"1234", dtype()).unwrap_err();
            assert!(
                matches!(error.kind(), TableError::OffsetBehindEnd { offset: 8, available: 4 }),
                "{error:?}"
            );
            Refused
        }
        "frombuffer_count_too_big" => {
            fails(fact);
            let error = options().count(2).bytes_any(b"1234", dtype()).unwrap_err();
            assert!(matches!(error.kind(), TableError::TooShort { count: 2, available: 4, .. }), "{error:?}");
            Refused
        }
        // NumPy drops two bytes without a word; here that is said, or asked for and counted.
        "fromfile_short_tail_dropped" => {
            let folder = Folder::new();
            let path = folder.file("y", &[b'x'; 10]);
            let dtype = || DType::parse("u1,u1,u2").unwrap();
            let error = options().read_any(&path, dtype()).unwrap_err();
            assert!(
                matches!(error.kind(), TableError::PartialRecord { records: 2, left: 2, .. }),
                "{error:?}"
            );
            let table = options().trailing(Trailing::Ignore).read_any(&path, dtype()).unwrap();
            assert_eq!((json!([table.len()]), table.trailing_bytes()), (expected(fact).clone(), 2));
            Stricter
        }
        "tofile_is_C_order" => {
            let array = Array::from_rows([[0_u8, 1, 2], [3, 4, 5]]);
            let transposed = array.view().transpose().to_array();
            let hex = expected(fact)["hex"].as_str().unwrap().as_bytes().chunks(2);
            let bytes = hex.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap());
            assert!(bytes.eq(transposed.as_bytes().iter().copied()));
            Same
        }
        "rec_fromfile_short" => {
            fails(fact);
            let folder = Folder::new();
            let path = folder.file("r", b"123");
            let error = options().count(1).read_any(&path, DType::parse("i4,i4").unwrap()).unwrap_err();
            assert!(matches!(error.kind(), TableError::TooShort { count: 1, available: 3, .. }), "{error:?}");
            Refused
        }
        _ => return None,
    })
}

fn refused(id: &str, fact: &Value, folder: &Folder) -> Option<Verdict> {
    let options = OpenOptions::new;
    let verdict = match id {
        "mm_default_mode_missing" => {
            let error = map(options(), &folder.path("none")).unwrap_err();
            let TableError::File(FileError::Io { doing: "open", error, .. }) = error else {
                panic!("{error:?}")
            };
            assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
            Refused
        }
        // `create` takes a count or a shape, always. Modes are functions, and there are no others. `MapArray<_, _, Mapped>`
        // has no `view_mut` and no `set_at`: ui-soundness/map_read_only.rs.
        "mm_wplus_no_shape" | "mm_bad_mode" | "mm_r_write" | "mm_r_setflags" => ByType,
        "mm_r_too_long" => {
            let error = door!(MapArray::<F4, _>::map(floats(folder), [100])).unwrap_err();
            assert!(
                matches!(error.kind(), TableError::TooShort { count: 100, available: 48, .. }),
                "{error:?}"
            );
            Refused
        }
        "mm_not_multiple" => {
            let error = door!(AnyTable::map(floats(folder), DType::parse("V7").unwrap())).unwrap_err();
            assert!(matches!(error.kind(), TableError::PartialRecord { left: 6, .. }), "{error:?}");
            Refused
        }
        "mm_offset_past_end" => {
            let error = map(options().offset(400), &floats(folder)).unwrap_err();
            assert!(
                matches!(error.kind(), TableError::OffsetBehindEnd { offset: 400, available: 48 }),
                "{error:?}"
            );
            Refused
        }
        // Here the length that is left open follows from the file, as when reshaping.
        "mm_shape_minus1" => {
            let array = door!(MapArray::<F4, _>::map(floats(folder), [INFER, 4])).unwrap();
            assert_eq!(array.shape(), [3, 4]);
            WithoutLimit
        }
        "mm_empty_r" => {
            let path = folder.file("e", &[]);
            assert!(map(options(), &path).unwrap().is_empty());
            assert_eq!(door!(MapArray::<F4, _>::map_copy(&path, [0, 7])).unwrap().size(), 0);
            WithoutLimit
        }
        "mm_itemsize0" => {
            let error = door!(AnyTable::map(floats(folder), DType::parse("S0").unwrap())).unwrap_err();
            assert!(matches!(error.kind(), TableError::Layout(LayoutError::ZeroSize)), "{error:?}");
            Refused
        }
        _ => return None,
    };
    fails(fact);
    Some(verdict)
}

fn given(id: &str, fact: &Value, folder: &Folder) -> Option<Verdict> {
    let options = OpenOptions::new;
    let len = |path: &Path| fs::metadata(path).unwrap().len();
    let (ours, verdict) = match id {
        "mm_wplus_size" => {
            let path = folder.path("f");
            let mut array = door!(MapArray::<F4, _>::create(&path, [3, 4])).unwrap();
            array.fill(1.0);
            array.flush().unwrap();
            (json!([len(&path), array.strides(), true]), Same)
        }
        "mm_r" => (json!([[map(options(), &floats(folder)).unwrap().len()], false]), Same),
        "mm_c_private" => {
            let path = floats(folder);
            let mut copy = door!(MapArray::<F4, _>::map_copy(&path, [12])).unwrap();
            copy.set_at([0], 99.0);
            (json!([copy.get_at([0]), map(options(), &path).unwrap()[0]]), Same)
        }
        "mm_offset" => {
            let values = map(options().offset(16), &floats(folder)).unwrap();
            let array = &expected(fact)["ndarray"];
            assert_eq!(json!(values), array["values"]);
            assert_eq!(json!([[values.len()], [4]]), json!([array["shape"], array["strides"]]));
            return Some(Same);
        }
        "mm_offset_unaligned" => {
            let path = floats(folder);
            let array = door!(options().offset(3).map_array::<f32, _>(&path, [2])).unwrap();
            let record_core::Base::Mapped { offset, .. } = array.view().base() else { panic!("no map") };
            (json!([array.shape(), array.view().is_aligned(), offset]), Same)
        }
        "mm_offset_at_end" => (json!([map(options().offset(48), &floats(folder)).unwrap().len()]), Same),
        // NumPy writes a byte to the file; ours stays empty.
        "mm_empty_rplus_writes_byte" => {
            let path = folder.file("e", &[]);
            let array = door!(MapArray::<F4, _>::map_mut(&path, [INFER])).unwrap();
            assert_eq!((json!([array.shape(), [1]]), len(&path)), (json!([expected(fact)[0], [1]]), 0));
            return Some(Stricter);
        }
        // A pointer of another process is no element: the dtype is refused.
        "mm_object_accepted" => {
            assert!(DType::parse("O").is_err());
            return Some(Stricter);
        }
        "mm_struct_wplus_nd" => {
            let path = folder.path("s");
            let dtype = DType::parse("[('a','<u2'),('b','>i8')]").unwrap();
            let array = door!(AnyMapArray::create(&path, dtype, [2, 3, 4])).unwrap();
            (json!([array.layout().strides.as_ref(), len(&path)]), Same)
        }
        // What an operation gives is a view, an array or a number by its signature.
        "mm_result_types" => {
            let array = door!(MapArray::<F4, _>::map(floats(folder), [12])).unwrap();
            let _: View<'_, F4> = array.slice(..6);
            let _: f64 = array.sum();
            let _: Vec<f32> = array.try_take(&[0, 1]).unwrap();
            return Some(ByType);
        }
        "mm_offset_gt_granularity" => {
            let path = folder.path("g");
            let array = door!(options().offset(4097).create_array::<u8, _>(&path, [20480])).unwrap();
            let record_core::Base::Mapped { offset, .. } = array.view().base() else { panic!("no map") };
            assert_eq!(len(&path), 4097 + 20480);
            (json!([offset, array.shape()]), Same)
        }
        "mm_no_shape" => {
            let path = folder.file("n", &[b'a'; 16]);
            (json!(door!(MapArray::<f64, _>::map(&path, [INFER])).unwrap().shape()), Same)
        }
        // A file with a header: the doors of `.npy`, which have tests of their own.
        "open_memmap_struct" => return Some(Elsewhere),
        _ => return None,
    };
    assert_eq!(ours, *expected(fact), "{id}");
    Some(verdict)
}

#[test]
fn files_are_as_numpy_says() {
    let facts: Vec<Value> = serde_json::from_str(include_str!("../../data/numpy_ops.json")).expect("JSON");
    let (mut counts, mut areas) = (BTreeMap::new(), BTreeMap::new());
    for fact in &facts {
        let area = fact["area"].as_str().expect("text");
        if !AREAS.iter().any(|(name, _)| *name == area) {
            continue;
        }
        let id = fact["id"].as_str().expect("text");
        let folder = Folder::new();
        let verdict = buffer(id, fact)
            .or_else(|| refused(id, fact, &folder))
            .or_else(|| given(id, fact, &folder))
            .unwrap_or_else(|| panic!("no counterpart of {id}"));
        *counts.entry(verdict).or_insert(0) += 1;
        *areas.entry(area).or_insert(0) += 1;
    }
    println!("{counts:?}");
    assert_eq!(areas.into_iter().collect::<Vec<_>>(), AREAS);
    let expected = [(Same, 11), (Refused, 9), (ByType, 5), (WithoutLimit, 2), (Stricter, 3), (Elsewhere, 1)];
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
}
