"""Seeds of whole numbers, words and bytes (docs/stream.md, Seeds)."""
import re

from .words import MASK64

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
