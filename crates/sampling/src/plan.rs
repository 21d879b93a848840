//! A distribution with its parameters, prepared: the stages that make its samples, and reading them in order.

use std::sync::Arc;

use fearless_simd::Level;

use crate::kernel::{Compiled, FirstWords, Rows, Rule, Scratch, Stage, run};
use crate::rows::RowRule;
use crate::short::Short;
use crate::stream::block::{BLOCK_SAMPLES, ROW_SAMPLES, Source};
use crate::stream::words::{LANES_WORDS, LaneWords, lanes_at};

/// The most words of a sample.
pub(crate) const MOST_WORDS: usize = 8;

/// What makes a distribution's samples. It is made once, however many threads then use it.
pub(crate) struct Plan {
    /// One after the other; each but the first is given the samples of the one before.
    stages: Vec<Box<dyn Stage>>,
    /// Loops of its own, of a rule so short that storing its words would show.
    short: Option<Box<dyn Short>>,
    /// How many words a sample takes, those included that no stage takes with these parameters.
    words: usize,
    /// What the first stage is given: these again and again. A short cycle is here many times.
    cycle: Vec<f64>,
    /// What makes the samples instead, if they are rows.
    rows: Option<Box<dyn RowRule>>,
}

impl Plan {
    /// Of one rule.
    pub(crate) fn of<R: Rule<W>, const W: usize>(rule: R) -> Arc<Self> {
        Self::with(vec![Box::new(Compiled(rule))], None)
    }

    /// Of one rule that has loops of its own.
    pub(crate) fn short<R: Rule<W>, const W: usize>(rule: R, short: impl Short + 'static) -> Arc<Self> {
        if R::PAIR && cfg!(target_arch = "wasm32") {
            return Self::of(rule); // no loops of its own, of code that is downloaded
        }
        Self::with(vec![Box::new(Compiled(rule))], Some(Box::new(short)))
    }

    /// Of a stage that is no compiled rule.
    pub(crate) fn one(stage: impl Stage + 'static) -> Arc<Self> {
        Self::with(vec![Box::new(stage)], None)
    }

    /// Of two stages.
    pub(crate) fn staged(first: impl Stage + 'static, second: impl Stage + 'static) -> Arc<Self> {
        Self::with(vec![Box::new(first), Box::new(second)], None)
    }

    #[inline(never)]
    fn with(stages: Vec<Box<dyn Stage>>, short: Option<Box<dyn Short>>) -> Arc<Self> {
        let words = stages.iter().map(|stage| stage.takes().end()).max().unwrap_or(0);
        Arc::new(Self { stages, short, words, cycle: Vec::new(), rows: None })
    }

    /// Of a stage that is given numbers, the same for each row.
    pub(crate) fn cyclic<R: Rule<W>, const W: usize>(rule: R, cycle: Vec<f64>) -> Arc<Self> {
        let stage = Compiled(rule);
        let words = stage.takes().end();
        let times = CYCLE.div_ceil(cycle.len());
        let cycle = cycle.repeat(times);
        Arc::new(Self { stages: vec![Box::new(stage)], short: None, words, cycle, rows: None })
    }

    /// Of rows.
    pub(crate) fn rows(rows: impl RowRule + 'static) -> Arc<Self> {
        Arc::new(Self {
            stages: Vec::new(),
            short: None,
            words: 0,
            cycle: Vec::new(),
            rows: Some(Box::new(rows)),
        })
    }

    /// How many numbers a sample is.
    pub(crate) fn size(&self) -> usize {
        self.rows.as_ref().map_or(1, |rows| rows.size())
    }

    /// Reads samples in order; rows begin with sample number `start`.
    pub(crate) fn reader(&self, level: Level, source: Source, start: u64) -> Box<dyn Reader + '_> {
        match &self.rows {
            Some(rows) => rows.reader(level, source, start),
            None => Box::new(Cursor::new(level, source, self, start)),
        }
    }

    pub(crate) fn words(&self) -> usize {
        self.words
    }

    /// The least and the largest sample, if there are such.
    pub(crate) fn range(&self) -> Option<[f64; 2]> {
        match &self.rows {
            Some(rows) => rows.range(),
            None => self.stages.last().and_then(|stage| stage.range()),
        }
    }

    pub(crate) fn own_loops(&self) -> Option<&dyn Short> {
        self.short.as_deref()
    }

    /// Makes the samples of whole rows of words from number `number` on, none past the end of the block, and advances the
    /// lanes. A cycle begins with number `origin`. Of a rule that makes two numbers the second go to `others`.
    #[expect(clippy::too_many_arguments, reason = "what it is made of, and where it goes")]
    pub(crate) fn make(
        &self,
        level: Level,
        source: &Source,
        origin: u64,
        number: u64,
        lanes: &mut [LaneWords],
        memory: &mut Memory,
        out: &mut [f64],
        others: &mut [f64],
    ) {
        let [stages @ .., last] = self.stages.as_slice() else {
            unreachable!("rows are made of other plans")
        };
        if stages.is_empty() && self.cycle.is_empty() {
            let rows = Rows { level, source, number, stride: 1, given: &[], out, others };
            return run(&**last, 0, FirstWords::Lanes(lanes), &mut memory.scratch, rows);
        }
        memory.given.resize(PORTION, 0.0);
        for (portion, out) in out.chunks_mut(PORTION).enumerate() {
            let number = number + (portion * PORTION) as u64;
            let given = &mut memory.given[..out.len()];
            match stages.first() {
                Some(first) => {
                    let rows =
                        Rows { level, source, number, stride: 1, given: &[], out: given, others: &mut [] };
                    run(&**first, 0, FirstWords::Lanes(lanes), &mut memory.scratch, rows);
                }
                None => {
                    let cycle = &self.cycle;
                    // A row may begin before the cycle does.
                    let at = (number as i64 - origin as i64).rem_euclid(cycle.len() as i64);
                    let (mut at, mut given) = (at as usize, &mut given[..]);
                    while !given.is_empty() {
                        let (part, rest) = given.split_at_mut(given.len().min(cycle.len() - at));
                        part.copy_from_slice(&cycle[at..][..part.len()]);
                        (at, given) = (0, rest);
                    }
                }
            }
            let others = others.get_mut(portion * PORTION..).unwrap_or_default();
            let others = if others.is_empty() { others } else { &mut others[..out.len()] };
            let given = &memory.given[..out.len()];
            let rows = Rows { level, source, number, stride: 1, given, out, others };
            run(&**last, stages.len() as u32, FirstWords::Lanes(lanes), &mut memory.scratch, rows);
        }
    }
}

