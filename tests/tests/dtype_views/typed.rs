//! What typed views hand out: the bits in native order, exactly.

use super::every_leaf;
use record_core::{
    AnyView, Be, Bool8, ByteOrder, Complex, DateTime64, DynRank, Element, F16, FixedBytes, FixedUtf32, Le,
    Opaque, TimeDelta64,
    dtype::{IntSize, ScalarKind, TimeBase},
    time::{Days, Generic, Microseconds, Milliseconds, Multiple, Nanoseconds, Seconds, Unit, Years},
};

/// A value as bytes in little-endian order.
trait Native {
    fn native(&self) -> Vec<u8>;
}

macro_rules! numbers {
    ($($type:ty)*) => {$(
        impl Native for $type {
            fn native(&self) -> Vec<u8> {
                self.to_le_bytes().into()
            }
        }
    )*};
}

numbers! { i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 F16 }

impl<T: Native> Native for Complex<T> {
    fn native(&self) -> Vec<u8> {
        [self.re.native(), self.im.native()].concat()
    }
}

impl<const N: usize> Native for FixedBytes<N> {
    fn native(&self) -> Vec<u8> {
        self.raw().to_vec()
    }
}

impl<const N: usize> Native for Opaque<N> {
    fn native(&self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }
}

impl<const N: usize> Native for FixedUtf32<N> {
    fn native(&self) -> Vec<u8> {
        self.raw().iter().flat_map(|point| point.to_le_bytes()).collect()
    }
}

impl<U: Unit> Native for DateTime64<U> {
    fn native(&self) -> Vec<u8> {
        self.to_bits().native()
    }
}

impl<U: Unit> Native for TimeDelta64<U> {
    fn native(&self) -> Vec<u8> {
        self.to_bits().native()
    }
}

fn values<T: Element>(at: &str, view: AnyView<'_>) -> Vec<T::Value> {
    let view = view.typed_as::<T, DynRank>().unwrap_or_else(|error| panic!("{at}: {error}"));
    view.iter().collect()
}

fn check<T: Element<Value: Native>>(at: &str, view: AnyView<'_>, native: &[u8]) {
    let found: Vec<u8> = values::<T>(at, view).iter().flat_map(Native::native).collect();
    assert_eq!(found, native, "{at}");
}

/// Calls `check` with the type for the leaf. Kinds and sizes that occur have an arm; another one is a failure.
fn dispatch(at: &str, view: AnyView<'_>, native: &[u8]) {
    let scalar = view.dtype().as_scalar().expect("a leaf");
    macro_rules! ordered {
        ($type:ty) => {
            match scalar.byte_order().expect("a byte order") {
                ByteOrder::Big => check::<Be<$type>>(at, view, native),
                ByteOrder::Little => check::<Le<$type>>(at, view, native),
            }
        };
    }
    macro_rules! sized {
        ($n:ident: $type:ident [$($size:literal)*]) => {
            match $n {
                $($size => check::<$type<$size>>(at, view, native),)*
                _ => panic!("{at}: no type of size {}", $n),
            }
        };
    }
    macro_rules! united {
        ($unit:ident: $type:ident [$($base:ident $multiple:literal $marker:ty),*]) => {
            match ($unit.base, $unit.multiple) {
                $((Some(TimeBase::$base), $multiple) => ordered!($type<$marker>),)*
                (None, _) => ordered!($type<Generic>),
                _ => panic!("{at}: no type of unit {:?}", $unit),
            }
        };
    }
    match scalar.kind() {
        ScalarKind::Bool => {
            let expected: Vec<bool> = native.iter().map(|&byte| byte != 0).collect();
            assert_eq!(values::<Bool8>(at, view), expected, "{at}");
        }
        ScalarKind::Int(IntSize::One) => check::<i8>(at, view, native),
        ScalarKind::Int(IntSize::Two) => ordered!(i16),
        ScalarKind::Int(IntSize::Four) => ordered!(i32),
        ScalarKind::Int(IntSize::Eight) => ordered!(i64),
        ScalarKind::UInt(IntSize::One) => check::<u8>(at, view, native),
        ScalarKind::UInt(IntSize::Two) => ordered!(u16),
        ScalarKind::UInt(IntSize::Four) => ordered!(u32),
        ScalarKind::UInt(IntSize::Eight) => ordered!(u64),
        ScalarKind::Float16 => ordered!(F16),
        ScalarKind::Float32 => ordered!(f32),
        ScalarKind::Float64 => ordered!(f64),
        ScalarKind::Complex64 => ordered!(Complex<f32>),
        ScalarKind::Complex128 => ordered!(Complex<f64>),
        ScalarKind::Bytes(n) => sized!(n: FixedBytes [0 1 2 3 4 5 6 7 8 12 32]),
        ScalarKind::Opaque(n) => sized!(n: Opaque [1 3 5 16]),
        ScalarKind::Utf32(n) => {
            macro_rules! utf32 {
                ($($size:literal)*) => {
                    match n {
                        $($size => ordered!(FixedUtf32<$size>),)*
                        _ => panic!("{at}: no text of {n}"),
                    }
                };
            }
            utf32!(1 2 3 4 8 10 16 20);
        }
        ScalarKind::DateTime(unit) => united!(unit: DateTime64 [
            Year 1 Years, Day 1 Days, Second 1 Seconds, Second 25 Multiple<Seconds, 25>,
            Millisecond 1 Milliseconds, Microsecond 1 Microseconds, Nanosecond 1 Nanoseconds
        ]),
        ScalarKind::TimeDelta(unit) => united!(unit: TimeDelta64 [
            Second 1 Seconds, Microsecond 1 Microseconds, Nanosecond 1 Nanoseconds
        ]),
        other => panic!("{at}: a kind without a type: {other:?}"),
    }
}

#[test]
fn every_leaf_is_what_its_type_reads() {
    let leaves = every_leaf(dispatch);
    println!("{leaves} leaves");
    assert_eq!(leaves, 1944);
}
