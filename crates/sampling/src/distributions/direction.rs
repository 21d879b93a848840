//! Points on the unit sphere: rows of normals, divided by their length.

use std::sync::Arc;

use fearless_simd::{Level, Simd, dispatch};

use super::normal::Standard;
use crate::plan::Plan;
use crate::rows::{Join, Joined, MOST_NUMBERS};

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[dimensions] = parameters else { return None };
    let allowed = (1.0..=MOST_NUMBERS as f64).contains(&dimensions) && dimensions.fract() == 0.0;
    allowed.then(|| {
        let join = Direction { size: dimensions as usize };
        Plan::rows(Joined { inner: Plan::of(Standard), join })
    })
}

struct Direction {
    size: usize,
}

impl Join for Direction {
    fn size(&self) -> usize {
        self.size
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([-1.0, 1.0])
    }

    fn join(&self, level: Level, numbers: &mut [f64], _: &[f64]) {
        match self.size {
            // One loop is enough where code is downloaded.
            size if cfg!(target_arch = "wasm32") => dispatch!(level, simd => divide(simd, size, numbers)),
            2 => dispatch!(level, simd => divide_each::<_, 2>(simd, numbers)),
            3 => dispatch!(level, simd => divide_each::<_, 3>(simd, numbers)),
            size => dispatch!(level, simd => divide(simd, size, numbers)),
        }
    }
}

#[inline(always)]
fn divide<S: Simd>(_: S, size: usize, numbers: &mut [f64]) {
    for row in numbers.chunks_exact_mut(size) {
        let mut squares = row[0] * row[0];
        for z in &row[1..] {
            squares += z * z;
        }
        let length = squares.sqrt();
        if length == 0.0 {
            row.fill(0.0);
            row[0] = 1.0;
        } else {
            for z in row {
                *z /= length;
            }
        }
    }
}

/// Rows of few numbers, for which the compiler takes several rows at a time.
#[inline(always)]
fn divide_each<S: Simd, const N: usize>(simd: S, numbers: &mut [f64]) {
    const ROWS: usize = 64;
    let mut some_zero = false;
    for rows in numbers.as_chunks_mut::<N>().0.chunks_mut(ROWS) {
        let mut squares = [1.0; ROWS];
        for (squares, row) in squares.iter_mut().zip(&*rows) {
            *squares = row[0] * row[0];
            for z in &row[1..] {
                *squares += z * z;
            }
            some_zero |= *squares == 0.0;
        }
        if some_zero {
            divide(simd, N, rows.as_flattened_mut());
            continue;
        }
        let lengths = squares.map(f64::sqrt);
        let mut each = [[0.0; N]; ROWS];
        for (each, length) in each.iter_mut().zip(lengths) {
            *each = [length; N];
        }
        for (z, length) in rows.as_flattened_mut().iter_mut().zip(each.as_flattened()) {
            *z /= length;
        }
    }
}
