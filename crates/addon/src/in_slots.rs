//! Runs: jobs off the event loop.

use std::sync::Arc;

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_sampling::Stream;
use offloop_slots::{Options, Run, Work, start};

use crate::huge_pages;
use crate::news::{Listener, Output};
use crate::output::{Array, Samples, Sum};
use crate::stream::{first, invalid, range, source, stream, summed, whole_number};

/// The flags of a run: whether JavaScript is told of pauses, and of the spans in which slots computed,
const PAUSES: u32 = 1;
const SPANS: u32 = 2;
/// and whether the slots leave if it does not ask for more.
const WAITS: u32 = 4;

/// A job that is computed in slots.
#[napi]
pub struct JobRun {
    run: Run,
    output: Output,
}

#[napi]
impl JobRun {
    /// Starts or resumes the run, and calls the listener once: at the next pause, or at the end.
    #[napi]
    pub fn next(
        &self,
        env: &Env,
        #[napi(
            ts_arg_type = "(samplesDone: number, spans: number[] | null, answer: bigint | boolean | number[] | null, error: string | null) => void"
        )]
        listener: Listener,
    ) -> Result<()> {
        let listener = listener.create_ref()?;
        let output = self.output.clone();
        self.run.next(env, move |env, news| output.tell(env, &listener, news))
    }

    /// Ends the run within a block. The listener is called when no slot is computing it any more.
    #[napi]
    pub fn cancel(&self) {
        self.run.cancel();
    }
}

/// The exact sum of a range of a distribution's standard samples.
#[napi]
pub fn sum_in_slots(
    env: &Env,
    distribution: f64,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    slots: u32,
    allotment: f64,
    chunk_blocks: f64,
    flags: u32,
    start: f64,
    samples: f64,
) -> Result<JobRun> {
    let stream = summed(source(distribution, seed_low, seed_high, stream_number)?)?;
    let schedule = Schedule::new(slots, allotment, chunk_blocks, flags)?;
    let sum = Arc::new(Sum::new(stream, range(start, samples)?, schedule.chunk_blocks));
    schedule.start(env, &sum, sum.piece_blocks(), Output::Sum(Arc::clone(&sum)))
}

/// Fills an array, which nobody else may touch until the end, with a distribution's samples from number `start` on. The
/// memory of a `fresh` one is untouched.
#[napi]
pub fn fill_in_slots(
    env: &Env,
    distribution: f64,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    slots: u32,
    allotment: f64,
    chunk_blocks: f64,
    flags: u32,
    parameters: Float64ArraySlice,
    start: f64,
    #[napi(
        ts_arg_type = "Float64Array | Float32Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array"
    )]
    array: Array,
    fresh: bool,
) -> Result<JobRun> {
    let stream = stream(source(distribution, seed_low, seed_high, stream_number)?, &parameters)?;
    let start = first(&stream, start)?;
    let schedule = Schedule::new(slots, allotment, chunk_blocks, flags)?;
    macro_rules! start {
        ($($kind:ident)*) => {
            match array {
                $(Either10::$kind(mut array) => {
                    // SAFETY: only the array's address and length are used.
                    let room = place_of(unsafe { array.as_mut() });
                    let samples = schedule.samples(stream.clone(), start, room, fresh, Either10::$kind(array));
                    schedule.start(env, &samples, samples.piece_blocks(), Output::Samples(Arc::clone(&samples) as _))
                })*
            }
        };
    }
    start!(A B C D E F G H I J)
}

fn place_of<T>(out: &mut [T]) -> (*mut T, usize) {
    (out.as_mut_ptr(), out.len())
}

/// How to compute a run.
struct Schedule {
    slots: usize,
    allotment: u64,
    chunk_blocks: u64,
    flags: u32,
}

impl Schedule {
    fn new(slots: u32, allotment: f64, chunk_blocks: f64, flags: u32) -> Result<Self> {
        let chunk_blocks = whole_number("chunkBlocks", chunk_blocks)?;
        if chunk_blocks == 0 {
            return Err(invalid("chunkBlocks must be above 0".to_owned()));
        }
        Ok(Self { slots: slots as usize, allotment: (allotment * 1e6) as u64, chunk_blocks, flags })
    }

    fn samples<T>(
        &self,
        stream: Stream,
        start: u64,
        room: (*mut T, usize),
        fresh: bool,
        array: Array,
    ) -> Arc<Samples<T>> {
        if fresh {
            huge_pages::advise(room.0, room.1);
        }
        Arc::new(Samples::new(stream, start, self.chunk_blocks, room, array))
    }

    fn start<W: Work>(&self, env: &Env, work: &Arc<W>, piece_blocks: u64, output: Output) -> Result<JobRun> {
        let has = |bit| self.flags & bit != 0;
        let options = Options {
            slots: self.slots,
            allotment: self.allotment,
            chunk: self.chunk_blocks / piece_blocks,
            pauses: has(PAUSES),
            spans: has(SPANS),
            waits: has(WAITS),
        };
        Ok(JobRun { run: start(env, Arc::clone(work), options)?, output })
    }
}
