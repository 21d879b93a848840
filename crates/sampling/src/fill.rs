use fearless_simd::Level;

use crate::plan::Plan;
use crate::rows::portion_of;
use crate::sample::{Sample, Whole};
use crate::stream::block::{BLOCK, MAX_SAMPLES, Stream};

/// Fills `out` with the samples of a stream from number `start` on; of rows, with those that follow one that begins with
/// number `start`. Stops early and returns `false` if `cancelled`,
/// which is called before each group of blocks, returns true.
///
/// # Panics
/// When `out` reaches past sample 2^53 - 2, or does not consist of whole rows.
pub fn fill<T: Sample>(
    level: Level,
    stream: &Stream,
    start: u64,
    out: &mut [T],
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    require_within(start, out.len());
    let plan = stream.distribution.plan();
    require_rows(plan, out.len());
    if let Some(short) = plan.own_loops() {
        return T::fill(short, level, &stream.source(), start, out, cancelled);
    }
    let bounds = T::bounds(plan.range());
    let mut reader = plan.reader(level, stream.source(), start);
    // Parts end where blocks do, or soon after.
    let size = plan.size();
    let first = (BLOCK - start as usize % BLOCK).next_multiple_of(size);
    let (first, rest) = out.split_at_mut(first.min(out.len()));
    for part in std::iter::once(first).chain(rest.chunks_mut(BLOCK.next_multiple_of(size))) {
        if cancelled() {
            return false;
        }
        T::read(&mut *reader, bounds, part, portion_of(size));
    }
    true
}

/// A sample that is not a number of the type it was to be written as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Misfit {
    /// The sample's number in its stream; of rows the number's.
    pub number: u64,
    /// The sample.
    pub sample: f64,
}

impl Misfit {
    /// With the number of its row, of so many numbers.
    pub fn of_rows(self, size: usize) -> Self {
        Self { number: self.number / size as u64, ..self }
    }
}

/// The same in whole numbers, of a distribution that has such samples.
///
/// # Errors
/// The first sample that does not fit, of the block in which one was found.
///
/// # Panics
/// When `out` reaches past sample 2^53 - 2, or does not consist of whole rows.
pub fn fill_whole<T: Whole>(
    level: Level,
    stream: &Stream,
    start: u64,
    out: &mut [T],
    cancelled: &mut dyn FnMut() -> bool,
) -> Result<bool, Misfit> {
    require_within(start, out.len());
    let plan = stream.distribution.plan();
    require_rows(plan, out.len());
    let mut reader = plan.reader(level, stream.source(), start);
    let portion = portion_of(plan.size());
    let mut samples = vec![0.0; portion.min(out.len())];
    let mut written = 0;
    let mut asked = 0;
    for out in out.chunks_mut(portion) {
        if written >= asked {
            if cancelled() {
                return Ok(false);
            }
            asked += BLOCK;
        }
        let samples = &mut samples[..out.len()];
        reader.read(samples);
        if !T::write(samples, out) {
            let at = samples.iter().position(|&sample| T::of(sample).is_none());
            let at = at.expect("one does not fit");
            return Err(Misfit { number: start + (written + at) as u64, sample: samples[at] });
        }
        written += out.len();
    }
    Ok(true)
}

fn require_rows(plan: &Plan, numbers: usize) {
    let size = plan.size();
    assert!(numbers.is_multiple_of(size), "{numbers} numbers are not rows of {size}");
}

fn require_within(start: u64, samples: usize) {
    assert!(start.saturating_add(samples as u64) <= MAX_SAMPLES, "a stream has 2^53 - 1 samples");
}
