//! Blocking calls, on the calling thread.

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_sampling::{Level, Sample};
use offloop_slots::caught;

use crate::stream::{first, range, scale, stream};

/// The exact sum of a range of a stream's samples, in units of 2^-64.
#[napi]
pub fn sum(
    distribution: f64,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    start: f64,
    samples: f64,
) -> Result<BigInt> {
    let stream = stream(distribution, seed_low, seed_high, stream_number)?;
    let range = range(start, samples)?;
    guarded(|| match offloop_sampling::total(Level::new(), &stream, range, &mut || false) {
        Some(total) => total.units,
        None => unreachable!("nothing stops it"),
    })
    .map(BigInt::from)
}

/// Fills the array with a stream's samples from number `start` on.
#[napi]
pub fn fill(
    distribution: f64,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    start: f64,
    mut array: Float64ArraySlice,
    offset: Option<f64>,
    factor: Option<f64>,
    most: Option<f64>,
) -> Result<()> {
    // SAFETY: TypeScript passes only arrays of this thread, none over shared memory.
    let array = unsafe { array.as_mut() };
    fill_array(distribution, seed_low, seed_high, stream_number, start, array, offset, factor, most)
}

/// The same in single precision.
#[napi]
pub fn fill32(
    distribution: f64,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    start: f64,
    mut array: Float32ArraySlice,
    offset: Option<f64>,
    factor: Option<f64>,
    most: Option<f64>,
) -> Result<()> {
    // SAFETY: as above.
    let array = unsafe { array.as_mut() };
    fill_array(distribution, seed_low, seed_high, stream_number, start, array, offset, factor, most)
}

fn fill_array<T: Sample>(
    distribution: f64,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    start: f64,
    array: &mut [T],
    offset: Option<f64>,
    factor: Option<f64>,
    most: Option<f64>,
) -> Result<()> {
    let stream = stream(distribution, seed_low, seed_high, stream_number)?;
    let start = first(start, array.len())?;
    let scale = scale(offset, factor, most);
    guarded(|| {
        offloop_sampling::fill(Level::new(), &stream, start, array, scale, &mut || false);
    })
}

/// Turns a panic into an error.
pub(crate) fn guarded<T>(compute: impl FnOnce() -> T) -> Result<T> {
    caught(compute).map_err(|message| {
        Error::new(Status::GenericFailure, format!("the native engine panicked: {message}"))
    })
}
