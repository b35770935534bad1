use record_core::{Code, Coded, ViewMut};

#[derive(Code, Clone, Copy)]
#[repr(u8)]
enum Kind {
    Idle,
    Data,
}

fn main() {
    let mut bytes = [0];
    let mut kinds = ViewMut::<Coded<Kind>>::from_bytes(&mut bytes).unwrap();
    kinds.set(0, Kind::Data);
}
