//! Explanations as they are printed; addresses are masked, for they differ from run to run.

use record_core::prelude::*;
use record_core::{Rank, layout::Layout};
use record_tests::Buffer;
use std::fmt::Display;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Sample {
    id: u32,
    time: u64,
    value: f64,
    position: [f32; 3],
    rest: [u8; 12],
}

/// The text with `0x…` for the address.
fn masked(explain: impl Display) -> String {
    let text = explain.to_string();
    let lines = text.lines().map(|line| match line.split_once("0x") {
        Some((head, address)) => {
            assert!(usize::from_str_radix(address, 16).is_ok(), "{address}");
            format!("{head}0x…")
        }
        None => line.to_string(),
    });
    let lines: Vec<String> = lines.collect();
    assert!(lines.len() <= 15, "{text}");
    assert!(lines.iter().all(|line| line.chars().count() <= 120), "{text}");
    lines.join("\n")
}

/// A table at an address that is a multiple of 64.
fn samples() -> RecordTable<Sample> {
    RecordTable::zeroed(1000).expect("memory")
}

#[test]
fn records_and_their_columns() {
    let table = samples();
    let base = masked(table.view().explain()).lines().nth(2).expect("a line").to_string();
    assert!(base.starts_with("base          "), "{base}");
    let golden = |text: &str| text.replace("BASE", &base);
    assert_eq!(
        masked(table.view().explain()),
        golden(
            "\
View of record of 44 bytes, 5 fields, shape (1000,): 1000 elements, read-only
address       0x…
BASE
axis 0        1000 x 44 bytes: one element
bytes         44000 used of 44000 spanned: 44 of every 44; a cache line of 64 brings 1.45 elements
C contiguous  yes
F contiguous  yes
aligned       yes: any address will do"
        )
    );
    assert_eq!(
        masked(table[Sample::VALUE].explain()),
        golden(
            "\
Column of <f8, shape (1000,): 1000 elements, read-only
address       0x…
BASE
axis 0        1000 x 44 bytes: one element of 8 and 36 bytes more
bytes         8000 used of 43964 spanned: 8 of every 44; a cache line of 64 brings 1.45 elements, of 8.00 if dense
C contiguous  no: axis 0 steps 44 bytes, where 8 would leave no hole
F contiguous  no: axis 0 steps 44 bytes, where 8 would leave no hole
aligned       no: the address is 4 beyond a multiple of 8, each step of axis 0 leads 4 beyond a multiple of 8
costs         no slice (`as_slice` is None), unaligned loads; a copy (`to_array`) is dense and aligned"
        )
    );
    assert_eq!(
        masked(table.col(Sample::POSITION).axes().explain()),
        golden(
            "\
View of <f4, shape (1000, 3): 3000 elements, read-only
address       0x…
BASE
axis 0        1000 x 44 bytes: 11 elements of 4
axis 1        3 x 4 bytes: one element
bytes         12000 used of 43968 spanned; a cache line of 64 brings 4.37 elements, of 16.00 if dense
C contiguous  no: axis 0 steps 44 bytes, where 12 would leave no hole
F contiguous  no: axis 0 steps 44 bytes, where 4 would leave no hole
aligned       yes: to 4 bytes
costs         no slice (`as_slice` is None), `reshape` may need a copy; a copy (`to_array`) is dense"
        )
    );
    // Without the Rust type, the same but for the name.
    let (typed, any) = (table[Sample::POSITION].explain(), table["position"].explain());
    assert_eq!(masked(any), masked(typed).replacen("Column", "AnyColumn", 1));
    assert_eq!(
        masked(table.view().as_any().explain()),
        masked(table.view().explain()).replacen("View", "AnyView", 1)
    );
}

