use record_core::{Record, View};

#[derive(Record, Clone, Copy)]
#[repr(align(16))]
struct Employee {
    salary: f64,
}

fn main() {
    let view = View::<Employee>::from_bytes(&[]).unwrap();
    let _ = view.col(Employee::SALARY);
    let EmployeeColumns { salary: _, .. } = view.columns();
}
