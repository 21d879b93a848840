"""SciPy's distributions by the library's names and parameters, and the parameters with which each is tried; the first of
each have so many values that cells of pairs make sense. As a program it answers, for a list of names on standard input, each
one's cases: the parameters, and the cells in which samples are counted by their upper edges (the last has none) and their
probabilities."""
import json
import sys

import numpy as np
from scipy import stats

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
}
# Equally likely cells, and the tails on both sides, each half as likely as the one before.
CELLS = 4096
TAILS = 0.5 ** np.arange(13, 25)


def cells(x):
    edges = np.unique(np.concatenate((x.ppf(TAILS), x.ppf(np.arange(1, CELLS) / CELLS), x.isf(TAILS))))
    if isinstance(x.dist, stats.rv_discrete):
        edges = edges[edges < x.support()[1]]
    # Each side from its own tail, where a difference from 1 would have lost its digits.
    below, above = np.append(x.cdf(edges), 1), np.insert(x.sf(edges), 0, 1)
    p = np.where(below < 0.5, np.diff(below, prepend=0), -np.diff(above, append=0))
    return {"edges": edges.tolist(), "p": p.tolist()}


def cases(name):
    of, tried = DISTRIBUTIONS[name]
    return [{"parameters": parameters, **cells(of(**parameters))} for parameters in tried]


if __name__ == "__main__":
    json.dump({name: cases(name) for name in json.load(sys.stdin)}, sys.stdout)
