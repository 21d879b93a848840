"""Continuous distributions made of normals and exponentials, most of which reject some attempts."""
import numpy as np

from .distribution import Distribution
from .functions import LN2, S, cosine, even, exp, expm1, exponential, lg, ln, open_unit, radius, sine, split
from .one_word import POSITIVE, TINY

HUGE = 1e300
PI = np.pi


def cube(z, shape):
    """A gamma sample of Marsaglia and Tsang's rule is v d, accepted with the probability e^h."""
    shape = np.where(shape < 1, shape + 1, shape)
    d = shape - 1 / 3
    c = 1 / np.sqrt(9 * d)
    t = z * c
    x = t + 1
    k, m = split(np.where(x > 0, x, 1))
    f = np.where(k == 0, t, m - 1)
    t2 = t * t
    s = f / (f + 2)
    y, e = s * s, (f * 0.5) * f
    r = y * lg(y)
    g = s * (e + r) + ((k * LN2 + (t2 * 0.5 - e)) + (f - t))
    return (x * x) * x, np.where(x > 0, (g * 3 - t2 * t) * d, -np.inf), d


def boost(w, shape):  # The logarithm of what a sample of a shape below 1 is times that of the shape plus 1.
    return np.where(shape < 1, ln(open_unit(w)) * (1 / shape), 0)


def gamma(z, w1, *rest):
    *w2, shape, scale = rest
    v, h, d = cube(z, shape)
    x = v * d
    return (x * exp(boost(w2[0], shape)) if w2 else x) * scale, ln(open_unit(w1)) < h


def gamma_words(shape, scale=1):
    return True, 2 if shape < 1 else 1


def two_gammas(a, b, w0, w1, w2):
    """What to divide Y by X of, and whether both are accepted."""
    vx, hx, dx = cube(radius(w0) * cosine(w1), a)
    vy, hy, dy = cube(radius(w0) * sine(w1), b)
    return vx, vy, dx, dy, ln(open_unit(w2)) < hx + hy


def two_gammas_words(a, b):
    return False, 5 if a < 1 or b < 1 else 3


def beta(w0, w1, w2, *rest):
    *w, a, b = rest
    vx, vy, dx, dy, accepted = two_gammas(a, b, w0, w1, w2)
    ratio = dy / dx
    if w:
        ratio = exp(boost(w[1], b) - boost(w[0], a)) * ratio
    return 1 / (ratio * (vy / vx) + 1), accepted


def fisher_f(w0, w1, w2, *rest):
    *w, degrees1, degrees2 = rest
    a, b = degrees1 * 0.5, degrees2 * 0.5
    vx, vy, dx, dy, accepted = two_gammas(a, b, w0, w1, w2)
    ratio = (dx / degrees1) / (dy / degrees2)
    if w:
        ratio = exp(boost(w[0], a) - boost(w[1], b)) * ratio
    return ratio * (vx / vy), accepted


def pert(w0, w1, w2, low, mode, high):
    width = high - low
    x, accepted = beta(w0, w1, w2, 1 + 4 * ((mode - low) / width), 1 + 4 * ((high - mode) / width))
    return np.minimum(low + width * x, high), accepted


def student_t(w0, w1, degrees):
    e = expm1(exponential(w0) * (1 / degrees))
    far = (np.sqrt(e) * np.sqrt(e + 2)) * np.sqrt(degrees) if degrees < 1 else np.sqrt((e * degrees) * (e + 2))
    return far * cosine(w1)


def von_mises(*rest):
    *taken, mean, concentration = rest
    if concentration < 0.4:
        w1, w2 = taken
        t = 2 * open_unit(w1) - 1
        s = (t * 0.5) * even(S, t * 0.5)
        accepted = ln(open_unit(w2)) <= (s * s) * (-2 * concentration)
    else:
        z, w1 = taken
        t = z * (0.5 / np.sqrt(concentration))
        s = (t * 0.5) * even(S, t * 0.5)
        accepted = (np.abs(t) <= 1) & (ln(open_unit(w1)) <= (t * t - s * s) * (2 * concentration))
    x = mean + PI * t
    return np.where(x > PI, x - 2 * PI, np.where(x <= -PI, x + 2 * PI, x)), accepted


