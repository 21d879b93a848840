use fearless_simd::Level;

use crate::plan::Cursor;
use crate::sample::{Sample, Whole};
use crate::stream::block::{BLOCK, MAX_SAMPLES, Stream};

/// Fills `out` with the samples of a stream from number `start` on. Stops early and returns `false` if `cancelled`,
/// which is called before each group of blocks, returns true.
///
/// # Panics
/// When `out` reaches past sample 2^53 - 2.
pub fn fill<T: Sample>(
    level: Level,
    stream: &Stream,
    start: u64,
    out: &mut [T],
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    require_within(start, out.len());
    let plan = stream.distribution.plan();
    if let Some(short) = plan.own_loops() {
        return T::fill(short, level, &stream.source(), start, out, cancelled);
    }
    let bounds = T::bounds(plan.range());
    let mut cursor = Cursor::new(level, stream.source(), plan, start);
    // Blocks end where the stream's do, which costs no sample made twice.
    let first = BLOCK - start as usize % BLOCK;
    let (first, rest) = out.split_at_mut(first.min(out.len()));
    for part in std::iter::once(first).chain(rest.chunks_mut(BLOCK)) {
        if cancelled() {
            return false;
        }
        T::read(&mut cursor, bounds, part);
    }
    true
}

/// A sample that is not a number of the type it was to be written as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Misfit {
    /// The sample's number in its stream.
    pub number: u64,
    /// The sample.
    pub sample: f64,
}

/// The same in whole numbers, of a distribution that has such samples.
///
/// # Errors
/// The first sample that does not fit, of the block in which one was found.
///
/// # Panics
/// When `out` reaches past sample 2^53 - 2.
pub fn fill_whole<T: Whole>(
    level: Level,
    stream: &Stream,
    start: u64,
    out: &mut [T],
    cancelled: &mut dyn FnMut() -> bool,
) -> Result<bool, Misfit> {
    require_within(start, out.len());
    let mut cursor = Cursor::new(level, stream.source(), stream.distribution.plan(), start);
    let mut samples = [0.0; PORTION];
    for (portion, out) in out.chunks_mut(PORTION).enumerate() {
        let written = portion * PORTION;
        if written.is_multiple_of(BLOCK) && cancelled() {
            return Ok(false);
        }
        let samples = &mut samples[..out.len()];
        cursor.read(samples);
        if !T::write(samples, out) {
            let at = samples.iter().position(|&sample| T::of(sample).is_none());
            let at = at.expect("one does not fit");
            return Err(Misfit { number: start + (written + at) as u64, sample: samples[at] });
        }
    }
    Ok(true)
}

/// Samples of a portion, which stay in the L1 cache.
pub(crate) const PORTION: usize = 2048;

fn require_within(start: u64, samples: usize) {
    assert!(start.saturating_add(samples as u64) <= MAX_SAMPLES, "a stream has 2^53 - 1 samples");
}
