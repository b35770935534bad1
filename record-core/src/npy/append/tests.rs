//! Every step of an append is interrupted: by a crash of the program, by one of the machine that loses any of the writes
//! since the last sync, and by an error. The file always has the old array or the new one.

#![allow(clippy::cast_possible_truncation)] // files of a few thousand bytes

use super::{
    super::{Header, write::gather},
    store::{Failed, Patch, Store, append},
};
use crate::{DType, file::FileError, layout::Order, raw::any::AnyView};
use std::{io, path::Path};

#[derive(Clone, Debug)]
enum Step {
    SetLen(u64),
    Reserve(u64),
    Write(u64, Vec<u8>),
    Sync,
}

impl Step {
    fn apply(&self, file: &mut Vec<u8>) {
        match self {
            &Self::SetLen(len) => file.resize(len as usize, 0),
            &Self::Reserve(len) => file.resize((len as usize).max(file.len()), 0),
            Self::Write(at, bytes) => {
                let (at, end) = (*at as usize, *at as usize + bytes.len());
                file.resize(end.max(file.len()), 0);
                file[at..end].copy_from_slice(bytes);
            }
            Self::Sync => {}
        }
    }
}

/// A file in memory that remembers what was done to it.
#[derive(Clone, Debug, Default)]
struct Memory {
    bytes: Vec<u8>,
    steps: Vec<Step>,
    /// The step that fails, and how many times.
    fails: Option<(usize, usize)>,
    tried: usize,
}

impl Memory {
    fn step(&mut self, step: Step) -> io::Result<()> {
        self.tried += 1;
        if let Some((at, times)) = self.fails
            && (at..at + times).contains(&(self.tried - 1))
        {
            // A part of it may have been done.
            if let Step::Write(at, bytes) = &step {
                Step::Write(*at, bytes[..bytes.len() / 2].to_vec()).apply(&mut self.bytes);
            }
            return Err(io::ErrorKind::StorageFull.into());
        }
        step.apply(&mut self.bytes);
        self.steps.push(step);
        Ok(())
    }
}

impl Store for Memory {
    fn len(&self) -> io::Result<u64> {
        Ok(self.bytes.len() as u64)
    }

    fn reserve(&mut self, len: u64) -> io::Result<()> {
        self.step(Step::Reserve(len))
    }

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        self.step(Step::SetLen(len))
    }

    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.step(Step::Write(at, bytes.to_vec()))
    }

    fn sync(&mut self) -> io::Result<()> {
        self.step(Step::Sync)
    }
}

/// Record `i` is the number `i`.
fn data(range: core::ops::Range<u32>) -> Vec<u8> {
    range.flat_map(u32::to_le_bytes).collect()
}

fn header(len: u32) -> Header {
    Header::new(DType::parse("<u4").expect("a dtype"), [len as usize], Order::C).expect("a header")
}

fn file(len: u32) -> Vec<u8> {
    [header(len).to_bytes(), data(0..len)].concat()
}

/// Appends the numbers from `old` to `new`.
fn grow(memory: &mut Memory, old: u32, new: u32) -> Result<(), Failed> {
    let patch = Patch::new(&header(old).to_bytes(), &header(new).to_bytes()).expect("a few digits");
    let (dtype, added) = (DType::parse("<u4").expect("a dtype"), data(old..new));
    let view = AnyView::from_bytes(&added, &dtype).expect("numbers");
    let end = file(old).len() as u64;
    append(memory, Path::new("memory"), end, added.len() as u64, true, &patch, |out| {
        // In parts, as views that do not lie in one piece are written.
        let half = view.len() / 2;
        gather(view.slice(..half), &mut *out)?;
        gather(view.slice(half..), out)
    })
}

/// How many numbers the file has, which are right; bytes may follow.
fn numbers(bytes: &[u8]) -> u32 {
    let header = Header::parse(bytes).expect("readable");
    header.trailing_bytes(bytes.len() as u64).expect("all of the data");
    let len = u32::try_from(header.shape()[0]).expect("few");
    assert_eq!(bytes[header.data_offset()..][..header.data_len()], data(0..len));
    len
}

/// What the disk may hold after a crash when these steps were taken: all up to the last sync, and any of the others, data
/// cut anywhere.
fn after_crash(before: &[u8], steps: &[Step]) -> Vec<Vec<u8>> {
    let synced = steps.iter().rposition(|step| matches!(step, Step::Sync)).map_or(0, |at| at + 1);
    let mut disk = before.to_vec();
    steps[..synced].iter().for_each(|step| step.apply(&mut disk));
    let pending = &steps[synced..];
    let mut states = Vec::new();
    for chosen in 0..1_u32 << pending.len() {
        for cut in [0, 1, 3, 4, usize::MAX] {
            let mut state = disk.clone();
            for (_, step) in pending.iter().enumerate().filter(|(i, _)| chosen >> i & 1 == 1) {
                match step {
                    // What is patched lies in one sector: it is written or not.
                    Step::Write(at, bytes) if *at >= 128 => {
                        Step::Write(*at, bytes[..cut.min(bytes.len())].to_vec()).apply(&mut state);
                    }
                    step => step.apply(&mut state),
                }
            }
            states.push(state);
        }
    }
    states
}

