use fearless_simd::{Simd, SimdBase, f64x8};

/// The type of written samples: doubles, or single precision.
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

/// What a sample x becomes: `offset + factor * x`, with two roundings, but at most `most`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The mean of Gaussian samples, the lowest of uniform ones.
    pub offset: f64,
    /// The deviation of Gaussian samples, the range of uniform ones.
    pub factor: f64,
    /// The largest uniform sample; infinity for Gaussian ones.
    pub most: f64,
}

/// The last step of a kernel, in its registers.
pub(crate) trait Finish: Copy {
    fn finish<S: Simd>(self, samples: f64x8<S>) -> f64x8<S>;
}

impl Finish for Scale {
    #[inline(always)]
    fn finish<S: Simd>(self, samples: f64x8<S>) -> f64x8<S> {
        (samples * self.factor + self.offset).min(self.most)
    }
}

/// Samples as they are.
#[derive(Clone, Copy)]
pub(crate) struct Unscaled;

impl Finish for Unscaled {
    #[inline(always)]
    fn finish<S: Simd>(self, samples: f64x8<S>) -> f64x8<S> {
        samples
    }
}
