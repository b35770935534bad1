//! Floats of 16 bits, IEEE 754 binary16, without a crate for them: to an `f32`, and the nearest to an `f64`.

/// IEEE 754 binary16 to binary32, exactly.
pub(crate) fn half_to_f32(bits: u16) -> f32 {
    let (sign, exponent, fraction) =
        (u32::from(bits >> 15) << 31, u32::from(bits >> 10 & 0x1f), u32::from(bits & 0x3ff));
    match exponent {
        // Zero and subnormals: the fraction counts steps of 2^-24.
        0 => {
            let magnitude = f32::from(bits & 0x3ff) * f32::from_bits(103 << 23);
            f32::from_bits(magnitude.to_bits() | sign)
        }
        // Infinity and NaN.
        0x1f => f32::from_bits(sign | 0xff << 23 | fraction << 13),
        // The exponent's bias is 15 there and 127 here.
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

/// The bits of the float of 16 bits that is nearest, the even one of two.
pub(crate) fn half_from_f64(number: f64) -> u16 {
    // Adding and subtracting this rounds to a whole number, for there are no halves beyond it.
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    let round = |magnitude: f64| (magnitude + WHOLE) - WHOLE;
    let sign = if number.is_sign_negative() { 0x8000 } else { 0 };
    let magnitude = number.abs();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole numbers up to 2048
    let bits = if number.is_nan() {
        0x7e00
    } else if magnitude >= 65_520.0 {
        0x7c00
    } else if magnitude < f64::from_bits((1023 - 14) << 52) {
        // Subnormal: the fraction counts steps of 2^-24. Rounded up to 1024, it is the least normal number.
        round(magnitude * f64::from_bits((1023 + 24) << 52)) as u16
    } else {
        let exponent = (magnitude.to_bits() >> 52) + 15 - 1023;
        // The number in steps of its last place: 1024 to 2048, which carries into the exponent.
        let steps = round(magnitude * f64::from_bits((1023 + 25 - exponent) << 52)) as u16;
        ((exponent as u16 - 1) << 10) + steps
    };
    sign | bits
}

/// The float of 16 bits that is nearest. That of its own crate goes by way of `f32` and rounds twice.
#[cfg(feature = "half")]
pub(crate) fn nearest_half(number: f64) -> half::f16 {
    half::f16::from_bits(half_from_f64(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_comes_back() {
        for bits in 0..=u16::MAX {
            let number = f64::from(half_to_f32(bits));
            if number.is_nan() {
                assert!(half_to_f32(half_from_f64(number)).is_nan());
            } else {
                assert_eq!(half_from_f64(number), bits, "{number}");
            }
        }
    }

    #[test]
    fn what_lies_between_two_halves_goes_to_the_nearer() {
        for bits in 0..0x7bff_u16 {
            let (low, high) = (f64::from(half_to_f32(bits)), f64::from(half_to_f32(bits + 1)));
            let middle = low.midpoint(high);
            assert_eq!(half_from_f64(middle), bits + (bits & 1), "{middle} is between {low} and {high}");
            assert_eq!(half_from_f64(middle.next_down()), bits);
            assert_eq!(half_from_f64(-middle.next_up()), (bits + 1) | 0x8000);
        }
        assert_eq!(
            (half_from_f64(65_519.9), half_from_f64(65_520.0), half_from_f64(-1e300)),
            (0x7bff, 0x7c00, 0xfc00)
        );
    }
}
