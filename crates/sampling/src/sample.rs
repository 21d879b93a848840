use fearless_simd::{Simd, SimdBase, f64x8};

/// What samples are written as: doubles, or single precision.
///
/// A uniform `f32` is the upper 24 bits of its word, so that it is never 1; a Gaussian one is the double rounded to
/// nearest.
pub trait Sample: Copy + Default + private::Sealed {
    /// The bits of a uniform sample.
    #[doc(hidden)]
    const UNIFORM_BITS: u32;

    #[doc(hidden)]
    fn store<S: Simd>(samples: f64x8<S>, out: &mut [Self; 8]);
}

mod private {
    pub trait Sealed {}
    impl Sealed for f64 {}
    impl Sealed for f32 {}
}

impl Sample for f64 {
    const UNIFORM_BITS: u32 = 53;

    #[inline(always)]
    fn store<S: Simd>(samples: f64x8<S>, out: &mut [f64; 8]) {
        samples.store_slice(out);
    }
}

impl Sample for f32 {
    const UNIFORM_BITS: u32 = 24;

    #[inline(always)]
    fn store<S: Simd>(samples: f64x8<S>, out: &mut [f32; 8]) {
        // `as` rounds to nearest, ties to even, as IEEE 754 has it.
        *out = samples.as_array().map(|sample| sample as f32);
    }
}
