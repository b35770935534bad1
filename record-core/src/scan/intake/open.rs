//! The doors of a reader: a file, a pipe, standard input, anything that can be read; and where the records are in it.

#[cfg(unix)]
use crate::scan::pipe::Pipe;
use crate::{
    file::{FileError, read_at, read_full_at},
    scan::{
        ReaderOptions, ScanError, Source,
        feed::Input,
        intake::{Intake, Shape, Watched},
    },
    table::{HeaderError, Place, TableError},
};
use alloc::{boxed::Box, sync::Arc, vec, vec::Vec};
use std::{
    fs::File,
    io::{self, Cursor, Read},
    path::Path,
};

impl Intake {
    /// Opens a file, a pipe or a device.
    pub(in crate::scan) fn open(
        options: ReaderOptions<'_>,
        path: &Path,
        shape: Shape,
    ) -> Result<Self, ScanError> {
        let io = |doing| move |error| TableError::from(FileError::new(doing, path, error));
        let file = File::open(path).map_err(io("open"))?;
        let about = file.metadata().map_err(io("look at"))?;
        if about.is_dir() {
            return Err(TableError::from(FileError::not_a_file(path, about.file_type())).into());
        }
        let from = Source::Path(path.to_path_buf());
        // Files of the system say that they are empty, and are not.
        if about.is_file() && (about.len() > 0 || !matches!(read_at(&file, &mut [0], 0), Ok(1))) {
            return Self::file(options, file, about.len(), from, shape);
        }
        #[cfg(unix)]
        let input = Input::Pipe(Pipe::new(file));
        #[cfg(not(unix))]
        let input = Input::Stream(Box::new(file));
        Self::once(options, input, from, shape)
    }

    fn file(
        mut options: ReaderOptions<'_>,
        file: File,
        len: u64,
        from: Source,
        shape: Shape,
    ) -> Result<Self, ScanError> {
        let mut place = options.place;
        if let Some((needed, find)) = options.header.take() {
            let mut head = vec![0; usize::try_from(len).unwrap_or(needed).min(needed)];
            let read = read_full_at(&file, &mut head, 0);
            let unreadable =
                |error| ScanError::Unreadable { from: from.clone(), byte: 0, error: Some(error) };
            let read = read.map_err(unreadable)?;
            place = place_in(&head[..read], needed, find, place)?;
        }
        let mut intake = Self::new(options, place, from, shape)?;
        let found = place.check(len, shape.itemsize, intake.trailing)?;
        intake.count = Some(found.count);
        intake.file = Some(Watched { file: Arc::new(file), len });
        intake.start(0)?;
        Ok(intake)
    }

    /// Reads standard input.
    pub(in crate::scan) fn stdin(options: ReaderOptions<'_>, shape: Shape) -> Result<Self, ScanError> {
        #[cfg(unix)]
        if let Ok(pipe) = Pipe::stdin() {
            return Self::once(options, Input::Pipe(pipe), Source::StandardInput, shape);
        }
        Self::once(options, Input::Stream(Box::new(io::stdin())), Source::StandardInput, shape)
    }

    /// Reads what can be read once only.
    pub(in crate::scan) fn stream(
        options: ReaderOptions<'_>,
        read: impl Read + Send + 'static,
        shape: Shape,
    ) -> Result<Self, ScanError> {
        Self::once(options, Input::Stream(Box::new(read)), Source::Reader, shape)
    }

    fn once(
        mut options: ReaderOptions<'_>,
        mut input: Input,
        from: Source,
        shape: Shape,
    ) -> Result<Self, ScanError> {
        let mut place = options.place;
        let mut head = Vec::new();
        if let Some((needed, find)) = options.header.take() {
            let read: &mut dyn Read = match &mut input {
                Input::Stream(stream) => stream,
                #[cfg(unix)]
                Input::Pipe(pipe) => pipe,
                Input::File(_) => unreachable!("files are read at any place"),
            };
            if let Err(error) = read.take(needed as u64).read_to_end(&mut head) {
                return Err(ScanError::Unreadable { from, byte: head.len() as u64, error: Some(error) });
            }
            place = place_in(&head, needed, find, place)?;
        }
        let mut intake = Self::new(options, place, from, shape)?;
        // Records may start within the header.
        let at = place.offset.min(head.len() as u64);
        let rest = usize::try_from(at).map_or_else(|_| Vec::new(), |at| head.split_off(at));
        let input = match input {
            #[cfg(unix)]
            Input::Pipe(mut pipe) => {
                pipe.unread(rest);
                Input::Pipe(pipe)
            }
            Input::Stream(stream) if !rest.is_empty() => {
                Input::Stream(Box::new(Cursor::new(rest).chain(stream)))
            }
            other => other,
        };
        let left = intake.bytes_of(place.count);
        intake.supply(input, at, place.offset - at, left)?;
        Ok(intake)
    }
}

/// Where the header says that the records are.
fn place_in(
    head: &[u8],
    needed: usize,
    find: impl FnOnce(&[u8]) -> Result<Place, HeaderError>,
    told: Place,
) -> Result<Place, TableError> {
    if head.len() < needed {
        return Err(TableError::ShortHeader { needed: needed as u64, available: head.len() as u64 });
    }
    let found = find(head).map_err(TableError::Header)?;
    Ok(Place { count: found.count.or(told.count), ..found })
}
