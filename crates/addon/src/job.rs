//! A job as it crosses the boundary: scalars, since an object's fields, and a bigint, take several times as long to
//! read, which small jobs would feel. A run crosses once.

use napi::bindgen_prelude::*;
use offloop_sampling::{BLOCK_SAMPLES, Distribution, Job, MAX_SAMPLES};

/// `distribution` is 0 for uniform in [0, 1) and 1 for standard normal.
pub(crate) fn job(
    distribution: f64,
    samples: f64,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
) -> Result<Job> {
    Ok(Job {
        distribution: to_distribution(distribution)?,
        samples: whole_number("samples", samples)?,
        seed: seed(seed_low, seed_high),
        stream,
    })
}

pub(crate) fn to_distribution(number: f64) -> Result<Distribution> {
    match whole_number("distribution", number)? {
        0 => Ok(Distribution::Uniform),
        1 => Ok(Distribution::Gaussian),
        other => Err(invalid(format!("there is no distribution {other}"))),
    }
}

pub(crate) fn seed(low: u32, high: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// Exactly a whole number within a job's range, or an error that names it.
pub(crate) fn whole_number(name: &str, value: f64) -> Result<u64> {
    if value >= 0.0 && value <= MAX_SAMPLES as f64 && value.fract() == 0.0 {
        return Ok(value as u64);
    }
    Err(invalid(format!("{name} must be a whole number from 0 to 2^53 - 1, not {value}")))
}

/// That so many samples from the start of a block on are the job's.
pub(crate) fn require_room(job: &Job, first_block: u64, length: usize) -> Result<()> {
    let end = first_block.saturating_mul(BLOCK_SAMPLES).saturating_add(length as u64);
    if end > job.samples {
        return Err(invalid(format!("the array reaches to sample {end}, but the job has {}", job.samples)));
    }
    Ok(())
}

pub(crate) fn invalid(message: String) -> Error {
    Error::new(Status::InvalidArg, message)
}
