//! Zipf samples: Hörmann and Derflinger, "Rejection-inversion to generate variates from monotone discrete distributions"
//! (ACM TOMACS 6:3, 1996).

use std::sync::Arc;

use fearless_simd::{Level, Select, Simd, SimdBase, SimdFloat, dispatch};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{exp, expm1, ln, log1p, open};
use crate::plan::Plan;
use crate::width::{f64s, mask64s};

const MOST: f64 = (1u64 << 40) as f64;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[exponent, maximum] = parameters else { return None };
    let whole = (1.0..=MOST).contains(&maximum) && maximum.fract() == 0.0;
    (whole && (0.0..=1e300).contains(&exponent))
        .then(|| Plan::of(dispatch!(Level::baseline(), simd => Zipf::new(simd, exponent, maximum))))
}

struct Zipf {
    exponent: f64,
    maximum: f64,
    /// 1 - exponent.
    o: f64,
    low: f64,
    range: f64,
    sure: f64,
}

impl Zipf {
    #[inline(always)]
    fn new<S: Simd>(simd: S, exponent: f64, maximum: f64) -> Self {
        let mut zipf = Self { exponent, maximum, o: 1.0 - exponent, low: 0.0, range: 0.0, sure: 0.0 };
        let of = |x| f64s::splat(simd, x);
        let integral = |x| zipf.integral(simd, ln(simd, of(x)));
        let low = integral(1.5).as_array()[0] - 1.0;
        let range = integral(maximum + 0.5).as_array()[0] - low;
        let second = exp(simd, of((0.0 - exponent) * std::f64::consts::LN_2));
        let sure = 2.0 - exp(simd, zipf.inverse(simd, integral(2.5) - second)).as_array()[0];
        zipf.low = low;
        zipf.range = range;
        zipf.sure = sure;
        zipf
    }

    /// The integral of x^-exponent up to e^l, which inverse is the inverse of.
    #[inline(always)]
    fn integral<S: Simd>(&self, simd: S, l: f64s<S>) -> f64s<S> {
        let y = l * self.o;
        let one = f64s::splat(simd, 1.0);
        l * y.simd_eq(0.0).select(one, expm1(simd, y.max(-700.0)) / y)
    }

    #[inline(always)]
    fn inverse<S: Simd>(&self, simd: S, z: f64s<S>) -> f64s<S> {
        let t = (z * self.o).max(-1.0 + f64::EPSILON / 2.0);
        let one = f64s::splat(simd, 1.0);
        z * t.simd_eq(0.0).select(one, log1p(simd, t) / t)
    }

    /// A uniform below the integral.
    #[inline(always)]
    fn below<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> f64s<S> {
        open(simd, words.word[0]) * self.range + self.low
    }

    #[inline(always)]
    fn nearest<S: Simd>(&self, x: f64s<S>) -> f64s<S> {
        (x + 0.5).floor().min(self.maximum).max(1.0)
    }
}

impl Rule<1> for Zipf {
    const REJECTS: bool = true;
    const DOUBTS: bool = true;
    const BEGINS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> f64s<S> {
        self.inverse(simd, self.below(simd, words))
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let x = exp(simd, words.begun);
        let k = self.nearest(x);
        Attempt::new(k, (k - x).simd_le(self.sure))
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> mask64s<S> {
        let u = self.below(simd, words);
        let k = self.nearest(exp(simd, self.inverse(simd, u)));
        let above = self.integral(simd, ln(simd, k + 0.5));
        (above - exp(simd, ln(simd, k) * (0.0 - self.exponent))).simd_le(u)
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([1.0, self.maximum])
    }
}
