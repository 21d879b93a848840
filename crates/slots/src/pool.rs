//! The process's slots, and whose turn it is.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::nanoseconds;
use crate::js_thread::JsThread;
use crate::limits::Limits;
use crate::lock::locked;
use crate::process::process;
use crate::queue::Queue;
use crate::run::{Leave, Runnable, Sender, Turn};
use crate::yielder::Yielder;

/// Every slot of this library, whichever JavaScript thread sent it, takes runs of all threads from here.
pub(crate) struct Pool {
    state: Mutex<State>,
    /// Signalled when a slot has left a cancelled run.
    left: Condvar,
}

struct State {
    queue: Queue,
    /// The JavaScript threads.
    threads: Vec<Arc<JsThread>>,
    /// Which slots are in the pool, by their numbers.
    taken: Vec<bool>,
}

pub(crate) fn pool() -> &'static Pool {
    static POOL: Pool = Pool {
        state: Mutex::new(State { queue: Queue::new(), threads: Vec::new(), taken: Vec::new() }),
        left: Condvar::new(),
    };
    &POOL
}

impl State {
    fn give_back(&mut self, slot: usize) {
        self.taken[slot] = false;
        process().give_slot_back();
    }
}

impl Pool {
    /// A JavaScript thread begins to send slots.
    pub(crate) fn add_thread(&self, thread: &Arc<JsThread>) {
        self.lock().threads.push(Arc::clone(thread));
    }

    /// It ends.
    pub(crate) fn remove_thread(&self, thread: &Arc<JsThread>) {
        self.lock().threads.retain(|other| !Arc::ptr_eq(other, thread));
    }

    /// JavaScript asks for a run's news: the run begins or resumes.
    pub(crate) fn ask(&self, run: &Arc<dyn Runnable>) {
        let mut state = self.lock();
        let shared = run.shared();
        let mut turn = shared.turn();
        shared.ask();
        if !turn.begun {
            turn.begun = true;
            shared.thread.enter();
            // A job of no pieces, or one that was cancelled before it began.
            self.finish_if_over(&mut state, run, &mut turn);
        }
        turn.parked = false;
        state.queue.add(run, &mut turn);
        let ended = turn.end.is_some();
        drop((turn, state));
        if ended {
            shared.post();
        }
    }

    /// Ends a run: now if no slot is computing it, else within a piece.
    pub(crate) fn cancel(&self, run: &Arc<dyn Runnable>) {
        run.shared().cancel();
        let mut state = self.lock();
        let mut turn = run.shared().turn();
        state.queue.remove(run, &mut turn);
        let ended = turn.begun && self.finish_if_over(&mut state, run, &mut turn);
        drop(turn);
        state.queue.sweep();
        drop(state);
        if ended {
            run.shared().post();
        }
    }

    /// Waits until no slot is computing any of these cancelled runs.
    pub(crate) fn wait_until_left(&self, runs: &[Arc<dyn Runnable>]) {
        let mut state = self.lock();
        while runs.iter().any(|run| run.shared().turn().slots > 0) {
            let waited = self.left.wait_timeout(state, Duration::from_millis(1));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Numbers of slots that may be sent into the pool now: free ones, for runs that wait.
    pub(crate) fn take_slots(&self) -> Vec<usize> {
        let most = Limits::get().slots as usize;
        let mut state = self.lock();
        state.taken.resize(most, false);
        let free = (0..most).filter(|slot| !state.taken[*slot]);
        let wished = free.zip(state.queue.wishes());
        let slots: Vec<usize> =
            wished.map(|(slot, ())| slot).take_while(|_| process().take_slot(most)).collect();
        for slot in &slots {
            state.taken[*slot] = true;
        }
        slots
    }

    /// A slot could not be sent.
    pub(crate) fn give_back(&self, slot: usize) {
        self.lock().give_back(slot);
    }

    /// What a slot does on its thread: it computes the run that has waited longest, until none waits.
    pub(crate) fn serve(&self, slot: usize, thread: &JsThread) {
        let mut yielder = Yielder::new();
        let sender = |now| thread.is_leaving(now);
        let wanted = || process().waiting() > 0 || thread.is_idle();
        let mut stays = true;
        while let Some(run) = self.next(slot, thread, stays) {
            stays = run.compute(slot, &mut yielder, &sender, &wanted) == Leave::Run;
            self.leave(&run);
            process().lend(slot, thread);
        }
    }

    /// Computes the run that has waited longest for an allotment, on the thread of another library's slot.
    pub(crate) fn serve_once(&self, slot: usize, sender: Sender) {
        let run = self.lock().queue.take();
        if let Some(run) = run {
            run.compute(slot, &mut Yielder::new(), sender, &|| true);
            self.leave(&run);
        }
    }

    /// Wakes every thread whose runs wait: it may send another slot.
    pub(crate) fn wake(&self) {
        let waiting: Vec<_> = self.lock().threads.iter().filter(|thread| thread.waits()).cloned().collect();
        for thread in waiting {
            thread.wake();
        }
    }

    /// What a slot computes next. Without an answer it leaves the pool.
    fn next(&self, slot: usize, thread: &JsThread, stays: bool) -> Option<Arc<dyn Runnable>> {
        let mut state = self.lock();
        // A thread without runs, and its event loop, would otherwise be kept alive for the runs of others.
        if stays
            && !thread.is_closing()
            && !thread.is_idle()
            && let Some(run) = state.queue.take()
        {
            return Some(run);
        }
        state.give_back(slot);
        drop(state);
        self.wake();
        process().wake_others();
        None
    }

    /// A slot leaves a run.
    fn leave(&self, run: &Arc<dyn Runnable>) {
        let ended = self.release(&mut self.lock(), run);
        if ended {
            run.shared().post();
        }
    }

    /// Returns whether that has ended the run.
    fn release(&self, state: &mut State, run: &Arc<dyn Runnable>) -> bool {
        let shared = run.shared();
        let mut turn = shared.turn();
        turn.slots -= 1;
        if shared.is_cancelled() {
            self.left.notify_all();
        }
        let ended = self.finish_if_over(state, run, &mut turn);
        turn.parked = shared.is_unasked(nanoseconds());
        state.queue.add(run, &mut turn);
        ended
    }

    /// Returns whether the run has just ended.
    fn finish_if_over(&self, state: &mut State, run: &Arc<dyn Runnable>, turn: &mut Turn) -> bool {
        if turn.slots > 0 || turn.end.is_some() {
            return false;
        }
        turn.end = run.shared().outcome();
        if turn.end.is_some() {
            run.shared().thread.leave();
            // It may have asked for one more slot.
            state.queue.remove(run, turn);
        }
        turn.end.is_some()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }
}
