"""All distributions, and the uses that are none."""
from .distribution import Distribution
from .functions import ln, open_unit
from .one_word import ONE_WORD
from .rejection import REJECTION
from .rows import ROWS
from .whole import WHOLE

DISTRIBUTIONS = dict(sorted({**ONE_WORD, **REJECTION, **WHOLE, **ROWS}.items(), key=lambda item: item[1].number))

USES = {
    "pick": WHOLE["integer"]._replace(number=1000),
    "bits": Distribution(1001, {}, lambda w: w, lambda: True),
    "order": Distribution(1002, {"quotient": None}, lambda w, quotient: ln(open_unit(w)) / quotient, lambda quotient: quotient > 0),
}
