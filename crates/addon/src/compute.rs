//! The one implementation that the blocking functions and the tasks share.

use std::panic::{AssertUnwindSafe, catch_unwind};

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_sampling::{BLOCK_SAMPLES, Job, Level, MAX_SAMPLES};

/// What the samples are drawn from: `0` uniform in [0, 1), `1` standard normal.
#[napi]
pub enum Distribution {
    /// Uniform in [0, 1), 53 bits.
    Uniform,
    /// Standard normal.
    Gaussian,
}

/// Exactly a whole number within a job's range, or an error that names it.
pub(crate) fn whole_number(name: &str, value: f64) -> Result<u64> {
    if value >= 0.0 && value <= MAX_SAMPLES as f64 && value.fract() == 0.0 {
        return Ok(value as u64);
    }
    Err(Error::new(
        Status::InvalidArg,
        format!("{name} must be a whole number from 0 to 2^53 - 1, not {value}"),
    ))
}

/// A job from the scalars in which it crosses the boundary: an object's fields, and a bigint, take
/// several times as long to read, which small jobs would feel.
pub(crate) fn job(
    distribution: Distribution,
    samples: f64,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
) -> Result<Job> {
    Ok(Job {
        distribution: match distribution {
            Distribution::Uniform => offloop_sampling::Distribution::Uniform,
            Distribution::Gaussian => offloop_sampling::Distribution::Gaussian,
        },
        samples: whole_number("samples", samples)?,
        seed: u64::from(seed_high) << 32 | u64::from(seed_low),
        stream,
    })
}

/// The sum of some blocks in units of 2^-64.
pub(crate) fn sum_blocks(
    job: &Job,
    first_block: u64,
    block_count: u64,
    cancelled: &mut dyn FnMut() -> bool,
) -> Result<i128> {
    guarded(|| {
        let blocks = first_block..first_block.saturating_add(block_count);
        offloop_sampling::total(Level::new(), job, blocks, cancelled).map(|total| total.units)
    })
}

/// Writes the samples from the start of a block on, as many as there is room for.
pub(crate) fn fill_blocks(
    job: &Job,
    first_block: u64,
    out: &mut [f64],
    cancelled: &mut dyn FnMut() -> bool,
) -> Result<()> {
    let end = first_block.saturating_mul(BLOCK_SAMPLES).saturating_add(out.len() as u64);
    if end > job.samples {
        return Err(Error::new(
            Status::InvalidArg,
            format!("the array reaches to sample {end}, but the job has {}", job.samples),
        ));
    }
    guarded(|| offloop_sampling::fill(Level::new(), job, first_block, out, cancelled).then_some(()))
}

/// Turns a panic and a cancellation into an error: nothing may end the process.
fn guarded<T>(compute: impl FnOnce() -> Option<T>) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(compute)) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(Error::new(Status::Cancelled, "the chunk was cancelled")),
        Err(panic) => {
            let reason = panic
                .downcast_ref::<&str>()
                .map(|reason| (*reason).to_owned())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "no reason given".to_owned());
            Err(Error::new(Status::GenericFailure, format!("the native engine panicked: {reason}")))
        }
    }
}
