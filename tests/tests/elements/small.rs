//! `Bool8` and `Opaque`.

use record_core::{Element, prelude::*};
use std::collections::HashSet;

#[test]
fn every_byte_is_a_truth_value() {
    for byte in 0..=255 {
        let stored = Bool8::from_bits(byte);
        assert_eq!(stored.get(), byte != 0);
        assert_eq!(stored.load(), byte != 0);
        assert_eq!(stored.to_bits(), byte);
        assert_eq!(stored, Bool8::new(byte != 0));
        assert_eq!((!stored).to_bits(), u8::from(byte == 0));
        assert_eq!(stored.cmp(&Bool8::TRUE), (byte != 0).cmp(&true));
        assert_eq!(stored.to_string(), (byte != 0).to_string());
    }
    assert_eq!(<Bool8 as Element>::store(true).to_bits(), 1);
    assert_eq!(<Bool8 as Element>::store(false).to_bits(), 0);
    assert_eq!((0..=255).map(Bool8::from_bits).collect::<HashSet<_>>().len(), 2);
}

#[test]
fn all_bytes_of_an_opaque_count() {
    let (a, b) = (Opaque::new([1, 0]), Opaque::new([1, 1]));
    assert!(a < b);
    assert_eq!(a.load().into_bytes(), [1, 0]);
    assert_eq!(format!("{a} {a:?} [{a:>6}]"), "0100 Opaque(0100) [  0100]");
    assert_eq!(Opaque::<0>::default().to_string(), "");
    assert_eq!(<[u8; 2]>::from(b), *b.as_bytes());
}
