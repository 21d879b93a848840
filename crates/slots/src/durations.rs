//! How long slots waited and ran.

use std::sync::{Mutex, OnceLock};

use hdrhistogram::Histogram;
use napi_derive::napi;

use crate::clock::to_milliseconds;
use crate::lock::locked;

/// The distribution of `count` durations, in milliseconds; all 0 if there are none.
#[napi(object, object_from_js = false)]
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

/// How long slots waited for their threads, and how long they ran.
pub(crate) fn waited_and_ran() -> [Durations; 2] {
    histograms(|both| [&both.waited, &both.ran].map(durations))
}

struct Histograms {
    waited: Histogram<u64>,
    ran: Histogram<u64>,
}

/// Records how long a slot waited for its thread and how long it ran, in nanoseconds.
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
    look(&mut locked(both))
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
