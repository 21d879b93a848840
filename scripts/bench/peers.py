"""The generators that Python offers, one job a line, for `npm run bench:peers`.

Reads lines of JSON `{"name", "distribution", "samples"}` and answers each with the seconds that it took to fill a
buffer again and again and to sum it. The first answer says what there is.
MKL is called directly (ctypes), so that no wrapper adds to its time.
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


def numpy_fillers(numpy):
    buffer = numpy.empty(BUFFER)
    for name in ("PCG64", "SFC64"):
        generator = numpy.random.Generator(getattr(numpy.random, name)(SEED))
        yield f"NumPy {name}", "uniform", lambda g=generator: g.random(out=buffer), buffer
        yield f"NumPy {name}", "gaussian", lambda g=generator: g.standard_normal(out=buffer), buffer


def mkl_fillers(numpy):
    libraries = glob.glob(os.path.join(sys.prefix, "lib", "libmkl_rt.so*"))
    mkl = ctypes.CDLL(libraries[0])
    buffer = numpy.empty(BUFFER)
    address = buffer.ctypes.data_as(ctypes.c_void_p)
    zero, one, count = ctypes.c_double(0), ctypes.c_double(1), ctypes.c_int(BUFFER)
    for name, number in MKL_GENERATORS.items():
        stream = ctypes.c_void_p()
        if mkl.vslNewStream(ctypes.byref(stream), ctypes.c_int(number << 20), ctypes.c_uint(SEED)) != 0:
            continue

        def fill(function, method, stream=stream):
            if function(ctypes.c_int(method), stream, count, address, zero, one) != 0:
                raise RuntimeError("MKL failed")

        yield f"MKL {name}", "uniform", lambda f=fill: f(mkl.vdRngUniform, MKL_UNIFORM_STD), buffer
        yield f"MKL {name}, ICDF", "gaussian", lambda f=fill: f(mkl.vdRngGaussian, MKL_GAUSSIAN_ICDF), buffer


def run(fill, buffer, samples):
    rounds = -(-samples // BUFFER)
    total = 0.0
    began = time.perf_counter()
    for _ in range(rounds):
        fill()
        total += buffer.sum()
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "samples": rounds * BUFFER, "mean": total / (rounds * BUFFER)}


def main():
    fillers, left_out, versions = {}, [], {"python": sys.version.split()[0]}
    for package, offered in (("numpy", numpy_fillers), ("mkl", mkl_fillers)):
        try:
            import numpy

            fillers |= {(name, kind): (fill, buffer) for name, kind, fill, buffer in offered(numpy)}
            versions[package] = version(package)
        except Exception as error:
            left_out.append(f"{package}: {type(error).__name__}")
    offered = [{"name": name, "distribution": kind} for name, kind in fillers]
    print(json.dumps({"offered": offered, "leftOut": left_out, "versions": versions}), flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        fill, buffer = fillers[job["name"], job["distribution"]]
        print(json.dumps(run(fill, buffer, job["samples"])), flush=True)


main()
