use record_core::{
    prelude::*,
    scan::{AnyGuarded, Guarded, Scan},
    table::OpenOptions,
};
use std::{cell::Cell, ops::ControlFlow, thread};

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

fn returned(map: &Guarded<Pair>) {
    _ = map.scan(|view| view);
}

fn returned_column(map: &Guarded<Pair>) {
    _ = map.scan(|view| view.col(Pair::B));
}

fn returned_iterator(map: &Guarded<Pair>) {
    _ = map.scan(|view| view.iter());
}

fn returned_path(map: &Guarded<Pair>) {
    _ = map.scan(|view| view.base());
}

fn returned_any(map: &AnyGuarded) {
    _ = map.scan(|view| view.column("a"));
}

fn returned_dtype(map: &AnyGuarded) {
    _ = map.scan(|view| view.dtype());
}

fn kept_outside(map: &Guarded<Pair>) {
    let mut kept = None;
    _ = map.scan(|view| kept = Some(view));
}

fn kept_in_a_cell(map: &Guarded<Pair>) {
    let kept = Cell::new(None);
    _ = map.scan(|view| kept.set(Some(view)));
}

fn kept_of_a_chunk(map: &mut Guarded<Pair>) {
    let mut kept = None;
    _ = Scan::for_each_chunk(map, &mut |chunk| {
        kept = Some(chunk.view());
        ControlFlow::Continue(())
    });
}

fn kept_in_a_thread(map: &Guarded<Pair>) {
    _ = map.scan(|view| thread::spawn(move || view.len()));
}

fn kept_in_a_scope_around(map: &Guarded<Pair>) {
    thread::scope(|scope| {
        _ = map.scan(|view| {
            scope.spawn(move || view.len());
        });
    });
}

fn any_lifetime<'a>(map: &'a Guarded<Pair>, work: impl FnOnce(View<'a, Pair>) -> usize) {
    _ = map.scan(work);
}

fn dropped_inside(map: Guarded<Pair>) {
    _ = map.scan(|view| {
        drop(map);
        view.len()
    });
}

fn swapped_inside(mut map: Guarded<Pair>, mut other: Guarded<Pair>) {
    _ = map.scan(|view| {
        std::mem::swap(&mut map, &mut other);
        view.len()
    });
}

fn opened_without_a_promise() {
    _ = OpenOptions::new().map_guarded::<Pair>("file");
    _ = OpenOptions::new().map_any_guarded("file", DType::parse("u1").unwrap());
}

fn made_by_hand() {
    let map = Guarded::<Pair> { records: todo!(), trailing: 0 };
    map.records;
}

fn written(map: &Guarded<Pair>) {
    _ = map.scan(|view| view.col_mut(Pair::A));
}

fn main() {}
