//! A range of bits lies within its integer.
use record_core::{BitField, Record};

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Word {
    word: u16,
}

fn main() {
    let _ = BitField::<Word, u16, 0, 0>::new(Word::WORD);
    let _ = BitField::<Word, u16, 16, 1>::new(Word::WORD);
    let _ = BitField::<Word, u16, 8, 9>::new(Word::WORD);
    let _ = BitField::<Word, u16, { u32::MAX }, 2>::new(Word::WORD);
}
