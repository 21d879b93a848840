//! One loop for every distribution: first attempts side by side, row by row; rejected ones are drawn again afterwards.

use fearless_simd::{Simd, SimdBase, SimdMask, f64x8, u64x8};

use crate::distributions::{Attempt, Rule, Words};
use crate::math::Pair;
use crate::sample::Sample;
use crate::stream::block::{BLOCK_SAMPLES, GROUP, STEP, Source};
use crate::stream::redraws::{CALL_WORDS, STAGE_CALLS, redraw};
use crate::stream::xoshiro::Lanes;

/// A block's lanes while its words are taken.
///
/// A kernel is limited by its number of vector operations, but a sample is a chain of operations more than a hundred
/// cycles long, and the CPU does not look far enough ahead to overlap enough of them. So with `AHEAD` the next words are
/// drawn, and their pairs begun up to the division, before the last ones are finished: a tenth faster. The lanes are
/// then ahead of the samples.
pub(crate) struct Flow<S: Simd, R, const W: usize, const AHEAD: bool> {
    rule: R,
    lanes: [Lanes<S>; W],
    next: Drawn<S, W>,
}

/// The words of a step, or of a row if they include pairs.
#[derive(Clone, Copy)]
struct Drawn<S: Simd, const W: usize> {
    pair: Option<Pair<S>>,
    words: [[u64x8<S>; 2]; W],
}

impl<S: Simd, R: Rule<W>, const W: usize, const AHEAD: bool> Flow<S, R, W, AHEAD> {
    #[inline(always)]
    pub(crate) fn new(simd: S, rule: R, mut lanes: [Lanes<S>; W]) -> Self {
        let next = if AHEAD {
            Self::draw(simd, &mut lanes)
        } else {
            Drawn { pair: None, words: [[u64x8::splat(simd, 0); 2]; W] }
        };
        Self { rule, lanes, next }
    }

    /// The lanes after the samples that were made, unless they are ahead.
    #[inline(always)]
    pub(crate) fn into_lanes(self) -> [Lanes<S>; W] {
        const { assert!(!AHEAD, "lanes that are ahead have lost their place") };
        self.lanes
    }

    #[inline(always)]
    fn take(&mut self, simd: S) -> Drawn<S, W> {
        let drawn = Self::draw(simd, &mut self.lanes);
        if AHEAD { std::mem::replace(&mut self.next, drawn) } else { drawn }
    }

    #[inline(always)]
    fn draw(simd: S, lanes: &mut [Lanes<S>; W]) -> Drawn<S, W> {
        let mut words = [[u64x8::splat(simd, 0); 2]; W];
        let mut pair = None;
        if R::PAIR {
            pair = Some(Pair::begin(simd, lanes[0].words(), lanes[0].words()));
            for m in 1..W {
                words[m] = [lanes[m].words(), lanes[m].words()];
            }
        } else {
            for m in 0..W {
                words[m][0] = lanes[m].words();
            }
        }
        Drawn { pair, words }
    }
}

impl<S: Simd, const W: usize> Drawn<S, W> {
    /// The words of the samples of half `h` of a row.
    #[inline(always)]
    fn of_half(&self, h: usize, normal: f64x8<S>) -> Words<S, W> {
        let mut word = [self.words[0][h]; W];
        for (word, words) in word.iter_mut().zip(&self.words).skip(1) {
            *word = words[h];
        }
        Words { normal, word }
    }
}

/// Fills whole rows with the next samples of each of `N` neighbouring blocks; all have as many. The first block's first
/// sample is number `number` of its source.
#[inline(always)]
pub(crate) fn fill_rows<S: Simd, T: Sample, R: Rule<W>, const W: usize, const N: usize, const AHEAD: bool>(
    simd: S,
    flows: &mut [Flow<S, R, W, AHEAD>; N],
    source: &Source,
    number: u64,
    outs: [&mut [T]; N],
) {
    let mut outs = outs.map(|out| out.as_chunks_mut::<STEP>().0);
    let bounds = T::bounds(flows[0].rule.range());
    let mut rejected = Rejected::new();
    let halves = if R::PAIR { 2 } else { 1 };
    for t in 0..outs[0].len() / halves {
        for n in 0..N {
            let drawn = flows[n].take(simd);
            if let Some(pair) = drawn.pair {
                let (cosines, sines) = pair.finish(simd);
                for (h, normal) in [cosines, sines].into_iter().enumerate() {
                    let attempt = flows[n].rule.attempt(simd, &drawn.of_half(h, normal));
                    T::store(within(attempt.samples, bounds), &mut outs[n][2 * t + h]);
                    rejected.note(n, 2 * t + h, &attempt);
                }
            } else {
                let nothing = f64x8::splat(simd, 0.0);
                let attempt = flows[n].rule.attempt(simd, &drawn.of_half(0, nothing));
                T::store(within(attempt.samples, bounds), &mut outs[n][t]);
                rejected.note(n, t, &attempt);
            }
        }
        if rejected.is_full() {
            rejected.mend(simd, &flows[0].rule, source, number, &mut outs);
        }
    }
    rejected.mend(simd, &flows[0].rule, source, number, &mut outs);
}

