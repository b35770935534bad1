//! A module of the runtime's name is not the runtime: the derive's path begins at the crates.
#![forbid(unsafe_code)]

mod record_core {
    #[allow(unused_macros)]
    macro_rules! __record {
        ($($tokens:tt)*) => {
            compile_error!("a module stood in for the crate");
        };
    }
}

#[derive(::record_core::Record, Clone, Copy)]
#[repr(C)]
struct Row {
    x: u8,
}

fn main() {
    assert_eq!(Row::X.offset(), 0);
}
