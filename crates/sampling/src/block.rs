use fearless_simd::Simd;

use crate::xoshiro::Lanes;

/// Samples per block, the smallest unit that can be computed alone.
pub const BLOCK_SAMPLES: u64 = 65_536;

pub(crate) const BLOCK: usize = BLOCK_SAMPLES as usize;

/// The number of samples in a stream: 2^53 - 1, the largest integer that JavaScript counts exactly.
pub const MAX_SAMPLES: u64 = (1 << 53) - 1;

/// The distribution of the samples.
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
    /// Their distribution.
    pub distribution: Distribution,
    /// The key.
    pub seed: u64,
    /// Which of the independent streams under the same seed.
    pub stream: u32,
}

/// The block of a sample, and its index in the block.
pub(crate) fn place_of(sample: u64) -> (u64, usize) {
    (sample / BLOCK_SAMPLES, (sample % BLOCK_SAMPLES) as usize)
}

/// The generators of `N` blocks. It uses no closure, which would not be compiled for the SIMD level.
#[inline(always)]
pub(crate) fn lanes_of<S: Simd, const N: usize>(simd: S, stream: &Stream, block: u64) -> [Lanes<S>; N] {
    let mut lanes = [Lanes::of_block(simd, stream.seed, stream.stream, block); N];
    for (n, lanes) in lanes.iter_mut().enumerate().skip(1) {
        *lanes = Lanes::of_block(simd, stream.seed, stream.stream, block + n as u64);
    }
    lanes
}
