//! Blocking calls, on the calling thread.

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_sampling::{Level, Sample, fill, total};
use offloop_slots::caught;

use crate::job::{job, require_room, whole_number};

/// The exact sum of some of a job's blocks in units of 2^-64.
#[napi]
pub fn sum_blocks(
    distribution: f64,
    samples: f64,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
    first_block: f64,
    block_count: f64,
) -> Result<BigInt> {
    let job = job(distribution, samples, seed_low, seed_high, stream)?;
    let first_block = whole_number("firstBlock", first_block)?;
    let end = first_block.saturating_add(whole_number("blockCount", block_count)?);
    guarded(|| match total(Level::new(), &job, first_block..end, &mut || false) {
        Some(total) => total.units,
        None => unreachable!("nothing stops it"),
    })
    .map(BigInt::from)
}

/// Writes the samples from the start of a block on into the array, as many as it has room for.
#[napi]
pub fn fill_blocks(
    distribution: f64,
    samples: f64,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
    first_block: f64,
    mut array: Float64ArraySlice,
) -> Result<()> {
    // SAFETY: TypeScript hands in arrays of this thread alone, none over shared memory.
    let array = unsafe { array.as_mut() };
    fill_array(distribution, samples, seed_low, seed_high, stream, first_block, array)
}

/// The same in single precision.
#[napi]
pub fn fill_blocks32(
    distribution: f64,
    samples: f64,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
    first_block: f64,
    mut array: Float32ArraySlice,
) -> Result<()> {
    // SAFETY: TypeScript hands in arrays of this thread alone, none over shared memory.
    let array = unsafe { array.as_mut() };
    fill_array(distribution, samples, seed_low, seed_high, stream, first_block, array)
}

fn fill_array<T: Sample>(
    distribution: f64,
    samples: f64,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
    first_block: f64,
    array: &mut [T],
) -> Result<()> {
    let job = job(distribution, samples, seed_low, seed_high, stream)?;
    let first_block = whole_number("firstBlock", first_block)?;
    require_room(&job, first_block, array.len())?;
    guarded(|| {
        fill(Level::new(), &job, first_block, array, &mut || false);
    })
}

/// Turns a panic into an error.
pub(crate) fn guarded<T>(compute: impl FnOnce() -> T) -> Result<T> {
    caught(compute).map_err(|message| {
        Error::new(Status::GenericFailure, format!("the native engine panicked: {message}"))
    })
}