#[test]
fn a_crash_leaves_the_old_array_or_the_new_one() {
    let (mut crashes, mut with_new) = (0, 0);
    for (old, new) in [(0, 5), (3, 4), (9, 10), (7, 1000), (99, 101)] {
        // After a crash before, there are bytes behind the array, fewer or more than are appended.
        for left in [0, 7, 6000] {
            let before = [file(old), vec![0xee; left]].concat();
            let mut memory = Memory { bytes: before.clone(), ..Memory::default() };
            grow(&mut memory, old, new).expect("room");
            assert_eq!(memory.bytes, file(new));
            let steps = memory.steps;
            for taken in 0..=steps.len() {
                for state in after_crash(&before, &steps[..taken]) {
                    let found = numbers(&state);
                    assert!(found == old || found == new, "{found} of {old} and {new}");
                    assert!(found == new || taken < steps.len(), "what is acknowledged stays");
                    crashes += 1;
                    with_new += usize::from(found == new);
                    // And the next append writes over what is left.
                    let mut memory = Memory { bytes: state, ..Memory::default() };
                    grow(&mut memory, found, 2000).expect("room");
                    assert_eq!(memory.bytes, file(2000));
                }
            }
        }
    }
    println!("{crashes} states after a crash, {with_new} of them with the new array");
    assert!(crashes > 1000 && with_new > 50 && with_new < crashes / 2);
}

#[test]
fn an_error_leaves_the_old_array() {
    let steps = {
        let mut memory = Memory { bytes: [file(9), vec![1; 3]].concat(), ..Memory::default() };
        grow(&mut memory, 9, 30).expect("room");
        memory.steps.len()
    };
    assert_eq!(steps, 7, "shorten, reserve, two parts, sync, header, sync");
    for at in 0..steps {
        for times in [1, usize::MAX / 2] {
            let bytes = [file(9), vec![1; 3]].concat();
            let mut memory = Memory { bytes, fails: Some((at, times)), ..Memory::default() };
            match (grow(&mut memory, 9, 30), at) {
                (Err(Failed::Restored(_)), 0..=4) => {
                    assert_eq!(numbers(&memory.bytes), 9);
                    if times == 1 {
                        assert_eq!(memory.bytes.len(), file(9).len(), "nothing is left behind");
                    }
                }
                // The header was half written, and written back.
                (Err(Failed::Restored(_)), 5) if times == 1 => assert_eq!(numbers(&memory.bytes), 9),
                (Err(Failed::Unknown(_)), 5) if times > 1 => {}
                (Err(Failed::Unknown(_)), 6) => assert_eq!(numbers(&memory.bytes), 30),
                (other, _) => panic!("step {at}, {times} times: {other:?}"),
            }
        }
    }
}

#[test]
fn bytes_of_others_stay() {
    let bytes = [file(9), b"a footer".to_vec()].concat();
    let mut memory = Memory { bytes: bytes.clone(), ..Memory::default() };
    let patch = Patch::new(&header(9).to_bytes(), &header(10).to_bytes()).expect("a few digits");
    let end = file(9).len() as u64;
    let refused = append(&mut memory, Path::new("memory"), end, 4, false, &patch, |_| Ok(()));
    let changed = |expected, found| move |error: &FileError| matches!(error, FileError::Changed { expected: e, found: f, .. } if (*e, *f) == (expected, found));
    assert!(matches!(refused, Err(Failed::Restored(error)) if changed(end, end + 8)(&error)));
    // Nor is a file that was cut made longer.
    memory.bytes.truncate(100);
    let refused = append(&mut memory, Path::new("memory"), end, 4, true, &patch, |_| Ok(()));
    assert!(matches!(refused, Err(Failed::Restored(error)) if changed(end, 100)(&error)));
    assert!(memory.steps.is_empty() && memory.bytes == bytes[..100]);
}

#[test]
fn headers_that_cannot_be_changed_at_once() {
    let at_once = |old: &[u8], new: &[u8]| Patch::new(old, new);
    let (old, new) = (header(99).to_bytes(), header(100).to_bytes());
    let patch = at_once(&old, &new).expect("a few digits");
    assert!(
        patch.old.len() <= 8 && patch.old.starts_with(b"99,)") && patch.new.starts_with(b"100,)"),
        "{patch:?}"
    );
    assert_eq!(at_once(&old, &old).map(|patch| patch.new.len()), Some(0));
    assert_eq!(at_once(&old, &old[1..]), None);
    let (mut old, mut new) = (vec![0; 8192], vec![0; 8192]);
    new[4095] = 1;
    assert!(at_once(&old, &new).is_some());
    new[4096] = 1;
    assert_eq!(at_once(&old, &new), None, "across a page");
    old[4095] = 1;
    assert!(at_once(&old, &new).is_some());
    new[4096 + 64] = 1;
    assert_eq!(at_once(&old, &new), None, "too far apart");
}
