"""Distributions of whole numbers."""
import numpy as np

from .distribution import Distribution


def integer(w, low, high):
    n = int(high) - int(low)
    k = np.floor(((w >> 11) * 2.0**-53) / ((2**53 // n) * 2.0**-53))
    return low + k, k < n


def whole_bounds(low, high):
    return low == int(low) and high == int(high) and low < high and max(abs(low), abs(high), int(high) - int(low)) < 2**53


WHOLE = {
    "integer": Distribution(3, {"low": None, "high": None}, integer, whole_bounds, lambda low, high: (low, high - 1), whole=True),
}
