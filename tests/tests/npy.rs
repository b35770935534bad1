//! `.npy` files: headers against NumPy's recorded ones, reading, writing, maps and appending.

#[path = "npy/appends.rs"]
mod appends;
#[path = "npy/doors.rs"]
mod doors;
mod dtype_support;
#[path = "npy/facts.rs"]
mod facts;
#[path = "npy/headers.rs"]
mod headers;
#[path = "npy/hostile.rs"]
mod hostile;
#[path = "npy/live.rs"]
mod live;
#[path = "npy/maps.rs"]
mod maps;
#[path = "npy/random_dtypes.rs"]
mod random_dtypes;
#[path = "npy/real.rs"]
mod real;
#[path = "npy/support.rs"]
mod support;
#[path = "npy/texts.rs"]
mod texts;
