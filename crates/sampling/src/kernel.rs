//! One loop for every rule: a portion's words, then attempts at its samples eight at a time; rejected ones wait until
//! there are enough to be drawn again together, by the same code.
//!
//! Only attempts are compiled for each rule. Drawing words, redraws and everything about arrays is compiled once, for
//! all: with 35 distributions at five SIMD levels that decides how long the compiler takes and how large the binary is.

use fearless_simd::{Level, Simd, SimdBase, SimdMask, dispatch, f64x8, mask64x8, u64x8};

use crate::stream::block::{STEP, Source};
use crate::stream::redraws::{CALL_WORDS, Redraw, STAGE_CALLS, redraw};
use crate::stream::words::{LaneWords, Line, cosines, draw_normals, draw_words};

/// How samples are made from `W` words each, one after the other from number `FIRST` on.
pub(crate) trait Rule<const W: usize>: Send + Sync + 'static {
    /// Whether W_0 is pairs, of which each sample gets a normal. Such a rule has `FIRST` 0.
    const PAIR: bool = false;

    /// The number of its first word.
    const FIRST: usize = 0;

    /// Whether it ever rejects an attempt.
    const REJECTS: bool = false;

    /// Whether `accepted` says only which attempts certainly count; `decide` is then asked about the others, which had
    /// better be few.
    const DOUBTS: bool = false;

    /// An attempt at eight samples.
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, W>) -> Attempt<S>;

    /// Which attempts count, of a rule that doubts.
    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, W>) -> mask64x8<S> {
        _ = words;
        mask64x8::splat(simd, true)
    }

    /// The least and the largest sample, if there are such: floats are clamped to it, and the last of too many rejected
    /// attempts.
    fn range(&self) -> Option<[f64; 2]> {
        None
    }
}

/// What eight samples are made from.
#[derive(Clone, Copy)]
pub(crate) struct Words<S: Simd, const W: usize> {
    /// The normals of a rule that takes pairs; otherwise nothing.
    pub(crate) normal: f64x8<S>,
    /// The samples of the stage before; nothing in the first.
    pub(crate) given: f64x8<S>,
    /// A rule that takes pairs has no word 0.
    pub(crate) word: [u64x8<S>; W],
}

/// Eight samples, and which of them count: all if that is `None`.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<S: Simd> {
    pub(crate) samples: f64x8<S>,
    pub(crate) accepted: Option<mask64x8<S>>,
}

impl<S: Simd> From<f64x8<S>> for Attempt<S> {
    #[inline(always)]
    fn from(samples: f64x8<S>) -> Self {
        Self { samples, accepted: None }
    }
}

/// Which words a stage takes.
#[derive(Clone, Copy)]
pub(crate) struct Takes {
    pub(crate) first: usize,
    /// With that of the pair.
    pub(crate) words: usize,
    pub(crate) pair: bool,
    pub(crate) rejects: bool,
}

impl Takes {
    /// The number after its last word's.
    pub(crate) fn end(&self) -> usize {
        self.first + self.words
    }

    /// The words of an attempt again: a pair is two.
    fn again(&self) -> usize {
        self.words + usize::from(self.pair)
    }
}

/// A part of a rule that is redrawn alone; most have one.
pub(crate) trait Stage: Send + Sync {
    fn takes(&self) -> Takes;

    fn range(&self) -> Option<[f64; 2]>;

    /// Attempts at as many samples as there is room for. The bits in `rejected` are set where one does not count; only a
    /// stage that rejects writes them.
    fn attempt(&self, level: Level, batch: &Batch, out: &mut [[f64; STEP]], rejected: &mut [u8]);
}

/// What samples of a portion are made from.
pub(crate) struct Batch<'a> {
    words: &'a [Line<u64>],
    normals: &'a [Line<f64>],
    given: &'a [[f64; STEP]],
}

impl Batch<'_> {
    /// The word of this place among the stage's, of `steps` steps.
    #[inline(always)]
    pub(crate) fn word(&self, place: usize, steps: usize) -> &[Line<u64>] {
        &self.words[place * STEPS..][..steps]
    }
}

/// A rule as a stage.
pub(crate) struct Compiled<R, const W: usize>(pub(crate) R);

impl<R: Rule<W>, const W: usize> Stage for Compiled<R, W> {
    fn takes(&self) -> Takes {
        Takes { first: R::FIRST, words: W, pair: R::PAIR, rejects: R::REJECTS }
    }

    fn range(&self) -> Option<[f64; 2]> {
        self.0.range()
    }

    fn attempt(&self, level: Level, batch: &Batch, out: &mut [[f64; STEP]], rejected: &mut [u8]) {
        dispatch!(level, simd => attempts(simd, &self.0, batch, out, rejected));
    }
}

