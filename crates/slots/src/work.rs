//! What an addon computes, how, and what it reports.

use crate::limits::Limits;

/// What a run computes.
pub trait Work: Send + Sync + 'static {
    /// What one slot collects until it leaves the run, possibly several times: at the end, and whenever others get a
    /// turn. It starts from its default each time.
    type Part: Default;

    /// How many pieces there are, each of well under a millisecond.
    fn pieces(&self) -> u64;

    /// Computes a piece. Call `stop` every 0.1 ms or so: it lets others use the core, and returns whether the run was
    /// cancelled. Returns how much was done, in the unit of [`News::done`], or `None` if `stop` returned true, and only
    /// then: the piece is not computed again.
    fn compute(&self, piece: u64, part: &mut Self::Part, stop: &mut dyn FnMut() -> bool) -> Option<u64>;

    /// Merges what a slot collected. All of it is merged before JavaScript hears of the end; for a cancelled or
    /// panicked run, only some.
    fn merge(&self, part: Self::Part);
}

/// How to compute a run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The most slots at once.
    pub slots: usize,
    /// How long a slot works for the run before others may get a turn, in nanoseconds.
    pub allotment: u64,
    /// A chunk: after at most this many pieces a slot leaves the pool, and the event loop sends it again.
    pub chunk: u64,
    /// Whether JavaScript wants news whenever an allotment is spent, not only at the end.
    pub pauses: bool,
    /// Whether slots leave when JavaScript has not asked for more within another allotment.
    pub waits: bool,
    /// Whether to keep the spans in which slots computed.
    pub spans: bool,
}

impl Default for Options {
    /// All slots, a turn for others after 10 ms, and news only of the end.
    fn default() -> Self {
        Self {
            slots: Limits::get().slots as usize,
            allotment: 10_000_000,
            chunk: u64::MAX,
            pauses: false,
            waits: false,
            spans: false,
        }
    }
}

/// What JavaScript is told about a run.
pub struct News {
    /// How much is done.
    pub done: u64,
    /// What the slots did since the last news, if asked for.
    pub spans: Vec<Span>,
    /// How the run ended, if it did.
    pub end: Option<End>,
}

/// How a run ended. No slot is computing it any more.
#[derive(Clone, Debug)]
pub enum End {
    /// Every piece is computed.
    Done,
    /// It was cancelled.
    Cancelled,
    /// A piece panicked with this message.
    Panicked(String),
}

/// A stretch of time in which a slot computed pieces of one run. Times are those of [`crate::now`].
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The slot's number, from 0.
    pub slot: usize,
    /// How much was done.
    pub done: u64,
    /// When the run asked for the slot.
    pub queued: f64,
    /// When the slot's thread started.
    pub started: f64,
    /// When it paused or left.
    pub ended: f64,
}
