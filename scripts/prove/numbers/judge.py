"""What was counted, on standard input, becomes p-values. They are judged together, since of many some are always small."""
import json
import sys

import mpmath
import numpy as np
from scipy import stats

# A right kernel falls below it once in a million runs of other seeds.
LIMIT = 1e-6
# A sample's error at most. Of a normal one in units of 2^-53 of its radius: of the radius 2.8, of the cosine 2.5, of the
# sine 3.9 of itself, and the product's rounding. Of an exponential one in units of 2^-53 of itself: a logarithm's 0.78 units
# in its last place, which is at most two of those.
MOST_ERROR = {"uniform": 0, "floats": 0, "normal": 8, "exponential": 1.6}


def probabilities(e):
    if "p" in e:
        return np.array(e["p"])
    if "edges" not in e:
        return np.full(len(e["observed"]), 1 / len(e["observed"]))
    dimensions = e.get("dimensions", 1)
    cells = round(len(e["observed"]) ** (1 / dimensions))
    edges = e["edges"]["first"] + e["edges"]["step"] * np.arange(cells - 1)
    # Each side from its own tail, where a difference from 1 would have lost its digits.
    below, above = np.append(stats.norm.cdf(edges), 1), np.insert(stats.norm.sf(edges), 0, 1)
    p = np.where(np.arange(cells) < cells // 2, np.diff(below, prepend=0), -np.diff(above, append=0))
    return p if dimensions == 1 else np.outer(p, p).ravel()


def independence(table):
    """Whether all rows of a table are alike, without rows and columns that have hardly any."""
    table = table[table.sum(1) > 0.01 * table.sum()]
    table = table[:, table.sum(0) > 0.01 * table.sum()]
    return None if min(table.shape) < 2 else float(stats.chi2_contingency(table, correction=False).pvalue)


def chi_square(e):
    if "columns" in e:
        return independence(np.array(e["observed"], float).reshape(-1, e["columns"]))
    observed, p = np.array(e["observed"], float), probabilities(e)
    if len(observed) != len(p) or observed.sum() == 0:
        return 0.0
    expected = p * observed.sum()
    # Neighbouring cells are put together until each can be expected to hold ten.
    merged, ends, room = [], [], 0.0
    for cell, count in enumerate(expected):
        room += count
        if room >= 10:
            ends.append(cell + 1)
            room = 0.0
    # Where all are but a few samples of one cell, there is nothing to judge.
    if len(ends) < 2:
        return None
    ends[-1] = len(expected)
    for start, end in zip([0] + ends[:-1], ends):
        merged.append((observed[start:end].sum(), expected[start:end].sum()))
    o, x = np.array(merged).T
    if len(o) == 2:
        return two_cells(stats.binom(observed.sum(), x[0] / x.sum()), o[0], x[0])
    return float(stats.chi2.sf(((o - x) ** 2 / x).sum(), len(o) - 1))


def two_cells(distribution, found, expected):
    """Both tails, with half the probability of what is as far off: few counts are possible, and one is expected exactly."""
    off, least = abs(found - expected), 1e-9
    within = lambda d: distribution.cdf(expected + d) - distribution.cdf(np.ceil(expected - d) - 1)
    return float(1 - (within(off + least) + (within(off - least) if off > least else 0)) / 2)


def kolmogorov_smirnov(e):
    observed = np.array(e["observed"], float)
    n = observed.sum()
    return float(stats.kstwobign.sf(np.abs(np.cumsum(observed) / n - np.cumsum(probabilities(e))).max() * np.sqrt(n)))


def middle(distribution, found):
    """The p-value of a count, half of its own probability on either side."""
    return float(distribution.sf(found) + distribution.pmf(found) / 2)


def tail(e):
    p = stats.norm.sf(e["from"]) - (0 if e["to"] is None else stats.norm.sf(e["to"]))
    return middle(stats.binom(e["samples"], p), e["hits"]), e["samples"] * p


# Elementary functions: the exact one, its error at most as its description states it, and in what. Where nothing is said
# these are units in the last place of the exact result.
ULP = "units in the last place"
FUNCTIONS = {
    "exp": (mpmath.exp, 0.94, ULP),
    "expm1": (mpmath.expm1, 2.1, ULP),
    "ln": (mpmath.log, 0.78, ULP),
    "log1p": (mpmath.log1p, 0.77, ULP),
    "pow": (mpmath.power, 1.1, ULP),
    "sinpi": (mpmath.sinpi, 2.5, ULP),
    "cospi": (mpmath.cospi, 2.5, ULP),
    "tanh": (mpmath.tanh, 2.4, ULP),
    "tangent": (lambda u: mpmath.tan(mpmath.pi * (u - mpmath.mpf(1) / 2)), 3.6, ULP),
    # A series that is broken off: of r = 1/10 the next term is 2e-14.
    "stirling": (lambda r: factorial(mpmath.nint(1 / r)), 2, "x 1e-14"),
    "saddle": (lambda k, m: m - k * mpmath.log(m) + mpmath.loggamma(k + 1) - mpmath.log(2 * mpmath.pi * m) / 2, 15, "x 1e-14"),
}


def factorial(k):
    return mpmath.loggamma(k + 1) - (k * mpmath.log(k) - k + mpmath.log(2 * mpmath.pi * k) / 2)


def function(e):
    """The largest error of a function."""
    of, _, unit = FUNCTIONS[e["of"]]
    worst = 0.0
    with mpmath.workprec(200):
        for found, *given in zip(e["found"], *e["arguments"]):
            # JavaScript writes some doubles as whole numbers that they are only near to.
            value = of(*(mpmath.mpf(float(x)) for x in given))
            # An exponent of a number from 1/2 to 1: the last place has 2^-53 of it.
            last = mpmath.mpf(1e-14) if unit != ULP else mpmath.ldexp(1, mpmath.frexp(value)[1] - 53)
            worst = max(worst, float(abs(float(found) - value) / last))
    return worst


def exact(of, words, i):
    """The exact value of sample i, and what its error is counted in; for `floats` and `uniform` it has none."""
    match of:
        case "uniform":
            return (words[i] >> 11) * 2.0**-53, 0
        case "floats":
            return (words[i] >> 40) * 2.0**-24, 0
        case "exponential":
            value = -mpmath.log(mpmath.mpf(2 * (words[i] >> 12) + 1) / 2**53)
            return value, value
        case "normal":
            j, pair = i % 8, i - i % 16
            a, b = words[pair + j], words[pair + 8 + j]
            radius = mpmath.sqrt(-2 * mpmath.log(1 - mpmath.mpf(a >> 12) / 2**52))
            turn = mpmath.mpf((b & (2**63 - 1)) >> 11) / 2**52 - mpmath.mpf(1) / 2
            return radius * (mpmath.cospi(turn) * (-1) ** (b >> 63) if i % 16 < 8 else mpmath.sinpi(turn)), radius


def accuracy(e):
    """How many samples are not those of their words, where they are exact, and the largest error of the others."""
    words, wrong, worst = [int(word) for word in e["words"]], 0, 0.0
    with mpmath.workprec(200):
        for i, found in enumerate(e["found"]):
            value, unit = exact(e["of"], words, i)
            if unit > 0:
                worst = max(worst, abs(float((found - value) / unit * 2**53)))
            elif found != value:
                wrong += 1
    return wrong, worst


def judge(e):
    result = {key: e[key] for key in ("engine", "group", "name", "samples", "kind")}
    match e["kind"]:
        case "chi-square":
            result["p"] = chi_square(e)
        case "ks":
            result["p"] = kolmogorov_smirnov(e)
        case "normal":
            result["p"] = float(stats.norm.sf(e["z"])) if e["z"] is not None else 0.0
        case "normals":
            whole = None not in e["z"]
            result["p"] = float(stats.chi2.sf(sum(z * z for z in e["z"]), len(e["z"]))) if whole else 0.0
        case "tail":
            result["p"], result["expected"] = tail(e)
            result["found"] = e["hits"]
        case "collisions":
            result["p"] = middle(stats.poisson(e["expected"]), e["found"]) if e["expected"] > 0 else 0.5 * (e["found"] == 0)
            result |= {"found": e["found"], "expected": e["expected"]}
        case "accuracy" if "arguments" in e:
            _, most, unit = FUNCTIONS[e["of"]]
            error = function(e)
            result |= {"wrong": 0, "error": error, "unit": unit, "ok": error <= most}
        case "accuracy":
            result["wrong"], result["error"] = accuracy(e)
            result["ok"] = result["wrong"] == 0 and result["error"] <= MOST_ERROR[e["of"]]
    return result


def together(results):
    """Whether as many p-values as these would lie so. Counts of fewer than ten have no even spread."""
    p = [r["p"] for r in results if "p" in r]
    spread = [r["p"] for r in results if "p" in r and r.get("expected", 10) >= 10]
    smallest = min(min(p, default=0.5), min((1 - x for x in p), default=0.5))
    found = {
        "tests": len(results),
        "spread": float(stats.kstest(spread, "uniform").pvalue) if spread else 1.0,
        "extreme": float(-np.expm1(len(p) * np.log1p(-min(2 * smallest, 1 - 1e-16)))) if p else 1.0,
    }
    found["ok"] = min(found["spread"], found["extreme"]) >= LIMIT and all(r.get("ok", True) for r in results)
    return found


results = [r for r in map(judge, json.load(sys.stdin)) if r.get("p", 1) is not None]
engines = list(dict.fromkeys(r["engine"] for r in results))
json.dump({
    "limit": LIMIT,
    "mostError": MOST_ERROR,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": stats.__name__ and __import__("scipy").__version__, "mpmath": mpmath.__version__},
    "engines": {engine: together([r for r in results if r["engine"] == engine]) for engine in engines},
    "results": results,
}, sys.stdout)
