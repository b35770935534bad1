//! The schoolbook's byte swap: every unit of every element, listed one by one and reversed by hand.

use record_core::{ByteOrder, DType};

/// Bytes that are reversed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    pub at: usize,
    pub width: usize,
    pub order: ByteOrder,
}

/// All units of an element, from what NumPy's code of each scalar says.
pub fn units(dtype: &DType) -> Vec<Unit> {
    let mut found = Vec::new();
    collect(dtype, 0, &mut found);
    found
}

fn collect(dtype: &DType, at: usize, found: &mut Vec<Unit>) {
    if let Some((base, count)) = dtype.as_array() {
        for i in 0..count {
            collect(base, at + i * base.itemsize(), found);
        }
    } else if let Some(fields) = dtype.as_record() {
        for field in fields {
            collect(field.dtype(), at + field.offset(), found);
        }
    } else {
        let code = dtype.dtype_str();
        let order = match &code[..1] {
            "<" => ByteOrder::Little,
            ">" => ByteOrder::Big,
            _ => return,
        };
        let width = match &code[1..2] {
            "U" => 4,
            "c" => dtype.itemsize() / 2,
            _ => dtype.itemsize(),
        };
        found.extend((0..dtype.itemsize()).step_by(width).map(|i| Unit { at: at + i, width, order }));
    }
}

/// The bytes with the chosen units of the elements at these positions reversed.
pub fn swapped(
    bytes: &[u8],
    positions: &[usize],
    units: &[Unit],
    chosen: impl Fn(ByteOrder) -> bool,
) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for position in positions {
        for unit in units.iter().filter(|unit| chosen(unit.order)) {
            bytes[position + unit.at..][..unit.width].reverse();
        }
    }
    bytes
}
