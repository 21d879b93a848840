"""What a distribution is."""
from typing import Callable, NamedTuple

import numpy as np


class Distribution(NamedTuple):
    number: int
    parameters: dict  # Their names and defaults: None where there is none.
    rule: Callable  # Of z, if it takes PAIR, then words, then parameters; with whether each is accepted, if it redraws.
    valid: Callable  # Whether parameters, which are finite, are allowed.
    range: Callable = lambda *p: (-np.inf, np.inf)  # The least and the greatest double that a sample may be.
    pair: bool = False  # Whether W_0 is a pair.
    words: int = 1  # Beside PAIR.
    whole: bool = False
    endless: bool = False  # Whether parameters may be infinite.
    takes: Callable | None = None  # Whether the rule takes PAIR and how many other words, where that depends on parameters.
    stages: Callable | None = None  # The rules of two stages, for parameters that have them.
    size: Callable | None = None  # How many numbers a sample has that is a row of them.

    def fill_in(self, given):
        if unknown := given.keys() - self.parameters.keys():
            raise ValueError(f"there is no parameter {', '.join(sorted(unknown))}, but {', '.join(self.parameters)}")
        p = {**self.parameters, **given}
        values = [None if value is None else to_doubles(value) for value in p.values()]
        if any(value is None or not np.all(np.isfinite(value) | (self.endless & ~np.isnan(value))) for value in values) or \
                not self.valid(*values):
            raise ValueError(f"not allowed: {', '.join(f'{name} {value}' for name, value in p.items())}")
        return values

    def taken(self, p):
        return self.takes(*p) if self.takes else (self.pair, self.words)


def to_doubles(value):
    if isinstance(value, (list, tuple, np.ndarray)):
        return np.array(value, np.float64) + 0.0
    return float(value) + 0.0  # -0 counts as 0.
