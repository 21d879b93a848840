//! Elementary functions, each in exactly the order of operations that stream.md gives it, and never fused (no FMA), so
//! that their bits are the same everywhere.

mod circle;
mod cube;
mod exponential;
mod factorials;
mod logarithm;
pub(crate) mod scalar;
mod tangent;

use fearless_simd::{Bytes, Simd, SimdBase};

use crate::width::{f64s, u64s};

pub(crate) use circle::{LARGEST_RADIUS, Pair, cosine, cosine_and_sine, radius, sine_of};
pub(crate) use cube::{Cube, certain, cube_doubt, cube_height};
pub(crate) use exponential::{exp, exp_near, expm1, is_near};
pub(crate) use factorials::{ROOT_2_PI, Saddle, any_saddle, stirling};
pub(crate) use logarithm::{ln, log1p};
pub(crate) use tangent::tangent;

const SIGN: u64 = 1 << 63;
const ONE: u64 = 0x3FF0_0000_0000_0000;
const SQRT_HALF: u64 = 0x3FE6_A09E_667F_3BCD;
const MANTISSA: u64 = 0x000F_FFFF_FFFF_FFFF;

/// The two parts of ln 2 in FreeBSD's msun.
const LN2_HIGH: f64 = f64::from_bits(0x3FE6_2E42_FEE0_0000);
const LN2_LOW: f64 = f64::from_bits(0x3DEA_39EF_3579_3C76);

/// The bits of the double 2^52: or'ed with a small integer they are that integer plus 2^52.
const TWO_52: u64 = 0x4330_0000_0000_0000;

/// Uniform in (0, 1), both ends open: an odd multiple of 2^-53.
#[inline(always)]
pub(crate) fn open<S: Simd>(simd: S, word: u64s<S>) -> f64s<S> {
    above_one(simd, word) - (1.0 - f64::EPSILON / 2.0)
}

/// The same, and 1 more, rounded down: one operation less.
#[inline(always)]
fn above_one<S: Simd>(simd: S, word: u64s<S>) -> f64s<S> {
    as_double((word >> 12) | u64s::splat(simd, ONE))
}

/// A standard exponential.
#[inline(always)]
pub(crate) fn exponential<S: Simd>(simd: S, word: u64s<S>) -> f64s<S> {
    f64s::splat(simd, 0.0) - ln(simd, open(simd, word))
}

/// The largest of them, ln 2^53, and a little more. Its logarithm's size is no larger than the smallest one's, which has
/// this size, too.
pub(crate) const LARGEST_EXPONENTIAL: f64 = 36.75;

#[inline(always)]
fn square_square<S: Simd>(x: f64s<S>) -> f64s<S> {
    let square = x * x;
    square * square
}

/// Positive doubles, with bit 63 of a word as their signs.
#[inline(always)]
pub(crate) fn signed_by<S: Simd>(simd: S, x: f64s<S>, word: u64s<S>) -> f64s<S> {
    as_double(as_bits(x) | (word & u64s::splat(simd, SIGN)))
}

/// Uniform in [0, 1): a multiple of 2^-53.
#[cfg(not(target_arch = "wasm32"))]
#[inline(always)]
pub(crate) fn unit<S: Simd>(simd: S, word: u64s<S>) -> f64s<S> {
    simd.cvt_f64_u64x8(word >> 11) * (1.0 / (1u64 << 53) as f64)
}

/// The same where no instruction converts: or'ed with 2^31 the upper bits are multiples of 2^-21, and with 1/2 the lower
/// ones of 2^-53. Nothing is rounded.
#[cfg(target_arch = "wasm32")]
#[inline(always)]
pub(crate) fn unit<S: Simd>(simd: S, word: u64s<S>) -> f64s<S> {
    const TWO_31: f64 = (1u64 << 31) as f64;
    let high = as_double((word >> 43) | u64s::splat(simd, TWO_31.to_bits()));
    let low =
        as_double(((word >> 11) & u64s::splat(simd, 0xFFFF_FFFF)) | u64s::splat(simd, 0.5f64.to_bits()));
    (high - (TWO_31 + 0.5)) + low
}

/// Uniform in [0, 1): a multiple of 2^-24.
#[inline(always)]
pub(crate) fn unit_float<S: Simd>(simd: S, word: u64s<S>) -> f64s<S> {
    const TWO_28: f64 = (1u64 << 28) as f64;
    as_double((word >> 40) | u64s::splat(simd, TWO_28.to_bits())) - TWO_28
}

/// The m in [sqrt(1/2), sqrt(2)) and the k with x = 2^k m, of a positive normal x.
#[inline(always)]
fn split<S: Simd>(simd: S, x: f64s<S>) -> (f64s<S>, f64s<S>) {
    let t = as_bits(x) + u64s::splat(simd, ONE - SQRT_HALF);
    let k = as_double((t >> 52) | u64s::splat(simd, TWO_52)) - (((1u64 << 52) + 1023) as f64);
    let m = as_double((t & u64s::splat(simd, MANTISSA)) + u64s::splat(simd, SQRT_HALF));
    (m, k)
}

#[inline(always)]
fn as_double<S: Simd>(bits: u64s<S>) -> f64s<S> {
    bits.bitcast()
}

#[inline(always)]
fn as_bits<S: Simd>(double: f64s<S>) -> u64s<S> {
    double.bitcast()
}
