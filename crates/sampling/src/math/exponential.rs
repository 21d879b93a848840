use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::{LN2_HIGH, LN2_LOW, as_bits, as_double};
use crate::width::f64s;

/// (e^r - 1 - r) / r^2 in powers of r, from E2 on.
const E: [f64; 11] = [
    0.5,
    f64::from_bits(0x3FC5_5555_5555_5557),
    f64::from_bits(0x3FA5_5555_5555_5556),
    f64::from_bits(0x3F81_1111_1111_00DE),
    f64::from_bits(0x3F56_C16C_16C1_62D6),
    f64::from_bits(0x3F2A_01A0_1ABE_683A),
    f64::from_bits(0x3EFA_01A0_1A6D_7B19),
    f64::from_bits(0x3EC7_1DE0_2364_614A),
    f64::from_bits(0x3E92_7E4D_B671_8A69),
    f64::from_bits(0x3E5A_F4DD_FBB3_3A59),
    f64::from_bits(0x3E21_F72F_DB6C_6442),
];
const LOG2E: f64 = f64::from_bits(0x3FF7_1547_652B_82FE);

/// 1.5 * 2^52: adding it rounds to a whole number, whose lower bits are then the sum's.
const MAGIC: f64 = f64::from_bits(0x4338_0000_0000_0000);

/// e^x = 2^n (1 + p), the n with `MAGIC` added.
#[inline(always)]
fn parts<S: Simd>(x: f64s<S>) -> (f64s<S>, f64s<S>) {
    let raised = x * LOG2E + MAGIC;
    let n = raised - MAGIC;
    let r = (x - n * LN2_HIGH) - n * LN2_LOW;
    let r2 = r * r;
    let r4 = r2 * r2;
    let r8 = r4 * r4;
    let q = (((r * E[1] + E[0]) + r2 * (r * E[3] + E[2]))
        + r4 * ((r * E[5] + E[4]) + r2 * (r * E[7] + E[6])))
        + r8 * ((r * E[9] + E[8]) + r2 * E[10]);
    (raised, r + r2 * q)
}

/// x * 2^n of a number n with `MAGIC` added, where x and the product are normal: exact, so it is an addition of exponents.
#[inline(always)]
fn scaled<S: Simd>(x: f64s<S>, raised: f64s<S>) -> f64s<S> {
    as_double(as_bits(x) + (as_bits(raised) << 52))
}

/// Whether e^x is certainly a normal double, so that [`exp_near`] may be used.
pub(crate) fn is_near(x: f64) -> bool {
    // In WebAssembly, whose code is downloaded, there is one of both.
    cfg!(not(target_arch = "wasm32")) && (-707.0..=708.0).contains(&x)
}

/// e^x of an x that [`is_near`].
#[inline(always)]
pub(crate) fn exp_near<S: Simd>(x: f64s<S>) -> f64s<S> {
    let (raised, p) = parts(x);
    scaled(p + 1.0, raised)
}

/// e^x: 0 and subnormal numbers far below, infinity far above.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn exp<S: Simd>(simd: S, x: f64s<S>) -> f64s<S> {
    let x = x.min(710.0).max(-746.0);
    let (raised, p) = parts(x);
    let n = raised - MAGIC;
    let m = (n * 0.5).floor();
    let one = f64s::splat(simd, 1.0);
    scaled(p + 1.0, m + MAGIC) * scaled(one, (n - m) + MAGIC)
}

/// e^x - 1 of an x of 0 or more.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn expm1<S: Simd>(simd: S, x: f64s<S>) -> f64s<S> {
    let (raised, p) = parts(x.min(710.0));
    let half = scaled(f64s::splat(simd, 0.5), raised);
    (p * half + (half - 0.5)) * 2.0
}
