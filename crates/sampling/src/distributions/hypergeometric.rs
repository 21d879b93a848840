//! Hypergeometric samples: of a table up to a mean of 100; above, Stadlober, "The ratio of uniforms approach for generating
//! discrete random variates" (Journal of Computational and Applied Mathematics 31:1, 1990).

use std::sync::Arc;

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::poisson::TABLED;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::{Saddle, exp, open, scalar};
use crate::plan::Plan;
use crate::stream::block::MAX_SAMPLES;
use crate::table::Table;
use crate::width::mask64s;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[good, bad, drawn] = parameters else { return None };
    let whole = |x: f64| (0.0..=MAX_SAMPLES as f64).contains(&x) && x.fract() == 0.0;
    let all = good + bad;
    if !(whole(good) && whole(bad) && whole(drawn) && whole(all) && drawn <= all) {
        return None;
    }
    let (g, b) = (good.min(bad), good.max(bad));
    let s = drawn.min(all - drawn);
    let mean = if all == 0.0 { 0.0 } else { (g / all) * s };
    let last = g.min(s);
    // y is g - k or k, and the sample drawn - y or y: in all offset + sign * k.
    let [offset, sign] = if drawn > all - drawn { [g, -1.0] } else { [0.0, 1.0] };
    let values = if good > bad { [drawn - offset, -sign] } else { [offset, sign] };
    if mean <= TABLED {
        let ratio = |k: f64| ((g - (k - 1.0)) * (s - (k - 1.0))) / (k * ((b - s) + k));
        return Some(Plan::one(Table::search(0, first(g, b, s), &ratio, mean, last, values)));
    }
    let m2 = (g / all) * (all - s);
    let m3 = (b / all) * s;
    let m4 = (b / all) * (all - s);
    let h = 1.715_527_769_921_413_5 * ((mean * (b / all)) * ((all - s) / (all - 1.0)) + 0.5).sqrt()
        + 0.898_916_162_058_898_8;
    let c = 1.0 + 0.05 * ((1.0 / mean + 1.0 / m2) + (1.0 / m3 + 1.0 / m4));
    let saddles = [mean, m2, m3, m4].map(Saddle::new);
    Some(Plan::of(Hypergeometric { g, s, rest: b - s, center: mean + 0.5, h, c, saddles, values, last }))
}

/// The probability of 0.
fn first(g: f64, b: f64, s: f64) -> f64 {
    let all = g + b;
    let n = g.min(s);
    if n < 256.0 {
        let mut first = 1.0;
        for j in (0..n as u32).map(f64::from) {
            first *= ((all - g.max(s)) - j) / (all - j);
        }
        return first;
    }
    let x = (s / b) * (g / (all - s));
    let stirling = |k: f64| scalar::stirling(1.0 / k);
    let log1p = scalar::log1p;
    scalar::exp(
        ((g * log1p(0.0 - s / all) + s * log1p(0.0 - g / all)) - ((b - s) + 0.5) * log1p(0.0 - x))
            + ((stirling(b) - stirling(b - s)) + (stirling(all - s) - stirling(all))),
    )
}

/// Of a mean above 100.
struct Hypergeometric {
    g: f64,
    s: f64,
    rest: f64,
    center: f64,
    h: f64,
    c: f64,
    /// Of the four kinds: good or not, drawn or not.
    saddles: [Saddle; 4],
    /// Samples are the first of these and the second times k.
    values: [f64; 2],
    last: f64,
}

impl Rule<2> for Hypergeometric {
    const REJECTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> Attempt<S> {
        let u = open(simd, words.word[0]);
        let v = open(simd, words.word[1]) - 0.5;
        let k = ((v / u) * self.h + self.center).floor();
        let (of_k, is_k) = self.saddles[0].at(simd, k);
        let (of_good, is_good) = self.saddles[1].at(simd, self.g - k);
        let (of_drawn, is_drawn) = self.saddles[2].at(simd, self.s - k);
        let (of_rest, is_rest) = self.saddles[3].at(simd, k + self.rest);
        let height = (of_k + of_good) + (of_drawn + of_rest);
        let below: mask64s<S> = ((u * u) * self.c).simd_le(exp(simd, 0.0 - height));
        let [offset, sign] = self.values;
        Attempt::new(k * sign + offset, is_k & is_good & is_drawn & is_rest & below)
    }

    fn range(&self) -> Option<[f64; 2]> {
        let [offset, sign] = self.values;
        let other = offset + sign * self.last;
        Some([offset.min(other), offset.max(other)])
    }
}
