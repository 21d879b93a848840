"""Functions of doubles, each in one order of operations (docs/stream.md, Functions)."""
import numpy as np

ONE, SQRT_HALF = 0x3FF0000000000000, 0x3FE6A09E667F3BCD  # The bits of 1 and of sqrt(1/2).


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
E = constants(0x3FE0000000000000, 0x3FC5555555555557, 0x3FA5555555555556, 0x3F811111111100DE, 0x3F56C16C16C162D6,
              0x3F2A01A01ABE683A, 0x3EFA01A01A6D7B19, 0x3EC71DE02364614A, 0x3E927E4DB6718A69, 0x3E5AF4DDFBB33A59,
              0x3E21F72FDB6C6442)
T = constants(0x400921FB54442D18, 0xC00FD209EE91D708, 0x3FEB79E164BB9856, 0xBF97243943236201)
U = [1.0, *constants(0xC012394EABDE1D3D, 0x4002310DE8E9CEF5, 0xBFC9A621E09CDD97)]
LOG2E, MAGIC = constants(0x3FF71547652B82FE, 0x4338000000000000)
LN2, M2LN2, LN2HI, LN2LO = constants(0x3FE62E42FEFA39EF, 0xBFF62E42FEFA39EF, 0x3FE62E42FEE00000, 0x3DEA39EF35793C76)


def split(x):  # x = 2^k m, with m in [sqrt(1/2), sqrt(2)).
    t = np.asarray(x, np.float64).view(np.uint64) + np.uint64(ONE - SQRT_HALF)
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


def ln(x, e=0):  # Of x and a little more: e times x.
    k, m = split(x)
    f = m - 1
    s = f / (f + 2)
    z, h = s * s, (f * 0.5) * f
    r = z * lg(z)
    return k * LN2HI - ((h - (s * (h + r) + (k * LN2LO + e))) - f)


def lg(z):
    z2 = z * z
    return ((G[0] + z * G[1]) + z2 * (G[2] + z * G[3])) + (z2 * z2) * ((G[4] + z * G[5]) + z2 * G[6])


def log1p(t):
    u = t + 1
    return ln(u, (t - (u - 1)) / u)


def exponential(w):
    return 0 - ln(open_unit(w))


def parts(x):  # e^x = 2^n (1 + p).
    n = (x * LOG2E + MAGIC) - MAGIC
    r = (x - n * LN2HI) - n * LN2LO
    r2, r4 = r * r, (r * r) * (r * r)
    q = ((E[0] + r * E[1]) + r2 * (E[2] + r * E[3])) + r4 * ((E[4] + r * E[5]) + r2 * (E[6] + r * E[7]))
    return n, r + r2 * (q + (r4 * r4) * ((E[8] + r * E[9]) + r2 * E[10]))


def power_of_two(n):
    return np.ldexp(1.0, np.asarray(n).astype(np.int64))


def exp(x):
    n, p = parts(np.maximum(np.minimum(x, 710.0), -746.0))
    m = np.floor(n * 0.5)
    return ((p + 1) * power_of_two(m)) * power_of_two(n - m)


def expm1(x):
    n, p = parts(np.minimum(x, 710.0))
    y = power_of_two(n - 1)
    return (p * y + (y - 0.5)) * 2


def tangent(w):
    t = open_unit(w) - 0.5
    a = np.abs(t)
    outer = a > 0.25
    y = np.where(outer, 0.5 - a, a)
    z, z2 = y * y, (y * y) * (y * y)
    p = y * ((T[0] + z * T[1]) + z2 * (T[2] + z * T[3]))
    q = (U[0] + z * U[1]) + z2 * (U[2] + z * U[3])
    return np.copysign(np.where(outer, q, p) / np.where(outer, p, q), t)
