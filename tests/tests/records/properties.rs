//! Random dtypes converted there and back, against the values that the views read.

use super::strategy;
use proptest::{collection::vec, prelude::*};
use record_core::{
    AnyTable, AnyView, DType,
    convert::{Casting, Conversion, ConvertOptions, Missing},
    dtype::{NewByteOrder, Packing},
    layout::Order,
    view::Value,
};

/// A value that no bytes may be behind: an empty text, a record without fields, an array of such.
fn is_void(value: &Value) -> bool {
    match value {
        Value::Bytes(bytes) | Value::Opaque(bytes) => bytes.is_empty(),
        Value::Text(text) => text.is_empty(),
        Value::Array(values) | Value::Record(values) => values.iter().all(is_void),
        _ => false,
    }
}

/// Values, with floats compared by their bits: NaN is equal to itself. Arrays of void parts are empty: so a view gives
/// them where the parts have no bytes, and packing may leave no bytes of what had some.
fn bits(value: &Value) -> Value {
    match value {
        Value::Float32(v) => Value::UInt(v.to_bits().into()),
        Value::Float64(v) => Value::UInt(v.to_bits()),
        Value::Complex64(a, b) => Value::Array(vec![bits(&Value::Float32(*a)), bits(&Value::Float32(*b))]),
        Value::Complex128(a, b) => Value::Array(vec![bits(&Value::Float64(*a)), bits(&Value::Float64(*b))]),
        Value::Array(values) if values.iter().all(is_void) => Value::Array(Vec::new()),
        Value::Array(values) => Value::Array(values.iter().map(bits).collect()),
        Value::Record(values) => Value::Record(values.iter().map(bits).collect()),
        other => other.clone(),
    }
}

fn values(view: AnyView<'_>) -> Vec<Value> {
    view.values().map(|value| bits(&value)).collect()
}

/// Marks the bytes of every leaf.
fn mark(dtype: &DType, at: usize, bytes: &mut [bool]) {
    if let Some((base, count)) = dtype.as_array() {
        (0..count).for_each(|i| mark(base, at + i * base.itemsize(), bytes));
    } else if let Some(fields) = dtype.as_record() {
        for field in fields {
            mark(field.dtype(), at + field.offset(), bytes);
        }
    } else {
        bytes[at..at + dtype.itemsize()].fill(true);
    }
}

