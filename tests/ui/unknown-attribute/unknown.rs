use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(flavour = "sweet")]
    a: u8,
}

fn main() {}
