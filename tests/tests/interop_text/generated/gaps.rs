use record_core::{Opaque, Record};

/// Records of 19 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
pub struct Gaps {
    /// A gap of 3 bytes.
    pub _gap0: Opaque<3>,
    /// `'<u2'` at byte 3.
    pub a: u16,
    /// A gap of 3 bytes.
    pub _gap1: Opaque<3>,
    /// `'<f4'`, shape (2), at byte 8.
    pub b: [f32; 2],
    /// A gap of 3 bytes.
    pub _gap2: Opaque<3>,
}
