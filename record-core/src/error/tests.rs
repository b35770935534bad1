//! What all errors keep to: their size, and what is in their text and behind it.

use super::Error;
use std::{
    boxed::Box,
    error::Error as StdError,
    io,
    path::PathBuf,
    string::{String, ToString},
    vec,
    vec::Vec,
};

/// An error with one behind it.
#[derive(Debug)]
struct Outer(Behind);

#[derive(Debug)]
struct Behind;

impl std::fmt::Display for Outer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the inner one")
    }
}

impl std::fmt::Display for Behind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("far away")
    }
}

impl StdError for Outer {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

impl StdError for Behind {}

#[test]
fn a_result_is_not_made_large_by_its_error() {
    let mut sizes: Vec<(&str, usize)> = vec![];
    macro_rules! sizes {
        ($($error:ty),*) => { $(sizes.push((stringify!($error), size_of::<$error>()));)* };
    }
    sizes!(
        Error,
        crate::layout::LayoutError,
        crate::view::IndexError,
        crate::view::CopyError,
        crate::view::PutError,
        crate::coded::UnknownCode,
        crate::text::InvalidCodePoint,
        crate::file::FileError,
        crate::buffer::ArrayError,
        crate::buffer::ColumnsError,
        crate::buffer::TakeError,
        crate::convert::ConvertError,
        crate::view::ColumnError,
        crate::view::SetError,
        crate::dtype::DTypeError,
        crate::table::TableError,
        crate::scan::ScanError,
        crate::interop::InterfaceError,
        crate::interop::Pep3118Error,
        crate::interop::SourceError,
        crate::interop::PointerError,
        crate::text::TextError,
        crate::ops::MaskError,
        crate::ops::compute::ComputeError,
        crate::ops::OrderError,
        crate::ops::JoinError,
        crate::ops::GroupError,
        crate::ops::SelectError,
        crate::ops::ReduceError,
        crate::ops::roll::RollError,
        crate::convert::JoinByError,
        crate::buffer::ConcatError,
        crate::ops::ByteswapError,
        crate::npy::NpyError
    );
    #[cfg(feature = "npz")]
    sizes!(crate::npy::npz::NpzError);
    // The one for all is aligned to the 16 bytes that operands have.
    sizes.retain(|&(name, size)| size > if name == "Error" { 80 } else { 64 });
    assert!(sizes.is_empty(), "{sizes:?}");
}

/// The error that a text, all of whose floors say it, ends with, and what is behind it.
fn is_whole(error: &dyn StdError, inner: &str) {
    let text = error.to_string();
    assert!(text.contains(inner), "{error:?}: {text}");
    let mut behind = error.source();
    while let Some(source) = behind {
        assert!(!text.contains(&source.to_string()), "{error:?}: {text}: {source}");
        behind = source.source();
    }
}

#[test]
fn what_is_in_the_text_is_not_the_source() {
    use crate::{
        buffer::{ArrayError, ColumnsError, TakeError},
        convert::ConvertError,
        dtype::DTypeError,
        file::FileError,
        layout::LayoutError,
        npy::NpyError,
        scan::{InputName, ScanError},
        table::TableError,
        view::{ColumnError, IndexError, SetError},
    };
    let io = || io::Error::other(Outer(Behind));
    let path = || PathBuf::from("data");
    let layout = LayoutError::ZeroSize;
    let (index, set) =
        (IndexError::OutOfRange { axis: 0, index: 7, len: 3 }, SetError::Length { expected: 1, found: 2 });
    let array = ArrayError::OutOfMemory { bytes: 77 };
    let column = ColumnError::Rank { expected: 1, found: 2 };
    // As deep as it goes: all that has an error in it, made by wrapping again and again.
    let dtype = || crate::DType::parse("x").unwrap_err();
    let files = || {
        [
            FileError::Io { doing: "read", path: path(), error: io() },
            FileError::Full { path: path(), needed: 1, error: io() },
        ]
    };
    let mut errors: Vec<(Error, String)> = vec![];
    let mut add = |error: Error, inner: &dyn std::fmt::Display| errors.push((error, inner.to_string()));
    add(io().into(), &Outer(Behind));
    for file in files().into_iter().chain([FileError::new("grow", "data".as_ref(), io())]) {
        add(file.into(), &Outer(Behind));
    }
    for file in files() {
        add(TableError::from(file).into(), &Outer(Behind));
    }
    for file in files() {
        add(ScanError::from(TableError::from(file)).into(), &Outer(Behind));
    }
    for file in files() {
        add(NpyError::from(TableError::from(file)).into(), &Outer(Behind));
    }
    add(TableError::Header(Box::new(Outer(Behind))).into(), &Outer(Behind));
    add(ScanError::Unreadable { from: InputName::Reader, byte: 0, error: Some(io()) }.into(), &Outer(Behind));
    add(NpyError::Io { doing: "read", error: io() }.into(), &Outer(Behind));
    add(TableError::from(layout).into(), &layout);
    add(NpyError::from(TableError::from(layout)).into(), &layout);
    add(NpyError::from(layout).into(), &layout);
    add(ArrayError::Layout(layout).into(), &layout);
    add(NpyError::from(ArrayError::Layout(layout)).into(), &layout);
    add(ColumnsError::from(ArrayError::Layout(layout)).into(), &layout);
    add(ColumnsError::from(dtype()).into(), &dtype());
    add(NpyError::from(dtype()).into(), &dtype());
    add(TakeError::Index { position: 5, error: index }.into(), &index);
    add(TakeError::Array(ArrayError::Layout(layout)).into(), &layout);
    add(ConvertError::Default(set.clone()).into(), &set);
    add(ConvertError::from(dtype()).into(), &dtype());
    add(ConvertError::from(layout).into(), &layout);
    add(ConvertError::from(array).into(), &array);
    add(NpyError::from(ConvertError::from(array)).into(), &array);
    add(ScanError::from(array).into(), &array);
    add(ScanError::from(column.clone()).into(), &column);
    add(SetError::Field { path: "f".into(), error: Box::new(set.clone()) }.into(), &set);
    add(SetError::from(index).into(), &index);
    add(SetError::from(layout).into(), &layout);
    // Of texts: a layout in them that cannot be.
    let many = "('<f8', (9223372036854775807, 4))";
    let parsed = crate::DType::parse(many).unwrap_err();
    let DTypeError::Parse { problem: crate::dtype::ParseProblem::Layout(inner), .. } = &parsed else {
        panic!("{parsed:?}")
    };
    add(parsed.clone().into(), inner);
    #[cfg(feature = "npz")]
    {
        use crate::npy::npz::NpzError;
        for file in files() {
            add(NpzError::from(file).into(), &Outer(Behind));
        }
        add(NpzError::Io { doing: "read", error: io() }.into(), &Outer(Behind));
        let npy = NpyError::Io { doing: "read", error: io() };
        add(NpzError::Npy { name: "a".into(), error: npy.into() }.into(), &Outer(Behind));
    }
    for (error, inner) in &errors {
        is_whole(error, inner);
    }
    // What is behind a system's answer, or a stranger's error, is not lost.
    let far = errors.iter().filter(|(_, inner)| inner == "the inner one");
    for (error, _) in far {
        assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("far away"), "{error:?}");
    }
}
