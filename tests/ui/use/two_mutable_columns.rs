use record_core::{Record, ViewMut};

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    a: u8,
}

fn main() {
    let mut bytes = [0; 4];
    let mut view = ViewMut::<Row>::from_bytes(&mut bytes).unwrap();
    let one = view.reborrow().columns_mut();
    let two = view.reborrow().columns_mut();
    drop((one, two));
}
