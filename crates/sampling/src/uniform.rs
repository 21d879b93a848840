//! Uniform samples in [0, 1): 53 bits, `(word >> 11) * 2^-53`.

use fearless_simd::{Simd, SimdBase, f64x8, u64x8};

use crate::sample::{Finish, Sample};
use crate::xoshiro::Lanes;

/// Samples of one step.
pub(crate) const STEP: usize = 8;

/// Steps whose 53-bit integers fit in a 64-bit lane: 2^11 of them.
const STEPS_PER_SPILL: usize = 1 << 11;

/// The exact sum of the first `samples` samples of each of `N` blocks, in units of 2^-64.
///
/// What bounds it is the number of vector operations. With AVX-512 a step, eight samples, is eleven
/// of them (the generator's nine, a shift and an add) at two a cycle; with AVX2, which lacks
/// rotations and three-operand exclusive-ors, 32 at three a cycle. `N` blocks side by side hide the
/// generator's latency, which one block alone waits for.
#[inline(always)]
pub(crate) fn sum<S: Simd, const N: usize>(simd: S, mut lanes: [Lanes<S>; N], samples: usize) -> i128 {
    let steps = samples / STEP;
    let mut low = [u64x8::splat(simd, 0); N];
    let mut high = [u64x8::splat(simd, 0); N];
    let mut done = 0;
    while done < steps {
        let until = steps.min(done + STEPS_PER_SPILL);
        let mut sums = [u64x8::splat(simd, 0); N];
        for _ in done..until {
            for n in 0..N {
                sums[n] += lanes[n].words() >> 11;
            }
        }
        for n in 0..N {
            low[n] += sums[n] & u64x8::splat(simd, 0xFFFF_FFFF);
            high[n] += sums[n] >> 32;
        }
        done = until;
    }
    let mut total: u128 = 0;
    for n in 0..N {
        total += (u128::from(lane_sum(high[n])) << 32) + u128::from(lane_sum(low[n]));
        for word in &lanes[n].words().as_array()[..samples % STEP] {
            total += u128::from(word >> 11);
        }
    }
    (total << 11) as i128
}

#[inline(always)]
fn lane_sum<S: Simd>(value: u64x8<S>) -> u64 {
    value.as_array().iter().sum()
}

/// Writes the first samples of each of `N` blocks, as many as each `out` has room for: the same number.
#[inline(always)]
pub(crate) fn fill<S: Simd, T: Sample, F: Finish, const N: usize>(
    simd: S,
    mut lanes: [Lanes<S>; N],
    outs: [&mut [T]; N],
    finish: F,
) {
    let outs = outs.map(|out| out.as_chunks_mut::<STEP>());
    for t in 0..outs[0].0.len() {
        for n in 0..N {
            T::store(finish.finish(samples::<S, T>(simd, &mut lanes[n])), &mut outs[n].0[t]);
        }
    }
    for n in 0..N {
        fill_within(simd, &mut lanes[n], 0, outs[n].1, finish);
    }
}

/// Writes the samples of one block from number `first` on.
#[inline(always)]
pub(crate) fn fill_from<S: Simd, T: Sample, F: Finish>(
    simd: S,
    mut lanes: Lanes<S>,
    first: usize,
    out: &mut [T],
    finish: F,
) {
    lanes.skip(first / STEP);
    let within = first % STEP;
    let begun = if within > 0 { out.len().min(STEP - within) } else { 0 };
    let (begun, out) = out.split_at_mut(begun);
    fill_within(simd, &mut lanes, within, begun, finish);
    fill::<S, T, F, 1>(simd, [lanes], [out], finish);
}

/// Writes some samples of the next step, from number `first` on.
#[inline(always)]
fn fill_within<S: Simd, T: Sample, F: Finish>(
    simd: S,
    lanes: &mut Lanes<S>,
    first: usize,
    out: &mut [T],
    finish: F,
) {
    if !out.is_empty() {
        let mut step = [T::default(); STEP];
        T::store(finish.finish(samples::<S, T>(simd, lanes)), &mut step);
        out.copy_from_slice(&step[first..first + out.len()]);
    }
}

/// The samples of the next step.
#[inline(always)]
pub(crate) fn samples<S: Simd, T: Sample>(simd: S, lanes: &mut Lanes<S>) -> f64x8<S> {
    let bits = const { 64 - T::UNIFORM_BITS };
    simd.cvt_f64_u64x8(lanes.words() >> bits) * const { 1.0 / (1u64 << T::UNIFORM_BITS) as f64 }
}
