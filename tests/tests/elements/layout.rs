//! Size and alignment of each element against NumPy's leaf table for 64-bit Unix.

use record_core::{
    ByteOrder, Element,
    dtype::{Scalar, ScalarKind, TimeBase, TimeUnit},
    prelude::*,
    time::{Generic, Multiple, Nanoseconds, Seconds},
};
use zerocopy::byteorder::{self, BigEndian, LittleEndian};

/// The type, and what `numpy.dtype` says of it: itemsize and alignment, byte order.
macro_rules! leaves {
    ($($type:ty: $size:literal, $align:literal, $order:expr;)*) => {$(
        const _: () = assert!(size_of::<$type>() == $size && align_of::<$type>() == $align);
        {
            let dtype = <$type as Element>::DTYPE;
            assert_eq!((dtype.itemsize(), dtype.alignment()), ($size, $align), stringify!($type));
            assert_eq!(dtype.as_scalar().unwrap().byte_order(), $order, stringify!($type));
            assert!(dtype.is_gap_free());
        }
    )*};
}

#[test]
#[cfg(target_pointer_width = "64")]
fn sizes_and_alignments_are_numpys() {
    const NONE: Option<ByteOrder> = None;
    const NATIVE: Option<ByteOrder> = Some(ByteOrder::NATIVE);
    const LITTLE: Option<ByteOrder> = Some(ByteOrder::Little);
    const BIG: Option<ByteOrder> = Some(ByteOrder::Big);
    leaves! {
        Bool8: 1, 1, NONE;
        i8: 1, 1, NONE; Be<i8>: 1, 1, NONE; Le<u8>: 1, 1, NONE;
        i16: 2, 2, NATIVE; Be<i16>: 2, 2, BIG; Le<u16>: 2, 2, LITTLE;
        i32: 4, 4, NATIVE; Be<i32>: 4, 4, BIG; Le<u32>: 4, 4, LITTLE;
        i64: 8, 8, NATIVE; Be<i64>: 8, 8, BIG; Le<u64>: 8, 8, LITTLE;
        F16: 2, 2, NATIVE; Be<F16>: 2, 2, BIG; Le<F16>: 2, 2, LITTLE;
        f32: 4, 4, NATIVE; Be<f32>: 4, 4, BIG; Le<f32>: 4, 4, LITTLE;
        f64: 8, 8, NATIVE; Be<f64>: 8, 8, BIG; Le<f64>: 8, 8, LITTLE;
        Complex<f32>: 8, 4, NATIVE; Be<Complex<f32>>: 8, 4, BIG; Le<Complex<f32>>: 8, 4, LITTLE;
        Complex<f64>: 16, 8, NATIVE; Be<Complex<f64>>: 16, 8, BIG; Le<Complex<f64>>: 16, 8, LITTLE;
        FixedBytes<0>: 0, 1, NONE; FixedBytes<5>: 5, 1, NONE;
        Opaque<0>: 0, 1, NONE; Opaque<7>: 7, 1, NONE;
        FixedUtf32<0>: 0, 4, NATIVE; FixedUtf32<3>: 12, 4, NATIVE;
        Be<FixedUtf32<3>>: 12, 4, BIG; Le<FixedUtf32<3>>: 12, 4, LITTLE;
        DateTime64<Seconds>: 8, 8, NATIVE; Be<DateTime64<Nanoseconds>>: 8, 8, BIG;
        TimeDelta64<Generic>: 8, 8, NATIVE; Le<TimeDelta64<Nanoseconds>>: 8, 8, LITTLE;
        byteorder::U16<BigEndian>: 2, 1, BIG; byteorder::I16<LittleEndian>: 2, 1, LITTLE;
        byteorder::U32<BigEndian>: 4, 1, BIG; byteorder::I32<LittleEndian>: 4, 1, LITTLE;
        byteorder::U64<BigEndian>: 8, 1, BIG; byteorder::I64<LittleEndian>: 8, 1, LITTLE;
        byteorder::F32<BigEndian>: 4, 1, BIG; byteorder::F64<LittleEndian>: 8, 1, LITTLE;
    }
}

#[test]
fn dtypes_say_what_is_stored() {
    let kind = |dtype: &DType| dtype.as_scalar().unwrap().kind();
    assert_eq!(kind(Bool8::DTYPE), ScalarKind::Bool);
    assert_eq!(kind(FixedBytes::<5>::DTYPE), ScalarKind::Bytes(5));
    assert_eq!(kind(Opaque::<5>::DTYPE), ScalarKind::Opaque(5));
    assert_eq!(kind(<Be<FixedUtf32<5>>>::DTYPE), ScalarKind::Utf32(5));
    assert_eq!(kind(<Be<F16>>::DTYPE), ScalarKind::Float16);
    assert_eq!(kind(Complex::<f32>::DTYPE), ScalarKind::Complex64);
    assert_eq!(kind(<Le<Complex<f64>>>::DTYPE), ScalarKind::Complex128);
    let every_25 = TimeUnit::new(TimeBase::Second, 25);
    assert_eq!(kind(DateTime64::<Multiple<Seconds, 25>>::DTYPE), ScalarKind::DateTime(every_25));
    assert_eq!(kind(TimeDelta64::<Generic>::DTYPE), ScalarKind::TimeDelta(TimeUnit::GENERIC));
}

#[test]
fn zerocopys_types_have_the_dtype_of_ours() {
    assert!(byteorder::F64::<BigEndian>::DTYPE == <Be<f64>>::DTYPE);
    assert!(byteorder::I16::<LittleEndian>::DTYPE == <Le<i16>>::DTYPE);
    assert!(byteorder::U32::<BigEndian>::DTYPE != <Le<u32>>::DTYPE);
    assert_eq!(
        byteorder::U32::<BigEndian>::DTYPE.as_scalar(),
        Some(Scalar::new(ScalarKind::UInt(record_core::dtype::IntSize::Four), ByteOrder::Big))
    );
    assert_eq!(byteorder::F64::<BigEndian>::new(1.5).load().to_bits(), 1.5_f64.to_bits());
    let stored = <byteorder::I32<BigEndian> as Element>::store(-2);
    assert_eq!(zerocopy::IntoBytes::as_bytes(&stored), (-2_i32).to_be_bytes());
}

/// Every element type can be laid over bytes by either foreign crate.
#[test]
fn foreign_traits_are_there() {
    fn all<T>()
    where
        T: Element + zerocopy::FromBytes + zerocopy::IntoBytes + zerocopy::KnownLayout + zerocopy::Immutable,
        T: bytemuck::Pod,
    {
    }
    fn unaligned<T: zerocopy::Unaligned>() {}
    all::<Be<f64>>();
    all::<Le<Complex<f32>>>();
    all::<Be<F16>>();
    all::<Be<DateTime64<Nanoseconds>>>();
    all::<Le<FixedUtf32<9>>>();
    all::<FixedBytes<9>>();
    all::<FixedUtf32<9>>();
    all::<Opaque<9>>();
    all::<Bool8>();
    all::<DateTime64<Multiple<Seconds, 25>>>();
    all::<TimeDelta64<Generic>>();
    unaligned::<FixedBytes<9>>();
    unaligned::<Opaque<9>>();
    unaligned::<Bool8>();
}
