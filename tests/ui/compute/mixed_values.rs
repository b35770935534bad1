use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Sample {
    volts: Be<f32>,
    total: f64,
}

fn main() {
    let table = RecordTable::from([Sample { volts: Be::new(1.0), total: 2.0 }]);
    let _ = table[Sample::TOTAL].as_view() + table[Sample::VOLTS].as_view();
}
