use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(bits(a = 0..17))]
    word: u16,
}

fn main() {}
