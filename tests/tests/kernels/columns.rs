//! The columns that kernels are tried on: values, and every way in which they can lie in memory.

use record_core::{Element, F16, View};
use record_tests::{Buffer, Leaf, Oracle, Random};

/// Numbers of which there are many different ones to try.
pub trait Sample: Copy {
    /// Any number of the type; floats are finite and spread over many magnitudes.
    fn sample(random: &mut Random) -> Self;
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl Sample for $type {
            #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // any bits will do
            fn sample(random: &mut Random) -> Self {
                match random.below(16) {
                    0 => Self::MIN,
                    1 => Self::MAX,
                    _ => random.bits() as Self,
                }
            }
        }
    )*};
}

integers! { i8 i16 i32 i64 u8 u16 u32 u64 }

impl Sample for bool {
    fn sample(random: &mut Random) -> Self {
        random.below(2) == 1
    }
}

impl Sample for f64 {
    /// Exponents from -20 to 20, so that sums round and the order of additions shows.
    fn sample(random: &mut Random) -> Self {
        let bits = random.bits();
        let exponent = 1023 - 20 + random.below(41) as u64;
        Self::from_bits(bits & 0x800f_ffff_ffff_ffff | exponent << 52)
    }
}

impl Sample for f32 {
    #[allow(clippy::cast_possible_truncation)] // rounded
    fn sample(random: &mut Random) -> Self {
        f64::sample(random) as Self
    }
}

impl Sample for F16 {
    fn sample(random: &mut Random) -> Self {
        Self::from_f64(f64::sample(random) / 64.0)
    }
}

/// Calls a function for every number type in every byte order.
#[macro_export]
macro_rules! for_all_numbers {
    ($call:ident!) => {
        $call!(record_core::Bool8);
        $crate::for_all_numbers!(@ $call i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 record_core::F16);
    };
    (@ $call:ident $($type:ty)*) => {$(
        $call!($type);
        $call!(record_core::Be<$type>);
        $call!(record_core::Le<$type>);
    )*};
}

/// All lengths up to 40, and those around a block of the sum rule and a multiple of eight.
pub fn lengths() -> impl Iterator<Item = usize> {
    (0..=40).chain([63, 64, 65, 127, 129, 1022, 1023, 1024, 1025, 1033, 2047, 2048, 2049])
}

/// The strides to try with elements of `item` bytes.
fn strides(item: usize) -> Vec<isize> {
    let item = item.cast_signed();
    vec![item, item + 1, item + 3, 2 * item, 8 * item + 5, -item, -item - 1, -3 * item, 0]
}

/// The values, laid at this stride and misalignment among bytes that are something else. Stride 0 repeats the first.
pub fn lay<T: Leaf>(values: &[T::Value], stride: isize, misalignment: usize) -> (Buffer, Oracle) {
    let item = size_of::<T>();
    let reach = values.len().saturating_sub(1) * stride.unsigned_abs();
    let start = if stride < 0 { reach } else { 0 };
    let oracle = Oracle::new(start, &[values.len()], &[stride], item);
    let mut bytes = vec![0xA5; reach + item];
    for (i, &value) in values.iter().enumerate().rev() {
        let at = usize::try_from(oracle.position(&[i])).unwrap();
        bytes[at..][..item].copy_from_slice(&T::write(value));
    }
    (Buffer::new(&bytes, misalignment), oracle)
}

/// The view that `lay` laid.
pub fn view<'a, T: Element>(buffer: &'a Buffer, oracle: &Oracle) -> View<'a, T> {
    View::from_parts(buffer.bytes(), oracle.layout(), usize::try_from(oracle.start).unwrap()).unwrap()
}

/// Every length, with every stride and every misalignment below 16; for longer columns each of them once.
/// `check` gets the values and the view of them.
pub fn every_column<T: Leaf<Value: Sample>>(mut check: impl FnMut(&[T::Value], View<'_, T>)) -> usize {
    let mut random = Random::new(size_of::<T>() as u64);
    let mut columns = 0;
    for len in lengths() {
        let values: Vec<T::Value> = (0..len).map(|_| Sample::sample(&mut random)).collect();
        for (k, stride) in strides(size_of::<T>()).into_iter().enumerate() {
            let all = if len <= 40 { 0..16 } else { (len + 5 * k) % 16..(len + 5 * k) % 16 + 1 };
            for misalignment in all {
                let (buffer, oracle) = lay::<T>(&values, stride, misalignment);
                let repeated;
                let expected = if stride == 0 && len > 0 {
                    repeated = vec![values[0]; len];
                    &repeated
                } else {
                    &values
                };
                check(expected, view(&buffer, &oracle));
                columns += 1;
            }
        }
    }
    columns
}
