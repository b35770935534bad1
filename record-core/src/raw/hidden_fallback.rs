//! What the hidden macro writes for a struct with a mistake: the message, and a record without contents.
//!
//! The rest of a program can then be checked as if the struct were right: a mistake gives one error, and not one more
//! for each use of a token. Nothing is proved about the struct, so the text must not compile by itself, and yet must not
//! add an error to the one that there is. The unsafe implementation is bound by a constant that is false:
//! `Proof<'static, FALSE>: Yes` is an error. Where `$error` is a `compile_error!`, the constant has no value; the
//! compiler has then reported that error, and passes over the bound in silence.

/// An error, and implementations without contents. Two forms: a struct with fields, and anything else.
#[doc(hidden)]
#[macro_export]
macro_rules! __record_fallback {
    (
        { $error:expr }
        $struct_vis:vis struct { $record:ty }
        [$($param:ident),*] [$($constant:ident: $constant_type:ty),*]
        [$({
            [$($for_bounded:lifetime),*] $bounded:ty: $([$($for_bound:lifetime),*] $bound:path),*; $($outlives:lifetime),*
        })*]
        [$({ $element:ty })*]
        columns
            [$(#[doc = $columns_doc:expr])*] $columns:ident
            [$(#[doc = $columns_mut_doc:expr])*] $columns_mut:ident
            [$(#[doc = $owned_doc:expr])*] $owned:ident
            $view:lifetime
        fields { $(
            [$(#[doc = $doc:expr])*] $vis:vis, $token:ident $member:tt $column:ident $name:literal [$($title:literal)?] { $type:ty };
        )* }
    ) => {
        $crate::__record_fallback! {
            { $error } { $record }
            $view { $columns<$view, $($param,)* $($constant,)*> } { $columns_mut<$view, $($param,)* $($constant,)*> }
            { $owned<$($param,)* $($constant,)*> }
            [$($param),*] [$($constant: $constant_type),*]
            [$({ [$($for_bounded),*] $bounded: $([$($for_bound),*] $bound),*; $($outlives),* })*]
            []
        }

        #[allow(dead_code)]
        impl<$($param,)* $(const $constant: $constant_type,)*> $record
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
        {
            $(
                $(#[doc = $doc])*
                $vis const $token: $crate::__private::Field<Self, $type> = $crate::__private::no_field();
            )*
        }

        $(#[doc = $columns_doc])*
        #[allow(dead_code, deprecated, missing_debug_implementations, non_camel_case_types, non_snake_case)]
        $struct_vis struct $columns<$view, $($param,)* $(const $constant: $constant_type,)*>
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
        {
            $($(#[doc = $doc])* $vis $column: $crate::__private::View<$view, $type>,)*
        }

        $(#[doc = $columns_mut_doc])*
        #[allow(dead_code, deprecated, missing_debug_implementations, non_camel_case_types, non_snake_case)]
        $struct_vis struct $columns_mut<$view, $($param,)* $(const $constant: $constant_type,)*>
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
        {
            $($(#[doc = $doc])* $vis $column: $crate::__private::ViewMut<$view, $type>,)*
        }

        $crate::__record_owned! {
            struct [$struct_vis] [$(#[doc = $owned_doc])*] $owned
            [$($param),*] [$($constant: $constant_type),*]
            [$({ [$($for_bounded),*] $bounded: $([$($for_bound),*] $bound),*; $($outlives),* })*]
            { $([$(#[doc = $doc])*] [$vis] $column { $type };)* }
        }
    };
    (
        { $error:expr } { $record:ty } $view:lifetime { $columns:ty } { $columns_mut:ty } { $owned:ty }
        [$($param:ident),*] [$($constant:ident: $constant_type:ty),*]
        [$({
            [$($for_bounded:lifetime),*] $bounded:ty: $([$($for_bound:lifetime),*] $bound:path),*; $($outlives:lifetime),*
        })*]
        [$({ $element:ty })*]
    ) => {
        const _: () = {
            const FALSE: $crate::__private::bool = {
                $error;
                false
            };

            // SAFETY: none, and no need: the bound does not hold.
            unsafe impl<$($param,)* $(const $constant: $constant_type,)*> $crate::__private::Element for $record
            where
                $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
                $crate::__private::Proof<'static, FALSE>: $crate::__private::Yes,
            {
                const DTYPE: &'static $crate::__private::DType = &$crate::__private::record_dtype::<Self>(false);
                type Value = Self;

                fn load(self) -> Self {
                    self
                }

                fn store(value: Self) -> Self {
                    value
                }

                fn put_fields(self, _: $crate::__private::Slot<'_, Self>) {}
            }

            impl<$($param,)* $(const $constant: $constant_type,)*> $crate::__private::Record for $record
            where
                $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
                $crate::__private::Proof<'static, FALSE>: $crate::__private::Yes,
            {
                const FIELDS: &'static [$crate::__private::FieldType] = &[];
                type Columns<$view> = $columns;
                type ColumnsMut<$view> = $columns_mut;

                fn columns(_: $crate::__private::View<'_, Self>) -> Self::Columns<'_> {
                    $crate::__private::unreachable()
                }

                fn columns_mut(_: $crate::__private::ViewMut<'_, Self>) -> Self::ColumnsMut<'_> {
                    $crate::__private::unreachable()
                }

                $crate::__record_owned! { fallback { $owned } }
            }
        };
    };
}
