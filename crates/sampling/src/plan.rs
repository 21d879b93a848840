//! A distribution with its parameters, prepared: the stages that make its samples, and reading them in order.

use std::sync::Arc;

use fearless_simd::Level;

use crate::kernel::{Compiled, Rows, Rule, Scratch, Stage, run};
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
}

impl Plan {
    /// Of one rule.
    pub(crate) fn of<R: Rule<W>, const W: usize>(rule: R) -> Arc<Self> {
        Self::with(vec![Box::new(Compiled(rule))], None)
    }

    /// Of one rule that has loops of its own.
    pub(crate) fn short<R: Rule<W>, const W: usize>(rule: R, short: impl Short + 'static) -> Arc<Self> {
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

    fn with(stages: Vec<Box<dyn Stage>>, short: Option<Box<dyn Short>>) -> Arc<Self> {
        let words = stages.iter().map(|stage| stage.takes().end()).max().unwrap_or(0);
        Arc::new(Self { stages, short, words })
    }

    pub(crate) fn words(&self) -> usize {
        self.words
    }

    /// The least and the largest sample, if there are such.
    pub(crate) fn range(&self) -> Option<[f64; 2]> {
        self.stages.last().and_then(|stage| stage.range())
    }

    pub(crate) fn own_loops(&self) -> Option<&dyn Short> {
        self.short.as_deref()
    }

    /// Makes the samples of whole rows from number `number` on, none past the end of the block, and advances the lanes.
    pub(crate) fn make(
        &self,
        level: Level,
        source: &Source,
        number: u64,
        lanes: &mut [LaneWords],
        memory: &mut Memory,
        out: &mut [f64],
    ) {
        let [stages @ .., last] = self.stages.as_slice() else { unreachable!("a plan has stages") };
        let Some(first) = stages.first() else {
            let rows = Rows { level, source, number, given: &[], out };
            return run(&**last, 0, lanes, &mut memory.scratch, rows);
        };
        memory.given.resize(PORTION, 0.0);
        for (portion, out) in out.chunks_mut(PORTION).enumerate() {
            let number = number + (portion * PORTION) as u64;
            let given = &mut memory.given[..out.len()];
            let rows = Rows { level, source, number, given: &[], out: given };
            run(&**first, 0, lanes, &mut memory.scratch, rows);
            let rows = Rows { level, source, number, given: &memory.given[..out.len()], out };
            run(&**last, 1, lanes, &mut memory.scratch, rows);
        }
    }
}

/// Samples of the first stage at a time: they stay in the L2 cache, and the last of its redraws are few beside them.
const PORTION: usize = 4096;

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
    /// The first sample of the next row.
    number: u64,
    lanes: [LaneWords; MOST_WORDS],
    memory: Memory,
    /// A row of which the last `left` samples are still to be read.
    row: [f64; ROW_SAMPLES],
    left: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(level: Level, source: Source, plan: &'a Plan, start: u64) -> Self {
        let within = start as usize % ROW_SAMPLES;
        let mut cursor = Self {
            level,
            source,
            plan,
            number: start - within as u64,
            lanes: [[0; LANES_WORDS]; MOST_WORDS],
            memory: Memory::default(),
            row: [0.0; ROW_SAMPLES],
            left: 0,
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

    /// Writes the next samples.
    pub(crate) fn read(&mut self, out: &mut [f64]) {
        let begun = self.left.min(out.len());
        let (begun, out) = out.split_at_mut(begun);
        begun.copy_from_slice(&self.row[ROW_SAMPLES - self.left..][..begun.len()]);
        self.left -= begun.len();
        let (rows, rest) = out.split_at_mut(out.len() / ROW_SAMPLES * ROW_SAMPLES);
        self.make(rows);
        if !rest.is_empty() {
            self.make_row();
            rest.copy_from_slice(&self.row[..rest.len()]);
            self.left = ROW_SAMPLES - rest.len();
        }
    }

    fn make_row(&mut self) {
        let mut row = [0.0; ROW_SAMPLES];
        self.make(&mut row);
        self.row = row;
    }

    /// Makes whole rows.
    fn make(&mut self, mut out: &mut [f64]) {
        while !out.is_empty() {
            let left = BLOCK_SAMPLES - self.number % BLOCK_SAMPLES;
            let (part, rest) = out.split_at_mut(out.len().min(left as usize));
            self.plan.make(self.level, &self.source, self.number, &mut self.lanes, &mut self.memory, part);
            self.number += part.len() as u64;
            if self.number.is_multiple_of(BLOCK_SAMPLES) {
                self.seek();
            }
            out = rest;
        }
    }
}
