//! How a computing thread shares its core.

use std::thread::yield_now;
use std::time::{Duration, Instant};

use crate::clock::nanoseconds;
use crate::cores::Core;

/// How often a chunk offers its core to threads that woke up meanwhile: the event loop, or a file read on the pool's
/// next thread. Without this they wait milliseconds for the scheduler's slice to end; more often costs a small block a
/// percent or two.
const OFFER_EVERY: Duration = Duration::from_micros(50);

/// An offer that took this long was accepted.
const ACCEPTED: Duration = Duration::from_micros(20);

/// The longest time between two offers.
const OFFER_AT_LEAST_EVERY: Duration = Duration::from_millis(2);

/// After how many accepted offers in a row the thread moves to another core, at first and at most.
const PATIENCE: u32 = 3;
const MOST_PATIENCE: u32 = 64;

/// Offers the core repeatedly, but less and less often while the offers are accepted: then the other thread is
/// computing, too. A scheduler assumes that two threads taking short turns use their caches, and leaves them on one
/// core even when another is idle. So the thread moves to another core if it can: at a random moment, since the other
/// may be a slot of another process that does the same, and less and less often if that does not help.
pub(crate) struct Yielder {
    every: Duration,
    offered: Instant,
    accepted: u32,
    patience: u32,
    core: Core,
}

impl Yielder {
    pub(crate) fn new() -> Self {
        let mut core = Core::here();
        core.leave_to_others();
        Self { every: OFFER_EVERY, offered: Instant::now(), accepted: 0, patience: PATIENCE, core }
    }

    /// Offers the core when that is due, and moves away from another slot. Cheap enough to call for every block.
    pub(crate) fn give_way(&mut self) {
        let now = Instant::now();
        if now - self.offered < self.every {
            return;
        }
        yield_now();
        self.offered = Instant::now();
        self.core.leave_to_others();
        if self.offered - now < ACCEPTED {
            self.every = OFFER_EVERY;
            self.accepted = 0;
            self.patience = PATIENCE;
            return;
        }
        self.every = (self.every * 2).min(OFFER_AT_LEAST_EVERY);
        self.accepted += 1;
        let heads = nanoseconds().is_multiple_of(2);
        if self.accepted >= self.patience && heads {
            self.core.go_elsewhere();
            self.every = OFFER_EVERY;
            self.accepted = 0;
            self.patience = (self.patience * 2).min(MOST_PATIENCE);
        }
    }
}
