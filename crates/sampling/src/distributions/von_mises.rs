//! Von Mises samples, angles: a uniform one of a small concentration, else a normal one, until it is accepted.

use std::sync::Arc;

use std::f64::consts::PI;

use fearless_simd::{Select, Simd, SimdBase};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{certain, ln, open, sine_of};
use crate::plan::Plan;
use crate::width::{f64s, mask64s};

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[mean, concentration] = parameters else { return None };
    ((-PI..=PI).contains(&mean) && (0.0..=1e300).contains(&concentration)).then(|| {
        if concentration < 0.4 {
            Plan::of(Spread { mean, factor: -2.0 * concentration })
        } else {
            let (width, factor) = (0.5 / concentration.sqrt(), 2.0 * concentration);
            Plan::of(Narrow { mean, width, factor })
        }
    })
}

/// The angle t half turns from the mean.
#[inline(always)]
fn angle<S: Simd>(mean: f64, t: f64s<S>) -> f64s<S> {
    let x = t * PI + mean;
    let below = x.simd_le(-PI).select(x + 2.0 * PI, x);
    x.simd_gt(PI).select(x - 2.0 * PI, below)
}

/// Of a concentration below 0.4.
struct Spread {
    mean: f64,
    factor: f64,
}

impl Spread {
    /// The angle in half turns, and the logarithm of the probability that it is accepted.
    #[inline(always)]
    fn propose<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> (f64s<S>, f64s<S>) {
        let t = open(simd, words.word[0]) * 2.0 - 1.0;
        let s = sine_of(t * 0.5);
        (t, (s * s) * self.factor)
    }
}

impl Rule<2> for Spread {
    const FIRST: usize = 1;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> Attempt<S> {
        let (t, height) = self.propose(simd, words);
        // e^-y is at least 1 - y.
        let accepted = certain(simd, words.word[1], -height);
        Attempt::new(angle(self.mean, t), accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> mask64s<S> {
        let (_, height) = self.propose(simd, words);
        ln(simd, open(simd, words.word[1])).simd_le(height)
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([-PI, PI])
    }
}

/// Of a larger one.
struct Narrow {
    mean: f64,
    width: f64,
    factor: f64,
}

impl Rule<2> for Narrow {
    const PAIR: bool = true;
    const REJECTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> Attempt<S> {
        let t = words.normal * self.width;
        let s = sine_of(t * 0.5);
        let height = (t * t - s * s) * self.factor;
        let accepted = t.abs().simd_le(1.0) & ln(simd, open(simd, words.word[1])).simd_le(height);
        Attempt::new(angle(self.mean, t), accepted)
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([-PI, PI])
    }
}
