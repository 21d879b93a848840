"""NumPy's and MKL's distributions, for the benches: it speaks as generators.py does.

Its argument is the list of cases, as scripts/bench/distributions.ts writes it. A peer whose samples have not the quartiles
that ours have is left out: it was asked for something else. MKL is called directly (ctypes); its functions fill the same
array again and again. NumPy does where a method has `out`; of the others it makes arrays, as its users do.
"""

import ctypes
import glob
import json
import os
import sys
from importlib.metadata import version

from measured import median_of

os.environ.update(MKL_THREADING_LAYER="SEQUENTIAL", MKL_NUM_THREADS="1", OMP_NUM_THREADS="1")

SEED = 42
TOLERANCE = 0.012


def numbers_of(value):
    """JSON has no infinite numbers."""
    return [numbers_of(one) for one in value] if isinstance(value, list) else float(value)


def same(x):
    return x


# By distribution: what fills an array (out) or makes one (n rows or numbers), and what is added or turned to compare it.
NUMPY = {
    "uniform": lambda r, low, high: lambda n, out: r.random(out=out),
    "normal": lambda r, mean, deviation: lambda n, out: r.standard_normal(out=out),
    "exponential": lambda r, mean: lambda n, out: r.standard_exponential(out=out),
    "integer": lambda r, low, high: lambda n, out: r.integers(int(low), int(high), n),
    "bernoulli": lambda r, p: lambda n, out: r.binomial(1, p, n),
    "lognormal": lambda r, mean, deviation: lambda n, out: r.lognormal(mean, deviation, n),
    "gamma": lambda r, shape, scale: lambda n, out: r.standard_gamma(shape, out=out),
    "beta": lambda r, a, b: lambda n, out: r.beta(a, b, n),
    "chiSquared": lambda r, degrees: lambda n, out: r.chisquare(degrees, n),
    "studentT": lambda r, degrees: lambda n, out: r.standard_t(degrees, n),
    "fisherF": lambda r, a, b: lambda n, out: r.f(a, b, n),
    "cauchy": lambda r, location, scale: lambda n, out: r.standard_cauchy(n),
    "laplace": lambda r, location, scale: lambda n, out: r.laplace(location, scale, n),
    "logistic": lambda r, location, scale: lambda n, out: r.logistic(location, scale, n),
    "gumbel": lambda r, location, scale: lambda n, out: r.gumbel(location, scale, n),
    "weibull": lambda r, shape, scale: lambda n, out: r.weibull(shape, n),
    "pareto": lambda r, shape, minimum: lambda n, out: r.pareto(shape, n),
    "rayleigh": lambda r, scale: lambda n, out: r.rayleigh(scale, n),
    "triangular": lambda r, low, mode, high: lambda n, out: r.triangular(low, mode, high, n),
    "inverseGaussian": lambda r, mean, shape: lambda n, out: r.wald(mean, shape, n),
    "vonMises": lambda r, mean, concentration: lambda n, out: r.vonmises(mean, concentration, n),
    "poisson": lambda r, mean: lambda n, out: r.poisson(mean, n),
    "binomial": lambda r, trials, p: lambda n, out: r.binomial(int(trials), p, n),
    "geometric": lambda r, p: lambda n, out: r.geometric(p, n),
    "negativeBinomial": lambda r, successes, p: lambda n, out: r.negative_binomial(successes, p, n),
    "hypergeometric": lambda r, good, bad, drawn: lambda n, out: r.hypergeometric(int(good), int(bad), int(drawn), n),
    "categorical": lambda r, weights: lambda n, out, p=shares(weights): r.choice(len(p), n, p=p),
    "multivariateNormal": lambda r, means, covariance: lambda n, out: r.multivariate_normal(
        means, covariance, n // len(means)
    ),
    "dirichlet": lambda r, alphas: lambda n, out: r.dirichlet(alphas, n // len(alphas)),
    "multinomial": lambda r, trials, p: lambda n, out: r.multinomial(int(trials), p, n // len(p)),
}
NUMPY_TURNED = {"pareto": lambda x: x + 1, "geometric": lambda x: x - 1}


def shares(weights):
    weights = numpy.array(weights)
    return weights / weights.sum()


# Names of functions, their methods, whether they fill int32, and their arguments.
MKL = {
    "uniform": lambda low, high: ("vdRngUniform", 0, d(low), d(high)),
    "normal": lambda mean, deviation: ("vdRngGaussian", 2, d(mean), d(deviation)),
    "exponential": lambda mean: ("vdRngExponential", 0, d(0), d(mean)),
    "integer": lambda low, high: ("viRngUniform", 0, i(low), i(high)),
    "bernoulli": lambda p: ("viRngBernoulli", 0, d(p)),
    "lognormal": lambda mean, deviation: ("vdRngLognormal", 1, d(mean), d(deviation), d(0), d(1)),
    "gamma": lambda shape, scale: ("vdRngGamma", 0, d(shape), d(0), d(scale)),
    "beta": lambda a, b: ("vdRngBeta", 0, d(a), d(b), d(0), d(1)),
    "chiSquared": lambda degrees: ("vdRngChiSquare", 0, i(degrees)),
    "cauchy": lambda location, scale: ("vdRngCauchy", 0, d(location), d(scale)),
    "laplace": lambda location, scale: ("vdRngLaplace", 0, d(location), d(scale)),
    "gumbel": lambda location, scale: ("vdRngGumbel", 0, d(-location), d(scale)),
    "weibull": lambda shape, scale: ("vdRngWeibull", 0, d(shape), d(0), d(scale)),
    "rayleigh": lambda scale: ("vdRngRayleigh", 0, d(0), d(scale * 2**0.5)),
    "poisson": lambda mean: ("viRngPoisson", 0, d(mean)),
    "binomial": lambda trials, p: ("viRngBinomial", 0, i(trials), d(p)),
    "geometric": lambda p: ("viRngGeometric", 0, d(p)),
    "negativeBinomial": lambda successes, p: ("viRngNegBinomial", 0, d(successes), d(p)),
    "hypergeometric": lambda good, bad, drawn: ("viRngHypergeometric", 0, i(good + bad), i(drawn), i(good)),
    "multinomial": lambda trials, p: ("viRngMultinomial", 0, i(trials), i(len(p)), doubles(p)),
    "multivariateNormal": lambda means, covariance: (
        "vdRngGaussianMV",
        2,
        i(len(means)),
        i(0),
        doubles(means),
        doubles(numpy.linalg.cholesky(covariance).ravel()),
    ),
}
# Gumbel's are the smallest of many.
MKL_TURNED = {"gumbel": lambda x: -x}
MKL_ROWS = {"multinomial", "multivariateNormal"}
MKL_GENERATORS = {"SFMT19937": 13, "PHILOX4X32X10": 16}

d = ctypes.c_double


def i(value):
    return ctypes.c_int(int(value))


def doubles(values):
    return (ctypes.c_double * len(values))(*values)


def numpy_fillers(case):
    if case["distribution"] not in NUMPY:
        return
    for name in ("PCG64", "SFC64"):
        generator = numpy.random.Generator(getattr(numpy.random, name)(SEED))
        draw = NUMPY[case["distribution"]](generator, *numbers_of(case["parameters"]))
        out = numpy.empty(case["numbers"])
        yield f"NumPy {name}", lambda draw=draw, out=out, n=case["numbers"]: draw(n, out), NUMPY_TURNED


def mkl_fillers(case):
    distribution = case["distribution"]
    if distribution not in MKL:
        return
    mkl = ctypes.CDLL(glob.glob(os.path.join(sys.prefix, "lib", "libmkl_rt.so*"))[0])
    function, method, *parameters = MKL[distribution](*numbers_of(case["parameters"]))
    rows = case["numbers"] // case["size"] if distribution in MKL_ROWS else case["numbers"]
    for name, number in MKL_GENERATORS.items():
        stream = ctypes.c_void_p()
        if mkl.vslNewStream(ctypes.byref(stream), ctypes.c_int(number << 20), ctypes.c_uint(SEED)) != 0:
            raise RuntimeError("no stream")
        out = numpy.empty(case["numbers"], numpy.int32 if function.startswith("vi") else numpy.float64)
        address = out.ctypes.data_as(ctypes.c_void_p)

        def fill(call=getattr(mkl, function), stream=stream, out=out, address=address):
            if call(ctypes.c_int(method), stream, ctypes.c_int(rows), address, *parameters) != 0:
                raise RuntimeError(f"{function} failed")
            return out

        yield f"MKL {name}", fill, MKL_TURNED


def is_right(samples, case):
    """Rows by their first numbers."""
    first = samples.reshape(-1, case["size"])[:, 0]
    return all(abs((first <= float(at)).mean() - share) < TOLERANCE for at, share in case["quartiles"])


cases = json.loads(sys.argv[1])
offered, fills, left_out, versions = [], {}, [], {"python": sys.version.split()[0]}
for package, fillers in (("numpy", numpy_fillers), ("mkl", mkl_fillers)):
    try:
        import numpy

        for case in cases:
            for name, fill, turned in fillers(case):
                turn = turned.get(case["distribution"], same)
                try:
                    right = is_right(turn(fill()), case)
                except Exception as error:
                    left_out.append(f"{name} of {case['id']}: {error}")
                    continue
                if not right:
                    left_out.append(f"{name}: its samples of {case['id']} are others")
                    continue
                id = f"{case['id']} {name}"
                offered.append({"id": id, "group": case["id"], "name": name, "kind": "peer", "threads": 1})
                fills[id] = fill
        versions[package] = version(package)
    except Exception as error:
        left_out.append(f"{package}: {type(error).__name__} when it was loaded")
print(json.dumps({"offered": offered, "leftOut": left_out, "versions": versions}), flush=True)

for line in sys.stdin:
    samples, milliseconds, id = line.rstrip("\n").split(" ", 2)
    print(median_of(fills[id], milliseconds) / int(samples), flush=True)
