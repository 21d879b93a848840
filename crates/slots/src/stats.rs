//! What the process's slots did so far.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Instant;

use hdrhistogram::Histogram;

use crate::limits::Limits;
use crate::pool::pool;

/// Milliseconds of the system's monotonic clock, from some moment on that is the same for the whole process.
pub fn now() -> f64 {
    to_milliseconds(nanoseconds())
}

/// The same in nanoseconds. They last for 584 years.
pub(crate) fn nanoseconds() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_nanos() as u64
}

pub(crate) fn to_milliseconds(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e6
}

/// How the process's slots are doing.
#[derive(Clone, Copy, Debug)]
pub struct Stats {
    /// The most slots there are at once.
    pub size: usize,
    /// Slots in the pool: computing, or waiting for a thread.
    pub busy: usize,
    /// Runs that wait for a slot.
    pub waiting: usize,
    /// From when a run asked for a slot until a thread took it up.
    pub waited: Durations,
    /// From then until the slot paused, left the run, or turned to another.
    pub ran: Durations,
}

/// The distribution of so many durations, in milliseconds; all 0 when there are none.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs, reason = "they are what they are called")]
pub struct Durations {
    pub count: f64,
    pub min: f64,
    pub mean: f64,
    pub p50: f64,
    pub p99: f64,
    pub max: f64,
}

/// The process's figures.
pub fn stats() -> Stats {
    let (busy, waiting) = pool().in_use();
    let [waited, ran] = histograms(|both| [&both.waited, &both.ran].map(durations));
    Stats { size: Limits::get().slots, busy, waiting, waited, ran }
}

struct Histograms {
    waited: Histogram<u64>,
    ran: Histogram<u64>,
}

/// Notes how long a slot waited for its thread and how long it ran, in nanoseconds.
pub(crate) fn note(waited: u64, ran: u64) {
    histograms(|both| {
        both.waited.saturating_record(waited.max(1));
        both.ran.saturating_record(ran.max(1));
    });
}

fn histograms<T>(look: impl FnOnce(&mut Histograms) -> T) -> T {
    static HISTOGRAMS: OnceLock<Mutex<Histograms>> = OnceLock::new();
    // Two significant digits, up to 1,000 seconds.
    let both = HISTOGRAMS.get_or_init(|| {
        let new = || Histogram::new_with_max(1_000_000_000_000, 2).expect("the bounds are fixed");
        Mutex::new(Histograms { waited: new(), ran: new() })
    });
    look(&mut both.lock().unwrap_or_else(PoisonError::into_inner))
}

fn durations(histogram: &Histogram<u64>) -> Durations {
    if histogram.is_empty() {
        return Durations::default();
    }
    Durations {
        count: histogram.len() as f64,
        min: to_milliseconds(histogram.min()),
        mean: histogram.mean() / 1e6,
        p50: to_milliseconds(histogram.value_at_quantile(0.5)),
        p99: to_milliseconds(histogram.value_at_quantile(0.99)),
        max: to_milliseconds(histogram.max()),
    }
}
