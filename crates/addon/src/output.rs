//! What runs compute, piece by piece: sums, and samples in arrays.

use std::ops::Range;
use std::sync::Mutex;

use napi::bindgen_prelude::*;
use offloop_sampling::{BLOCK_SAMPLES, Level, Misfit, Stream, fill, fill_whole, group_blocks, total};
use offloop_slots::{Work, locked};

use crate::huge_pages::HUGE_PAGE;

/// A long sum has pieces of several groups, since each piece costs a little: as many as still leave this many pieces
/// for the slots to share, and no more than take half a millisecond.
const PIECES: u64 = 128;
const MOST_GROUPS: u64 = 8;

/// Blocks per piece of samples: a huge page of doubles, so that no two slots wait for the same page.
const FILL_BLOCKS: u64 = HUGE_PAGE as u64 / (size_of::<f64>() as u64 * BLOCK_SAMPLES);

/// The exact sum of a range of a stream's samples.
pub(crate) struct Sum {
    stream: Stream,
    samples: Range<u64>,
    piece_blocks: u64,
    units: Mutex<i128>,
}

impl Sum {
    /// A piece has at most `chunk_blocks` blocks.
    pub(crate) fn new(stream: Stream, samples: Range<u64>, chunk_blocks: u64) -> Self {
        let group = group_blocks(&stream.distribution);
        let blocks = (samples.end - samples.start).div_ceil(BLOCK_SAMPLES);
        let groups = (blocks / group / PIECES).clamp(1, MOST_GROUPS);
        let piece_blocks = (group * groups).min(chunk_blocks);
        Self { stream, samples, piece_blocks, units: Mutex::new(0) }
    }

    /// In units of 2^-64.
    pub(crate) fn units(&self) -> i128 {
        *locked(&self.units)
    }

    pub(crate) fn piece_blocks(&self) -> u64 {
        self.piece_blocks
    }

    fn piece_samples(&self) -> u64 {
        self.piece_blocks * BLOCK_SAMPLES
    }
}

impl Work for Sum {
    type Part = i128;

    fn pieces(&self) -> u64 {
        (self.samples.end - self.samples.start).div_ceil(self.piece_samples())
    }

    fn compute(&self, piece: u64, part: &mut i128, stop: &mut dyn FnMut() -> bool) -> Option<u64> {
        let start = self.samples.start + piece * self.piece_samples();
        let end = self.samples.end.min(start + self.piece_samples());
        let total = total(Level::new(), &self.stream, start..end, stop)?;
        *part += total.units;
        Some(total.samples)
    }

    fn merge(&self, part: i128) {
        *locked(&self.units) += part;
    }
}

/// A stream's samples from one on.
pub(crate) struct Samples<T> {
    stream: Stream,
    first: u64,
    piece_blocks: u64,
    start: *mut T,
    length: usize,
    /// It cannot be collected while slots write to it.
    array: Mutex<Option<Array>>,
    /// The first sample that the array's type does not hold.
    misfit: Mutex<Option<Misfit>>,
}

/// What an array of these is filled with.
pub(crate) trait Item: Copy + Send + Sync + 'static {
    /// `Ok(false)` when it was stopped.
    fn fill(
        stream: &Stream,
        start: u64,
        out: &mut [Self],
        stop: &mut dyn FnMut() -> bool,
    ) -> std::result::Result<bool, Misfit>;
}

macro_rules! items {
    ($($type:ident: $fill:expr,)*) => {
        $(impl Item for $type {
            fn fill(
                stream: &Stream,
                start: u64,
                out: &mut [Self],
                stop: &mut dyn FnMut() -> bool,
            ) -> std::result::Result<bool, Misfit> {
                $fill(Level::new(), stream, start, out, stop)
            }
        })*
    };
}

