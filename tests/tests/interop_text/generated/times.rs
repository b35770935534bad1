use record_core::{Be, Complex, DateTime64, F16, FixedUtf32, Opaque, Record, TimeDelta64, time::{Days, Generic, Multiple, Nanoseconds, Seconds}};
// `F16` needs record-core's feature "half".
// `Complex` needs record-core's feature "num-complex".

/// Records of 85 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
pub struct Times {
    /// `'<M8[ns]'` at byte 0.
    pub a: DateTime64<Nanoseconds>,
    /// `'>M8[25s]'` at byte 8.
    pub b: Be<DateTime64<Multiple<Seconds, 25>>>,
    /// `'<m8[D]'` at byte 16.
    pub c: TimeDelta64<Days>,
    /// `'>m8'` at byte 24.
    pub d: Be<TimeDelta64<Generic>>,
    /// `'>U3'` at byte 32.
    pub e: Be<FixedUtf32<3>>,
    /// `'<U2'` at byte 44.
    pub f: FixedUtf32<2>,
    /// `'V5'` at byte 52.
    pub g: Opaque<5>,
    /// `'<f2'` at byte 57.
    pub h: F16,
    /// `'>f2'` at byte 59.
    pub i: Be<F16>,
    /// `'<c8'` at byte 61.
    pub j: Complex<f32>,
    /// `'>c16'` at byte 69.
    pub k: Be<Complex<f64>>,
}
