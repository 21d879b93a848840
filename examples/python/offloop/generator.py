"""Draws one by one (docs/stream.md, Draws one by one: the generator). It is to be read, not to be fast."""
import numpy as np

from .registry import DISTRIBUTIONS, USES
from .seeds import seed_of, xxh64
from .stream import LAST, compute
from .words import MASK32, MASK64, philox


class Generator:
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
        count *= d.size(*p) if d.size else 1
        if at + count > LAST + 1:
            raise ValueError(f"no position passes 2^53 - 1, so not that of {name}")
        with np.errstate(over="ignore", under="ignore"):
            found = compute(d, p, self.seed, self.stream, at, at + count) if count > 0 else []
        self.positions[name] = at + count
        if d.size:
            return [row.astype(np.int64 if d.whole else np.float64).tolist() for row in found]
        return [int(x) if d.whole or name == "bits" else float(x) for x in found]

    def __getattr__(self, name):  # rng.normal(5, 2), and each other distribution.
        if name not in DISTRIBUTIONS:
            raise AttributeError(name)
        return lambda *given: self.draws(name, 1, *given)[0]

    def random(self):
        return self.uniform()

    def pick(self, n):
        return self.draws("pick", 1, 0, n)[0]

    def choice(self, items, weights=None):
        items = listed(items)
        return items[self.pick(len(items)) if weights is None else self.categorical(weights)]

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
