//! Normal samples between two bounds: of the whole normal, of a uniform, or of an exponential in a tail, whichever the
//! bounds suit, until one is accepted.

use std::sync::Arc;

use fearless_simd::{Simd, SimdBase};

use super::ranges::is_positive;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::{certain, exponential, ln, open};
use crate::plan::Plan;
use crate::width::{f64s, mask64s};

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[mean, deviation, low, high] = parameters else { return None };
    if !(mean.is_finite() && is_positive(deviation) && low < high) {
        return None;
    }
    let b = (high - mean) / deviation;
    let mirrored = b <= 0.0;
    let a = if mirrored { -b } else { (low - mean) / deviation };
    let width = (high - low) / deviation;
    if a <= 0.0 && width >= 2.5 {
        return Some(Plan::of(Whole { mean, deviation, low, high }));
    }
    let inside = Inside { mirrored, low, high, width, a };
    if a <= 0.0 {
        return Some(Plan::of(Centre(inside)));
    }
    if a > 1e300 {
        return None;
    }
    let delta = if a < 1e8 { 2.0 / (a + (a * a + 4.0).sqrt()) } else { 1.0 / a };
    let lambda = a + delta;
    if width * lambda < 2.0 {
        return Some(Plan::of(Slice(inside)));
    }
    let (from, direction) = if mirrored { (high, -deviation) } else { (low, deviation) };
    Some(Plan::of(Tail { low, high, from, direction, delta, reciprocal: 1.0 / lambda }))
}

/// Most of the normal's samples are inside.
struct Whole {
    mean: f64,
    deviation: f64,
    low: f64,
    high: f64,
}

impl Rule<1> for Whole {
    const PAIR: bool = true;
    const REJECTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, _: S, words: &Words<S, 1>) -> Attempt<S> {
        let x = words.normal * self.deviation + self.mean;
        Attempt::new(x, x.simd_ge(self.low) & x.simd_le(self.high))
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([self.low, self.high])
    }
}

/// Bounds so close that uniform samples are tried.
struct Inside {
    /// Whether samples are counted from the upper bound.
    mirrored: bool,
    low: f64,
    high: f64,
    /// Between the bounds, in deviations.
    width: f64,
    /// From the mean to the nearer bound, in deviations; 0 or less if the mean is inside.
    a: f64,
}

impl Inside {
    #[inline(always)]
    fn samples<S: Simd>(&self, simd: S, u: f64s<S>) -> f64s<S> {
        let distance = u * (self.high - self.low);
        if self.mirrored {
            (f64s::splat(simd, self.high) - distance).max(self.low)
        } else {
            (distance + self.low).min(self.high)
        }
    }
}

/// The mean is inside.
struct Centre(Inside);

impl Centre {
    /// The logarithm of the probability that an attempt is accepted.
    #[inline(always)]
    fn height<S: Simd>(&self, u: f64s<S>) -> f64s<S> {
        let y = u * self.0.width + self.0.a;
        (y * y) * -0.5
    }
}

/// The mean is outside.
struct Slice(Inside);

impl Slice {
    #[inline(always)]
    fn height<S: Simd>(&self, u: f64s<S>) -> f64s<S> {
        let e = u * self.0.width;
        (e * (e + 2.0 * self.0.a)) * -0.5
    }
}

macro_rules! uniform_tries {
    ($($name:ident)*) => {
        $(impl Rule<2> for $name {
            const FIRST: usize = 1;
            const REJECTS: bool = true;
            const DOUBTS: bool = true;

            #[inline(always)]
            fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> Attempt<S> {
                let u = open(simd, words.word[0]);
                // e^-y is at least 1 - y.
                let accepted = certain(simd, words.word[1], -self.height(u));
                Attempt::new(self.0.samples(simd, u), accepted)
            }

            #[inline(always)]
            fn decide<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> mask64s<S> {
                let height = self.height(open(simd, words.word[0]));
                ln(simd, open(simd, words.word[1])).simd_le(height)
            }

            fn range(&self) -> Option<[f64; 2]> {
                Some([self.0.low, self.0.high])
            }
        })*
    };
}

uniform_tries!(Centre Slice);

/// A tail, in which exponential samples are tried.
struct Tail {
    low: f64,
    high: f64,
    /// The bound from which samples are counted, and the deviation, negative if they go down.
    from: f64,
    direction: f64,
    delta: f64,
    reciprocal: f64,
}

impl Tail {
    /// The sample, and the logarithm of the probability that it is accepted if it is inside.
    #[inline(always)]
    fn propose<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> (f64s<S>, f64s<S>) {
        let e = exponential(simd, words.word[0]) * self.reciprocal;
        let past = e - self.delta;
        (e * self.direction + self.from, (past * past) * -0.5)
    }

    #[inline(always)]
    fn is_inside<S: Simd>(&self, x: f64s<S>) -> mask64s<S> {
        x.simd_ge(self.low) & x.simd_le(self.high)
    }
}

impl Rule<2> for Tail {
    const FIRST: usize = 1;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> Attempt<S> {
        let (samples, height) = self.propose(simd, words);
        let accepted = self.is_inside(samples) & certain(simd, words.word[1], -height);
        Attempt::new(samples, accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> mask64s<S> {
        let (samples, height) = self.propose(simd, words);
        self.is_inside(samples) & ln(simd, open(simd, words.word[1])).simd_le(height)
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([self.low, self.high])
    }
}
