//! Opening a described table by every way there is, without a Rust type: reading, borrowing and mapping.

use super::{Case, answers, size, text};
use record_core::{
    AnyTable, AnyView, DType, Storage,
    table::{OpenOptions, TableError, Trailing},
};
use record_tests::Buffer;
use sha2::{Digest, Sha256};
use std::fs;

/// The dtype that the description says.
pub fn dtype(case: &Case) -> DType {
    let align = if case.json["align"] == true { "True" } else { "False" };
    let literal = text(&case.json["dtype"]);
    let dtype = DType::parse(&format!("dtype({literal}, align={align})")).expect("a dtype");
    assert_eq!(dtype.itemsize(), size(&case.json["itemsize"]), "{}: itemsize", case.name);
    assert_eq!(dtype.alignment(), size(&case.json["alignment"]), "{}: alignment", case.name);
    dtype
}

/// Where the records are. What follows them in the file may be as long as records: then their number is given.
pub fn options(case: &Case, trailing: Trailing) -> OpenOptions<'static> {
    let options = OpenOptions::new().offset(size(&case.json["header_bytes"]) as u64).trailing(trailing);
    if size(&case.json["trailing_bytes"]) >= size(&case.json["itemsize"]) {
        options.count(size(&case.json["count"]) as u64)
    } else {
        options
    }
}

/// Checks all columns of a table, opened by every door. The number of columns.
pub fn check(case: &Case) -> usize {
    let dtype = dtype(case);
    let whole = fs::read(&case.path).expect("the file");
    if !case.temporary {
        assert_eq!(whole.len(), size(&case.json["file_bytes"]), "{}", case.name);
        assert_eq!(hash(&whole), text(&case.json["sha256"]), "{}", case.name);
    }
    let read = options(case, Trailing::Ignore).read_any(&case.path, dtype.clone()).expect("a table");
    let columns = check_table(case, &read);
    for (name, fact) in case.json["fields"].as_object().expect("fields") {
        if let Some(scaled) = fact.get("scaled") {
            answers::check_scaled(
                &format!("{}: {name}", case.name),
                answers::column(read.view(), name),
                scaled,
            );
        }
    }
    // In memory, at an even and at an odd address.
    for misalignment in [0, 5] {
        let buffer = Buffer::new(&whole, misalignment);
        let table =
            options(case, Trailing::Ignore).bytes_any(buffer.bytes(), dtype.clone()).expect("a table");
        assert_eq!(check_table(case, &table), columns);
    }
    #[allow(unsafe_code)] // mapping is
    // SAFETY: nobody writes the file or makes it shorter while the test runs.
    let mapped = unsafe { options(case, Trailing::Ignore).map_any(&case.path, dtype) }.expect("a table");
    assert_eq!(check_table(case, &mapped), columns);
    check_partial(case);
    columns
}

/// A cut file is an error unless asked otherwise.
fn check_partial(case: &Case) {
    let (left, itemsize) = (size(&case.json["trailing_bytes"]), size(&case.json["itemsize"]));
    let strict = options(case, Trailing::Error).read_any(&case.path, dtype(case));
    if left == 0 || left >= itemsize {
        assert_eq!(strict.expect("whole records").len(), size(&case.json["count"]), "{}", case.name);
        return;
    }
    let error = strict.expect_err("a part of a record");
    let TableError::PartialRecord { available, records, left: found, itemsize: of } = *error.kind() else {
        panic!("{}: {error:?}", case.name);
    };
    let count = size(&case.json["count"]);
    assert_eq!(
        (available, records, found, of),
        ((count * itemsize + left) as u64, count as u64, left as u64, itemsize),
        "{}",
        case.name
    );
}

fn check_table<S: Storage>(case: &Case, table: &AnyTable<S>) -> usize {
    let at = &case.name;
    assert_eq!(table.len(), size(&case.json["count"]), "{at}: count");
    assert_eq!(table.trailing_bytes(), size(&case.json["trailing_bytes"]) as u64, "{at}: trailing bytes");
    assert_eq!(hash(table.as_bytes()), text(&case.json["records_sha256"]), "{at}: hash of the records");
    let itemsize = size(&case.json["itemsize"]);
    for (key, index) in [("first_record_hex", 0), ("last_record_hex", table.len() - 1)] {
        if let Some(digits) = case.json.get(key) {
            let record = &table.as_bytes()[index * itemsize..][..itemsize];
            assert_eq!(hex(record), text(digits), "{at}: {key}");
        }
    }
    check_columns(at, table.view(), case)
}

fn check_columns(at: &str, records: AnyView<'_>, case: &Case) -> usize {
    let fields = case.json["fields"].as_object().expect("fields");
    for (name, fact) in fields {
        let at = format!("{at}: {name}");
        let column = answers::column(records, name);
        if column.size() > 0 {
            let offset = column.as_ptr().addr() - records.as_ptr().addr();
            assert_eq!(offset, size(&fact["offset"]), "{at}: offset");
        }
        answers::check(&at, column, fact);
    }
    fields.len()
}

fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from_digit(digit.into(), 16).expect("a digit"))
        .collect()
}