#[test]
fn steps_backwards_over_each_other_and_nowhere() {
    let numbers = [[1.0_f64, 2.0], [3.0, 4.0]];
    assert_eq!(
        masked(View::from_slice(&numbers).axes().transpose().flip(0).explain()),
        "\
View of <f8, shape (2, 2): 4 elements, read-only
address       0x…
base          borrowed: a slice or other memory of the program
axis 0        2 x -8 bytes: one element, backwards
axis 1        2 x 16 bytes: all 2 of axis 0
bytes         32 used of 32 spanned; a cache line of 64 brings 8.00 elements
C contiguous  no: axis 1 steps 16 bytes, where 8 would leave no hole
F contiguous  no: axis 0 steps -8 bytes, where 8 would leave no hole
aligned       yes: to 8 bytes
costs         no slice (`as_slice` is None), `reshape` may need a copy; a copy (`to_array`) is dense"
    );
    let numbers = [1_u16, 2, 3];
    assert_eq!(
        masked(View::from_slice(&numbers).windows(0, 2).explain()),
        "\
View of <u2, shape (2, 2): 4 elements, read-only
address       0x…
base          borrowed: a slice or other memory of the program
axis 0        2 x 2 bytes: one element
axis 1        2 x 2 bytes: one element
bytes         8 reached, some of them several times, within 6
C contiguous  no: axis 0 steps 2 bytes, where 4 would leave no hole
F contiguous  no: axis 1 steps 2 bytes, where 4 would leave no hole
aligned       yes: to 2 bytes
overlap       yes: some bytes are reached by several indices
costs         no slice (`as_slice` is None), `reshape` may need a copy; a copy (`to_array`) is dense"
    );
    let rows = View::from_slice(&numbers).broadcast_to([4, 3]).explain().to_string();
    assert!(rows.contains("\naxis 0        4 x 0 bytes: repeats the same elements\n"), "{rows}");
    assert!(rows.contains("\nbytes         6 used of 6 spanned: 2 of every 2; "), "{rows}");
    let bytes = Buffer::new(&[0; 64], 1);
    let layout = Layout { shape: [4], strides: [4] };
    let near =
        View::<u64, Rank<1>>::from_parts(bytes.bytes(), layout, 0).expect("inside").explain().to_string();
    assert!(
        near.contains("\naxis 0        4 x 4 bytes: less than one element of 8, so neighbours overlap\n"),
        "{near}"
    );
    assert!(
        near.contains("\naligned       no: the address is 1 beyond a multiple of 8, each step of"),
        "{near}"
    );
}

#[test]
fn nothing_one_and_many_axes() {
    let numbers = [1_u16, 2, 3];
    assert_eq!(
        masked(View::from_slice(&numbers).slice(..0).explain()),
        "\
View of <u2, shape (0,): 0 elements, read-only
address       0x…
base          borrowed: a slice or other memory of the program
axis 0        0 x 2 bytes: never stepped
bytes         none
C contiguous  yes
F contiguous  yes
aligned       yes: to 2 bytes"
    );
    assert_eq!(
        masked(View::from_slice(&numbers).at(0).explain()),
        "\
View of <u2, shape (): 1 element, read-only
address       0x…
base          borrowed: a slice or other memory of the program
bytes         2 used of 2 spanned
C contiguous  yes
F contiguous  yes
aligned       yes: to 2 bytes"
    );
    let lengths = [2; 8];
    let many = masked(View::from_slice(&[0_u8]).broadcast_to(&lengths[..]).explain());
    assert!(many.contains("\naxes 4 to 7   strides (0, 0, 0, 0)\n"), "{many}");
}

#[test]
fn hostile_strides_are_explained_in_bounded_time() {
    // Steps that have nothing to do with each other: whether they meet would take very long to say.
    let bytes = vec![0_u8; 1 << 28];
    let strides = [7_368_787, 6_700_417, 5_800_079, 5_001_473, 4_000_037, 3_000_017, 2_000_003, 1_299_709];
    let shape = [4; 8];
    let layout: Layout<DynRank> = record_tests::Oracle::new(0, &shape, &strides, 1).layout();
    let view = View::<u8, DynRank>::from_parts(&bytes, layout, 0).expect("inside");
    assert!(masked(view.explain()).contains("\noverlap       "));
    assert_eq!(record_core::view::shares_memory_within(&view, &view.slice(s![1..]), 3), None);
}

#[test]
fn writable_views() {
    let mut numbers = vec![0_f32; 10_000];
    let mut view = ViewMut::from_slice(&mut numbers).reshape([100, 100]).into_slice(s![..;2, ..;-2]);
    let golden = "\
ViewMut of <f4, shape (50, 50): 2500 elements, writable
address       0x…
base          borrowed: a slice or other memory of the program
axis 0        50 x 800 bytes: 200 elements of 4
axis 1        50 x -8 bytes: 2 elements of 4, backwards
bytes         10000 used of 39596 spanned; a cache line of 64 brings 4.04 elements, of 16.00 if dense
C contiguous  no: axis 1 steps -8 bytes, where 4 would leave no hole
F contiguous  no: axis 0 steps 800 bytes, where 4 would leave no hole
aligned       yes: to 4 bytes
costs         no slice (`as_slice` is None), `reshape` may need a copy; a copy (`to_array`) is dense";
    assert_eq!(masked(view.explain()), golden);
    assert_eq!(masked(view.cells().explain()), golden.replacen("ViewMut", "CellView", 1));
    assert_eq!(masked(view.into_any().explain()), golden.replacen("ViewMut", "AnyViewMut", 1));
}
