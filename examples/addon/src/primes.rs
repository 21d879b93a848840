//! The computation: a sieve of Eratosthenes in segments. It knows nothing of JavaScript.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use offloop_slots::Work;

/// Numbers of a piece, an even number. Their sieve fits into a core's cache, and takes a few tenths of a millisecond.
const PIECE: u64 = 1 << 18;

/// Small primes that are sieved with before others may have the core: about 0.1 ms.
const BATCH: usize = 4096;

/// The primes below a number, to be counted.
pub(crate) struct Primes {
    below: u64,
    /// The odd primes up to the root of `below`, found in the first slot that needs them.
    small: OnceLock<Vec<u64>>,
    count: AtomicU64,
}

impl Primes {
    pub(crate) fn below(below: u64) -> Self {
        Self { below, small: OnceLock::new(), count: AtomicU64::new(0) }
    }

    /// How many there are, at the end.
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Relaxed)
    }
}

/// What a slot gathers, and the memory that it needs: one of them for many pieces.
#[derive(Default)]
pub(crate) struct Part {
    count: u64,
    /// Whether `first number of the piece + 1 + 2 * index` is a prime.
    sieve: Vec<bool>,
}

impl Work for Primes {
    type Part = Part;

    fn pieces(&self) -> u64 {
        self.below.div_ceil(PIECE)
    }

    fn compute(&self, piece: u64, part: &mut Part, stop: &mut dyn FnMut() -> bool) -> Option<u64> {
        let from = piece * PIECE;
        let to = self.below.min(from + PIECE);
        part.sieve.clear();
        part.sieve.resize(((to - from) / 2) as usize, true);
        let small = self.small.get_or_init(|| odd_primes(self.below.isqrt()));
        for batch in small.chunks(BATCH) {
            if stop() {
                return None;
            }
            for &prime in batch.iter().take_while(|prime| *prime * *prime < to) {
                strike_out(&mut part.sieve, from, prime);
            }
        }
        if let (0, Some(one)) = (from, part.sieve.first_mut()) {
            // 1 is no prime, but 2 is, and stands nowhere else.
            *one = self.below > 2;
        }
        part.count += part.sieve.iter().filter(|is_prime| **is_prime).count() as u64;
        Some(to - from)
    }

    fn merge(&self, part: Part) {
        self.count.fetch_add(part.count, Relaxed);
    }
}

/// Strikes out a prime's odd multiples, from its square on.
fn strike_out(sieve: &mut [bool], from: u64, prime: u64) {
    let multiple = from.next_multiple_of(prime).max(prime * prime);
    let odd = if multiple.is_multiple_of(2) { multiple + prime } else { multiple };
    for index in ((odd - from) as usize / 2..sieve.len()).step_by(prime as usize) {
        sieve[index] = false;
    }
}

fn odd_primes(up_to: u64) -> Vec<u64> {
    let mut sieve = vec![true; up_to.div_ceil(2) as usize];
    let mut primes = Vec::new();
    for index in 1..sieve.len() {
        if sieve[index] {
            let prime = 2 * index as u64 + 1;
            strike_out(&mut sieve, 0, prime);
            primes.push(prime);
        }
    }
    primes
}
