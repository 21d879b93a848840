//! What an addon computes, how, and what is told of it.

use crate::limits::Limits;

/// What a run computes.
pub trait Work: Send + Sync + 'static {
    /// What one slot gathers until it leaves the run, which may be several times: at the end, and whenever others have a
    /// turn. It begins with its default each time.
    type Part: Default;

    /// How many pieces there are, each of well under a millisecond.
    fn pieces(&self) -> u64;

    /// Computes a piece. `stop` is to be asked every 0.1 ms or so: it lets others have the core, and says whether the
    /// run was cancelled. Returns how much was done, in the unit that [`News::done`] counts, or nothing when `stop` said
    /// so, and only then: the piece is not computed again.
    fn compute(&self, piece: u64, part: &mut Self::Part, stop: &mut dyn FnMut() -> bool) -> Option<u64>;

    /// Takes in what a slot gathered. All of it is in before JavaScript hears of the end; of a run that is cancelled or
    /// panicked, some.
    fn merge(&self, part: Self::Part);
}

/// How a run is to be computed.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The most slots at once.
    pub slots: usize,
    /// How long a slot works for the run before others may have a turn, in nanoseconds.
    pub allotment: u64,
    /// The most pieces before a slot leaves the pool, to be sent again by the event loop: a chunk.
    pub chunk: u64,
    /// Whether JavaScript wants to hear when an allotment is spent, not only of the end.
    pub pauses: bool,
    /// Whether slots leave when JavaScript has not asked for more within another allotment.
    pub waits: bool,
    /// Whether to keep the spans in which slots computed.
    pub spans: bool,
}

impl Default for Options {
    /// All slots that there are, others' turns after 10 ms, and no news but the end.
    fn default() -> Self {
        Self {
            slots: Limits::get().slots,
            allotment: 10_000_000,
            chunk: u64::MAX,
            pauses: false,
            waits: false,
            spans: false,
        }
    }
}

/// What JavaScript is told.
pub struct News {
    /// How much is done.
    pub done: u64,
    /// What the slots did since the last news, if it was asked for.
    pub spans: Vec<Span>,
    /// How the run ended, if it did.
    pub end: Option<End>,
}

/// How a run ended. No slot is at it any more.
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
    /// When the slot's thread took it up.
    pub started: f64,
    /// When it paused or left.
    pub ended: f64,
}
