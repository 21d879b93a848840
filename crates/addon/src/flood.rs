//! What this library avoids, for the example to show: whole jobs as tasks of libuv's pool, as many as asked for, each
//! keeping its thread until it ends.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_sampling::{Level, Stream, total};

use crate::stream::{range, source, summed};

/// Jobs that flood the pool.
#[napi]
#[derive(Default)]
pub struct Flood {
    cancelled: Arc<AtomicBool>,
}

#[napi]
impl Flood {
    /// None yet.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// The exact sum of a range of a stream's samples, in one task.
    #[napi(ts_return_type = "Promise<bigint>")]
    pub fn sum(
        &self,
        distribution: f64,
        seed_low: u32,
        seed_high: u32,
        stream_number: u32,
        start: f64,
        samples: f64,
    ) -> Result<AsyncTask<WholeJob>> {
        Ok(AsyncTask::new(WholeJob {
            stream: summed(source(distribution, seed_low, seed_high, stream_number)?)?,
            samples: range(start, samples)?,
            cancelled: Arc::clone(&self.cancelled),
        }))
    }

    /// Ends all of them within a block.
    #[napi]
    pub fn cancel(&self) {
        self.cancelled.store(true, Relaxed);
    }
}

/// One of them.
pub struct WholeJob {
    stream: Stream,
    samples: Range<u64>,
    cancelled: Arc<AtomicBool>,
}

impl Task for WholeJob {
    type Output = i128;
    type JsValue = BigInt;

    fn compute(&mut self) -> Result<i128> {
        total(Level::new(), &self.stream, self.samples.clone(), &mut || self.cancelled.load(Relaxed))
            .map(|total| total.units)
            .ok_or_else(|| Error::new(Status::Cancelled, "it was cancelled"))
    }

    fn resolve(&mut self, _: Env, units: i128) -> Result<BigInt> {
        Ok(units.into())
    }
}
