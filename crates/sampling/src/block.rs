use std::ops::Range;

use fearless_simd::{Level, Simd, SimdBase, dispatch};

use crate::sample::Sample;
use crate::total::Total;
use crate::xoshiro::{LANES, Lanes};
use crate::{gaussian, uniform};

/// Samples of a block, the unit of work that can be computed alone.
pub const BLOCK_SAMPLES: u64 = 65_536;

const BLOCK: usize = BLOCK_SAMPLES as usize;

/// The most samples a job may have: 2^53 - 1, the largest integer that JavaScript counts exactly.
pub const MAX_SAMPLES: u64 = (1 << 53) - 1;

/// What the samples are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// Uniform in [0, 1), 53 bits.
    Uniform,
    /// Standard normal.
    Gaussian,
}

/// A pure question with one exact answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// What the samples are drawn from.
    pub distribution: Distribution,
    /// How many samples, at most [`MAX_SAMPLES`].
    pub samples: u64,
    /// The key.
    pub seed: u64,
    /// An independent stream under the same seed.
    pub stream: u32,
}

impl Job {
    /// How many blocks the job has; the last may be a partial one.
    pub fn blocks(&self) -> u64 {
        self.samples.div_ceil(BLOCK_SAMPLES)
    }

    /// How many samples the given blocks have. Blocks past the job's end have none.
    pub fn samples_in(&self, blocks: &Range<u64>) -> u64 {
        let position = |block: u64| block.saturating_mul(BLOCK_SAMPLES).min(self.samples);
        position(blocks.end).saturating_sub(position(blocks.start))
    }
}

/// The exact total of some of a job's blocks, or nothing when `cancelled` said so.
///
/// `cancelled` is asked before every group of blocks (one block, or the few that are computed side
/// by side: well under a millisecond). Blocks past the job's end are empty.
pub fn total(
    level: Level,
    job: &Job,
    blocks: Range<u64>,
    cancelled: &mut dyn FnMut() -> bool,
) -> Option<Total> {
    let samples = job.samples_in(&blocks);
    let units = dispatch!(level, simd => match job.distribution {
        Distribution::Uniform => group_units::<_, UniformSum, 4>(simd, job, blocks.start, samples, cancelled),
        Distribution::Gaussian => group_units::<_, GaussianSum, 1>(simd, job, blocks.start, samples, cancelled),
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
    job: &Job,
    block: u64,
    samples: u64,
    cancelled: &mut dyn FnMut() -> bool,
) -> Option<i128> {
    if const { S::u32s::LEN == LANES } {
        units::<S, K, WIDE>(simd, job, block, samples, cancelled)
    } else {
        units::<S, K, 1>(simd, job, block, samples, cancelled)
    }
}

/// Sums `samples` samples from the start of `block` on: groups of `N` whole blocks, then the rest
/// block by block.
#[inline(always)]
fn units<S: Simd, K: SumKernel, const N: usize>(
    simd: S,
    job: &Job,
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
            units += K::sum::<S, N>(simd, lanes_of(simd, job, block), BLOCK);
            block += N as u64;
            left -= group;
        } else {
            let samples = left.min(BLOCK_SAMPLES);
            units += K::sum::<S, 1>(simd, lanes_of(simd, job, block), samples as usize);
            block += 1;
            left -= samples;
        }
    }
    Some(units)
}

/// Writes the samples of a job from the start of `first_block` on, as many as `out` has room for,
/// or stops early and says so (`false`) when `cancelled` does, asked before each group of blocks.
///
/// # Panics
/// When `out` reaches past the job's end.
pub fn fill<T: Sample>(
    level: Level,
    job: &Job,
    first_block: u64,
    out: &mut [T],
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    let available = job.samples_in(&(first_block..job.blocks().max(first_block)));
    assert!(
        out.len() as u64 <= available,
        "room for {} samples, but the job has {available} from there",
        out.len()
    );
    dispatch!(level, simd => match job.distribution {
        Distribution::Uniform => fill_uniform(simd, job, first_block, out, cancelled),
        Distribution::Gaussian => fill_gaussian(simd, job, first_block, out, cancelled),
    })
}

/// Blocks side by side where sums are, for the same reason.
#[inline(always)]
fn fill_uniform<S: Simd, T: Sample>(
    simd: S,
    job: &Job,
    block: u64,
    out: &mut [T],
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    if const { S::u32s::LEN == LANES } {
        fill_groups::<S, T, 4>(simd, job, block, out, cancelled)
    } else {
        fill_groups::<S, T, 1>(simd, job, block, out, cancelled)
    }
}

/// Groups of `N` whole blocks, then the rest block by block.
#[inline(always)]
fn fill_groups<S: Simd, T: Sample, const N: usize>(
    simd: S,
    job: &Job,
    mut block: u64,
    mut out: &mut [T],
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    while !out.is_empty() {
        if cancelled() {
            return false;
        }
        if out.len() >= N * BLOCK {
            let (group, rest) = out.split_at_mut(N * BLOCK);
            let mut blocks = group.chunks_exact_mut(BLOCK);
            let outs = std::array::from_fn(|_| blocks.next().expect("a group has N blocks"));
            uniform::fill::<S, T, N>(simd, lanes_of(simd, job, block), outs);
            block += N as u64;
            out = rest;
        } else {
            let (part, rest) = out.split_at_mut(out.len().min(BLOCK));
            uniform::fill::<S, T, 1>(simd, lanes_of(simd, job, block), [part]);
            block += 1;
            out = rest;
        }
    }
    true
}

#[inline(always)]
fn fill_gaussian<S: Simd, T: Sample>(
    simd: S,
    job: &Job,
    first_block: u64,
    out: &mut [T],
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    for (block, out) in (first_block..).zip(out.chunks_mut(BLOCK)) {
        if cancelled() {
            return false;
        }
        let [lanes] = lanes_of(simd, job, block);
        gaussian::fill(simd, lanes, out);
    }
    true
}

/// The generators of `N` blocks. Without a closure, which would not be compiled for the level.
#[inline(always)]
fn lanes_of<S: Simd, const N: usize>(simd: S, job: &Job, block: u64) -> [Lanes<S>; N] {
    let mut lanes = [Lanes::of_block(simd, job.seed, job.stream, block); N];
    for (n, lanes) in lanes.iter_mut().enumerate().skip(1) {
        *lanes = Lanes::of_block(simd, job.seed, job.stream, block + n as u64);
    }
    lanes
}
