use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

fn longer<'a>(view: View<'a, f64>) -> View<'static, f64> {
    view
}

fn longer_column<'a>(column: &'a record_core::Column<f64>) -> View<'static, f64> {
    column.as_view()
}

fn longer_from_reference<'a, 'b>(view: &'b ViewMut<'a, f64>) -> View<'a, f64> {
    view.as_view()
}

fn longer_reborrow<'a, 'b>(view: &'b mut ViewMut<'a, f64>) -> ViewMut<'a, f64> {
    view.reborrow()
}

fn shorter_behind_a_reference<'a, 'b>(view: &'b mut ViewMut<'a, f64>, short: ViewMut<'b, f64>) {
    *view = short;
}

fn deref<'a, 'b>(view: &'b View<'a, f64>) -> &'a record_core::Column<f64> {
    view
}

fn bytes<'a, 'b>(table: &'b RecordTable<Pair, record_core::Borrowed<'a>>) -> &'a [u8] {
    table.as_bytes().unwrap()
}

fn main() {}
