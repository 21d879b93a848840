//! Distributions whose samples are rows: what joins a row's inner samples.

use std::sync::Arc;

use fearless_simd::Level;

use crate::plan::{Cursor, Plan, Reader};
use crate::stream::block::Source;

/// The most numbers of a row.
pub(crate) const MOST_NUMBERS: usize = 1024;

/// How rows are made.
pub(crate) trait RowRule: Send + Sync {
    /// Numbers of a row.
    fn size(&self) -> usize;

    /// The least and the largest number, if there are such.
    fn range(&self) -> Option<[f64; 2]>;

    /// Reads rows from one that begins with sample number `start`.
    fn reader(&self, level: Level, source: Source, start: u64) -> Box<dyn Reader + '_>;
}

/// How numbers become rows that are made independently of each other.
pub(crate) trait Join: Send + Sync {
    fn size(&self) -> usize;

    fn range(&self) -> Option<[f64; 2]> {
        None
    }

    /// Whether inner samples are two numbers each.
    fn takes_two(&self) -> bool {
        false
    }

    /// Turns the inner samples into rows. `others` are their second numbers, if they have any.
    fn join(&self, level: Level, numbers: &mut [f64], others: &[f64]);
}

/// Rows of numbers of which each is made alone, then joined.
pub(crate) struct Joined<J> {
    pub(crate) inner: Arc<Plan>,
    pub(crate) join: J,
}

impl<J: Join> RowRule for Joined<J> {
    fn size(&self) -> usize {
        self.join.size()
    }

    fn range(&self) -> Option<[f64; 2]> {
        self.join.range()
    }

    fn reader(&self, level: Level, source: Source, start: u64) -> Box<dyn Reader + '_> {
        let of = if self.join.takes_two() { Cursor::of_two } else { Cursor::new };
        let inner = of(level, source, &self.inner, start);
        Box::new(JoinedReader { level, inner, join: &self.join, others: Vec::new() })
    }
}

struct JoinedReader<'a, J> {
    level: Level,
    inner: Cursor<'a>,
    join: &'a J,
    others: Vec<f64>,
}

impl<J: Join> Reader for JoinedReader<'_, J> {
    fn read(&mut self, out: &mut [f64]) {
        let size = self.join.size();
        // A few portions, so that the ends of the inner samples' reads are few beside them.
        for out in out.chunks_mut(4 * portion_of(size)) {
            if self.join.takes_two() {
                self.others.resize(out.len(), 0.0);
            }
            self.inner.read_both(out, &mut self.others);
            self.join.join(self.level, out, &self.others);
        }
    }
}

/// As many numbers as whole rows of a portion have, which stay in the L1 cache.
pub(crate) fn portion_of(size: usize) -> usize {
    const PORTION: usize = 2048;
    (PORTION / size).max(1) * size
}
