use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

fn columns(mut t: RecordTable<Pair>) {
    let first = t.columns_mut();
    let second = t.columns_mut();
    drop((first, second));
}

fn indexed(mut t: RecordTable<Pair>) {
    let (one, two) = (&mut t[Pair::A], &mut t[Pair::B]);
    one.fill(1);
    two.fill(1.0);
}

fn parts(mut view: ViewMut<'_, Pair>) {
    let part = view.col_mut(Pair::B);
    let same = view.col_mut(Pair::B);
    drop((part, same));
}

fn reborrowed(mut view: ViewMut<'_, Pair>) {
    let mut short = view.reborrow();
    view.set(0, Pair { a: 1, b: 1.0 });
    short.set(0, Pair { a: 1, b: 1.0 });
}

fn read_and_write(mut view: ViewMut<'_, Pair>) {
    let reading = view.as_view();
    view.fill(Pair { a: 1, b: 1.0 });
    reading.len();
}

fn moved(view: ViewMut<'_, Pair>) {
    let again = view;
    view.len();
    again.len();
}

fn given_up(view: ViewMut<'_, Pair>) {
    let column = view.into_col(Pair::B);
    view.len();
    column.len();
}

fn split_twice(mut view: ViewMut<'_, f64>) {
    let (left, right) = (view.slice_mut(..2), view.slice_mut(1..));
    drop((left, right));
}

fn column_and_columns(mut t: RecordTable<Pair>) {
    let column = t.col(Pair::B);
    t.columns_mut().b.fill(1.0);
    column.len();
}

fn behind_shared(t: &RecordTable<Pair>) {
    t[Pair::B].fill(1.0);
}

fn behind_shared_view(view: &ViewMut<'_, f64>) {
    view.fill(1.0);
}

fn taken_twice(mut t: RecordTable<Pair>) {
    let columns = t.columns_mut();
    let one = columns.b;
    let two = columns.b;
    drop((one, two));
}

fn two_tables(mut bytes: Vec<u8>) {
    let one = ViewMut::<Pair>::from_bytes(&mut bytes).unwrap();
    let two = ViewMut::<Pair>::from_bytes(&mut bytes).unwrap();
    drop((one, two));
}

fn in_threads(mut t: RecordTable<Pair>) {
    let mut b = t.columns_mut().b;
    std::thread::spawn(move || b.fill(1.0));
}

fn main() {}
