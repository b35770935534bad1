//! Conversions on several threads: what one thread makes, byte by byte, and the errors that it finds.

#![allow(clippy::cast_possible_truncation)] // any bits will do

use super::dtype;
use record_core::{
    convert::{Casting, Conversion, ConvertError, ConvertOptions, Missing},
    layout::Order,
    prelude::*,
};
use record_tests::Random;

/// None, one, a piece, one more, and several pieces with a rest.
const LENGTHS: [usize; 5] = [0, 1, 65_536, 65_537, 3 * 65_536 + 17];

fn pools(check: impl Fn() + Sync) {
    for threads in [1, 2, 3] {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(&check);
    }
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct InFile {
    tag: u8,
    id: Be<u16>,
    at: [Be<f32>; 2],
    name: FixedBytes<3>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Mine {
    at: [f64; 2],
    name: FixedBytes<5>,
    id: u32,
    tag: i16,
}

/// Any bytes, but for floats, of which there are no NaN.
fn in_file(len: usize) -> RecordTable<InFile> {
    let mut random = Random::new(len as u64 + 1);
    let row = |_| InFile {
        tag: random.bits() as u8,
        id: Be::new(random.bits() as u16),
        at: [0; 2].map(|_| Be::new(random.below(1000) as f32 / 8.0)),
        name: FixedBytes::from_bytes(["", "b", "abc"][random.below(3)].as_bytes()),
    };
    (0..len).map(row).collect()
}

#[test]
fn tables_are_equal() {
    let options = ConvertOptions::new().missing(Missing::Zero).ignore_extra();
    let to = dtype("[('new','<i8'),('at','<f8',(2,)),('id','>u4')]");
    for len in LENGTHS {
        let table = in_file(len);
        let view = table.view().flip(0);
        let mine = view.convert::<Mine>().unwrap();
        let mine = mine.as_bytes().unwrap();
        let any = view.as_any().convert_to_with(&to, &options).unwrap();
        let ids = view.col(InFile::ID).cast::<i64>().unwrap();
        pools(|| {
            assert!(view.par().convert::<Mine>().unwrap().as_bytes().unwrap() == mine);
            assert!(view.as_any().par().convert::<Mine>().unwrap().as_bytes().unwrap() == mine);
            let made = view.as_any().par().convert_to_with(&to, &options).unwrap();
            assert_eq!((made.dtype(), made.len()), (any.dtype(), any.len()));
            assert!(made.as_bytes() == any.as_bytes());
            assert!(view.par().col(InFile::ID).cast::<i64>().unwrap() == ids);
            // Gaps and other fields stay as they are.
            let zeros = || AnyTable::zeroed(dtype("[('id','<u2'),('x','u1'),('tag','u1')]"), len).unwrap();
            let (mut target, mut serial) = (zeros(), zeros());
            let keep = ConvertOptions::new().missing(Missing::Keep).ignore_extra();
            target.view_mut().par_mut().assign_by_name(view.as_any(), &keep).unwrap();
            serial.view_mut().assign_by_name(view.as_any(), &keep).unwrap();
            assert!(target.as_bytes() == serial.as_bytes());
            assert!(len < 2 || target.as_bytes().iter().any(|&byte| byte != 0));
        });
    }
}

#[test]
fn axes_of_all_lengths() {
    let mut random = Random::new(3);
    for shape in [vec![3, 70_001], vec![70_001, 3], vec![2, 3, 5, 7001], vec![65_537, 1], vec![700, 300]] {
        let len: usize = shape.iter().product();
        let numbers: Vec<Be<i16>> = (0..len).map(|_| Be::new(random.bits() as i16)).collect();
        let view = View::from_slice(&numbers).as_any().try_reshape(&shape[..]).unwrap();
        let plan = Conversion::by_name(view.dtype(), &dtype("<f8"), &ConvertOptions::new()).unwrap();
        for source in [view, view.transpose(), view.flip(0)] {
            for order in [Order::C, Order::F] {
                let serial = plan.to_array(source, order).unwrap();
                pools(|| {
                    let made = plan.par().to_array(source, order).unwrap();
                    assert_eq!(made.layout(), serial.layout());
                    assert!(made.as_bytes() == serial.as_bytes());
                });
            }
        }
        let typed = view.typed_as::<Be<i16>, DynRank>().unwrap();
        let unsafely = ConvertOptions::new().casting(Casting::Unsafe);
        pools(|| {
            assert!(
                typed.par().cast_with::<u8>(&unsafely).unwrap() == typed.cast_with::<u8>(&unsafely).unwrap()
            );
        });
    }
}

#[test]
fn errors_are_those_of_one_thread() {
    let options = ConvertOptions::new().checked();
    let (from, to) = (dtype("[('a','<i4'),('b','<i4')]"), dtype("[('b','i1'),('a','i1')]"));
    // Of what does not fit, the leaf that comes first in a block of records: `b` in row 150_100, not `a` in row 150_000.
    let mut numbers = vec![[1_i32; 2]; 200_000];
    (numbers[150_000][0], numbers[150_100][1], numbers[190_000][1]) = (300, -300, 999);
    let bytes: Vec<u8> = numbers.iter().flatten().flat_map(|number| number.to_le_bytes()).collect();
    let table = AnyTable::from_bytes(&bytes, from.clone()).unwrap();
    let serial = table.convert_to_with(&to, &options).unwrap_err();
    assert!(matches!(&serial, ConvertError::Value { row: 150_100, field, .. } if field == "b"), "{serial}");
    let late = table.view().slice(150_101..);
    pools(|| {
        assert_eq!(table.view().par().convert_to_with(&to, &options).unwrap_err(), serial);
        assert_eq!(table.view().par().cast_with(&to, &options).unwrap_err(), serial);
        let mut target = AnyTable::zeroed(to.clone(), 200_000).unwrap();
        let error = target.view_mut().par_mut().assign_by_name(table.view(), &options).unwrap_err();
        assert_eq!(error, serial);
        // What is before is there.
        assert!(target.as_bytes()[..300_000 / 2].iter().all(|&byte| byte == 1));
        let error = late.par().convert_to_with(&to, &options).unwrap_err();
        assert!(matches!(&error, ConvertError::Value { row: 39_899, .. }), "{error}");
        let other = dtype("[('a','i1'),('c','i1')]");
        assert_eq!(table.view().par().convert_to(&other).unwrap_err(), table.convert_to(&other).unwrap_err());
        let plan = Conversion::by_name(&from, &to, &options).unwrap();
        let mut short = AnyTable::zeroed(to.clone(), 3).unwrap();
        let error = plan.par().run(table.view(), &mut short.view_mut()).unwrap_err();
        assert!(matches!(error, ConvertError::Shape { .. }), "{error}");
        let error = plan.par().run(short.view(), &mut target.view_mut()).unwrap_err();
        assert!(matches!(error, ConvertError::OtherDType { .. }), "{error}");
    });
    // Along an axis that is not the first.
    let mut numbers = vec![1_i32; 300_000];
    (numbers[250_000], numbers[70_000]) = (300, -300);
    let view = View::from_slice(&numbers).reshape([3, 100_000]);
    let serial = view.cast_with::<i8>(&options).unwrap_err();
    assert!(matches!(&serial, ConvertError::Value { row: 70_000, .. }), "{serial}");
    pools(|| assert_eq!(view.par().cast_with::<i8>(&options).unwrap_err(), serial));
}

/// Few records of many bytes are pieces too, and records without any are none.
#[test]
fn sizes_of_records() {
    let from = dtype("[('x','<i2',(5000,))]");
    let to = dtype("[('x','>i4',(5000,))]");
    let bytes = Random::new(8).bytes(70 * from.itemsize());
    let table = AnyTable::from_bytes(&bytes, from).unwrap();
    let serial = table.convert_to(&to).unwrap();
    let mut texts = vec![0; 200_000];
    texts[150_000] = b'a';
    let (one, none) = (dtype("S1"), dtype("[('none','S0'),('x','u1')]"));
    let texts = AnyView::from_bytes(&texts, &one).unwrap();
    let plan = Conversion::by_name(&one, &dtype("S0"), &ConvertOptions::new().checked()).unwrap();
    pools(|| {
        assert!(table.view().par().convert_to(&to).unwrap().as_bytes() == serial.as_bytes());
        let one = table.view().at(3).par().cast_with(&to, &ConvertOptions::new()).unwrap();
        assert_eq!(one.as_bytes(), &serial.as_bytes()[3 * to.itemsize()..][..to.itemsize()]);
        let mut none = AnyTable::zeroed(none.clone(), 200_000).unwrap();
        let error = plan.par().run(texts, &mut none.view_mut().into_column("none").unwrap()).unwrap_err();
        assert!(matches!(error, ConvertError::Value { row: 150_000, .. }), "{error}");
    });
}
