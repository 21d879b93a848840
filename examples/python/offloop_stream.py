"""Offloop's stream in Python with NumPy 2, from docs/stream.md alone. `offloop_stream.py [vectors.json]` checks it."""
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

BLOCK, GROUP = 65_536, 32  # Blocks are computed 32 side by side: more would only take more memory.
ONE, SQRT_HALF = 0x3FF0000000000000, 0x3FE6A09E667F3BCD  # The bits of 1 and of sqrt(1/2).
M2LN2, L = -1.3862943611198906, [4, 1.333333333333347, 0.7999999999881884, 0.5714285748732478, 0.4444439686429957,
                                 0.363671443232361, 0.30627675398418747, 0.2959639721023317]
S = [3.141592653589793, -5.167712780049969, 2.5501640398773007, -0.5992645293189447, 0.0821458865731029,
     -0.007370430505916944, 0.0004662998161898394, -2.1903497074626018e-05, 7.697826768224191e-07]
C = [1, -4.934802200544676, 4.058712126416497, -1.335262768843447, 0.23533063012953284,
     -0.025806888737002202, 0.0019295562724817132, -0.00010456655338748738, 4.149564353942586e-06]


def philox(seed, counter):  # Of numbers, or of arrays of them.
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    c0, c1, c2, c3 = (np.asarray(c, np.uint64) for c in counter)
    for _ in range(10):
        p0, p1 = c0 * np.uint64(0xD2511F53), c2 * np.uint64(0xCD9E8D57)
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & 0xFFFFFFFF, (p0 >> 32) ^ c3 ^ k1, p0 & 0xFFFFFFFF
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


