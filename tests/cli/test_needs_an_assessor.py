"""Work that cannot be marked by machine, all the way into the gradebook: it waits for a person and is never a nought."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from steadyline import content
from steadyline.cli.main import main
from steadyline.course.handin import ANSWERS, LOG, pack
from steadyline.course.simulate import Simulation
from steadyline.graders import nbgrader

UNIT = "the-porch"
MADE = datetime(2026, 1, 12, 12, 0, tzinfo=UTC)
HARMED = {"wren-10": "no log", "rook-11": "another version", "teal-12": "damaged log", "lark-13": "changed since"}


def harm(work: Path, how: str) -> None:
    log = work / LOG
    if how == "no log":
        log.unlink()
    elif how == "another version":
        lines = [{**json.loads(line), "digest": "0" * 64} for line in log.read_text("utf-8").splitlines()]
        log.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    elif how == "damaged log":
        log.write_bytes(b"damage\n" + log.read_bytes())


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cohort whose learners all hand in work that no machine can mark."""
    folder = tmp_path_factory.mktemp("harmed")
    (folder / "people.csv").write_text("learner\n" + "\n".join(HARMED) + "\n", "utf-8")
    case = content.unit_case(UNIT)
    simulation = Simulation(content.unit(UNIT), case, content.key(case.name), content.check_answers(UNIT))
    for learner, how in HARMED.items():
        work = folder / learner
        simulation.learner("calibrated", 7, MADE).write(work)
        (work / ANSWERS).unlink()
        harm(work, how)
        packed = pack(work, folder / "sent", UNIT, learner, case.name, case.digest, MADE)
        if how == "changed since":
            packed.path.write_bytes(packed.content[:-40])
    assert main(["cohort", "new", str(folder / "cohort"), "--learners", str(folder / "people.csv"), "--unit", UNIT]) == 0
    assert main(["collect", str(folder / "cohort"), str(folder / "sent")]) == 1
    nbgrader.autograde(folder / "cohort", UNIT)
    return folder / "cohort"


@pytest.mark.parametrize("learner", [code for code, how in HARMED.items() if how != "changed since"])
def test_every_mark_waits_and_none_is_a_nought(cohort: Path, learner: str) -> None:
    found = [each for each in nbgrader.marks(cohort, UNIT) if each.learner == learner]
    assert {each.cell for each in found} == {cell for cell, _ in content.unit(UNIT).graded}
    assert {(each.automatic, each.mark, each.waits) for each in found} == {(None, None, True)}


@pytest.mark.parametrize(("learner", "words"), [
    ("wren-10", "No decisions were handed in."),
    ("rook-11", "another version"),
    ("teal-12", "decisions.jsonl:1: this line of the record cannot be read"),
])
def test_the_assessor_is_told_why(cohort: Path, learner: str, words: str) -> None:
    comments = [each.comment for each in nbgrader.marks(cohort, UNIT) if each.learner == learner]
    assert any(words in comment for comment in comments)


def test_what_was_cut_short_lies_aside_with_its_reason(cohort: Path) -> None:
    reason, = (cohort / "set-aside").glob("*lark-13*/reason.txt")
    assert "not a whole zip file" in reason.read_text("utf-8")


def test_no_page_shows_a_traceback(cohort: Path) -> None:
    nbgrader.feedback(cohort, UNIT)
    for page in (cohort / "feedback").rglob("*.html"):
        assert "Traceback (most recent" not in page.read_text("utf-8")


def test_no_page_tells_where_on_a_computer_the_work_was_marked(cohort: Path) -> None:
    nbgrader.feedback(cohort, UNIT)
    for page in (cohort / "feedback").rglob("*.html"):
        assert str(cohort) not in page.read_text("utf-8")
