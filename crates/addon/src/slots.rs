//! JavaScript's interface to the process's slots.

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_slots::Limits;

/// Milliseconds on the clock of spans.
#[napi]
pub fn now() -> f64 {
    offloop_slots::now()
}

/// Calls a function when there is news of runs. It must call `tellNews` until there is no more.
#[napi]
pub fn hear_of_runs(env: &Env, hear: Function<(), ()>) -> Result<()> {
    let hear = hear.create_ref()?;
    offloop_slots::listen(env, move |env| {
        // It is not called in a thread that is about to end.
        let _ = hear.borrow_back(env).and_then(|hear| hear.call(()));
    })
}

/// Calls the listeners of at most so many runs. Returns whether there is more news.
#[napi]
pub fn tell_news(env: &Env, most: u32) -> Result<bool> {
    offloop_slots::tell(env, most)
}

/// Cancels every run of this thread, which exits.
#[napi]
pub fn stop_runs(env: &Env) {
    offloop_slots::stop_all(env);
}

/// What the process has.
#[napi(object)]
pub struct PoolLimits {
    /// Cores that the process may use.
    pub cores: u32,
    /// Threads of libuv's pool.
    pub threads: u32,
    /// The most slots at once.
    pub slots: u32,
}

/// The process's limits, read once.
#[napi]
pub fn pool_limits() -> PoolLimits {
    let Limits { cores, threads, slots } = Limits::get();
    PoolLimits { cores: cores as u32, threads: threads as u32, slots: slots as u32 }
}

/// So many durations, in milliseconds.
#[napi(object)]
#[allow(missing_docs, reason = "they are what they are called")]
pub struct Durations {
    pub count: f64,
    pub min: f64,
    pub mean: f64,
    pub p50: f64,
    pub p99: f64,
    pub max: f64,
}

/// Statistics of the process's slots.
#[napi(object)]
#[allow(missing_docs, reason = "ts/library/jobs/pool-stats.ts says what they are")]
pub struct PoolStats {
    pub size: u32,
    pub busy: u32,
    pub waiting: u32,
    pub waited: Durations,
    pub ran: Durations,
}

/// The process's figures.
#[napi]
pub fn pool_stats() -> PoolStats {
    let stats = offloop_slots::stats();
    let durations = |all: offloop_slots::Durations| {
        let offloop_slots::Durations { count, min, mean, p50, p99, max } = all;
        Durations { count, min, mean, p50, p99, max }
    };
    PoolStats {
        size: stats.size as u32,
        busy: stats.busy as u32,
        waiting: stats.waiting as u32,
        waited: durations(stats.waited),
        ran: durations(stats.ran),
    }
}
