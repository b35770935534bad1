//! The arguments of the program.

use crate::Outcome;
use std::path::PathBuf;

pub struct Options {
    /// Bytes of the file.
    pub size: u64,
    pub folder: PathBuf,
    pub rounds: usize,
    /// One object a line instead of a table.
    pub json: bool,
    /// Only scan this file, and say what that took in memory.
    pub peak: Option<PathBuf>,
}

impl Options {
    /// # Errors
    /// With a sentence for the user.
    pub fn parse() -> Outcome<Self> {
        let mut options =
            Self { size: 8 << 30, folder: "target/bench-files".into(), rounds: 5, json: false, peak: None };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} what?"));
            match argument.as_str() {
                "--size" => options.size = bytes(&value()?)?,
                "--folder" => options.folder = value()?.into(),
                "--rounds" => options.rounds = value()?.parse::<usize>()?.max(1),
                "--json" => options.json = true,
                "--peak" => options.peak = Some(value()?.into()),
                other => return Err(format!("no option is called {other}").into()),
            }
        }
        Ok(options)
    }
}

/// `256M`, `8G`, or bytes.
fn bytes(text: &str) -> Outcome<u64> {
    let (digits, shift) = match text.as_bytes().last() {
        Some(b'M') => (&text[..text.len() - 1], 20),
        Some(b'G') => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    digits.parse::<u64>()?.checked_mul(1 << shift).ok_or_else(|| "a size that large".into())
}