items! {
    f64: |level, stream, start, out, stop| Ok(fill(level, stream, start, out, stop)),
    f32: |level, stream, start, out, stop| Ok(fill(level, stream, start, out, stop)),
    i8: fill_whole,
    u8: fill_whole,
    i16: fill_whole,
    u16: fill_whole,
    i32: fill_whole,
    u32: fill_whole,
    i64: fill_whole,
    u64: fill_whole,
}

/// A caller's array.
pub(crate) type Array = Either10<
    Float64Array,
    Float32Array,
    Int8Array,
    Uint8Array,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    BigInt64Array,
    BigUint64Array,
>;

// SAFETY: slots write to different parts of the memory, nobody reads it before they are done, and it outlives them: its
// array is held here, and a JavaScript thread that ends waits for its runs.
unsafe impl<T> Send for Samples<T> {}
unsafe impl<T> Sync for Samples<T> {}

impl<T> Samples<T> {
    pub(crate) fn new(
        stream: Stream,
        first: u64,
        chunk_blocks: u64,
        (start, length): (*mut T, usize),
        array: Array,
    ) -> Self {
        let piece_blocks = FILL_BLOCKS.min(chunk_blocks);
        Self {
            stream,
            first,
            piece_blocks,
            start,
            length,
            array: Mutex::new(Some(array)),
            misfit: Mutex::default(),
        }
    }

    pub(crate) fn piece_blocks(&self) -> u64 {
        self.piece_blocks
    }

    /// By its number, which is not its row's.
    fn first_misfit(&self) -> Option<Misfit> {
        *locked(&self.misfit)
    }

    /// Keeps the one with the lowest number.
    fn note(&self, misfit: Misfit) {
        let mut first = locked(&self.misfit);
        if first.is_none_or(|first| misfit.number < first.number) {
            *first = Some(misfit);
        }
    }

    /// Samples of the first block before ours.
    fn before(&self) -> usize {
        (self.first % BLOCK_SAMPLES) as usize
    }

    fn piece_samples(&self) -> usize {
        (self.piece_blocks * BLOCK_SAMPLES) as usize
    }
}

/// An array that is being filled, whatever it is made of.
pub(crate) trait Filling: Send + Sync {
    /// The first sample that the array's type does not hold, once every piece is computed.
    fn misfit(&self) -> Option<Misfit>;

    /// Releases the array once no slot writes to it any more.
    fn let_go(&self);
}

impl<T: Item> Filling for Samples<T> {
    fn misfit(&self) -> Option<Misfit> {
        let size = self.stream.distribution.size();
        self.first_misfit().map(|misfit| misfit.of_rows(size))
    }

    fn let_go(&self) {
        locked(&self.array).take();
    }
}

impl<T: Item> Work for Samples<T> {
    type Part = ();

    fn pieces(&self) -> u64 {
        (self.before() + self.length).div_ceil(self.piece_samples()) as u64
    }

    fn compute(&self, piece: u64, (): &mut (), stop: &mut dyn FnMut() -> bool) -> Option<u64> {
        // Pieces are whole blocks, except that the first begins with our first sample, and that rows are in the piece in
        // which they begin.
        let size = self.stream.distribution.size();
        let end = (piece as usize + 1) * self.piece_samples() - self.before();
        let from = end.saturating_sub(self.piece_samples()).next_multiple_of(size).min(self.length);
        let count = end.next_multiple_of(size).min(self.length) - from;
        // SAFETY: the memory has `length` places, and every piece is computed once.
        let out = unsafe { std::slice::from_raw_parts_mut(self.start.add(from), count) };
        let first = self.first + from as u64;
        // Pieces after a sample that does not fit need not be computed; those before it might have an earlier one.
        if self.first_misfit().is_some_and(|misfit| misfit.number < first) {
            return Some(count as u64);
        }
        match T::fill(&self.stream, first, out, stop) {
            Ok(done) => done.then_some(count as u64),
            Err(misfit) => {
                self.note(misfit);
                Some(count as u64)
            }
        }
    }

    fn merge(&self, (): ()) {}
}
