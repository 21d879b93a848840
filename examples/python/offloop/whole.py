"""Distributions of whole numbers."""
import numpy as np

from .distribution import Distribution
from .functions import LN2, constants, exp, expm1, lg, ln, log1p, open_unit
from .one_word import POSITIVE, TINY
from .rejection import gamma, gamma_words

LARGE = 2**53 - 1
(ROOT2PI,) = constants(0x40040D931FF62706)
SMALL = 100  # Up to such a mean samples are found by inversion.


def integer(w, low, high):
    n = int(high) - int(low)
    k = np.floor(((w >> 11) * 2.0**-53) / ((2**53 // n) * 2.0**-53))
    return low + k, k < n


def whole_bounds(low, high):
    return whole(low, high) and low < high and max(abs(low), abs(high), int(high) - int(low)) <= LARGE


def whole(*values):
    return all(value == np.floor(value) and abs(value) <= LARGE for value in values)


# Inversion


def cumulative(w, first, ratio, mean, last=np.inf):
    """The smallest k with open(w) < c_k, of arrays of first probabilities and means or of one."""
    u = open_unit(w)
    first, mean, last = (np.broadcast_to(np.asarray(x, np.float64), u.shape) for x in (first, mean, last))
    k, c, p = np.zeros_like(u), first.copy(), first.copy()
    at = np.flatnonzero(~((u < c) | (k >= last) | ((k > mean) & (p < 2.0**-60))))
    n = 0.0
    while len(at) > 0:
        n += 1
        p[at] = p[at] * ratio(n, at)
        c[at] = c[at] + p[at]
        k[at] = n
        at = at[~((u[at] < c[at]) | (n >= last[at]) | ((n > mean[at]) & (p[at] < 2.0**-60)))]
    return k


def guided(w, first, ratio, mean, last=np.inf):
    """The same for one first probability, by a table."""
    k, p, table = 0.0, first, [first]
    while not (k >= last or k > mean and p < 2.0**-60):
        k += 1
        p = p * ratio(k, None)
        table.append(table[-1] + p)
    table[-1] = 1.0
    return np.searchsorted(np.array(table), open_unit(w), side="right").astype(np.float64)


# Rejection: ratios of factorials without cancellation


def stirling(r):
    r2 = r * r
    return r * ((1 / 12 - r2 * (1 / 360)) + (r2 * r2) * ((1 / 1260 - r2 * (1 / 1680)) + (r2 * r2) * (1 / 1188)))


def saddle(k, m):
    """-ln(m^k e^-m / k! sqrt(2 pi m)), for means from 100 up; and whether k may be accepted at all."""
    k, m = np.broadcast_arrays(np.asarray(k, np.float64), np.asarray(m, np.float64))
    d = k - m
    with np.errstate(all="ignore"):
        q = 1 / (k * (k + m))
        v, r = (d * k) * q, (k + m) * q
        z = v * v
        near = ((d + 1) * v + (k + 0.5) * (v * (z * lg(z)))) + r * (1 / 12 - (r * r) * (1 / 360))
        fine = np.where(m < 1000, k >= 10, np.abs(v) <= 0.1715)
        n = np.where(k >= 10, k, 10)
        far = ((k + 0.5) * ln(n * (1 / m)) - d) + stirling(1 / n)
    return np.where(fine, np.where(m < 1000, far, near), np.inf), fine


def poisson_cumulative(w, mean):
    if np.ndim(mean) == 0:
        return guided(w, exp(0 - mean), lambda k, at: mean * (1 / k), mean)
    return cumulative(w, exp(0 - mean), lambda k, at: mean[at] * (1 / k), mean)


def poisson_rejection(w0, w1, mean):
    root = np.sqrt(mean)
    b = 0.931 + 2.53 * root
    a = 0.02483 * b - 0.059
    alpha = (1.127 + 1.1328 / (b - 3.4)) * (ROOT2PI * root)
    sure = 0.925 - 3.6224 / (b - 2)
    u, v = open_unit(w0) - 0.5, open_unit(w1)
    us = 0.5 - np.abs(u)
    i = 1 / us
    k = np.floor(((2 * a) * i + b) * u + (mean + 0.43))
    e, fine = saddle(k, mean)
    return k, ((us >= 0.07) & (v <= sure)) | (fine & (v * alpha <= (a * (i * i) + b) * exp(0 - e)))


def poisson(*rest):
    *w, mean = rest
    return poisson_rejection(*w, mean) if len(w) == 2 else poisson_cumulative(*w, mean)


def binomial_rejection(w0, w1, trials, p):
    q = 1 - p
    np_, nq = trials * p, trials * q
    s = np.sqrt(np_ * q)
    b = 1.15 + 2.53 * s
    a = (0.0248 * b - 0.0873) + 0.01 * p
    alpha = (2.83 + 5.1 / b) * s
    sure = 0.92 - 4.2 / b
    u, v = open_unit(w0) - 0.5, open_unit(w1)
    us = 0.5 - np.abs(u)
    i = 1 / us
    k = np.floor(((2 * a) * i + b) * u + (np_ + 0.5))
    e1, fine1 = saddle(k, np_)
    e2, fine2 = saddle(trials - k, nq)
    full = fine1 & fine2 & (v * alpha <= (a * (i * i) + b) * exp(0 - np.where(fine1 & fine2, e1 + e2, 0)))
    return k, ((us >= 0.07) & (v <= sure)) | full


def binomial_of_each(w0, w1, trials, probability):
    """Of an array of trials, and whether each is accepted."""
    turned = probability > 0.5
    p = 1 - probability if turned else probability
    odds = p / (1 - p)
    large = trials * p > SMALL
    some = p if p > 0 else 0.5
    k, accepted = binomial_rejection(w0, w1, np.where(large, trials, np.ceil(1000 / some)), some)
    few = trials[~large]
    k[~large] = cumulative(w0[~large], exp(few * log1p(0 - p)), lambda k, at: (few[at] - (k - 1)) * (odds * (1 / k)), few * p, few)
    return trials - k if turned else k, accepted | ~large


def binomial(*rest):
    *w, trials, probability = rest
    turned = probability > 0.5
    p = 1 - probability if turned else probability
    if len(w) == 2:
        k, accepted = binomial_rejection(*w, trials, p)
        return trials - k if turned else k, accepted
    odds = p / (1 - p)
    k = guided(*w, exp(trials * log1p(0 - p)), lambda k, at: (trials - (k - 1)) * (odds * (1 / k)), trials * p, trials)
    return trials - k if turned else k


def binomial_words(trials, probability):
    return False, 1 if trials * min(probability, 1 - probability) <= SMALL else 2


def odds_against(probability):
    return (1 - probability) / probability


def by_inversion(successes, probability):
    return successes * odds_against(probability) <= SMALL and probability >= 1 / 11


def negative_binomial(z, w1, successes, probability):  # Where inversion does: else it has two stages.
    q = 1 - probability
    return guided(w1, exp(successes * ln(probability)), lambda k, at: (successes + (k - 1)) * (q * (1 / k)),
                  successes * odds_against(probability))


def negative_binomial_stages(successes, probability):
    """Of each stage: its rule, of words and what the stage before gives, how many words it takes, and its range."""
    if by_inversion(successes, probability):
        return None
    pair, count = gamma_words(successes)
    return (pair, count, lambda *taken: gamma(*taken, successes, odds_against(probability))), poisson_of_each


def poisson_of_each(w0, w1, mean):
    large = mean > SMALL
    k, accepted = poisson_rejection(w0, w1, np.where(large, mean, 1000))
    k[~large] = poisson_cumulative(w0[~large], mean[~large])
    return k, accepted | ~large


def smallest(good, bad, drawn):
    n = good + bad
    return n, min(good, bad), max(good, bad), min(drawn, n - drawn)


def hypergeometric(*rest):
    *w, good, bad, drawn = rest
    n, g, b, s = smallest(good, bad, drawn)
    mean = g / n * s if n > 0 else 0
    if len(w) == 2:
        k, accepted = hypergeometric_rejection(*w, n, g, b, s, mean)
    else:
        k = guided(*w, none_of_them(n, g, b, s), lambda k, at: ((g - (k - 1)) * (s - (k - 1))) / (k * ((b - s) + k)), mean, min(g, s))
    y = g - k if drawn > n - drawn else k
    x = drawn - y if good > bad else y
    return x if len(w) == 1 else (x, accepted)


def none_of_them(n, g, b, s):
    if min(g, s) < 256:
        first = 1.0
        for j in range(int(min(g, s))):
            first = first * (((n - max(g, s)) - j) / (n - j))
        return first
    x = (s / b) * (g / (n - s))
    return exp(((g * log1p(0 - s / n) + s * log1p(0 - g / n)) - ((b - s) + 0.5) * log1p(0 - x))
               + ((stirling(1 / b) - stirling(1 / (b - s))) + (stirling(1 / (n - s)) - stirling(1 / n))))


def hypergeometric_rejection(w0, w1, n, g, b, s, mean):
    m2, m3, m4 = (g / n) * (n - s), (b / n) * s, (b / n) * (n - s)
    h = 1.7155277699214135 * np.sqrt((mean * (b / n)) * ((n - s) / (n - 1)) + 0.5) + 0.8989161620588988
    c = 1 + 0.05 * ((1 / mean + 1 / m2) + (1 / m3 + 1 / m4))
    u, v = open_unit(w0), open_unit(w1) - 0.5
    k = np.floor((mean + 0.5) + h * (v / u))
    e, fine = zip(saddle(k, mean), saddle(g - k, m2), saddle(s - k, m3), saddle((b - s) + k, m4))
    fine = np.all(fine, axis=0)
    return k, fine & ((u * u) * c <= exp(0 - np.where(fine, (e[0] + e[1]) + (e[2] + e[3]), 0)))


def hypergeometric_words(good, bad, drawn):
    n, g, b, s = smallest(good, bad, drawn)
    return False, 1 if n == 0 or g / n * s <= SMALL else 2


def hypergeometric_allowed(good, bad, drawn):
    return whole(good, bad, drawn) and min(good, bad, drawn) >= 0 and int(good) + int(bad) <= LARGE and drawn <= good + bad


def zipf(w, exponent, maximum):
    o = 1 - exponent

    def area(l):  # H.
        y = np.asarray(l * o)
        return l * np.where(y == 0, 1, expm1(np.maximum(y, -700)) / np.where(y == 0, 1, y))

    def inverse(z):  # G: the logarithm.
        t = np.asarray(np.maximum(z * o, -1 + 2.0**-53))
        return z * np.where(t == 0, 1, log1p(t) / np.where(t == 0, 1, t))

    low = area(ln(1.5)) - 1
    width = area(ln(maximum + 0.5)) - low
    sure = 2 - exp(inverse(area(ln(2.5)) - exp((0 - exponent) * LN2)))
    u = open_unit(w) * width + low
    x = exp(inverse(u))
    k = np.maximum(np.minimum(np.floor(x + 0.5), maximum), 1)
    return k, (k - x <= sure) | (area(ln(k + 0.5)) - exp(ln(k) * (0 - exponent)) <= u)


def sums_of(weights):
    h = l = c = 0.0
    sums = []
    for w in weights.tolist():
        s = h + w
        t = s - h
        e = (h - (s - t)) + (w - t)
        h, l = s, l + e
        c = max(c, h + l)
        sums.append(c)
    return np.array(sums)


def categorical(w, weights):
    sums = sums_of(weights)
    return np.searchsorted(sums / sums[-1], open_unit(w), side="right").astype(np.float64)


def weights_allowed(weights):
    with np.errstate(over="ignore"):
        return np.ndim(weights) == 1 and 1 <= len(weights) <= 2**20 and min(weights) >= 0 and 0 < sum(weights.tolist()) < np.inf


WHOLE = {
    "integer": Distribution(3, {"low": None, "high": None}, integer, whole_bounds, lambda low, high: (low, high - 1), whole=True),
    "poisson": Distribution(22, {"mean": None}, poisson, lambda mean: 0 <= mean <= 1e15, POSITIVE, whole=True,
                            takes=lambda mean: (False, 1 if mean <= SMALL else 2)),
    "binomial": Distribution(23, {"trials": None, "probability": None}, binomial,
                             lambda trials, probability: whole(trials) and trials >= 0 and 0 <= probability <= 1,
                             lambda trials, probability: (0, trials), whole=True, takes=binomial_words),
    "negativeBinomial": Distribution(25, {"successes": None, "probability": None}, negative_binomial,
                                     lambda successes, probability: successes >= TINY and 1e-13 <= probability <= 1 and
                                     successes * odds_against(probability) <= 1e15, POSITIVE, pair=True, whole=True,
                                     stages=negative_binomial_stages, takes=lambda *p: (True, 1)),
    "hypergeometric": Distribution(26, {"good": None, "bad": None, "drawn": None}, hypergeometric, hypergeometric_allowed,
                                   lambda good, bad, drawn: (max(0, drawn - bad), min(good, drawn)), whole=True,
                                   takes=hypergeometric_words),
    "zipf": Distribution(27, {"exponent": None, "maximum": None}, zipf, lambda exponent, maximum:
                         0 <= exponent <= 1e300 and whole(maximum) and 1 <= maximum <= 2**40,
                         lambda exponent, maximum: (1, maximum), whole=True),
    "categorical": Distribution(28, {"weights": None}, categorical, weights_allowed, lambda weights: (0, len(weights) - 1), whole=True),
}