#[inline(always)]
fn attempts<S: Simd, R: Rule<W>, const W: usize>(
    simd: S,
    rule: &R,
    batch: &Batch,
    out: &mut [[f64; STEP]],
    rejected: &mut [u8],
) {
    let steps = out.len();
    let nothing = f64x8::splat(simd, 0.0);
    let normals = if R::PAIR { &batch.normals[..steps] } else { &[] };
    let mut lines: [&[Line<u64>]; W] = [&[]; W];
    for (place, line) in lines.iter_mut().enumerate().skip(usize::from(R::PAIR)) {
        *line = batch.word(place, steps);
    }
    let given = batch.given.get(..steps).unwrap_or(&[]);
    let rejected = if R::REJECTS { &mut rejected[..steps] } else { &mut [] };
    for step in 0..steps {
        let mut word = [u64x8::splat(simd, 0); W];
        for place in usize::from(R::PAIR)..W {
            word[place] = u64x8::from_slice(simd, &lines[place][step].0);
        }
        let words = Words {
            normal: if R::PAIR { f64x8::from_slice(simd, &normals[step].0) } else { nothing },
            given: if given.is_empty() { nothing } else { f64x8::from_slice(simd, &given[step]) },
            word,
        };
        let attempt = rule.attempt(simd, &words);
        attempt.samples.store_slice(&mut out[step]);
        if R::REJECTS {
            rejected[step] = attempt.accepted.map_or(0, |accepted| !accepted.to_bitmask() as u8);
        }
    }
    if R::DOUBTS {
        settle::<S, R, W>(simd, rule, normals, &lines, given, rejected);
    }
}

/// Decides about attempts that are in doubt, eight at a time, and leaves the bits of those that do not count.
#[inline(always)]
fn settle<S: Simd, R: Rule<W>, const W: usize>(
    simd: S,
    rule: &R,
    normals: &[Line<f64>],
    lines: &[&[Line<u64>]; W],
    given: &[[f64; STEP]],
    rejected: &mut [u8],
) {
    let mut doubtful = [0; PORTION];
    let mut count = 0;
    for_each_bit(rejected, |at| {
        doubtful[count & (PORTION - 1)] = at;
        count += 1;
    });
    rejected.fill(0);
    for first in (0..count).step_by(STEP) {
        let group = STEP.min(count - first);
        let mut at = [doubtful[first]; STEP];
        at[..group].copy_from_slice(&doubtful[first..first + group]);
        let mut normal = [0.0; STEP];
        let mut given_again = [0.0; STEP];
        let mut words = [[0; STEP]; W];
        for lane in 0..STEP {
            let (step, lane_of) = (at[lane] / STEP, at[lane] % STEP);
            if R::PAIR {
                normal[lane] = normals[step].0[lane_of];
            }
            if !given.is_empty() {
                given_again[lane] = given[step][lane_of];
            }
            for place in usize::from(R::PAIR)..W {
                words[place][lane] = lines[place][step].0[lane_of];
            }
        }
        let mut word = [u64x8::splat(simd, 0); W];
        for place in 0..W {
            word[place] = u64x8::from_slice(simd, &words[place]);
        }
        let normal = f64x8::from_slice(simd, &normal);
        let words = Words { normal, given: f64x8::from_slice(simd, &given_again), word };
        let counts = rule.decide(simd, &words).to_bitmask();
        for (lane, at) in at[..group].iter().enumerate() {
            rejected[at / STEP] |= ((!counts >> lane & 1) as u8) << (at % STEP);
        }
    }
}

