//! A record may be local to a function.
#![forbid(unsafe_code)]
#![deny(warnings)]

fn main() {
    use record_core::{Record, View};

    #[derive(Record, Clone, Copy)]
    #[repr(C, packed)]
    #[record(size = 5, bytemuck)]
    struct Local {
        a: u8,
        #[record(bits(low = 0..4))]
        b: u32,
    }

    let bytes = [1, 0xFF, 0, 0, 0];
    let view = View::<Local>::from_bytes(&bytes).unwrap();
    assert_eq!(view.col(Local::LOW).to_vec(), [15]);
    assert_eq!(view.columns().a.to_vec(), [1]);
}
