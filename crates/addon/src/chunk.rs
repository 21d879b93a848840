//! Chunks: each as a blocking function, and off the event loop in a slot.
#![allow(clippy::too_many_arguments, reason = "a job crosses the boundary as scalars, see compute::job")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use napi::bindgen_prelude::*;
use napi_derive::napi;

use crate::compute::{Distribution, fill_blocks as fill, job, sum_blocks as sum, whole_number};
use crate::slot::{Slot, Times};

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

impl CancelFlag {
    /// Tells another thread whether the flag is raised.
    fn looked_at(&self) -> impl Fn() -> bool + Send + 'static {
        let raised = Arc::clone(&self.raised);
        move || raised.load(Ordering::Relaxed)
    }
}

/// A chunk's answer with its times.
#[napi(object)]
pub struct SumChunk {
    /// The exact sum in units of 2^-64.
    pub value: BigInt,
    /// When it was given to its slot, or when that was done with the chunk before it, on the clock of `now`.
    pub queued: f64,
    /// When a thread took it up.
    pub started: f64,
    /// When it was done.
    pub ended: f64,
}

/// A chunk's samples with its times.
#[napi(object)]
pub struct FillChunk {
    /// The samples.
    pub value: Float64Array,
    /// When it was given to its slot, or when that was done with the chunk before it, on the clock of `now`.
    pub queued: f64,
    /// When a thread took it up.
    pub started: f64,
    /// When it was done.
    pub ended: f64,
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

/// The same in a slot of libuv's thread pool.
#[napi]
pub fn sum_blocks_async<'env>(
    env: &'env Env,
    distribution: Distribution,
    samples: f64,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
    first_block: f64,
    block_count: f64,
    slot: &Slot,
    cancel: &CancelFlag,
) -> Result<PromiseRaw<'env, SumChunk>> {
    let job = job(distribution, samples, seed_low, seed_high, stream)?;
    let first_block = whole_number("firstBlock", first_block)?;
    let block_count = whole_number("blockCount", block_count)?;
    slot.run(
        env,
        cancel.looked_at(),
        move |cancelled| sum(&job, first_block, block_count, cancelled),
        |units, Times { queued, started, ended }| SumChunk { value: units.into(), queued, started, ended },
    )
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

/// The samples from the start of a block on, in an array of their own, in a slot of libuv's thread pool.
#[napi]
pub fn fill_blocks_async<'env>(
    env: &'env Env,
    distribution: Distribution,
    samples: f64,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
    first_block: f64,
    length: u32,
    slot: &Slot,
    cancel: &CancelFlag,
) -> Result<PromiseRaw<'env, FillChunk>> {
    let job = job(distribution, samples, seed_low, seed_high, stream)?;
    let first_block = whole_number("firstBlock", first_block)?;
    slot.run(
        env,
        cancel.looked_at(),
        move |cancelled| {
            let mut samples = vec![0.0; length as usize];
            fill(&job, first_block, &mut samples, cancelled)?;
            Ok(samples)
        },
        |samples, Times { queued, started, ended }| FillChunk {
            value: Float64Array::new(samples),
            queued,
            started,
            ended,
        },
    )
}
