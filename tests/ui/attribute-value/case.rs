use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(rename_all = "camelcase")]
struct Row {
    a: u8,
}

fn main() {}
