//! A computation in progress in the slots.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard};

use crate::caught::caught;
use crate::clock::{nanoseconds, to_milliseconds};
use crate::durations::note;
use crate::js_thread::JsThread;
use crate::limits::Limits;
use crate::lock::locked;
use crate::work::{End, News, Options, Span, Work};
use crate::yielder::Yielder;

/// What the pool knows about a run, whatever it computes.
pub(crate) trait Runnable: Send + Sync {
    fn shared(&self) -> &Shared;

    /// Computes pieces until none is left, the run is cancelled, or an allotment is over and the slot is wanted elsewhere.
    fn compute(&self, slot: usize, yielder: &mut Yielder, sender: Sender, wanted: Wanted) -> Leave;
}

/// Whether the JavaScript thread that sent the slot is about to end, at this time.
pub(crate) type Sender<'a> = &'a dyn Fn(u64) -> bool;

/// Whether the slot has something else to do after an allotment.
pub(crate) type Wanted<'a> = &'a dyn Fn() -> bool;

/// What a slot does after its turn at a run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leave {
    /// It takes the run that has waited longest, which may be the same.
    Run,
    /// It returns its thread, too.
    Thread,
}

pub(crate) struct Shared {
    pub(crate) id: u64,
    pub(crate) thread: Arc<JsThread>,
    pub(crate) options: Options,
    pub(crate) turn: Mutex<Turn>,
    pieces: u64,
    next_piece: AtomicU64,
    done: AtomicU64,
    cancelled: AtomicBool,
    /// When JavaScript asked for the next news.
    asked: AtomicU64,
    /// Whether a pause has been reported since.
    told: AtomicBool,
    spans: Mutex<Vec<Span>>,
    panic: Mutex<Option<String>>,
}

/// The state of a run. It changes only while the pool is locked.
#[derive(Default)]
pub(crate) struct Turn {
    /// Slots computing it.
    pub(crate) slots: usize,
    /// Whether it waits for a slot, and since when.
    pub(crate) queued: bool,
    pub(crate) queued_at: u64,
    /// Whether it waits for JavaScript to ask for more.
    pub(crate) parked: bool,
    pub(crate) begun: bool,
    pub(crate) end: Option<End>,
}

impl Shared {
    pub(crate) fn new(thread: Arc<JsThread>, pieces: u64, options: Options) -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self {
            id: LAST.fetch_add(1, Relaxed),
            thread,
            options,
            pieces,
            turn: Mutex::default(),
            next_piece: AtomicU64::new(0),
            done: AtomicU64::new(0),
            cancelled: AtomicBool::new(false),
            asked: AtomicU64::new(0),
            told: AtomicBool::new(false),
            spans: Mutex::default(),
            panic: Mutex::default(),
        }
    }

    /// The run has news.
    pub(crate) fn post(&self) {
        self.thread.post(self.id);
    }

    pub(crate) fn turn(&self) -> MutexGuard<'_, Turn> {
        locked(&self.turn)
    }

    /// JavaScript asks for the next news.
    pub(crate) fn ask(&self) {
        self.asked.store(nanoseconds(), Relaxed);
        self.told.store(false, Relaxed);
    }

    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Relaxed);
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Relaxed)
    }

    /// Pieces that no slot has taken.
    pub(crate) fn pieces_left(&self) -> u64 {
        self.pieces.saturating_sub(self.next_piece.load(Relaxed))
    }

    /// Whether JavaScript has let two allotments pass without asking for more.
    pub(crate) fn is_unasked(&self, now: u64) -> bool {
        self.options.waits && self.since_asked(now) >= self.options.allotment.saturating_mul(2)
    }

    /// How the run ends once no slot is computing it, if it does.
    pub(crate) fn outcome(&self) -> Option<End> {
        if let Some(message) = locked(&self.panic).take() {
            return Some(End::Panicked(message));
        }
        if self.is_cancelled() {
            return Some(End::Cancelled);
        }
        (self.pieces_left() == 0).then_some(End::Done)
    }

    pub(crate) fn news(&self) -> News {
        News {
            done: self.done.load(Relaxed),
            spans: std::mem::take(&mut *locked(&self.spans)),
            end: self.turn().end.clone(),
        }
    }

    fn since_asked(&self, now: u64) -> u64 {
        now.saturating_sub(self.asked.load(Relaxed))
    }

    /// Whether a pause is due that has not been reported.
    fn pause_is_due(&self, now: u64) -> bool {
        self.options.pauses
            && self.since_asked(now) >= self.options.allotment
            && !self.told.swap(true, Relaxed)
    }

    fn note(&self, slot: usize, done: u64, queued: u64, started: u64, ended: u64) {
        note(started.saturating_sub(queued), ended - started);
        if self.options.spans {
            let [queued, started, ended] = [queued, started, ended].map(to_milliseconds);
            locked(&self.spans).push(Span { slot, done, queued, started, ended });
        }
    }
}

pub(crate) struct Computation<W> {
    pub(crate) shared: Shared,
    pub(crate) work: Arc<W>,
}

impl<W: Work> Runnable for Computation<W> {
    fn shared(&self) -> &Shared {
        &self.shared
    }

    fn compute(&self, slot: usize, yielder: &mut Yielder, sender: Sender, wanted: Wanted) -> Leave {
        let Shared { options, .. } = self.shared;
        let mut part = W::Part::default();
        let mut queued = self.shared.turn().queued_at;
        let mut started = nanoseconds();
        let began = started;
        let mut now = started;
        let mut done = 0;
        let mut left = options.chunk;
        let leave = loop {
            if sender(now) || self.shared.is_cancelled() {
                break Leave::Run;
            }
            let Some(amount) = self.compute_next(&mut part, yielder) else { break Leave::Run };
            done += amount;
            left -= 1;
            now = nanoseconds();
            if self.shared.pause_is_due(now) {
                self.shared.post();
            }
            if left == 0 {
                break Leave::Thread;
            }
            if now - started >= options.allotment {
                self.shared.note(slot, done, queued, started, now);
                (queued, started, done) = (now, now, 0);
            }
            if now - began >= options.allotment {
                if Limits::get().only_thread() {
                    break Leave::Thread;
                }
                if wanted() {
                    break Leave::Run;
                }
            }
            if self.shared.is_unasked(now) {
                break Leave::Run;
            }
        };
        if done > 0 {
            self.shared.note(slot, done, queued, started, nanoseconds());
        }
        self.work.merge(part);
        leave
    }
}

impl<W: Work> Computation<W> {
    /// Takes the next piece and computes it. None if there is no piece, or it was stopped.
    fn compute_next(&self, part: &mut W::Part, yielder: &mut Yielder) -> Option<u64> {
        if self.shared.pieces_left() == 0 {
            return None;
        }
        let piece = self.shared.next_piece.fetch_add(1, Relaxed);
        if piece >= self.shared.pieces {
            return None;
        }
        let mut stop = || {
            yielder.give_way();
            self.shared.is_cancelled()
        };
        match caught(|| self.work.compute(piece, part, &mut stop)) {
            Ok(amount) => {
                self.shared.done.fetch_add(amount?, Relaxed);
                amount
            }
            Err(message) => {
                *locked(&self.shared.panic) = Some(message);
                self.shared.cancel();
                None
            }
        }
    }
}
