//! What the process's slots did so far.

use crate::durations::{Durations, waited_and_ran};
use crate::limits::Limits;
use crate::pool::pool;

/// How the process's slots are doing.
#[derive(Clone, Copy, Debug)]
pub struct Stats {
    /// The most slots there are at once.
    pub size: usize,
    /// Slots in the pool: computing, or waiting for a thread.
    pub busy: usize,
    /// Runs that wait for a slot.
    pub waiting: usize,
    /// From when a run asked for a slot until a thread took it up.
    pub waited: Durations,
    /// From then until the slot paused, left the run, or turned to another.
    pub ran: Durations,
}

/// The process's figures.
pub fn stats() -> Stats {
    let (busy, waiting) = pool().in_use();
    let [waited, ran] = waited_and_ran();
    Stats { size: Limits::get().slots, busy, waiting, waited, ran }
}
