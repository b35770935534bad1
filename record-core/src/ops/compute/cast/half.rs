//! Casts of floats of 16 bits, by way of `f32`, which holds them all.

use super::{CastTo, NumberType, Operated};
use crate::view::half::nearest_half;
use half::f16;

macro_rules! halves {
    ($($type:ident)*) => {$(
        impl CastTo<$type> for f16 {
            const TO: NumberType = <f32 as CastTo<$type>>::TO;

            #[inline(always)]
            fn exactly(self, fault: &mut bool) -> $type {
                CastTo::<$type>::exactly(self.to_f32(), fault)
            }

            #[inline(always)]
            fn lossy(self, fault: &mut bool) -> $type {
                CastTo::<$type>::lossy(self.to_f32(), fault)
            }

            #[inline(always)]
            fn saturating(self) -> $type {
                CastTo::<$type>::saturating(self.to_f32())
            }

            #[inline(always)]
            fn wrapping(self) -> $type {
                CastTo::<$type>::wrapping(self.to_f32())
            }

            fn operated(self) -> Operated {
                Operated::Float(self.into())
            }
        }

        impl CastTo<f16> for $type {
            const TO: NumberType = NumberType::F16;

            #[inline(always)]
            fn exactly(self, fault: &mut bool) -> f16 {
                // Rounded once: an `f64` holds every integer that a float of 16 bits does.
                let wide: f64 = CastTo::<f64>::lossy(self, fault);
                let half = nearest_half(wide);
                // Integers must arrive as they are, floats may be rounded, but not to infinity.
                let whole = matches!(CastTo::<f16>::operated(self), Operated::Int(_));
                *fault |= if whole { half.to_f64() != wide } else { half.is_infinite() && wide.is_finite() };
                half
            }

            #[inline(always)]
            fn lossy(self, fault: &mut bool) -> f16 {
                let wide: f64 = CastTo::<f64>::lossy(self, fault);
                let half = nearest_half(wide);
                *fault |= half.is_infinite() && wide.is_finite();
                half
            }

            #[inline(always)]
            fn saturating(self) -> f16 {
                let wide: f64 = CastTo::<f64>::saturating(self);
                let half = nearest_half(wide);
                if half.is_infinite() && wide.is_finite() { f16::MAX.copysign(half) } else { half }
            }

            #[inline(always)]
            fn wrapping(self) -> f16 {
                nearest_half(CastTo::<f64>::wrapping(self))
            }

            fn operated(self) -> Operated {
                CastTo::<f64>::operated(self)
            }
        }
    )*};
}

#[allow(clippy::float_cmp)] // exact is meant
mod pairs {
    use super::{CastTo, NumberType, Operated, f16, nearest_half};

    halves! { i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 }
}

impl CastTo<f16> for bool {
    const TO: NumberType = NumberType::F16;

    #[inline(always)]
    fn exactly(self, _: &mut bool) -> f16 {
        CastTo::<f16>::wrapping(self)
    }

    #[inline(always)]
    fn wrapping(self) -> f16 {
        if self { f16::ONE } else { f16::ZERO }
    }

    fn operated(self) -> Operated {
        Operated::Int(self.into())
    }
}

impl CastTo<bool> for f16 {
    const TO: NumberType = NumberType::Bool;

    #[inline(always)]
    fn exactly(self, fault: &mut bool) -> bool {
        CastTo::<bool>::exactly(self.to_f32(), fault)
    }

    #[inline(always)]
    fn lossy(self, _: &mut bool) -> bool {
        self != f16::ZERO
    }

    #[inline(always)]
    fn wrapping(self) -> bool {
        self != f16::ZERO
    }

    fn operated(self) -> Operated {
        Operated::Float(self.into())
    }
}
