"""Words: the lanes of blocks, and what is drawn again (docs/stream.md, Blocks, lanes and words, and Redraws)."""
from functools import lru_cache

import numpy as np

BLOCK = 1 << 16
MASK32, MASK64 = 2**32 - 1, 2**64 - 1


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
