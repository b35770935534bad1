//! Another process shortens the file at any moment: every scan gives the right answer, or the typed error after the records that
//! there were. A hundredth of the runs, unless `RECORD_STRESS` is set.

use super::{
    Temporary,
    row::{self, Row, SIZE},
};
use record_core::{
    scan::{ReaderOptions, ScanError, ScanOps},
    table::TableError,
};
use record_tests::Random;
use std::{
    env,
    io::{BufRead as _, BufReader, Write as _, stdin},
    process::{Command, Stdio},
};

const CHILD: &str = "RECORD_SCANS_CHILD";

/// Not a test of itself: what the other process does. Each line says a file, a length, and how long to wait.
#[test]
fn child_truncates() {
    if env::var_os(CHILD).is_none() {
        return;
    }
    for line in stdin().lines() {
        let line = line.unwrap();
        let [path, len, turns] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let file = std::fs::File::options().write(true).open(path).unwrap();
        for turn in 0..turns.parse::<u64>().unwrap() {
            std::hint::black_box(turn);
        }
        file.set_len(len.parse().unwrap()).unwrap();
        println!("done");
    }
}

#[test]
fn another_process_shortens_the_file_at_any_moment() {
    let runs = if env::var_os("RECORD_STRESS").is_some() { 1000 } else { 10 };
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "truncation::child_truncates", "--nocapture"])
        .env(CHILD, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut tell = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let (mut whole, mut cut) = (0, 0);
    let mut random = Random::new(1);
    let count = 20_000;
    let bytes = row::bytes(count, 1);
    let table = row::table(&bytes);
    let file = Temporary::new(&[]);
    for run in 0..runs {
        std::fs::write(&file, &bytes).unwrap();
        let len = random.below(bytes.len());
        let turns = random.below(if cfg!(debug_assertions) { 200_000 } else { 2_000_000 });
        writeln!(tell, "{}\t{len}\t{turns}", file.0.display()).unwrap();
        let options =
            ReaderOptions::new().chunk_bytes(SIZE * (1 + random.below(2000))).read_ahead(run % 2 == 0);
        let mut found = Vec::new();
        let result = options.open::<Row>(&file).and_then(|mut reader| {
            if run % 3 == 0 {
                let sum = reader.sum(Row::LOW)?;
                let records = usize::try_from(reader.records_read()).unwrap();
                assert_eq!(sum, table.col(Row::LOW).slice(..records).sum(), "run {run}");
                return Ok(records);
            }
            reader.for_each(|chunk| found.extend_from_slice(chunk.as_bytes().unwrap()))?;
            Ok(found.len() / SIZE)
        });
        assert!(found[..] == bytes[..found.len()], "run {run}: the records that there were");
        match result {
            Ok(records) => {
                // It may have been shortened before it was opened, between two records.
                assert!(
                    records == count || records * SIZE == len,
                    "run {run}: {records} records of {len} bytes"
                );
                whole += usize::from(records == count);
            }
            Err(ScanError::Truncated { record, .. }) => {
                assert!(run % 3 == 0 || record == (found.len() / SIZE) as u64, "run {run}: {record}");
                cut += 1;
            }
            // So may it, within a record.
            Err(error) => match error.table() {
                Some(&TableError::PartialRecord { left, .. }) => {
                    assert_eq!(left, (len % SIZE) as u64, "run {run}");
                }
                _ => panic!("run {run}: {error}"),
            },
        }
        let done = answers.by_ref().map(Result::unwrap).find(|line| line.ends_with("done"));
        assert!(done.is_some(), "run {run}: the other process is there");
    }
    drop(tell);
    assert!(child.wait().unwrap().success());
    println!("{runs} runs: {whole} whole, {cut} cut while they were read");
}
