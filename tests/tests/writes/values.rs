//! Values written to all elements, or to those of a mask, against a plain `Vec`.

use record_core::{ops::Mask, prelude::*};

/// Every other big-endian element of a buffer, which starts at an odd byte.
fn column(bytes: &mut [u8]) -> ViewMut<'_, Be<i16>> {
    let layout = record_core::layout::Layout { shape: [bytes.len() / 4], strides: [4] };
    ViewMut::from_parts(bytes, layout, 1).expect("within the buffer")
}

#[test]
fn assigned_values_are_read_back_and_nothing_else_changes() {
    for len in 0..20_usize {
        let mut bytes = vec![0xee; len * 4 + 1];
        let values: Vec<i16> = (0..len).map(|i| i16::try_from(i * 1000).expect("small")).collect();
        column(&mut bytes).assign(values.iter().copied());
        assert_eq!(column(&mut bytes).to_vec(), values);
        for (element, value) in bytes.chunks_exact(4).zip(&values) {
            let [high, low] = value.to_be_bytes();
            assert_eq!(element, [0xee, high, low, 0xee]);
        }
    }
}

#[test]
fn another_number_of_values_is_an_error_with_both() {
    let mut bytes = vec![0; 13];
    let mut column = column(&mut bytes);
    let error = column.try_assign([1, 2]).expect_err("one is missing");
    assert_eq!((error.expected, error.found), (3, 2));
    assert_eq!(column.to_vec(), [1, 2, 0]);
    let error = column.try_assign([5, 6, 7, 8]).expect_err("one too many");
    assert_eq!(error.to_string(), "more than 3 values where 3 are needed");
    assert_eq!(column.to_vec(), [5, 6, 7]);
}

#[test]
fn masked_writes_are_those_of_a_loop() {
    for len in [0, 1, 7, 63, 64, 65, 130] {
        for step in 1..5 {
            let mut bytes = vec![0; len * 4 + 1];
            let mut expected = vec![0_i16; len];
            let mask: Mask = (0..len).map(|i| i % step == 0).collect();
            let mut column = column(&mut bytes);
            column.fill_where(&mask, 3);
            column.apply_where(&!&mask, |old| old - 1);
            for (i, value) in expected.iter_mut().enumerate() {
                *value = if i % step == 0 { 3 } else { -1 };
            }
            assert_eq!(column.to_vec(), expected, "{len} by {step}");
        }
    }
}

#[test]
fn a_mask_of_another_length_writes_nothing() {
    let mut bytes = vec![0; 13];
    let mut column = column(&mut bytes);
    let error = column.try_apply_where(&Mask::new(2, true), |_| 9).expect_err("two for three");
    assert_eq!((error.expected, error.found), (3, 2));
    assert_eq!(column.to_vec(), [0, 0, 0]);
}
