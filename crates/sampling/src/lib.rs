//! The offloop sample stream: seeded samples of many distributions, and exact sums.
//!
//! A result depends only on which samples of which [`Stream`] are asked for: the same bits on every
//! CPU, at every SIMD level, however they are split up and in whatever order they are computed. `docs/stream.md` is the
//! definition; `ts/library` has the same in TypeScript.
//!
//! ```
//! use offloop_sampling::{Distribution, Level, Stream, total};
//!
//! let uniform = Distribution::new(0, &[0.0, 1.0]).unwrap();
//! let stream = Stream { distribution: uniform, seed: 42, stream: 0 };
//! let sum_of = |samples| total(Level::new(), &stream, samples, &mut || false).unwrap();
//! let whole = sum_of(0..1_000_000);
//! assert_eq!(whole.units, 9_224_100_034_094_392_094_595_072);
//!
//! // Any split merges to the same total.
//! assert_eq!(sum_of(0..327_680) + sum_of(327_680..1_000_000), whole);
//! ```
#![forbid(unsafe_code)]

#[cfg(target_endian = "big")]
compile_error!("a word is a reinterpretation of two lanes, which needs a little-endian target");

mod distributions;
mod fill;
mod kernel;
mod math;
mod plan;
mod reader;
mod rows;
mod sample;
mod short;
mod stream;
mod table;
mod total;
mod width;

pub use distributions::{Distribution, Impossible};
pub use fearless_simd::Level;
pub use fill::{Misfit, fill, fill_whole};
pub use reader::{read_lanes, read_words};
pub use sample::{Sample, Whole};
pub use stream::block::{BLOCK_SAMPLES, MAX_SAMPLES, ROW_SAMPLES, Source, Stream};
pub use stream::words::{LANES_WORDS, lanes_at};
pub use total::{Total, group_blocks, total};

/// The version of the stream's definition. A change of any bit of any result is a new version.
pub const STREAM_VERSION: u32 = 1;

/// The usual name of a SIMD level: `avx512`, `avx2`, `sse4.2`, `sse2`, `neon`, `simd128` or `scalar`.
pub fn level_name(level: Level) -> &'static str {
    #[allow(unreachable_patterns, reason = "which levels exist depends on the target")]
    match level {
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        Level::Avx512(_) => "avx512",
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        Level::Avx2(_) => "avx2",
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        Level::Sse4_2(_) => "sse4.2",
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        Level::Sse2(_) => "sse2",
        #[cfg(target_arch = "aarch64")]
        Level::Neon(_) => "neon",
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        Level::WasmSimd128(_) => "simd128",
        _ => "scalar",
    }
}

/// The scalar fallback, with the feature `scalar`.
fn scalar() -> Option<Level> {
    #[cfg(feature = "scalar")]
    return Some(Level::fallback());
    #[cfg(not(feature = "scalar"))]
    None
}

/// Every SIMD level that this machine can run, best first; with the feature `scalar` the scalar fallback alone. For tests
/// and benchmarks.
pub fn available_levels() -> Vec<Level> {
    if let Some(scalar) = scalar() {
        return vec![scalar];
    }
    let best = Level::new();
    let mut levels = vec![best];
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    levels.extend(best.as_avx2().map(Level::Avx2));
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    levels.extend(best.as_sse4_2().map(Level::Sse4_2));
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    levels.extend(best.as_sse2().map(Level::Sse2));
    levels.dedup_by_key(|&mut level| level_name(level));
    levels
}
