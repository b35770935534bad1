//! Where the records are, and how they are read.

use arbitrary::{Result, Unstructured};
use record_core::{
    DType,
    scan::ReaderOptions,
    table::{OpenOptions, Place, Trailing},
};
use std::sync::LazyLock;

static DTYPES: LazyLock<Vec<DType>> = LazyLock::new(|| {
    let texts = [
        "u1",
        ">u2",
        "V3",
        "record { a: u1 @ 0, b: >u2 @ 2 } size 7 align 1",
        "<u8",
        "[<u4; 3]",
        "record { a: <u4 @ 4, b: <u2 @ 5 } size 16 align 16",
        "V71",
        "V300",
        "V0",
    ];
    texts.iter().map(|text| DType::parse(text).expect("a dtype")).collect()
});

/// What the header says is in its bytes: offset and count, or that they are wrong.
#[derive(Clone, Copy, Debug)]
pub enum Header {
    /// None.
    None,
    /// The records follow it, so many as its last byte says.
    Counted(usize),
    /// The records start where its first byte says.
    Offset(usize),
}

/// One way of reading.
#[derive(Clone, Debug)]
pub struct Case {
    /// What a record is.
    pub dtype: DType,
    place: Place,
    header: Header,
    trailing: Trailing,
    /// The largest chunk.
    pub chunk_bytes: usize,
    read_ahead: bool,
}

impl Case {
    /// Any.
    pub fn arbitrary(u: &mut Unstructured<'_>) -> Result<Self> {
        let far = |u: &mut Unstructured<'_>| -> Result<u64> {
            Ok(match u.int_in_range(0..=15)? {
                0 => u64::MAX,
                1 => u.arbitrary()?,
                _ => u.int_in_range(0..=40)?,
            })
        };
        let dtype = DTYPES[u.int_in_range(0..=DTYPES.len() - 1)?].clone();
        let offset = if u.arbitrary()? { 0 } else { far(u)? };
        let count = if u.arbitrary()? { None } else { Some(far(u)?) };
        let len = u.int_in_range(0..=9)?;
        let header = match u.int_in_range(0..=3)? {
            0 => Header::Counted(len),
            1 => Header::Offset(len),
            _ => Header::None,
        };
        let trailing = if u.arbitrary()? { Trailing::Ignore } else { Trailing::Error };
        let chunk_bytes = match u.int_in_range(0..=7)? {
            0 => 1 << 20,
            1 => usize::from(u.arbitrary::<u16>()?),
            _ => u.int_in_range(0..=100)?,
        };
        let read_ahead = u.ratio(1, 4)?;
        Ok(Self { dtype, place: Place { offset, count }, header, trailing, chunk_bytes, read_ahead })
    }

    /// How to open a table.
    pub fn open(&self) -> OpenOptions<'static> {
        let options = OpenOptions::new().place(self.place).trailing(self.trailing);
        match self.header {
            Header::None => options,
            Header::Counted(len) | Header::Offset(len) => options.header(len, self.find()),
        }
    }

    /// How to open a reader.
    pub fn reader(&self) -> ReaderOptions<'static> {
        let options = ReaderOptions::new()
            .place(self.place)
            .trailing(self.trailing)
            .chunk_bytes(self.chunk_bytes)
            .read_ahead(self.read_ahead);
        match self.header {
            Header::None => options,
            Header::Counted(len) | Header::Offset(len) => options.header(len, self.find()),
        }
    }

    fn find(
        &self,
    ) -> impl FnOnce(&[u8]) -> core::result::Result<Place, record_core::table::HeaderError> + 'static {
        let header = self.header;
        move |head| match (header, head) {
            (Header::None | Header::Counted(_), []) => Ok(Place::default()),
            (Header::None | Header::Counted(_), [.., count]) => {
                Ok(Place { offset: head.len() as u64, count: Some(u64::from(*count)) })
            }
            (Header::Offset(_), [at, ..]) if *at < 128 => Ok(Place { offset: u64::from(*at), count: None }),
            (Header::Offset(_), _) => Err("it says nothing".into()),
        }
    }

    /// Where the records of these bytes are said to be.
    pub fn found(&self, bytes: &[u8]) -> Place {
        let found = match self.header {
            Header::None => return self.place,
            Header::Counted(len) | Header::Offset(len) => {
                bytes.get(..len).and_then(|head| self.find()(head).ok())
            }
        };
        found.map_or(self.place, |found| Place { count: found.count.or(self.place.count), ..found })
    }

    /// The count asked for.
    pub fn count(&self) -> Option<u64> {
        match self.header {
            Header::Counted(_) => Some(0),
            _ => self.place.count,
        }
    }
}
