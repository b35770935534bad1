#![forbid(unsafe_code)]

// The derive's own path now leads here.
extern crate record_core as real;
extern crate self as record_core;

/// What a crate of the runtime's name might hold.
#[macro_export]
macro_rules! __record {
    ($($tokens:tt)*) => {
        unsafe impl Send for $crate::NotSend {}
    };
}

pub struct NotSend(pub *const u8);

#[derive(real::Record, Clone, Copy)]
#[repr(C)]
struct Row {
    x: u8,
}

fn main() {}
