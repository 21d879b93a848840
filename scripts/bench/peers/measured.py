"""How long a call takes, again and again."""
import time
from statistics import median


def median_of(run, milliseconds):
    """The median of its times, in nanoseconds, for so many milliseconds. What it gives is freed outside of them."""
    times = []
    end = time.perf_counter() + float(milliseconds) / 1000
    while not times or time.perf_counter() < end:
        began = time.perf_counter_ns()
        result = run()
        times.append(time.perf_counter_ns() - began)
        del result
    return median(times)