#[inline(always)]
fn within<S: Simd>(samples: f64x8<S>, bounds: Option<[f64; 2]>) -> f64x8<S> {
    match bounds {
        Some([least, most]) => samples.max(least).min(most),
        None => samples,
    }
}

/// Where rejected attempts were written.
struct Rejected {
    /// Samples' numbers after the first of the rows, as if the blocks followed each other with a block's length.
    at: [u32; Rejected::MANY + 2 * GROUP * STEP],
    count: usize,
}

impl Rejected {
    /// So many are worth mending.
    const MANY: usize = 256;

    #[inline(always)]
    fn new() -> Self {
        Self { at: [0; Self::MANY + 2 * GROUP * STEP], count: 0 }
    }

    #[inline(always)]
    fn note<S: Simd>(&mut self, block: usize, step: usize, attempt: &Attempt<S>) {
        let Some(accepted) = attempt.accepted else { return };
        let mut bits = !accepted.to_bitmask() & 0xFF;
        while bits != 0 {
            self.at[self.count] =
                (block * BLOCK_SAMPLES as usize + step * STEP) as u32 + bits.trailing_zeros();
            self.count += 1;
            bits &= bits - 1;
        }
    }

    #[inline(always)]
    fn is_full(&self) -> bool {
        self.count >= Self::MANY
    }

    /// Draws them again, eight at a time, until none is left.
    #[inline(always)]
    fn mend<S: Simd, T: Sample, R: Rule<W>, const W: usize, const N: usize>(
        &mut self,
        simd: S,
        rule: &R,
        source: &Source,
        number: u64,
        outs: &mut [&mut [[T; STEP]]; N],
    ) {
        let calls = (W + usize::from(R::PAIR)).div_ceil(CALL_WORDS) as u32;
        let bounds = T::bounds(rule.range());
        let mut call = 0;
        while self.count > 0 {
            let is_last = call + 2 * calls > STAGE_CALLS;
            let count = std::mem::take(&mut self.count);
            for first in (0..count).step_by(STEP) {
                let mut at = [self.at[first]; STEP];
                let group = STEP.min(count - first);
                at[..group].copy_from_slice(&self.at[first..first + group]);
                let words = words_of::<S, R, W>(simd, source, &at.map(|at| number + u64::from(at)), call);
                let attempt = rule.attempt(simd, &words);
                let samples = if is_last { within(attempt.samples, rule.range()) } else { attempt.samples };
                let mut mended = [T::default(); STEP];
                T::store(within(samples, bounds), &mut mended);
                let accepted = attempt.accepted.map_or(0xFF, |accepted| accepted.to_bitmask());
                for lane in 0..group {
                    let (block, index) = (
                        (u64::from(at[lane]) / BLOCK_SAMPLES) as usize,
                        (u64::from(at[lane]) % BLOCK_SAMPLES) as usize,
                    );
                    outs[block][index / STEP][index % STEP] = mended[lane];
                    if accepted >> lane & 1 == 0 && !is_last {
                        self.at[self.count] = at[lane];
                        self.count += 1;
                    }
                }
            }
            call += calls;
        }
    }
}

/// The words of a later attempt at eight samples.
#[inline(always)]
fn words_of<S: Simd, R: Rule<W>, const W: usize>(
    simd: S,
    source: &Source,
    numbers: &[u64; STEP],
    call: u32,
) -> Words<S, W> {
    if R::PAIR {
        let words = redraw(simd, source, numbers, call, W + 1);
        let (cosines, _) = Pair::begin(simd, words[0], words[1]).finish(simd);
        let mut word = [words[0]; W];
        word[1..].copy_from_slice(&words[2..W + 1]);
        Words { normal: cosines, word }
    } else {
        let words = redraw(simd, source, numbers, call, W);
        let mut word = [words[0]; W];
        word.copy_from_slice(&words[..W]);
        Words { normal: f64x8::splat(simd, 0.0), word }
    }
}
