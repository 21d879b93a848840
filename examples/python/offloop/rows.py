"""Distributions whose samples are rows of numbers. The rule of one gets the words of all inner samples, by m."""
import numpy as np

from .distribution import Distribution
from .functions import exp, ln, open_unit
from .rejection import HUGE, TINY, boost, cube
from .whole import LARGE, binomial_of_each, whole

SIZE = 1024


def factor(a):
    """L of a covariance: with pivots where a matrix is not clearly positive definite."""
    root = np.sqrt(np.maximum(np.diag(a), 0))
    if np.any(np.diag(a) < 0) or np.any(np.abs(a - a.T) > np.outer(root, root) * 2.0**-30):
        raise ValueError("a covariance is symmetric, and its diagonal is not negative")
    a = np.tril(a) + np.tril(a, -1).T
    left = columns(a, len(a) * 2.0**-40 * np.diag(a), pivots=False)
    return columns(a, None, pivots=True) if left is None else left


def columns(a, least, pivots):
    n = len(a)
    diagonal, root = np.diag(a), np.sqrt(np.diag(a))
    left, rest = np.zeros((n, n)), list(range(n))
    r = diagonal.copy()
    for c in range(n):
        j = c
        if pivots:
            quotients = np.where(diagonal[rest] == 0, 0, r[rest] / np.where(diagonal[rest] == 0, 1, diagonal[rest]))
            j = rest[int(np.argmax(quotients))]
            if not quotients.max() > n * 2.0**-50:
                break
        elif not r[j] > least[j]:
            return None
        rest.remove(j)
        left[j, c] = np.sqrt(r[j])
        left[rest, c] = remainder(a, left, c, rest, j) / left[j, c]
        r = r - left[:, c] * left[:, c]
    for j in rest:
        others = [i for i in rest if i != j]
        if r[j] < 0 - 2.0**-30 * diagonal[j] or np.any(np.abs(remainder(a, left, n, others, j)) > root[others] * root[j] * 2.0**-19):
            raise ValueError("a covariance is positive semidefinite")
    return left


def remainder(a, left, c, rest, j):
    r = a[rest, j].copy()
    for k in range(c):
        r = r - left[rest, k] * left[j, k]
    return r


def multivariate_normal(inner, means, covariance):
    z = inner.normals().reshape(-1, len(means))
    left = factor(covariance)
    numbers = np.empty_like(z)
    for i in range(len(means)):
        s = left[i, 0] * z[:, 0]
        for k in range(1, len(means)):
            s = s + left[i, k] * z[:, k]
        numbers[:, i] = means[i] + s
    return numbers


def covariance_allowed(means, covariance):
    if np.ndim(means) != 1 or not 1 <= len(means) <= SIZE or np.shape(covariance) != (len(means),) * 2:
        return False
    try:
        factor(covariance)
        return True
    except ValueError:
        return False


def dirichlet(inner, alphas):
    alpha = np.tile(alphas, inner.count // len(alphas))

    def attempt(taken, at):
        z, w1, w2 = taken
        v, h, d = cube(z, alpha[at])
        return np.stack((v * d, boost(w2, alpha[at])), axis=1), ln(open_unit(w1)) < h

    found = inner.attempts([inner.normals(), inner.words(1), inner.words(2)], attempt, (True, 2)).reshape(-1, len(alphas), 2)
    boosts = found[:, :, 1]
    x = found[:, :, 0] * exp(boosts - boosts.max(axis=1, keepdims=True))
    return x / np.add.accumulate(x, axis=1)[:, -1:]


def multinomial(inner, trials, probabilities):
    size = len(probabilities)
    w0, w1 = inner.words(0), inner.words(1)
    left = np.full(inner.count // size, trials)
    numbers = np.empty((len(left), size))
    for i, share in enumerate(shares(probabilities)):
        at = np.arange(i, inner.count, size)
        of = left
        numbers[:, i] = inner.attempts([w0[at], w1[at]], lambda taken, places: binomial_of_each(*taken, of[places], share), (False, 2), at)
        left = left - numbers[:, i]
    return numbers


def shares(probabilities):
    rest = np.add.accumulate(probabilities[::-1])[::-1]
    return np.where(probabilities == 0, 0, probabilities / np.where(rest == 0, 1, rest))


def direction(inner, dimensions):
    z = inner.normals().reshape(-1, int(dimensions))
    q = np.add.accumulate(z * z, axis=1)[:, -1:]
    z[q[:, 0] == 0] = np.eye(1, int(dimensions))
    return z / np.sqrt(np.where(q == 0, 1, q))


def multinomial_allowed(trials, probabilities):
    return np.ndim(probabilities) == 1 and 1 <= len(probabilities) <= SIZE and min(probabilities) >= 0 and \
        abs(np.add.accumulate(probabilities[::-1])[-1] - 1) <= 1e-6 and whole(trials) and 0 <= trials <= LARGE


ROWS = {
    "multivariateNormal": Distribution(29, {"means": None, "covariance": None}, multivariate_normal, covariance_allowed,
                                       pair=True, size=lambda means, covariance: len(means)),
    "dirichlet": Distribution(30, {"alphas": None}, dirichlet, lambda alphas: np.ndim(alphas) == 1 and 1 <= len(alphas) <= SIZE
                              and TINY <= min(alphas) and max(alphas) <= HUGE, lambda alphas: (0, 1), pair=True,
                              size=lambda alphas: len(alphas)),
    "multinomial": Distribution(31, {"trials": None, "probabilities": None}, multinomial, multinomial_allowed,
                                lambda trials, probabilities: (0, trials), whole=True,
                                size=lambda trials, probabilities: len(probabilities)),
    "direction": Distribution(32, {"dimensions": None}, direction, lambda dimensions: whole(dimensions) and 1 <= dimensions <= SIZE,
                              lambda dimensions: (-1, 1), pair=True, size=lambda dimensions: int(dimensions)),
}
