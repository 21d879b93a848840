//! One loop for every rule: a portion's words, then attempts at its samples eight at a time; rejected ones wait until
//! there are enough to be drawn again together, by the same code.
//!
//! Only attempts are compiled for each rule. Drawing words, redraws and everything about arrays is compiled once, for
//! all: with 35 distributions at five SIMD levels that decides how long the compiler takes and how large the binary is.

#![allow(
    clippy::needless_range_loop,
    reason = "what an iterator calls may not be compiled for the SIMD level"
)]

use fearless_simd::{Level, Simd, SimdBase, SimdMask, dispatch};

use crate::stream::block::{STEP, Source};
use crate::stream::redraws::{CALL_WORDS, Redraw, STAGE_CALLS, redraw};
use crate::stream::words::{LaneWords, Line, cosines, draw_normals, draw_words};
use crate::width::{PARTS, WIDTH, f64s, mask64s, u64s};

/// How samples are made from `W` words each, one after the other from number `FIRST` on.
pub(crate) trait Rule<const W: usize>: Send + Sync + 'static {
    /// Whether W_0 is pairs, of which each sample gets a normal. Such a rule has `FIRST` 0.
    const PAIR: bool = false;

    /// Whether it is given numbers, of the stage before or of a cycle.
    const GIVEN: bool = false;

    /// The number of its first word.
    const FIRST: usize = 0;

    /// Whether it ever rejects an attempt.
    const REJECTS: bool = false;

    /// Whether `accepted` says only which attempts certainly count; `decide` is then asked about the others, which had
    /// better be few.
    const DOUBTS: bool = false;

    /// Whether something is computed of all samples of a portion before anything else: a chain of operations too long for
    /// the CPU to look past it at the next ones is better cut in two.
    const BEGINS: bool = false;

    /// What is computed before.
    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, W>) -> f64s<S> {
        _ = words;
        f64s::splat(simd, 0.0)
    }

    /// An attempt at as many samples as are made at once.
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, W>) -> Attempt<S>;

    /// Which attempts count, of a rule that doubts.
    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, W>) -> mask64s<S> {
        _ = words;
        mask64s::splat(simd, true)
    }

    /// The least and the largest sample, if there are such: floats are clamped to it, and the last of too many rejected
    /// attempts.
    fn range(&self) -> Option<[f64; 2]> {
        None
    }
}

/// What samples are made from.
#[derive(Clone, Copy)]
pub(crate) struct Words<S: Simd, const W: usize> {
    /// The normals of a rule that takes pairs; otherwise nothing.
    pub(crate) normal: f64s<S>,
    /// The samples of the stage before; nothing in the first.
    pub(crate) given: f64s<S>,
    /// What was computed before; nothing when a rule decides.
    pub(crate) begun: f64s<S>,
    /// A rule that takes pairs has no word 0.
    pub(crate) word: [u64s<S>; W],
}

/// Samples, and which of them count: all if that is `None`.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<S: Simd> {
    pub(crate) samples: f64s<S>,
    pub(crate) accepted: Option<mask64s<S>>,
    /// A second number of each sample, of a rule that makes two.
    pub(crate) others: Option<f64s<S>>,
}

impl<S: Simd> Attempt<S> {
    #[inline(always)]
    pub(crate) fn new(samples: f64s<S>, accepted: mask64s<S>) -> Self {
        Self { samples, accepted: Some(accepted), others: None }
    }
}

impl<S: Simd> From<f64s<S>> for Attempt<S> {
    #[inline(always)]
    fn from(samples: f64s<S>) -> Self {
        Self { samples, accepted: None, others: None }
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

    /// Attempts at as many samples as there is room for; at two numbers each if `others` has room, too.
    fn attempt(&self, level: Level, batch: &Batch, out: Out, rejected: &mut Rejected);
}

/// Where samples are written, and second numbers of a rule that makes two.
pub(crate) struct Out<'a> {
    pub(crate) samples: &'a mut [[f64; STEP]],
    pub(crate) others: &'a mut [[f64; STEP]],
}

/// Which attempts of a portion do not count.
#[derive(Default)]
pub(crate) struct Rejected {
    /// Their places in the portion, and room for what is written behind them.
    places: Vec<u64>,
    count: usize,
}

impl Rejected {
    const ROOM: usize = PORTION + STEP;

    fn prepare(&mut self, takes: Takes) {
        if takes.rejects {
            grow(&mut self.places, Self::ROOM);
        }
    }

    fn places(&self) -> &[u64] {
        &self.places[..self.count]
    }
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

    fn attempt(&self, level: Level, batch: &Batch, out: Out, rejected: &mut Rejected) {
        dispatch!(level, simd => attempts(simd, &self.0, batch, out, rejected));
    }
}

