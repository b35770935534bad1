//! `.npy` files: headers against NumPy's recorded ones, reading, writing, maps and appending.

mod dtype_support;
#[path = "npy/headers.rs"]
mod headers;
#[path = "npy/hostile.rs"]
mod hostile;
#[path = "npy/live.rs"]
mod live;
#[path = "npy/random_dtypes.rs"]
mod random_dtypes;
