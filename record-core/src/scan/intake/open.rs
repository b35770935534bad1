//! The doors of a reader: a file, a pipe, standard input, anything that can be read; and where the records are in it.

#[cfg(unix)]
use crate::scan::pipe::Pipe;
use crate::{
    file::{FileError, read_at, read_full_at},
    scan::{
        InputName, ReaderOptions, ScanError,
        feed::Input,
        intake::{Intake, Shape, Watched},
    },
    table::TableError,
};
use alloc::{boxed::Box, sync::Arc, vec, vec::Vec};
use core::mem;
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
        Self::of(options, File::open(path).map_err(io("open"))?, path, shape)
    }

    /// Reads a file, a pipe or a device that is open.
    pub(in crate::scan) fn of(
        options: ReaderOptions<'_>,
        file: File,
        path: &Path,
        shape: Shape,
    ) -> Result<Self, ScanError> {
        let io = |doing| move |error| TableError::from(FileError::new(doing, path, error));
        let about = file.metadata().map_err(io("look at"))?;
        if about.is_dir() {
            return Err(TableError::from(FileError::not_a_file(path, about.file_type())).into());
        }
        let from = InputName::Path(path.to_path_buf());
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
        from: InputName,
        shape: Shape,
    ) -> Result<Self, ScanError> {
        let (told, last) = (mem::take(&mut options.told), options.last);
        let needed = told.header_len().unwrap_or(0);
        let mut head = vec![0; usize::try_from(len).unwrap_or(needed).min(needed)];
        let read = read_full_at(&file, &mut head, 0);
        let read =
            read.map_err(|error| ScanError::Unreadable { from: from.clone(), byte: 0, error: Some(error) })?;
        let (place, trailing) = told.find(&head[..read], read as u64)?;
        let mut intake = Self::new(options, (place, trailing), from, shape)?;
        let found = place.check(len, shape.itemsize, trailing)?;
        let skipped = last.map_or(0, |last| found.count.saturating_sub(last));
        intake.offset += intake.bytes_of(Some(skipped)).unwrap_or(0);
        intake.told = intake.told.map(|count| count - skipped);
        intake.count = Some(found.count - skipped);
        intake.file = Some(Watched { file: Arc::new(file), len });
        intake.start(0)?;
        Ok(intake)
    }

    /// Reads standard input.
    pub(in crate::scan) fn stdin(options: ReaderOptions<'_>, shape: Shape) -> Result<Self, ScanError> {
        #[cfg(unix)]
        if let Ok(pipe) = Pipe::stdin() {
            return Self::once(options, Input::Pipe(pipe), InputName::StandardInput, shape);
        }
        Self::once(options, Input::Stream(Box::new(io::stdin())), InputName::StandardInput, shape)
    }

    /// Reads what can be read once only.
    pub(in crate::scan) fn stream(
        options: ReaderOptions<'_>,
        read: impl Read + Send + 'static,
        shape: Shape,
    ) -> Result<Self, ScanError> {
        Self::once(options, Input::Stream(Box::new(read)), InputName::Reader, shape)
    }

    fn once(
        mut options: ReaderOptions<'_>,
        mut input: Input,
        from: InputName,
        shape: Shape,
    ) -> Result<Self, ScanError> {
        if options.last.is_some() {
            return Err(ScanError::Unreadable {
                from,
                byte: 0,
                error: Some(io::ErrorKind::NotSeekable.into()),
            });
        }
        let told = mem::take(&mut options.told);
        let mut head = Vec::new();
        if let Some(needed) = told.header_len() {
            let read: &mut dyn Read = match &mut input {
                Input::Stream(stream) => stream,
                #[cfg(unix)]
                Input::Pipe(pipe) => pipe,
                Input::File(_) => unreachable!("files are read at any place"),
            };
            if let Err(error) = read.take(needed as u64).read_to_end(&mut head) {
                return Err(ScanError::Unreadable { from, byte: head.len() as u64, error: Some(error) });
            }
        }
        let found = told.find(&head, head.len() as u64)?;
        let place = found.0;
        let mut intake = Self::new(options, found, from, shape)?;
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