def nearer(mean, deviation, low, high):
    """The standardised bound that is nearer to the mean, or below it, and whether it is the upper one."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        a, b = np.divide((low - mean, high - mean), deviation)
    return (-b, True) if b <= 0 else (a, False)


def truncated_normal(*rest):
    *taken, mean, deviation, low, high = rest
    with np.errstate(over="ignore"):
        width = np.divide(high - low, deviation)
    a, mirrored = nearer(mean, deviation, low, high)
    if len(taken) == 1:
        x = mean + deviation * taken[0]
        return x, (low <= x) & (x <= high)
    delta = steepness(a)[0] if a > 0 else 0
    limit = ln(open_unit(taken[1]))
    if a > 0 and width * steepness(a)[1] >= 2:
        e = exponential(taken[0]) * (1 / steepness(a)[1])
        x = high - deviation * e if mirrored else low + deviation * e
        return x, (low <= x) & (x <= high) & (limit <= ((e - delta) * (e - delta)) * -0.5)
    u = open_unit(taken[0])
    x = np.maximum(high - (high - low) * u, low) if mirrored else np.minimum(low + (high - low) * u, high)
    if a > 0:
        e = width * u
        return x, limit <= (e * (2 * a + e)) * -0.5
    y = a + width * u
    return x, limit <= (y * y) * -0.5


def steepness(a):
    delta = 2 / (a + np.sqrt(a * a + 4)) if a < 1e8 else 1 / a
    return delta, a + delta


def truncated_normal_words(mean, deviation, low, high):
    with np.errstate(over="ignore"):
        wide = np.divide(high - low, deviation) >= 2.5
    return (True, 0) if nearer(mean, deviation, low, high)[0] <= 0 and wide else (False, 2)


def truncation(mean, deviation, low, high):
    return abs(mean) < np.inf and 0 < deviation < np.inf and low < high and nearer(mean, deviation, low, high)[0] <= HUGE


GAMMA = Distribution(6, {"shape": None, "scale": 1}, gamma, lambda shape, scale: shape >= TINY and scale > 0, POSITIVE,
                     pair=True, takes=gamma_words)
both = lambda a, b: TINY <= a <= HUGE and TINY <= b <= HUGE

REJECTION = {
    "gamma": GAMMA,
    "beta": Distribution(7, {"alpha": None, "beta": None}, beta, both, lambda a, b: (0, 1), takes=two_gammas_words),
    "chiSquared": Distribution(8, {"degrees": None}, lambda *taken: gamma(*taken[:-1], taken[-1] * 0.5, 2.0),
                               lambda degrees: degrees >= TINY, POSITIVE, pair=True,
                               takes=lambda degrees: gamma_words(degrees * 0.5)),
    "studentT": Distribution(9, {"degrees": None}, student_t, lambda degrees: degrees >= TINY, words=2),
    "fisherF": Distribution(10, {"degrees1": None, "degrees2": None}, fisher_f, both, POSITIVE,
                            takes=lambda a, b: two_gammas_words(a * 0.5, b * 0.5)),
    "vonMises": Distribution(20, {"mean": None, "concentration": None}, von_mises,
                             lambda mean, concentration: abs(mean) <= PI and 0 <= concentration <= HUGE,
                             lambda *p: (float(np.nextafter(-PI, 0)), PI), pair=True,
                             takes=lambda mean, concentration: (False, 2) if concentration < 0.4 else (True, 1)),
    "truncatedNormal": Distribution(21, {"mean": None, "deviation": None, "low": None, "high": None}, truncated_normal,
                                    truncation, lambda mean, deviation, low, high: (low, high), pair=True, endless=True,
                                    takes=truncated_normal_words),
    "pert": Distribution(33, {"low": None, "mode": None, "high": None}, pert,
                         lambda low, mode, high: low <= mode <= high and low < high and high - low < np.inf,
                         lambda low, mode, high: (low, high), words=3),
}
