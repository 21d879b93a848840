//! Loops of rules so short that storing their words first would show: uniform and normal samples. They write doubles or
//! floats as they make them, of several blocks side by side where that is faster.

use fearless_simd::{Level, Simd, SimdBase, dispatch};

use crate::kernel::{Rule, Words};
use crate::math::Pair;
use crate::sample::Sample;
use crate::stream::block::{BLOCK, ROW_SAMPLES, STEP, Source, lanes_of, place_of};
use crate::stream::words::begin_pairs;
use crate::stream::xoshiro::{LANES, Lanes};
use crate::width::{PARTS, WIDTH, f64s, parts, u64s};

/// Fills arrays with a stream's samples from number `start` on, until `cancelled` returns true; it is called before each
/// group of blocks.
pub(crate) trait Short: Send + Sync {
    fn doubles(
        &self,
        level: Level,
        source: &Source,
        start: u64,
        out: &mut [f64],
        cancelled: &mut dyn FnMut() -> bool,
    ) -> bool;

    fn floats(
        &self,
        level: Level,
        source: &Source,
        start: u64,
        out: &mut [f32],
        cancelled: &mut dyn FnMut() -> bool,
    ) -> bool;
}

/// The rules of doubles and of floats, of which `WIDE` blocks are computed side by side where a register has room for a
/// word of all lanes: more than one hide the generator's latency.
pub(crate) struct Loops<R, F, const WIDE: usize> {
    pub(crate) doubles: R,
    pub(crate) floats: F,
}

impl<R: Rule<1>, F: Rule<1>, const WIDE: usize> Short for Loops<R, F, WIDE> {
    fn doubles(
        &self,
        level: Level,
        source: &Source,
        start: u64,
        out: &mut [f64],
        cancelled: &mut dyn FnMut() -> bool,
    ) -> bool {
        fill::<f64, R, WIDE>(level, &self.doubles, source, start, out, cancelled)
    }

    fn floats(
        &self,
        level: Level,
        source: &Source,
        start: u64,
        out: &mut [f32],
        cancelled: &mut dyn FnMut() -> bool,
    ) -> bool {
        fill::<f32, F, WIDE>(level, &self.floats, source, start, out, cancelled)
    }
}

fn fill<T: Sample, R: Rule<1>, const WIDE: usize>(
    level: Level,
    rule: &R,
    source: &Source,
    start: u64,
    out: &mut [T],
    cancelled: &mut dyn FnMut() -> bool,
) -> bool {
    dispatch!(level, simd => if wide(simd) {
        fill_blocks::<_, T, R, WIDE>(simd, rule, source, start, out, cancelled)
    } else {
        fill_blocks::<_, T, R, 1>(simd, rule, source, start, out, cancelled)
    })
}

/// Whether a register has room for a word of all lanes.
#[inline(always)]
fn wide<S: Simd>(_: S) -> bool {
    const { S::u32s::LEN == LANES }
}

/// A block's lanes while its words are taken.
///
/// A kernel is limited by its number of vector operations, but a sample is a chain of operations more than a hundred
/// cycles long, and the CPU does not look far enough ahead to overlap enough of them. So the next words are drawn, and
/// their pairs begun up to the division, before the last ones are finished: a tenth faster.
struct Flow<S: Simd> {
    lanes: Lanes<S>,
    next: Drawn<S>,
}

/// The words of a step, or the pairs of a row.
#[derive(Clone, Copy)]
struct Drawn<S: Simd> {
    pairs: Option<[Pair<S>; PARTS]>,
    words: [u64s<S>; PARTS],
}

impl<S: Simd> Flow<S> {
    #[inline(always)]
    fn new<R: Rule<1>>(simd: S, mut lanes: Lanes<S>) -> Self {
        let next = Self::draw::<R>(simd, &mut lanes);
        Self { lanes, next }
    }

    #[inline(always)]
    fn take<R: Rule<1>>(&mut self, simd: S) -> Drawn<S> {
        let drawn = Self::draw::<R>(simd, &mut self.lanes);
        std::mem::replace(&mut self.next, drawn)
    }

