use fearless_simd::Simd;

use super::{LN2_HIGH, LN2_LOW, split};
use crate::width::f64s;

/// The coefficients of FreeBSD msun's `log`, from Lg1 on.
const G: [f64; 8] = [
    0.0,
    f64::from_bits(0x3FE5_5555_5555_5593),
    f64::from_bits(0x3FD9_9999_9997_FA04),
    f64::from_bits(0x3FD2_4924_9422_9359),
    f64::from_bits(0x3FCC_71C5_1D8E_78AF),
    f64::from_bits(0x3FC7_4664_96CB_03DE),
    f64::from_bits(0x3FC3_9A09_D078_C69F),
    f64::from_bits(0x3FC2_F112_DF3E_5244),
];

/// The natural logarithm of positive normal doubles.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn ln<S: Simd>(simd: S, x: f64s<S>) -> f64s<S> {
    let (m, k) = split(simd, x);
    let f = m - 1.0;
    let s = f / (f + 2.0);
    let z = s * s;
    let h = (f * 0.5) * f;
    let r = z * lg(z);
    k * LN2_HIGH - ((h - (s * (h + r) + k * LN2_LOW)) - f)
}

/// ln(1 + t) of a t from -1 + 2^-53 up.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn log1p<S: Simd>(simd: S, t: f64s<S>) -> f64s<S> {
    let u = t + 1.0;
    let e = (t - (u - 1.0)) / u;
    let (m, k) = split(simd, u);
    let f = m - 1.0;
    let s = f / (f + 2.0);
    let z = s * s;
    let h = (f * 0.5) * f;
    let r = z * lg(z);
    k * LN2_HIGH - ((h - (s * (h + r) + (k * LN2_LOW + e))) - f)
}

#[inline(always)]
pub(super) fn lg<S: Simd>(z: f64s<S>) -> f64s<S> {
    let z2 = z * z;
    let z4 = z2 * z2;
    ((z * G[2] + G[1]) + z2 * (z * G[4] + G[3])) + z4 * ((z * G[6] + G[5]) + z2 * G[7])
}
