use fearless_simd::{Level, Simd, SimdBase, dispatch};

use crate::distributions::{Rule, Visitor};
use crate::kernel::{Flow, fill_rows};
use crate::sample::{Sample, Whole};
use crate::stream::block::{
    BLOCK, BLOCK_SAMPLES, GROUP, MAX_SAMPLES, ROW_SAMPLES, Source, Stream, lanes_of, place_of,
};
use crate::stream::xoshiro::{LANES, Lanes};

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
    stream.distribution.visit(Fill { level, source: stream.source(), start, out, cancelled })
}

struct Fill<'a, T> {
    level: Level,
    source: Source,
    start: u64,
    out: &'a mut [T],
    cancelled: &'a mut dyn FnMut() -> bool,
}

impl<T: Sample> Visitor for Fill<'_, T> {
    type Answer = bool;

    const FLOATS: bool = T::FLOATS;

    fn visit<R: Rule<W>, const W: usize>(self, rule: R) -> bool {
        let Self { level, source, start, out, cancelled } = self;
        dispatch!(level, simd => if const { R::SIDE_BY_SIDE == GROUP } && wide(simd) {
            fill_blocks::<_, T, R, W, GROUP>(simd, rule, &source, start, out, cancelled)
        } else {
            fill_blocks::<_, T, R, W, 1>(simd, rule, &source, start, out, cancelled)
        })
    }
}

/// Whether a register has room for a word of all lanes.
#[inline(always)]
fn wide<S: Simd>(_: S) -> bool {
    const { S::u32s::LEN == LANES }
}

/// Groups of `N` whole blocks if `N` is more than one; else block by block.
#[inline(always)]
fn fill_blocks<S: Simd, T: Sample, R: Rule<W>, const W: usize, const N: usize>(
    simd: S,
    rule: R,
    source: &Source,
    start: u64,
    mut out: &mut [T],
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    let (mut block, mut first) = place_of(start);
    while !out.is_empty() {
        if cancelled() {
            return false;
        }
        if N > 1 && first == 0 && out.len() >= N * BLOCK {
            let (group, rest) = out.split_at_mut(N * BLOCK);
            let mut blocks = group.chunks_exact_mut(BLOCK);
            let outs: [&mut [T]; N] = std::array::from_fn(|_| blocks.next().expect("a group has N blocks"));
            let lanes: [[Lanes<S>; W]; N] = lanes_of(simd, source, block);
            let mut flows = flows_of(simd, rule, lanes);
            fill_rows::<S, T, R, W, N, true>(simd, &mut flows, source, block * BLOCK_SAMPLES, outs);
            block += N as u64;
            out = rest;
        } else {
            let (part, rest) = out.split_at_mut(out.len().min(BLOCK - first));
            fill_block(simd, rule, source, block, first, part);
            block += 1;
            first = 0;
            out = rest;
        }
    }
    true
}

/// It uses no closure, which would not be compiled for the SIMD level.
#[inline(always)]
fn flows_of<S: Simd, R: Rule<W>, const W: usize, const N: usize>(
    simd: S,
    rule: R,
    lanes: [[Lanes<S>; W]; N],
) -> [Flow<S, R, W, true>; N] {
    let mut flows = [const { None }; N];
    for n in 0..N {
        flows[n] = Some(Flow::new(simd, rule, lanes[n]));
    }
    flows.map(|flow| flow.expect("there are N of them"))
}

