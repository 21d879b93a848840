//! Slots: places for chunks in libuv's thread pool.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use napi::bindgen_prelude::*;
use napi_derive::napi;

use crate::manners::Manners;

/// A place for chunks in libuv's thread pool. It computes what it is given one after the other, and takes a thread
/// of the pool only while it has something to do. A chunk that is given before the last one has ended follows it at
/// once, on the same thread: to go to sleep, and to be woken by the event loop, takes longer than many a block, and
/// may land on a core where another slot computes.
#[napi]
pub struct Slot {
    queue: Arc<Mutex<Queue>>,
}

/// A chunk's times, on the clock of [`now`].
pub(crate) struct Times {
    /// When it was given to its slot, or when that was done with the chunk before it.
    pub(crate) queued: f64,
    /// When a thread took it up.
    pub(crate) started: f64,
    /// When it was done.
    pub(crate) ended: f64,
}

/// Milliseconds of the system's monotonic clock, from some moment on that is the same for the whole process.
#[napi]
pub fn now() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e3
}

/// A chunk, as the thread that computes it sees it. It is told when the slot's last one ended.
type Chunk = Box<dyn FnOnce(f64, &mut Manners) + Send>;

#[derive(Default)]
struct Queue {
    chunks: VecDeque<Chunk>,
    /// When the last chunk ended.
    free_since: f64,
    /// Whether a thread of the pool is at it, or about to be.
    draining: bool,
}

#[napi]
impl Slot {
    /// A slot with nothing to do.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "a JavaScript constructor")]
    pub fn new() -> Self {
        Self { queue: Arc::default() }
    }
}

impl Slot {
    /// Queues a chunk. Its promise is resolved, on the JavaScript thread, with its answer and times.
    pub(crate) fn run<'env, T, J>(
        &self,
        env: &'env Env,
        cancelled: impl Fn() -> bool + Send + 'static,
        compute: impl FnOnce(&mut dyn FnMut() -> bool) -> Result<T> + Send + 'static,
        resolve: fn(T, Times) -> J,
    ) -> Result<PromiseRaw<'env, J>>
    where
        T: Send + 'static,
        J: ToNapiValue + 'static,
    {
        let (deferred, promise) = env.create_deferred()?;
        let called = now();
        self.push(
            env,
            Box::new(move |free_since, manners| {
                let queued = called.max(free_since);
                let started = now();
                let answer = compute(&mut || {
                    manners.give_way();
                    cancelled()
                });
                match answer {
                    Ok(value) => {
                        let times = Times { queued, started, ended: now() };
                        deferred.resolve(move |_| Ok(resolve(value, times)));
                    }
                    Err(error) => deferred.reject(error),
                }
            }),
        )?;
        PromiseRaw::from_unknown(promise.to_unknown())
    }

    fn push(&self, env: &Env, chunk: Chunk) -> Result<()> {
        let mut queue = locked(&self.queue);
        queue.chunks.push_back(chunk);
        if !queue.draining {
            env.spawn(Drain { queue: Arc::clone(&self.queue) })?;
            queue.draining = true;
        }
        Ok(())
    }
}

/// Computes a slot's chunks, on a thread of the pool, until none is left.
struct Drain {
    queue: Arc<Mutex<Queue>>,
}

impl Task for Drain {
    type Output = ();
    type JsValue = ();

    fn compute(&mut self) -> Result<()> {
        let mut manners = Manners::new();
        loop {
            let mut queue = locked(&self.queue);
            let Some(chunk) = queue.chunks.pop_front() else {
                queue.draining = false;
                return Ok(());
            };
            let free_since = queue.free_since;
            drop(queue);
            chunk(free_since, &mut manners);
            locked(&self.queue).free_since = now();
        }
    }

    fn resolve(&mut self, _: Env, (): ()) -> Result<()> {
        Ok(())
    }
}

/// Nothing panics while it holds the lock.
fn locked(queue: &Mutex<Queue>) -> MutexGuard<'_, Queue> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}
