//! What other threads know about a JavaScript thread, and how they reach it.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use napi::bindgen_prelude::Env;

use crate::lock::locked;
use crate::loop_waker::LoopWaker;

/// How often slots check that their JavaScript thread still exists, in nanoseconds.
const SIGN_OF_LIFE: u64 = 25_000_000;

/// What other threads know about a JavaScript thread.
pub(crate) struct JsThread {
    /// Wakes the event loop; none once that has ended.
    waker: Mutex<Option<LoopWaker>>,
    woken: AtomicBool,
    /// When a slot last asked for a sign of life.
    asked: AtomicU64,
    closing: AtomicBool,
    /// Runs that have begun and not ended.
    runs: AtomicUsize,
    /// Runs waiting for a slot.
    waiting: AtomicUsize,
    /// Runs with news, by their ids.
    news: Mutex<Vec<u64>>,
}

impl JsThread {
    pub(crate) fn new(waker: LoopWaker) -> Arc<Self> {
        Arc::new(Self {
            waker: Mutex::new(Some(waker)),
            woken: AtomicBool::new(false),
            asked: AtomicU64::new(0),
            closing: AtomicBool::new(false),
            runs: AtomicUsize::new(0),
            waiting: AtomicUsize::new(0),
            news: Mutex::default(),
        })
    }

    /// Takes the news since the event loop was woken; it may be woken again from now on.
    pub(crate) fn take_news(&self) -> Vec<u64> {
        self.woken.store(false, SeqCst);
        std::mem::take(&mut *locked(&self.news))
    }

    /// The event loop has ended.
    pub(crate) fn drop_waker(&self) {
        locked(&self.waker).take();
    }

    /// A run has news.
    pub(crate) fn post(&self, run: u64) {
        locked(&self.news).push(run);
        self.wake();
    }

    /// Wakes the event loop, only once until it has responded.
    pub(crate) fn wake(&self) {
        if !self.woken.swap(true, SeqCst)
            && let Some(waker) = &*locked(&self.waker)
        {
            waker.wake();
        }
    }

    /// Wakes the event loop from time to time, however often slots change runs, so that it notices that its thread is
    /// about to end (see `ThreadState::attend`).
    fn ask_for_sign_of_life(&self, now: u64) {
        if now.saturating_sub(self.asked.load(SeqCst)) >= SIGN_OF_LIFE {
            self.asked.store(now, SeqCst);
            self.wake();
        }
    }

    /// Whether its thread is about to end, as far as is known: slots ask before every piece.
    pub(crate) fn is_leaving(&self, now: u64) -> bool {
        self.ask_for_sign_of_life(now);
        self.is_closing()
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing.load(SeqCst)
    }

    pub(crate) fn close(&self) {
        self.closing.store(true, SeqCst);
    }

    pub(crate) fn enter(&self) {
        self.runs.fetch_add(1, SeqCst);
    }

    pub(crate) fn leave(&self) {
        self.runs.fetch_sub(1, SeqCst);
    }

    /// Whether none of its runs is in progress.
    pub(crate) fn is_idle(&self) -> bool {
        self.runs.load(SeqCst) == 0
    }

    /// One more of its runs waits for a slot.
    pub(crate) fn wait(&self) {
        self.waiting.fetch_add(1, SeqCst);
    }

    pub(crate) fn wait_no_more(&self) {
        self.waiting.fetch_sub(1, SeqCst);
    }

    /// Whether any of its runs waits for a slot.
    pub(crate) fn waits(&self) -> bool {
        self.waiting.load(SeqCst) > 0
    }

    /// Whether the event loop stays alive for it.
    pub(crate) fn keep_alive(&self, env: &Env, on: bool) {
        if let Some(waker) = &*locked(&self.waker) {
            waker.keep_alive(env, on);
        }
    }
}
