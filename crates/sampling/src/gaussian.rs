//! Standard normal samples: Box and Muller, "A note on the generation of random normal deviates"
//! (Ann. Math. Stat. 29:2, 1958), with the logarithm, sine and cosine evaluated in exactly the
//! order of stream.md. Never fused (no FMA), so that the bits are the same everywhere.

use fearless_simd::{Bytes, Simd, SimdBase, SimdFloat, f64x8, u64x8};

use crate::sample::{Finish, Sample};
use crate::xoshiro::Lanes;

/// Samples of two steps: eight cosines, then eight sines.
pub(crate) const PAIR: usize = 16;

const ONE: u64 = 0x3FF0_0000_0000_0000;
const SQRT_HALF: u64 = 0x3FE6_A09E_667F_3BCD;
const MANTISSA: u64 = 0x000F_FFFF_FFFF_FFFF;
const SIGN: u64 = 1 << 63;

/// The bits of the double 2^52: or'ed with a small integer they are that integer plus 2^52.
const TWO_52: u64 = 0x4330_0000_0000_0000;

/// -2 ln 2
const M2LN2: f64 = f64::from_bits(0xBFF6_2E42_FEFA_39EF);

/// Twice the coefficients of FreeBSD msun's `log`.
const L: [f64; 8] = [
    4.0,
    f64::from_bits(0x3FF5_5555_5555_5593),
    f64::from_bits(0x3FE9_9999_9997_FA04),
    f64::from_bits(0x3FE2_4924_9422_9359),
    f64::from_bits(0x3FDC_71C5_1D8E_78AF),
    f64::from_bits(0x3FD7_4664_96CB_03DE),
    f64::from_bits(0x3FD3_9A09_D078_C69F),
    f64::from_bits(0x3FD2_F112_DF3E_5244),
];

/// sin(pi t) / t in powers of t^2.
const S: [f64; 9] = [
    f64::from_bits(0x4009_21FB_5444_2D18),
    f64::from_bits(0xC014_ABBC_E625_BE52),
    f64::from_bits(0x4004_66BC_6775_AA7D),
    f64::from_bits(0xBFE3_2D2C_CE62_7C86),
    f64::from_bits(0x3FB5_0783_4855_1854),
    f64::from_bits(0xBF7E_3074_DFAF_87AF),
    f64::from_bits(0x3F3E_8F36_75EE_37DD),
    f64::from_bits(0xBEF6_F7AC_DB8F_6580),
    f64::from_bits(0x3EA9_D462_020F_CC78),
];

/// cos(pi t) in powers of t^2.
const C: [f64; 9] = [
    1.0,
    f64::from_bits(0xC013_BD3C_C9BE_45DB),
    f64::from_bits(0x4010_3C1F_081B_5992),
    f64::from_bits(0xBFF5_5D3C_7E3B_FBF5),
    f64::from_bits(0x3FCE_1F50_6813_A321),
    f64::from_bits(0xBF9A_6D1E_FC8C_38BE),
    f64::from_bits(0x3F5F_9D25_4582_AC30),
    f64::from_bits(0xBF1B_6957_B54D_D389),
    f64::from_bits(0x3ED1_678F_9078_A9B3),
];

/// The uniform x in (0, 1] that the upper 52 bits of `a` give, as `s` and `k` with
/// x = 2^k (1 + s) / (1 - s).
#[inline(always)]
fn reduce<S: Simd>(simd: S, a: u64x8<S>) -> (f64x8<S>, f64x8<S>) {
    let x = 2.0 - as_double((a >> 12) | u64x8::splat(simd, ONE));
    let t = as_bits(x) + u64x8::splat(simd, ONE - SQRT_HALF);
    let k = as_double((t >> 52) | u64x8::splat(simd, TWO_52)) - (((1u64 << 52) + 1023) as f64);
    let m = as_double((t & u64x8::splat(simd, MANTISSA)) + u64x8::splat(simd, SQRT_HALF));
    ((m - 1.0) / (m + 1.0), k)
}

/// sqrt(-2 ln x) of the x that `reduce` took apart.
#[inline(always)]
fn radius<S: Simd>(s: f64x8<S>, k: f64x8<S>) -> f64x8<S> {
    let z = s * s;
    let z2 = z * z;
    let z4 = z2 * z2;
    let q0 = (L[0] + z * L[1]) + z2 * (L[2] + z * L[3]);
    let q1 = (L[4] + z * L[5]) + z2 * (L[6] + z * L[7]);
    (k * M2LN2 - s * (q0 + z4 * q1)).sqrt()
}

/// Cosine and sine of a direction uniform on the circle: the lower 63 bits of `b` give an angle of
/// a half turn, bit 63 the sign of the cosine.
#[inline(always)]
fn direction<S: Simd>(simd: S, b: u64x8<S>) -> (f64x8<S>, f64x8<S>) {
    let t = as_double(((b << 1) >> 12) | u64x8::splat(simd, ONE)) - 1.5;
    let z = t * t;
    let z2 = z * z;
    let z4 = z2 * z2;
    let sine = t * polynomial(z, z2, z4, &S);
    let cosine = as_double(as_bits(polynomial(z, z2, z4, &C)) ^ (b & u64x8::splat(simd, SIGN)));
    (cosine, sine)
}

