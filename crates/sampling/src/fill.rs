use fearless_simd::{Level, Simd, SimdBase, dispatch};

use crate::block::{BLOCK, Distribution, MAX_SAMPLES, Stream, lanes_of, place_of};
use crate::sample::{Finish, Sample, Scale, Unscaled};
use crate::xoshiro::LANES;
use crate::{gaussian, uniform};

/// Fills `out` with the samples of a stream from number `start` on. Stops early and returns `false` if `cancelled`,
/// which is called before each group of blocks, returns true.
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

/// Uniform blocks are filled side by side where they are summed so, for the same reason.
#[inline(always)]
fn fill_as<S: Simd, T: Sample, F: Finish>(
    simd: S,
    stream: &Stream,
    start: u64,
    out: &mut [T],
    finish: F,
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    if const { S::u32s::LEN == LANES } {
        fill_blocks::<S, T, F, 4>(simd, stream, start, out, finish, cancelled)
    } else {
        fill_blocks::<S, T, F, 1>(simd, stream, start, out, finish, cancelled)
    }
}

/// Groups of `N` whole blocks if `N` is more than one and they are uniform; else block by block.
#[inline(always)]
fn fill_blocks<S: Simd, T: Sample, F: Finish, const N: usize>(
    simd: S,
    stream: &Stream,
    start: u64,
    mut out: &mut [T],
    finish: F,
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    let uniform = stream.distribution == Distribution::Uniform;
    let (mut block, mut skipped) = place_of(start);
    while !out.is_empty() {
        if cancelled() {
            return false;
        }
        if N > 1 && uniform && skipped == 0 && out.len() >= N * BLOCK {
            let (group, rest) = out.split_at_mut(N * BLOCK);
            let mut blocks = group.chunks_exact_mut(BLOCK);
            let outs = std::array::from_fn(|_| blocks.next().expect("a group has N blocks"));
            uniform::fill::<S, T, F, N>(simd, lanes_of(simd, stream, block), outs, finish);
            block += N as u64;
            out = rest;
        } else {
            let (part, rest) = out.split_at_mut(out.len().min(BLOCK - skipped));
            let [lanes] = lanes_of(simd, stream, block);
            match stream.distribution {
                Distribution::Uniform => uniform::fill_from(simd, lanes, skipped, part, finish),
                Distribution::Gaussian => gaussian::fill_from(simd, lanes, skipped, part, finish),
            }
            block += 1;
            skipped = 0;
            out = rest;
        }
    }
    true
}
