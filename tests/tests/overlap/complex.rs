//! Parts of complex columns, in any byte order and at any stride.

#![allow(clippy::float_cmp)] // numbers that floats hold exactly

use record_core::prelude::*;
use record_core::{AnyView, ComplexElement, DType, View, shares_memory};

fn parts<C>(store: impl Fn(Complex<f64>) -> C)
where
    C: ComplexElement<Part: Element<Value = f64>>,
{
    let numbers: Vec<C> = (0..6).map(|i| store(Complex::new(f64::from(i), f64::from(-i) - 0.5))).collect();
    let grid = View::from_slice(&numbers).reshape([2, 3]).flip(1);
    assert_eq!(grid.real().iter().collect::<Vec<_>>(), [2.0, 1.0, 0.0, 5.0, 4.0, 3.0]);
    assert_eq!(grid.imag().iter().collect::<Vec<_>>(), [-2.5, -1.5, -0.5, -5.5, -4.5, -3.5]);
    assert_eq!((grid.real().shape(), grid.real().strides()), ([2, 3], [48, -16]));
    assert!(!shares_memory(&grid.real(), &grid.imag()) && shares_memory(&grid.imag(), &grid));
    let any = grid.as_any();
    assert_eq!(any.real().expect("complex").typed_as::<C::Part, Rank<2>>().expect("floats").sum(), 15.0);
    assert_eq!(any.imag().expect("complex").typed_as::<C::Part, Rank<2>>().expect("floats").sum(), -18.0);
}

#[test]
fn of_every_byte_order() {
    parts::<Complex<f64>>(|number| number);
    parts::<Be<Complex<f64>>>(Be::new);
    parts::<Le<Complex<f64>>>(Le::new);
}

#[test]
fn both_parts_are_written_at_once() {
    let mut numbers = [Be::new(Complex::new(1.0_f32, 2.0)), Be::new(Complex::new(3.0, 4.0))];
    let (mut real, mut imag) = ViewMut::from_slice(&mut numbers).into_parts();
    assert!(!shares_memory(&real, &imag));
    real.zip_apply(imag.as_view(), |re, im| re * im).expect("the same shape");
    imag.fill(0.5);
    assert_eq!(numbers.map(Be::get), [Complex::new(2.0, 0.5), Complex::new(12.0, 0.5)]);
}

#[test]
fn other_numbers_have_none() {
    for text in ["<f8", "<i4", "V8", "[('re', '<f4'), ('im', '<f4')]", "(2,)<c8"] {
        let dtype = DType::parse(text).expect("a dtype");
        let bytes = vec![0; dtype.itemsize()];
        let view = AnyView::from_bytes(&bytes, &dtype).expect("whole");
        assert!(view.real().is_err() && view.imag().is_err(), "{text}");
    }
    let dtype = DType::parse("<i4").expect("a dtype");
    let refused = AnyView::from_bytes(&[0; 4], &dtype).expect("whole").imag().unwrap_err();
    assert_eq!(refused.to_string(), "imag is not defined for <i4");
    // No elements, no step.
    let dtype = DType::parse("<c16").expect("a dtype");
    let empty = AnyView::from_bytes(&[], &dtype).expect("whole");
    assert_eq!(empty.imag().expect("complex").as_ptr(), empty.as_ptr());
    let none: [Complex<f64>; 0] = [];
    assert!(View::from_slice(&none).imag().is_empty());
}
