//! The only unsafe code of the crate.
//!
//! Everything that touches memory through a pointer is in this folder, behind types whose fields no other module can
//! see. Safety comments cite these invariants:
//!
//! * **[R1]** A header (pointer, shape, byte strides) of a view of `T` reaches, for every index within its shape,
//!   `size_of::<T>()` bytes inside one live allocation, none of them beyond `isize::MAX` from its start.
//! * **[R2]** Those bytes are initialised, but for the gaps of `T` where the header says that gaps are undefined.
//! * **[R3]** A field token of `R` and `T` says an offset at which every `R` holds a `T`.
//! * **[R4]** A writable header reaches no byte twice, and no other header reaches any byte of its elements'
//!   leaves while it lives. Cells are the exception: their headers may reach bytes twice and overlap, all of them made from
//!   one writable header that is borrowed meanwhile, in one thread, and no reference to an element outlives a move of it.
//!   Gaps are written by those only who own all bytes of the elements, or have them borrowed mutably: another field may lie
//!   in the gaps of a part of a record. They are read only where the header says that they are initialised, of dtypes whose
//!   fields overlap; nobody writes those meanwhile, for only structs have their fields lent out mutably one by one, and
//!   the fields of structs do not overlap.
//! * **[R5]** `T: Element`: every pattern of bytes is a value, so bytes from anywhere may be read as `T`.

#[cfg(feature = "alloc")]
pub(crate) mod alloc;
pub(crate) mod any;
#[cfg(feature = "alloc")]
pub(crate) mod any_array;
#[cfg(feature = "alloc")]
pub(crate) mod any_column;
#[cfg(feature = "mmap")]
pub(crate) mod any_map_array;
pub(crate) mod any_mut;
mod any_recast;
#[cfg(feature = "alloc")]
pub(crate) mod array;
mod bits;
pub(crate) mod blocks;
pub(crate) mod byteswap;
pub(crate) mod c_view;
pub(crate) mod cell;
mod coded;
pub(crate) mod column;
#[cfg(feature = "num-complex")]
pub(crate) mod complex;
#[cfg(feature = "alloc")]
pub(crate) mod convert;
mod copy;
#[cfg(feature = "mmap")]
mod doors;
mod elements;
pub(crate) mod field;
mod foreign;
#[cfg(feature = "alloc")]
pub(crate) mod gather;
#[cfg(all(feature = "mmap", target_os = "linux"))]
pub(crate) mod guard;
pub(crate) mod header;
mod hidden;
mod hidden_bytemuck;
mod hidden_fallback;
mod hidden_owned;
#[cfg(feature = "alloc")]
mod interface;
pub(crate) mod iter;
pub(crate) mod lanes;
#[cfg(feature = "alloc")]
pub(crate) mod leaves;
#[cfg(feature = "mmap")]
pub(crate) mod map;
#[cfg(feature = "mmap")]
pub(crate) mod map_array;
#[cfg(feature = "ndarray")]
mod ndarray;
#[cfg(feature = "alloc")]
pub(crate) mod order;
pub(crate) mod origin;
#[cfg(feature = "alloc")]
pub(crate) mod owner;
#[cfg(feature = "alloc")]
mod pages;
mod pointer;
#[cfg(feature = "std")]
pub(crate) mod preallocate;
mod recast;
pub(crate) mod runs;
pub(crate) mod simd;
mod split;
pub(crate) mod swap;
#[cfg(feature = "alloc")]
mod transfer;
pub(crate) mod view;
#[cfg(all(feature = "std", unix))]
pub(crate) mod wait;
pub(crate) mod zip;
