//! Requests as they cross from JavaScript: scalars, since reading an object's fields or a bigint takes several times as
//! long, which would slow small jobs; and an array of parameters. A run crosses once.

use std::cell::RefCell;
use std::ops::Range;

use napi::bindgen_prelude::*;
use offloop_sampling::{BLOCK_SAMPLES, Distribution, MAX_SAMPLES, Source, Stream, has_totals};

/// The words of a distribution, or of a use that is none, by its number.
pub(crate) fn source(number: f64, seed_low: u32, seed_high: u32, stream: u32) -> Result<Source> {
    let seed = u64::from(seed_high) << 32 | u64::from(seed_low);
    Ok(Source { number: whole_number("number", number)? as u32, seed, stream })
}

thread_local! {
    /// The distribution that was asked for last, since a generator asks for its own again and again, and a table takes
    /// longer than a few samples.
    static LAST: RefCell<Option<Distribution>> = const { RefCell::new(None) };
}

/// A distribution's samples with these parameters, all of them in their order, lists in place.
pub(crate) fn stream(source: Source, parameters: &[f64]) -> Result<Stream> {
    let Source { number, seed, stream } = source;
    let distribution = LAST.with_borrow_mut(|last| -> Result<Distribution> {
        if let Some(last) = last
            && last.number() == number
            && last.parameters() == parameters
        {
            return Ok(last.clone());
        }
        let distribution = Distribution::new(number, parameters).map_err(invalid)?;
        *last = Some(distribution.clone());
        Ok(distribution)
    })?;
    Ok(Stream { distribution, seed, stream })
}

/// The same of a distribution that has totals: its standard samples.
pub(crate) fn summed(source: Source) -> Result<Stream> {
    let stream = stream(source, &[0.0, 1.0])?;
    if !has_totals(&stream.distribution) {
        return Err(invalid(format!("distribution {} has no totals", source.number)));
    }
    Ok(stream)
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

/// The number of the first of the numbers that fill an array, of a job that starts with sample number `start`: of rows,
/// with that row.
pub(crate) fn first(stream: &Stream, start: f64, length: usize) -> Result<u64> {
    let size = stream.distribution.size();
    if !length.is_multiple_of(size) {
        return Err(invalid(format!("rows of {size} numbers do not fill an array of {length}")));
    }
    let first = whole_number("start", start)?.saturating_mul(size as u64);
    require_within(first, length as u64)?;
    Ok(first)
}

/// A sample's number, of the first of so many.
pub(crate) fn sample(start: f64, count: usize) -> Result<u64> {
    let start = whole_number("start", start)?;
    require_within(start, count as u64)?;
    Ok(start)
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
