"""Offloop's stream in Python with NumPy 2, from docs/stream.md alone. Run as a program it checks docs/vectors (vectors.py)."""
import sys

from offloop.functions import *
from offloop.generator import Generator
from offloop.registry import DISTRIBUTIONS
from offloop.seeds import seed_of
from offloop.stream import raw_words, sample, total

if __name__ == "__main__":
    import vectors

    sys.exit(vectors.main(sys.argv[1:]))
