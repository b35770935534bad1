use record_core::{Rank, interop::CView, layout::Layout, prelude::*};

/// A header does not outlive its view, for it points into it.
fn outlive() -> CView<'static> {
    let view = View::from_slice(&[1, 2]);
    view.as_c_view()
}

/// While a header may be written through, the view is not used.
fn write_twice(mut view: ViewMut<'_, u8>) {
    let header = view.as_c_view_mut();
    view.fill(1);
    drop(header);
}

/// One header for writing is not two.
fn copy(mut view: ViewMut<'_, u8>) {
    let header = view.as_c_view_mut();
    let other = header;
    drop((header, other));
}

/// What a header says is believed in unsafe code only.
fn believe(header: CView<'_>) {
    let _ = header.view::<u8, Rank<1>>();
    let _ = header.any_view(u8::DTYPE);
    let _ = header.layout::<Rank<1>>();
}

/// So are a pointer and a layout.
fn forge(ptr: *const u8, layout: Layout<Rank<1>>) {
    let _ = View::<u8>::from_raw_parts(ptr, layout);
    let _ = ViewMut::<u8>::from_raw_parts(ptr.cast_mut(), layout);
}

/// Pointers stay in their thread.
fn threads(header: CView<'_>) {
    std::thread::scope(|scope| {
        scope.spawn(move || drop(header));
    });
}

fn main() {}
