//! The process's slots, and whose turn it is.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::home::Home;
use crate::limits::Limits;
use crate::manners::Manners;
use crate::run::{Leave, Runnable, Turn, locked};
use crate::stats::nanoseconds;

/// Every slot of the process, whichever JavaScript thread sent it, takes runs from here: those of all threads.
pub(crate) struct Pool {
    state: Mutex<State>,
    /// How many runs wait, for slots that only want to know whether any does.
    waiting: AtomicUsize,
    /// Signalled when a slot has left a run that was cancelled.
    left: Condvar,
}

struct State {
    /// Runs that want a slot, or one more, in the order in which they asked.
    queue: VecDeque<Arc<dyn Runnable>>,
    /// Which slots are in the pool, by their numbers.
    taken: Vec<bool>,
}

pub(crate) fn pool() -> &'static Pool {
    static POOL: Pool = Pool {
        state: Mutex::new(State { queue: VecDeque::new(), taken: Vec::new() }),
        waiting: AtomicUsize::new(0),
        left: Condvar::new(),
    };
    &POOL
}

impl Pool {
    /// Slots in use, and runs that wait for one.
    pub(crate) fn in_use(&self) -> (usize, usize) {
        let state = self.lock();
        (state.taken.iter().filter(|taken| **taken).count(), state.queue.len())
    }

    /// Whether a run waits for a slot.
    pub(crate) fn is_contended(&self) -> bool {
        self.waiting.load(Relaxed) > 0
    }

    /// JavaScript asks for a run's news: it begins, or goes on.
    pub(crate) fn ask(&self, run: &Arc<dyn Runnable>) {
        let mut state = self.lock();
        let shared = run.shared();
        let mut turn = shared.turn();
        shared.ask();
        if turn.end.is_some() {
            shared.home.post(shared);
            return;
        }
        if !turn.begun {
            turn.begun = true;
            shared.home.enter();
            // A job of no pieces, or one that was cancelled before it began.
            self.finish_if_over(run, &mut turn);
        }
        turn.parked = false;
        self.enqueue(&mut state, run, &mut turn);
    }

    /// Ends a run. What no slot is at ends now, the rest within a piece.
    pub(crate) fn cancel(&self, run: &Arc<dyn Runnable>) {
        run.shared().cancel();
        let mut state = self.lock();
        let mut turn = run.shared().turn();
        if turn.queued {
            state.queue.retain(|queued| !Arc::ptr_eq(queued, run));
            turn.queued = false;
            self.count(&state);
        }
        if turn.begun {
            self.finish_if_over(run, &mut turn);
        }
    }

    /// Waits until no slot is at any of these runs, which were cancelled.
    pub(crate) fn wait_until_left(&self, runs: &[Arc<dyn Runnable>]) {
        let mut state = self.lock();
        while runs.iter().any(|run| run.shared().turn().slots > 0) {
            let waited = self.left.wait_timeout(state, Duration::from_millis(1));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Numbers of slots that may be sent into the pool now: free ones, for runs that wait.
    pub(crate) fn take_slots(&self) -> Vec<usize> {
        let mut state = self.lock();
        state.taken.resize(Limits::get().slots, false);
        let wanted: usize = state.queue.iter().map(|run| wanted(&**run, &run.shared().turn())).sum();
        let free = (0..state.taken.len()).filter(|slot| !state.taken[*slot]);
        let slots: Vec<usize> = free.take(wanted).collect();
        for slot in &slots {
            state.taken[*slot] = true;
        }
        slots
    }

    /// A slot that could not be sent.
    pub(crate) fn give_back(&self, slot: usize) {
        self.lock().taken[slot] = false;
    }

    /// What a slot does on its thread: it computes whatever waits longest, until nothing does.
    pub(crate) fn serve(&self, slot: usize, home: &Home) {
        let mut manners = Manners::new();
        let mut leave = Leave::Run;
        while leave == Leave::Run && !home.is_closing() {
            let Some(run) = self.next_run() else { break };
            leave = run.compute(slot, home, &mut manners);
            self.release(&run);
            // Its thread would otherwise be kept for other threads' runs, and its loop with it.
            if home.is_idle() {
                leave = Leave::Thread;
            }
        }
        let mut state = self.lock();
        state.taken[slot] = false;
        // Whoever still waits sends a slot in its place.
        let waiting: Vec<_> = state.queue.iter().map(|run| Arc::clone(&run.shared().home)).collect();
        drop(state);
        for home in waiting {
            home.ring();
        }
    }

    fn next_run(&self) -> Option<Arc<dyn Runnable>> {
        let mut state = self.lock();
        let found = loop {
            let Some(run) = state.queue.pop_front() else { break None };
            let mut turn = run.shared().turn();
            turn.queued = false;
            if wanted(&*run, &turn) == 0 {
                continue;
            }
            turn.slots += 1;
            self.enqueue(&mut state, &run, &mut turn);
            drop(turn);
            break Some(run);
        };
        self.count(&state);
        found
    }

    fn release(&self, run: &Arc<dyn Runnable>) {
        let mut state = self.lock();
        let shared = run.shared();
        let mut turn = shared.turn();
        turn.slots -= 1;
        if shared.is_cancelled() {
            self.left.notify_all();
        }
        self.finish_if_over(run, &mut turn);
        turn.parked = shared.is_unasked(nanoseconds());
        self.enqueue(&mut state, run, &mut turn);
    }

    /// Puts a run that wants one more slot at the end of the queue.
    fn enqueue(&self, state: &mut State, run: &Arc<dyn Runnable>, turn: &mut Turn) {
        if turn.queued || wanted(&**run, turn) == 0 {
            return;
        }
        turn.queued = true;
        turn.queued_at = nanoseconds();
        state.queue.push_back(Arc::clone(run));
        self.count(state);
    }

    fn finish_if_over(&self, run: &Arc<dyn Runnable>, turn: &mut Turn) {
        if turn.slots > 0 || turn.end.is_some() {
            return;
        }
        turn.end = run.shared().outcome();
        if turn.end.is_some() {
            run.shared().home.leave();
            run.shared().home.post(run.shared());
        }
    }

    fn count(&self, state: &State) {
        self.waiting.store(state.queue.len(), Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
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
