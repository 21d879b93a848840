//! A computation on its way through the slots.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use napi::bindgen_prelude::{Env, Result};

use crate::home::Home;
use crate::limits::Limits;
use crate::manners::Manners;
use crate::pool::pool;
use crate::stats::{nanoseconds, note, to_milliseconds};

/// How often a computing slot looks whether its own JavaScript thread is still there, in nanoseconds. Nothing else
/// reaches a worker that was terminated: Node waits for its slots before it runs any clean-up.
const SIGN_OF_LIFE: u64 = 25_000_000;

/// What a run computes.
pub trait Work: Send + Sync + 'static {
    /// What one slot gathers until it leaves the run.
    type Part: Default;

    /// How many pieces there are, each of well under a millisecond.
    fn pieces(&self) -> u64;

    /// Computes a piece. `stop` is to be asked every 0.1 ms or so: it lets others have the core, and says whether the
    /// run was cancelled. Returns how much was done, in the unit that [`News::done`] counts, or nothing when stopped.
    fn compute(&self, piece: u64, part: &mut Self::Part, stop: &mut dyn FnMut() -> bool) -> Option<u64>;

    /// Takes in what a slot gathered.
    fn merge(&self, part: Self::Part);
}

/// How a run is to be computed.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The most slots at once.
    pub slots: usize,
    /// How long a slot works for the run before others may have a turn, in nanoseconds.
    pub allotment: u64,
    /// The most pieces before a slot leaves the pool, to be sent again by the event loop: a chunk.
    pub chunk: u64,
    /// Whether JavaScript wants to hear when an allotment is spent, not only of the end.
    pub pauses: bool,
    /// Whether slots leave when JavaScript has not asked for more within another allotment.
    pub waits: bool,
    /// Whether to keep the spans in which slots computed.
    pub spans: bool,
}

/// What JavaScript is told.
pub struct News {
    /// How much is done.
    pub done: u64,
    /// What the slots did since the last news, if it was asked for.
    pub spans: Vec<Span>,
    /// How the run ended, if it did.
    pub end: Option<End>,
}

/// How a run ended. No slot is at it any more.
#[derive(Clone, Debug)]
pub enum End {
    /// Every piece is computed.
    Done,
    /// It was cancelled.
    Cancelled,
    /// A piece panicked with this message.
    Panicked(String),
}

/// A stretch of time in which a slot computed pieces of one run. Times are those of [`crate::now`].
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The slot's number, from 0.
    pub slot: usize,
    /// How much was done.
    pub done: u64,
    /// When the run asked for the slot.
    pub queued: f64,
    /// When the slot's thread took it up.
    pub started: f64,
    /// When it paused or left.
    pub ended: f64,
}

/// A run, as the addon holds it. Dropping it cancels what is left.
pub struct Run {
    run: Arc<dyn Runnable>,
}

impl Run {
    pub(crate) fn new<W: Work>(home: Arc<Home>, work: Arc<W>, options: Options) -> Self {
        Self { run: Arc::new(Computation { shared: Shared::new(home, work.pieces(), options), work }) }
    }

    /// Asks for news: starts the run, or lets it go on after a pause. The listener is called once, in a later turn of
    /// the event loop, which stays alive until then.
    pub fn next(&self, env: &Env, listener: impl FnOnce(&Env, News) + 'static) -> Result<()> {
        self.run.shared().home.listen(env, Arc::clone(&self.run), Box::new(listener))
    }

    /// Ends the run within a piece.
    pub fn cancel(&self) {
        pool().cancel(&self.run);
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// What the pool knows of a run, whatever it computes.
pub(crate) trait Runnable: Send + Sync {
    fn shared(&self) -> &Shared;

    /// Computes pieces until none is left, the run is cancelled, or it is time to look for another.
    fn compute(&self, slot: usize, home: &Home, manners: &mut Manners) -> Leave;
}

/// What a slot does after its turn at a run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leave {
    /// It takes the run that waits longest, which may be the same.
    Run,
    /// It gives its thread back, too.
    Thread,
}

pub(crate) struct Shared {
    /// Unlike an address, it is never used again.
    pub(crate) id: u64,
    pub(crate) home: Arc<Home>,
    pub(crate) options: Options,
    pub(crate) turn: Mutex<Turn>,
    pieces: u64,
    next_piece: AtomicU64,
    done: AtomicU64,
    cancelled: AtomicBool,
    /// When JavaScript asked for the next news.
    asked: AtomicU64,
    /// Whether a pause has been told since.
    told: AtomicBool,
    spans: Mutex<Vec<Span>>,
    panic: Mutex<Option<String>>,
}

/// Where a run is. It changes only while the pool is locked.
#[derive(Default)]
pub(crate) struct Turn {
    /// Slots at it.
    pub(crate) slots: usize,
    /// Whether it waits for one, and since when.
    pub(crate) queued: bool,
    pub(crate) queued_at: u64,
    /// Whether it waits for JavaScript to ask for more.
    pub(crate) parked: bool,
    pub(crate) begun: bool,
    pub(crate) end: Option<End>,
}

impl Shared {
    fn new(home: Arc<Home>, pieces: u64, options: Options) -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self {
            id: LAST.fetch_add(1, Relaxed),
            home,
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

    /// Whether JavaScript has let an allotment and another go by without asking for more.
    pub(crate) fn is_unasked(&self, now: u64) -> bool {
        self.options.waits && self.since_asked(now) >= self.options.allotment.saturating_mul(2)
    }

    /// How the run ends when no slot is at it any more, if it does.
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

    /// Whether a pause is due that has not been told.
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

struct Computation<W> {
    shared: Shared,
    work: Arc<W>,
}

impl<W: Work> Runnable for Computation<W> {
    fn shared(&self) -> &Shared {
        &self.shared
    }

    fn compute(&self, slot: usize, home: &Home, manners: &mut Manners) -> Leave {
        let Shared { options, .. } = self.shared;
        let mut part = W::Part::default();
        let mut queued = self.shared.turn().queued_at;
        let mut started = nanoseconds();
        let mut alive = started;
        let began = started;
        let mut done = 0;
        let mut left = options.chunk;
        let leave = loop {
            if home.is_closing() || self.shared.is_cancelled() {
                break Leave::Run;
            }
            let Some(amount) = self.compute_next(&mut part, manners) else { break Leave::Run };
            done += amount;
            left -= 1;
            let now = nanoseconds();
            if self.shared.pause_is_due(now) {
                self.shared.home.post(&self.shared);
            }
            if now - alive >= SIGN_OF_LIFE {
                home.ring();
                alive = now;
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
                if pool().is_contended() || home.is_idle() {
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
    /// Takes the next piece and computes it. Nothing when there is none, or it was stopped.
    fn compute_next(&self, part: &mut W::Part, manners: &mut Manners) -> Option<u64> {
        if self.shared.pieces_left() == 0 {
            return None;
        }
        let piece = self.shared.next_piece.fetch_add(1, Relaxed);
        if piece >= self.shared.pieces {
            return None;
        }
        let mut stop = || {
            manners.give_way();
            self.shared.is_cancelled()
        };
        match catch_unwind(AssertUnwindSafe(|| self.work.compute(piece, part, &mut stop))) {
            Ok(amount) => {
                self.shared.done.fetch_add(amount?, Relaxed);
                amount
            }
            Err(panic) => {
                *locked(&self.shared.panic) = Some(message_of(&*panic));
                self.shared.cancel();
                None
            }
        }
    }
}

/// What a panic said.
fn message_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
}

/// Nothing panics while it holds a lock.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
