"""SciPy's distributions by the library's names and parameters, and the parameters with which each is tried; the first of
each have so many values that cells of pairs make sense. As a program it answers, for a list of names on standard input, each
one's cases: the parameters, the measures of a sample (one is its value, rows have several), the cells in which each is counted
by their upper edges (the last has none) and their probabilities, and what holds of every row."""
import json
import sys

import numpy as np
from scipy import special, stats

PI = np.pi
INFINITY = np.inf

# Equally likely cells, and the tails on both sides, each half as likely as the one before.
CELLS = 4096
TAILS = 0.5 ** np.arange(13, 25)
# Edges are no nearer to each other, and to bounds, than this part of themselves: doubles beside each other are few there.
APART = 2.0**-36
# Beyond are atoms: samples that are 0 or infinite because no double is so small or so large.
LEAST, MOST = 1e-290, 1e290


class Whole:
    """Whole numbers by their probabilities from k = low on, which need not add up to 1."""
    discrete = True

    def __init__(self, probabilities, low=0):
        p = np.asarray(probabilities, np.longdouble)
        self.low, self.high = low, low + len(p) - 1
        self.below = np.cumsum(p) / p.sum()
        self.above = np.append(np.cumsum(p[::-1])[::-1][1:], 0) / p.sum()

    def support(self):
        return self.low, self.high

    def ppf(self, q):
        return self.low + np.minimum(np.searchsorted(self.below, q), len(self.below) - 1).astype(float)

    def isf(self, q):
        return self.low + np.searchsorted(-self.above, -np.asarray(q)).astype(float)

    def cdf(self, x):
        return self.below[np.asarray(x, int) - self.low].astype(float)

    def sf(self, x):
        return self.above[np.asarray(x, int) - self.low].astype(float)


class Known:
    """A distribution by its own functions; what is not given follows from the others, where that loses nothing."""

    def __init__(self, cdf, ppf, sf=None, isf=None, support=(-INFINITY, INFINITY), discrete=False):
        self.cdf, self.ppf = cdf, ppf
        self.sf = sf or (lambda x: 1 - cdf(x))
        self.isf = isf or (lambda q: ppf(1 - q))
        self.support, self.discrete = (lambda: support), discrete


def geometric(probability):
    rate = np.log1p(-probability)
    return Known(lambda k: -np.expm1((k + 1) * rate), lambda q: np.ceil(np.log1p(-q) / rate) - 1,
                 lambda k: np.exp((k + 1) * rate), lambda q: np.ceil(np.log(q) / rate) - 1, (0, INFINITY), True)


def log_uniform(low, high):
    span = np.log1p((high - low) / low)
    return Known(lambda x: np.log1p((x - low) / low) / span, lambda q: low * np.exp(q * span), support=(low, high))


def poisson(mean):
    if mean < 1e8:
        return stats.poisson(mean)
    # Of which SciPy finds no quantiles below the mean.
    root = np.sqrt(mean)
    return Known(lambda k: special.gammaincc(k + 1, mean), lambda q: np.floor(mean + root * stats.norm.ppf(q)),
                 lambda k: special.gammainc(k + 1, mean), lambda q: np.floor(mean + root * stats.norm.isf(q)), (0, INFINITY), True)


def inverse_gaussian(mean, shape):
    x = stats.invgauss(mean / shape, scale=shape)
    if mean / shape > 1e-3:
        return x
    # SciPy looks for quantiles long, and edges need not be exact.
    deviation = np.sqrt(mean / shape) * mean
    return Known(x.cdf, lambda q: mean + deviation * stats.norm.ppf(q), x.sf, lambda q: mean + deviation * stats.norm.isf(q), (0, INFINITY))


def pert(low, mode, high):
    span = high - low
    return stats.beta(1 + 4 * (mode - low) / span, 1 + 4 * (high - mode) / span, loc=low, scale=span)


