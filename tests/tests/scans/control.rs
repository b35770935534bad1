//! Progress, cancelling, and a second thread that goes away with the reader.

use super::{
    Temporary,
    row::{self, Row, SIZE},
};
use record_core::scan::{CancelToken, Progress, ReaderOptions, RecordReader, ScanError, ScanOps};
use std::{
    io::{self, Read},
    ops::ControlFlow,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Condvar, Mutex, mpsc},
};

#[test]
fn progress_counts_up_to_the_end() {
    for ahead in [false, true] {
        for (count, is_file) in [(0, true), (1, true), (10, true), (10, false)] {
            let bytes = row::bytes(count, 1);
            let heard = Arc::new(Mutex::new(Vec::<Progress>::new()));
            let tell = Arc::clone(&heard);
            let options = ReaderOptions::new().chunk_bytes(3 * SIZE).read_ahead(ahead);
            let options = options.progress(move |progress| tell.lock().unwrap().push(progress));
            let file = Temporary::new(&bytes);
            let mut reader = if is_file {
                options.open::<Row>(&file).unwrap()
            } else {
                options.reader::<Row>(io::Cursor::new(bytes)).unwrap()
            };
            let mut seen = 0;
            while let Some(chunk) = reader.next_chunk().unwrap() {
                seen += chunk.len();
                // The chunk that is lent is among them.
                let last = *heard.lock().unwrap().last().unwrap();
                assert_eq!((last.records, last.bytes), (seen as u64, (seen * SIZE) as u64));
                assert_eq!(last.total, is_file.then_some((count * SIZE) as u64));
            }
            assert_eq!((seen, heard.lock().unwrap().len()), (count, count.div_ceil(3)));
        }
    }
}

#[test]
fn a_cancelled_scan_ends_after_the_chunk() {
    for ahead in [false, true] {
        let table = row::table(&row::bytes(30, 1));
        let file = Temporary::new(table.as_bytes().unwrap());
        let token = CancelToken::new();
        let options = || ReaderOptions::new().chunk_bytes(2 * SIZE).read_ahead(ahead).cancel(token.clone());
        let mut reader = options().open::<Row>(&file).unwrap();
        let cancelled = |result: Result<(), ScanError>, records| match result {
            Err(ScanError::Cancelled { records: found }) => assert_eq!(found, records),
            other => panic!("{other:?}"),
        };
        cancelled(reader.for_each(|_| token.cancel()).map(|_| ()), 2);
        // At every door, for good.
        cancelled(reader.refresh().map(|_| ()), 2);
        cancelled(reader.next_chunk().map(|_| ()), 2);
        cancelled(reader.for_each(|_| panic!("no chunk")).map(|_| ()), 2);
        cancelled(reader.records().next().unwrap().map(|_| ()), 2);
        cancelled(reader.to_vec().map(|_| ()), 2);
        assert_eq!(reader.records().count(), 1, "the error, once");
        assert!(reader.end().is_none());

        // Half an answer is none.
        let error = options().open::<Row>(&file).unwrap().sum(Row::LOW).unwrap_err();
        assert!(matches!(error, ScanError::Cancelled { records: 0 }), "{error}");
        let error = options().open::<Row>(&file).unwrap().sum_of("low").unwrap_err();
        assert_eq!(error.to_string(), "cancelled after 0 records");
        cancelled(options().open::<Row>(&file).unwrap().each(|_| panic!("no chunk")).map(|_| ()), 0);
        // Records by value, in the middle of a chunk; but whoever has seen the end has all.
        let token = CancelToken::new();
        let options = || ReaderOptions::new().chunk_bytes(20 * SIZE).read_ahead(ahead).cancel(token.clone());
        let (mut reader, mut ended) =
            (options().open::<Row>(&file).unwrap(), options().open::<Row>(&file).unwrap());
        assert_eq!(ended.to_vec().unwrap().len(), 30);
        assert_eq!(reader.records().take(3).map(Result::unwrap).count(), 3);
        token.cancel();
        cancelled(reader.records().next().unwrap().map(|_| ()), 3);
        cancelled(reader.next_chunk().map(|_| ()), 3);
        assert!(ended.next_chunk().unwrap().is_none());
        let all =
            ReaderOptions::new().cancel(CancelToken::new()).open::<Row>(&file).unwrap().to_table().unwrap();
        assert_eq!(all, table);
    }
}

#[test]
fn a_scan_that_breaks_goes_on_later_or_from_the_start() {
    use record_core::scan::Scan as _;
    let file = Temporary::new(&row::bytes(10, 1));
    let mut reader = ReaderOptions::new().chunk_bytes(4 * SIZE).open::<Row>(&file).unwrap();
    let end = reader.for_each_chunk(&mut |_| ControlFlow::Break(())).unwrap();
    assert_eq!((end.records, reader.end()), (4, None));
    assert_eq!(reader.next_chunk().unwrap().unwrap().len(), 4);
    assert_eq!(reader.to_vec().unwrap().len(), 10);
    let result =
        RecordReader::<Row>::open(&file).unwrap().try_each(|_| Err(ScanError::Cancelled { records: 77 }));
    assert!(matches!(result, Err(ScanError::Cancelled { records: 77 })));
}

/// Whether it is open.
type Gate = (Mutex<bool>, Condvar);

/// Gives some bytes, and then waits until it is let go; says when it is dropped.
struct Blocked {
    bytes: io::Cursor<Vec<u8>>,
    gate: Arc<Gate>,
    gone: mpsc::Sender<()>,
}

