//! Multivariate normal samples: rows of normals, times the Cholesky factor of the covariance.

use std::sync::Arc;

use fearless_simd::{Level, Simd, dispatch};

use super::normal::Standard;
use crate::plan::Plan;
use crate::rows::{Join, Joined, MOST_NUMBERS};

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let size = (1..=MOST_NUMBERS).find(|size| size + size * size == parameters.len())?;
    if parameters.iter().any(|parameter| !parameter.is_finite()) {
        return None;
    }
    let (means, covariance) = parameters.split_at(size);
    let columns = factor(size, covariance)?;
    let join = Factor { means: means.to_vec(), columns };
    Some(Plan::rows(Joined { inner: Plan::of(Standard), join }))
}

struct Factor {
    means: Vec<f64>,
    /// Of the factor: the first row that is not 0, and the entries from there on.
    columns: Vec<(usize, Vec<f64>)>,
}

impl Join for Factor {
    fn size(&self) -> usize {
        self.means.len()
    }

    fn join(&self, level: Level, numbers: &mut [f64], _: &[f64]) {
        match self.means.len() {
            2 => self.multiply_each::<2>(numbers),
            3 => self.multiply_each::<3>(numbers),
            4 => self.multiply_each::<4>(numbers),
            _ => dispatch!(level, simd => multiply(simd, self, numbers)),
        }
    }
}

impl Factor {
    /// Short rows, whose loops are unrolled.
    fn multiply_each<const N: usize>(&self, numbers: &mut [f64]) {
        let means: [f64; N] = std::array::from_fn(|i| self.means[i]);
        let mut factor = [[0.0; N]; N];
        for (k, (first, column)) in self.columns.iter().enumerate() {
            for (i, &entry) in (*first..).zip(column) {
                factor[i][k] = entry;
            }
        }
        for row in numbers.as_chunks_mut::<N>().0 {
            let z = *row;
            for i in 0..N {
                let mut sum = factor[i][0] * z[0];
                for k in 1..N {
                    sum += factor[i][k] * z[k];
                }
                row[i] = means[i] + sum;
            }
        }
    }
}

/// It adds columns, whose entries do not wait for each other.
#[inline(always)]
fn multiply<S: Simd>(_: S, factor: &Factor, numbers: &mut [f64]) {
    let size = factor.means.len();
    let mut sums = [0.0; MOST_NUMBERS];
    let sums = &mut sums[..size];
    for row in numbers.chunks_exact_mut(size) {
        sums.fill(0.0);
        for ((first, column), &z) in factor.columns.iter().zip(&*row) {
            for (sum, entry) in sums[*first..].iter_mut().zip(column) {
                *sum += entry * z;
            }
        }
        for ((number, mean), sum) in row.iter_mut().zip(&factor.means).zip(&*sums) {
            *number = mean + sum;
        }
    }
}

/// 2^-30: differences across the diagonal, and variances below 0, that are taken for rounding, as shares.
const NEGLIGIBLE: f64 = 1.0 / (1u64 << 30) as f64;
/// 2^-19: the same of covariances that no pivot explains.
const NEGLIGIBLE_LEFT: f64 = 1.0 / (1u64 << 19) as f64;
/// 2^-40 and 2^-50: the least pivots without and with a choice among them, as shares, for each row.
const LEAST_IN_ORDER: f64 = 1.0 / (1u64 << 40) as f64;
const LEAST_PIVOT: f64 = 1.0 / (1u64 << 50) as f64;

/// The columns of the Cholesky factor, or none if the covariance is none.
fn factor(size: usize, covariance: &[f64]) -> Option<Vec<(usize, Vec<f64>)>> {
    let a = |i: usize, j: usize| covariance[i.max(j) * size + i.min(j)];
    let deviations: Vec<f64> = (0..size).map(|i| a(i, i).sqrt()).collect();
    for i in 0..size {
        if a(i, i) < 0.0 {
            return None;
        }
        for j in 0..i {
            let difference = (covariance[i * size + j] - covariance[j * size + i]).abs();
            if difference > (deviations[i] * deviations[j]) * NEGLIGIBLE {
                return None;
            }
        }
    }
    let columns = in_order(size, covariance).or_else(|| with_pivots(size, covariance, &deviations))?;
    // From each one's first entry on.
    let trimmed = columns.into_iter().map(|column| {
        let first = column.iter().position(|&entry| entry != 0.0).unwrap_or(size);
        (first, column[first..].to_vec())
    });
    Some(trimmed.collect())
}

/// What is left of the covariance, of which only entries in or below the diagonal are kept.
struct Rest<'a> {
    size: usize,
    covariance: &'a [f64],
    entries: Vec<f64>,
}

impl<'a> Rest<'a> {
    fn new(size: usize, covariance: &'a [f64]) -> Self {
        Self { size, covariance, entries: covariance.to_vec() }
    }

    fn at(&self, i: usize, j: usize) -> f64 {
        self.entries[i.max(j) * self.size + i.min(j)]
    }

    fn variance(&self, i: usize) -> f64 {
        self.covariance[i * self.size + i]
    }

    /// The column of pivot `j`, of those that are left; they lose what it explains.
    fn take(&mut self, j: usize, left: &[usize]) -> Vec<f64> {
        let mut column = vec![0.0; self.size];
        let root = self.at(j, j).sqrt();
        column[j] = root;
        for &i in left {
            column[i] = self.at(i, j) / root;
        }
        for (n, &i) in left.iter().enumerate() {
            let row = &mut self.entries[i * self.size..][..self.size];
            for &k in &left[..=n] {
                row[k] -= column[i] * column[k];
            }
        }
        column
    }
}

fn in_order(size: usize, covariance: &[f64]) -> Option<Vec<Vec<f64>>> {
    let least = size as f64 * LEAST_IN_ORDER;
    let all: Vec<usize> = (0..size).collect();
    let mut rest = Rest::new(size, covariance);
    let mut columns = Vec::with_capacity(size);
    for c in 0..size {
        // With a NaN, of entries too large, it does not hold.
        let is_pivot = rest.at(c, c) > least * rest.variance(c);
        if !is_pivot {
            return None;
        }
        columns.push(rest.take(c, &all[c + 1..]));
    }
    Some(columns)
}

fn with_pivots(size: usize, covariance: &[f64], deviations: &[f64]) -> Option<Vec<Vec<f64>>> {
    let least = size as f64 * LEAST_PIVOT;
    let mut rest = Rest::new(size, covariance);
    let mut left: Vec<usize> = (0..size).collect();
    let mut columns = Vec::with_capacity(size);
    loop {
        let mut best: Option<(f64, usize)> = None;
        for (place, &j) in left.iter().enumerate() {
            let variance = rest.variance(j);
            let share = if variance == 0.0 { 0.0 } else { rest.at(j, j) / variance };
            if best.is_none_or(|(most, _)| share > most) {
                best = Some((share, place));
            }
        }
        let Some((share, place)) = best else { return Some(columns) };
        let is_pivot = share > least;
        if !is_pivot {
            break;
        }
        let j = left.remove(place);
        columns.push(rest.take(j, &left));
    }
    for (n, &j) in left.iter().enumerate() {
        if rest.at(j, j) < 0.0 - NEGLIGIBLE * rest.variance(j) {
            return None;
        }
        for &i in &left[..n] {
            if rest.at(i, j).abs() > (deviations[i] * deviations[j]) * NEGLIGIBLE_LEFT {
                return None;
            }
        }
    }
    Some(columns)
}
