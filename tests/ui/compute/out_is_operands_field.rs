use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Sample {
    volts: f32,
    amps: f32,
}

fn main() {
    let mut table = RecordTable::from([Sample { volts: 1.0, amps: 2.0 }]);
    let doubled = table.view().col(Sample::VOLTS) * 2.0;
    doubled.write_to(&mut table.view_mut().into_col(Sample::AMPS)).unwrap();
}
