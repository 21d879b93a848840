//! What the process's slots have done so far.

use crate::durations::{Durations, waited_and_ran};
use crate::limits::Limits;
use crate::process::process;

/// Statistics of the process's slots. How long runs waited and ran is of this library's.
#[derive(Clone, Copy, Debug)]
pub struct Stats {
    /// The most slots there are at once.
    pub size: usize,
    /// Slots in the pool: computing, or waiting for a thread.
    pub busy: usize,
    /// Runs that wait for a slot.
    pub waiting: usize,
    /// How long runs waited, from asking for a slot until a thread started it.
    pub waited: Durations,
    /// How long slots ran after that, until they paused, left the run, or changed to another.
    pub ran: Durations,
}

/// The process's figures.
pub fn stats() -> Stats {
    let [waited, ran] = waited_and_ran();
    let (busy, waiting) = (process().busy(), process().waiting());
    Stats { size: Limits::get().slots, busy, waiting, waited, ran }
}
