//! The napi-rs binding: a checked request in, a kernel called (at once, or in slots), an answer out. TypeScript checks
//! every argument before it calls (`ts/library/jobs/job.ts`). Here numbers are converted, or refused; offloop-sampling asserts the
//! rest, and a panic becomes an error, so that a mistake is neither a wrong answer nor a crash.
#![allow(clippy::too_many_arguments, reason = "a job crosses the boundary as scalars, see stream.rs")]

mod at_once;
mod copies;
mod huge_pages;
mod in_slots;
mod news;
mod output;
mod reader;
mod slots;
mod stream;

use napi_derive::napi;
use offloop_sampling::{Level, STREAM_VERSION, level_name};

/// The SIMD level in use: `avx512`, `avx2`, `sse4.2`, `sse2`, `neon` or `scalar`.
#[napi]
pub fn simd_level() -> &'static str {
    level_name(Level::new())
}

/// The version of the sample stream that this binary computes.
#[napi]
pub fn stream_version() -> u32 {
    STREAM_VERSION
}

/// The version of this binary's crate, the same as the package's.
#[napi]
pub fn addon_version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
