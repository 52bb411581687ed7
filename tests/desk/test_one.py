"""One hand-in marked from its bytes: the notebook's own marks, and a reason wherever there is none."""

from __future__ import annotations

import json
import pickle
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from piles import UNIT, simulation, work_of

from steadyline import content, marking
from steadyline.course.graft import words_digest
from steadyline.course.work import Work
from steadyline.desk import one
from steadyline.desk.autograded import NotOurNotebook, Sheet
from steadyline.desk.one import Batch, ContentDiffers, mark_batch, mark_one
from steadyline.desk.taken_in import Submission

BUILT = content.notebook_path(UNIT).read_text("utf-8")
FILES = work_of(simulation(), "wren-14", 1)
BY_MACHINE = [cell for cell, _ in content.unit(UNIT).graded if not cell.startswith("reflect-")]


@pytest.fixture(scope="module")
def made() -> Sheet:
    """The unit's notebook, ready to be filled in."""
    return Sheet(UNIT, BUILT)


def sent(**files: bytes) -> Submission:
    held = {"log": FILES["decisions.jsonl"], "answers": FILES["answers.jsonl"], **files}
    return Submission("wren-14", UNIT, Work(**held), None, ("decisions.jsonl", "answers.jsonl"))


def notebook(marked: one.Marked) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(marked.files[f"{UNIT}.ipynb"])
    return read


@pytest.mark.parametrize("cell", BY_MACHINE)
def test_a_mark_is_the_one_that_the_notebooks_own_cell_gives(made: Sheet, tmp_path: Path, cell: str) -> None:
    (tmp_path / "decisions.jsonl").write_bytes(FILES["decisions.jsonl"])
    (tmp_path / "answers.jsonl").write_bytes(FILES["answers.jsonl"])
    assert mark_one(made, sent()).marks[cell] == marking.marked(content.unit(UNIT), cell, tmp_path)[0]


def test_a_reflection_is_marked_by_no_machine(made: Sheet) -> None:
    assert mark_one(made, sent()).marks["reflect-three-sentences"] is None


def test_no_decisions_are_a_refusal_and_no_nought(made: Sheet) -> None:
    found = mark_one(made, sent(log=b""))
    assert found.marks["judgement"] is None
    assert "No decisions were handed in" in found.refused["judgement"]


def test_a_file_too_large_is_a_refusal(made: Sheet) -> None:
    found = mark_one(made, sent(log=b"\n" * (8 * 1024 * 1024 + 1)))
    assert "larger than" in found.refused["judgement"]


def test_the_words_of_a_learner_stand_escaped_in_the_notebook(made: Sheet) -> None:
    words = FILES["answers.jsonl"].replace(b"What would", b"<script>What would")
    assert b"<script" not in mark_one(made, sent(answers=words)).files[f"{UNIT}.ipynb"]


def test_the_digest_of_written_work_is_the_desks_own(made: Sheet) -> None:
    told = json.loads([line for line in FILES["answers.jsonl"].splitlines() if b"three-sentences" in line][-1])
    assert mark_one(made, sent()).words["reflect-three-sentences"] == words_digest(told["value"])


def test_whatever_goes_wrong_is_this_hand_ins_reason_to_wait(made: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one, "reflections_of", lambda work: 1 // 0)
    found = mark_one(made, sent())
    assert found.set_aside == "Marking met something unforeseen (ZeroDivisionError)."
    assert set(found.marks.values()) == {None}


def test_a_hand_in_without_end_is_given_up(made: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "marked_work", lambda *_: time.sleep(60))
    began = time.monotonic()
    assert mark_one(made, sent(), longest=0.2).set_aside == one.NO_END
    assert time.monotonic() - began < 10


def test_the_notebook_of_a_hand_in_that_waits_shows_the_reason_and_no_mark(
    made: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one, "reflections_of", lambda work: 1 // 0)
    shown = [out for cell in notebook(mark_one(made, sent()))["cells"] for out in cell.get("outputs", [])]
    assert {out["output_type"] for out in shown} == {"display_data", "error"}


def test_what_goes_between_processes_can_be_packed(made: Sheet) -> None:
    batch = Batch(UNIT, BUILT, content.marked_by(UNIT), (sent(),))
    assert pickle.loads(pickle.dumps(mark_batch(pickle.loads(pickle.dumps(batch)))))[0].marks["judgement"] is not None  # noqa: S301  # our own


def test_a_worker_with_other_content_marks_nothing() -> None:
    with pytest.raises(ContentDiffers):
        mark_batch(Batch(UNIT, BUILT, "of-another-course", (sent(),)))


def test_points_of_an_older_release_are_not_exceeded() -> None:
    older = json.loads(BUILT)
    cell = next(cell for cell in older["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == "judgement")
    cell["metadata"]["nbgrader"]["points"] = 1
    assert mark_one(Sheet(UNIT, json.dumps(older)), sent()).marks["judgement"] is None


@pytest.mark.parametrize("source", [
    "4.0", 'from steadyline.marking import award\naward("the-porch", "judgement") or 4.0',
    'from steadyline.marking import award\naward("week-twenty-six", "judgement")',
    'from steadyline.marking import award\naward("the-porch", "judgement")\n',
])
def test_a_cell_that_is_not_steadylines_own_is_left_to_nbgrader(source: str) -> None:
    other = json.loads(BUILT)
    cell = next(cell for cell in other["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == "judgement")
    cell["source"] = source.splitlines(keepends=True)
    with pytest.raises(NotOurNotebook, match="nbgrader autograde"):
        Sheet(UNIT, json.dumps(other))


def test_a_worker_forgets_a_hand_in_before_the_next(made: Sheet) -> None:
    first, second = mark_one(made, sent()), mark_one(made, sent(log=b""))
    assert (first.marks["judgement"], second.marks["judgement"]) == (18.0, None)
    assert replace(mark_one(made, sent()), seconds=0.0) == replace(first, seconds=0.0)
