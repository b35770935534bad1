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
//! All doors are `unsafe`, because a map shows what others do to the file. What the caller promises, from the call on
//! and as long as the map lives, hence also while a function given to
//! [`header`](crate::table::OpenOptions::header) or [`locate`](crate::table::OpenOptions::locate) runs, and of what it
//! does:
//!
//! * **Every mode.** Nobody, in this process or another, makes the file shorter: looking at a page that is gone kills
//!   the process (SIGBUS). So does a page that the system cannot get, and the caller promises that there is none: every
//!   page of the map can be read, and, in [`MappedMut`], written. That is so on a disk that works. It is not, where the
//!   device fails or the network that the file is on is lost; where the file has holes, on file systems that need room
//!   for them even to read (tmpfs) or to write (all); where each write takes new room (copy-on-write file systems, and
//!   files that share their blocks with others, as a `cp` with reflinks makes), and the disk is full.
//! * **[`Mapped`], [`CopyOnWrite`].** While the table or array is borrowed, by a view, a column, an iterator, nobody
//!   writes the bytes: the compiler takes them to be constant. Between borrows others may write, and what they write is
//!   seen by the next borrow; through [`CopyOnWrite`] on pages that it has not written to itself, on some systems.
//! * **[`MappedMut`].** While it is borrowed, nobody else writes the bytes; while it is borrowed mutably, nobody else
//!   in this process reads them through another map. Other processes may read at any time, and see writes in any order.
//!
//! A [`MappedMut`] holds the [`FileLock`](crate::file::FileLock) of its file: a second one is an error, and so is
//! everything else in this crate that writes the file or makes it shorter. On Unix that holds by whichever name the
//! file is reached, a hard link or another mount too; on Windows by its links only. Programs that do not ask for the
//! lock are not kept out. After a fork the two processes have one map and one lock: only one of them may use it.
//!
//! # Full disks
//!
//! `create` and `grow_to` reserve the room on the disk before anything is mapped, so on file systems that write where
//! the room is (ext4, XFS, tmpfs, NTFS and the like) a full disk is an error. It is none on those that write elsewhere
//! each time (Btrfs, ZFS, APFS after a clone), and on those of a network, which may promise room and not have it: a map
//! that is written to there can still find none, and then the process is killed (SIGBUS), or `flush` says so. So it is
//! with a file that others made with holes in it, which takes room when they are written to.
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
