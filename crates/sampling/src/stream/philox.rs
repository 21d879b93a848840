//! Philox4x32-10: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3"
//! (SC 2011). It turns (seed, block, lane, stream) into the state of a lane's generator, and makes the words of redraws.

use fearless_simd::{Bytes, Simd, SimdBase, u32x16, u64x8};

const MULTIPLIER: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

/// Sixteen outputs of the Philox4x32-10 bijection side by side: four words for a 64-bit key, which
/// they share, and a 128-bit counter each.
#[inline(always)]
pub(crate) fn philox4x32_10<S: Simd>(simd: S, key: u64, mut counter: [u32x16<S>; 4]) -> [u32x16<S>; 4] {
    let mut key = [key as u32, (key >> 32) as u32];
    for _ in 0..ROUNDS {
        let (high0, low0) = widening_multiply(simd, MULTIPLIER[0], counter[0]);
        let (high1, low1) = widening_multiply(simd, MULTIPLIER[1], counter[2]);
        counter = [high1 ^ counter[1] ^ key[0], low1, high0 ^ counter[3] ^ key[1], low0];
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    counter
}

/// Eight outputs as two words of 64 bits each. Counters are in the lower halves; what is in the upper ones has no effect.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn philox_words<S: Simd>(simd: S, key: u64, counter: [u64x8<S>; 4]) -> [u64x8<S>; 2] {
    let low = u64x8::splat(simd, 0xFFFF_FFFF);
    let multiplier = MULTIPLIER.map(|multiplier| u64x8::splat(simd, u64::from(multiplier)));
    let mut key = [key as u32, (key >> 32) as u32];
    let [mut c0, mut c1, mut c2, mut c3] = counter;
    for _ in 0..ROUNDS {
        // A product of what is known to be lower halves is one instruction.
        let first = (c0 & low) * multiplier[0];
        let second = (c2 & low) * multiplier[1];
        c0 = (second >> 32) ^ c1 ^ u64x8::splat(simd, u64::from(key[0]));
        c2 = (first >> 32) ^ c3 ^ u64x8::splat(simd, u64::from(key[1]));
        (c1, c3) = (second, first);
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    [(c0 & low) | (c1 << 32), (c2 & low) | (c3 << 32)]
}

/// The high and the low words of the 64-bit products.
#[inline(always)]
fn widening_multiply<S: Simd>(simd: S, a: u32, b: u32x16<S>) -> (u32x16<S>, u32x16<S>) {
    let (first, second) = simd.widening_mul_u32x16(b, u32x16::splat(simd, a));
    let (low, high) = simd.deinterleave_u32x16(first.bitcast(), second.bitcast());
    (high, low)
}

#[cfg(test)]
mod tests {
    use fearless_simd::{SimdBase, dispatch, u32x16, u64x8};

    use super::{philox_words, philox4x32_10};
    use crate::available_levels;

    /// Random123's kat_vectors, philox4x32 with 10 rounds: key, counter, output.
    const KNOWN_ANSWERS: [([u32; 2], [u32; 4], [u32; 4]); 3] = [
        ([0; 2], [0; 4], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]),
        ([u32::MAX; 2], [u32::MAX; 4], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]),
        (
            [0xa4093822, 0x299f31d0],
            [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
        ),
    ];

    #[test]
    fn published_vectors() {
        for level in available_levels() {
            for (key, counter, output) in KNOWN_ANSWERS {
                dispatch!(level, simd => {
                    let key = u64::from(key[1]) << 32 | u64::from(key[0]);
                    let found = philox4x32_10(simd, key, counter.map(|word| u32x16::splat(simd, word)));
                    assert_eq!(found.map(|words| *words.as_array()), output.map(|word| [word; 16]));
                    let words = philox_words(simd, key, counter.map(|word| u64x8::splat(simd, u64::from(word))));
                    let [a, b, c, d] = output.map(u64::from);
                    assert_eq!(words.map(|word| *word.as_array()), [a | b << 32, c | d << 32].map(|word| [word; 8]));
                });
            }
        }
    }
}
