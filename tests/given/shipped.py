"""Which of the cases that ship a test tries: two in `make test`, every one in `make course`.

Of the two, one is the exemplar; the other has seats, papers and local figures.
"""

from __future__ import annotations

import os

from steadyline import content

EVERY_ONE = bool(os.environ.get("STEADYLINE_ALL"))
CASES = content.cases() if EVERY_ONE else ["clean-shirts", "the-porch"]
