use record_core::Record;

#[derive(Record, Clone, Copy)]
struct Row {
    a: usize,
    b: char,
    #[record(renam = "x")]
    c: bool,
}

fn main() {}
