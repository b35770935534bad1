use record_core::Record;

/// Records of 10 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed(2))]
pub struct Pairs {
    /// `'u1'` at byte 0.
    pub a: u8,
    /// `'<f8'` at byte 2.
    pub b: f64,
}
