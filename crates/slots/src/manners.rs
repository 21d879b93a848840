//! How a computing thread shares its core.

use std::thread::yield_now;
use std::time::{Duration, Instant};

use crate::clock::nanoseconds;
use crate::cores::Core;

/// How often a chunk offers its core to whatever woke up meanwhile: the event loop, a file read on the pool's
/// next thread. Without it they wait for the scheduler's slice, milliseconds, to end; more often costs a small
/// block a percent or two.
const OFFER_EVERY: Duration = Duration::from_micros(50);

/// An offer that took so long was accepted.
const ACCEPTED: Duration = Duration::from_micros(20);

/// How rarely it may come to that.
const OFFER_AT_LEAST_EVERY: Duration = Duration::from_millis(2);

/// After how many accepted offers in a row it goes to another core, at first and at most.
const PATIENCE: u32 = 3;
const MOST_PATIENCE: u32 = 64;

/// Offers the core again and again, but more and more rarely to one who always accepts: that is computing, too. A
/// scheduler takes two threads that take short turns for busy with their caches, and leaves them on one core even
/// when another is idle. So the thread goes to another core, where it can: at a moment of its own, since the other
/// may be a slot of another process, which thinks alike, and less and less often where that does not help.
pub(crate) struct Manners {
    every: Duration,
    offered: Instant,
    accepted: u32,
    patience: u32,
    core: Core,
}

impl Manners {
    pub(crate) fn new() -> Self {
        let mut core = Core::here();
        core.leave_to_others();
        Self { every: OFFER_EVERY, offered: Instant::now(), accepted: 0, patience: PATIENCE, core }
    }

    /// Offers the core, when it is time to, and does not stay beside another slot. Cheap enough to be called for
    /// every block.
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
