use record_core::{Be, Bool8, Record};

/// Records of 4 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C)]
pub struct NaturalC {
    /// `'?'` at byte 0.
    pub x: Bool8,
    /// `'>u2'` at byte 2.
    pub y: Be<u16>,
}

/// Records of 9 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
pub struct NaturalD {
    /// `'u1'` at byte 0.
    pub e: u8,
    /// `'<i8'` at byte 1.
    pub f: i64,
}

/// Records of 56 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C)]
pub struct Natural {
    /// `'u1'` at byte 0.
    pub a: u8,
    /// `'<f8'` at byte 8.
    pub b: f64,
    /// A record of 4 bytes, shape (2, 3), at byte 16.
    pub c: [[NaturalC; 3]; 2],
    /// A record of 9 bytes at byte 40.
    pub d: NaturalD,
}