/// Samples in order.
pub(crate) trait Reader {
    /// Writes the next ones; of rows whole ones.
    fn read(&mut self, out: &mut [f64]);
}

/// Samples of the first stage at a time: they stay in the L2 cache, and the last of its redraws are few beside them.
const PORTION: usize = 4096;

/// The least numbers of a cycle, so that few parts of it are copied.
const CYCLE: usize = 512;

/// Memory of a plan that is being used.
#[derive(Default)]
pub(crate) struct Memory {
    scratch: Scratch,
    given: Vec<f64>,
}

/// Reads samples in order.
pub(crate) struct Cursor<'a> {
    level: Level,
    source: Source,
    plan: &'a Plan,
    /// Where a cycle begins.
    origin: u64,
    /// The first sample of the next row.
    number: u64,
    lanes: [LaneWords; MOST_WORDS],
    memory: Memory,
    /// A row of which the last `left` samples are still to be read, and their second numbers.
    row: [f64; ROW_SAMPLES],
    other_row: [f64; ROW_SAMPLES],
    left: usize,
    /// Whether second numbers are read.
    two: bool,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(level: Level, source: Source, plan: &'a Plan, start: u64) -> Self {
        Self::of(level, source, plan, start, false)
    }

    /// One that reads two numbers of each sample.
    pub(crate) fn of_two(level: Level, source: Source, plan: &'a Plan, start: u64) -> Self {
        Self::of(level, source, plan, start, true)
    }

    fn of(level: Level, source: Source, plan: &'a Plan, start: u64, two: bool) -> Self {
        let within = start as usize % ROW_SAMPLES;
        let mut cursor = Self {
            level,
            source,
            plan,
            origin: start,
            number: start - within as u64,
            lanes: [[0; LANES_WORDS]; MOST_WORDS],
            memory: Memory::default(),
            row: [0.0; ROW_SAMPLES],
            other_row: [0.0; ROW_SAMPLES],
            left: 0,
            two,
        };
        cursor.seek();
        if within > 0 {
            cursor.make_row();
            cursor.left = ROW_SAMPLES - within;
        }
        cursor
    }

    fn seek(&mut self) {
        for (word, lanes) in self.lanes[..self.plan.words].iter_mut().enumerate() {
            *lanes = lanes_at(self.level, &self.source, word as u32, self.number);
        }
    }

    fn make_row(&mut self) {
        let mut row = [0.0; ROW_SAMPLES];
        let mut other_row = [0.0; ROW_SAMPLES];
        let others = if self.two { &mut other_row[..] } else { &mut [] };
        self.make(&mut row, others);
        self.row = row;
        self.other_row = other_row;
    }

    /// Makes whole rows of words.
    fn make(&mut self, mut out: &mut [f64], mut others: &mut [f64]) {
        while !out.is_empty() {
            let left = BLOCK_SAMPLES - self.number % BLOCK_SAMPLES;
            let (part, rest) = out.split_at_mut(out.len().min(left as usize));
            let (other_part, other_rest) = others.split_at_mut(part.len().min(others.len()));
            let Self { level, source, plan, origin, number, lanes, memory, .. } = self;
            plan.make(*level, source, *origin, *number, lanes, memory, part, other_part);
            self.number += part.len() as u64;
            if self.number.is_multiple_of(BLOCK_SAMPLES) {
                self.seek();
            }
            (out, others) = (rest, other_rest);
        }
    }

    /// Reads the next samples, and their second numbers if it is one that does.
    pub(crate) fn read_both(&mut self, out: &mut [f64], others: &mut [f64]) {
        let begun = self.left.min(out.len());
        let (begun, out) = out.split_at_mut(begun);
        let (others_begun, others) = others.split_at_mut(begun.len().min(others.len()));
        let from = ROW_SAMPLES - self.left;
        begun.copy_from_slice(&self.row[from..][..begun.len()]);
        others_begun.copy_from_slice(&self.other_row[from..][..others_begun.len()]);
        self.left -= begun.len();
        let whole = out.len() / ROW_SAMPLES * ROW_SAMPLES;
        let (rows, rest) = out.split_at_mut(whole);
        let (other_rows, other_rest) = others.split_at_mut(whole.min(others.len()));
        self.make(rows, other_rows);
        if !rest.is_empty() {
            self.make_row();
            rest.copy_from_slice(&self.row[..rest.len()]);
            other_rest.copy_from_slice(&self.other_row[..other_rest.len()]);
            self.left = ROW_SAMPLES - rest.len();
        }
    }
}

impl Reader for Cursor<'_> {
    fn read(&mut self, out: &mut [f64]) {
        self.read_both(out, &mut []);
    }
}
