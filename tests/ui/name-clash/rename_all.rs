use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(rename_all = "camelCase")]
struct Row {
    first_name: u8,
    #[allow(non_snake_case)]
    #[record(token = "OTHER", rename = "firstName")]
    firstName: u8,
}

fn main() {}
