//! Tables out of tables: side by side, and one below the other.

use crate::{
    convert::{
        Conversion, ConvertError, ConvertOptions,
        fields::{check_len, copy_into, field_of},
    },
    dtype::{DType, Packing},
    layout::LayoutError,
    raw::any::AnyView,
    table::AnyTable,
};
use alloc::{string::String, vec::Vec};

/// What [`merge_arrays`] makes of columns that are records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flatten {
    /// One field each, which holds the record.
    No,
    /// As many fields as the record has; its own name is not used.
    Yes,
}

/// A table of columns side by side, each under its name. NumPy's `merge_arrays`, which fills shorter columns with -1.
///
/// ```
/// use record_core::{prelude::*, convert::{Flatten, merge_arrays}, dtype::Packing};
/// let (ids, sizes) = ([1_u8, 2], [0.5, 1.5]);
/// let columns = [("id", View::from_slice(&ids).as_any()), ("size", View::from_slice(&sizes).as_any())];
/// let table = merge_arrays(&columns, Flatten::No, Packing::Packed)?;
/// assert_eq!((table.dtype().itemsize(), table["size"].mean()?), (9, Some(1.0)));
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// [`ConvertError::Lengths`] if a column is longer or shorter than the first, [`ConvertError::DType`] if a name is there twice.
pub fn merge_arrays(
    columns: &[(&str, AnyView<'_>)],
    flatten: Flatten,
    packing: Packing,
) -> Result<AnyTable, ConvertError> {
    let count = columns.first().map_or(0, |(_, column)| column.size());
    let mut fields = Vec::with_capacity(columns.len());
    for &(name, column) in columns {
        check_len(name, column, count)?;
        match column.dtype().as_record().filter(|_| flatten == Flatten::Yes) {
            Some(own) => {
                for (position, field) in own.iter().enumerate() {
                    fields.push((field.name(), field_of(column, position)));
                }
            }
            None => fields.push((name, column)),
        }
    }
    let members = fields.iter().map(|(name, column)| (*name, column.dtype()));
    let dtype = match packing {
        Packing::Packed => DType::packed(members)?,
        Packing::Aligned => DType::aligned(members)?,
    };
    let mut table = AnyTable::zeroed(dtype, count)?;
    for (position, (_, column)) in fields.iter().enumerate() {
        copy_into(*column, table.view_mut(), position)?;
    }
    Ok(table)
}

/// The records of all tables, one table below the other, their fields joined by name. NumPy's `stack_arrays`, which fills
/// what a table has not with 1e20, 999999 or `N/A`.
///
/// The fields are those of all tables, in the order in which they first come, each of the dtype that holds all:
/// [`DType::promote`]. If all tables have one dtype, so has the result; else it is packed. What becomes of a field that a
/// table has not, the options say; at first it is an error.
///
/// ```
/// use record_core::{prelude::*, convert::{ConvertOptions, stack_arrays}, view::Value};
/// let a = AnyTable::from_bytes(&[1, 2], DType::parse("[('id', 'u1'), ('x', 'i1')]")?)?;
/// let b = AnyTable::from_bytes(&[0, 3], DType::parse("[('id', '>u2')]")?)?;
/// let error = stack_arrays(&[a.view(), b.view()], &ConvertOptions::new()).unwrap_err();
/// assert!(error.to_string().starts_with("the source has no field `x`"));
/// let options = ConvertOptions::new().default_value("x", Value::Int(-1));
/// let both = stack_arrays(&[a.view(), b.view()], &options)?;
/// assert_eq!(both.column("id")?.typed::<u16>()?.to_vec(), [1, 3]);
/// assert_eq!(both.column("x")?.typed::<i8>()?.to_vec(), [2, -1]);
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// [`ConvertError::NoCommon`] with the field whose dtypes do not go together, [`ConvertError::MissingField`],
/// [`ConvertError::Shape`] if a table has not one axis.
pub fn stack_arrays(tables: &[AnyView<'_>], options: &ConvertOptions) -> Result<AnyTable, ConvertError> {
    let dtype = union(tables.iter().map(AnyView::dtype))?;
    let mut count = 0_usize;
    for table in tables {
        let shape = table.shape();
        let &[records] = shape.as_ref() else {
            return Err(ConvertError::Shape {
                expected: [table.size()].into(),
                found: shape.as_ref().into(),
            });
        };
        let sum = count.checked_add(records);
        count = sum.ok_or(LayoutError::TooLarge { itemsize: dtype.itemsize() })?;
    }
    let mut stacked = AnyTable::zeroed(dtype.clone(), count)?;
    let mut first = 0;
    for table in tables {
        let plan = Conversion::by_name(table.dtype(), &dtype, options)?;
        let end = first + table.size();
        plan.run(*table, &mut stacked.view_mut().derive(|parent| parent.range(0, first..end))?)?;
        first = end;
    }
    Ok(stacked)
}

/// A dtype with the fields of all, each of the dtype that holds all of that name.
fn union<'d>(mut dtypes: impl Iterator<Item = &'d DType> + Clone) -> Result<DType, ConvertError> {
    let Some(first) = dtypes.next() else { return Ok(DType::builder().build()?) };
    if dtypes.clone().all(|dtype| dtype == first) {
        return Ok(first.clone());
    }
    let records: Vec<&DType> = core::iter::once(first).chain(dtypes).collect();
    if let Some(scalar) = records.iter().find(|dtype| dtype.as_record().is_none()) {
        return Err(ConvertError::Structure {
            field: String::new(),
            from: DType::clone(scalar).into(),
            to: first.clone().into(),
        });
    }
    let mut fields: Vec<(&str, DType)> = Vec::new();
    for field in records.iter().flat_map(|dtype| dtype.fields()) {
        match fields.iter_mut().find(|(name, _)| *name == field.name()) {
            None => fields.push((field.name(), field.dtype().clone())),
            Some((name, held)) if held != field.dtype() => {
                *held = held.promote_at(field.dtype(), name)?;
            }
            Some(_) => {}
        }
    }
    Ok(DType::packed(fields)?)
}