def truncated_normal(mean, deviation, low, high):
    a = (low - mean) / deviation
    if a > 1e8:
        # So deep in a tail it is exponential, within 1e-16.
        return stats.expon(low, deviation / a)
    return stats.truncnorm(a, (high - mean) / deviation, mean, deviation)


class VonMises:
    """By integration of its density, which turns round at pi."""
    discrete = False

    def __init__(self, mean, concentration):
        self.mean, self.k = mean, concentration
        self.width = min(1 / np.sqrt(concentration) if concentration > 0 else 10, 2.0)

    def support(self):
        return -PI, PI

    def ppf(self, q):
        """Nearly: edges need not be exact."""
        y = np.unique(np.clip(np.concatenate((self.width * np.linspace(-12, 12, 2**16), np.linspace(-PI, PI, 2**12))), -PI, PI))
        below = np.cumsum(np.exp(-2 * self.k * np.sin(y / 2) ** 2) * np.gradient(y))
        centred = np.interp(q, below / below[-1], y)
        return np.sort((centred + self.mean + PI) % (2 * PI) - PI)

    isf = ppf

    def cells(self, edges):
        """The probability between each two edges, and outside all."""
        near = self.mean + self.width * np.linspace(-40, 40, 801)
        wrapped = (near[abs(near - self.mean) < PI] + PI) % (2 * PI) - PI
        points = np.unique(np.concatenate((edges, wrapped, np.linspace(-PI, PI, 257))))
        nodes, weights = np.polynomial.legendre.leggauss(12)
        half = np.diff(points) / 2
        x = (points[:-1] + half)[:, None] + half[:, None] * nodes
        mass = (np.exp(-2 * self.k * np.sin((x - self.mean) / 2) ** 2) * weights).sum(1) * half
        return np.bincount(np.searchsorted(edges, points[1:]), mass, len(edges) + 1) / mass.sum()


def harmonic(k, exponent):
    """The sum of j^-exponent up to k, by Euler and Maclaurin above 1,000."""
    k = np.asarray(k, np.longdouble)
    n = 1000
    first = np.cumsum(np.arange(1, n + 1, dtype=np.longdouble) ** -np.longdouble(exponent))
    far = np.maximum(k, n)
    o = np.longdouble(1 - exponent)
    y = o * np.log(far / n)
    integral = np.longdouble(n) ** o * np.log(far / n) * np.where(y == 0, 1, np.expm1(y) / np.where(y == 0, 1, y))
    rest = (far**-exponent - n**-np.longdouble(exponent)) / 2 - exponent * (far ** (-exponent - 1) - n ** (-np.longdouble(exponent) - 1)) / 12
    return np.where(k <= n, first[np.clip(k.astype(int), 1, n) - 1], first[-1] + integral + rest)


def zipf(exponent, maximum):
    if maximum <= 1_000_000:
        return Whole(np.arange(1, maximum + 1, dtype=np.longdouble) ** -np.longdouble(exponent), 1)
    whole = harmonic(maximum, exponent)
    guess = np.unique(np.concatenate((np.arange(1, 1001), np.floor(np.geomspace(1000, maximum, 2**19)))))
    below = (harmonic(guess, exponent) / whole).astype(float)
    find = lambda q: guess[np.minimum(np.searchsorted(below, q), len(guess) - 1)]
    return Known(lambda k: (harmonic(k, exponent) / whole).astype(float), find,
                 lambda k: ((whole - harmonic(k, exponent)) / whole).astype(float), support=(1, maximum), discrete=True)


