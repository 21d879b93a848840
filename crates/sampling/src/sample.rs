use fearless_simd::{Level, Simd, SimdBase};

use crate::plan::Reader;
use crate::short::Short;
use crate::stream::block::Source;
use crate::width::{WIDTH, f64s};

/// The type of written samples: doubles, or floats.
///
/// A float is the double rounded to nearest, within the floats of the distribution's range; one of a uniform sample in
/// [0, 1) is the upper 24 bits of its word, so that it is never 1.
pub trait Sample: Copy + Default + private::Samples {}

pub(crate) mod private {
    use super::*;

    /// How they are written.
    pub trait Samples: Sized {
        /// What samples are clamped to before they are rounded, for a range of doubles.
        fn bounds(range: Option<[f64; 2]>) -> Option<[f64; 2]>;

        fn store<S: Simd>(samples: f64s<S>, out: &mut [Self; WIDTH]);

        /// Reads samples, within the bounds; no more than a portion at a time if they are converted.
        #[expect(private_interfaces, reason = "nobody else can name this trait")]
        fn read(reader: &mut dyn Reader, bounds: Option<[f64; 2]>, out: &mut [Self], portion: usize);

        /// Fills with the loops of a rule that has its own.
        #[expect(private_interfaces, reason = "nobody else can name this trait")]
        fn fill(
            short: &dyn Short,
            level: Level,
            source: &Source,
            start: u64,
            out: &mut [Self],
            cancelled: &mut dyn FnMut() -> bool,
        ) -> bool;
    }
}

impl Sample for f64 {}

impl private::Samples for f64 {
    /// A rule keeps to its range.
    #[inline(always)]
    fn bounds(_: Option<[f64; 2]>) -> Option<[f64; 2]> {
        None
    }

    #[inline(always)]
    fn store<S: Simd>(samples: f64s<S>, out: &mut [f64; WIDTH]) {
        samples.store_slice(out);
    }

    #[expect(private_interfaces, reason = "nobody else can name this trait")]
    fn read(reader: &mut dyn Reader, _: Option<[f64; 2]>, out: &mut [f64], _: usize) {
        reader.read(out);
    }

    #[expect(private_interfaces, reason = "nobody else can name this trait")]
    fn fill(
        short: &dyn Short,
        level: Level,
        source: &Source,
        start: u64,
        out: &mut [f64],
        cancelled: &mut dyn FnMut() -> bool,
    ) -> bool {
        short.doubles(level, source, start, out, cancelled)
    }
}

impl Sample for f32 {}

impl private::Samples for f32 {
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
    fn store<S: Simd>(samples: f64s<S>, out: &mut [f32; WIDTH]) {
        // `as` rounds to nearest, ties to even, as IEEE 754 has it.
        *out = samples.as_array().map(|sample| sample as f32);
    }

    #[expect(private_interfaces, reason = "nobody else can name this trait")]
    fn read(reader: &mut dyn Reader, bounds: Option<[f64; 2]>, out: &mut [f32], portion: usize) {
        let mut samples = vec![0.0; portion.min(out.len())];
        let [least, most] = bounds.unwrap_or([f64::NEG_INFINITY, f64::INFINITY]);
        for out in out.chunks_mut(portion) {
            let samples = &mut samples[..out.len()];
            reader.read(samples);
            for (out, &sample) in out.iter_mut().zip(&*samples) {
                let above = if sample < least { least } else { sample };
                *out = if above > most { most } else { above } as f32;
            }
        }
    }

    #[expect(private_interfaces, reason = "nobody else can name this trait")]
    fn fill(
        short: &dyn Short,
        level: Level,
        source: &Source,
        start: u64,
        out: &mut [f32],
        cancelled: &mut dyn FnMut() -> bool,
    ) -> bool {
        short.floats(level, source, start, out, cancelled)
    }
}

/// A whole number that samples can be written as.
pub trait Whole: Copy + Default {
    /// The number of a whole double, or `None` if it does not fit.
    fn of(sample: f64) -> Option<Self>;

    /// Writes as many samples as there are, and says whether all fit.
    #[doc(hidden)]
    fn write(samples: &[f64], out: &mut [Self]) -> bool;
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

            fn write(samples: &[f64], out: &mut [Self]) -> bool {
                let beyond = 2.0 * (<$type>::MAX / 2 + 1) as f64;
                let mut fit = true;
                for (out, &sample) in out.iter_mut().zip(samples) {
                    fit &= (sample >= <$type>::MIN as f64) & (sample < beyond);
                    *out = sample as $type;
                }
                fit
            }
        })*
    };
}

whole!(i8, u8, i16, u16, i32, u32, i64, u64);