impl Read for Blocked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.bytes.read(buffer)? {
            0 => {
                let (gate, changed) = &*self.gate;
                drop(changed.wait_while(gate.lock().unwrap(), |open| !*open).unwrap());
                Ok(0)
            }
            n => Ok(n),
        }
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        self.gone.send(()).unwrap();
    }
}

fn blocked(bytes: Vec<u8>) -> (Blocked, Arc<Gate>, mpsc::Receiver<()>) {
    let gate = Arc::new((Mutex::new(false), Condvar::new()));
    let (gone, told) = mpsc::channel();
    (Blocked { bytes: io::Cursor::new(bytes), gate: Arc::clone(&gate), gone }, gate, told)
}

fn open(gate: &Gate) {
    *gate.0.lock().unwrap() = true;
    gate.1.notify_all();
}

#[test]
fn a_reader_that_waits_can_be_dropped_and_cancelled() {
    for records in [0, 5] {
        // Dropped: nobody waits for the read, and the thread goes away with it.
        let (read, gate, told) = blocked(row::bytes(records, 1));
        let mut reader = ReaderOptions::new().chunk_bytes(2 * SIZE).reader::<Row>(read).unwrap();
        for _ in 0..records / 2 {
            assert_eq!(reader.next_chunk().unwrap().unwrap().len(), 2);
        }
        drop(reader);
        open(&gate);
        told.recv().expect("the thread has dropped what it reads from");

        // Cancelled from another thread, while it waits.
        let (read, gate, told) = blocked(row::bytes(records, 1));
        let token = CancelToken::new();
        let options = ReaderOptions::new().chunk_bytes(2 * SIZE).cancel(token.clone());
        let mut reader = options.reader::<Row>(read).unwrap();
        for _ in 0..records.div_ceil(2) {
            assert!(reader.next_chunk().unwrap().is_some());
        }
        let canceller = std::thread::spawn(move || token.cancel());
        let error = reader.next_chunk().unwrap_err();
        assert!(matches!(error, ScanError::Cancelled { .. }), "nothing comes: {error}");
        assert!(reader.end().is_none());
        canceller.join().unwrap();
        open(&gate);
        told.recv().expect("the thread is gone before the reader is");
        drop(reader);
    }
}

/// The other side of a pipe learns at once that nobody reads it any more.
#[cfg(unix)]
#[test]
fn a_pipe_that_never_writes_is_closed_with_the_reader() {
    use std::{io::Write as _, os::fd::AsRawFd as _};
    let (reader, mut writer) = io::pipe().unwrap();
    let path = format!("/dev/fd/{}", reader.as_raw_fd());
    let mut records = RecordReader::<Row>::open(path).unwrap();
    drop(reader);
    writer.write_all(&row::bytes(1, 1)).unwrap();
    assert_eq!(records.next_chunk().unwrap().unwrap().len(), 1);
    drop(records);
    // The thread has ended and closed its side: there is nobody to write to.
    let error = writer.write_all(&[1]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
}

/// Records come as soon as they are there, not when a chunk is full.
#[cfg(unix)]
#[test]
fn records_of_a_pipe_do_not_wait_for_a_full_chunk() {
    use std::{io::Write as _, os::fd::AsRawFd as _};
    for ahead in [false, true] {
        let (reader, mut writer) = io::pipe().unwrap();
        let path = format!("/dev/fd/{}", reader.as_raw_fd());
        let mut records = ReaderOptions::new().read_ahead(ahead).open::<Row>(path).unwrap();
        drop(reader);
        let bytes = row::bytes(3, 1);
        for record in bytes.chunks(SIZE) {
            writer.write_all(record).unwrap();
            assert_eq!(records.next_chunk().unwrap().unwrap().as_bytes().unwrap(), record);
        }
        // Half of a record waits for its other half.
        writer.write_all(&bytes[..SIZE / 2]).unwrap();
        writer.write_all(&bytes[SIZE / 2..SIZE]).unwrap();
        assert_eq!(records.next_chunk().unwrap().unwrap().as_bytes().unwrap(), &bytes[..SIZE]);
        drop(writer);
        assert!(records.next_chunk().unwrap().is_none());
        assert_eq!(records.end().unwrap().records, 4);
    }
}

struct Panics(usize);

impl Read for Panics {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        assert!(self.0 > 0, "what a read says when it panics");
        self.0 -= 1;
        buffer.fill(1);
        Ok(buffer.len())
    }
}

#[test]
fn a_read_that_panics_does_so_in_the_program() {
    for ahead in [false, true] {
        let options = ReaderOptions::new().chunk_bytes(2 * SIZE).read_ahead(ahead);
        let mut reader = options.reader::<Row>(Panics(2)).unwrap();
        assert!(reader.next_chunk().unwrap().is_some());
        assert!(reader.next_chunk().unwrap().is_some());
        let payload = panic::catch_unwind(AssertUnwindSafe(|| reader.next_chunk().map(|_| ()))).unwrap_err();
        assert_eq!(*payload.downcast::<&str>().unwrap(), "what a read says when it panics");
        let error = reader.next_chunk().unwrap_err();
        assert!(matches!(error, ScanError::Failed { records: 4 }), "{error}");
    }
}

#[test]
fn readers_may_go_to_another_thread() {
    let file = Temporary::new(&row::bytes(30, 1));
    let mut reader = ReaderOptions::new().chunk_bytes(SIZE).open::<Row>(&file).unwrap();
    assert_eq!(reader.next_chunk().unwrap().unwrap().len(), 1);
    let rest = std::thread::spawn(move || reader.records().count()).join().unwrap();
    assert_eq!(rest, 29);
}
