//! Marsaglia and Tsang, "A simple method for generating gamma variables" (ACM TOMS 26:3, 2000): a gamma is about the cube
//! of a normal.

use fearless_simd::{Select, Simd, SimdBase};

use super::logarithm::lg;
use super::{above_one, split, square_square};
use crate::width::{f64s, mask64s, u64s};

const LN_2: f64 = std::f64::consts::LN_2;

/// The constants of a shape of 1 or more.
#[derive(Clone, Copy)]
pub(crate) struct Cube {
    pub(crate) d: f64,
    pub(crate) c: f64,
    /// No more than `slack z^4` of the attempts at a z are rejected.
    pub(crate) slack: f64,
}

impl Cube {
    /// Of a shape; of one more if it is below 1.
    pub(crate) fn new(shape: f64) -> Self {
        let d = if shape < 1.0 { shape + 1.0 } else { shape } - 1.0 / 3.0;
        let slack = if d < 1.0 { 0.0331 } else { 0.0187 / d };
        Self { d, c: 1.0 / (9.0 * d).sqrt(), slack }
    }

    /// The cube of a normal.
    #[inline(always)]
    pub(crate) fn volume<S: Simd>(&self, z: f64s<S>) -> f64s<S> {
        let x = z * self.c + 1.0;
        (x * x) * x
    }

    /// At least the probability that a z is rejected.
    #[inline(always)]
    pub(crate) fn doubt<S: Simd>(&self, z: f64s<S>) -> f64s<S> {
        square_square(z) * self.slack
    }

    /// The logarithm of the probability that a z is accepted, and whether its cube is positive.
    #[inline(always)]
    pub(crate) fn height<S: Simd>(&self, simd: S, z: f64s<S>) -> (f64s<S>, mask64s<S>) {
        cube_height(simd, z, f64s::splat(simd, self.d), f64s::splat(simd, self.c))
    }
}

/// The doubt of many slacks.
#[inline(always)]
pub(crate) fn cube_doubt<S: Simd>(z: f64s<S>, slack: f64s<S>) -> f64s<S> {
    square_square(z) * slack
}

/// The height of many d and c.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn cube_height<S: Simd>(simd: S, z: f64s<S>, d: f64s<S>, c: f64s<S>) -> (f64s<S>, mask64s<S>) {
    let t = z * c;
    let x = t + 1.0;
    let (m, k) = split(simd, x);
    let f = k.simd_eq(0.0).select(t, m - 1.0);
    let t2 = t * t;
    let s = f / (f + 2.0);
    let y = s * s;
    let e = (f * 0.5) * f;
    let r = y * lg(y);
    let g = s * (e + r) + ((k * LN_2 + (t2 * 0.5 - e)) + (f - t));
    ((g * 3.0 - t2 * t) * d, x.simd_gt(0.0))
}

/// Accepted certainly: where the uniform of the word is below 1 by more than the doubt.
#[inline(always)]
pub(crate) fn certain<S: Simd>(simd: S, word: u64s<S>, doubt: f64s<S>) -> mask64s<S> {
    const MARGIN: f64 = 1.0 / (1u64 << 30) as f64;
    (above_one(simd, word) + doubt).simd_lt(2.0 - MARGIN)
}
