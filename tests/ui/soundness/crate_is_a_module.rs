#![forbid(unsafe_code)]

use record_core::Record;

mod attacker {
    macro_rules! __record {
        ($($tokens:tt)*) => {
            unsafe impl Send for crate::NotSend {}
        };
    }
    pub(crate) use __record;
}

struct NotSend(*const u8);

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(crate = attacker)]
struct Row {
    x: u8,
}

fn main() {}
