"""Offloop's stream in Python with NumPy 2, from docs/stream.md alone. Run as a program it checks docs/vectors (vectors.py)."""
import re
import sys
from functools import lru_cache, partial
from typing import Callable, NamedTuple

import numpy as np

BLOCK, GROUP = 1 << 16, 1 << 21  # Up to 32 blocks are computed side by side: more would only take more memory.
LAST, MASK32, MASK64 = 2**53 - 2, 2**32 - 1, 2**64 - 1
ONE, SQRT_HALF = 0x3FF0000000000000, 0x3FE6A09E667F3BCD  # The bits of 1 and of sqrt(1/2).


# Words


def philox(seed, c0, c1, c2, c3):  # Of numbers, or of arrays of them.
    k0, k1 = seed & MASK32, seed >> 32
    c0, c1, c2, c3 = (np.asarray(c, np.uint64) for c in (c0, c1, c2, c3))
    for _ in range(10):
        p0, p1 = c0 * np.uint64(0xD2511F53), c2 * np.uint64(0xCD9E8D57)
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK32, (p0 >> 32) ^ c3 ^ k1, p0 & MASK32
        k0, k1 = (k0 + 0x9E3779B9) & MASK32, (k1 + 0xBB67AE85) & MASK32
    return c0, c1, c2, c3


@lru_cache(8)
def blocks(seed, stream, number, m, first, last, steps):
    """The first steps of the lanes of blocks first to last - 1, as words by block."""
    b = np.arange(first, last, dtype=np.uint64)[:, None]
    lane = np.arange(16, dtype=np.uint64) + (16 * m + 256 * number)
    s0, s1, s2, s3 = (s.astype(np.uint32) for s in np.broadcast_arrays(*philox(seed, b & MASK32, b >> 32, lane, stream)))
    w = np.empty((len(b), steps, 16), "<u4")
    for step in range(steps):
        r, t2, t3 = s0 + s3, s2 ^ s0, s3 ^ s1
        w[:, step] = ((r << 7) | (r >> 25)) + s0
        s0, s1, s2, s3 = s0 ^ t3, s1 ^ t2, t2 ^ (s1 << 9), (t3 << 11) | (t3 >> 21)
    return w.view("<u8").reshape(len(b), -1)


