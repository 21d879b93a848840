"""SciPy's distributions by the library's names and parameters. As a program it answers, for a list of
{distribution, parameters} on standard input, with the cells in which samples are counted: their upper edges (the last has
none) and their probabilities."""
import json
import sys

import numpy as np
from scipy import stats

DISTRIBUTIONS = {
    "uniform": lambda low=0, high=1: stats.uniform(low, high - low),
    "normal": lambda mean=0, deviation=1: stats.norm(mean, deviation),
    "exponential": lambda mean=1: stats.expon(scale=mean),
    "integer": lambda low, high: stats.randint(int(low), int(high)),
}
# Equally likely cells, and the tails on both sides, each half as likely as the one before.
CELLS = 4096
TAILS = 0.5 ** np.arange(13, 25)


def cells(distribution, parameters):
    x = DISTRIBUTIONS[distribution](**parameters)
    edges = np.unique(np.concatenate((x.ppf(TAILS), x.ppf(np.arange(1, CELLS) / CELLS), x.isf(TAILS))))
    if isinstance(x.dist, stats.rv_discrete):
        edges = edges[edges < x.support()[1]]
    # Each side from its own tail, where a difference from 1 would have lost its digits.
    below, above = np.append(x.cdf(edges), 1), np.insert(x.sf(edges), 0, 1)
    p = np.where(below < 0.5, np.diff(below, prepend=0), -np.diff(above, append=0))
    return {"edges": edges.tolist(), "p": p.tolist()}


if __name__ == "__main__":
    json.dump([cells(**case) for case in json.load(sys.stdin)], sys.stdout)
