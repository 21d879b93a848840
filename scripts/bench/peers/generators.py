"""The generators that Python offers, for the benches.

The first line says what there is. Then it reads lines `SAMPLES MILLISECONDS ID` and answers each with the nanoseconds a
sample of filling an array of so many samples: the median of as many times as there is time for. Of its memory:

    again    it is used again and again
    fresh    it is fresh every time; to free it is not timed

Two threads fill half of it each. MKL is called directly (ctypes), so that no wrapper adds to its time. memset draws nothing: it
is what fresh memory costs by itself, which NumPy has in huge pages.
"""

import ctypes
import glob
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version

from measured import median_of

# The threads are those that are asked for here.
os.environ.update(MKL_THREADING_LAYER="SEQUENTIAL", MKL_NUM_THREADS="1", OMP_NUM_THREADS="1")

SEED = 42
THREADS = (1, 2)
EXPECTED = {"uniform": (0.5, 12**-0.5), "normal": (0, 1)}
MKL_GENERATORS = {"MT2203": 9, "SFMT19937": 13, "ARS5": 15, "MCG59": 4}
MKL_UNIFORM_STD = 0
MKL_GAUSSIAN_ICDF = 2


def address_of(array):
    """It keeps the array."""
    return array.ctypes.data_as(ctypes.c_void_p)


# Each gives names, and how to bind a generator of that name to an array, to be filled by calling what comes back.


def numpy_generators(numpy, distribution):
    for name in ("PCG64", "SFC64"):

        def start(seed, name=name):
            generator = numpy.random.Generator(getattr(numpy.random, name)(seed))
            draw = generator.random if distribution == "uniform" else generator.standard_normal
            return lambda array: partial(draw, out=array)

        yield f"NumPy {name}", start
    yield "memset", lambda _: lambda array: partial(ctypes.memset, address_of(array), 0, array.nbytes)


def mkl_generators(_, distribution):
    mkl = ctypes.CDLL(glob.glob(os.path.join(sys.prefix, "lib", "libmkl_rt.so*"))[0])
    zero, one = ctypes.c_double(0), ctypes.c_double(1)
    uniform = distribution == "uniform"
    function = mkl.vdRngUniform if uniform else mkl.vdRngGaussian
    method = ctypes.c_int(MKL_UNIFORM_STD if uniform else MKL_GAUSSIAN_ICDF)

    def succeed(status):
        if status != 0:
            raise RuntimeError(f"MKL failed with status {status}")

    for name, number in MKL_GENERATORS.items():

        def start(seed, number=number):
            stream = ctypes.c_void_p()
            succeed(mkl.vslNewStream(ctypes.byref(stream), ctypes.c_int(number << 20), ctypes.c_uint(seed)))

            def bind(array):
                address, count = address_of(array), ctypes.c_int(len(array))
                return lambda: succeed(function(method, stream, count, address, zero, one))

            return bind

        yield f"MKL {name}", start


def fill_with(binds, array):
    """What fills an array, as a call: each thread its part of it."""
    calls = [bind(part) for bind, part in zip(binds, numpy.array_split(array, len(binds)))]
    return calls[0] if len(calls) == 1 else lambda: list(pool.map(lambda call: call(), calls))


def run_of(name, distribution, memory, binds, samples):
    """What is timed, as a call. Its first result is checked: a wrong generator's time means nothing."""
    array = numpy.empty(samples)
    fill = fill_with(binds, array)
    fill()
    mean, deviation = EXPECTED[distribution]
    if name != "memset" and abs(array.mean() - mean) > 6 * deviation / samples**0.5:
        raise RuntimeError(f"{name} filled an array with something else")
    if memory == "again":
        return fill

    def fresh():
        array = numpy.empty(samples)
        fill_with(binds, array)()
        return array

    return fresh


offered, starts, left_out, versions = [], {}, [], {"python": sys.version.split()[0]}
pool = ThreadPoolExecutor(max(THREADS))
for package, generators in (("numpy", numpy_generators), ("mkl", mkl_generators)):
    try:
        import numpy

        for distribution in EXPECTED:
            for name, start in generators(numpy, distribution):
                for memory in ("fresh",) if name == "memset" else ("again", "fresh"):
                    for threads in THREADS:
                        id = f"{distribution} {name} {memory} {threads}"
                        kind = {"name": name, "distribution": distribution, "memory": memory, "threads": threads}
                        offered.append({"id": id, "generator": name.split()[-1], **kind})
                        starts[id] = kind, [start(SEED + thread) for thread in range(threads)]
        versions[package] = version(package)
    except Exception as error:
        left_out.append(f"{package}: {type(error).__name__} when it was loaded")
print(json.dumps({"offered": offered, "leftOut": left_out, "versions": versions}), flush=True)

last, run = None, None
for line in sys.stdin:
    samples, milliseconds, id = line.rstrip("\n").split(" ", 2)
    if (samples, id) != last:
        kind, binds = starts[id]
        last, run = (samples, id), run_of(kind["name"], kind["distribution"], kind["memory"], binds, int(samples))
    print(median_of(run, milliseconds) / int(samples), flush=True)
