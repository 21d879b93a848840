//! How many numbers a rule makes at once.
//!
//! The eight of a step, whatever a register holds: the operations of several registers then hide each other's latency.
//! WebAssembly is downloaded, and compiled where it runs, so that its code is to be short: there it is two registers of two,
//! and functions that many rules call are not compiled into each.

#[cfg(target_arch = "wasm32")]
pub(crate) use fearless_simd::{f64x4 as f64s, mask64x4 as mask64s, u64x4 as u64s};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use fearless_simd::{f64x8 as f64s, mask64x8 as mask64s, u64x8 as u64s};

use fearless_simd::{Simd, SimdBase, u64x8};

use crate::stream::block::STEP;

/// The numbers of an `f64s`.
pub(crate) const WIDTH: usize = if cfg!(target_arch = "wasm32") { 4 } else { STEP };

/// The parts of a step.
pub(crate) const PARTS: usize = STEP / WIDTH;

/// The words of a step, part by part.
#[inline(always)]
pub(crate) fn parts<S: Simd>(simd: S, words: u64x8<S>) -> [u64s<S>; PARTS] {
    let mut parts = [u64s::splat(simd, 0); PARTS];
    for (part, words) in parts.iter_mut().zip(words.as_array().as_chunks::<WIDTH>().0) {
        *part = u64s::from_slice(simd, words);
    }
    parts
}
