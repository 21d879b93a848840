//! The WebAssembly module: what an engine computes, for one thread, through one scratch array in its memory.
//!
//! The caller writes parameters and lanes to the scratch array and reads samples from it. Whoever calls has checked
//! everything; what is wrong all the same, or finds no memory, is a trap, after which the instance must not be used again.

use std::cell::{RefCell, UnsafeCell};

use offloop_sampling::{
    BLOCK_SAMPLES, Distribution, LANES_WORDS, Level, Sample, Source, Stream, lanes_at, level_name,
    read_lanes, read_words, total,
};

/// How many bytes the scratch array has: a block of doubles.
const BYTES: usize = BLOCK_SAMPLES as usize * size_of::<f64>();

/// Where lanes begin in the scratch array of `read_lanes` and `read_words`: behind the samples.
const LANES_AT: usize = BYTES / 2;

/// The scratch array.
#[repr(align(64))]
struct Scratch(UnsafeCell<[u8; BYTES]>);

// SAFETY: an instance has one thread, and no function calls another's caller.
unsafe impl Sync for Scratch {}

static SCRATCH: Scratch = Scratch(UnsafeCell::new([0; BYTES]));

/// A part of the scratch array as `count` items from byte `at` on.
///
/// # Panics
/// When it does not fit.
///
/// # Safety
/// No other reference to this part is used while it is.
unsafe fn part<T: Plain>(at: usize, count: usize) -> &'static mut [T] {
    assert!(at.is_multiple_of(align_of::<T>()) && at + count * size_of::<T>() <= BYTES);
    // SAFETY: it is within the array and aligned, and every bit pattern is a value.
    unsafe { std::slice::from_raw_parts_mut(SCRATCH.0.get().cast::<u8>().add(at).cast(), count) }
}

/// Types of which every bit pattern is a value.
trait Plain: Copy + 'static {}
macro_rules! plain { ($($type:ty),*) => { $(impl Plain for $type {})* } }
plain!(f64, f32, u32, u64, [u32; LANES_WORDS]);

thread_local! {
    /// The distribution that is used.
    static DISTRIBUTION: RefCell<Option<Distribution>> = const { RefCell::new(None) };
}

fn distribution() -> Distribution {
    DISTRIBUTION.with_borrow(|distribution| distribution.clone()).expect("a distribution is set")
}

fn stream(seed_low: u32, seed_high: u32, stream: u32) -> Stream {
    Stream { distribution: distribution(), seed: seed_of(seed_low, seed_high), stream }
}

fn seed_of(low: u32, high: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// How much memory is for distributions: the largest table has 16 MiB.
const HEAP: usize = 24 << 20;

/// Takes all the memory that the module will use, since views of it are lost when it grows, and says where the scratch
/// array is. It is called once, before anything else.
#[unsafe(no_mangle)]
pub extern "C" fn prepare() -> *const u8 {
    // The allocator keeps what is freed.
    drop(std::hint::black_box(Vec::<u8>::with_capacity(HEAP)));
    SCRATCH.0.get().cast()
}

/// The version of the stream that this module computes.
#[unsafe(no_mangle)]
pub extern "C" fn stream_version() -> u32 {
    offloop_sampling::STREAM_VERSION
}

/// Whether it computes with SIMD.
#[unsafe(no_mangle)]
pub extern "C" fn simd() -> bool {
    level_name(Level::new()) == "simd128"
}

/// Sets the distribution that all that follows is of; its parameters are the first doubles of the scratch array.
#[unsafe(no_mangle)]
pub extern "C" fn set_distribution(number: u32, parameters: usize) {
    // There is room for one table.
    DISTRIBUTION.set(None);
    // SAFETY: nothing else uses the scratch array meanwhile.
    let parameters = unsafe { part::<f64>(0, parameters) };
    let made =
        Distribution::new(number, parameters).unwrap_or_else(|_| unreachable!("parameters are checked"));
    DISTRIBUTION.set(Some(made));
}

/// The exact sum of samples that begin with a block's first: in units of 2^-64, as two words in the scratch array.
#[unsafe(no_mangle)]
pub extern "C" fn sum(seed_low: u32, seed_high: u32, stream_number: u32, start: f64, samples: f64) {
    let stream = stream(seed_low, seed_high, stream_number);
    let start = start as u64;
    let total = total(Level::new(), &stream, start..start + samples as u64, &mut || false);
    let units = total.expect("nothing stops it").units;
    // SAFETY: nothing else uses the scratch array meanwhile.
    let words = unsafe { part::<u64>(0, 2) };
    (words[0], words[1]) = (units as u64, (units >> 64) as u64);
}

/// Fills the scratch array with `count` numbers, from sample number `start` on: doubles, or floats.
#[unsafe(no_mangle)]
pub extern "C" fn fill(
    floats: bool,
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    start: f64,
    count: usize,
) {
    let stream = stream(seed_low, seed_high, stream_number);
    let first = start as u64 * stream.distribution.size() as u64;
    // SAFETY: nothing else uses the scratch array meanwhile.
    unsafe {
        if floats {
            fill_part(&stream, first, part::<f32>(0, count));
        } else {
            fill_part(&stream, first, part::<f64>(0, count));
        }
    }
}

fn fill_part<T: Sample>(stream: &Stream, first: u64, out: &mut [T]) {
    offloop_sampling::fill(Level::new(), stream, first, out, &mut || false);
}

/// Sets the lanes in the scratch array to those of a word of sample number `start`, the first of a row.
#[unsafe(no_mangle)]
pub extern "C" fn seek(number: u32, seed_low: u32, seed_high: u32, stream: u32, word: u32, start: f64) {
    let source = Source { number, seed: seed_of(seed_low, seed_high), stream };
    let found = lanes_at(Level::new(), &source, word, start as u64);
    // SAFETY: nothing else uses the scratch array meanwhile.
    let lanes = unsafe { part::<[u32; LANES_WORDS]>(LANES_AT, 1) };
    lanes[0] = found;
}

/// Writes `count` samples from number `start` on to the scratch array, with the next words of the lanes of `words` words,
/// and advances them.
#[unsafe(no_mangle)]
pub extern "C" fn read(
    seed_low: u32,
    seed_high: u32,
    stream_number: u32,
    start: f64,
    words: usize,
    count: usize,
) {
    let stream = stream(seed_low, seed_high, stream_number);
    // SAFETY: the lanes are behind the samples, or one of both is refused.
    let (lanes, out) = unsafe { (part(LANES_AT, words), part(0, count)) };
    assert!(size_of_val(out) <= LANES_AT);
    read_lanes(Level::new(), &stream, start as u64, lanes, out);
}

/// Writes the next `count` halves of words of one word's lanes to the scratch array, and advances the lanes.
#[unsafe(no_mangle)]
pub extern "C" fn read_halves(count: usize) {
    // SAFETY: as above.
    let (lanes, out) = unsafe { (part(LANES_AT, 1), part(0, count)) };
    assert!(size_of_val(out) <= LANES_AT);
    read_words(Level::new(), &mut lanes[0], out);
}
