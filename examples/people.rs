//! An application struct as a record: the two people of NumPy's tutorials, and their columns edited in place.
//!
//! `cargo run --example people`

use record_core::prelude::*;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Person {
    /// `'S32'`: bytes padded with NULs, too long a name is an error.
    name: FixedBytes<32>,
    age: i32,
    salary: f64,
}

fn main() -> Result<(), record_core::Error> {
    let mut data = RecordTable::from([
        Person { name: "Alice".try_into()?, age: 25, salary: 55_000.0 },
        Person { name: "Bob".try_into()?, age: 32, salary: 72_500.5 },
    ]);
    println!("{}\n", Person::DTYPE);
    println!("{data}\n");

    // A column by its token: the offset is a constant, the type is known, a misspelling does not compile.
    println!("mean salary  {:?}", data[Person::SALARY].mean());
    // A column by its name, as in NumPy; errors are values.
    println!("oldest       {:?}", data["age"].max()?);

    // Edited in place: one element, a whole column, several columns at once.
    data[Person::AGE].set(0, 26);
    data[Person::SALARY] *= 1.1;
    let PersonColumnsMut { mut salary, age, .. } = data.columns_mut();
    for (i, age) in age.iter().enumerate() {
        if age > 30 {
            salary.update(i, |s| s + 1000.0);
        }
    }
    println!("\n{data}\n");

    // A copy is always visible in the name.
    let rich = data.filter(&(data.col(Person::AGE).gt(30) & data.col(Person::SALARY).lt(1e5)));
    for person in &rich {
        println!("{} is {}", person.name, { person.age });
    }
    match data.column("salry") {
        Ok(_) => unreachable!("there is no such field"),
        Err(error) => println!("{error}"),
    }
    Ok(())
}
