use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::open;
use crate::width::{f64s, u64s};

/// tan(pi y) / y in y^2 over [0, 1/16], as a rational function.
const T: [f64; 4] = [
    f64::from_bits(0x4009_21FB_5444_2D18),
    f64::from_bits(0xC00F_D209_EE91_D708),
    f64::from_bits(0x3FEB_79E1_64BB_9856),
    f64::from_bits(0xBF97_2439_4323_6201),
];
const U: [f64; 4] = [
    1.0,
    f64::from_bits(0xC012_394E_ABDE_1D3D),
    f64::from_bits(0x4002_310D_E8E9_CEF5),
    f64::from_bits(0xBFC9_A621_E09C_DD97),
];

/// The tangent of a uniform angle, never 0 or infinite.
#[inline(always)]
pub(crate) fn tangent<S: Simd>(simd: S, word: u64s<S>) -> f64s<S> {
    let t = open(simd, word) - 0.5;
    let a = t.abs();
    let outer = a.simd_gt(0.25);
    let y = outer.select(0.5 - a, a);
    let z = y * y;
    let z2 = z * z;
    let p = y * ((z * T[1] + T[0]) + z2 * (z * T[3] + T[2]));
    let q = (z * U[1] + U[0]) + z2 * (z * U[3] + U[2]);
    (outer.select(q, p) / outer.select(p, q)).copysign(t)
}
