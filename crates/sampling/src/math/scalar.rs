//! The same functions of one number: what is computed from parameters alone.

use fearless_simd::{Level, SimdBase, dispatch};

use crate::width::f64s;

macro_rules! of_one {
    ($($name:ident: |$simd:ident, $x:ident| $call:expr;)*) => {
        $(#[inline(never)]
        pub(crate) fn $name(x: f64) -> f64 {
            dispatch!(Level::baseline(), $simd => {
                let $x = f64s::splat($simd, x);
                $call.as_array()[0]
            })
        })*
    };
}

of_one! {
    ln: |simd, x| super::ln(simd, x);
    log1p: |simd, x| super::log1p(simd, x);
    exp: |simd, x| super::exp(simd, x);
    stirling: |simd, x| super::stirling(x);
}
