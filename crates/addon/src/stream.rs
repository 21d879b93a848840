//! Requests as they cross from JavaScript: scalars, since reading an object's fields or a bigint takes several times as
//! long, which would slow small jobs; and an array of parameters. A run crosses once.

use std::cell::RefCell;
use std::ops::Range;

use napi::bindgen_prelude::*;
use offloop_sampling::{Distribution, MAX_SAMPLES, Source, Stream};

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
        let distribution =
            Distribution::new(number, parameters).map_err(|impossible| invalid(impossible.to_string()))?;
        *last = Some(distribution.clone());
        Ok(distribution)
    })?;
    Ok(Stream { distribution, seed, stream })
}

/// The standard samples of a distribution, for a sum.
pub(crate) fn summed(source: Source) -> Result<Stream> {
    stream(source, &[0.0, 1.0])
}

/// Samples to sum.
pub(crate) fn range(start: f64, samples: f64) -> Result<Range<u64>> {
    let (start, samples) = (whole_number("start", start)?, whole_number("samples", samples)?);
    Ok(start..start + samples)
}

/// The number of the first number of sample number `start`, which is a row's first if samples are rows.
pub(crate) fn first(stream: &Stream, start: f64) -> Result<u64> {
    Ok(whole_number("start", start)?.saturating_mul(stream.distribution.size() as u64))
}

/// Exactly a whole number of at most 2^53 - 1, or an error that names it.
pub(crate) fn whole_number(name: &str, value: f64) -> Result<u64> {
    if value >= 0.0 && value <= MAX_SAMPLES as f64 && value.fract() == 0.0 {
        return Ok(value as u64);
    }
    Err(invalid(format!("{name} must be a whole number from 0 to 2^53 - 1, not {value}")))
}

pub(crate) fn invalid(message: String) -> Error {
    Error::new(Status::InvalidArg, message)
}
