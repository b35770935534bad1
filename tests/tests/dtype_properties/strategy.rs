//! Random dtypes: nested, with gaps, titles, both byte orders, and fields that overlap or go backwards.

use proptest::{collection::vec, option, prelude::*, sample::select};
use record_core::DType;

const SCALARS: [&str; 24] = [
    "?",
    "i1",
    "u1",
    "<i2",
    ">u2",
    "<i4",
    ">i4",
    "<u8",
    ">f2",
    "<f4",
    ">f8",
    "<c8",
    ">c16",
    "S0",
    "S3",
    "<U2",
    ">U0",
    "V0",
    "V5",
    "<M8[ns]",
    ">m8[25s]",
    "<M8",
    "<f8 align 1",
    ">u4 align 1",
];

/// Any scalar.
pub fn scalar() -> impl Strategy<Value = DType> {
    select(&SCALARS[..]).prop_map(|text| DType::parse(text).expect("a scalar"))
}

const NAMES: [&str; 12] =
    ["a", "b", "x y", "it's", "q\"r", "é", "整形", "tab\t", "\u{200b}", "(gap)", "type", "back\\slash"];

/// How far a field lies from where it would follow: nowhere given, a few bytes on, or somewhere before.
#[derive(Clone, Debug)]
enum Offset {
    Follows,
    After(usize),
    Before(usize),
}

fn offset() -> impl Strategy<Value = Offset> {
    prop_oneof![
        4 => Just(Offset::Follows),
        2 => (0_usize..5).prop_map(Offset::After),
        1 => (0_usize..9).prop_map(Offset::Before),
    ]
}

#[derive(Clone, Debug)]
struct Draft {
    fields: Vec<(usize, bool, Offset, DType)>,
    extra: Option<usize>,
    aligned: bool,
}

impl Draft {
    fn build(self) -> DType {
        let mut builder = DType::builder().aligned(self.aligned);
        let (mut end, mut largest) = (0_usize, 1);
        for (i, (name, titled, offset, dtype)) in self.fields.into_iter().enumerate() {
            let alignment = if self.aligned { dtype.alignment() } else { 1 };
            largest = largest.max(alignment);
            let name = format!("{}{i}", NAMES[name % NAMES.len()]);
            let place = match offset {
                Offset::Follows => None,
                Offset::After(bytes) => Some((end + bytes).next_multiple_of(alignment)),
                Offset::Before(bytes) => Some(end.saturating_sub(bytes) / alignment * alignment),
            };
            let size = dtype.itemsize();
            end = end.max(place.unwrap_or(end.next_multiple_of(alignment)) + size);
            builder = match place {
                None => builder.field(name, dtype),
                Some(place) => builder.field_at(name, dtype, place),
            };
            if titled {
                builder = builder.title(format!("title '{i}'"));
            }
        }
        if let Some(extra) = self.extra {
            builder = builder.itemsize((end + extra).next_multiple_of(largest));
        }
        builder.build().expect("a record")
    }
}

/// Any dtype of at most three levels.
pub fn dtype() -> impl Strategy<Value = DType> {
    scalar().prop_recursive(3, 24, 5, |inner| {
        let field = (0..NAMES.len(), any::<bool>(), offset(), inner.clone());
        let record = (vec(field, 0..5), option::of(0_usize..9), any::<bool>())
            .prop_map(|(fields, extra, aligned)| Draft { fields, extra, aligned }.build());
        let array = (inner, vec(0_usize..4, 1..3))
            .prop_map(|(base, shape)| DType::array(base, &shape).expect("a sub-array"));
        prop_oneof![3 => record, 1 => array]
    })
}
