//! Runs that wait for a slot.

use std::collections::VecDeque;
use std::iter::repeat_n;
use std::sync::Arc;

use crate::clock::nanoseconds;
use crate::process::{wait, wait_no_more, waiting};
use crate::run::{Runnable, Turn};

/// This many runs that no longer wait may stay in the queue, or as many as there are waiting ones.
const MOST_GONE: usize = 64;

/// Runs that want a slot, or one more, in the order in which they asked. A cancelled run stays until its turn comes:
/// searching for it would make thousands of aborts slow.
pub(crate) struct Queue {
    runs: VecDeque<Arc<dyn Runnable>>,
}

impl Queue {
    pub(crate) const fn new() -> Self {
        Self { runs: VecDeque::new() }
    }

    /// Puts a run that wants one more slot at the end.
    pub(crate) fn add(&mut self, run: &Arc<dyn Runnable>, turn: &mut Turn) {
        if turn.queued || wanted(&**run, turn) == 0 {
            return;
        }
        turn.queued = true;
        turn.queued_at = nanoseconds();
        self.runs.push_back(Arc::clone(run));
        run.shared().thread.wait();
        wait();
    }

    /// A run no longer waits.
    pub(crate) fn remove(&mut self, run: &Arc<dyn Runnable>, turn: &mut Turn) {
        if turn.queued {
            turn.queued = false;
            run.shared().thread.wait_no_more();
            wait_no_more();
        }
    }

    /// Removes runs that no longer wait, once there are many.
    pub(crate) fn sweep(&mut self) {
        if self.runs.len() > 2 * waiting() + MOST_GONE {
            self.runs.retain(|run| run.shared().turn().queued);
        }
    }

    /// Gives a slot to the run that has waited longest.
    pub(crate) fn take(&mut self) -> Option<Arc<dyn Runnable>> {
        loop {
            let run = self.runs.pop_front()?;
            let mut turn = run.shared().turn();
            self.remove(&run, &mut turn);
            if wanted(&*run, &turn) == 0 {
                continue;
            }
            turn.slots += 1;
            self.add(&run, &mut turn);
            drop(turn);
            return Some(run);
        }
    }

    /// Something for every slot that is wanted.
    pub(crate) fn wishes(&self) -> impl Iterator<Item = ()> {
        self.runs.iter().flat_map(|run| repeat_n((), wanted(&**run, &run.shared().turn())))
    }
}

/// How many more slots a run has work for.
fn wanted(run: &dyn Runnable, turn: &Turn) -> usize {
    let shared = run.shared();
    if turn.parked || turn.end.is_some() || !turn.begun || shared.is_cancelled() {
        return 0;
    }
    let room = shared.options.slots.saturating_sub(turn.slots);
    room.min(usize::try_from(shared.pieces_left()).unwrap_or(usize::MAX))
}
