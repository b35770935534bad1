use record_core::{Column, Iter, Opaque, RecordTable, View, ViewMut};
use std::{cell::Cell, rc::Rc};

fn send<T: Send>(_: T) {}
fn share<T: Sync>(_: T) {}

fn main() {
    send(None::<View<'_, Rc<u8>>>);
    send(None::<ViewMut<'_, *mut u8>>);
    send(None::<&Column<Cell<u8>>>);
    send(None::<Iter<'_, Rc<u8>>>);
    share(None::<View<'_, Cell<u8>>>);
    share(None::<&Column<Rc<u8>>>);
    let cells = [Cell::new(1)];
    View::from_slice(&cells);
    // A slot is written without looking at who else does.
    send(None::<record_core::__private::Slot<'_, Opaque<4>>>);
}
