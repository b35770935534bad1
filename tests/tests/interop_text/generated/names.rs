use record_core::Record;

/// Records of 1 byte.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
pub struct NamesColumns2 {
    /// `'u1'` at byte 0.
    pub n: u8,
}

/// Records of 11 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
#[allow(non_snake_case)]
pub struct Names {
    /// `'u1'` at byte 0.
    pub r#type: u8,
    /// `'u1'` at byte 1.
    #[record(rename = "self")]
    pub self_: u8,
    /// `'u1'` at byte 2.
    pub A: u8,
    /// `'u1'` at byte 3.
    #[record(token = "A_2")]
    pub a: u8,
    /// `'u1'` at byte 4.
    #[record(token = "DTYPE_2")]
    pub dtype: u8,
    /// `'u1'` at byte 5.
    #[record(rename = "x y")]
    pub x_y: u8,
    /// `'u1'` at byte 6.
    #[record(rename = "it's")]
    pub it_s: u8,
    /// `'u1'` at byte 7.
    #[record(rename = "整形")]
    pub f_: u8,
    /// `'u1'` at byte 8.
    #[record(title = "Title \"1\"")]
    pub t: u8,
    /// `'u1'` at byte 9.
    #[record(rename = "_")]
    pub f__2: u8,
    /// A record of 1 byte at byte 10.
    pub columns: NamesColumns2,
}
