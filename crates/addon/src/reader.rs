//! Reading on within a block from its lanes' states: for a generator's draws, and raw words. The caller keeps the
//! lanes.

use napi::bindgen_prelude::*;
use napi_derive::napi;
use offloop_sampling::{LANES_WORDS, Level, lanes_at, read_lanes as read, read_words as read_raw};

use crate::at_once::guarded;
use crate::stream::{invalid, source, stream, whole_number};

/// Sets lanes to a word of sample number `start` of a distribution or of a use that is none; the sample must be the
/// first of a row.
#[napi]
pub fn seek_lanes(
    number: f64,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    word: u32,
    start: f64,
    mut lanes: Int32ArraySlice,
) -> Result<()> {
    let source = source(number, seed_low, seed_high, stream_number)?;
    let start = whole_number("start", start)?;
    // SAFETY: TypeScript passes only arrays of this thread, none over shared memory.
    let lanes = words_of(unsafe { lanes.as_mut() })?;
    guarded(|| *lanes = lanes_at(Level::new(), &source, word, start).map(u32::cast_signed))
}

/// Writes a distribution's samples from number `start` on to the array from index `from` on: those of the lanes, which
/// have 64 words for each word of a sample and are advanced by as many. Whole rows, none past the end of the block.
#[napi]
pub fn read_lanes(
    distribution: f64,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    parameters: Float64ArraySlice,
    start: f64,
    mut lanes: Int32ArraySlice,
    mut array: Float64ArraySlice,
    from: u32,
) -> Result<()> {
    let stream = stream(source(distribution, seed_low, seed_high, stream_number)?, &parameters)?;
    // SAFETY: as above, and they are two arrays.
    let (lanes, array) = unsafe { (lanes.as_mut(), array.as_mut()) };
    let length = array.len();
    let Some(out) = array.get_mut(from as usize..) else {
        return Err(invalid(format!("there is no place {from} in an array of {length}")));
    };
    let (states, rest) = lanes.as_chunks_mut::<LANES_WORDS>();
    if !rest.is_empty() || states.len() > MOST_WORDS {
        return Err(invalid(format!("lanes are {LANES_WORDS} words for each word of a sample")));
    }
    let start = whole_number("start", start)?;
    guarded(|| {
        let mut words = [[0; LANES_WORDS]; MOST_WORDS];
        let words = &mut words[..states.len()];
        for (words, states) in words.iter_mut().zip(states.iter()) {
            *words = states.map(i32::cast_unsigned);
        }
        read(Level::new(), &stream, start, words, out);
        for (words, states) in words.iter().zip(states) {
            *states = words.map(u32::cast_signed);
        }
    })
}

/// The most words of a sample.
const MOST_WORDS: usize = 8;

/// Fills the array with the lanes' next raw words, each as its lower and its upper half, and advances the lanes: whole
/// rows, none past the end of the block.
#[napi]
pub fn read_words(mut lanes: Int32ArraySlice, mut array: Uint32ArraySlice) -> Result<()> {
    // SAFETY: as above.
    let (lanes, out) = unsafe { (words_of(lanes.as_mut())?, array.as_mut()) };
    guarded(|| {
        let mut words = lanes.map(i32::cast_unsigned);
        read_raw(Level::new(), &mut words, out);
        *lanes = words.map(u32::cast_signed);
    })
}

fn words_of(lanes: &mut [i32]) -> Result<&mut [i32; LANES_WORDS]> {
    let length = lanes.len();
    lanes.try_into().map_err(|_| invalid(format!("lanes are {LANES_WORDS} words, not {length}")))
}
