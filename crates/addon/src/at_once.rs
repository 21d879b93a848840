//! Blocking calls, on the calling thread.

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_sampling::{Level, Misfit, Sample, Source, Whole};
use offloop_slots::caught;

use crate::stream::{first, range, source, stream, summed};

/// The exact sum of a range of a distribution's standard samples, in units of 2^-64.
#[napi]
pub fn sum(
    distribution: f64,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    start: f64,
    samples: f64,
) -> Result<BigInt> {
    let stream = summed(source(distribution, seed_low, seed_high, stream_number)?)?;
    let range = range(start, samples)?;
    guarded(|| match offloop_sampling::total(Level::new(), &stream, range, &mut || false) {
        Some(total) => total.units,
        None => unreachable!("nothing stops it"),
    })
    .map(BigInt::from)
}

/// Fills the array with a distribution's samples from number `start` on. Rows are counted, too, and follow each other.
#[napi]
pub fn fill(
    distribution: f64,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    parameters: Float64ArraySlice,
    start: f64,
    mut array: Float64ArraySlice,
) -> Result<()> {
    let source = source(distribution, seed_low, seed_high, stream_number)?;
    // SAFETY: TypeScript passes only arrays of this thread, none over shared memory.
    fill_array(source, &parameters, start, unsafe { array.as_mut() })
}

/// The same in single precision.
#[napi]
pub fn fill_floats(
    distribution: f64,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    parameters: Float64ArraySlice,
    start: f64,
    mut array: Float32ArraySlice,
) -> Result<()> {
    let source = source(distribution, seed_low, seed_high, stream_number)?;
    // SAFETY: as above.
    fill_array(source, &parameters, start, unsafe { array.as_mut() })
}

fn fill_array<T: Sample>(source: Source, parameters: &[f64], start: f64, array: &mut [T]) -> Result<()> {
    let stream = stream(source, parameters)?;
    let start = first(&stream, start)?;
    guarded(|| {
        offloop_sampling::fill(Level::new(), &stream, start, array, &mut || false);
    })
}

/// An array of whole numbers, on this thread.
type WholeArray<'a> = Either8<
    Int8ArraySlice<'a>,
    Uint8ArraySlice<'a>,
    Int16ArraySlice<'a>,
    Uint16ArraySlice<'a>,
    Int32ArraySlice<'a>,
    Uint32ArraySlice<'a>,
    BigInt64ArraySlice<'a>,
    BigUint64ArraySlice<'a>,
>;

/// The same in whole numbers. Returns the first sample that does not fit, its number and what it is, or nothing.
#[napi]
pub fn fill_whole(
    distribution: f64,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    parameters: Float64ArraySlice,
    start: f64,
    #[napi(
        ts_arg_type = "Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array"
    )]
    mut array: WholeArray,
) -> Result<Option<Vec<f64>>> {
    let source = source(distribution, seed_low, seed_high, stream_number)?;
    // SAFETY: as above.
    let misfit = unsafe {
        match &mut array {
            Either8::A(array) => fill_with(source, &parameters, start, array.as_mut()),
            Either8::B(array) => fill_with(source, &parameters, start, array.as_mut()),
            Either8::C(array) => fill_with(source, &parameters, start, array.as_mut()),
            Either8::D(array) => fill_with(source, &parameters, start, array.as_mut()),
            Either8::E(array) => fill_with(source, &parameters, start, array.as_mut()),
            Either8::F(array) => fill_with(source, &parameters, start, array.as_mut()),
            Either8::G(array) => fill_with(source, &parameters, start, array.as_mut()),
            Either8::H(array) => fill_with(source, &parameters, start, array.as_mut()),
        }
    }?;
    Ok(misfit.map(|misfit| vec![misfit.number as f64, misfit.sample]))
}

fn fill_with<T: Whole>(
    source: Source,
    parameters: &[f64],
    start: f64,
    array: &mut [T],
) -> Result<Option<Misfit>> {
    let stream = stream(source, parameters)?;
    let start = first(&stream, start)?;
    let size = stream.distribution.size();
    guarded(|| {
        let misfit = offloop_sampling::fill_whole(Level::new(), &stream, start, array, &mut || false).err();
        misfit.map(|misfit| misfit.of_rows(size))
    })
}

/// Turns a panic into an error.
pub(crate) fn guarded<T>(compute: impl FnOnce() -> T) -> Result<T> {
    caught(compute).map_err(|message| {
        Error::new(Status::GenericFailure, format!("the native engine panicked: {message}"))
    })
}
