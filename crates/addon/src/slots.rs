//! JavaScript's interface to the process's slots.

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_slots::{Limits, PoolStats};

/// Milliseconds on the clock of spans.
#[napi]
pub fn now() -> f64 {
    offloop_slots::now()
}

/// Calls a function when there is news of runs. It must see to it that `deliverNews` is called until there is no more.
#[napi]
pub fn on_news(env: &Env, notify: Function<(), ()>) -> Result<()> {
    let notify = notify.create_ref()?;
    offloop_slots::on_news(env, move |env| {
        // It is not called in a thread that is about to end.
        let _ = notify.borrow_back(env).and_then(|notify| notify.call(()));
    })
}

/// Calls the listeners of at most so many runs. Returns whether there is more news.
#[napi]
pub fn deliver_news(env: &Env, most: u32) -> Result<bool> {
    offloop_slots::deliver(env, most)
}

/// Cancels every run of this thread, which exits.
#[napi]
pub fn stop_runs(env: &Env) {
    offloop_slots::stop_all(env);
}

/// The process's limits, read once.
#[napi]
pub fn pool_limits() -> Limits {
    Limits::get()
}

/// The process's figures.
#[napi]
pub fn pool_stats() -> PoolStats {
    offloop_slots::pool_stats()
}
