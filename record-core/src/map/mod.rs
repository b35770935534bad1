//! Mapped files: tables and arrays whose bytes are a file's, in four modes.
//!
//! | NumPy's `memmap` | here | storage | reads | writes go |
//! | --- | --- | --- | --- | --- |
//! | `mode='r'` | `map`, `map_any`, `map_array`, `map_any_array` | [`Mapped`] | the file | nowhere: no `view_mut` |
//! | `mode='r+'` | `map_mut`, … | [`MappedMut`] | the file | to the file |
//! | `mode='w+'` | `create`, … | [`MappedMut`] | the new file | to the file |
//! | `mode='c'` | `map_copy`, … | [`CopyOnWrite`] | the file | to memory of its own |
//!
//! The doors are methods of [`OpenOptions`](crate::table::OpenOptions), which says where in the file (at any byte,
//! beyond 4 GiB too) and in which order, and, for whole files, functions of [`RecordTable`](crate::RecordTable),
//! [`AnyTable`](crate::AnyTable), [`MapArray`] and [`AnyMapArray`]. Only the bytes that are asked for are mapped, empty
//! files and zero records too. Folders, pipes and devices are errors. No door makes a file longer or shorter, but
//! `create`, which makes a new one.
//!
//! # Contracts
//!
//! All doors are `unsafe`, because a map shows what others do to the file. What the caller promises:
//!
//! * **Every mode.** While the map lives, nobody, in this process or another, makes the file shorter: looking at a page
//!   that is gone kills the process (SIGBUS).
//! * **[`Mapped`], [`CopyOnWrite`].** While the table or array is borrowed, by a view, a column, an iterator, nobody
//!   writes the bytes: the compiler takes them to be constant. Between borrows others may write, and what they write is
//!   seen by the next borrow; through [`CopyOnWrite`] on pages that it has not written to itself, on some systems.
//! * **[`MappedMut`].** While it is borrowed, nobody else writes the bytes; while it is borrowed mutably, nobody else
//!   in this process reads them through another map. Other processes may read at any time, and see writes in any order.
//!
//! A [`MappedMut`] holds the [`FileLock`](crate::file::FileLock) of its file: a second one is an error, and so is
//! everything else in this crate that writes the file or makes it shorter. Programs that do not ask for the lock are
//! not kept out.
//!
//! # Full disks
//!
//! `create` and `grow_to` reserve the room on the disk before anything is mapped, so a full disk is an error. A file
//! that others made with holes in it takes room when they are written to: where there is none then, the process is
//! killed (SIGBUS).
//!
//! # Closing
//!
//! Dropping is closing. What was written is in the file then, for all that look at it; errors of the disk are reported
//! by `flush` and `close` alone.

mod any_array;
mod any_table;
mod array;
mod disk;
mod resize;
mod rows;
mod table;

pub use crate::raw::{
    any_map_array::AnyMapArray,
    map::{Advice, CopyOnWrite, MapMode, Mapped, MappedMut, PrivateAdvice},
    map_array::MapArray,
};
