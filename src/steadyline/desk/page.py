"""What the one cell of the desk's notebook calls. Which cohort it is, the environment says; nothing else is asked."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from steadyline.desk.desk import Desk
from steadyline.desk.flags import Flag
from steadyline.desk.widget import DeskWidget, Room
from steadyline.errors import SteadylineError

COHORT, ASSESSOR = "STEADYLINE_COHORT", "STEADYLINE_ASSESSOR"
"""What the server tells the kernel: the cohort's folder, and the assessor's code if it was given already."""


WITHOUT_RAPIDFUZZ = (
    "What a person should look at in the hand-ins is not shown here, because the library rapidfuzz is not installed. "
    "To see it: pip install 'steadyline[desk]'. Marking goes on without it."
)


class CohortNotNamed(SteadylineError):
    """The desk's notebook was opened without the desk's server."""

    def __init__(self) -> None:
        super().__init__(f"Open the desk by `steadyline desk FOLDER`; nothing here says which cohort it is ({COHORT}).")


def desk() -> DeskWidget:
    """Returns the desk of the cohort that the environment names. Raises CohortNotNamed."""
    named = os.environ.get(COHORT, "")
    if not named:
        raise CohortNotNamed
    return desk_of(Path(named), os.environ.get(ASSESSOR, ""))


def desk_of(folder: Path, who: str = "") -> DeskWidget:
    """Returns the desk of a cohort's folder; for a notebook of one's own."""
    # Two cohorts on one computer share a browser; this keeps their copies apart without telling the path.
    store = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    room = Room(partial(Desk, folder, flags=noticed))
    missing = "" if find_spec("rapidfuzz") else WITHOUT_RAPIDFUZZ
    return DeskWidget({"store": store, "who": who, "missing": missing}, room)


def noticed(folder: Path, unit: str) -> Mapping[str, tuple[Flag, ...]]:
    """Returns what was noticed in the hand-ins of a unit; nothing where it cannot be told: marking must go on."""
    try:
        from steadyline.desk.integrity import flags_in

        return flags_in(folder, unit)
    except Exception:
        logging.getLogger(__name__).info("what is noticeable in %s could not be told", unit, exc_info=True)
        return {}


def warm() -> None:
    """Imports what a desk needs, so that a page that opens finds it ready."""
    from steadyline import content

    content.units()
