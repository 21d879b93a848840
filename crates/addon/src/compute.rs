//! The one implementation that the blocking functions and the tasks share.

use std::panic::{AssertUnwindSafe, catch_unwind};

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_sampling::{BLOCK_SAMPLES, Level, MAX_SAMPLES};

/// What the samples are drawn from: `0` uniform in [0, 1), `1` standard normal.
#[napi]
pub enum Distribution {
    /// Uniform in [0, 1), 53 bits.
    Uniform,
    /// Standard normal.
    Gaussian,
}

/// A job: the seed in two halves, since a number carries them faster than a bigint.
#[napi(object)]
pub struct NativeJob {
    /// What the samples are drawn from.
    pub distribution: Distribution,
    /// How many samples, at most 2^53 - 1.
    pub samples: f64,
    /// The lower 32 bits of the seed.
    pub seed_low: u32,
    /// The upper 32 bits of the seed.
    pub seed_high: u32,
    /// The stream under the seed.
    pub stream: u32,
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

impl TryFrom<NativeJob> for offloop_sampling::Job {
    type Error = Error;

    fn try_from(job: NativeJob) -> Result<Self> {
        Ok(offloop_sampling::Job {
            distribution: match job.distribution {
                Distribution::Uniform => offloop_sampling::Distribution::Uniform,
                Distribution::Gaussian => offloop_sampling::Distribution::Gaussian,
            },
            samples: whole_number("samples", job.samples)?,
            seed: u64::from(job.seed_high) << 32 | u64::from(job.seed_low),
            stream: job.stream,
        })
    }
}

/// The sum of some blocks in units of 2^-64.
pub(crate) fn sum_blocks(
    job: &offloop_sampling::Job,
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
    job: &offloop_sampling::Job,
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
