use record_core::{Record, Be};
#[derive(Clone, Copy)]
struct Other(u8);
#[derive(Record, Clone, Copy)]
#[repr(C)]
struct A {
    name: [u8; 32],
    age: Other,
    salary: [Other; 3],
    t: Be<f64>,
}
#[derive(Record)]
#[repr(C)]
struct B {
    name: [u8; 32],
}
#[derive(Record, Clone)]
#[repr(C)]
struct E<T> {
    x: T,
}
#[derive(Record, Clone, Copy)]
#[repr(C)]
struct F<T> {
    x: T,
    s: Other,
}
fn f(v: record_core::View<B>) {
    v.col(B::NAME).sum();
    v.columns().name;
}
fn g(v: record_core::View<A>) {
    v.columns().name;
    v.col(A::AGE);
}
