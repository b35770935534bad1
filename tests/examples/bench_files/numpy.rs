//! The other side: a NumPy process that stays, asked over a pipe, so that its start is not measured.

use crate::Outcome;
use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// What the process runs: for each line a name, seconds and numbers come back.
const PROGRAM: &str = r#"
import sys, time
import numpy as np

path = sys.argv[1]
packet = np.dtype([
    ("ccsds_id", ">u2"), ("ccsds_seq", ">u2"), ("ccsds_len", ">u2"), ("doy", ">u2"), ("msec", ">u4"), ("usec", ">u2"),
    ("scid", "u1"), ("eph_day", ">u2"), ("eph_ms", ">u4"), ("eph_us", ">u2"), ("x", ">f4"), ("y", ">f4"), ("z", ">f4"),
    ("vel", ">f4", (3,)), ("att_day", ">u2"), ("att_ms", ">u4"), ("att_us", ">u2"), ("quat", ">f4", (4,)),
])
assert packet.itemsize == 71

def opened():
    return np.memmap(path, dtype=packet, mode="r")

def mean():
    return [opened()["x"].mean(dtype=np.float64)]

def minmax():
    column = opened()["x"]
    return [column.min(), column.max()]

def timed(work):
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer

def last():
    times = sorted(timed(lambda: opened()[-1])[0] for _ in range(1000))
    return (times[499] + times[500]) / 2, [opened()[-1]["x"]]

print(np.__version__, flush=True)
for line in sys.stdin:
    name = line.strip()
    took, answer = last() if name == "last" else timed({"mean": mean, "minmax": minmax}[name])
    print(took, *(repr(float(number)) for number in answer), flush=True)
"#;

pub struct NumPy {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
    pub version: String,
}

impl NumPy {
    pub fn start(path: &Path) -> Outcome<Self> {
        let python = env::var("RECORD_PYTHON").unwrap_or_else(|_| "python3".into());
        let mut child = Command::new(&python)
            .args(["-c", PROGRAM])
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{python}: {error}"))?;
        let questions = child.stdin.take().ok_or("a pipe")?;
        let mut answers = BufReader::new(child.stdout.take().ok_or("a pipe")?);
        let mut version = String::new();
        if answers.read_line(&mut version)? == 0 {
            return Err(format!("{python} has no NumPy: RECORD_PYTHON names one that has").into());
        }
        Ok(Self { child, questions, answers, version: version.trim().into() })
    }

    /// How many seconds it took, and the numbers.
    pub fn ask(&mut self, what: &str) -> Outcome<(f64, Vec<f64>)> {
        writeln!(self.questions, "{what}")?;
        self.questions.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let mut numbers = line.split_whitespace().map(str::parse::<f64>);
        let seconds = numbers.next().ok_or("NumPy is gone")??;
        Ok((seconds, numbers.collect::<Result<_, _>>()?))
    }
}

impl Drop for NumPy {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