def hypergeometric(good, bad, drawn):
    all, least, most = good + bad, max(0, drawn - bad), min(good, drawn)
    mean = drawn * (good / all)
    deviation = np.sqrt(mean * (bad / all) * ((all - drawn) / max(all - 1, 1)))
    if deviation > 1e6:
        # Where all four are alike: its skewness is 0, and what else is not normal is of the order of 1 / deviation^2.
        return Known(lambda k: stats.norm.cdf((k + 0.5 - mean) / deviation), lambda q: np.floor(mean + deviation * stats.norm.ppf(q)),
                     lambda k: stats.norm.sf((k + 0.5 - mean) / deviation), lambda q: np.floor(mean + deviation * stats.norm.isf(q)),
                     (least, most), True)
    k = np.arange(max(least, int(mean - 14 * deviation - 60)), min(most, int(mean + 14 * deviation + 60)) + 1)
    j = k[:-1].astype(np.longdouble)
    steps = np.log((good - j) * (drawn - j)) - np.log((j + 1) * ((bad - drawn) + j + 1))
    logs = np.concatenate(([np.longdouble(0)], np.cumsum(steps)))
    return Whole(np.exp(logs - logs.max()), int(k[0]))


def categorical(weights):
    return Whole(weights)


DISTRIBUTIONS = {
    "uniform": (lambda low=0, high=1: stats.uniform(low, high - low),
                [{}, {"low": -2, "high": 5}, {"low": 1e6, "high": 1e6 + 1}]),
    "normal": (lambda mean=0, deviation=1: stats.norm(mean, deviation),
               [{}, {"mean": -3, "deviation": 0.25}, {"mean": 1e6, "deviation": 1e3}]),
    "exponential": (lambda mean=1: stats.expon(scale=mean), [{}, {"mean": 1e-3}, {"mean": 250}]),
    # Of the last two a quarter and half of all first attempts are rejected.
    "integer": (lambda low, high: stats.randint(int(low), int(high)),
                [{"low": -500_000, "high": 500_003}, {"low": 1, "high": 7}, {"low": -1000, "high": 1001},
                 {"low": 0, "high": 3 * 2**51}, {"low": -(2**51), "high": 2**51 + 1}]),
    "bernoulli": (lambda probability=0.5: stats.bernoulli(probability), [{}, {"probability": 1e-3}, {"probability": 2 / 3}]),
    "lognormal": (lambda logMean=0, logDeviation=1: stats.lognorm(logDeviation, scale=np.exp(logMean)),
                  [{}, {"logMean": 3, "logDeviation": 0.25}, {"logDeviation": 100}, {"logMean": -600, "logDeviation": 50}]),
    # Below 1 there is a third word; above a shape of 94 a shorter formula; near 0 half of the samples are 0.
    "gamma": (lambda shape, scale=1: stats.gamma(shape, scale=scale),
              [{"shape": 2.5}, {"shape": 0.5, "scale": 3}, {"shape": 1}, {"shape": 0.01}, {"shape": 1e-3}, {"shape": 1 - 2**-53},
               {"shape": 94.3}, {"shape": 100, "scale": 1e-3}, {"shape": 1e12}]),
    "beta": (lambda alpha, beta: stats.beta(alpha, beta),
             [{"alpha": 2, "beta": 3}, {"alpha": 0.5, "beta": 0.5}, {"alpha": 1, "beta": 1}, {"alpha": 0.2, "beta": 7},
              {"alpha": 7, "beta": 0.2}, {"alpha": 0.01, "beta": 0.02}, {"alpha": 100, "beta": 200}, {"alpha": 1e8, "beta": 1e9}]),
    "chiSquared": (lambda degrees: stats.chi2(degrees), [{"degrees": 5}, {"degrees": 1}, {"degrees": 2}, {"degrees": 0.01}, {"degrees": 1e12}]),
    "studentT": (lambda degrees: stats.t(degrees), [{"degrees": 5}, {"degrees": 1}, {"degrees": 0.5}, {"degrees": 0.05}, {"degrees": 1e6}]),
    "fisherF": (lambda degrees1, degrees2: stats.f(degrees1, degrees2),
                [{"degrees1": 5, "degrees2": 8}, {"degrees1": 1, "degrees2": 1}, {"degrees1": 0.5, "degrees2": 20},
                 {"degrees1": 20, "degrees2": 0.5}, {"degrees1": 300, "degrees2": 1e5}]),
    "cauchy": (lambda location=0, scale=1: stats.cauchy(location, scale), [{}, {"location": 1000, "scale": 2}, {"location": -3.5}]),
    "laplace": (lambda location=0, scale=1: stats.laplace(location, scale), [{}, {"location": 1000, "scale": 2}, {"scale": 1e-5}]),
    "logistic": (lambda location=0, scale=1: stats.logistic(location, scale), [{}, {"location": 1000, "scale": 2}, {"scale": 1e-5}]),
    "gumbel": (lambda location=0, scale=1: stats.gumbel_r(location, scale), [{}, {"location": 1000, "scale": 2}, {"scale": 1e-5}]),
    "weibull": (lambda shape, scale=1: stats.weibull_min(shape, scale=scale),
                [{"shape": 1.5}, {"shape": 1, "scale": 3}, {"shape": 0.01}, {"shape": 1e-3}, {"shape": 1e6, "scale": 1e200}]),
    "pareto": (lambda shape, minimum=1: stats.pareto(shape, scale=minimum),
               [{"shape": 2}, {"shape": 1, "minimum": 3}, {"shape": 0.05, "minimum": 1e-20}, {"shape": 1e-3}]),
    "rayleigh": (lambda scale=1: stats.rayleigh(scale=scale), [{}, {"scale": 2.5}, {"scale": 1e-200}]),
    "triangular": (lambda low, mode, high: stats.triang((mode - low) / (high - low), low, high - low),
                   [{"low": 0, "mode": 0.25, "high": 1}, {"low": 0, "mode": 0, "high": 1}, {"low": -1, "mode": 1, "high": 1},
                    {"low": 1e3, "mode": 1e6, "high": 1e7}]),
    "inverseGaussian": (inverse_gaussian,
                        [{"mean": 1, "shape": 1}, {"mean": 3, "shape": 0.2}, {"mean": 1e-3, "shape": 1e3}, {"mean": 1e4, "shape": 1}]),
    "geometric": (geometric, [{"probability": 0.01}, {"probability": 0.5}, {"probability": 0.1}, {"probability": 0.999},
                              {"probability": 1e-9}, {"probability": 1e-200}]),
    # Below 0.4 it is drawn from uniforms.
    "vonMises": (VonMises, [{"mean": 0, "concentration": 4}, {"mean": 0.5, "concentration": 0.1}, {"mean": 1, "concentration": 0},
                            {"mean": PI, "concentration": 1}, {"mean": -3, "concentration": 0.4 - 2**-54}, {"mean": -PI, "concentration": 0.4},
                            {"mean": -1, "concentration": 50}, {"mean": 3, "concentration": 1e10}]),
    # All four rules, from both sides, at their edges, and far away.
    "truncatedNormal": (truncated_normal,
                        [{"mean": 0, "deviation": 1, "low": -2, "high": 2}, {"mean": 0, "deviation": 1, "low": -1, "high": 1},
                         {"mean": 0, "deviation": 1, "low": 1, "high": INFINITY}, {"mean": 5, "deviation": 2, "low": -INFINITY, "high": 1},
                         {"mean": 0, "deviation": 1, "low": 1, "high": 2}, {"mean": 0, "deviation": 1, "low": -1.1, "high": -1},
                         {"mean": 0, "deviation": 1, "low": -INFINITY, "high": 0}, {"mean": 0, "deviation": 1, "low": -2.5, "high": 0},
                         {"mean": 0, "deviation": 1, "low": 0, "high": 2.5 - 2**-50}, {"mean": 0, "deviation": 1, "low": 30, "high": 31},
                         {"mean": -1e200, "deviation": 1, "low": 0, "high": INFINITY}]),
    # Tables up to a mean of 100, and two formulas for what lies above.
    "poisson": (poisson, [{"mean": 100 + 2**-40}, {"mean": 4}, {"mean": 0.5}, {"mean": 1e-3}, {"mean": 100}, {"mean": 1000 - 2**-40},
                                {"mean": 1000}, {"mean": 1e6}, {"mean": 1e12}]),
    "binomial": (lambda trials, probability: stats.binom(trials, probability),
                 [{"trials": 1000, "probability": 0.5}, {"trials": 20, "probability": 0.3}, {"trials": 20, "probability": 0.7},
                  {"trials": 200, "probability": 0.5}, {"trials": 201, "probability": 0.5}, {"trials": 3000, "probability": 0.4},
                  {"trials": 1_000_000, "probability": 0.6}, {"trials": 2**53 - 1, "probability": 1e-14},
                  {"trials": 10**12, "probability": 1e-9}]),
    # Tables, and two stages, of which the second is poisson's of either rule.
    "negativeBinomial": (lambda successes, probability: stats.nbinom(successes, probability),
                         [{"successes": 5, "probability": 0.05}, {"successes": 5, "probability": 0.4}, {"successes": 0.5, "probability": 0.05},
                          {"successes": 3.3, "probability": 0.01}, {"successes": 1000, "probability": 0.3}, {"successes": 100, "probability": 0.5},
                          {"successes": 0.01, "probability": 1e-3}, {"successes": 2, "probability": 1e-8}]),
    "hypergeometric": (hypergeometric,
                       [{"good": 2000, "bad": 3000, "drawn": 2500}, {"good": 1000, "bad": 300, "drawn": 100}, {"good": 7, "bad": 5, "drawn": 6},
                        {"good": 300, "bad": 1000, "drawn": 1200}, {"good": 402, "bad": 402, "drawn": 402},
                        {"good": 255, "bad": 100_000, "drawn": 10_000}, {"good": 256, "bad": 100_000, "drawn": 10_000},
                        {"good": 10**6, "bad": 10**6, "drawn": 10**6}, {"good": 10**15, "bad": 10**8, "drawn": 10**9},
                        {"good": 2**52 - 1, "bad": 2**52 - 1, "drawn": 2**52 - 1}]),
    "zipf": (zipf, [{"exponent": 0.5, "maximum": 1000}, {"exponent": 1, "maximum": 100}, {"exponent": 0, "maximum": 6},
                    {"exponent": 1.5, "maximum": 10**9}, {"exponent": 2, "maximum": 10_000}, {"exponent": 3, "maximum": 2**40},
                    {"exponent": 1 + 2**-52, "maximum": 50}, {"exponent": 1, "maximum": 2**40}, {"exponent": 0, "maximum": 2**40}]),
    "categorical": (categorical,
                    [{"weights": [1 / k for k in range(1, 201)]}, {"weights": [1, 2, 3]}, {"weights": [1] * 7},
                     {"weights": [1e-300, 1e300, 0, 1e300]}, {"weights": [0, 0.7, 0, 0.3]}, {"weights": [5e-324, 0, 5e-324, 1e-320]},
                     {"weights": [1 + k % 7 for k in range(100_000)]}]),
    "pert": (pert, [{"low": 0, "mode": 0.25, "high": 1}, {"low": 0, "mode": 0, "high": 1}, {"low": -1, "mode": 1, "high": 1},
                    {"low": 1e3, "mode": 1e6, "high": 1e7}]),
    "logUniform": (log_uniform, [{"low": 1, "high": 10}, {"low": 1e-280, "high": 1e8}, {"low": 1, "high": 1 + 1e-6}, {"low": 0.1, "high": 0.5}]),
}


