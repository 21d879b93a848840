//! Ratios of factorials, of which nothing cancels: Loader, "Fast and accurate computation of binomial probabilities"
//! (2000).

use fearless_simd::{Select, Simd, SimdBase, SimdMask};

use super::ln;
use super::logarithm::lg;
use crate::width::{f64s, mask64s};

/// The square root of 2 pi.
pub(crate) const ROOT_2_PI: f64 = f64::from_bits(0x4004_0D93_1FF6_2706);

/// Stirling's correction of ln k!, of r = 1/k, k from 10 on.
#[inline(always)]
pub(crate) fn stirling<S: Simd>(r: f64s<S>) -> f64s<S> {
    let r2 = r * r;
    let r4 = r2 * r2;
    r * (((1.0 / 12.0) - r2 * (1.0 / 360.0))
        + r4 * (((1.0 / 1260.0) - r2 * (1.0 / 1680.0)) + r4 * (1.0 / 1188.0)))
}

/// Where a mean is large enough for a series.
const LARGE: f64 = 1000.0;

/// -ln(P sqrt(2 pi m)), P the probability of k in a Poisson distribution of the mean m, and whether it is worth computing.
#[derive(Clone, Copy)]
pub(crate) struct Saddle {
    m: f64,
    reciprocal: f64,
}

impl Saddle {
    /// Of a mean above 100.
    pub(crate) fn new(m: f64) -> Self {
        Self { m, reciprocal: 1.0 / m }
    }

    #[inline(always)]
    pub(crate) fn at<S: Simd>(&self, simd: S, k: f64s<S>) -> (f64s<S>, mask64s<S>) {
        let m = f64s::splat(simd, self.m);
        if self.m < LARGE {
            saddle(simd, k, m, f64s::splat(simd, self.reciprocal))
        } else {
            saddle_of_large(k, m)
        }
    }
}

/// Of means, each above 100 or never looked at.
#[inline(always)]
pub(crate) fn any_saddle<S: Simd>(simd: S, k: f64s<S>, m: f64s<S>) -> (f64s<S>, mask64s<S>) {
    let large = m.simd_ge(LARGE);
    let (height, is_saddle) = saddle_of_large(k, m);
    if large.all_true() {
        return (height, is_saddle);
    }
    let (other, is_other) = saddle(simd, k, m, 1.0 / m);
    (large.select(height, other), (large & is_saddle) | (!large & is_other))
}

/// Of a mean below [`LARGE`] and its reciprocal.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn saddle<S: Simd>(simd: S, k: f64s<S>, m: f64s<S>, reciprocal: f64s<S>) -> (f64s<S>, mask64s<S>) {
    let d = k - m;
    let saddle = ((k + 0.5) * ln(simd, k * reciprocal) - d) + stirling(1.0 / k);
    (saddle, k.simd_ge(10.0))
}

/// Of another mean.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn saddle_of_large<S: Simd>(k: f64s<S>, m: f64s<S>) -> (f64s<S>, mask64s<S>) {
    let d = k - m;
    let q = 1.0 / (k * (k + m));
    let v = (d * k) * q;
    let r = (k + m) * q;
    let z = v * v;
    let saddle =
        ((d + 1.0) * v + (k + 0.5) * (v * (z * lg(z)))) + r * ((1.0 / 12.0) - (r * r) * (1.0 / 360.0));
    (saddle, v.abs().simd_le(0.1715))
}
