//! What an operation that makes a view of another costs, in nanoseconds.
//!
//! Each runs many times in a round, on a view that the compiler knows nothing about, and the median of the rounds is
//! printed: `cargo bench -p record-core --bench views`. With an argument, only those whose name contains it. None is to
//! take more than 30 ns.

use record_core::{AnyView, DynRank, Rank, layout::Layout, prelude::*};
use std::{env, hint::black_box, time::Instant};

const CALLS: u32 = 20_000;
const ROUNDS: usize = 41;

/// The most that an operation may take.
const LIMIT: f64 = 30.0;

struct Table {
    filter: Option<String>,
    slow: Vec<String>,
    count: usize,
}

impl Table {
    /// Prints the median time of an operation on `view`.
    fn row<V: Copy, R>(&mut self, name: &str, view: V, operation: impl Fn(V) -> R) {
        if self.filter.as_ref().is_some_and(|filter| !name.contains(filter.as_str())) {
            return;
        }
        let mut rounds: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let start = Instant::now();
                for _ in 0..CALLS {
                    black_box(operation(black_box(view)));
                }
                start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
            })
            .collect();
        rounds.sort_by(f64::total_cmp);
        let median = rounds[ROUNDS / 2];
        println!("{name:<32} {median:>7.1} ns   (fastest {:.1})", rounds[0]);
        self.count += 1;
        if median > LIMIT {
            self.slow.push(format!("{name} {median:.1}"));
        }
    }
}

/// The operations that every view has, on a view of `$rank` axes whose lengths are 2, 3, 4, 5.
macro_rules! common {
    ($table:ident, $kind:literal, $rank:expr, $view:expr) => {{
        let (view, last) = ($view, $rank - 1);
        let order: Vec<usize> = (0..$rank).rev().collect();
        let order = black_box(&order[..]);
        let row = |name: &str| format!("{} {name}", $kind);
        $table.row(&row("copied"), view, |v| v);
        $table.row(&row("transpose"), view, |v| v.transpose());
        $table.row(&row("permute"), view, |v| v.try_permute(order));
        $table.row(&row("swap_axes"), view, |v| v.try_swap_axes(black_box(0), black_box(last)));
        $table.row(&row("move_axis"), view, |v| v.try_move_axis(black_box(0), black_box(last)));
        $table.row(&row("insert_axis"), view, |v| v.try_insert_axis(black_box(1)));
        $table.row(&row("remove_axis (refused)"), view, |v| v.try_remove_axis(black_box(0)));
        $table.row(&row("squeeze"), view, |v| v.squeeze());
        $table.row(&row("flip"), view, |v| v.try_flip(black_box(last)));
        $table.row(&row("at"), view, |v| v.try_at(black_box(1)));
        $table.row(&row("at_axis"), view, |v| v.try_at_axis(black_box(last), black_box(1)));
        $table.row(&row("slice(1..)"), view, |v| v.try_slice(black_box(1)..));
        $table.row(&row("slice(s![..., ..;-1])"), view, |v| v.try_slice(s![..., ..;black_box(-1)]));
        $table.row(&row("ravel"), view, |v| v.try_ravel());
        let size = view.size();
        $table.row(&row("reshape([n])"), view, |v| v.try_reshape([black_box(size)]));
        $table.row(&row("reshape([2, n / 2])"), view, |v| v.try_reshape([2, black_box(size / 2)]));
        $table.row(&row("broadcast_to"), view, |v| {
            let shape = v.shape();
            let shape: &[usize] = shape.as_ref();
            let mut to = [7; $rank + 1];
            to[1..].copy_from_slice(shape);
            v.try_broadcast_to(to)
        });
        $table.row(&row("windows"), view, |v| v.try_windows(black_box(last), black_box(2)));
        $table.row(&row("split_at"), view, |v| v.split_at(black_box(last), black_box(1)));
        $table.row(&row("chunks().next()"), view, |v| v.chunks(black_box(last), 1).map(|mut c| c.next()));
        $table.row(&row("is_c_contiguous"), view, |v| v.is_c_contiguous());
        if $rank > 1 {
            $table.row(&row("rot90"), view, |v| v.try_rot90(black_box(1), 0, black_box(last)));
            $table.row(&row("diagonal"), view, |v| v.try_diagonal(black_box(1), 0, black_box(last)));
        }
    }};
}

/// The operations that need the element's type.
macro_rules! typed {
    ($table:ident, $kind:literal, $view:expr) => {{
        let view = $view;
        let row = |name: &str| format!("{} {name}", $kind);
        $table.row(&row("view_as"), view, |v| v.view_as::<[u8; 2]>());
        $table.row(&row("getfield"), view, |v| v.getfield::<u8>(black_box(1)));
        $table.row(&row("as_any"), view, |v| v.as_any());
        let layout: Layout<Rank<2>> = Layout { shape: [1, 2], strides: [2, 2] };
        $table.row(&row("as_strided"), view, |v| v.as_strided(black_box(0), black_box(layout)));
    }};
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Sample {
    id: u8,
    at: [u16; 3],
}

fn main() {
    let filter = env::args().nth(1).filter(|argument| !argument.starts_with("--"));
    let mut table = Table { filter, slow: Vec::new(), count: 0 };
    let numbers: Vec<u16> = (0..120).collect();
    let line = View::from_slice(&numbers);
    common!(table, "Rank<1>", 1, line);
    typed!(table, "Rank<1>", line);
    common!(table, "Rank<2>", 2, line.reshape([2, 60]));
    typed!(table, "Rank<2>", line.reshape([2, 60]));
    common!(table, "Rank<3>", 3, line.reshape([2, 3, 20]));
    typed!(table, "Rank<3>", line.reshape([2, 3, 20]));
    common!(table, "Rank<4>", 4, line.reshape([2, 3, 4, 5]));
    let dynamic: View<'_, u16, DynRank> = line.reshape(&[2, 3, 4, 5][..]);
    common!(table, "DynRank", 4, dynamic);
    typed!(table, "DynRank", dynamic.reshape(&[2, 60][..]));
    common!(table, "AnyView", 4, dynamic.as_any());
    let records: RecordTable<Sample> = (0..20).map(|id| Sample { id, at: [1, 2, 3] }).collect();
    let view = records.view();
    table.row("Rank<1> col", view, |v| v.col(Sample::AT));
    table.row("Rank<1> col.axes", view, |v| v.col(Sample::AT).axes());
    table.row("Rank<2> subarrays", view.col(Sample::AT).axes(), View::subarrays::<3>);
    table.row("AnyView column", view.as_any(), |v| v.column(black_box("at")));
    table.row("AnyView typed", view.as_any(), AnyView::typed::<Sample>);
    println!("{} operations; above {LIMIT} ns: {}", table.count, table.slow.join(", "));
}
