"""The generators that Python offers, one job a line, for `npm run bench:peers`.

The first line says what there is. Then it reads lines of JSON `{"id", "samples"}` and answers each with the nanoseconds a
sample that it took to fill a buffer again and again and to sum it. MKL is called directly (ctypes), so that no wrapper
adds to its time.
"""

import ctypes
import glob
import json
import os
import sys
import time
from importlib.metadata import version

# One core, as everywhere in this comparison.
os.environ.update(MKL_THREADING_LAYER="SEQUENTIAL", MKL_NUM_THREADS="1", OMP_NUM_THREADS="1")

BUFFER = 65_536
SEED = 42
MKL_GENERATORS = {"MT2203": 9, "SFMT19937": 13, "ARS5": 15, "MCG59": 4}
MKL_UNIFORM_STD = 0
MKL_GAUSSIAN_ICDF = 2


def numpy_fillers(numpy, buffer):
    for name in ("PCG64", "SFC64"):
        generator = numpy.random.Generator(getattr(numpy.random, name)(SEED))
        yield f"NumPy {name}", "uniform", lambda g=generator: g.random(out=buffer)
        yield f"NumPy {name}", "gaussian", lambda g=generator: g.standard_normal(out=buffer)


def mkl_fillers(numpy, buffer):
    mkl = ctypes.CDLL(glob.glob(os.path.join(sys.prefix, "lib", "libmkl_rt.so*"))[0])
    address = buffer.ctypes.data_as(ctypes.c_void_p)
    zero, one, count = ctypes.c_double(0), ctypes.c_double(1), ctypes.c_int(BUFFER)
    for name, number in MKL_GENERATORS.items():
        stream = ctypes.c_void_p()
        if mkl.vslNewStream(ctypes.byref(stream), ctypes.c_int(number << 20), ctypes.c_uint(SEED)) != 0:
            continue

        def fill(function, method, stream=stream):
            if function(ctypes.c_int(method), stream, count, address, zero, one) != 0:
                raise RuntimeError("MKL failed")

        yield f"MKL {name}", "uniform", lambda f=fill: f(mkl.vdRngUniform, MKL_UNIFORM_STD)
        yield f"MKL {name}, ICDF", "gaussian", lambda f=fill: f(mkl.vdRngGaussian, MKL_GAUSSIAN_ICDF)


offered, fillers, left_out, versions = [], {}, [], {"python": sys.version.split()[0]}
for package, fillers_of in (("numpy", numpy_fillers), ("mkl", mkl_fillers)):
    try:
        import numpy

        buffer = numpy.empty(BUFFER)
        for name, distribution, fill in fillers_of(numpy, buffer):
            offered.append({"id": f"{distribution} {name}", "name": name, "distribution": distribution})
            fillers[offered[-1]["id"]] = fill, buffer
        versions[package] = version(package)
    except Exception as error:
        left_out.append(f"{package}: {type(error).__name__} when it was loaded")
print(json.dumps({"offered": offered, "leftOut": left_out, "versions": versions}), flush=True)

for line in sys.stdin:
    job = json.loads(line)
    fill, buffer = fillers[job["id"]]
    rounds = -(-job["samples"] // BUFFER)
    began = time.perf_counter_ns()
    for _ in range(rounds):
        fill()
        buffer.sum()
    print(json.dumps({"ns": (time.perf_counter_ns() - began) / (rounds * BUFFER)}), flush=True)
