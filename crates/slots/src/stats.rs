//! What the process's slots have done so far.

use napi_derive::napi;

use crate::durations::{Durations, waited_and_ran};
use crate::limits::Limits;
use crate::process::process;

/// Statistics of the process's slots. How long runs waited and ran is of this library's.
#[napi(object, object_from_js = false)]
#[derive(Clone, Copy, Debug)]
pub struct PoolStats {
    /// The most slots there are at once.
    pub size: u32,
    /// Slots in the pool: computing, or waiting for a thread.
    pub busy: u32,
    /// Runs that wait for a slot.
    pub waiting: u32,
    /// How long runs waited, from asking for a slot until a thread started it.
    pub waited: Durations,
    /// How long slots ran after that, until they paused, left the run, or changed to another.
    pub ran: Durations,
}

/// The process's figures.
pub fn pool_stats() -> PoolStats {
    let [waited, ran] = waited_and_ran();
    let (busy, waiting) = (process().busy() as u32, process().waiting() as u32);
    PoolStats { size: Limits::get().slots, busy, waiting, waited, ran }
}
