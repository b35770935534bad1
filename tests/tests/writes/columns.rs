//! `set`, `update`, `fill`, `apply` and `+=` on columns of every stride and misalignment, whole buffers compared.

use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Sub, SubAssign};
use record_core::{Be, Bool8, Column, Element, F16, Le, Rank, ViewMut, layout::Dim, view::IndexError};
use record_tests::{Buffer, Leaf, Oracle, Random};

/// A buffer, and what it must be after the writes.
struct Trial {
    buffer: Buffer,
    expected: Vec<u8>,
    oracle: Oracle,
}

impl Trial {
    /// Elements at this stride, their values from `value`, all other bytes random.
    fn new<T: Leaf>(
        random: &mut Random,
        (len, stride, misalignment): (usize, isize, usize),
        value: impl Fn(&mut Random) -> T::Value,
    ) -> Self {
        let item = size_of::<T>();
        let reach = len.saturating_sub(1) * stride.unsigned_abs();
        let start = 2 + if stride < 0 { reach } else { 0 };
        let expected = random.bytes(reach + item + 5);
        let oracle = Oracle::new(start, &[len], &[stride], item);
        let mut trial = Self { buffer: Buffer::new(&expected, misalignment), expected, oracle };
        for i in 0..len {
            let value = value(random);
            trial.expect::<T>(&[i], value);
        }
        trial.buffer = Buffer::new(&trial.expected, misalignment);
        trial
    }

    fn view<T: Element, D: Dim>(&mut self) -> ViewMut<'_, T, D> {
        let start = usize::try_from(self.oracle.start).unwrap();
        ViewMut::from_parts(self.buffer.bytes_mut(), self.oracle.layout(), start).unwrap()
    }

    /// What the element is before the expected writes that are still to come.
    fn value<T: Leaf>(&self, index: &[usize]) -> T::Value {
        let at = usize::try_from(self.oracle.position(index)).unwrap();
        T::read(&self.expected[at..][..size_of::<T>()])
    }

    /// The element at `index` must be this now.
    fn expect<T: Leaf>(&mut self, index: &[usize], value: T::Value) {
        let at = usize::try_from(self.oracle.position(index)).unwrap();
        self.expected[at..][..size_of::<T>()].copy_from_slice(&T::write(value));
    }

    fn expect_all<T: Leaf>(&mut self, f: impl Fn(T::Value) -> T::Value) {
        for index in self.oracle.indices() {
            let value = f(self.value::<T>(&index));
            self.expect::<T>(&index, value);
        }
    }

    fn compare(&self) {
        assert!(self.buffer.bytes() == self.expected, "{:?}", self.oracle);
    }
}

/// Every stride that does not overlap, and a single element at one that would.
fn places(item: usize) -> impl Iterator<Item = (usize, isize, usize)> {
    let step = item.cast_signed();
    let strides = [step, step + 1, 2 * step + 3, 8 * step, -step, -step - 1, -3 * step];
    let lengths = [0, 1, 2, 3, 7, 8, 9, 17];
    let columns = lengths.into_iter().flat_map(move |len| strides.map(|stride| (len, stride)));
    let columns = columns.chain([(1, 0), (1, 1)]);
    columns.flat_map(|(len, stride)| (0..16).map(move |misalignment| (len, stride, misalignment)))
}

trait Small: Copy {
    fn small(random: &mut Random) -> Self;
}

macro_rules! small {
    ($($type:ty)*) => {$(
        impl Small for $type {
            fn small(random: &mut Random) -> Self {
                random.pick(&[3, 4, 5, 6, 7, 8, 9, 10])
            }
        }
    )*};
}

small! { i8 i16 i32 i64 u8 u16 u32 u64 }

impl Small for f64 {
    fn small(random: &mut Random) -> Self {
        u8::small(random).into()
    }
}

impl Small for f32 {
    fn small(random: &mut Random) -> Self {
        u8::small(random).into()
    }
}

impl Small for F16 {
    fn small(random: &mut Random) -> Self {
        Self::from_f32(f32::small(random))
    }
}

/// Writing of whole values.
fn check<T: Leaf>(random: &mut Random, value: impl Fn(&mut Random) -> T::Value + Copy) -> usize {
    let mut buffers = 0;
    for place @ (len, ..) in places(size_of::<T>()) {
        let mut trial = Trial::new::<T>(random, place, value);
        trial.compare();
        for i in 0..len {
            let new = value(random);
            trial.expect::<T>(&[i], new);
            trial.view::<T, Rank<1>>().set(i, new);
            trial.compare();
        }
        if len > 0 {
            let (i, new) = (random.below(len), value(random));
            let old = trial.value::<T>(&[i]);
            trial.expect::<T>(&[i], new);
            trial.view::<T, Rank<1>>().update(i, |found| {
                assert_eq!(found, old);
                new
            });
            trial.compare();
        }
        let error = IndexError::OutOfRange { axis: 0, index: len, len };
        assert_eq!(trial.view::<T, Rank<1>>().try_set(len, value(random)), Err(error));
        trial.compare();

        let mut order = Vec::new();
        let other = value(random);
        trial.view::<T, Rank<1>>().apply(|found| {
            order.push(found);
            other
        });
        assert_eq!(order, trial.oracle.values::<T>(&trial.expected));
        trial.expect_all::<T>(|_| other);
        trial.compare();

        let other = value(random);
        let (from, to) = (len / 3, len - len / 4);
        for i in from..to {
            trial.expect::<T>(&[i], other);
        }
        trial.view::<T, Rank<1>>().slice_mut(from..to).fill(other);
        trial.compare();
        trial.expect_all::<T>(|_| value(&mut Random::new(0)));
        trial.view::<T, Rank<1>>().fill(value(&mut Random::new(0)));
        trial.compare();
        buffers += 1;
    }
    buffers
}