# Rows: a measure is of one number, of a weighted sum of all, of a form x'Mx about a centre, or of the signs of two.
def number(index, x):
    return {"name": f"number {index}", "weights": {index: 1}}, x


def weighted(name, weights, x):
    return {"name": name, "weights": dict(enumerate(weights))}, x


def quadratic(name, centre, matrix, x):
    return {"name": name, "centre": list(centre), "matrix": np.asarray(matrix).tolist()}, x


def signs(i, j, centre, correlation):
    """In which quarter two numbers are, which vary as two normals."""
    alike = 0.25 + np.arcsin(correlation) / (2 * PI)
    return {"name": f"signs of {i} and {j}", "signs": [i, j], "centre": centre}, Whole([alike, 0.5 - alike, 0.5 - alike, alike])


def multivariate_normal(means, covariance):
    means, a = np.array(means, float), np.array(covariance, float)
    n, deviations = len(means), np.sqrt(np.diag(a))
    some = [i for i in (0, 1, n - 1) if i < n and a[i, i] > 0]
    found = [number(i, stats.norm(means[i], deviations[i])) for i in dict.fromkeys(some)]
    mix = np.cos(np.arange(n))
    found.append(weighted("a sum", mix, stats.norm(mix @ means, np.sqrt(mix @ a @ mix))))
    values, vectors = np.linalg.eigh(a)
    large = values > 1e-9 * values.max()
    inverse = (vectors[:, large] / values[large]) @ vectors[:, large].T
    found.append(quadratic("distance", means, inverse, stats.chi2(int(large.sum()))))
    if n > 1 and a[0, 0] > 0 and a[1, 1] > 0:
        found.append(signs(0, 1, [means[0], means[1]], np.clip(a[0, 1] / deviations[0] / deviations[1], -1, 1)))
    # What the numbers of a matrix of lower rank always add up to.
    holds = [{"name": "lower rank", "weights": vectors[:, i].tolist(), "is": float(vectors[:, i] @ means), "within": 1e-7 * np.sqrt(values.max())}
             for i in np.flatnonzero(~large)]
    return found, holds


