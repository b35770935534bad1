//! What `#[derive(Code)]` expands to. Safe code: an enum is told by its integer, never made of one.

pub use crate::coded::Code;
pub use core::{
    option::Option::{self, None, Some},
    primitive::{i8, i16, i32, i64, str, u8, u16, u32, u64},
};

/// Implements `Code` for an enum; or, beside an error, stands in for it.
///
/// ```text
/// __code! { Type "Type" integer { Variant "Variant" … } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __code {
    ($type:ident $name:literal $int:ident { $($variant:ident $label:literal)+ }) => {
        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::__private::code::Code for $type {
            type Repr = $crate::__private::code::$int;
            const NAME: &'static $crate::__private::code::str = $name;
            const VARIANTS: &'static [(&'static $crate::__private::code::str, Self)] =
                &[$(($label, $type::$variant)),+];

            #[inline]
            fn from_raw(raw: $crate::__private::code::$int) -> $crate::__private::code::Option<Self> {
                $(if raw == $type::$variant as $crate::__private::code::$int {
                    return $crate::__private::code::Some($type::$variant);
                })+
                $crate::__private::code::None
            }

            #[inline]
            fn to_raw(self) -> $crate::__private::code::$int {
                self as $crate::__private::code::$int
            }
        }
    };
    (fallback $type:ident $name:literal) => {
        #[automatically_derived]
        impl $crate::__private::code::Code for $type {
            type Repr = $crate::__private::code::u8;
            const NAME: &'static $crate::__private::code::str = $name;
            const VARIANTS: &'static [(&'static $crate::__private::code::str, Self)] = &[];

            fn from_raw(_: $crate::__private::code::u8) -> $crate::__private::code::Option<Self> {
                $crate::__private::code::None
            }

            fn to_raw(self) -> $crate::__private::code::u8 {
                0
            }
        }
    };
}
