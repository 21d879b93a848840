use std::iter::Sum;
use std::ops::{Add, Range};

use fearless_simd::{Level, Simd, SimdBase, dispatch};

use crate::distributions::{Distribution, normal, uniform};
use crate::stream::block::{BLOCK, BLOCK_SAMPLES, GROUP, MAX_SAMPLES, Source, Stream, lanes_of};
use crate::stream::xoshiro::{LANES, Lanes};

/// An exact sum of samples. Totals merge by integer addition, so it does not matter how a job was
/// split or which part finished first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// How many samples were summed.
    pub samples: u64,
    /// Their sum in units of 2^-64.
    pub units: i128,
}

impl Total {
    /// The sum as the nearest double, ties to even.
    pub fn sum(&self) -> f64 {
        // `as` rounds to nearest even; the scale is a power of two, so it changes no bit.
        self.units as f64 * (1.0 / 18_446_744_073_709_551_616.0)
    }
}

impl Add for Total {
    type Output = Total;

    fn add(self, other: Total) -> Total {
        Total { samples: self.samples + other.samples, units: self.units + other.units }
    }
}

impl Sum for Total {
    fn sum<I: Iterator<Item = Total>>(totals: I) -> Total {
        totals.fold(Total::default(), Add::add)
    }
}

/// How many blocks of a sum are computed side by side, at most: parts of a sum had better be so many, or a multiple.
pub fn group_blocks(distribution: &Distribution) -> u64 {
    if distribution.number() == uniform::NUMBER { GROUP as u64 } else { 1 }
}

/// Whether there are totals of a distribution: only of uniform samples in [0, 1) and of standard normal ones.
fn has_totals(distribution: &Distribution) -> bool {
    [uniform::NUMBER, normal::NUMBER].contains(&distribution.number())
        && distribution.parameters() == [0.0, 1.0]
}

/// The exact total of a range of a stream's samples, or `None` if `cancelled` returned true.
///
/// `cancelled` is called before every group of blocks (one block, or the few that are computed side by side: well under
/// a millisecond).
///
/// # Panics
/// When the samples do not begin with a block's first, reach past sample 2^53 - 2, or have no totals: only uniform
/// samples in [0, 1) and standard normal ones do.
pub fn total(
    level: Level,
    stream: &Stream,
    samples: Range<u64>,
    cancelled: &mut dyn FnMut() -> bool,
) -> Option<Total> {
    assert!(samples.start.is_multiple_of(BLOCK_SAMPLES), "a total begins with a block");
    assert!(samples.end <= MAX_SAMPLES, "a stream has 2^53 - 1 samples");
    let block = samples.start / BLOCK_SAMPLES;
    let samples = samples.end.saturating_sub(samples.start);
    assert!(has_totals(&stream.distribution), "there are no totals of {:?}", stream.distribution);
    let source = &stream.source();
    let units = dispatch!(level, simd => match source.number {
        uniform::NUMBER => group_units::<_, UniformSum, GROUP>(simd, source, block, samples, cancelled),
        _ => group_units::<_, NormalSum, 1>(simd, source, block, samples, cancelled),
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

struct NormalSum;

impl SumKernel for NormalSum {
    #[inline(always)]
    fn sum<S: Simd, const N: usize>(simd: S, lanes: [Lanes<S>; N], samples: usize) -> i128 {
        let mut units = 0;
        for lanes in lanes {
            units += normal::sum(simd, lanes, samples);
        }
        units
    }
}

/// How many blocks are computed side by side. With AVX-512 one register holds a word of all lanes and the 32 registers
/// hold the generators of `WIDE` blocks, so one block's work hides the others' latency. Narrower levels need two or
/// more registers per word: one block already has that much to overlap, and no registers are left for more.
#[inline(always)]
fn group_units<S: Simd, K: SumKernel, const WIDE: usize>(
    simd: S,
    source: &Source,
    block: u64,
    samples: u64,
    cancelled: &mut dyn FnMut() -> bool,
) -> Option<i128> {
    if const { S::u32s::LEN == LANES } {
        units::<S, K, WIDE>(simd, source, block, samples, cancelled)
    } else {
        units::<S, K, 1>(simd, source, block, samples, cancelled)
    }
}

/// Sums `samples` samples from the start of `block` on: groups of `N` whole blocks, then the rest
/// block by block.
#[inline(always)]
fn units<S: Simd, K: SumKernel, const N: usize>(
    simd: S,
    source: &Source,
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
            units += K::sum::<S, N>(simd, lanes_of(simd, source, block), BLOCK);
            block += N as u64;
            left -= group;
        } else {
            let samples = left.min(BLOCK_SAMPLES);
            units += K::sum::<S, 1>(simd, lanes_of(simd, source, block), samples as usize);
            block += 1;
            left -= samples;
        }
    }
    Some(units)
}