    #[inline(always)]
    fn draw<R: Rule<1>>(simd: S, lanes: &mut Lanes<S>) -> Drawn<S> {
        if R::PAIR {
            Drawn { pairs: Some(begin_pairs(simd, lanes)), words: [u64s::splat(simd, 0); PARTS] }
        } else {
            Drawn { pairs: None, words: parts(simd, lanes.words()) }
        }
    }
}

/// Fills whole rows with the next samples of each of `N` neighbouring blocks; all have as many.
#[inline(always)]
fn fill_rows<S: Simd, T: Sample, R: Rule<1>, const N: usize>(
    simd: S,
    rule: &R,
    flows: &mut [Flow<S>; N],
    outs: [&mut [T]; N],
) {
    const { assert!(!R::REJECTS, "these loops draw nothing again") };
    let outs = outs.map(|out| out.as_chunks_mut::<STEP>().0);
    let bounds = T::bounds(rule.range());
    let nothing = f64s::splat(simd, 0.0);
    let halves = if R::PAIR { 2 } else { 1 };
    for t in 0..outs[0].len() / halves {
        for n in 0..N {
            let Drawn { pairs, words } = flows[n].take::<R>(simd);
            for part in 0..PARTS {
                let word = [words[part]];
                let mut normals = [nothing; 2];
                if let Some(pairs) = pairs {
                    (normals[0], normals[1]) = pairs[part].finish(simd);
                }
                for half in 0..halves {
                    let words = Words { normal: normals[half], given: nothing, begun: nothing, word };
                    let samples = rule.attempt(simd, &words).samples;
                    let out = &mut outs[n][halves * t + half].as_chunks_mut::<WIDTH>().0[part];
                    T::store(within(samples, bounds), out);
                }
            }
        }
    }
}

#[inline(always)]
fn within<S: Simd>(samples: f64s<S>, bounds: Option<[f64; 2]>) -> f64s<S> {
    match bounds {
        Some([least, most]) => samples.max(least).min(most),
        None => samples,
    }
}

/// Groups of `N` whole blocks if `N` is more than one; else block by block.
#[inline(always)]
fn fill_blocks<S: Simd, T: Sample, R: Rule<1>, const N: usize>(
    simd: S,
    rule: &R,
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
            let mut flows = flows_of::<S, R, N>(simd, lanes_of(simd, source, block));
            fill_rows::<S, T, R, N>(simd, rule, &mut flows, outs);
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
fn flows_of<S: Simd, R: Rule<1>, const N: usize>(simd: S, lanes: [Lanes<S>; N]) -> [Flow<S>; N] {
    let mut flows = [const { None }; N];
    for n in 0..N {
        flows[n] = Some(Flow::new::<R>(simd, lanes[n]));
    }
    flows.map(|flow| flow.expect("there are N of them"))
}

/// Writes the samples of one block from index `first` on.
#[inline(always)]
fn fill_block<S: Simd, T: Sample, R: Rule<1>>(
    simd: S,
    rule: &R,
    source: &Source,
    block: u64,
    first: usize,
    out: &mut [T],
) {
    let [mut lanes] = lanes_of::<S, 1>(simd, source, block);
    let within = first % ROW_SAMPLES;
    lanes.skip((first - within) / ROW_SAMPLES * 2);
    let mut flows = [Flow::new::<R>(simd, lanes)];
    let begun = if within > 0 { out.len().min(ROW_SAMPLES - within) } else { 0 };
    let (begun, rest) = out.split_at_mut(begun);
    let (rows, ended) = rest.split_at_mut(rest.len() / ROW_SAMPLES * ROW_SAMPLES);
    // Parts of rows are written elsewhere, by the same loop: with a second copy of the kernel AVX2 would lose a third of
    // its speed.
    let mut before = [T::default(); ROW_SAMPLES];
    let mut after = [T::default(); ROW_SAMPLES];
    let before_length = if begun.is_empty() { 0 } else { ROW_SAMPLES };
    let after_length = if ended.is_empty() { 0 } else { ROW_SAMPLES };
    for part in [&mut before[..before_length], rows, &mut after[..after_length]] {
        fill_rows::<S, T, R, 1>(simd, rule, &mut flows, [part]);
    }
    begun.copy_from_slice(&before[within..within + begun.len()]);
    ended.copy_from_slice(&after[..ended.len()]);
}
