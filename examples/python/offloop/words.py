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


@lru_cache(16)
def blocks(seed, stream, number, m, first, last, skip, steps):
    """Some steps, after those to skip, of the lanes of blocks first to last - 1, as words by block."""
    b = np.arange(first, last, dtype=np.uint64)[:, None]
    lane = np.arange(16, dtype=np.uint64) + (16 * m + 256 * number)
    s = np.stack(np.broadcast_arrays(*philox(seed, b & MASK32, b >> 32, lane, stream)), axis=-1).astype(np.uint32)
    for power in range(13):
        if skip >> power & 1:
            s = jump(s, power)
    s0, s1, s2, s3 = np.moveaxis(s, -1, 0)
    w = np.empty((len(b), steps, 16), "<u4")
    for t in range(steps):
        r = s0 + s3
        w[:, t] = ((r << 7) | (r >> 25)) + s0
        s0, s1, s2, s3 = step(s0, s1, s2, s3)
    return w.view("<u8").reshape(len(b), -1)


def step(s0, s1, s2, s3):
    t2, t3 = s2 ^ s0, s3 ^ s1
    return s0 ^ t3, s1 ^ t2, t2 ^ (s1 << 9), (t3 << 11) | (t3 >> 21)


def jump(states, power):
    """The states after 2^power steps. A step is linear in a state's bits, so what many of them make of each bit is enough."""
    bits = np.unpackbits(np.ascontiguousarray(states).view(np.uint8), axis=-1)
    return np.packbits(bits @ images(power) & 1, axis=-1).view(np.uint32)


@lru_cache
def images(power):
    if power == 0:
        each = np.packbits(np.eye(128, dtype=np.uint8), axis=-1).view(np.uint32)
        return np.unpackbits(np.stack(step(*each.T), axis=-1).view(np.uint8), axis=-1)
    return images(power - 1) @ images(power - 1) & 1


def words(seed, stream, number, m, start, end):
    """Word m of samples start to end - 1: a block's words lie in the order of its samples."""
    first, last = start // BLOCK, -(-end // BLOCK)
    if last == first + 2 and end - start < BLOCK:  # Two ends of blocks.
        return np.concatenate([words(seed, stream, number, m, start, (first + 1) * BLOCK),
                               words(seed, stream, number, m, (first + 1) * BLOCK, end)])
    skip, steps = 0, BLOCK // 8
    if last == first + 1:
        skip = (start - first * BLOCK) // 16 * 2 & -128  # Draws that follow find some steps made.
        steps = 128 << ((-(-(end - first * BLOCK) // 16) * 2 - skip - 1) // 128).bit_length()
    at = first * BLOCK + skip * 8
    return blocks(seed, stream, number, m, first, last, skip, steps).reshape(-1)[start - at : end - at]


def redraw_words(seed, stream, number, k, call):
    w = philox(seed, k & MASK32, (k >> 32) + call * 2**21, 129 + 256 * number, stream)
    return [w[0] | (w[1] << 32), w[2] | (w[3] << 32)]
