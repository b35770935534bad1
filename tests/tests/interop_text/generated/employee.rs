use record_core::{Be, FixedBytes, Record};

/// Records of 60 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
pub struct Employee {
    /// `'S32'` at byte 0.
    pub name: FixedBytes<32>,
    /// `'<i4'` at byte 32.
    pub age: i32,
    /// `'<f8'` at byte 36.
    pub salary: f64,
    /// `'>f4'` at byte 44.
    #[record(rename = "badge temp")]
    pub badge_temp: Be<f32>,
    /// `'<f4'`, shape (3), at byte 48.
    pub position: [f32; 3],
}
