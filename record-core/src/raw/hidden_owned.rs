//! What the hidden macro writes for a struct of arrays; nothing, where the crate is built without an allocator.
//!
//! An expansion is the same for all users, whatever features they have of their own: here the feature of this crate
//! decides. All of it is safe code.

/// The struct, its methods, and its part of `impl Record`.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! __record_owned {
    (
        struct [$struct_vis:vis] [$(#[doc = $struct_doc:expr])*] $owned:ident
        [$($param:ident),*] [$($constant:ident: $constant_type:ty),*]
        [$({
            [$($for_bounded:lifetime),*] $bounded:ty: $([$($for_bound:lifetime),*] $bound:path),*; $($outlives:lifetime),*
        })*]
        { $([$(#[doc = $doc:expr])*] [$vis:vis] $column:ident { $type:ty };)* }
    ) => {
        $(#[doc = $struct_doc])*
        #[allow(dead_code, deprecated, missing_debug_implementations, non_camel_case_types, non_snake_case)]
        $struct_vis struct $owned<$($param,)* $(const $constant: $constant_type,)*>
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
        {
            $($(#[doc = $doc])* $vis $column: $crate::__private::columns::Array<$type>,)*
        }
    };
    (
        methods [$struct_vis:vis] { $record:ty } { $type:ty } $owned:ident
        [$($param:ident),*] [$($constant:ident: $constant_type:ty),*]
        [$({
            [$($for_bounded:lifetime),*] $bounded:ty: $([$($for_bound:lifetime),*] $bound:path),*; $($outlives:lifetime),*
        })*]
        [$({ $element:ty })*]
        { $($column:ident $name:literal;)* }
    ) => {
        #[allow(dead_code, deprecated)]
        impl<$($param,)* $(const $constant: $constant_type,)*> $type
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
            $($element: $crate::__private::Element,)*
        {
            /// A table of the records whose fields these are.
            ///
            /// # Errors
            /// `ColumnsError` if the columns are not equally long, or there is no memory.
            $struct_vis fn to_table(
                &self,
            ) -> $crate::__private::columns::Result<
                $crate::__private::columns::RecordTable<$record>,
                $crate::__private::columns::ColumnsError,
            > {
                $crate::__private::columns::table::<$record>(self)
            }
        }

        #[automatically_derived]
        #[allow(deprecated)]
        impl<$($param,)* $(const $constant: $constant_type,)*> $crate::__private::Clone for $type
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
            $($element: $crate::__private::Element,)*
        {
            fn clone(&self) -> Self {
                $owned { $($column: $crate::__private::Clone::clone(&self.$column)),* }
            }
        }

        #[automatically_derived]
        impl<$($param,)* $(const $constant: $constant_type,)*> $crate::__private::Debug for $type
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
        {
            fn fmt(&self, f: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                $crate::__private::fmt_columns(f, $crate::__private::stringify!($owned), &[$($name),*])
            }
        }
    };
    (impl $owned:ident { $type:ty } { $($token:ident $column:ident $name:literal;)* }) => {
        type ColumnsOwned = $type;

        fn to_columns(
            view: $crate::__private::View<'_, Self>,
            threads: $crate::__private::columns::Threads,
        ) -> $crate::__private::columns::Result<Self::ColumnsOwned, $crate::__private::columns::ArrayError> {
            #[allow(unused_mut)]
            let mut columns = $owned {
                $($column: $crate::__private::columns::room(view, Self::$token)?),*
            };
            $crate::__private::columns::fill(
                view,
                &mut [$($crate::__private::columns::target(&mut columns.$column, Self::$token)),*],
                threads,
            );
            $crate::__private::columns::Result::Ok(columns)
        }

        fn from_columns(
            columns: &Self::ColumnsOwned,
        ) -> $crate::__private::columns::Result<
            $crate::__private::columns::Array<Self>,
            $crate::__private::columns::ColumnsError,
        > {
            let _ = columns;
            #[allow(unused_mut)]
            let mut records = $crate::__private::columns::records::<Self>(
                &[$(($name, $crate::__private::columns::len(&columns.$column))),*],
            )?;
            $($crate::__private::columns::put(&mut records, Self::$token, &columns.$column);)*
            $crate::__private::columns::Result::Ok(records)
        }
    };
    // Beside an error.
    (fallback { $type:ty }) => {
        type ColumnsOwned = $type;

        fn to_columns(
            _: $crate::__private::View<'_, Self>,
            _: $crate::__private::columns::Threads,
        ) -> $crate::__private::columns::Result<Self::ColumnsOwned, $crate::__private::columns::ArrayError> {
            $crate::__private::unreachable()
        }

        fn from_columns(
            _: &Self::ColumnsOwned,
        ) -> $crate::__private::columns::Result<
            $crate::__private::columns::Array<Self>,
            $crate::__private::columns::ColumnsError,
        > {
            $crate::__private::unreachable()
        }
    };
}

/// Nothing: there are no arrays.
#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __record_owned {
    ($($arguments:tt)*) => {};
}
