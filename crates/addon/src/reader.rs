//! Reading a block on, from where its lanes are: what a generator's draws come from. The caller keeps the lanes.

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_sampling::{
    BLOCK_SAMPLES, LANES_WORDS, Level, ROW_SAMPLES, read_lanes as read, seed_lanes as seed,
};

use crate::at_once::guarded;
use crate::job::{invalid, seed as seed_of, to_distribution, whole_number};

/// The most steps that are taken before a sample of a block.
const MAX_STEPS: u32 = BLOCK_SAMPLES as u32 / 8;

/// Puts the lanes of a block of a stream where they are after so many steps.
#[napi]
pub fn seed_lanes(
    mut lanes: Int32ArraySlice,
    seed_low: u32,
    seed_high: u32,
    stream: u32,
    block: f64,
    steps: u32,
) -> Result<()> {
    let block = whole_number("block", block)?;
    if steps > MAX_STEPS {
        return Err(invalid(format!("steps must be at most {MAX_STEPS}, not {steps}")));
    }
    // SAFETY: TypeScript hands in arrays of this thread alone, none over shared memory.
    let lanes = words_of(unsafe { lanes.as_mut() })?;
    guarded(|| {
        let words = seed(Level::new(), seed_of(seed_low, seed_high), stream, block, steps as usize);
        *lanes = words.map(u32::cast_signed);
    })
}

/// Writes the lanes' next samples to the array's places from `from` on, and moves the lanes on by as many.
#[napi]
pub fn read_lanes(
    mut lanes: Int32ArraySlice,
    distribution: f64,
    mut array: Float64ArraySlice,
    from: u32,
) -> Result<()> {
    let distribution = to_distribution(distribution)?;
    // SAFETY: TypeScript hands in arrays of this thread alone, none over shared memory.
    let (lanes, array) = unsafe { (words_of(lanes.as_mut())?, array.as_mut()) };
    let Some(out) = array.get_mut(from as usize..).filter(|out| out.len().is_multiple_of(ROW_SAMPLES)) else {
        return Err(invalid(format!("there must be whole rows of {ROW_SAMPLES} samples from {from} on")));
    };
    guarded(|| {
        let mut words = lanes.map(i32::cast_unsigned);
        read(Level::new(), distribution, &mut words, out);
        *lanes = words.map(u32::cast_signed);
    })
}

fn words_of(lanes: &mut [i32]) -> Result<&mut [i32; LANES_WORDS]> {
    let length = lanes.len();
    lanes.try_into().map_err(|_| invalid(format!("lanes must be {LANES_WORDS} words, not {length}")))
}
