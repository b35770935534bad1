use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
union Bits {
    float: f32,
    int: u32,
}

fn main() {}