def dirichlet(alphas):
    all, n = sum(alphas), len(alphas)
    found = [number(i, stats.beta(alphas[i], all - alphas[i])) for i in dict.fromkeys((0, 1, n - 1) if n > 2 else (0,))]
    if n > 3:
        found.append(weighted("the first two", [1, 1] + [0] * (n - 2), stats.beta(alphas[0] + alphas[1], all - alphas[0] - alphas[1])))
    return found, [{"name": "adds up to 1", "weights": [1] * n, "is": 1, "within": n * 2**-52}]


def multinomial(trials, probabilities):
    p, n = np.array(probabilities, float), len(probabilities)
    p /= p.sum()
    some = [i for i in (0, 1, n - 1) if 0 < p[i] < 1 and not (i == 1 and n == 2)]
    found = [number(i, stats.binom(trials, p[i])) for i in dict.fromkeys(some)]
    if n > 3:
        found.append(weighted("the first two", [1, 1] + [0] * (n - 2), stats.binom(trials, p[0] + p[1])))
    if trials * p.min() > 1e7:
        found.append(quadratic("distance", trials * p, np.diag(1 / (trials * p)), stats.chi2(n - 1)))
    return found, [{"name": "adds up to trials", "weights": [1] * n, "is": trials, "within": 0}]


