//! A value that is either in the program's image or shared through an `Arc`.
//!
//! A derived dtype is a constant and points at constants; a parsed one is built at run time and is shared by
//! reference counting. Cloning either is cheap, and both go through the same code.

#[cfg(feature = "alloc")]
use alloc::sync::Arc;
use core::{fmt, hash, ops::Deref};

/// `&'static T`, or `Arc<T>` where there is an allocator.
pub(crate) enum Lazy<T: ?Sized + 'static> {
    Static(&'static T),
    #[cfg(feature = "alloc")]
    Shared(Arc<T>),
}

impl<T: ?Sized> Deref for Lazy<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        match self {
            Self::Static(value) => value,
            #[cfg(feature = "alloc")]
            Self::Shared(value) => value,
        }
    }
}

impl<T: ?Sized> Clone for Lazy<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Static(value) => Self::Static(value),
            #[cfg(feature = "alloc")]
            Self::Shared(value) => Self::Shared(Arc::clone(value)),
        }
    }
}

impl<T: ?Sized + PartialEq> PartialEq for Lazy<T> {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq::<T>(&raw const **self, &raw const **other) || **self == **other
    }
}

impl<T: ?Sized + Eq> Eq for Lazy<T> {}

impl<T: ?Sized + hash::Hash> hash::Hash for Lazy<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
