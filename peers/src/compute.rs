//! Rows that compute numbers from numbers.

use crate::{
    Args,
    args::on_two,
    hand::{Out, Raw},
    records::Measure,
};

/// Swaps the bytes of all numbers of `out`.
#[unsafe(no_mangle)]
pub extern "C" fn byteswap(args: &Args) -> f64 {
    args.out_view::<f32>().byteswap_inplace();
    0.0
}

/// Swaps the bytes of all numbers of `out`.
#[unsafe(no_mangle)]
pub extern "C" fn byteswap_2(args: &Args) -> f64 {
    on_two(|| args.out_view::<f32>().par_mut().byteswap_inplace());
    0.0
}

/// Swaps the bytes of all numbers of `out`.
#[unsafe(no_mangle)]
pub extern "C" fn byteswap_hand(args: &Args) -> f64 {
    let (out, count) = (Out::of(args), args.count());
    for i in 0..count {
        out.set(i, out.get::<u32>(i).swap_bytes());
    }
    0.0
}

/// `a * b + c` of each record.
#[unsafe(no_mangle)]
pub extern "C" fn fused(args: &Args) -> f64 {
    let m = args.view::<Measure>();
    let computed =
        (m.col(Measure::A) * m.col(Measure::B) + m.col(Measure::C)).write_to(args.out_view::<f64>());
    computed.map_or(f64::NAN, |()| 0.0)
}

/// `a * b + c` of each record.
#[unsafe(no_mangle)]
pub extern "C" fn fused_2(args: &Args) -> f64 {
    on_two(|| {
        let m = args.view::<Measure>();
        let computed = (m.col(Measure::A) * m.col(Measure::B) + m.col(Measure::C)).par();
        computed.write_to(args.out_view::<f64>()).map_or(f64::NAN, |()| 0.0)
    })
}

/// `a * b + c` of each record.
#[unsafe(no_mangle)]
pub extern "C" fn fused_hand(args: &Args) -> f64 {
    let (raw, out) = (Raw::<28>::of(args), Out::of(args));
    for i in 0..raw.count {
        out.set(i, raw.get::<f64, 0>(i) * raw.get::<f64, 8>(i) + raw.get::<f64, 16>(i));
    }
    0.0
}