#[inline(always)]
fn attempts<S: Simd, R: Rule<W>, const W: usize>(
    simd: S,
    rule: &R,
    batch: &Batch,
    Out { samples: out, others }: Out,
    rejected: &mut Rejected,
) {
    let steps = out.len();
    let nothing = f64s::splat(simd, 0.0);
    let made_of = MadeOf {
        normals: if R::PAIR { &batch.normals[..steps] } else { &[] },
        given: batch.given.get(..steps).unwrap_or(&[]),
        lines: lines_of::<R, W>(batch, steps),
    };
    // With a length that the compiler can compare with the others', so that it checks no index.
    let out = &mut out.as_flattened_mut().as_chunks_mut::<WIDTH>().0[..steps * PARTS];
    let others = others.as_flattened_mut().as_chunks_mut::<WIDTH>().0;
    if R::BEGINS {
        for (n, out) in out.iter_mut().enumerate() {
            let words = made_of.words::<S, R>(simd, n, nothing);
            rule.begin(simd, &words).store_slice(out);
        }
    }
    let mut places = u64s::from_slice(simd, &FIRST_PLACES);
    let mut count = 0;
    for (n, out) in out.iter_mut().enumerate() {
        let begun = if R::BEGINS { f64s::from_slice(simd, out) } else { nothing };
        let words = made_of.words::<S, R>(simd, n, begun);
        let attempt = rule.attempt(simd, &words);
        attempt.samples.store_slice(out);
        if let (Some(values), Some(others)) = (attempt.others, others.get_mut(n)) {
            values.store_slice(others);
        }
        if !R::REJECTS {
            continue;
        }
        let Some(accepted) = attempt.accepted else { continue };
        let not = !accepted;
        let bits = not.to_bitmask() & ALL;
        keep(simd, places, bits, &mut rejected.places, count);
        count += bits.count_ones() as usize;
        places += WIDTH as u64;
    }
    rejected.count = if R::DOUBTS { settle::<S, R, W>(simd, rule, &made_of, count, rejected) } else { count };
}

/// What is made at once of a step's.
#[inline(always)]
fn part_of<T>(step: &[T; STEP], part: usize) -> &[T; WIDTH] {
    &step.as_chunks::<WIDTH>().0[part]
}

/// The places of a portion's first samples.
const FIRST_PLACES: [u64; WIDTH] = {
    let mut places = [0; WIDTH];
    let mut place = 0;
    while place < WIDTH {
        places[place] = place as u64;
        place += 1;
    }
    places
};

/// The bits of a mask.
const ALL: u64 = (1 << WIDTH) - 1;

/// What the samples of a portion are made of.
struct MadeOf<'a, const W: usize> {
    normals: &'a [Line<f64>],
    given: &'a [[f64; STEP]],
    lines: [&'a [Line<u64>]; W],
}

fn lines_of<'a, R: Rule<W>, const W: usize>(batch: &'a Batch, steps: usize) -> [&'a [Line<u64>]; W] {
    let mut lines: [&[Line<u64>]; W] = [&[]; W];
    for (place, line) in lines.iter_mut().enumerate().skip(usize::from(R::PAIR)) {
        *line = batch.word(place, steps);
    }
    lines
}

impl<const W: usize> MadeOf<'_, W> {
    #[inline(always)]
    fn words<S: Simd, R: Rule<W>>(&self, simd: S, n: usize, begun: f64s<S>) -> Words<S, W> {
        let step = n / PARTS;
        let part = n - step * PARTS;
        let nothing = f64s::splat(simd, 0.0);
        let mut word = [u64s::splat(simd, 0); W];
        for (word, line) in word.iter_mut().zip(&self.lines).skip(usize::from(R::PAIR)) {
            *word = u64s::from_slice(simd, part_of(&line[step].0, part));
        }
        Words {
            normal: if R::PAIR {
                f64s::from_slice(simd, part_of(&self.normals[step].0, part))
            } else {
                nothing
            },
            given: if R::GIVEN { f64s::from_slice(simd, part_of(&self.given[step], part)) } else { nothing },
            begun,
            word,
        }
    }

    /// Those of places.
    #[inline(always)]
    fn words_at<S: Simd, R: Rule<W>>(&self, simd: S, places: &[u64; WIDTH]) -> Words<S, W> {
        let mut normal = [0.0; WIDTH];
        let mut given = [0.0; WIDTH];
        let mut word = [u64s::splat(simd, 0); W];
        for n in 0..WIDTH {
            let (step, at) = (places[n] as usize / STEP, places[n] as usize % STEP);
            if R::PAIR {
                normal[n] = self.normals[step].0[at];
            }
            if R::GIVEN {
                given[n] = self.given[step][at];
            }
        }
        for (word, line) in word.iter_mut().zip(&self.lines).skip(usize::from(R::PAIR)) {
            let mut some = [0; WIDTH];
            for n in 0..WIDTH {
                some[n] = line[places[n] as usize / STEP].0[places[n] as usize % STEP];
            }
            *word = u64s::from_slice(simd, &some);
        }
        Words {
            normal: f64s::from_slice(simd, &normal),
            given: f64s::from_slice(simd, &given),
            begun: f64s::splat(simd, 0.0),
            word,
        }
    }
}

