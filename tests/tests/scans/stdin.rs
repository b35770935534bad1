//! Standard input, in a process of its own.

use super::{
    Temporary,
    row::{self, Row, SIZE},
};
use record_core::scan::{AnyRecordReader, ReaderOptions, RecordReader, ScanOps};
use std::{
    env, fs,
    io::{BufRead as _, Write as _, stdin},
    process::{Command, Output, Stdio},
};

const CHILD: &str = "RECORD_SCANS_STDIN";

/// Not a test of itself: what the other process does, as the variable says.
#[test]
fn child_reads_standard_input() {
    let Some(what) = env::var_os(CHILD) else { return };
    let dtype = <Row as record_core::Element>::DTYPE.clone();
    let options = ReaderOptions::new().chunk_bytes(3 * SIZE);
    match what.to_str().unwrap() {
        "all" => println!("sum {}", RecordReader::<Row>::stdin().unwrap().sum(Row::BIG).unwrap()),
        "any" => println!("sum {}", AnyRecordReader::stdin(dtype).unwrap().sum_of("big").unwrap()),
        "line" => {
            // The process' own buffer takes more than the line: the records of it are not lost.
            let mut line = String::new();
            stdin().lock().read_line(&mut line).unwrap();
            assert_eq!(line, "records follow\n");
            println!("sum {}", options.stdin::<Row>().unwrap().sum(Row::BIG).unwrap());
        }
        "header" => {
            let options = options.header(20, |head| {
                assert!(head.starts_with(b"records follow\n"));
                Ok(record_core::table::Place { offset: 15, count: None })
            });
            println!("sum {}", options.stdin::<Row>().unwrap().sum(Row::BIG).unwrap());
        }
        // Neither of them comes to an end by itself: the pipe stays open, and says nothing.
        "drop" => {
            drop(RecordReader::<Row>::stdin().unwrap());
            println!("dropped");
        }
        "cut" => {
            let error = RecordReader::<Row>::stdin().unwrap().sum(Row::BIG).unwrap_err();
            println!("sum {error}");
        }
        other => panic!("{other}"),
    }
}

fn run(what: &str, input: Stdio, write: Option<&[u8]>) -> Output {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "stdin::child_reads_standard_input", "--nocapture"])
        .env(CHILD, what)
        .stdin(input)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    if let Some(bytes) = write {
        child.stdin.take().unwrap().write_all(bytes).unwrap();
    }
    child.wait_with_output().unwrap()
}

#[track_caller]
fn says(output: &Output, expected: &str) {
    let (said, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{error}");
    assert!(said.lines().any(|line| line.ends_with(expected)), "{expected}\n{said}\n{error}");
}

#[test]
fn standard_input_is_a_pipe_or_a_file() {
    let bytes = row::bytes(1000, 1);
    let expected = format!("sum {}", row::table(&bytes).col(Row::BIG).sum());
    let file = Temporary::new(&bytes);
    for what in ["all", "any"] {
        says(&run(what, Stdio::piped(), Some(&bytes)), &expected);
        says(&run(what, fs::File::open(&file).unwrap().into(), None), &expected);
    }
    let with_line = [b"records follow\n", &bytes[..]].concat();
    for what in ["line", "header"] {
        says(&run(what, Stdio::piped(), Some(&with_line)), &expected);
    }
    let text =
        format!("{} bytes are 1000 records of {SIZE} bytes, and 1 of a partial record", bytes.len() + 1);
    says(&run("cut", Stdio::piped(), Some(&[&bytes[..], b"x"].concat())), &format!("sum {text}"));
    says(&run("all", Stdio::null(), None), "sum 0");
}

#[cfg(unix)]
#[test]
fn a_reader_of_standard_input_ends_when_it_is_dropped() {
    let (reader, writer) = std::io::pipe().unwrap();
    says(&run("drop", reader.into(), None), "dropped");
    drop(writer);
}
