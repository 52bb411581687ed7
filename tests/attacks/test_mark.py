"""Every attack in one pile, marked by `steadyline mark`, which runs nothing of what was sent.

The same pile goes through stock `nbgrader autograde` in tests/whole_course/test_attacks_stock.py.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from acting_html import acts_more
from attack_pile import ATTACKER, HONEST, UNIT, earned, fingerprints, hand_in, pile, released

from attacks import CANARIES, Attack, every_attack
from steadyline.course.handin import LEARNER_PATTERN
from steadyline.graders import nbgrader
from steadyline.records import LARGEST_FILE

ATTACKS = every_attack()
MARKED = [attack for attack in ATTACKS if LEARNER_PATTERN.fullmatch(attack.who)]
SAME = "dove-20"
"""An honest learner who decided as the attackers did; their page of feedback is what an attacker's may look like."""


@dataclass(frozen=True)
class Tried:
    """What came of the pile: the folder, its marks by learner, all that was printed, what lay where before."""

    cohort: Path
    marks: dict[str, dict[str, nbgrader.CellMark]]
    said: str
    submitted: dict[str, str]
    around: set[str]

    def page(self, learner: str) -> str:
        return (self.cohort / "feedback" / learner / UNIT / f"{UNIT}.html").read_text("utf-8")


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    place = tmp_path_factory.mktemp("attacks").resolve()
    cohort, canaries = place / "cohort", place / "canaries"
    canaries.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CANARIES, str(canaries))
        pile(cohort, ATTACKS)
        hand_in(cohort / "submitted" / SAME / UNIT, ATTACKER, released(cohort))
        before, around = fingerprints(cohort / "submitted"), {path.name for path in place.iterdir()}
        said = "".join(_said(verb, str(cohort)) for verb in ("mark", "feedback"))
    marks: dict[str, dict[str, nbgrader.CellMark]] = {}
    for each in nbgrader.marks(cohort, UNIT):
        marks.setdefault(each.learner, {})[each.cell] = each
    return Tried(cohort, marks, said, before, around)


def _said(*words: str) -> str:
    """Runs a command and returns all that it and its workers wrote."""
    command = [sys.executable, "-m", "steadyline.cli.main", *words]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return ran.stdout.decode("utf-8")


def test_nothing_that_was_sent_ran(tried: Tried) -> None:
    assert list((tried.cohort.parent / "canaries").iterdir()) == []


@pytest.mark.parametrize("learner", HONEST)
def test_honest_learners_get_exactly_their_marks(tried: Tried, learner: str) -> None:
    found = {cell: each.mark for cell, each in tried.marks[learner].items() if not cell.startswith("reflect-")}
    assert found == earned(HONEST[learner])


def test_every_hand_in_of_a_learner_is_in_the_gradebook_and_nobody_else_is(tried: Tried) -> None:
    assert set(tried.marks) == {*HONEST, SAME, *(attack.who for attack in MARKED)}


def test_every_folder_of_no_learners_name_is_told_as_set_aside(tried: Tried) -> None:
    unusable = [attack for attack in ATTACKS if attack not in MARKED and not attack.who.startswith(".")]
    told = re.search(r"^ *(\d+)  set aside$", tried.said, re.MULTILINE)
    assert told is not None
    # On a slow machine, work that takes too long to mark is set aside as well.
    assert len(unusable) <= int(told[1]) <= len(unusable) + 3


@pytest.mark.parametrize("attack", MARKED, ids=lambda attack: attack.name)
def test_no_attacker_has_another_mark_than_their_own_decisions_earn(tried: Tried, attack: Attack) -> None:
    """A mark that is refused waits; it is neither a gain nor a nought."""
    most = earned(ATTACKER)
    for cell, each in tried.marks[attack.who].items():
        assert each.mark is None or each.mark == most[cell]


@pytest.mark.parametrize("attack", MARKED, ids=lambda attack: attack.name)
def test_nothing_of_a_learners_acts_on_a_page_of_feedback(tried: Tried, attack: Attack) -> None:
    assert acts_more(tried.page(attack.who), tried.page(SAME)) == []


def test_the_gradebook_is_whole(tried: Tried) -> None:
    with sqlite3.connect(tried.cohort / "gradebook.db") as book:
        assert book.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_what_was_sent_lies_there_as_it_was_sent(tried: Tried) -> None:
    assert fingerprints(tried.cohort / "submitted") == tried.submitted


def test_nothing_new_lies_outside_of_the_cohorts_folder(tried: Tried) -> None:
    assert {path.name for path in tried.cohort.parent.iterdir()} == tried.around


def test_only_plain_files_of_known_names_and_sizes_are_taken_over(tried: Tried) -> None:
    known = {f"{UNIT}.ipynb", "decisions.jsonl", "answers.jsonl", "timestamp.txt"}
    for at, folders, files in os.walk(tried.cohort / "autograded"):
        paths = [Path(at) / name for name in (*folders, *files)]
        assert [path for path in paths if path.is_symlink()] == []
        assert {path.name for path in paths if path.is_file()} <= known
        assert [path for path in paths if path.is_file() and path.stat().st_size > 2 * LARGEST_FILE] == []


def test_nothing_that_is_printed_acts_in_a_terminal(tried: Tried) -> None:
    assert [sign for sign in tried.said if sign != "\n" and not sign.isprintable()] == []