/// Nine coefficients in Estrin's form: short chains of operations that wait for each other.
#[inline(always)]
fn polynomial<S: Simd>(z: f64x8<S>, z2: f64x8<S>, z4: f64x8<S>, c: &[f64; 9]) -> f64x8<S> {
    ((c[0] + z * c[1]) + z2 * (c[2] + z * c[3]))
        + z4 * ((c[4] + z * c[5]) + z2 * ((c[6] + z * c[7]) + z2 * c[8]))
}

#[inline(always)]
fn as_double<S: Simd>(bits: u64x8<S>) -> f64x8<S> {
    bits.bitcast()
}

#[inline(always)]
fn as_bits<S: Simd>(double: f64x8<S>) -> u64x8<S> {
    double.bitcast()
}

/// Two steps' words while they become sixteen samples.
///
/// The kernel is limited by its number of vector operations: about 95 for sixteen samples with AVX-512, at two per
/// cycle; the division and the square root cost only a tenth more than multiplications would. But a sample is a chain
/// of operations more than a hundred cycles long, and the CPU does not look far enough ahead to overlap enough of them.
/// So the loops below begin a pair, up to its division, before they finish the last one: a tenth faster with AVX-512.
/// Computing blocks side by side adds nothing to that.
#[derive(Clone, Copy)]
pub(crate) struct Pair<S: Simd> {
    s: f64x8<S>,
    k: f64x8<S>,
    b: u64x8<S>,
}

impl<S: Simd> Pair<S> {
    #[inline(always)]
    pub(crate) fn begin(simd: S, lanes: &mut Lanes<S>) -> Self {
        let (s, k) = reduce(simd, lanes.words());
        Self { s, k, b: lanes.words() }
    }

    /// The samples: radius times cosine, radius times sine.
    #[inline(always)]
    fn finish(self, simd: S) -> (f64x8<S>, f64x8<S>) {
        let radius = radius(self.s, self.k);
        let (cosine, sine) = direction(simd, self.b);
        (radius * cosine, radius * sine)
    }

    #[inline(always)]
    pub(crate) fn store<T: Sample, F: Finish>(self, simd: S, out: &mut [T; PAIR], finish: F) {
        let (cosine, sine) = self.finish(simd);
        let (halves, _) = out.as_chunks_mut();
        T::store(finish.finish(cosine), &mut halves[0]);
        T::store(finish.finish(sine), &mut halves[1]);
    }
}

/// The sum of the block's first `samples` samples, in units of 2^-64.
#[inline(always)]
pub(crate) fn sum<S: Simd>(simd: S, mut lanes: Lanes<S>, samples: usize) -> i128 {
    let mut cosines = f64x8::splat(simd, 0.0);
    let mut sines = f64x8::splat(simd, 0.0);
    let mut next = Pair::begin(simd, &mut lanes);
    for _ in 0..samples / PAIR {
        let pair = next;
        next = Pair::begin(simd, &mut lanes);
        let (cosine, sine) = pair.finish(simd);
        cosines += cosine;
        sines += sine;
    }
    let mut cosines = *cosines.as_array();
    let mut sines = *sines.as_array();
    let rest = samples % PAIR;
    if rest > 0 {
        let (cosine, sine) = next.finish(simd);
        let last = cosine.as_array().iter().chain(sine.as_array());
        let sums = cosines.iter_mut().chain(&mut sines);
        for (sum, sample) in sums.zip(last).take(rest) {
            *sum += sample;
        }
    }
    block_units(&cosines, &sines)
}

/// A block's sum, truncated toward zero to units of 2^-64.
#[inline(always)]
fn block_units(cosines: &[f64; 8], sines: &[f64; 8]) -> i128 {
    let v: [f64; 8] = std::array::from_fn(|j| cosines[j] + sines[j]);
    let sum = ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
    (sum * 18_446_744_073_709_551_616.0) as i128
}

/// Writes the block's samples from number `first` on, `out.len()` of them.
#[inline(always)]
pub(crate) fn fill_from<S: Simd, T: Sample, F: Finish>(
    simd: S,
    mut lanes: Lanes<S>,
    first: usize,
    out: &mut [T],
    finish: F,
) {
    lanes.skip(first / PAIR * 2);
    let within = first % PAIR;
    let begun = if within > 0 { out.len().min(PAIR - within) } else { 0 };
    let (begun, rest) = out.split_at_mut(begun);
    // A pair that begins before the first sample is written elsewhere, by the same loop: with a second copy of the
    // kernel AVX2 would lose a third of its speed.
    let mut elsewhere = [T::default(); PAIR];
    let mut out = if within > 0 { &mut elsewhere[..] } else { &mut [] };
    let mut rest = Some(rest);
    let mut next = Pair::begin(simd, &mut lanes);
    loop {
        let (pairs, last) = out.as_chunks_mut::<PAIR>();
        for out in pairs {
            let pair = next;
            next = Pair::begin(simd, &mut lanes);
            pair.store(simd, out, finish);
        }
        if !last.is_empty() {
            let mut pair = [T::default(); PAIR];
            next.store(simd, &mut pair, finish);
            last.copy_from_slice(&pair[..last.len()]);
        }
        match rest.take() {
            Some(rest) => out = rest,
            None => break,
        }
    }
    begun.copy_from_slice(&elsewhere[within..within + begun.len()]);
}
