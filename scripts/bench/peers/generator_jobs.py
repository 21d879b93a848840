"""NumPy on the jobs of generator-jobs.mjs that it can do: it speaks as generators.py does.

Its argument is the table. Values by place and by number have a generator of their own each, made of the seed and the keys. What is given is looked at
before it is offered.
"""

import json
import sys
from importlib.metadata import version

import numpy

from measured import median_of

SEED = 42
SIDE = 100
MILLION = 1_000_000
FEW = [40, 30, 15, 10, 4, 1]
MANY = [n % 37 + 0.5 for n in range(1000)]
rng = numpy.random.default_rng(SEED)
doubles = numpy.arange(MILLION, dtype=float)


def value(*keys):
    return numpy.random.default_rng([SEED, *keys]).random()


def picks(weights, count):
    shares = numpy.array(weights) / sum(weights)
    return lambda: rng.choice(len(weights), count, p=shares)


def shuffle():
    rng.shuffle(doubles)
    return doubles


def are_values(values):
    return len(set(values)) == SIDE * SIDE and abs(numpy.mean(values) - 0.5) < 0.02


def are_picks(weights):
    shares = numpy.array(weights) / sum(weights)

    def look(found):
        off = numpy.bincount(found, minlength=len(weights)) - shares * len(found)
        return (abs(off) < 6 * numpy.sqrt(len(found) * shares * (1 - shares))).all()

    return look


def is_order(found):
    return (numpy.sort(found) == numpy.arange(MILLION)).all() and abs(found[: MILLION // 2].mean() / MILLION - 0.5) < 0.002


# By table: numbers, what is timed, and whether it gave what it should.
JOBS = {
    "map": (SIDE * SIDE, lambda: [value(x, y) for y in range(SIDE) for x in range(SIDE)], are_values),
    "child": (SIDE * SIDE, lambda: [value(n) for n in range(SIDE * SIDE)], are_values),
    "picks-6": (MILLION, picks(FEW, MILLION), are_picks(FEW)),
    "picks-1000": (MILLION // 10, picks(MANY, MILLION // 10), are_picks(MANY)),
    "shuffle-doubles": (MILLION, shuffle, is_order),
    "permutation": (MILLION, lambda: rng.permutation(MILLION), is_order),
}

table = sys.argv[1]
offered, left_out = [], []
if table in JOBS:
    samples, run, is_right = JOBS[table]
    if is_right(run()):
        offered.append({"id": "numpy", "name": "NumPy", "kind": "peer", "samples": samples})
    else:
        left_out.append(f"NumPy, {table}: it gave something else")
versions = {"python": sys.version.split()[0], "numpy": version("numpy")}
print(json.dumps({"offered": offered, "leftOut": left_out, "versions": versions}), flush=True)

for line in sys.stdin:
    samples, milliseconds, _ = line.split()
    print(median_of(run, milliseconds) / int(samples), flush=True)