/// Keeps the places whose bits are set, behind those that are kept.
#[inline(always)]
fn keep<S: Simd>(simd: S, values: u64s<S>, bits: u64, room: &mut [u64], count: usize) {
    let room = &mut room[count..count + WIDTH];
    if const { S::u32s::LEN >= STEP } {
        values.compress(mask64s::from_bitmask(simd, bits)).store_slice(room);
    } else {
        // Narrow registers have no such instruction, and most steps have none.
        let mut left = bits;
        for place in room {
            if left == 0 {
                break;
            }
            *place = values.as_array()[left.trailing_zeros() as usize & (WIDTH - 1)];
            left &= left - 1;
        }
    }
}

/// Decides about attempts that are in doubt, as many at once as are made. Returns how many do not count.
#[inline(always)]
fn settle<S: Simd, R: Rule<W>, const W: usize>(
    simd: S,
    rule: &R,
    made_of: &MadeOf<W>,
    doubts: usize,
    rejected: &mut Rejected,
) -> usize {
    let kept = &mut rejected.places;
    // What follows the last one is no place.
    kept[doubts..doubts + WIDTH].fill(0);
    let mut count = 0;
    for first in (0..doubts).step_by(WIDTH) {
        let mut places = [0; WIDTH];
        places.copy_from_slice(&kept[first..first + WIDTH]);
        let words = made_of.words_at::<S, R>(simd, &places);
        let present = if doubts - first < WIDTH { (1 << (doubts - first)) - 1 } else { ALL };
        let not = !rule.decide(simd, &words).to_bitmask() & present;
        keep(simd, u64s::from_slice(simd, &places), not, kept, count);
        count += not.count_ones() as usize;
    }
    count
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
    rejected: Rejected,
    waiting: Vec<Redraw>,
}

impl Scratch {
    /// With room for a stage's words.
    fn prepare(&mut self, takes: Takes) {
        grow(&mut self.words, takes.again() * STEPS);
        if takes.pair {
            grow(&mut self.normals, STEPS);
        }
        self.rejected.prepare(takes);
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
    /// As many, or none.
    pub(crate) others: &'a mut [f64],
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
    let Rows { level, source, number, stride, given, out, others } = rows;
    let others = others.as_chunks_mut().0;
    let out = out.as_chunks_mut().0;
    let given = given.as_chunks().0;
    let mut done = 0;
    loop {
        if done < out.len() && scratch.waiting.len() < PORTION {
            let steps = STEPS.min(out.len() - done);
            draw(level, takes, &mut words, scratch, done, steps);
            let given = given.get(done..done + steps).unwrap_or(&[]);
            let batch = Batch { words: &scratch.words, normals: &scratch.normals, given };
            let part = Out {
                samples: &mut out[done..done + steps],
                others: others.get_mut(done..done + steps).unwrap_or_default(),
            };
            stage.attempt(level, &batch, part, &mut scratch.rejected);
            if takes.rejects {
                let (from, call) = ((done * STEP) as u32, index * STAGE_CALLS);
                let again = scratch.rejected.places().iter().map(|&at| Redraw { at: from + at as u32, call });
                scratch.waiting.extend(again);
            }
            done += steps;
        } else if !scratch.waiting.is_empty() {
            let all = Out { samples: &mut *out, others: &mut *others };
            attempt_again(stage, index, scratch, level, source, [number, stride], given, all);
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
                let mut at = *from + done * STEP * *stride;
                for line in &mut words[..steps] {
                    for word in &mut line.0 {
                        *word = drawn.get(at).copied().unwrap_or(0);
                        at += *stride;
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
    Out { samples: out, others }: Out,
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
    grow(&mut scratch.again, 2 * STEPS);
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
    let (again, others_again) = scratch.again.split_at_mut(STEPS);
    let part =
        Out { samples: &mut again[..steps], others: if others.is_empty() { &mut [] } else { others_again } };
    stage.attempt(level, &batch, part, &mut scratch.rejected);
    let (out, others) = (out.as_flattened_mut(), others.as_flattened_mut());
    if !others.is_empty() {
        for (other, redraw) in scratch.again[STEPS..].as_flattened().iter().zip(&now[..count]) {
            others[redraw.at as usize] = *other;
        }
    }
    for (sample, redraw) in scratch.again.as_flattened().iter().zip(&now[..count]) {
        out[redraw.at as usize] = *sample;
    }
    let end = (index + 1) * STAGE_CALLS;
    for &place in scratch.rejected.places() {
        let Some(redraw) = now[..count].get(place as usize) else { continue };
        let call = redraw.call + calls;
        if call + calls <= end {
            scratch.waiting.push(Redraw { at: redraw.at, call });
        } else if let Some([least, most]) = stage.range() {
            let sample = &mut out[redraw.at as usize];
            *sample = sample.max(least).min(most);
        }
    }
}
