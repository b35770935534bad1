use record_core::Record;

type Word = u16;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(bits(a = 0..2, order = "msb", width = 32))]
    word: Word,
}

fn main() {}