/// Calls a function with the place of each bit that is set.
#[inline(always)]
fn for_each_bit(bytes: &[u8], mut found: impl FnMut(usize)) {
    // Eight bytes at a time: most have none.
    for (eight, steps) in bytes.chunks(8).enumerate() {
        let mut chunk = [0; 8];
        chunk[..steps.len()].copy_from_slice(steps);
        let mut bits = u64::from_le_bytes(chunk);
        while bits != 0 {
            found(64 * eight + bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
    }
}

/// Samples of a portion: their words stay in the L1 cache.
const PORTION: usize = 512;

const STEPS: usize = PORTION / STEP;

/// Memory of a run of a stage.
#[derive(Default)]
pub(crate) struct Scratch {
    words: Vec<Line<u64>>,
    normals: Vec<Line<f64>>,
    given: Vec<[f64; STEP]>,
    again: Vec<[f64; STEP]>,
    waiting: Vec<Redraw>,
}

impl Scratch {
    /// With room for a stage's words.
    fn prepare(&mut self, takes: Takes) {
        grow(&mut self.words, takes.again() * STEPS);
        if takes.pair {
            grow(&mut self.normals, STEPS);
        }
    }
}

fn grow<T: Copy + Default>(memory: &mut Vec<T>, length: usize) {
    if memory.len() < length {
        memory.resize(length, T::default());
    }
}

/// Where a stage's samples go, and what they are made from.
pub(crate) struct Rows<'a> {
    pub(crate) level: Level,
    pub(crate) source: &'a Source,
    /// Of the first sample.
    pub(crate) number: u64,
    /// How far the next one's number is from it.
    pub(crate) stride: u64,
    /// The samples of the stage before, if there is one.
    pub(crate) given: &'a [f64],
    /// Whole steps; of lanes whole rows, none past the end of the block.
    pub(crate) out: &'a mut [f64],
}

/// Where the words of first attempts are.
pub(crate) enum FirstWords<'a> {
    /// In lanes, which begin with those of word 0 and are advanced.
    Lanes(&'a mut [LaneWords]),
    /// Drawn already, each as often as there are samples, from this one on, so far from each other.
    Drawn { words: &'a [Vec<u64>], from: usize, stride: usize },
}

/// Makes a stage's samples.
pub(crate) fn run(stage: &dyn Stage, index: u32, mut words: FirstWords, scratch: &mut Scratch, rows: Rows) {
    let takes = stage.takes();
    scratch.prepare(takes);
    let Rows { level, source, number, stride, given, out } = rows;
    let out = out.as_chunks_mut().0;
    let given = given.as_chunks().0;
    let mut rejected = [0; STEPS];
    let mut done = 0;
    loop {
        if done < out.len() && scratch.waiting.len() < PORTION {
            let steps = STEPS.min(out.len() - done);
            draw(level, takes, &mut words, scratch, done, steps);
            let given = given.get(done..done + steps).unwrap_or(&[]);
            let batch = Batch { words: &scratch.words, normals: &scratch.normals, given };
            stage.attempt(level, &batch, &mut out[done..done + steps], &mut rejected[..steps]);
            if takes.rejects {
                let call = index * STAGE_CALLS;
                for_each_bit(&rejected[..steps], |at| {
                    scratch.waiting.push(Redraw { at: (done * STEP + at) as u32, call });
                });
            }
            done += steps;
        } else if !scratch.waiting.is_empty() {
            attempt_again(stage, index, scratch, level, source, [number, stride], given, out);
        } else {
            break;
        }
    }
}

/// The words of first attempts, from step `done` on.
fn draw(
    level: Level,
    takes: Takes,
    words: &mut FirstWords,
    scratch: &mut Scratch,
    done: usize,
    steps: usize,
) {
    let pair = usize::from(takes.pair);
    match words {
        FirstWords::Lanes(lanes) => {
            if takes.pair {
                draw_normals(level, &mut lanes[takes.first], &mut scratch.normals[..steps]);
            }
            let lanes = &mut lanes[takes.first + pair..takes.end()];
            for (lanes, words) in lanes.iter_mut().zip(scratch.words.chunks_mut(STEPS).skip(pair)) {
                draw_words(level, lanes, &mut words[..steps]);
            }
        }
        FirstWords::Drawn { words, from, stride } => {
            for (drawn, words) in words.iter().zip(scratch.words.chunks_mut(STEPS)) {
                let mut drawn = drawn[*from..].iter().step_by(*stride).skip(done * STEP);
                for line in &mut words[..steps] {
                    for word in &mut line.0 {
                        *word = drawn.next().copied().unwrap_or(0);
                    }
                }
            }
        }
    }
}

/// Another attempt at waiting samples, a portion at most.
#[expect(clippy::too_many_arguments, reason = "what a run has")]
fn attempt_again(
    stage: &dyn Stage,
    index: u32,
    scratch: &mut Scratch,
    level: Level,
    source: &Source,
    [number, stride]: [u64; 2],
    given: &[[f64; STEP]],
    out: &mut [[f64; STEP]],
) {
    let takes = stage.takes();
    let calls = takes.again().div_ceil(CALL_WORDS) as u32;
    let from = scratch.waiting.len().saturating_sub(PORTION);
    let mut now = [Redraw::default(); PORTION];
    let count = scratch.waiting.len() - from;
    now[..count].copy_from_slice(&scratch.waiting[from..]);
    scratch.waiting.truncate(from);
    let steps = count.div_ceil(2 * STEP) * 2;
    let last = now[count - 1];
    now[count..steps * STEP].fill(last);
    redraw(level, source, [number, stride], &now[..steps * STEP], takes.again(), &mut scratch.words, STEPS);
    if takes.pair {
        cosines(level, &scratch.words, STEPS, &mut scratch.normals[..steps]);
    }
    grow(&mut scratch.again, STEPS);
    if !given.is_empty() {
        grow(&mut scratch.given, STEPS);
        for (given_again, redraw) in scratch.given.as_flattened_mut().iter_mut().zip(&now[..steps * STEP]) {
            *given_again = given.as_flattened()[redraw.at as usize];
        }
    }
    let pair = usize::from(takes.pair);
    let batch = Batch {
        words: &scratch.words[pair * STEPS..],
        normals: &scratch.normals,
        given: if given.is_empty() { &[] } else { &scratch.given },
    };
    let mut rejected = [0; STEPS];
    stage.attempt(level, &batch, &mut scratch.again[..steps], &mut rejected);
    let out = out.as_flattened_mut();
    let end = (index + 1) * STAGE_CALLS;
    for (n, redraw) in now[..count].iter().enumerate() {
        let mut sample = scratch.again[n / STEP][n % STEP];
        if rejected[n / STEP] >> (n % STEP) & 1 != 0 {
            let call = redraw.call + calls;
            if call + calls <= end {
                scratch.waiting.push(Redraw { at: redraw.at, call });
            } else if let Some([least, most]) = stage.range() {
                sample = sample.max(least).min(most);
            }
        }
        out[redraw.at as usize] = sample;
    }
}
