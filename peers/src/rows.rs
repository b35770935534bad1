//! Rows that go through whole records.

use crate::{
    Args,
    args::on_two,
    hand::Raw,
    records::{Employee, EmployeeColumnsOwned},
};

/// The sum of the salaries, record by record.
#[unsafe(no_mangle)]
pub extern "C" fn row_loop(args: &Args) -> f64 {
    let mut total = 0.0;
    for employee in args.view::<Employee>() {
        total += employee.salary;
    }
    total
}

/// The sum of the salaries, record by record.
#[unsafe(no_mangle)]
pub extern "C" fn row_loop_hand(args: &Args) -> f64 {
    let raw = Raw::<44>::of(args);
    let mut total = 0.0;
    for i in 0..raw.count {
        total += raw.get::<f64, 36>(i);
    }
    total
}

fn keep(args: &Args, columns: &EmployeeColumnsOwned) -> f64 {
    let at = args.keep(0, columns.name.as_bytes());
    let at = args.keep(at, columns.age.as_bytes());
    args.keep(at, columns.salary.as_bytes());
    columns.age.size() as f64
}

/// All fields as dense columns.
#[unsafe(no_mangle)]
pub extern "C" fn to_columns(args: &Args) -> f64 {
    keep(args, &args.view::<Employee>().to_columns())
}

/// All fields as dense columns.
#[unsafe(no_mangle)]
pub extern "C" fn to_columns_2(args: &Args) -> f64 {
    on_two(|| keep(args, &args.view::<Employee>().par().to_columns()))
}

/// All fields as dense columns.
#[unsafe(no_mangle)]
pub extern "C" fn to_columns_hand(args: &Args) -> f64 {
    let raw = Raw::<44>::of(args);
    let (mut name, mut age, mut salary) =
        (Vec::with_capacity(raw.count), Vec::with_capacity(raw.count), Vec::with_capacity(raw.count));
    for i in 0..raw.count {
        name.push(raw.get::<[u8; 32], 0>(i));
        age.push(raw.get::<i32, 32>(i));
        salary.push(raw.get::<f64, 36>(i));
    }
    let at = args.keep(0, name.as_flattened());
    let at = args.keep_all(at, &age);
    args.keep_all(at, &salary);
    age.len() as f64
}
