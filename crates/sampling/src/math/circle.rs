//! Radius and direction of a point in the plane: Box and Muller, "A note on the generation of random normal deviates"
//! (Ann. Math. Stat. 29:2, 1958).

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::{ONE, SIGN, as_bits, as_double, split};
use crate::width::{f64s, u64s};

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

/// The radius of a word A, sqrt(-2 ln x) of a uniform x in (0, 1], taken apart up to a division: the `s` and the `k` with
/// x = 2^k (1 + s) / (1 - s).
#[derive(Clone, Copy)]
struct Radius<S: Simd> {
    s: f64s<S>,
    k: f64s<S>,
}

impl<S: Simd> Radius<S> {
    #[inline(always)]
    fn begin(simd: S, a: u64s<S>) -> Self {
        let x = 2.0 - as_double((a >> 12) | u64s::splat(simd, ONE));
        let (m, k) = split(simd, x);
        Self { s: (m - 1.0) / (m + 1.0), k }
    }

    #[inline(always)]
    fn finish(self) -> f64s<S> {
        let z = self.s * self.s;
        let z2 = z * z;
        let z4 = z2 * z2;
        let q0 = (L[0] + z * L[1]) + z2 * (L[2] + z * L[3]);
        let q1 = (L[4] + z * L[5]) + z2 * (L[6] + z * L[7]);
        (self.k * M2LN2 - self.s * (q0 + z4 * q1)).sqrt()
    }
}

/// The largest radius, sqrt(2 ln 2^52), and a little more.
pub(crate) const LARGEST_RADIUS: f64 = 8.5;

/// The radius of a word.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn radius<S: Simd>(simd: S, a: u64s<S>) -> f64s<S> {
    Radius::begin(simd, a).finish()
}

/// The words A and B of eight pairs while they become sixteen normals.
///
/// The kernel is limited by its number of vector operations: about 95 for sixteen samples with AVX-512, at two per
/// cycle; the division and the square root cost only a tenth more than multiplications would. But a sample is a chain
/// of operations more than a hundred cycles long, and the CPU does not look far enough ahead to overlap enough of them.
/// So the loops below begin a pair, up to its division, before they finish the last one: a tenth faster with AVX-512.
/// Computing blocks side by side adds nothing to that.
#[derive(Clone, Copy)]
pub(crate) struct Pair<S: Simd> {
    radius: Radius<S>,
    b: u64s<S>,
}

impl<S: Simd> Pair<S> {
    #[inline(always)]
    pub(crate) fn begin(simd: S, a: u64s<S>, b: u64s<S>) -> Self {
        Self { radius: Radius::begin(simd, a), b }
    }

    /// Radius times cosine, radius times sine.
    #[inline(always)]
    pub(crate) fn finish(self, simd: S) -> (f64s<S>, f64s<S>) {
        let radius = self.radius.finish();
        let (cosine, sine) = cosine_and_sine(simd, self.b);
        (radius * cosine, radius * sine)
    }
}

/// Cosine and sine of a direction uniform on the circle: the lower 63 bits of `b` give an angle of
/// a half turn, bit 63 the sign of the cosine.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn cosine_and_sine<S: Simd>(simd: S, b: u64s<S>) -> (f64s<S>, f64s<S>) {
    (cosine(simd, b), sine_of(angle(simd, b)))
}

#[inline(always)]
fn angle<S: Simd>(simd: S, b: u64s<S>) -> f64s<S> {
    as_double(((b << 1) >> 12) | u64s::splat(simd, ONE)) - 1.5
}

/// The cosine alone.
#[inline(always)]
pub(crate) fn cosine<S: Simd>(simd: S, b: u64s<S>) -> f64s<S> {
    let t = angle(simd, b);
    as_double(as_bits(polynomial(t * t, &C)) ^ (b & u64s::splat(simd, SIGN)))
}

/// sin(pi t) of a t from -1/2 to 1/2.
#[inline(always)]
pub(crate) fn sine_of<S: Simd>(t: f64s<S>) -> f64s<S> {
    t * polynomial(t * t, &S)
}

/// Nine coefficients in Estrin's form: short chains of operations that wait for each other.
#[inline(always)]
fn polynomial<S: Simd>(z: f64s<S>, c: &[f64; 9]) -> f64s<S> {
    let z2 = z * z;
    let z4 = z2 * z2;
    ((z * c[1] + c[0]) + z2 * (z * c[3] + c[2]))
        + z4 * ((z * c[5] + c[4]) + z2 * ((z * c[7] + c[6]) + z2 * c[8]))
}
