use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

fn view() -> View<'static, Pair> {
    let t = RecordTable::<Pair>::new();
    t.view()
}

fn column() -> View<'static, f64> {
    let t = RecordTable::<Pair>::new();
    t.col(Pair::B)
}

fn indexed() -> &'static record_core::Column<f64> {
    let t = RecordTable::<Pair>::new();
    &t[Pair::B]
}

fn named() -> &'static record_core::AnyColumn {
    let t = RecordTable::<Pair>::new();
    &t["b"]
}

fn iterator() -> record_core::Iter<'static, f64> {
    let t = RecordTable::<Pair>::new();
    t[Pair::B].iter()
}

fn any() -> record_core::AnyView<'static> {
    let t = RecordTable::<Pair>::new();
    t.column("b").unwrap()
}

fn columns() -> PairColumns<'static> {
    let t = RecordTable::<Pair>::new();
    t.columns()
}

fn columns_mut() -> PairColumnsMut<'static> {
    let mut t = RecordTable::<Pair>::new();
    t.columns_mut()
}

fn bytes() -> &'static [u8] {
    let t = RecordTable::<Pair>::new();
    t.as_bytes().unwrap()
}

fn slice() -> &'static [Pair] {
    let t = RecordTable::<Pair>::new();
    t.view().as_slice().unwrap()
}

fn dtype() -> &'static DType {
    let t = AnyTable::from_bytes(&[], DType::parse("u1").unwrap()).unwrap();
    t.dtype()
}

fn main() {}
