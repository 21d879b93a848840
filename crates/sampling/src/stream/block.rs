use fearless_simd::Simd;

use super::xoshiro::Lanes;
use crate::distributions::Distribution;

/// Samples per block, the smallest unit that can be computed alone.
pub const BLOCK_SAMPLES: u64 = 65_536;

pub(crate) const BLOCK: usize = BLOCK_SAMPLES as usize;

/// The number of samples in a stream: 2^53 - 1, the largest integer that JavaScript counts exactly.
pub const MAX_SAMPLES: u64 = (1 << 53) - 1;

/// Blocks of a group, which are computed side by side where registers are wide enough.
pub(crate) const GROUP: usize = 4;

/// Samples of a step.
pub(crate) const STEP: usize = 8;

/// Samples per row, which is two steps: eight, then the eight that share their pairs.
pub const ROW_SAMPLES: usize = 2 * STEP;

/// Endless samples, numbered from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// Their distribution and its parameters.
    pub distribution: Distribution,
    /// The key.
    pub seed: u64,
    /// Which of the independent streams under the same seed.
    pub stream: u32,
}

impl Stream {
    /// Where its samples' words come from.
    pub(crate) fn source(&self) -> Source {
        Source { number: self.distribution.number(), seed: self.seed, stream: self.stream }
    }
}

/// Endless words, eight for each sample: those of one distribution, or of one use that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The distribution's or the use's number.
    pub number: u32,
    /// The key.
    pub seed: u64,
    /// Which of the independent streams under the same seed.
    pub stream: u32,
}

impl Source {
    /// The third counter word of the lanes of word `m`, of which there are 16: that of the first.
    pub(crate) fn first_lane(&self, word: u32) -> u32 {
        256 * self.number + 16 * word
    }
}

/// The block of a sample, and its index in the block.
pub(crate) fn place_of(sample: u64) -> (u64, usize) {
    (sample / BLOCK_SAMPLES, (sample % BLOCK_SAMPLES) as usize)
}

/// The lanes of word 0 of `N` blocks. It uses no closure, which would not be compiled for the SIMD level.
#[inline(always)]
pub(crate) fn lanes_of<S: Simd, const N: usize>(simd: S, source: &Source, block: u64) -> [Lanes<S>; N] {
    let mut lanes = [Lanes::of_block(simd, source, block, 0); N];
    for (n, lanes) in lanes.iter_mut().enumerate().skip(1) {
        *lanes = Lanes::of_block(simd, source, block + n as u64, 0);
    }
    lanes
}
