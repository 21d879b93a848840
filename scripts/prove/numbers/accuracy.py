"""How far the radius and the direction of normal samples, and the logarithm of exponential ones, are from the exact ones, in
units of 2^-53: `accuracy.py [words]`.

The formulas are those of the Python stream, which gives the samples to the bit (docs/vectors)."""
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

found = {"radius": stream.radius(a), "cosine": stream.cosine(b), "sine": stream.sine(b), "ln": stream.ln(stream.open_unit(a))}
worst = dict.fromkeys(found, 0.0)
with mpmath.workprec(200):
    for i in range(len(a)):
        A, B = int(a[i]), int(b[i])
        turn = mpmath.mpf((B & (2**63 - 1)) >> 11) / 2**52 - mpmath.mpf(1) / 2
        radius = mpmath.sqrt(-2 * mpmath.log(1 - mpmath.mpf(A >> 12) / 2**52))
        cosine, sine = mpmath.cospi(turn) * (-1) ** (B >> 63), mpmath.sinpi(turn)
        ln = mpmath.log(mpmath.mpf(2 * (A >> 12) + 1) / 2**53)
        for name, right, unit in (("radius", radius, radius), ("cosine", cosine, 1), ("sine", sine, abs(sine)), ("ln", ln, abs(ln))):
            value = float(found[name][i])
            if unit == 0:
                assert value == 0
            else:
                worst[name] = max(worst[name], float(abs(value - right) / unit * 2**53))
print(json.dumps({"words": len(a), "largestRadius": float(found["radius"].max()), **worst}))