/// `+=`, `-=`, `*=` and `/=`, on a view and on a column reference.
fn check_assign<T>(random: &mut Random)
where
    T: Leaf<Value: Small>,
    T::Value:
        Add<Output = T::Value> + Sub<Output = T::Value> + Mul<Output = T::Value> + Div<Output = T::Value>,
{
    for place in places(size_of::<T>()) {
        let mut trial = Trial::new::<T>(random, place, T::Value::small);
        let by = T::Value::small(random);
        trial.expect_all::<T>(|value| value + by);
        AddAssign::add_assign(&mut trial.view::<T, Rank<1>>(), by);
        trial.compare();
        trial.expect_all::<T>(|value| value - by);
        SubAssign::sub_assign(&mut trial.view::<T, Rank<1>>(), by);
        trial.compare();
        trial.expect_all::<T>(|value| value * by);
        let mut view = trial.view::<T, Rank<1>>();
        let column: &mut Column<T> = &mut view;
        MulAssign::mul_assign(column, by);
        trial.compare();
        trial.expect_all::<T>(|value| value / by);
        let mut view = trial.view::<T, Rank<1>>();
        let column: &mut Column<T> = &mut view;
        DivAssign::div_assign(column, by);
        trial.compare();
    }
}

#[test]
fn writes_reach_the_elements_alone() {
    let mut random = Random::new(31);
    let mut buffers = check::<Bool8>(&mut random, |random| random.below(2) == 1);
    macro_rules! each {
        ($($type:ty)*) => {$(
            buffers += check::<$type>(&mut random, Small::small);
            buffers += check::<Be<$type>>(&mut random, Small::small);
            buffers += check::<Le<$type>>(&mut random, Small::small);
            check_assign::<$type>(&mut random);
            check_assign::<Be<$type>>(&mut random);
            check_assign::<Le<$type>>(&mut random);
        )*};
    }
    each!(i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 F16);
    println!("{buffers} buffers");
    assert_eq!(buffers, 34 * (8 * 7 + 2) * 16);
}

#[test]
fn several_axes_are_written_element_by_element() {
    let mut random = Random::new(32);
    for shape in [[2, 3, 4], [1, 1, 5], [3, 0, 2], [4, 2, 1]] {
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
            let lying: Vec<usize> = order.iter().map(|&axis| shape[axis]).collect();
            let spread = Oracle::row_major(&lying, 3);
            let mut strides = [0; 3];
            for (place, &axis) in order.iter().enumerate() {
                strides[axis] = spread[place];
            }
            let expected = random.bytes(200);
            let oracle = Oracle::new(7, &shape, &strides, 2);
            let mut trial = Trial { buffer: Buffer::new(&expected, 1), expected, oracle };
            trial.expect_all::<Be<u16>>(|value| value.rotate_left(3));
            trial.view::<Be<u16>, Rank<3>>().apply(|value| value.rotate_left(3));
            trial.compare();
            for index in trial.oracle.indices() {
                trial.expect::<Be<u16>>(&index, 77);
                let index: [usize; 3] = index.try_into().unwrap();
                trial.view::<Be<u16>, Rank<3>>().try_set_at(index, 77).unwrap();
                trial.compare();
            }
            let error = IndexError::OutOfRange { axis: 2, index: shape[2], len: shape[2] };
            if shape[1] > 0 {
                let found = trial.view::<Be<u16>, Rank<3>>().try_set_at([0, 0, shape[2]], 1);
                assert_eq!(found, Err(error));
            }
            trial.expect_all::<Be<u16>>(|_| 0xBEEF);
            trial.view::<Be<u16>, Rank<3>>().fill(0xBEEF);
            trial.compare();
        }
    }
}

#[test]
fn sub_array_axes_are_written_alone() {
    let mut bytes = [9_u8; 3 * 10];
    let layout = Oracle::new(1, &[3], &[10], 8).layout::<Rank<1>>();
    let view = ViewMut::<[[Be<u16>; 2]; 2]>::from_parts(&mut bytes, layout, 1).unwrap();
    let mut axes = view.into_axes().into_axes();
    assert_eq!((axes.shape(), axes.strides()), ([3, 2, 2], [10, 4, 2]));
    axes.apply(|_| 0x0102);
    for (i, byte) in bytes.iter().enumerate() {
        let expected = if (1..9).contains(&(i % 10)) { 2 - u8::try_from(i % 2).unwrap() } else { 9 };
        assert_eq!(*byte, expected, "byte {i}");
    }
}

#[test]
#[should_panic(expected = "index 4 is out of range for axis 0 of length 4")]
fn setting_behind_the_end_panics() {
    ViewMut::<u8>::from_bytes(&mut [0; 4]).unwrap().set(4, 1);
}