def words(seed, stream, start, end):
    """Yields groups of blocks: the number of a group's first sample, and W by block, step and j."""
    for first in range(start // BLOCK, -(-end // BLOCK), GROUP):
        b = np.arange(first, min(first + GROUP, -(-end // BLOCK)), dtype=np.uint64)[:, None]
        state = philox(seed, np.broadcast_arrays(b & 0xFFFFFFFF, b >> 32, np.arange(16), stream))
        s0, s1, s2, s3 = (s.astype(np.uint32) for s in state)
        w = np.empty((len(b), 2 * -(-min(end - first * BLOCK, BLOCK) // 16), 16), "<u4")
        for step in range(w.shape[1]):
            r, t2, t3 = s0 + s3, s2 ^ s0, s3 ^ s1
            w[:, step] = ((r << 7) | (r >> 25)) + s0
            s0, s1, s2, s3 = s0 ^ t3, s1 ^ t2, t2 ^ (s1 << 9), (t3 << 11) | (t3 >> 21)
        yield first * BLOCK, w.view("<u8")


def gaussian(w):
    a, b = w[:, ::2].copy(), w[:, 1::2].copy()
    x = 2 - ((a >> 12) | ONE).view(np.float64)
    t = x.view(np.uint64) + np.uint64(ONE - SQRT_HALF)
    k = (t >> 52).astype(np.float64) - 1023
    m = ((t & 0x000FFFFFFFFFFFFF) + np.uint64(SQRT_HALF)).view(np.float64)
    s = (m - 1) / (m + 1)
    z, z2 = s * s, (s * s) * (s * s)
    q0, q1 = ((q[0] + z * q[1]) + z2 * (q[2] + z * q[3]) for q in (L[:4], L[4:]))
    radius = np.sqrt(k * M2LN2 - s * (q0 + (z2 * z2) * q1))
    t = (((b << 1) >> 12) | ONE).view(np.float64) - 1.5
    z, z2 = t * t, (t * t) * (t * t)
    sine, c = (((f[0] + z * f[1]) + z2 * (f[2] + z * f[3])) + (z2 * z2) * (
        (f[4] + z * f[5]) + z2 * ((f[6] + z * f[7]) + z2 * f[8])) for f in (S, C))
    cosine = (c.view(np.uint64) ^ (b & (1 << 63))).view(np.float64)
    return np.concatenate((radius * cosine, radius * (t * sine)), axis=2)


def sample(distribution, seed, samples, stream=0, start=0, scale=(0, 1), dtype=np.float64):
    """Samples start to start + samples - 1. The scale is (low, high) or (mean, deviation)."""
    bits, end, parts = 53 if dtype == np.float64 else 24, start + samples, [np.empty(0)]
    for first, w in words(seed, stream, start, end):
        x = gaussian(w) if distribution == "gaussian" else (w >> (64 - bits)) * 2.0**-bits
        parts.append(x.reshape(-1)[max(start - first, 0):end - first])
    x, (low, high) = np.concatenate(parts), scale
    if (low, high) != (0, 1):
        x = low + (high if distribution == "gaussian" else high - low) * x
    y, most = x.astype(dtype), dtype(high)
    most = np.nextafter(most, dtype(-np.inf)) if float(most) >= high else most
    return y if distribution == "gaussian" else np.where(y.astype(np.float64) >= high, most, y)


def raw_words(seed, count, stream=0, start=0):
    """The words behind the uniform samples start to start + count - 1."""
    groups = [w.reshape(-1)[max(start - first, 0):start + count - first] for first, w in words(seed, stream, start, start + count)]
    return np.concatenate(groups)


def total(distribution, seed, samples, stream=0, start=0):
    """The exact total in units of 2^-64; the start is a multiple of 65,536."""
    units = 0
    for first, w in words(seed, stream, start, start + samples):
        x = gaussian(w) if distribution == "gaussian" else w >> 11
        x.reshape(-1)[start + samples - first:] = 0
        if distribution == "uniform":
            units += ((int((x >> 32).sum()) << 32) + int((x & 0xFFFFFFFF).sum())) << 11
            continue
        v = np.add.accumulate(x, axis=1)[:, -1]
        v = v[:, :8] + v[:, 8:]
        while v.shape[1] > 1:
            v = v[:, ::2] + v[:, 1::2]
        units += sum(int(block * 2.0**64) for block in v[:, 0])
    return units


class Generator:  # It computes every sample anew: to be read, not to be fast.
    def __init__(self, seed, stream=0):
        self.seed, self.stream, self.uniforms, self.gaussians, self.children = seed, stream, 0, 0, 0

    def uniform(self, low=0, high=1):
        drawn, self.uniforms = self.uniforms, self.uniforms + 1
        return float(sample("uniform", self.seed, 1, 2 * self.stream, drawn, (low, high))[0])

    random = uniform

    def normal(self, mean=0, deviation=1):
        drawn, self.gaussians = self.gaussians, self.gaussians + 1
        return float(sample("gaussian", self.seed, 1, 2 * self.stream + 1, drawn, (mean, deviation))[0])

    def integer(self, low, high):
        step = 2**53 // (high - low)
        while (k := int(self.random() * 2**53) // step) >= high - low:
            pass
        return low + k

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.integer(0, i + 1)
            items[i], items[j] = items[j], items[i]
        return items

    def split(self, count):
        children, self.children = range(self.children, self.children + count), self.children + count
        ws = ([int(x) for x in philox(self.seed, (c & 0xFFFFFFFF, c >> 32, 16, self.stream))] for c in children)
        return [Generator(w[0] + (w[1] << 32), w[2] >> 1) for w in ws]


def checks(vectors):
    for v in vectors["totals"]:
        units = total(v["distribution"], int(v["seed"]), v["samples"], v["stream"])
        holds = units == int(v["units"]) and float(units) * 2.0**-64 == v["total"]
        yield v, f"total of {v['samples']} {v['distribution']} samples", holds
    for v in vectors["firstSamplesAsBigEndianHex"]:
        drawn = sample(v["distribution"], int(v["seed"]), len(v["samples"]), v["stream"])
        yield v, f"first {v['distribution']} samples", drawn.astype(">f8").tobytes().hex() == "".join(v["samples"])
    for v in vectors.get("samplesFromAnywhere", []):
        scale = (v["low"], v["high"]) if "low" in v else (v["mean"], v["deviation"]) if "mean" in v else (0, 1)
        at = v["distribution"], int(v["seed"]), len(v["doublesAsBigEndianHex"]), v["stream"], v["start"], scale
        for kind, of, bits in (">f8", np.float64, v["doublesAsBigEndianHex"]), (">f4", np.float32, v["singlesAsBigEndianHex"]):
            yield v, f"{v['distribution']} {kind[1:]} from {v['start']} on", sample(*at, of).astype(kind).tobytes().hex() == "".join(bits)
    for v in vectors.get("fills", []):
        at = v["distribution"], int(v["seed"]), v["samples"], v["stream"], v["start"]
        for kind, of, name in ("<f8", np.float64, "doublesSha256"), ("<f4", np.float32, "singlesSha256"):
            drawn = sample(*at, dtype=of).astype(kind).tobytes()
            yield v, f"{v['samples']} {v['distribution']} {kind[1:]}", hashlib.sha256(drawn).hexdigest() == v[name]
    for v in vectors.get("words", []):
        found = raw_words(int(v["seed"]), len(v["wordsAsHex"]), v["stream"], v["start"])
        yield v, f"raw words from {v['start']} on", [f"{word:016x}" for word in found] == v["wordsAsHex"]
    for v in vectors.get("generators", []):
        new = lambda v=v: Generator(int(v["seed"]), v["stream"])
        for draw, bits in (new().random, v["randomAsBigEndianHex"]), (new().normal, v["normalAsBigEndianHex"]):
            yield v, f"{draw.__name__} draws", np.array([draw() for _ in bits], ">f8").tobytes().hex() == "".join(bits)
        edge, late = v["acrossAnEdge"], new()
        late.uniforms = late.gaussians = edge["drawn"]
        for draw, bits in (late.random, edge["randomAsBigEndianHex"]), (late.normal, edge["normalAsBigEndianHex"]):
            holds = np.array([draw() for _ in bits], ">f8").tobytes().hex() == "".join(bits)
            yield v, f"{draw.__name__} draws after {edge['drawn']}", holds
        for w in v["integers"]:
            rng, low, high = new(), w["low"], w["high"]
            holds = [rng.integer(low, high) for _ in w["integers"]] == w["integers"] and rng.uniforms == w["uniform"]
            yield v, f"whole numbers from {low} to {high - 1}", holds
        yield v, "shuffled list", new().shuffle(list(range(10))) == v["shuffled"]
        children = [{"seed": str(child.seed), "stream": child.stream} for child in new().split(len(v["children"]))]
        yield v, "children", children == v["children"]


if __name__ == "__main__":
    path = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "docs" / "vectors.json"
    results = list(checks(json.loads(Path(path).read_text())))
    for v, name, holds in results:
        print("ok   " if holds else "WRONG", f"{name} of seed {v['seed']}, stream {v['stream']}")
    sys.exit(not all(holds for _, _, holds in results))
