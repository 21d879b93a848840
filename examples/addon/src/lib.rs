//! Counts primes off Node's event loop.

mod primes;

use std::sync::Arc;

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_slots::{End, News, Options, Run, start};

use primes::Primes;

/// `(numbers sieved, primes, error)`. There are primes, or an error, at the end alone.
type Listener<'a> = Function<'a, Arguments, ()>;
type Arguments = FnArgs<(f64, Option<f64>, Option<String>)>;

/// A count on its way.
#[napi]
pub struct Count {
    run: Run,
    primes: Arc<Primes>,
}

/// Counts the primes below a number. The count begins when its news are first asked for.
#[napi]
pub fn count(env: &Env, below: f64) -> Result<Count> {
    let primes = Arc::new(Primes::below(below as u64));
    let options = Options { pauses: true, ..Options::default() };
    Ok(Count { run: start(env, Arc::clone(&primes), options)?, primes })
}

#[napi]
impl Count {
    /// Calls the listener once: after an allotment, or at the end.
    #[napi(
        ts_args_type = "listener: (sieved: number, primes?: number | null, error?: string | null) => void"
    )]
    pub fn next(&self, env: &Env, listener: Listener) -> Result<()> {
        let listener = listener.create_ref()?;
        let primes = Arc::clone(&self.primes);
        self.run.next(env, move |env, News { done, end, .. }| {
            let (count, error) = match end {
                None => (None, None),
                Some(End::Done) => (Some(primes.count() as f64), None),
                Some(End::Cancelled) => (None, Some("the count was cancelled".to_owned())),
                Some(End::Panicked(message)) => (None, Some(message)),
            };
            // In a thread that is about to end, the listener is not called.
            let _ = listener
                .borrow_back(env)
                .and_then(|listener| listener.call((done as f64, count, error).into()));
        })
    }

    /// Ends the count within a piece. The listener hears of it when no slot is at it any more.
    #[napi]
    pub fn cancel(&self) {
        self.run.cancel();
    }
}

/// Ends every count of this thread, which exits.
#[napi]
pub fn stop_all(env: &Env) {
    offloop_slots::stop_all(env);
}
