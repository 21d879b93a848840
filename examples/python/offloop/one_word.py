"""Distributions whose samples are a formula of a word or a pair: no sample is drawn again."""
import numpy as np

from .distribution import Distribution
from .functions import cosine, exp, exponential, expm1, ln, log1p, open_unit, radius, tangent

TINY = 1e-300  # What shapes and probabilities are at least: their reciprocals are finite.


def below(x):
    return float(np.nextafter(x, -np.inf))


def uniform(w, low, high):
    x = (w >> 11) * 2.0**-53
    return x if (low, high) == (0, 1) else np.minimum(low + (high - low) * x, below(high))


def normal(z, mean, deviation):
    return z if (mean, deviation) == (0, 1) else mean + deviation * z


def laplace(w, location, scale):
    x = exponential(w << 1)
    return location + scale * np.where(w >> 63 == 1, -x, x)


def logistic(w, location, scale):
    u = open_unit(w)
    return location + scale * ln(u / (1 - u))


def triangular(w, low, mode, high):
    width = high - low
    c, d = (mode - low) / width, (high - mode) / width
    u = open_unit(w)
    lower = u < c
    s = np.sqrt(np.where(lower, u, 1 - u) * np.where(lower, c, d)) * width
    return np.where(lower, np.minimum(low + s, mode), np.maximum(high - s, mode))


def inverse_gaussian(z, w1, mean, shape):
    h = (mean / shape) * 0.5
    w = (z * z) * h
    g = (w + 1) + np.sqrt(w * (w + 2))
    return np.where(open_unit(w1) * (g + 1) <= g, mean / g, mean * g)


def geometric(w, probability):
    if probability == 1:
        rate = 0
    else:
        rate = -1 / log1p(-probability) if probability < 0.5 else -1 / ln(1 - probability)
    return np.floor(exponential(w) * rate)


def log_uniform(w, low, high):
    return np.minimum(low * exp(open_unit(w) * log1p((high - low) / low)), high)


def located(number, rule):
    return Distribution(number, {"location": 0, "scale": 1}, rule, lambda location, scale: scale > 0)


POSITIVE = lambda *p: (0, np.inf)

ONE_WORD = {
    "uniform": Distribution(0, {"low": 0, "high": 1}, uniform, lambda low, high: low < high and high - low < np.inf,
                            lambda low, high: (low, below(high))),
    "normal": Distribution(1, {"mean": 0, "deviation": 1}, normal, lambda mean, deviation: deviation >= 0, pair=True, words=0),
    "exponential": Distribution(2, {"mean": 1}, lambda w, mean: mean * exponential(w), lambda mean: mean > 0, POSITIVE),
    "bernoulli": Distribution(4, {"probability": 0.5}, lambda w, probability: ((w >> 11) * 2.0**-53 < probability) * 1.0,
                              lambda probability: 0 <= probability <= 1, lambda probability: (0, 1), whole=True),
    "lognormal": Distribution(5, {"logMean": 0, "logDeviation": 1}, lambda z, mean, deviation: exp(mean + deviation * z),
                              lambda mean, deviation: deviation >= 0, POSITIVE, pair=True, words=0),
    "cauchy": located(11, lambda w, location, scale: location + scale * tangent(w)),
    "laplace": located(12, laplace),
    "logistic": located(13, logistic),
    "gumbel": located(14, lambda w, location, scale: location - scale * ln(exponential(w))),
    "weibull": Distribution(15, {"shape": None, "scale": 1},
                            lambda w, shape, scale: scale * exp(ln(exponential(w)) * (1 / shape)),
                            lambda shape, scale: shape >= TINY and scale > 0, POSITIVE),
    "pareto": Distribution(16, {"shape": None, "minimum": 1},
                           lambda w, shape, minimum: minimum * exp(exponential(w) * (1 / shape)),
                           lambda shape, minimum: shape >= TINY and minimum > 0, lambda shape, minimum: (minimum, np.inf)),
    "rayleigh": Distribution(17, {"scale": 1}, lambda w, scale: 0 + scale * radius(w), lambda scale: scale > 0, POSITIVE),
    "triangular": Distribution(18, {"low": None, "mode": None, "high": None}, triangular,
                               lambda low, mode, high: low <= mode <= high and low < high and high - low < np.inf,
                               lambda low, mode, high: (low, high)),
    "inverseGaussian": Distribution(19, {"mean": None, "shape": None}, inverse_gaussian,
                                    lambda mean, shape: mean > 0 and shape > 0 and mean / shape <= 1e150, POSITIVE, pair=True),
    "geometric": Distribution(24, {"probability": None}, geometric, lambda probability: TINY <= probability <= 1, POSITIVE,
                              whole=True),
    "logUniform": Distribution(34, {"low": None, "high": None}, log_uniform,
                               lambda low, high: 0 < low < high and (high - low) / low < np.inf,
                               lambda low, high: (low, high)),
}
