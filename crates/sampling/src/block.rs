use std::ops::Range;

use fearless_simd::{Level, Simd, SimdBase, dispatch};

use crate::sample::{Finish, Sample, Scale, Unscaled};
use crate::total::Total;
use crate::xoshiro::{LANES, Lanes};
use crate::{gaussian, uniform};

/// Samples of a block, the unit of work that can be computed alone.
pub const BLOCK_SAMPLES: u64 = 65_536;

const BLOCK: usize = BLOCK_SAMPLES as usize;

/// The most samples that a stream has: 2^53 - 1, the largest integer that JavaScript counts exactly.
pub const MAX_SAMPLES: u64 = (1 << 53) - 1;

/// What the samples are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// Uniform in [0, 1), 53 bits.
    Uniform,
    /// Standard normal.
    Gaussian,
}

/// Endless samples, numbered from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    /// What they are drawn from.
    pub distribution: Distribution,
    /// The key.
    pub seed: u64,
    /// Which of the independent streams under the same seed.
    pub stream: u32,
}

/// The exact total of some of a stream's samples, or nothing when `cancelled` said so.
///
/// `cancelled` is asked before every group of blocks (one block, or the few that are computed side
/// by side: well under a millisecond).
///
/// # Panics
/// When the samples do not begin with a block's first.
pub fn total(
    level: Level,
    stream: &Stream,
    samples: Range<u64>,
    cancelled: &mut dyn FnMut() -> bool,
) -> Option<Total> {
    assert!(samples.start.is_multiple_of(BLOCK_SAMPLES), "a total begins with a block");
    let block = samples.start / BLOCK_SAMPLES;
    let samples = samples.end.saturating_sub(samples.start);
    let units = dispatch!(level, simd => match stream.distribution {
        Distribution::Uniform => group_units::<_, UniformSum, 4>(simd, stream, block, samples, cancelled),
        Distribution::Gaussian => group_units::<_, GaussianSum, 1>(simd, stream, block, samples, cancelled),
    });
    units.map(|units| Total { samples, units })
}

/// Sums the same number of samples of `N` blocks side by side, in units of 2^-64.
trait SumKernel {
    fn sum<S: Simd, const N: usize>(simd: S, lanes: [Lanes<S>; N], samples: usize) -> i128;
}

struct UniformSum;

impl SumKernel for UniformSum {
    #[inline(always)]
    fn sum<S: Simd, const N: usize>(simd: S, lanes: [Lanes<S>; N], samples: usize) -> i128 {
        uniform::sum(simd, lanes, samples)
    }
}

struct GaussianSum;

impl SumKernel for GaussianSum {
    #[inline(always)]
    fn sum<S: Simd, const N: usize>(simd: S, lanes: [Lanes<S>; N], samples: usize) -> i128 {
        let mut units = 0;
        for lanes in lanes {
            units += gaussian::sum(simd, lanes, samples);
        }
        units
    }
}

/// Blocks side by side, where it pays: with AVX-512 one register holds a word of all lanes and the
/// 32 registers hold the generators of `WIDE` blocks, so that one block's work hides the others'
/// latency. Narrower levels have two or more registers a word: that much to overlap without it, and
/// no registers left for it.
#[inline(always)]
fn group_units<S: Simd, K: SumKernel, const WIDE: usize>(
    simd: S,
    stream: &Stream,
    block: u64,
    samples: u64,
    cancelled: &mut dyn FnMut() -> bool,
) -> Option<i128> {
    if const { S::u32s::LEN == LANES } {
        units::<S, K, WIDE>(simd, stream, block, samples, cancelled)
    } else {
        units::<S, K, 1>(simd, stream, block, samples, cancelled)
    }
}

/// Sums `samples` samples from the start of `block` on: groups of `N` whole blocks, then the rest
/// block by block.
#[inline(always)]
fn units<S: Simd, K: SumKernel, const N: usize>(
    simd: S,
    stream: &Stream,
    mut block: u64,
    samples: u64,
    cancelled: &mut dyn FnMut() -> bool,
) -> Option<i128> {
    let group = N as u64 * BLOCK_SAMPLES;
    let mut left = samples;
    let mut units = 0;
    while left > 0 {
        if cancelled() {
            return None;
        }
        if left >= group {
            units += K::sum::<S, N>(simd, lanes_of(simd, stream, block), BLOCK);
            block += N as u64;
            left -= group;
        } else {
            let samples = left.min(BLOCK_SAMPLES);
            units += K::sum::<S, 1>(simd, lanes_of(simd, stream, block), samples as usize);
            block += 1;
            left -= samples;
        }
    }
    Some(units)
}

