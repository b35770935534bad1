//! The one hidden macro: all `unsafe impl` text of derived records.
//!
//! The derive only invokes it. It is sound for any input, so that invoking it by hand gains nothing: it lists the
//! fields in a pattern without `..` (none forgotten, none twice, no enum, no union), uses each under the declared type
//! (no other type), and takes offsets from `offset_of!`. The text is here, written with `$crate`, and not in the derive,
//! because an expansion that named a path could be made to implement somebody else's unsafe trait by a crate of that
//! name.

/// Implements `Element` and `Record` for a struct, and its tokens.
///
/// ```text
/// __record! {
///     impl {generics} {Type} {where clause} aligned: bool
///     fields { [vis] [docs] TOKEN member "name" {Type} ["title"] ; … }
///     columns 'lifetime { ColumnsType } ColumnsName, { ColumnsMutType } ColumnsMutName { member: as_named; … }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    (
        impl { $($generics:tt)* } { $record:ty } { $($bounds:tt)* } aligned: $aligned:literal
        fields { $(
            [$($vis:tt)*] [$($doc:tt)*] $token:ident $member:tt $column:ident $name:literal { $type:ty } [$($title:literal)?];
        )* }
        columns $view:lifetime { $columns:ty } $columns_name:ident { $columns_mut:ty } $columns_mut_name:ident
    ) => {
        // SAFETY (conditions of `Element`): 1: the type is `Copy` and consists of the listed fields, each an element,
        // and gaps. 2, 3: `static_record` takes offsets and sizes from the compiler, and refuses overlaps. 4: every
        // field is put, at its offset. The type is a struct, and the list is complete, because `put_fields` takes it
        // apart with a pattern without `..`.
        unsafe impl<$($generics)*> $crate::__private::Element for $record $($bounds)* {
            const DTYPE: &'static $crate::__private::DType = &$crate::__private::DType::static_record(
                <Self as $crate::__private::Record>::FIELDS,
                $crate::__private::size_of::<Self>(),
                if $aligned { $crate::__private::align_of::<Self>() } else { 1 },
                $aligned,
            );
            type Value = Self;

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
                $(
                    // SAFETY: `self.$member` below has this type, or the code does not compile.
                    let field = unsafe {
                        $crate::__private::Field::<Self, $type>::new($crate::__private::offset_of!(Self, $member))
                    };
                    $crate::__private::Slot::put(
                        $crate::__private::Slot::field(&mut slot, field),
                        { self.$member },
                    );
                )*
                let _ = &mut slot;
            }
        }

        impl<$($generics)*> $crate::__private::Record for $record $($bounds)* {
            const FIELDS: &'static [$crate::__private::FieldType] = &[$(
                $crate::__field_type!(
                    $name, [$($title)?],
                    $crate::__private::offset_of!(Self, $member),
                    <$type as $crate::__private::Element>::DTYPE
                )
            ),*];
            type Columns<$view> = $columns;
            type ColumnsMut<$view> = $columns_mut;

            fn columns(view: $crate::__private::View<'_, Self>) -> Self::Columns<'_> {
                let _ = view;
                $columns_name { $($column: $crate::__private::View::col(view, Self::$token)),* }
            }

            fn columns_mut(view: $crate::__private::ViewMut<'_, Self>) -> Self::ColumnsMut<'_> {
                let parts = $crate::__private::Parts::new(view);
                let _ = &parts;
                $columns_mut_name { $(
                    // SAFETY: the fields of a struct do not share bytes, and the pattern in `put_fields` lists each
                    // once.
                    $column: unsafe { $crate::__private::Parts::take(&parts, Self::$token) }
                ),* }
            }
        }

        impl<$($generics)*> $record $($bounds)* {
            $(
                $($doc)*
                $($vis)* const $token: $crate::__private::Field<Self, $type> =
                    // SAFETY: the field has this type, or `put_fields` above does not compile.
                    unsafe { $crate::__private::Field::new($crate::__private::offset_of!(Self, $member)) };
            )*
        }
    };
}

/// A field's entry in `FIELDS`, with or without a title.
#[doc(hidden)]
#[macro_export]
macro_rules! __field_type {
    ($name:literal, [], $offset:expr, $dtype:expr) => {
        $crate::__private::FieldType::new($name, $offset, $dtype)
    };
    ($name:literal, [$title:literal], $offset:expr, $dtype:expr) => {
        $crate::__private::FieldType::with_title($name, $title, $offset, $dtype)
    };
}
