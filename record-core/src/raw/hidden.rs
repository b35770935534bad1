//! The one hidden macro: all `unsafe impl` text of derived records.
//!
//! The derive only invokes it. The text is here, written with `$crate`, and not in the derive, because an expansion
//! that named a path could be made to implement somebody else's unsafe trait by a crate of that name. The macro is sound
//! for any input, so that invoking it by hand gains nothing:
//!
//! * Nothing that a caller writes stands bare after `unsafe impl`, or inside `unsafe { }`: types, paths, identifiers,
//!   literals and lifetimes are matched as such, never as token trees, so that no caller can end an item and begin another.
//! * The fields are listed in a pattern without `..`: none forgotten, none twice, no enum. Each is read by value, outside
//!   `unsafe`: no union.
//! * Each is passed on under the declared type, by value and as a raw pointer: a value might be coerced to another type,
//!   a pointer to it is not.
//! * The record's type is spelled once, in an alias that the implementations are for. Where a field's type is spelled again,
//!   the compiler is made to compare it with the field's own, by value, by pointer or through the token: a macro in the place
//!   of a type may expand to another type each time.
//! * Offsets come from `offset_of!`.
//! * A token takes no attribute but `#[doc = …]`, so that none can be configured away and replaced by another constant.

/// Implements `Element` and `Record` for a struct, its tokens, and the structs of its columns; or, with a word in front, an
/// assertion, tokens of bits, the native twin, bytemuck's traits, or what stands in for a struct with a mistake.
///
/// ```text
/// __record! {
///     [vis] struct { Type } [type parameters] [const parameters] [bounds] [field types that must be elements]
///     columns [docs] TypeColumns [docs] TypeColumnsMut [docs] TypeColumnsOwned 'lifetime
///     aligned [{ Type }, if it has no parameters] [assertions, if it has]
///     fields { [docs] [vis], TOKEN member column "name" ["title"] { FieldType }; … }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    // One assertion about a type without parameters, invoked with the place of the attribute.
    (assert { $type:ty } $assertion:ident($($expected:expr),*)) => {
        const _: () = $crate::__private::assert::$assertion::<$type>($($expected),*);
    };
    // Tokens of bit ranges. Safe code: each is made from the token of the field.
    (
        bits { $record:ty }
        [$($param:ident),*] [$($constant:ident: $constant_type:ty),*]
        [$({
            [$($for_bounded:lifetime),*] $bounded:ty: $([$($for_bound:lifetime),*] $bound:path),*; $($outlives:lifetime),*
        })*]
        [$({ $element:ty })*]
        $($vis:vis, $word:ident { $type:ty } {
            $([$(#[doc = $doc:expr])*] $token:ident $low:literal $len:literal;)*
        })*
    ) => {
        #[allow(dead_code)]
        impl<$($param,)* $(const $constant: $constant_type,)*> $record
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
            $($element: $crate::__private::Element,)*
        {
            $($(
                $(#[doc = $doc])*
                $vis const $token: $crate::__private::BitField<Self, $type, $low, $len> =
                    $crate::__private::BitField::new(Self::$word);
            )*)*
        }
    };
    // The twin in native byte order. Safe code, and no promise: where elements are converted, the compiler compares the two.
    (
        native { $record:ty } { $native:ty }
        [$($param:ident),*] [$($constant:ident: $constant_type:ty),*]
        [$({
            [$($for_bounded:lifetime),*] $bounded:ty: $([$($for_bound:lifetime),*] $bound:path),*; $($outlives:lifetime),*
        })*]
        [$({ $element:ty })*]
    ) => {
        #[automatically_derived]
        impl<$($param,)* $(const $constant: $constant_type,)*> $crate::__private::HasNative for $record
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
            $($element: $crate::__private::Element,)*
        {
            type Native = $native;
        }
    };
    (bytemuck $($rest:tt)*) => { $crate::__record_bytemuck! { $($rest)* } };
    (fallback $($rest:tt)*) => { $crate::__record_fallback! { $($rest)* } };
    (
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
        $aligned:literal [$({ $concrete:ty })?] [$($assertion:ident($($expected:expr),*))*]
        fields { $(
            [$(#[doc = $doc:expr])*] $vis:vis, $token:ident $member:tt $column:ident $name:literal [$($title:literal)?] { $type:ty };
        )* }
    ) => {
        const _: () = {
            // The type is spelled out here and nowhere else: a macro in its place may expand to another type each time.
            type __Record<$($param,)* $(const $constant: $constant_type,)*> = $record;

            // SAFETY (conditions of `Element`): 1: the type is `Copy` and consists of the listed fields, each an element,
            // and gaps. 2, 3: `static_record` takes offsets and sizes from the compiler, and refuses overlaps. 4: every
            // field is put, at its offset. The type is a struct, and the list is complete, because `put_fields` takes it
            // apart with a pattern without `..`.
            #[automatically_derived]
            #[allow(deprecated)]
            unsafe impl<$($param,)* $(const $constant: $constant_type,)*> $crate::__private::Element for __Record<$($param,)* $($constant,)*>
            where
                $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
                $($element: $crate::__private::Element,)*
                $($crate::__private::Proof<'static, { $crate::__private::is_plain::<$concrete>() }>: $crate::__private::Yes,)?
            {
                const DTYPE: &'static $crate::__private::DType = &{
                    $($crate::__private::assert::$assertion::<Self>($($expected),*);)*
                    $crate::__private::record_dtype::<Self>($aligned)
                };
                type Value = Self;
                const SHOWN: $crate::__private::Shown =
                    $crate::__private::Shown::Fields { of: &[$(
                        $crate::__private::shown(Self::$token, <$type as $crate::__private::Element>::TYPED)
                    ),*] };

                #[inline(always)]
                fn load(self) -> Self {
                    self
                }

                #[inline(always)]
                fn store(value: Self) -> Self {
                    value
                }

                #[inline]
                fn put_fields(self, mut slot: $crate::__private::Slot<'_, Self>) {
                    // All fields, each once.
                    let Self { $($member: _),* } = self;
                    $(<$type as $crate::__private::Element>::put_field(
                        self.$member,
                        &raw const self.$member,
                        $crate::__private::Slot::field(&mut slot, Self::$token),
                    );)*
                    let _ = &mut slot;
                }
            }

            #[automatically_derived]
            #[allow(deprecated)]
            impl<$($param,)* $(const $constant: $constant_type,)*> $crate::__private::Record for __Record<$($param,)* $($constant,)*>
            where
                $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
                $($element: $crate::__private::Element,)*
                $($crate::__private::Proof<'static, { $crate::__private::is_plain::<$concrete>() }>: $crate::__private::Yes,)?
            {
                const FIELDS: &'static [$crate::__private::FieldType] =
                    &[$($crate::__private::field_type(
                        $name,
                        &[$($title)?],
                        Self::$token,
                        <$type as $crate::__private::Element>::TYPED,
                    )),*];
                type Columns<$view> = $columns<$view, $($param,)* $($constant,)*>;
                type ColumnsMut<$view> = $columns_mut<$view, $($param,)* $($constant,)*>;

                fn columns(view: $crate::__private::View<'_, Self>) -> Self::Columns<'_> {
                    let _ = view;
                    $columns { $($column: $crate::__private::column(view, Self::$token)),* }
                }

                fn columns_mut(view: $crate::__private::ViewMut<'_, Self>) -> Self::ColumnsMut<'_> {
                    // All fields, each once: no two of the columns share bytes.
                    let _ = |Self { $($member: _),* }: Self| {};
                    let parts = $crate::__private::Parts::new(view);
                    let _ = &parts;
                    $columns_mut { $(
                        // SAFETY: the fields of a struct do not share bytes, and the pattern above lists each once.
                        $column: unsafe { $crate::__private::Parts::take(&parts, Self::$token) }
                    ),* }
                }

                $crate::__record_owned! {
                    impl $owned { $owned<$($param,)* $($constant,)*> } { $($token $column $name;)* }
                }
            }

            $crate::__record_owned! {
                methods [$struct_vis] { __Record<$($param,)* $($constant,)*> } { $owned<$($param,)* $($constant,)*> } $owned
                [$($param),*] [$($constant: $constant_type),*]
                [$({ [$($for_bounded),*] $bounded: $([$($for_bound),*] $bound),*; $($outlives),* })*]
                [$({ $element })*]
                { $($column $name;)* }
            }

            #[allow(dead_code, deprecated)]
            impl<$($param,)* $(const $constant: $constant_type,)*> __Record<$($param,)* $($constant,)*>
            where
                $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
            {
                $(
                    $(#[doc = $doc])*
                    $vis const $token: $crate::__private::Field<Self, $type> = {
                        let offset = $crate::__private::offset_of!(Self, $member);
                        // SAFETY: the field has this type, or `put_fields` above does not compile.
                        unsafe { $crate::__private::Field::new(offset) }
                    };
                )*
            }
        };

        $(#[doc = $columns_doc])*
        #[allow(dead_code, deprecated, non_camel_case_types, non_snake_case)]
        $struct_vis struct $columns<$view, $($param,)* $(const $constant: $constant_type,)*>
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
        {
            $($(#[doc = $doc])* $vis $column: $crate::__private::View<$view, $type>,)*
        }

        #[automatically_derived]
        impl<$view, $($param,)* $(const $constant: $constant_type,)*> $crate::__private::Clone
            for $columns<$view, $($param,)* $($constant,)*>
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
        {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        #[automatically_derived]
        impl<$view, $($param,)* $(const $constant: $constant_type,)*> $crate::__private::Copy
            for $columns<$view, $($param,)* $($constant,)*>
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
        {}

        #[automatically_derived]
        impl<$view, $($param,)* $(const $constant: $constant_type,)*> $crate::__private::Debug
            for $columns<$view, $($param,)* $($constant,)*>
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
        {
            fn fmt(&self, f: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                $crate::__private::fmt_columns(f, $crate::__private::stringify!($columns), &[$($name),*])
            }
        }

        $(#[doc = $columns_mut_doc])*
        #[allow(dead_code, deprecated, non_camel_case_types, non_snake_case)]
        $struct_vis struct $columns_mut<$view, $($param,)* $(const $constant: $constant_type,)*>
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
        {
            $($(#[doc = $doc])* $vis $column: $crate::__private::ViewMut<$view, $type>,)*
        }

        #[automatically_derived]
        impl<$view, $($param,)* $(const $constant: $constant_type,)*> $crate::__private::Debug
            for $columns_mut<$view, $($param,)* $($constant,)*>
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
        {
            fn fmt(&self, f: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                $crate::__private::fmt_columns(f, $crate::__private::stringify!($columns_mut), &[$($name),*])
            }
        }

        $crate::__record_owned! {
            struct [$struct_vis] [$(#[doc = $owned_doc])*] $owned
            [$($param),*] [$($constant: $constant_type),*]
            [$({ [$($for_bounded),*] $bounded: $([$($for_bound),*] $bound),*; $($outlives),* })*]
            { $([$(#[doc = $doc])*] [$vis] $column { $type };)* }
        }

        $(const _: () = $crate::__private::check::<$concrete>();)?
    };
}
