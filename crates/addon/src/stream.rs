//! Requests as they cross from JavaScript: scalars, since reading an object's fields or a bigint takes several times as
//! long, which would slow small jobs. A run crosses once.

use std::ops::Range;

use napi::bindgen_prelude::*;
use offloop_sampling::{BLOCK_SAMPLES, Distribution, MAX_SAMPLES, Scale, Stream};

/// 0 for uniform in [0, 1), 1 for standard normal.
pub(crate) fn distribution(number: f64) -> Result<Distribution> {
    match whole_number("distribution", number)? {
        0 => Ok(Distribution::Uniform),
        1 => Ok(Distribution::Gaussian),
        other => Err(invalid(format!("there is no distribution {other}"))),
    }
}

pub(crate) fn stream(distribution: f64, seed_low: u32, seed_high: u32, stream: u32) -> Result<Stream> {
    Ok(Stream {
        distribution: self::distribution(distribution)?,
        seed: u64::from(seed_high) << 32 | u64::from(seed_low),
        stream,
    })
}

/// Samples to sum.
pub(crate) fn range(start: f64, samples: f64) -> Result<Range<u64>> {
    let (start, samples) = (whole_number("start", start)?, whole_number("samples", samples)?);
    require_within(start, samples)?;
    if !start.is_multiple_of(BLOCK_SAMPLES) {
        return Err(invalid(format!("a sum starts at a multiple of {BLOCK_SAMPLES}, not at {start}")));
    }
    Ok(start..start + samples)
}

/// The first of the samples that fill an array.
pub(crate) fn first(start: f64, length: usize) -> Result<u64> {
    let start = whole_number("start", start)?;
    require_within(start, length as u64)?;
    Ok(start)
}

/// `None` unless it is whole.
pub(crate) fn scale(offset: Option<f64>, factor: Option<f64>, most: Option<f64>) -> Option<Scale> {
    Some(Scale { offset: offset?, factor: factor?, most: most? })
}

/// Exactly a whole number of at most 2^53 - 1, or an error that names it.
pub(crate) fn whole_number(name: &str, value: f64) -> Result<u64> {
    if value >= 0.0 && value <= MAX_SAMPLES as f64 && value.fract() == 0.0 {
        return Ok(value as u64);
    }
    Err(invalid(format!("{name} must be a whole number from 0 to 2^53 - 1, not {value}")))
}

fn require_within(start: u64, samples: u64) -> Result<()> {
    if start.saturating_add(samples) > MAX_SAMPLES {
        return Err(invalid(format!(
            "{samples} samples from {start} on reach past a stream's last, 2^53 - 2"
        )));
    }
    Ok(())
}

pub(crate) fn invalid(message: String) -> Error {
    Error::new(Status::InvalidArg, message)
}
