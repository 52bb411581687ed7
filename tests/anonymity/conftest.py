"""An invented source (nobody's review: about herons), its fingerprint, and what is known in the course."""

from __future__ import annotations

from pathlib import Path

import pytest

from steadyline.anonymity.fingerprint import Fingerprint, Told, take_fingerprint
from steadyline.anonymity.jigsaw import read_sheet
from steadyline.anonymity.known import Known, read_known
from steadyline.anonymity.lists import read_lists

ROOT = Path(__file__).resolve().parents[2]

TITLE = "What the keeper of the light at Saltmarrow did not see"
SOURCE = f"""\
{TITLE}

The keeper of the lighthouse counted forty-one herons on the wall that evening, and went in.
He had told the harbour office in Saltmarrow three times, and the office had told Wendel Ostrick, who kept the keys.
"Gone with the geese," said Ostrick of the two who had the post before him.
In 2031 the lamp was changed, and a 12-year promise with it.
The report, numbered H7, says that nobody in Saltmarrow’s office had asked the keeper what he saw at night.
"""
TERMS = """\
# invented, like the source
name: Saltmarrow
name: H7
phrase: gone with the geese
near 6: 41 + heron | egret
near 4: 12 + year + promise
"""
SHEET = """\
children = "two girls, 4 and 9"
infant = "none"
harm = "neglect"
fear = ["removal", "being laughed at"]
dissent = "none"
health_sign = "a scar"
staffing = "11 posts empty"
outcome = "a move abroad"
"""


@pytest.fixture(scope="session")
def source() -> str:
    """The invented source."""
    return SOURCE


@pytest.fixture(scope="session")
def taken() -> Fingerprint:
    """Its fingerprint."""
    told = Told(TITLE, TERMS, read_sheet(SHEET).hashable)
    return take_fingerprint("herons", [SOURCE], read_lists(), told=told, salt=b"0123456789abcdef", cost=10)


@pytest.fixture(scope="session")
def course() -> Known:
    """What is known in the course as it ships."""
    return read_known(ROOT)


@pytest.fixture(scope="session")
def herons(course: Known, taken: Fingerprint) -> Known:
    """What is known in the course, with the invented source in place of all real ones."""
    return Known(course.allowed, course.lists, (taken,), course.phones)
