"""How far the radius and the direction of Gaussian samples are from the exact ones, in units of 2^-53: `accuracy.py [words]`.

The formulas are docs/stream.md's; that they are those of the samples is checked to the bit against the Python stream."""
import json
import sys
from pathlib import Path

import mpmath
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "examples" / "python"))
import offloop_stream as stream

count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
rng = np.random.default_rng(1)
# The ends of both ranges, where the logarithm's interval changes, and random words.
ends = np.array([0, 1, 2, 3, (1 << 52) - 1, (1 << 52) - 2, 1 << 51, (1 << 51) - 1], np.uint64) << np.uint64(12)
edge = np.uint64(round((1 - 0.5**0.5) * 2**52) << 12)
a = np.concatenate((ends, edge + (np.arange(-8, 8).astype(np.uint64) << np.uint64(12)), rng.integers(0, 2**64, count, np.uint64)))
b = np.concatenate((ends >> np.uint64(1), rng.integers(0, 2**64, len(a) - len(ends), np.uint64)))

x = 2 - ((a >> 12) | stream.ONE).view(np.float64)
t = x.view(np.uint64) + np.uint64(stream.ONE - stream.SQRT_HALF)
k, m = (t >> 52).astype(float) - 1023, ((t & 0x000FFFFFFFFFFFFF) + np.uint64(stream.SQRT_HALF)).view(np.float64)
s = (m - 1) / (m + 1)
z, z2 = s * s, (s * s) * (s * s)
q0, q1 = ((q[0] + z * q[1]) + z2 * (q[2] + z * q[3]) for q in (stream.L[:4], stream.L[4:]))
radius = np.sqrt(k * stream.M2LN2 - s * (q0 + (z2 * z2) * q1))
turn = (((b << 1) >> 12) | stream.ONE).view(np.float64) - 1.5
z, z2 = turn * turn, (turn * turn) * (turn * turn)
sine, cosine = (((f[0] + z * f[1]) + z2 * (f[2] + z * f[3])) + (z2 * z2) * (
    (f[4] + z * f[5]) + z2 * ((f[6] + z * f[7]) + z2 * f[8])) for f in (stream.S, stream.C))
sine, signed = turn * sine, (cosine.view(np.uint64) ^ (b & (1 << 63))).view(np.float64)

rows = len(a) // 8 * 8
words = np.stack((a[:rows].reshape(-1, 8), b[:rows].reshape(-1, 8)), axis=1).reshape(1, -1, 8)
samples = stream.gaussian(words)[0]
assert (samples[:, :8].ravel() == (radius * signed)[:rows]).all() and (samples[:, 8:].ravel() == (radius * sine)[:rows]).all()

worst = {"radius": 0.0, "sine": 0.0, "cosine": 0.0}
with mpmath.workprec(200):
    for i in range(len(a)):
        exact = mpmath.sqrt(-2 * mpmath.log(mpmath.mpf(float(x[i]))))
        turned = mpmath.mpf(float(turn[i]))
        for name, found, right, unit in (("radius", radius[i], exact, exact), ("cosine", cosine[i], mpmath.cospi(turned), 1),
                                         ("sine", sine[i], mpmath.sinpi(turned), abs(mpmath.sinpi(turned)))):
            if unit == 0:
                assert found == 0
            else:
                worst[name] = max(worst[name], float(abs(float(found) - right) / unit * 2**53))
print(json.dumps({"words": len(a), "largestRadius": float(radius.max()), **worst}))
