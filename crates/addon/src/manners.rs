//! How a computing thread shares its core.

use std::thread::{sleep, yield_now};
use std::time::{Duration, Instant};

/// How often a chunk offers its core to whatever woke up meanwhile: the event loop, a file read on the pool's
/// next thread. Without it they wait for the scheduler's slice, milliseconds, to end; more often costs a small
/// block a percent or two.
const OFFER_EVERY: Duration = Duration::from_micros(50);

/// An offer that took so long was accepted.
const ACCEPTED: Duration = Duration::from_micros(20);

/// Whoever accepts so often in a row is computing, too.
const NEIGHBOUR: u32 = 3;

/// How rarely a core that has to be shared is offered.
const OFFER_AT_LEAST_EVERY: Duration = Duration::from_millis(2);

/// Offers the core again and again, and gets away from one that another computes on. A scheduler takes two threads
/// that take turns so often for busy with their caches, and leaves them where they are even when another core is
/// idle: but it places a thread anew that has slept. Where no core is idle, it is left to the scheduler to share.
pub(crate) struct Manners {
    every: Duration,
    offered: Instant,
    /// Offers accepted in a row.
    accepted: u32,
}

impl Manners {
    pub(crate) fn new() -> Self {
        Self { every: OFFER_EVERY, offered: Instant::now(), accepted: 0 }
    }

    /// Offers the core, when it is time to. Cheap enough to be called for every block.
    pub(crate) fn give_way(&mut self) {
        let now = Instant::now();
        if now - self.offered < self.every {
            return;
        }
        yield_now();
        self.offered = Instant::now();
        if self.offered - now < ACCEPTED {
            self.accepted = 0;
            self.every = OFFER_EVERY;
            return;
        }
        self.accepted += 1;
        if self.accepted == NEIGHBOUR {
            sleep(Duration::from_nanos(1));
            self.offered = Instant::now();
        }
        if self.accepted > NEIGHBOUR {
            self.every = (self.every * 2).min(OFFER_AT_LEAST_EVERY);
        }
    }
}
