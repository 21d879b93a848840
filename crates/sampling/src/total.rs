use std::iter::Sum;
use std::ops::Add;

/// An exact sum of samples. Totals merge by integer addition, so it does not matter how a job was
/// split or which part finished first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// How many samples were summed.
    pub samples: u64,
    /// Their sum in units of 2^-64.
    pub units: i128,
}

impl Total {
    /// The sum as the nearest double, ties to even.
    pub fn sum(&self) -> f64 {
        // `as` rounds to nearest even; the scale is a power of two, so it changes no bit.
        self.units as f64 * (1.0 / 18_446_744_073_709_551_616.0)
    }
}

impl Add for Total {
    type Output = Total;

    fn add(self, other: Total) -> Total {
        Total { samples: self.samples + other.samples, units: self.units + other.units }
    }
}

impl Sum for Total {
    fn sum<I: Iterator<Item = Total>>(totals: I) -> Total {
        totals.fold(Total::default(), Add::add)
    }
}
