//! The expansion names nothing that a user could have given another meaning.

#![no_implicit_prelude]
// Each name below is chosen to be in the way.
#![allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, unused_imports)]

/// Types, modules, macros and constants with names that an expansion might use.
mod shadowed {
    use ::record_core::Record;

    pub struct Option;
    pub struct Result;
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct Err;
    pub struct Copy;
    pub struct Clone;
    pub struct Debug;
    pub struct Send;
    pub struct Sync;
    pub struct Element;
    pub struct Field;
    pub struct FieldType;
    pub struct DType;
    pub struct View;
    pub struct ViewMut;
    pub struct Slot;
    pub struct Parts;
    pub type u8 = [f64; 3];
    pub type usize = ();
    pub type bool = ();
    pub type str = ();
    pub const salary: u16 = 3;
    pub static Y: u16 = 3;
    pub const SALARY: u16 = 3;
    mod core {}
    mod std {}
    mod alloc {}
    mod bytemuck {}
    mod record_core {
        macro_rules! __record {
            ($($tokens:tt)*) => {
                compile_error!("a local module stood in for the crate");
            };
        }
        pub(super) use __record;
    }

    #[derive(Record, ::std::clone::Clone, ::std::marker::Copy)]
    #[repr(C)]
    #[record(size = 64, align = 8, endian = "native", bytemuck)]
    pub struct Shadowed {
        salary: u8,
        #[record(offset = 24)]
        Y: u16,
        option: u32,
        list: [u8; 1],
        #[record(bits(low = 0..3))]
        word: u16,
    }

    pub fn offsets() -> [::std::primitive::usize; 3] {
        [Shadowed::SALARY.offset(), Shadowed::Y.offset(), Shadowed::LIST.offset()]
    }
}

/// Fields with the names that the expansion uses for its own variables and functions.
mod field_names {
    use ::record_core::Record;

    #[derive(Record, ::std::clone::Clone, ::std::marker::Copy)]
    #[repr(C)]
    pub struct Names {
        self_: u8,
        #[record(token = "DTYPE_FIELD")]
        dtype: u8,
        #[record(token = "FIELDS_FIELD")]
        fields: u8,
        view: u8,
        slot: u8,
        field: u8,
        parts: u8,
        offset: u8,
        value: u8,
        f: u8,
        r#crate_: u8,
        columns: u8,
        load: u8,
        store: u8,
        title: u8,
        r#type: u8,
        r#struct: u8,
        a: u8,
    }

    pub fn sizes() -> (usize, usize, u8) {
        let bytes = [9_u8; 18];
        let view = ::std::result::Result::unwrap(::record_core::View::<'_, Names>::from_bytes(&bytes));
        let columns = view.columns();
        (
            <Names as ::record_core::Element>::DTYPE.itemsize(),
            <Names as Record>::FIELDS.len(),
            ::std::option::Option::unwrap(columns.a.get_at([0])),
        )
    }
}

/// Generic parameters with the names of what the expansion uses.
mod parameters {
    use ::record_core::Record;

    #[derive(Record, ::std::clone::Clone, ::std::marker::Copy)]
    #[repr(C)]
    pub struct Generic<R, T, U, D, Element, const N: usize>
    where
        for<'a> [Element; N]: Any<&'a u8>,
    {
        a: R,
        b: T,
        c: U,
        d: D,
        e: [Element; N],
    }

    pub trait Any<T> {}
    impl<T, U> Any<U> for T {}

    pub fn offset() -> usize {
        Generic::<u8, u8, u8, u8, u16, 4>::E.offset()
    }
}

#[test]
fn nothing_is_in_the_way() {
    ::std::assert_eq!(shadowed::offsets(), [0, 24, 32]);
    ::std::assert_eq!(field_names::sizes(), (18, 18, 9));
    ::std::assert_eq!(parameters::offset(), 4);
}
