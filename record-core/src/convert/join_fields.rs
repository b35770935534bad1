//! The fields of a joined table: which there are, what they are called, and where they come from.

use crate::{
    byte_order::ByteOrder,
    convert::{
        ConvertError,
        fields::{check_len, field_of},
        join_by::{JoinOptions, below},
        join_error::JoinByError,
        promote::joined,
    },
    dtype::{DType, IntSize, Packing, Scalar, ScalarKind, nearest},
    layout::Order,
    ops::JoinSide,
    raw::{any::AnyView, any_array::AnyArray},
};
use alloc::{format, string::String, vec::Vec};

/// The fields of the result, in order.
pub(super) struct Plan {
    pub(super) fields: Vec<Joined>,
    /// The positions of each key in the left and the right table.
    keys: Vec<[usize; 2]>,
    /// The numbers of the keys in the order in which they were named.
    pub(super) order: Vec<usize>,
}

/// A field of the result.
pub(super) struct Joined {
    pub(super) name: String,
    dtype: DType,
    pub(super) from: From,
}

/// Where a field comes from.
#[derive(Clone, Copy)]
pub(super) enum From {
    /// The key of this number.
    Key(usize),
    /// The field of the left table at this position.
    Left(usize),
    /// The field of the right table at this position.
    Right(usize),
}

impl Plan {
    /// Keys in the order in which the left table has them, the other fields of the left table, then those of the right one; of
    /// those that both have, the right one behind the left one.
    pub(super) fn new(
        names: &[impl AsRef<str>],
        left: AnyView<'_>,
        right: AnyView<'_>,
        options: &JoinOptions,
    ) -> Result<Self, JoinByError> {
        for table in [left, right] {
            check_len("", table, table.size())?;
        }
        for (i, name) in names.iter().enumerate() {
            let name = name.as_ref();
            if names[..i].iter().any(|other| other.as_ref() == name) {
                return Err(JoinByError::DuplicateKey { name: name.into() });
            }
            for (side, table) in [(JoinSide::Left, left), (JoinSide::Right, right)] {
                if at(table, name).is_none() {
                    return Err(JoinByError::missing(name, side, table.dtype()));
                }
            }
        }
        let is_key = |name: &str| names.iter().any(|key| key.as_ref() == name);
        let (mut fields, mut others, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        for (position, field) in left.dtype().fields().iter().enumerate() {
            let (name, dtype) = (String::from(field.name()), field.dtype());
            match at(right, &name).filter(|_| is_key(&name)) {
                Some(other) => {
                    let theirs = right.dtype().fields()[other].dtype();
                    let dtype = common(dtype, theirs, &name)?;
                    fields.push(Joined { name, dtype, from: From::Key(keys.len()) });
                    keys.push([position, other]);
                }
                None => others.push(Joined { name, dtype: dtype.clone(), from: From::Left(position) }),
            }
        }
        let number = |name: &str| fields.iter().position(|key| key.name == name);
        let order = names.iter().filter_map(|name| number(name.as_ref())).collect();
        fields.append(&mut others);
        for (position, field) in right.dtype().fields().iter().enumerate() {
            if is_key(field.name()) {
                continue;
            }
            let mut joined = Joined {
                name: field.name().into(),
                dtype: field.dtype().clone(),
                from: From::Right(position),
            };
            // By the name that it has in the left table: the postfix of another may have made the same of it.
            let same = |other: &Joined| match other.from {
                From::Left(position) => left.dtype().fields()[position].name() == joined.name,
                From::Key(_) | From::Right(_) => false,
            };
            match fields.iter().position(same) {
                None => fields.push(joined),
                Some(_) if options.left.is_empty() && options.right.is_empty() => {
                    return Err(JoinByError::Postfixes { name: joined.name });
                }
                Some(twin) => {
                    fields[twin].name = format!("{}{}", joined.name, options.left);
                    joined.name = format!("{}{}", joined.name, options.right);
                    fields.insert(twin + 1, joined);
                }
            }
        }
        check_defaults(&fields, options)?;
        Ok(Self { fields, keys, order })
    }

    /// The dtype of a record of the result.
    pub(super) fn dtype(&self, packing: Packing) -> Result<DType, JoinByError> {
        let fields = self.fields.iter().map(|field| (&*field.name, &field.dtype));
        Ok(match packing {
            Packing::Packed => DType::packed(fields)?,
            Packing::Aligned => DType::aligned(fields)?,
        })
    }

    /// The columns of the keys, of the left table and below it of the right one.
    pub(super) fn keys(&self, left: AnyView<'_>, right: AnyView<'_>) -> Result<Vec<AnyArray>, ConvertError> {
        let key = |(field, &[a, b]): (&Joined, &[usize; 2])| {
            below(&field.dtype, &[field_of(left, a), field_of(right, b)], 0)
                .map_err(|error| of_key(error, &field.name))
        };
        self.fields.iter().zip(&self.keys).map(key).collect()
    }
}

/// The dtype of the keys of two tables, which holds those of both. Integers stay integers: of 64 bits with and without a
/// sign, for which NumPy has floats, it is the one with a sign, and whether it holds each key is looked at.
pub(super) fn common(left: &DType, right: &DType, name: &str) -> Result<DType, ConvertError> {
    if left == right {
        return Ok(left.clone());
    }
    let kinds = [left, right].map(|dtype| dtype.as_scalar().map(Scalar::kind));
    Ok(match kinds {
        [Some(ScalarKind::Int(_)), Some(ScalarKind::UInt(IntSize::Eight))]
        | [Some(ScalarKind::UInt(IntSize::Eight)), Some(ScalarKind::Int(_))] => {
            DType::scalar(Scalar::new(ScalarKind::Int(IntSize::Eight), ByteOrder::NATIVE))
        }
        _ => left.promote_at(right, name)?,
    })
}

/// Says which key does not fit.
pub(super) fn of_key(error: ConvertError, key: &str) -> ConvertError {
    match error {
        ConvertError::Value { row, field, value, to } => {
            let field = if field.is_empty() { key.into() } else { joined(key, &field) };
            ConvertError::Value { row, field, value, to }
        }
        error => error,
    }
}

/// That each default is of a field of the result and fits it, whether it will be needed or not.
fn check_defaults(fields: &[Joined], options: &JoinOptions) -> Result<(), JoinByError> {
    for name in options.defaulted() {
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            let nearest = nearest(name, fields.iter().map(|field| &*field.name)).map(Into::into);
            return Err(JoinByError::UnknownDefault { name: name.into(), nearest });
        };
        if let Some(value) = options.default_of(name) {
            AnyArray::zeros(field.dtype.clone(), [1], Order::C)?.view_mut().try_set_at([0], value)?;
        }
    }
    Ok(())
}

/// The position of the field of this name.
fn at(table: AnyView<'_>, name: &str) -> Option<usize> {
    table.dtype().fields().iter().position(|field| field.name() == name)
}
