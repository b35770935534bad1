//! Cells stay in their thread.
#![forbid(unsafe_code)]

use record_core::CellView;

fn send<T: Send>(_: T) {}
fn share<T: Sync>(_: T) {}

fn main() {
    send(None::<CellView<'_, u8>>);
    share(None::<CellView<'_, u8>>);
}