/// Writes the samples of one block from index `first` on.
#[inline(always)]
fn fill_block<S: Simd, T: Sample, R: Rule<W>, const W: usize>(
    simd: S,
    rule: R,
    source: &Source,
    block: u64,
    first: usize,
    out: &mut [T],
) {
    let [mut lanes] = lanes_of::<S, W, 1>(simd, source, block);
    let within = first % ROW_SAMPLES;
    for lanes in &mut lanes {
        lanes.skip((first - within) / ROW_SAMPLES * 2);
    }
    let mut flows = [Flow::<S, R, W, true>::new(simd, rule, lanes)];
    let begun = if within > 0 { out.len().min(ROW_SAMPLES - within) } else { 0 };
    let (begun, rest) = out.split_at_mut(begun);
    let (rows, ended) = rest.split_at_mut(rest.len() / ROW_SAMPLES * ROW_SAMPLES);
    // Parts of rows are written elsewhere, by the same loop: with a second copy of the kernel AVX2 would lose a third of
    // its speed.
    let mut before = [T::default(); ROW_SAMPLES];
    let mut after = [T::default(); ROW_SAMPLES];
    let mut number = block * BLOCK_SAMPLES + (first - within) as u64;
    let before_length = if begun.is_empty() { 0 } else { ROW_SAMPLES };
    let after_length = if ended.is_empty() { 0 } else { ROW_SAMPLES };
    for part in [&mut before[..before_length], rows, &mut after[..after_length]] {
        let samples = part.len() as u64;
        fill_rows::<S, T, R, W, 1, true>(simd, &mut flows, source, number, [part]);
        number += samples;
    }
    begun.copy_from_slice(&before[within..within + begun.len()]);
    ended.copy_from_slice(&after[..ended.len()]);
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
    let length = out.len();
    require_within(start, length);
    let mut written = 0;
    let mut misfit = None;
    let mut write = |samples: &[f64]| {
        for (out, &sample) in out[written..].iter_mut().zip(samples) {
            match T::of(sample) {
                Some(whole) => *out = whole,
                None => misfit = misfit.or(Some(Misfit { number: start + written as u64, sample })),
            }
            written += 1;
        }
        misfit.is_none() && (written % BLOCK > 0 || !cancelled())
    };
    let portions = Portions { level, source: stream.source(), start, length, write: &mut write };
    let done = stream.distribution.visit(portions);
    misfit.map_or(Ok(done), Err)
}

/// Computes samples a portion at a time, and hands them to a function until it returns false.
struct Portions<'a> {
    level: Level,
    source: Source,
    start: u64,
    length: usize,
    write: &'a mut dyn FnMut(&[f64]) -> bool,
}

/// Samples of a portion, which stay in the L1 cache.
const PORTION: usize = 2048;

impl Visitor for Portions<'_> {
    type Answer = bool;

    fn visit<R: Rule<W>, const W: usize>(self, rule: R) -> bool {
        let Self { level, source, start, length, write } = self;
        dispatch!(level, simd => write_portions(simd, rule, &source, start, length, write))
    }
}

#[inline(always)]
fn write_portions<S: Simd, R: Rule<W>, const W: usize>(
    simd: S,
    rule: R,
    source: &Source,
    start: u64,
    length: usize,
    write: &mut dyn FnMut(&[f64]) -> bool,
) -> bool {
    let mut samples = [0.0; PORTION];
    let mut left = length;
    let (mut block, mut first) = place_of(start);
    while left > 0 {
        let [mut lanes] = lanes_of::<S, W, 1>(simd, source, block);
        for lanes in &mut lanes {
            lanes.skip(first / ROW_SAMPLES * 2);
        }
        let mut flows = [Flow::<S, R, W, true>::new(simd, rule, lanes)];
        while first < BLOCK && left > 0 {
            let within = first % ROW_SAMPLES;
            let end = (within + left).min(PORTION).min(BLOCK - (first - within));
            let rows = &mut samples[..end.next_multiple_of(ROW_SAMPLES)];
            let number = block * BLOCK_SAMPLES + (first - within) as u64;
            fill_rows::<S, f64, R, W, 1, true>(simd, &mut flows, source, number, [rows]);
            if !write(&samples[within..end]) {
                return false;
            }
            first += end - within;
            left -= end - within;
        }
        block += 1;
        first = 0;
    }
    true
}

fn require_within(start: u64, samples: usize) {
    assert!(start.saturating_add(samples as u64) <= MAX_SAMPLES, "a stream has 2^53 - 1 samples");
}
