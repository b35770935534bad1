//! Tables that get longer and shorter in their files.

use super::MappedMut;
use crate::{
    layout::LayoutError,
    record::Record,
    table::{AnyTable, RecordTable, TableError},
};

/// The bytes of that many records, if they fit memory.
fn bytes_of(count: usize, itemsize: usize) -> Result<usize, LayoutError> {
    let bytes = count.checked_mul(itemsize).filter(|&bytes| isize::try_from(bytes).is_ok());
    bytes.ok_or(LayoutError::TooLarge { itemsize })
}

macro_rules! resized {
    ($([$($generics:tt)*] $table:ty;)*) => {$(
        impl<$($generics)*> $table {
            /// Makes the file longer, so that there are `count` records in all; the new ones are zero. With as many as
            /// there are, or fewer, nothing happens.
            ///
            /// Room on the disk is reserved first, and then the file is mapped anew, which takes a few microseconds and
            /// as much of the address space again for a moment.
            ///
            /// # Errors
            /// The table and the file are as they were then. [`TableError::BytesBehind`] if the file goes on behind the
            /// last record: [`drop_trailing`](Self::drop_trailing) drops that. [`TableError::File`] if there is no
            /// room, or if others changed the length of the file. [`TableError::Layout`] for more bytes than fit
            /// memory.
            pub fn grow_to(&mut self, count: usize) -> Result<(), TableError> {
                if count <= self.len() {
                    return Ok(());
                }
                let bytes = bytes_of(count, self.dtype().itemsize())?;
                self.owner.rebuild(|storage| storage.grow_to(bytes).map(|()| count))
            }

            /// Makes the file shorter, so that there are `count` records in all. With as many as there are, or more,
            /// nothing happens.
            ///
            /// # Errors
            /// As [`grow_to`](Self::grow_to), also on systems where no file gets shorter while it is mapped (Windows);
            /// the table and the file are as they were then.
            pub fn truncate(&mut self, count: usize) -> Result<(), TableError> {
                if count >= self.len() {
                    return Ok(());
                }
                let bytes = bytes_of(count, self.dtype().itemsize())?;
                self.owner.rebuild(|storage| storage.shrink(bytes).map(|()| count))
            }

            /// Makes the file end with the last record, and says how many bytes were behind it: a partial record of a
            /// log that was cut, or whatever a count left out.
            ///
            /// # Errors
            /// [`TableError::File`]; the file is as it was then.
            pub fn drop_trailing(&mut self) -> Result<u64, TableError> {
                let mut cut = 0;
                let count = self.len();
                self.owner.rebuild(|storage| {
                    cut = storage.drop_trailing()?;
                    Ok::<_, TableError>(count)
                })?;
                self.trailing = 0;
                Ok(cut)
            }
        }
    )*};
}

resized! {
    [R: Record] RecordTable<R, MappedMut>;
    [] AnyTable<MappedMut>;
}