/// Fields in the reverse order, at every depth.
fn reversed(dtype: &DType) -> DType {
    if let Some((base, count)) = dtype.as_array() {
        return DType::array(reversed(base), &[count]).expect("no larger");
    }
    match dtype.as_record() {
        None => dtype.clone(),
        Some(fields) => {
            DType::packed(fields.iter().rev().map(|f| (f.name(), reversed(f.dtype())))).expect("no larger")
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Another byte order, another layout, another order of the fields: the values stay, and come back.
    #[test]
    fn values_survive_every_layout(
        dtype in strategy::dtype(),
        seed in vec(any::<u8>(), 1..64),
        count in 0_usize..9,
        fill in any::<u8>(),
    ) {
        prop_assume!(dtype.itemsize() > 0 && !dtype.fields_overlap());
        let bytes: Vec<u8> = seed.iter().copied().cycle().take(count * dtype.itemsize()).collect();
        let source = AnyTable::from_bytes(&bytes, dtype.clone()).expect("whole records");
        let options = ConvertOptions::new().casting(Casting::Equiv);
        let others = [
            dtype.newbyteorder(NewByteOrder::Swap),
            dtype.repack(Packing::Packed).unwrap(),
            dtype.repack_nested(Packing::Aligned).unwrap(),
            reversed(&dtype).newbyteorder(NewByteOrder::Swap),
        ];
        for (i, other) in others.into_iter().enumerate().filter(|(_, other)| other.itemsize() > 0) {
            let plan = Conversion::by_name(&dtype, &other, &options).unwrap();
            let made = plan.to_array(source.view(), Order::C).unwrap();
            // Of the last, the fields are in another order.
            if i < 3 {
                prop_assert_eq!(values(made.view()), values(source.view()));
            }
            // Back over other bytes: the leaves are those of the source, the gaps keep what they were.
            let mut back = vec![fill; bytes.len()];
            let mut table = AnyTable::from_bytes_mut(&mut back, dtype.clone()).unwrap();
            Conversion::by_name(&other, &dtype, &options).unwrap().run(made.view(), &mut table.view_mut()).unwrap();
            let mut leaves = vec![false; dtype.itemsize()];
            mark(&dtype, 0, &mut leaves);
            for (i, (&found, &first)) in back.iter().zip(&bytes).enumerate() {
                let expected = if leaves[i % leaves.len()] { first } else { fill };
                prop_assert_eq!(found, expected, "byte {} by {:?}", i, &other);
            }
        }
    }

    /// Strides of all signs on both sides give what a dense copy gives.
    #[test]
    fn strides_do_not_matter(
        dtype in strategy::dtype(),
        seed in vec(any::<u8>(), 1..64),
        shape in (1_usize..4, 1_usize..4, 1_usize..4),
        turn in any::<(bool, bool, bool)>(),
    ) {
        prop_assume!(dtype.itemsize() > 0 && !dtype.fields_overlap());
        let count = shape.0 * shape.1 * shape.2;
        let bytes: Vec<u8> = seed.iter().copied().cycle().take(count * dtype.itemsize()).collect();
        let source = AnyTable::from_bytes(&bytes, dtype.clone()).unwrap();
        let mut view = source.view().reshape([shape.0, shape.1, shape.2]);
        if turn.0 { view = view.transpose(); }
        if turn.1 { view = view.flip(1); }
        if turn.2 { view = view.flip(0); }
        let swapped = dtype.newbyteorder(NewByteOrder::Swap);
        let plan = Conversion::by_name(&dtype, &swapped, &ConvertOptions::new()).unwrap();
        for order in [Order::C, Order::F] {
            let made = plan.to_array(view, order).unwrap();
            prop_assert_eq!(values(made.view()), values(view));
        }
    }

    /// Renaming all fields and taking them by position changes nothing but names.
    #[test]
    fn names_do_not_matter_by_position(dtype in strategy::dtype(), seed in vec(any::<u8>(), 1..64)) {
        prop_assume!(dtype.itemsize() > 0 && dtype.as_record().is_some());
        let olds: Vec<String> = dtype.names().map(str::to_string).collect();
        let names: Vec<(&str, String)> =
            olds.iter().enumerate().map(|(i, old)| (old.as_str(), format!("n{i}"))).collect();
        let renamed = dtype.rename(&names).unwrap();
        prop_assert_eq!(renamed.itemsize(), dtype.itemsize());
        let bytes: Vec<u8> = seed.iter().copied().cycle().take(3 * dtype.itemsize()).collect();
        let source = AnyTable::from_bytes(&bytes, dtype.clone()).unwrap();
        let made = source.view().rename_fields(&names).unwrap();
        prop_assert_eq!(made.dtype(), &renamed);
        prop_assert_eq!(values(made.view()), values(source.view()));
        // Under other names nothing is found, and everything stays zero.
        let none = ConvertOptions::new().missing(Missing::Keep).ignore_extra();
        let empty = source.view().convert_to_with(&renamed, &none).unwrap();
        prop_assert!(empty.as_bytes().iter().all(|&byte| byte == 0));
    }

    /// Some of the fields, flattened leaves: each column is the column of the source.
    #[test]
    fn columns_are_those_of_the_source(dtype in strategy::dtype(), seed in vec(any::<u8>(), 1..64)) {
        prop_assume!(dtype.itemsize() > 0 && dtype.as_record().is_some() && !dtype.fields_overlap());
        let bytes: Vec<u8> = seed.iter().copied().cycle().take(2 * dtype.itemsize()).collect();
        let source = AnyTable::from_bytes(&bytes, dtype.clone()).unwrap();
        let flat = source.view().flatten_fields("\u{1}").unwrap();
        for node in dtype.walk() {
            if let Some(field) = flat.dtype().field(&node.path().replace('.', "\u{1}")) {
                let mut column = source.view();
                for parent in node.parents() {
                    column = column.column(parent.name()).unwrap();
                }
                column = column.column(node.field().name()).unwrap();
                prop_assert_eq!(field.dtype(), node.field().dtype());
                prop_assert_eq!(values(flat.column(field.name()).unwrap()), values(column));
            }
        }
        let names: Vec<&str> = dtype.names().step_by(2).collect();
        for packing in [Packing::Packed, Packing::Aligned] {
            let Ok(some) = source.view().select_fields(&names, packing) else {
                // Fields without bytes make no records.
                prop_assert_eq!(names.iter().map(|n| dtype.field(n).unwrap().dtype().itemsize()).sum::<usize>(), 0);
                continue;
            };
            for name in &names {
                prop_assert_eq!(values(some.column(name).unwrap()), values(source.column(name).unwrap()));
            }
        }
    }
}
