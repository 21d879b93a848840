//! The clock of spans.

use std::sync::OnceLock;
use std::time::Instant;

/// Milliseconds on the system's monotonic clock, since a moment that is the same for the whole process.
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