def direction(dimensions):
    n = dimensions
    coordinate = Whole([1, 0, 1], -1) if n == 1 else stats.beta((n - 1) / 2, (n - 1) / 2, loc=-1, scale=2)
    found = [number(i, coordinate) for i in dict.fromkeys((0, n - 1))]
    if n > 1:
        mix = np.cos(np.arange(n))
        found += [weighted("along another", mix / np.sqrt(mix @ mix), coordinate), signs(0, 1, [0, 0], 0)]
    return found, [{"name": "of length 1", "matrix": np.eye(n).tolist(), "centre": [0] * n, "is": 1, "within": n * 2**-50}]


NEAR = [[0.9 ** abs(i - j) for j in range(8)] for i in range(8)]
ROWS = {
    "multivariateNormal": (multivariate_normal,
                           [{"means": [0, 0], "covariance": [[1, 0.5], [0.5, 1]]}, {"means": [1, -2, 3], "covariance": [[4, 1.5, 0.3], [1.5, 1, 0.2], [0.3, 0.2, 2]]},
                            {"means": [0, 0], "covariance": [[1, 1], [1, 1]]}, {"means": [1, 2, 3], "covariance": [[1, 0, 1], [0, 1, 1], [1, 1, 2]]},
                            {"means": list(range(8)), "covariance": NEAR}]),
    "dirichlet": (dirichlet, [{"alphas": [1, 2, 3]}, {"alphas": [0.5, 0.5]}, {"alphas": [0.01, 0.02, 0.03]}, {"alphas": [0.1, 10, 100]},
                              {"alphas": [0.3 + k / 7 for k in range(10)]}]),
    "multinomial": (multinomial, [{"trials": 1000, "probabilities": [0.3, 0.3, 0.4]}, {"trials": 10, "probabilities": [0.2, 0.3, 0.5]},
                                  {"trials": 100, "probabilities": [0, 0.5, 0, 0.5, 0]}, {"trials": 1_000_000, "probabilities": [1e-6, 0.5, 0.499999]},
                                  {"trials": 10**10, "probabilities": [1 / 17] * 17}]),
    "direction": (direction, [{"dimensions": 3}, {"dimensions": 1}, {"dimensions": 2}, {"dimensions": 16}]),
}