/// Writes the samples of a stream from number `start` on, as many as `out` has room for, or stops
/// early and says so (`false`) when `cancelled` does, asked before each group of blocks.
///
/// # Panics
/// When `out` reaches past sample 2^53 - 1.
pub fn fill<T: Sample>(
    level: Level,
    stream: &Stream,
    start: u64,
    out: &mut [T],
    scale: Option<Scale>,
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    assert!(start.saturating_add(out.len() as u64) <= MAX_SAMPLES, "a stream has 2^53 - 1 samples");
    dispatch!(level, simd => match scale {
        None => fill_as(simd, stream, start, out, Unscaled, cancelled),
        Some(scale) => fill_as(simd, stream, start, out, scale, cancelled),
    })
}

#[inline(always)]
fn fill_as<S: Simd, T: Sample, F: Finish>(
    simd: S,
    stream: &Stream,
    start: u64,
    out: &mut [T],
    finish: F,
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    match stream.distribution {
        Distribution::Uniform => fill_uniform(simd, stream, start, out, finish, cancelled),
        Distribution::Gaussian => fill_gaussian(simd, stream, start, out, finish, cancelled),
    }
}

/// Blocks side by side where sums are, for the same reason.
#[inline(always)]
fn fill_uniform<S: Simd, T: Sample, F: Finish>(
    simd: S,
    stream: &Stream,
    start: u64,
    out: &mut [T],
    finish: F,
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    if const { S::u32s::LEN == LANES } {
        fill_groups::<S, T, F, 4>(simd, stream, start, out, finish, cancelled)
    } else {
        fill_groups::<S, T, F, 1>(simd, stream, start, out, finish, cancelled)
    }
}

/// Groups of `N` whole blocks; where there is less, block by block.
#[inline(always)]
fn fill_groups<S: Simd, T: Sample, F: Finish, const N: usize>(
    simd: S,
    stream: &Stream,
    start: u64,
    mut out: &mut [T],
    finish: F,
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    let (mut block, mut skipped) = place_of(start);
    while !out.is_empty() {
        if cancelled() {
            return false;
        }
        if skipped == 0 && out.len() >= N * BLOCK {
            let (group, rest) = out.split_at_mut(N * BLOCK);
            let mut blocks = group.chunks_exact_mut(BLOCK);
            let outs = std::array::from_fn(|_| blocks.next().expect("a group has N blocks"));
            uniform::fill::<S, T, F, N>(simd, lanes_of(simd, stream, block), outs, finish);
            block += N as u64;
            out = rest;
        } else {
            let (part, rest) = out.split_at_mut(out.len().min(BLOCK - skipped));
            let [lanes] = lanes_of(simd, stream, block);
            uniform::fill_from(simd, lanes, skipped, part, finish);
            block += 1;
            skipped = 0;
            out = rest;
        }
    }
    true
}

#[inline(always)]
fn fill_gaussian<S: Simd, T: Sample, F: Finish>(
    simd: S,
    stream: &Stream,
    start: u64,
    mut out: &mut [T],
    finish: F,
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    let (mut block, mut skipped) = place_of(start);
    while !out.is_empty() {
        if cancelled() {
            return false;
        }
        let (part, rest) = out.split_at_mut(out.len().min(BLOCK - skipped));
        let [lanes] = lanes_of(simd, stream, block);
        gaussian::fill_from(simd, lanes, skipped, part, finish);
        block += 1;
        skipped = 0;
        out = rest;
    }
    true
}

/// The block of a sample, and its number there.
fn place_of(sample: u64) -> (u64, usize) {
    (sample / BLOCK_SAMPLES, (sample % BLOCK_SAMPLES) as usize)
}

/// The generators of `N` blocks. Without a closure, which would not be compiled for the level.
#[inline(always)]
fn lanes_of<S: Simd, const N: usize>(simd: S, stream: &Stream, block: u64) -> [Lanes<S>; N] {
    let mut lanes = [Lanes::of_block(simd, stream.seed, stream.stream, block); N];
    for (n, lanes) in lanes.iter_mut().enumerate().skip(1) {
        *lanes = Lanes::of_block(simd, stream.seed, stream.stream, block + n as u64);
    }
    lanes
}
