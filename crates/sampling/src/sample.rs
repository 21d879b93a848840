use fearless_simd::{Simd, SimdBase, f64x8};

/// The type of written samples: doubles, or floats.
///
/// A float is the double rounded to nearest, within the floats of the distribution's range; one of a uniform sample in
/// [0, 1) is the upper 24 bits of its word, so that it is never 1.
pub trait Sample: Copy + Default + private::Sealed {
    /// Whether these are floats.
    #[doc(hidden)]
    const FLOATS: bool;

    /// What samples are clamped to before they are rounded, for a range of doubles.
    #[doc(hidden)]
    fn bounds(range: Option<[f64; 2]>) -> Option<[f64; 2]>;

    #[doc(hidden)]
    fn store<S: Simd>(samples: f64x8<S>, out: &mut [Self; 8]);
}

mod private {
    pub trait Sealed {}
    impl Sealed for f64 {}
    impl Sealed for f32 {}
}

impl Sample for f64 {
    const FLOATS: bool = false;

    /// A rule keeps to its range.
    #[inline(always)]
    fn bounds(_: Option<[f64; 2]>) -> Option<[f64; 2]> {
        None
    }

    #[inline(always)]
    fn store<S: Simd>(samples: f64x8<S>, out: &mut [f64; 8]) {
        samples.store_slice(out);
    }
}

impl Sample for f32 {
    const FLOATS: bool = true;

    /// The least and the largest float within the range: clamping to floats before rounding is as good as after it.
    #[inline(always)]
    fn bounds(range: Option<[f64; 2]>) -> Option<[f64; 2]> {
        range.map(|[least, most]| {
            let (above, below) = (least as f32, most as f32);
            let above = if f64::from(above) < least { above.next_up() } else { above };
            let below = if f64::from(below) > most { below.next_down() } else { below };
            // A bound that is zero is 0, not -0.
            [f64::from(above) + 0.0, f64::from(below) + 0.0]
        })
    }

    #[inline(always)]
    fn store<S: Simd>(samples: f64x8<S>, out: &mut [f32; 8]) {
        // `as` rounds to nearest, ties to even, as IEEE 754 has it.
        *out = samples.as_array().map(|sample| sample as f32);
    }
}

/// A whole number that samples can be written as.
pub trait Whole: Copy + Default {
    /// The number of a whole double, or `None` if it does not fit.
    fn of(sample: f64) -> Option<Self>;
}

macro_rules! whole {
    ($($type:ident),*) => {
        $(impl Whole for $type {
            #[inline(always)]
            fn of(sample: f64) -> Option<Self> {
                // The largest number may not be a double; one more is.
                let beyond = 2.0 * (<$type>::MAX / 2 + 1) as f64;
                (sample >= <$type>::MIN as f64 && sample < beyond).then_some(sample as $type)
            }
        })*
    };
}

whole!(i8, u8, i16, u16, i32, u32, i64, u64);
