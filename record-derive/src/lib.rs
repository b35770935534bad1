//! The derive macros of `record-core`, which re-exports them and documents their use.
//!
//! `code` is `#[derive(Code)]`, for enums. The rest is `#[derive(Record)]`: `ast`, `attr` and `repr` understand a struct, `check` judges it, `expand` writes; after a mistake `fallback` writes. All
//! mistakes of a struct are reported at once.

mod ast;
mod attr;
mod bound;
mod check;
mod code;
mod ctxt;
mod expand;
mod fallback;
mod names;
mod repr;
mod symbol;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct a record: a dtype whose offsets the compiler computes, a token for each field, and a struct of its
/// columns.
///
/// `#[derive(Record, Clone, Copy)]` is all that is needed, on a struct with named or unnamed fields and `#[repr(C)]` (gaps
/// as in C, NumPy's `align=True`), `#[repr(C, packed)]` (no gaps), `#[repr(C, packed(N))]`, `#[repr(C, align(N))]` or
/// `#[repr(transparent)]`. Type and const parameters are welcome. Each field is an `Element`: an integer or a float of up
/// to 64 bits, `Be<T>`, `Le<T>`, `FixedBytes<N>`, `Bool8` and the like, an array of elements, or another record.
///
/// For `struct Employee { salary: f64, .. }` it writes
///
/// * `impl Element` and `impl Record`: `Employee::DTYPE`, `Employee::FIELDS`;
/// * `Employee::SALARY`, a token, as visible as the field; fields of tuple structs are called `f0`, `f1`, …;
/// * `EmployeeColumns<'a>` and `EmployeeColumnsMut<'a>`, with a view for each field.
///
/// ```
/// use record_core::{Be, FixedBytes, Record, View};
///
/// #[derive(Record, Clone, Copy)]
/// #[repr(C, packed)]
/// struct Employee {
///     name: FixedBytes<4>,
///     age: u8,
///     salary: Be<f32>,
/// }
///
/// let bytes = *b"Ann\0\x29\x42\x28\0\0Bob\0\x33\x41\x20\0\0";
/// let staff = View::<Employee>::from_bytes(&bytes)?;
/// assert_eq!(Employee::SALARY.offset(), 5);
/// assert_eq!(staff.col(Employee::SALARY).to_vec(), [42.0, 10.0]);
/// let EmployeeColumns { age, .. } = staff.columns();
/// assert_eq!(age.to_vec(), [41, 51]);
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # On the struct
///
/// | key | meaning |
/// |---|---|
/// | `rename_all = "camelCase"` | names in the dtype: `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE`, as in serde |
/// | `size = 44`, `align = 4` | bytes that the struct must have, and be aligned to |
/// | `layout = "packed"`, `"aligned"` | no gaps; laid out as in C |
/// | `endian = "big"`, `"little"`, `"native"` | the byte order that every field must have |
/// | `bytemuck` | also implements `Zeroable`, `AnyBitPattern` and, for a struct without gaps, `NoUninit` |
/// | `native = "ReadingNative"` | the struct that a record is once it is in native byte order, see `HasNative` |
/// | `crate = path` | where `record_core` is, if not at `::record_core` |
///
/// `size`, `align`, `layout`, `endian` and `offset` change nothing. They are checked where the struct is defined, and for
/// a struct with parameters where its dtype is first used. That the struct of `native` is this one but for byte order (the
/// same names, titles, offsets, sizes and kinds) is checked there too, and for a struct with parameters where records are
/// converted.
///
/// ```
/// use record_core::{Be, Record};
///
/// #[derive(Record, Clone, Copy)]
/// #[repr(C, packed)]
/// #[record(rename_all = "kebab-case", size = 6, align = 1, layout = "packed", endian = "big", bytemuck)]
/// struct Header {
///     magic_number: Be<u32>,
///     version: Be<u16>,
/// }
///
/// assert_eq!(Header::FIELDS[0].name(), "magic-number");
/// ```
///
/// A struct with parameters gets `Zeroable` and `AnyBitPattern` from `bytemuck`, and never `NoUninit`: whether it has gaps
/// depends on the parameters.
///
/// # On a field
///
/// | key | meaning |
/// |---|---|
/// | `rename = "Salary"` | its name in the dtype |
/// | `title = "in CHF"` | NumPy's second name |
/// | `token = "PAY"` | its token; needed where two names differ only by case, or a token would be `DTYPE` or `FIELDS` |
/// | `offset = 36` | where it must be |
/// | `endian = ".."` | the byte order that it must have |
/// | `bits(name = 0..3, flag = 3)` | tokens for bits of an integer, counted from the least significant one; from the most significant one with `order = "msb"`, and then, where the type is an alias, with `width = 16` |
///
/// ```
/// use record_core::{Be, Record, View};
///
/// #[derive(Record, Clone, Copy)]
/// #[repr(C, packed)]
/// struct Packet {
///     #[record(bits(version = 0..3, kind = 3, apid = 5..16, order = "msb"))]
///     id: Be<u16>,
///     #[record(offset = 2, endian = "big", rename = "len", title = "bytes - 1", token = "LEN")]
///     length: Be<u16>,
/// }
///
/// let packets = View::<Packet>::from_bytes(&[0x09, 0x23, 0, 7])?;
/// assert_eq!(packets.col(Packet::APID).to_vec(), [0x123]);
/// assert_eq!(packets.col(Packet::LEN).to_vec(), [7]);
/// # Ok::<(), record_core::Error>(())
/// ```
#[proc_macro_derive(Record, attributes(record))]
pub fn derive_record(input: TokenStream) -> TokenStream {
    expand::derive(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes an enum one that [`Coded`] can hold: stored as its integer, whatever a file says.
///
/// For an enum without fields and with `#[repr(u8)]`, `u16`, `u32`, `u64`, `i8`, `i16`, `i32` or `i64`. It writes
/// `impl Code`: the enum's name, its variants and their names, `from_raw` and `to_raw`. The discriminants are the codes,
/// constant expressions too.
///
/// ```
/// use record_core::{Be, Code, Coded, Record, View};
///
/// const FIRST: i16 = -2;
///
/// #[derive(Code, Clone, Copy, Debug, PartialEq)]
/// #[repr(i16)]
/// enum Status { Lost = FIRST, Late, Good = 1 << 4 }
///
/// #[derive(Record, Clone, Copy)]
/// #[repr(C, packed)]
/// struct Row { status: Coded<Status, Be<i16>> }
///
/// let rows = View::<Row>::from_bytes(&[0xff, 0xff, 0, 16, 0, 9])?;
/// let status = rows.col(Row::STATUS);
/// assert_eq!(status.first(), Some(Ok(Status::Late)));
/// assert_eq!(status.filter_by(|status| status.is_err()).len(), 1);
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// `#[code(crate = path)]` says where `record_core` is, if not at `::record_core`.
///
/// [`Coded`]: https://docs.rs/record-core/latest/record_core/struct.Coded.html
#[proc_macro_derive(Code, attributes(code))]
pub fn derive_code(input: TokenStream) -> TokenStream {
    code::derive(&parse_macro_input!(input as DeriveInput)).into()
}
