//! Ranges of parameters that several distributions have in common.

pub(super) fn is_positive(parameter: f64) -> bool {
    parameter > 0.0 && parameter.is_finite()
}

pub(super) fn is_not_negative(parameter: f64) -> bool {
    parameter >= 0.0 && parameter.is_finite()
}

/// A shape, or degrees of freedom, whose reciprocal is finite.
pub(super) fn is_shape(parameter: f64) -> bool {
    parameter >= 1e-300 && parameter.is_finite()
}

/// The range of a mode between two bounds, or none if it is not between them.
pub(super) fn range_around(low: f64, mode: f64, high: f64) -> Option<f64> {
    let range = high - low;
    (low <= mode && mode <= high && is_positive(range)).then_some(range)
}
