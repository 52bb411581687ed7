"""Every attack in one pile, marked by stock `nbgrader autograde` with the settings that a cohort's folder has.

Nothing of what was sent runs, nobody gains a mark, and honest work beside it is marked as if it lay alone.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from acting_html import acts_more
from attack_pile import ATTACKER, HONEST, UNIT, earned, fingerprints, hand_in, pile, released

from attacks import CANARIES, Attack, every_attack
from steadyline.graders import nbgrader
from steadyline.graders.nbgrader_intake import PLACE, is_name
from steadyline.records import LARGEST_FILE

ATTACKS = every_attack()
MARKED = [attack for attack in ATTACKS if is_name(attack.who)]
SAME = "dove-20"
"""An honest learner who decided as the attackers did; their page of feedback is what an attacker's may look like."""


@dataclass(frozen=True)
class Tried:
    """What came of the pile: the cohort's folder, its marks by learner, what nbgrader said, what lay where before."""

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
        said = [_said(nbgrader.autograde, cohort), _said(nbgrader.feedback, cohort)]
    marks: dict[str, dict[str, nbgrader.CellMark]] = {}
    for each in nbgrader.marks(cohort, UNIT):
        marks.setdefault(each.learner, {})[each.cell] = each
    return Tried(cohort, marks, "\n".join(said), before, around)


def _said(deed: object, cohort: Path) -> str:
    """Does it, and returns what nbgrader said if it could not do it for everybody."""
    try:
        deed(cohort, UNIT)  # type: ignore[operator]
    except nbgrader.NbgraderFailed as failed:
        return "\n".join([str(failed), *failed.log])
    return ""


def test_nothing_that_was_sent_ran(tried: Tried) -> None:
    assert list((tried.cohort.parent / "canaries").iterdir()) == []


@pytest.mark.parametrize("learner", HONEST)
def test_honest_learners_get_exactly_their_marks(tried: Tried, learner: str) -> None:
    found = {cell: each.mark for cell, each in tried.marks[learner].items() if not cell.startswith("reflect-")}
    assert found == earned(HONEST[learner])


@pytest.mark.parametrize("attack", MARKED, ids=lambda attack: attack.name)
def test_no_attacker_has_more_than_their_own_decisions_earn(tried: Tried, attack: Attack) -> None:
    most = earned(ATTACKER)
    for cell, each in tried.marks[attack.who].items():
        assert each.mark is None or each.mark <= most[cell]


@pytest.mark.parametrize("attack", MARKED, ids=lambda attack: attack.name)
def test_what_cannot_be_marked_waits_and_is_no_nought(tried: Tried, attack: Attack) -> None:
    most = earned(ATTACKER)
    for cell, each in tried.marks[attack.who].items():
        assert each.mark is None or each.mark == pytest.approx(most[cell])


@pytest.mark.parametrize("attack", MARKED, ids=lambda attack: attack.name)
def test_an_assessor_can_open_what_was_marked(tried: Tried, attack: Attack) -> None:
    assert (tried.cohort / "autograded" / attack.who / UNIT / f"{UNIT}.ipynb").is_file()


@pytest.mark.parametrize("attack", MARKED, ids=lambda attack: attack.name)
def test_nothing_of_a_learners_acts_on_a_page_of_feedback(tried: Tried, attack: Attack) -> None:
    assert acts_more(tried.page(attack.who), tried.page(SAME)) == []


def test_the_parser_of_these_tests_sees_what_acts() -> None:
    page = "<p>words</p>"
    for word in ("<script>1</script>", "<a href='javascript:1'>a</a>", "<p onclick=1>", "<svg onload=1>", "<iframe src=x>"):
        assert acts_more(page + word, page) != []


def test_a_name_that_acts_reaches_no_table(tried: Tried) -> None:
    assert set(tried.marks) == {*HONEST, SAME, *(attack.who for attack in MARKED)}
    assert nbgrader.learners(tried.cohort) == set(tried.marks)


def test_no_cell_of_the_exported_table_is_a_formula(tried: Tried) -> None:
    command = [sys.executable, "-m", "nbgrader", "export", "--to", "marks.csv"]
    ran = subprocess.run(command, cwd=tried.cohort, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    with (tried.cohort / "marks.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) > 6 * len(MARKED)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_the_gradebook_is_whole(tried: Tried) -> None:
    with sqlite3.connect(tried.cohort / "gradebook.db") as book:
        assert book.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_what_was_sent_lies_there_as_it_was_sent(tried: Tried) -> None:
    assert fingerprints(tried.cohort / "submitted") == tried.submitted


def test_nothing_new_lies_outside_of_the_cohorts_folder(tried: Tried) -> None:
    assert {path.name for path in tried.cohort.parent.iterdir()} == tried.around


def test_the_copy_that_nbgrader_worked_on_is_gone(tried: Tried) -> None:
    assert list(tried.cohort.glob(f"{PLACE}*")) == []


def test_only_plain_files_of_known_names_and_sizes_are_taken_over(tried: Tried) -> None:
    known = {f"{UNIT}.ipynb", "decisions.jsonl", "answers.jsonl", "timestamp.txt"}
    for at, folders, files in os.walk(tried.cohort / "autograded"):
        paths = [Path(at) / name for name in (*folders, *files)]
        assert [path for path in paths if path.is_symlink()] == []
        assert {path.name for path in paths if path.is_file()} <= known
        assert [path for path in paths if path.is_file() and path.stat().st_size > 2 * LARGEST_FILE] == []


def test_nothing_that_nbgrader_says_acts_in_a_terminal(tried: Tried) -> None:
    assert [sign for sign in tried.said if sign not in "\n\t" and not sign.isprintable()] == []