def words(seed, stream, number, m, start, end):
    """Word m of samples start to end - 1: a block's words lie in the order of its samples."""
    first, last = start // BLOCK, -(-end // BLOCK)
    rows = -(-(min(end, (first + 1) * BLOCK) - first * BLOCK) // 16) if last == first + 1 else BLOCK // 16
    steps = 2 << (rows - 1).bit_length()  # A power of two: draws that follow find them made.
    return blocks(seed, stream, number, m, first, last, steps).reshape(-1)[start - first * BLOCK : end - first * BLOCK]


def redraw_words(seed, stream, number, k, call):
    w = philox(seed, k & MASK32, (k >> 32) + call * 2**21, 129 + 256 * number, stream)
    return [w[0] | (w[1] << 32), w[2] | (w[3] << 32)]


def raw_words(seed, samples, stream=0, start=0):
    return words(seed, stream, 0, 0, start, start + samples)


# Functions


def constants(*bits):
    return [float(x) for x in np.array(bits, np.uint64).view(np.float64)]


L = [4.0, *constants(0x3FF5555555555593, 0x3FE999999997FA04, 0x3FE2492494229359, 0x3FDC71C51D8E78AF, 0x3FD7466496CB03DE,
                     0x3FD39A09D078C69F, 0x3FD2F112DF3E5244)]
S = constants(0x400921FB54442D18, 0xC014ABBCE625BE52, 0x400466BC6775AA7D, 0xBFE32D2CCE627C86, 0x3FB5078348551854,
              0xBF7E3074DFAF87AF, 0x3F3E8F3675EE37DD, 0xBEF6F7ACDB8F6580, 0x3EA9D462020FCC78)
C = [1.0, *constants(0xC013BD3CC9BE45DB, 0x40103C1F081B5992, 0xBFF55D3C7E3BFBF5, 0x3FCE1F506813A321, 0xBF9A6D1EFC8C38BE,
                     0x3F5F9D254582AC30, 0xBF1B6957B54DD389, 0x3ED1678F9078A9B3)]
G = constants(0x3FE5555555555593, 0x3FD999999997FA04, 0x3FD2492494229359, 0x3FCC71C51D8E78AF, 0x3FC7466496CB03DE,
              0x3FC39A09D078C69F, 0x3FC2F112DF3E5244)
M2LN2, LN2HI, LN2LO = constants(0xBFF62E42FEFA39EF, 0x3FE62E42FEE00000, 0x3DEA39EF35793C76)


def split(x):  # x = 2^k m, with m in [sqrt(1/2), sqrt(2)).
    t = x.view(np.uint64) + np.uint64(ONE - SQRT_HALF)
    return (t >> 52).astype(np.float64) - 1023, ((t & 0x000FFFFFFFFFFFFF) + np.uint64(SQRT_HALF)).view(np.float64)


def radius(a):
    k, m = split(2 - ((a >> 12) | ONE).view(np.float64))
    s = (m - 1) / (m + 1)
    z, z2 = s * s, (s * s) * (s * s)
    q0 = (L[0] + z * L[1]) + z2 * (L[2] + z * L[3])
    q1 = (L[4] + z * L[5]) + z2 * (L[6] + z * L[7])
    return np.sqrt(k * M2LN2 - s * (q0 + (z2 * z2) * q1))


def half_turns(b):
    return (((b << 1) >> 12) | ONE).view(np.float64) - 1.5


def even(f, t):  # A polynomial of t^2.
    z, z2 = t * t, (t * t) * (t * t)
    return ((f[0] + z * f[1]) + z2 * (f[2] + z * f[3])) + (z2 * z2) * (
        (f[4] + z * f[5]) + z2 * ((f[6] + z * f[7]) + z2 * f[8]))


def sine(b):
    t = half_turns(b)
    return t * even(S, t)


def cosine(b):
    return (even(C, half_turns(b)).view(np.uint64) ^ (b & (1 << 63))).view(np.float64)


def open_unit(w):
    return ((w >> 12) | ONE).view(np.float64) - (1 - 2.0**-53)


def ln(x):
    k, m = split(x)
    f = m - 1
    s = f / (f + 2)
    z, h = s * s, (f * 0.5) * f
    z2 = z * z
    r = z * (((G[0] + z * G[1]) + z2 * (G[2] + z * G[3])) + (z2 * z2) * ((G[4] + z * G[5]) + z2 * G[6]))
    return k * LN2HI - ((h - (s * (h + r) + k * LN2LO)) - f)


# Distributions


class Distribution(NamedTuple):
    number: int
    parameters: dict  # Their names and defaults: None where there is none.
    rule: Callable  # Of z, if it takes PAIR, then words, then parameters; with whether each is accepted, if it redraws.
    valid: Callable  # Whether parameters are allowed.
    range: Callable = lambda *p: (-np.inf, np.inf)  # The least and the greatest double that a sample may be.
    pair: bool = False
    words: int = 1  # Beside PAIR.
    whole: bool = False

    def fill_in(self, given):
        if unknown := given.keys() - self.parameters.keys():
            raise ValueError(f"there is no parameter {', '.join(sorted(unknown))}, but {', '.join(self.parameters)}")
        p = {**self.parameters, **given}
        if None in p.values() or not all(np.isfinite([*p.values()])) or not self.valid(*map(float, p.values())):
            raise ValueError(f"not allowed: {', '.join(f'{name} {value}' for name, value in p.items())}")
        return [float(value) for value in p.values()]


def uniform(w, low, high):
    x = (w >> 11) * 2.0**-53
    return x if (low, high) == (0, 1) else np.minimum(low + (high - low) * x, below(high))


def integer(w, low, high):
    n = int(high) - int(low)
    k = np.floor(((w >> 11) * 2.0**-53) / ((2**53 // n) * 2.0**-53))
    return low + k, k < n


def below(x):
    return float(np.nextafter(x, -np.inf))


def whole_bounds(low, high):
    return low == int(low) and high == int(high) and low < high and max(abs(low), abs(high), int(high) - int(low)) < 2**53


INTEGER = Distribution(3, {"low": None, "high": None}, integer, whole_bounds, lambda low, high: (low, high - 1), whole=True)

DISTRIBUTIONS = {
    "uniform": Distribution(0, {"low": 0, "high": 1}, uniform, lambda low, high: low < high and high - low < np.inf,
                            lambda low, high: (low, below(high))),
    "normal": Distribution(1, {"mean": 0, "deviation": 1}, lambda z, mean, deviation:
                           z if (mean, deviation) == (0, 1) else mean + deviation * z,
                           lambda mean, deviation: deviation >= 0, pair=True, words=0),
    "exponential": Distribution(2, {"mean": 1}, lambda w, mean: mean * (0 - ln(open_unit(w))), lambda mean: mean > 0),
    "integer": INTEGER,
    "bernoulli": Distribution(4, {"probability": 0.5}, lambda w, probability: ((w >> 11) * 2.0**-53 < probability) * 1.0,
                              lambda probability: 0 <= probability <= 1, lambda probability: (0, 1), whole=True),
}

USES = {
    "pick": INTEGER._replace(number=1000),
    "bits": Distribution(1001, {}, lambda w: w, lambda: True),
    "order": Distribution(1002, {"quotient": None}, lambda w, quotient: ln(open_unit(w)) / quotient, lambda quotient: quotient > 0),
}


def compute(d, p, seed, stream, start, end):
    """Samples start to end - 1 as the rule gives them."""
    taken = [words(seed, stream, d.number, m, start, end) for m in range(d.pair, d.pair + d.words)]
    if d.pair:
        first = start // 16 * 16
        rows = words(seed, stream, d.number, 0, first, -(-end // 16) * 16).reshape(-1, 2, 8)
        a, b = rows[:, 0].copy(), rows[:, 1].copy()
        z = np.stack((radius(a) * cosine(b), radius(a) * sine(b)), axis=1).reshape(-1)
        taken.insert(0, z[start - first : end - first])
    found = d.rule(*taken, *p)
    return redraw(d, p, seed, stream, start, *found) if isinstance(found, tuple) else found


def redraw(d, p, seed, stream, start, samples, accepted):
    calls = (2 * d.pair + d.words + 1) // 2
    left = np.flatnonzero(~accepted)
    for call in range(0, 1024 - calls + 1, calls):
        if len(left) == 0:
            return samples
        k = left.astype(np.uint64) + np.uint64(start)
        w = [word for c in range(call, call + calls) for word in redraw_words(seed, stream, d.number, k, c)]
        taken = [radius(w[0]) * cosine(w[1]), *w[2:]] if d.pair else w
        samples[left], accepted = d.rule(*taken[: d.pair + d.words], *p)
        left = left[~accepted]
    samples[left] = np.clip(samples[left], *d.range(*p))
    return samples


def sample(distribution, parameters={}, seed=0, samples=1, stream=0, start=0, dtype=np.float64):
    """Samples start to start + samples - 1, as doubles, floats, or integers of a kind."""
    d, dtype = DISTRIBUTIONS[distribution], np.dtype(dtype)
    p = d.fill_in(parameters)
    if not 0 <= start <= start + samples <= LAST + 1:
        raise ValueError("a sample's number is at most 2^53 - 2")
    edges = [start, *range((start // GROUP + 1) * GROUP, start + samples, GROUP), start + samples]
    if d.number == 0 and p == [0, 1] and dtype == np.float32:
        of = lambda at, end: (words(seed, stream, 0, 0, at, end) >> 40) * 2.0**-24
    else:
        of = partial(compute, d, p, seed, stream)
    with np.errstate(over="ignore", under="ignore"):
        x = np.concatenate([of(at, end) for at, end in zip(edges, edges[1:])]) if samples else np.empty(0)
        if dtype == np.float32:
            return to_floats(x, *d.range(*p))
    return x if dtype == np.float64 else to_integers(x, d, dtype, start)


def to_floats(x, least, greatest):
    low, high, down, up = np.float32(least), np.float32(greatest), np.float32(-np.inf), np.float32(np.inf)
    low = float(np.nextafter(low, up) if float(low) < least else low) + 0.0  # A bound that is zero is 0, not -0.
    high = float(np.nextafter(high, down) if float(high) > greatest else high) + 0.0
    if low > high:
        raise ValueError(f"there is no float from {least} to {greatest}")
    return np.where(x > high, high, np.where(x < low, low, x)).astype(np.float32)


def to_integers(x, d, dtype, start):
    limits = np.iinfo(dtype)
    if not d.whole:
        raise ValueError("integer arrays take whole-numbered distributions only")
    for n in np.flatnonzero((x < limits.min) | (x > limits.max)):
        raise OverflowError(f"sample {start + n} is {int(x[n])}, which {dtype} does not hold")
    return x.astype(np.int64).astype(dtype)


def total(distribution, seed, samples, stream=0, start=0):
    """The exact total in units of 2^-64."""
    if start % BLOCK != 0:
        raise ValueError("a total's start is a multiple of 65,536")
    units = 0
    for at in range(start, start + samples, GROUP):
        end = min(at + GROUP, start + samples)
        if distribution == "uniform":
            x = words(seed, stream, 0, 0, at, end) >> 11
            units += ((int((x >> 32).sum()) << 32) + int((x & MASK32).sum())) << 11
            continue
        x = np.zeros(-(-end // BLOCK) * BLOCK - at)
        x[: end - at] = compute(DISTRIBUTIONS["normal"], (0, 1), seed, stream, at, end)
        v = np.add.accumulate(x.reshape(-1, BLOCK // 16, 16), axis=1)[:, -1]
        v = v[:, :8] + v[:, 8:]
        while v.shape[1] > 1:
            v = v[:, ::2] + v[:, 1::2]
        units += sum(int(block * 2.0**64) for block in v[:, 0])
    return units


# Seeds

P = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5
LIKE_A_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?0[xX][0-9a-fA-F]+|[+-]?0[oO][0-7]+|"
                           r"[+-]?0[bB][01]+|[+-]?Infinity|NaN")
SPACE = re.compile("[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]")


def xxh64(data):
    rotate = lambda x, n: ((x << n) | ((x & MASK64) >> (64 - n))) & MASK64
    mix = lambda sum, lane: rotate((sum + lane * P[1]) & MASK64, 31) * P[0] & MASK64
    part = lambda at, size: int.from_bytes(data[at : at + size], "little")
    at, h = 0, P[4]
    if len(data) >= 32:
        v = [(P[0] + P[1]) & MASK64, P[1], 0, -P[0] & MASK64]
        while at + 32 <= len(data):
            v, at = [mix(x, part(at + 8 * n, 8)) for n, x in enumerate(v)], at + 32
        h = sum(rotate(x, n) for x, n in zip(v, (1, 7, 12, 18))) & MASK64
        for x in v:
            h = ((h ^ mix(0, x)) * P[0] + P[3]) & MASK64
    h = (h + len(data)) & MASK64
    while at + 8 <= len(data):
        h, at = (rotate(h ^ mix(0, part(at, 8)), 27) * P[0] + P[3]) & MASK64, at + 8
    if at + 4 <= len(data):
        h, at = (rotate(h ^ (part(at, 4) * P[0] & MASK64), 23) * P[1] + P[2]) & MASK64, at + 4
    for byte in data[at:]:
        h = rotate(h ^ (byte * P[4] & MASK64), 11) * P[0] & MASK64
    h = (h ^ (h >> 33)) * P[1] & MASK64
    h = (h ^ (h >> 29)) * P[2] & MASK64
    return h ^ (h >> 32)


def seed_of(given):
    """The seed of a whole number, a word or bytes."""
    if isinstance(given, str) and re.fullmatch("[0-9]+", given):
        given = int(given)
    if isinstance(given, int):
        if not 0 <= given <= MASK64:
            raise ValueError(f"a seed is 0 to 2^64 - 1, not {given}")
        return given
    if len(given) == 0:
        raise ValueError("a seed is not empty")
    if isinstance(given, bytes):
        return xxh64(given)
    if LIKE_A_NUMBER.fullmatch(given) or SPACE.match(given[0]) or SPACE.match(given[-1]):
        raise ValueError(f"a seed is digits alone or a word, not {given!r}")
    return xxh64(given.encode())  # Fails where lone surrogates are.


# The generator


class Generator:  # It is to be read, not to be fast.
    def __init__(self, seed, stream=0, positions={}, children=0):
        self.seed, self.stream, self.positions, self.children = seed_of(seed), stream, {}, children
        self.seek(positions)

    def seek(self, positions):
        if unknown := positions.keys() - {**DISTRIBUTIONS, **USES}.keys():
            raise ValueError(f"there is no {', '.join(sorted(unknown))}")
        self.positions |= positions

    @property
    def state(self):
        positions = {name: count for name, count in self.positions.items() if count != 0}
        return {"version": 1, "seed": str(self.seed), "stream": self.stream, "positions": positions, "children": self.children}

    def draws(self, name, count, *given):
        """The next samples of a distribution or a use, all with the same parameters."""
        d, at = {**DISTRIBUTIONS, **USES}[name], self.positions.get(name, 0)
        p = d.fill_in(dict(zip(d.parameters, given, strict=len(given) > len(d.parameters))))
        if at + count > LAST + 1:
            raise ValueError(f"no position passes 2^53 - 1, so not that of {name}")
        with np.errstate(over="ignore", under="ignore"):
            found = compute(d, p, self.seed, self.stream, at, at + count) if count > 0 else []
        self.positions[name] = at + count
        return [int(x) if d.whole or name == "bits" else float(x) for x in found]

    def __getattr__(self, name):  # rng.normal(5, 2), and each other distribution.
        if name not in DISTRIBUTIONS:
            raise AttributeError(name)
        return lambda *given: self.draws(name, 1, *given)[0]

    def random(self):
        return self.uniform()

    def pick(self, n):
        return self.draws("pick", 1, 0, n)[0]

    def choice(self, items):
        return listed(items)[self.pick(len(listed(items)))]

    def choices(self, items, count):
        return [self.choice(items) for _ in range(count)]

    def string(self, length, alphabet):
        return "".join(self.choices(list(alphabet), length))

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.pick(i + 1)
            items[i], items[j] = items[j], items[i]
        return items

    def permutation(self, n):
        return self.shuffle(list(range(n)))

    def take(self, items, count, weights=None):
        items = list(listed(items))
        if weights is not None:
            return self.take_by_weight(items, count, weights)
        if count > len(items):
            raise ValueError(f"there are only {len(items)} items")
        for i in range(count):
            j = i + self.pick(len(items) - i)
            items[i], items[j] = items[j], items[i]
        return items[:count]

    def take_by_weight(self, items, count, weights):
        quotients = [weight / max(weights) for weight in weights]
        if count > sum(quotient > 0 for quotient in quotients):
            raise ValueError("there are not enough items with a weight")
        keys = [self.draws("order", 1, quotient or 1)[0] for quotient in quotients]
        others = [n for n, quotient in enumerate(quotients) if quotient > 0]
        return [items[n] for n in sorted(others, key=lambda n: -keys[n])[:count]]  # Sorting keeps the order of equal keys.

    def reservoir(self, items, count):
        kept = []
        for t, item in enumerate(items if count > 0 else []):
            if t < count:
                kept.append(item)
            elif (j := self.pick(t + 1)) < count:
                kept[j] = item
        return kept

    def bytes(self, n):
        return b"".join(word.to_bytes(8, "little") for word in self.draws("bits", -(-n // 8)))[:n]

    def uuid(self):
        b = bytearray(self.bytes(16))
        b[6], b[8] = b[6] & 15 | 64, b[8] & 63 | 128
        return "-".join((b[:4].hex(), b[4:6].hex(), b[6:8].hex(), b[8:10].hex(), b[10:].hex()))

    def bigint(self, low, high):
        bits = (high - low - 1).bit_length()
        if low >= high or bits > 4096:
            raise ValueError("low is below high, and their difference has at most 4,096 bits")
        while True:
            value = 0
            for word in self.draws("bits", -(-bits // 64)):
                value = value << 64 | word
            value &= (1 << bits) - 1
            if value < high - low:
                return low + value

    def split(self, count):
        first, self.children = self.children, self.children + count
        return [self._child(c, 128) for c in range(first, self.children)]

    def child(self, *keys):
        if len(keys) == 0:
            raise ValueError("a child needs a key")
        child = self
        for key in keys:
            child = child._child(*key_of(key))
        return child

    def _child(self, k, use):
        w = [int(x) for x in philox(self.seed, k & MASK32, k >> 32, use, self.stream)]
        return Generator(w[0] | w[1] << 32, w[2])


def listed(items):
    return range(items) if isinstance(items, int) else items


def key_of(key):
    if isinstance(key, str):
        if key == "":
            raise ValueError("a key is not empty")
        return xxh64(key.encode()), 131
    if isinstance(key, float) and (key != int(key) or abs(key) >= 2**53) or not -(2**63) <= key < 2**63:
        raise ValueError(f"a key is a whole number of 64 bits or a word, not {key}")
    return int(key) & MASK64, 130


if __name__ == "__main__":
    import vectors

    sys.exit(vectors.main(sys.argv[1:]))