def apart(edges, low, high):
    """Of sorted edges those that are far enough from each other and from the bounds."""
    edges = edges[(abs(edges) < MOST) & ((abs(edges) > LEAST) | (edges == 0))]
    kept, last = [], low
    for edge in edges.tolist():
        room = APART * abs(edge)
        if edge - last > room and (high - edge > APART * abs(high) or np.isinf(high)):
            kept.append(edge)
            last = edge
    return np.array(kept)


def cells(x):
    low, high = x.support()
    discrete = isinstance(getattr(x, "dist", None), stats.rv_discrete) or getattr(x, "discrete", False)
    edges = np.concatenate((x.ppf(TAILS), x.ppf(np.arange(1, CELLS) / CELLS), x.isf(TAILS)))
    edges = np.unique(edges[np.isfinite(edges)].astype(float))
    # Where samples may be 0 because no double is so small, 0 is in the cell of the least ones.
    edges = edges[(edges < high) & (discrete | (edges != low))]
    edges = apart(edges, low - 1 if discrete else -INFINITY if low == 0 else low, high)
    if len(edges) == 0:
        raise ValueError("no edges")
    if isinstance(x, VonMises):
        return {"edges": edges.tolist(), "p": x.cells(edges).tolist()}
    # Each side from its own tail, where a difference from 1 would have lost its digits.
    below, above = np.append(x.cdf(edges), 1), np.insert(x.sf(edges), 0, 1)
    p = np.where(below < 0.5, np.diff(below, prepend=0), -np.diff(above, append=0))
    if not (np.isfinite(p).all() and (p >= 0).all() and abs(p.sum() - 1) < 1e-9):
        raise ValueError(f"probabilities are not right: they add up to {p.sum()}")
    return {"edges": edges.tolist(), "p": p.tolist()}


def case(name, parameters):
    if name in ROWS:
        measures, holds = ROWS[name][0](**parameters)
    else:
        measures, holds = [({"name": "", "weights": {0: 1}}, DISTRIBUTIONS[name][0](**parameters))], []
    return {"parameters": parameters, "holds": holds, "measures": [{**of, **cells(x)} for of, x in measures]}


def cases(name):
    found = []
    for parameters in (ROWS.get(name) or DISTRIBUTIONS[name])[1]:
        try:
            found.append(case(name, parameters))
        except Exception as error:
            raise RuntimeError(f"{name} of {parameters}") from error
    return found


def plain(value):
    """JSON has no infinite numbers: as in docs/vectors they are words."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value] if value and isinstance(value[0], (list, dict)) else value
    return ("Infinity" if value > 0 else "-Infinity") if isinstance(value, float) and np.isinf(value) else value


if __name__ == "__main__":
    # Quantiles beyond all doubles are left out.
    np.seterr(all="ignore")
    json.dump(plain({name: cases(name) for name in json.load(sys.stdin)}), sys.stdout, allow_nan=False)
