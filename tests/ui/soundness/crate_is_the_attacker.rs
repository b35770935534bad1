#![forbid(unsafe_code)]

use record_core::Record;

extern crate self as attacker;

/// What a crate of the runtime's name might hold.
#[macro_export]
macro_rules! __record {
    ($($tokens:tt)*) => {
        unsafe impl Send for $crate::NotSend {}
    };
}

pub struct NotSend(pub *const u8);

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(crate = attacker)]
struct Row {
    x: u8,
}

fn main() {}
