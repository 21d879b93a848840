"""Samples by their numbers, in arrays of every kind, and totals."""
import numpy as np

from .functions import cosine, radius, sine
from .registry import DISTRIBUTIONS
from .words import BLOCK, MASK32, redraw_words, words

GROUP = 1 << 21  # Up to 32 blocks are computed side by side: more would only take more memory.
LAST = 2**53 - 2


def raw_words(seed, samples, stream=0, start=0):
    return words(seed, stream, 0, 0, start, start + samples)


def normals(seed, stream, number, start, end):
    """z of samples start to end - 1, from W_0."""
    first = start // 16 * 16
    rows = words(seed, stream, number, 0, first, -(-end // 16) * 16).reshape(-1, 2, 8)
    a, b = rows[:, 0].copy(), rows[:, 1].copy()
    return np.stack((radius(a) * cosine(b), radius(a) * sine(b)), axis=1).reshape(-1)[start - first : end - first]


def compute(d, p, seed, stream, start, end):
    """Samples start to end - 1 as the rule gives them; of rows the inner ones, as rows."""
    if d.size:
        return d.rule(Inner(d.number, seed, stream, start, end), *p)
    if d.stages and (stages := d.stages(*p)):
        return compute_stages(d, stages, seed, stream, start, end)
    pair, count = d.taken(p)
    found = d.rule(*first_words(d, pair, count, seed, stream, start, end), *p)
    if not isinstance(found, tuple):
        return found
    samples, left = redraw(d.number, pair, count, lambda w, left: d.rule(*w, *p), seed, stream, start, *found)
    samples[left] = np.clip(samples[left], *d.range(*p))
    return samples


class Inner:
    """The inner samples of rows."""

    def __init__(self, number, seed, stream, start, end):
        self.place, self.start, self.end, self.count = (seed, stream, number), start, end, end - start

    def normals(self):
        return normals(*self.place, self.start, self.end)

    def words(self, m):
        return words(*self.place, m, self.start, self.end)

    def attempts(self, taken, attempt, takes, at=None):
        """What attempts give of all inner samples, or of those at some places: of words and places among them."""
        seed, stream, number = self.place
        places = np.arange(self.count) if at is None else at
        found = attempt(taken, np.arange(len(places)))
        return redraw(number, *takes, attempt, seed, stream, self.start + places.astype(np.uint64), *found)[0]


def first_words(d, pair, count, seed, stream, start, end):
    taken = [normals(seed, stream, d.number, start, end)] if pair else []
    return taken + [words(seed, stream, d.number, m, start, end) for m in range(d.pair, d.pair + count)]


def redraw(number, pair, count, rule, seed, stream, start, samples, accepted, stage=0):
    """The samples after all attempts, and the places of those that none was accepted for. `start` may be all their numbers."""
    calls = (2 * pair + count + 1) // 2
    left = np.flatnonzero(~accepted)
    for call in range(1024 * stage, 1024 * stage + 1024 - calls + 1, calls):
        if len(left) == 0:
            break
        k = start[left] if np.ndim(start) == 1 else left.astype(np.uint64) + np.uint64(start)
        w = [word for c in range(call, call + calls) for word in redraw_words(seed, stream, number, k, c)]
        taken = [radius(w[0]) * cosine(w[1]), *w[2:]] if pair else w
        samples[left], accepted = rule(taken[: pair + count], left)
        left = left[~accepted]
    return samples, left


def compute_stages(d, stages, seed, stream, start, end):
    """Where a Poisson's mean is a gamma sample: its words follow those of any gamma, and each is drawn again alone."""
    (pair, count, first), second = stages
    mean, _ = redraw(d.number, pair, count, lambda w, left: first(*w), seed, stream, start,
                     *first(*first_words(d, pair, count, seed, stream, start, end)))
    w3, w4 = (words(seed, stream, d.number, m, start, end) for m in (3, 4))
    found, left = redraw(d.number, False, 2, lambda w, left: second(*w, mean[left]), seed, stream, start,
                         *second(w3, w4, mean), stage=1)
    found[left] = np.maximum(found[left], 0)
    return found


def sample(distribution, parameters={}, seed=0, samples=1, stream=0, start=0, dtype=np.float64):
    """Samples start to start + samples - 1, as doubles, floats, or integers of a kind."""
    d, dtype = DISTRIBUTIONS[distribution], np.dtype(dtype)
    p = d.fill_in(parameters)
    size = d.size(*p) if d.size else 1
    if not 0 <= start <= start + samples or (start + samples) * size > LAST + 1:
        raise ValueError("a sample's number is at most 2^53 - 2, and so are those of a row's numbers")
    group = GROUP // size
    edges = [start, *range((start // group + 1) * group, start + samples, group), start + samples]
    if d.number == 0 and p == [0, 1] and dtype == np.float32:
        of = lambda at, end: (words(seed, stream, 0, 0, at, end) >> 40) * 2.0**-24
    else:
        of = lambda at, end: compute(d, p, seed, stream, at * size, end * size)
    with np.errstate(over="ignore", under="ignore"):
        x = np.concatenate([of(at, end) for at, end in zip(edges, edges[1:])]) if samples else np.empty(0)
        if dtype == np.float32:
            return to_floats(x, *d.range(*p))
    return x if dtype == np.float64 else to_integers(x, d, dtype, start)


def to_floats(x, least, greatest):
    low, high, down, up = np.float32(least), np.float32(greatest), np.float32(-np.inf), np.float32(np.inf)
    low = float(np.nextafter(low, up) if float(low) < least else low) + 0.0  # A bound that is zero is 0, not -0.
    high = float(np.nextafter(high, down) if float(high) > greatest else high) + 0.0
    if low > high or low == np.inf or high == -np.inf:
        raise ValueError(f"there is no float from {least} to {greatest}")
    return np.where(x > high, high, np.where(x < low, low, x)).astype(np.float32)


def to_integers(x, d, dtype, start):
    limits = np.iinfo(dtype)
    if not d.whole:
        raise ValueError("integer arrays take whole-numbered distributions only")
    for n in np.argwhere((x < float(limits.min)) | (x >= float(limits.max + 1))):
        raise OverflowError(f"sample {start + n[0]} has {x[tuple(n)]:.0f}, which {dtype} does not hold")
    return x.astype(np.uint64 if dtype == np.uint64 else np.int64).astype(dtype)


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
