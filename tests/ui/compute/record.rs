use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Sample {
    volts: f32,
    amps: f32,
}

fn main() {
    let table = RecordTable::from([Sample { volts: 1.0, amps: 2.0 }]);
    let _ = table.view() * 2.0;
}
