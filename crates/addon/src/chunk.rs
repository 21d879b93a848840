//! Chunks: each as a blocking function and as a task for libuv's thread pool.
#![allow(clippy::too_many_arguments, reason = "a job crosses the boundary as scalars, see compute::job")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_sampling::Job;

use crate::compute::{Distribution, fill_blocks as fill, job, sum_blocks as sum, whole_number};

/// How often a task offers its core to whatever woke up meanwhile: the event loop, a file read on the
/// pool's next thread. Without it they wait for the scheduler's slice, milliseconds, to end; more often
/// costs a small block a percent or two.
const YIELD_EVERY: Duration = Duration::from_micros(50);

/// A flag that chunks look at before every block.
#[napi]
pub struct CancelFlag {
    raised: Arc<AtomicBool>,
}

#[napi]
impl CancelFlag {
    /// A flag that is not raised.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "a JavaScript constructor")]
    pub fn new() -> Self {
        Self { raised: Arc::new(AtomicBool::new(false)) }
    }

    /// Ends the chunks that were given the flag, running or queued, within a block: they reject.
    #[napi]
    pub fn cancel(&self) {
        self.raised.store(true, Ordering::Relaxed);
    }
}

/// A chunk's answer with its times.
#[napi(object)]
pub struct SumChunk {
    /// The exact sum in units of 2^-64.
    pub value: BigInt,
    /// Milliseconds from the call until a thread took it up.
    pub waited: f64,
    /// Milliseconds of computing.
    pub ran: f64,
}

/// A chunk's samples with its times.
#[napi(object)]
pub struct FillChunk {
    /// The samples.
    pub value: Float64Array,
    /// Milliseconds from the call until a thread took it up.
    pub waited: f64,
    /// Milliseconds of computing.
    pub ran: f64,
}

/// The exact sum of some of a job's blocks in units of 2^-64, on the calling thread.
#[napi(catch_unwind)]
pub fn sum_blocks(
    distribution: Distribution,
    samples: f64,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
    first_block: f64,
    block_count: f64,
) -> Result<BigInt> {
    let first_block = whole_number("firstBlock", first_block)?;
    let block_count = whole_number("blockCount", block_count)?;
    Ok(sum(&job(distribution, samples, seed_low, seed_high, stream)?, first_block, block_count, &mut || {
        false
    })?
    .into())
}

/// The same on libuv's thread pool.
#[napi(ts_return_type = "Promise<SumChunk>")]
pub fn sum_blocks_async(
    distribution: Distribution,
    samples: f64,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
    first_block: f64,
    block_count: f64,
    cancel: &CancelFlag,
) -> Result<AsyncTask<ChunkTask<SumWork>>> {
    Ok(ChunkTask::start(
        job(distribution, samples, seed_low, seed_high, stream)?,
        cancel,
        SumWork {
            first_block: whole_number("firstBlock", first_block)?,
            block_count: whole_number("blockCount", block_count)?,
        },
    ))
}

/// Writes the samples from the start of a block on into the array, as many as it has room for, on
/// the calling thread.
#[napi(catch_unwind)]
pub fn fill_blocks(
    distribution: Distribution,
    samples: f64,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
    first_block: f64,
    mut array: Float64Array,
) -> Result<()> {
    let first_block = whole_number("firstBlock", first_block)?;
    // SAFETY: this is the JavaScript thread, which alone touches the array: ts/sample.ts takes no
    // array over shared memory.
    let out = unsafe { array.as_mut() };
    fill(&job(distribution, samples, seed_low, seed_high, stream)?, first_block, out, &mut || false)
}

/// The samples from the start of a block on, in an array of their own, on libuv's thread pool.
#[napi(ts_return_type = "Promise<FillChunk>")]
pub fn fill_blocks_async(
    distribution: Distribution,
    samples: f64,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
    first_block: f64,
    length: u32,
    cancel: &CancelFlag,
) -> Result<AsyncTask<ChunkTask<FillWork>>> {
    let work = FillWork { first_block: whole_number("firstBlock", first_block)?, length: length as usize };
    Ok(ChunkTask::start(job(distribution, samples, seed_low, seed_high, stream)?, cancel, work))
}

/// What a task computes, and how its answer becomes JavaScript's.
pub trait Work: Send {
    /// What the pool's thread computes.
    type Output: Send + 'static;
    /// What JavaScript gets.
    type JsValue: ToNapiValue + TypeName + 'static;

    /// Computes, on a thread of the pool.
    fn compute(&self, job: &Job, cancelled: &mut dyn FnMut() -> bool) -> Result<Self::Output>;

    /// Turns the answer into JavaScript's, on the JavaScript thread.
    fn resolve(output: Self::Output, waited: f64, ran: f64) -> Self::JsValue;
}

/// One chunk on libuv's thread pool.
pub struct ChunkTask<W: Work> {
    job: Job,
    work: W,
    raised: Arc<AtomicBool>,
    called: Instant,
}

impl<W: Work> ChunkTask<W>
where
    Self: Task,
{
    fn start(job: Job, cancel: &CancelFlag, work: W) -> AsyncTask<Self> {
        AsyncTask::new(Self { job, work, raised: Arc::clone(&cancel.raised), called: Instant::now() })
    }
}

/// An answer, and how many milliseconds its chunk waited and ran.
pub struct Timed<T> {
    value: T,
    waited: f64,
    ran: f64,
}

impl<W: Work> Task for ChunkTask<W> {
    type Output = Timed<W::Output>;
    type JsValue = W::JsValue;

    fn compute(&mut self) -> Result<Self::Output> {
        let started = Instant::now();
        let mut yielded = started;
        let value = self.work.compute(&self.job, &mut || {
            let now = Instant::now();
            if now - yielded >= YIELD_EVERY {
                std::thread::yield_now();
                yielded = now;
            }
            self.raised.load(Ordering::Relaxed)
        })?;
        Ok(Timed {
            value,
            waited: (started - self.called).as_secs_f64() * 1e3,
            ran: started.elapsed().as_secs_f64() * 1e3,
        })
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> Result<Self::JsValue> {
        Ok(W::resolve(output.value, output.waited, output.ran))
    }
}

/// Sums blocks.
pub struct SumWork {
    first_block: u64,
    block_count: u64,
}

impl Work for SumWork {
    type Output = i128;
    type JsValue = SumChunk;

    fn compute(&self, job: &Job, cancelled: &mut dyn FnMut() -> bool) -> Result<i128> {
        sum(job, self.first_block, self.block_count, cancelled)
    }

    fn resolve(units: i128, waited: f64, ran: f64) -> SumChunk {
        SumChunk { value: units.into(), waited, ran }
    }
}

/// Computes samples.
pub struct FillWork {
    first_block: u64,
    length: usize,
}

impl Work for FillWork {
    type Output = Vec<f64>;
    type JsValue = FillChunk;

    fn compute(&self, job: &Job, cancelled: &mut dyn FnMut() -> bool) -> Result<Vec<f64>> {
        let mut samples = vec![0.0; self.length];
        fill(job, self.first_block, &mut samples, cancelled)?;
        Ok(samples)
    }

    fn resolve(samples: Vec<f64>, waited: f64, ran: f64) -> FillChunk {
        FillChunk { value: Float64Array::new(samples), waited, ran }
    }
}
