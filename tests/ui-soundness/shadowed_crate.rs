//! The derive names one path: that of the hidden macro. A macro in its place has to write `unsafe` itself.
#![forbid(unsafe_code)]

mod shadow {
    macro_rules! __record {
        ($vis:vis struct { $record:ty } $($rest:tt)*) => {
            unsafe impl Send for $record {}
        };
    }
    pub(crate) use __record;
}

use record_core::Record;

#[derive(Record, Clone, Copy)]
#[record(crate = shadow)]
#[repr(C)]
struct NotSend {
    at: u8,
}

fn main() {}
