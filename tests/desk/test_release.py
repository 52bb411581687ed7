"""Releasing feedback: an act with a date, refused in words, written down once, and whole or not at all."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from marked_cohort import CELL, LEARNERS, done, facts, given, in_formgrader, late
from piles import UNIT

from steadyline.cli.main import main
from steadyline.desk import release as module
from steadyline.desk.desk import AssessorUnusable, Desk
from steadyline.desk.feedback_files import path_of, write_feedback
from steadyline.desk.feedback_zip import ZIPS
from steadyline.desk.pieces import RELEASED
from steadyline.desk.pile import NotInCohort
from steadyline.desk.release_status import is_changed
from steadyline.errors import SteadylineError
from steadyline.graders.history import MARK, Event
from steadyline.graders.moderation import MarkingUnfit

FIRST, SECOND, *REST = LEARNERS
DRAFT = "for the assessor’s eyes"


@pytest.fixture
def settled(cohort: Path) -> Path:
    """The cohort with every mark of the first two learners; those of the others wait."""
    given(cohort, "marker-1", FIRST, 4, comment="Keep it.")
    given(cohort, "marker-1", SECOND, 3, direction="over")
    return cohort


def release(cohort: Path, **asked: Any) -> dict[str, Any]:
    return Desk(cohort, "lead-1", lambda _folder, _unit: {}).release(UNIT, **asked)


def text_of(cohort: Path, learner: str) -> str:
    return path_of(cohort, UNIT, learner).read_text("utf-8")


def zipped(cohort: Path, learner: str) -> dict[str, str]:
    with zipfile.ZipFile(cohort / ZIPS / f"{learner}.zip") as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_those_whose_marks_wait_are_left_out_in_words_and_the_others_go_ahead(settled: Path) -> None:
    outcome = release(settled)
    assert outcome["released"] == 2
    assert {each["learner"] for each in outcome["waiting"]} == set(REST)
    assert outcome["waiting"][0]["why"] == "1 mark waits (Written answer: Three sentences on the porch)"
    assert outcome["said"] == "Feedback on The Porch: released to 2 learners. Left out for now: 3 learners."


def test_a_release_is_written_down_with_who_and_the_marks_of_the_moment(settled: Path) -> None:
    release(settled)
    event, = done(settled, FIRST, RELEASED)
    assert (event.who, event.unit, event.cell, event.after["marks"][CELL]) == ("lead-1", UNIT, "", 4.0)
    assert done(settled, REST[0], RELEASED) == ()


def test_the_page_of_a_release_does_not_call_itself_unreleased(settled: Path) -> None:
    write_feedback(settled)
    assert DRAFT in text_of(settled, FIRST)
    release(settled)
    assert DRAFT not in text_of(settled, FIRST)
    assert facts(settled, FIRST).released_on in text_of(settled, FIRST)
    assert DRAFT in text_of(settled, REST[0])


def test_writing_the_pages_again_changes_nothing_of_a_release(settled: Path) -> None:
    release(settled)
    before = text_of(settled, FIRST)
    write_feedback(settled)
    assert text_of(settled, FIRST) == before


def test_released_twice_is_released_once(settled: Path) -> None:
    release(settled)
    again = release(settled)
    assert (again["released"], again["already"]) == (0, 2)
    assert len(done(settled, FIRST, RELEASED)) == 1


def test_with_despite_waiting_the_page_says_what_waits(settled: Path) -> None:
    assert release(settled, learners=[REST[0]], despite_waiting=True)["released"] == 1
    assert "One mark waits for an assessor." in text_of(settled, REST[0])
    assert DRAFT not in text_of(settled, REST[0])


def test_what_is_set_aside_is_not_released_even_so(settled: Path) -> None:
    Desk(settled, "marker-1", lambda _folder, _unit: {}).set_aside(UNIT, REST[0], CELL, "it may name somebody")
    outcome = release(settled, learners=[REST[0]], despite_waiting=True)
    assert (outcome["released"], "set aside" in outcome["waiting"][0]["why"]) == (0, True)


def test_after_a_release_a_change_at_the_desk_needs_a_reason(settled: Path) -> None:
    release(settled)
    with pytest.raises(MarkingUnfit, match="Feedback was released on"):
        given(settled, "marker-1", FIRST, 3)


def test_what_changed_is_released_again_only_with_a_reason(settled: Path) -> None:
    release(settled)
    given(settled, "marker-1", FIRST, 3, reason="we read it anew")
    refused = release(settled)
    assert refused["released"] == 0
    assert "changed since; to release it again, say why" in refused["waiting"][0]["why"]
    assert release(settled, why="we read it anew")["released"] == 1
    assert [event.why for event in done(settled, FIRST, RELEASED)] == ["", "we read it anew"]
    assert len(done(settled, SECOND, RELEASED)) == 1


def test_until_then_the_page_says_so_and_the_zip_keeps_what_was_released(settled: Path) -> None:
    release(settled)
    before = zipped(settled, FIRST)[f"{UNIT}.html"]
    in_formgrader(settled, FIRST, 1.0, "Changed.")
    write_feedback(settled)
    assert "Changed since it was released on" in text_of(settled, FIRST)
    assert zipped(settled, FIRST)[f"{UNIT}.html"] == before
    release(settled, why="it was marked wrongly")
    assert "Changed." in zipped(settled, FIRST)[f"{UNIT}.html"]


def test_another_penalty_for_lateness_is_a_change(settled: Path) -> None:
    release(settled)
    late(settled, FIRST, 2.0)
    assert "changed since" in release(settled, learners=[FIRST])["waiting"][0]["why"]


def test_a_mark_taken_back_and_given_again_as_it_was_is_no_change() -> None:
    rows = [{"automatic": 2.0, "waits": False}, {"automatic": 0.0, "waits": False}]
    there = Event(1, "", "steadyline mark", MARK, cell="judgement", before=rows[0], after=rows[1])
    back = Event(2, "", "steadyline mark", MARK, cell="judgement", before=rows[1], after=rows[0])
    assert (is_changed([there, back]), is_changed([there])) == (False, True)


def test_a_zip_holds_what_is_released_and_a_page_that_lists_it(settled: Path) -> None:
    release(settled)
    found = zipped(settled, FIRST)
    assert list(found) == ["index.html", f"{UNIT}.html"]
    assert f'<a href="{UNIT}.html">The Porch</a>' in found["index.html"]
    assert found[f"{UNIT}.html"] == text_of(settled, FIRST)


def test_there_is_no_zip_of_what_is_not_released(settled: Path) -> None:
    write_feedback(settled)
    assert not (settled / ZIPS).exists()


def test_where_a_page_cannot_be_made_nobody_of_the_batch_is_released(
    settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_feedback(settled)
    makes = module.made

    def fail(folder: Path, kept: Any) -> bytes:
        if kept.learner == SECOND:
            raise OSError(28, "No space left on device")
        return makes(folder, kept)

    monkeypatch.setattr(module, "made", fail)
    with pytest.raises(OSError, match="No space left"):
        release(settled)
    assert [done(settled, learner, RELEASED) for learner in LEARNERS] == [()] * 5
    assert DRAFT in text_of(settled, FIRST)
    assert sorted(path.name for path in path_of(settled, UNIT, FIRST).parent.iterdir()) == [f"{UNIT}.html", "timestamp.txt"]


def test_stopped_in_the_very_middle_a_page_says_too_little_and_never_too_much(
    settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_feedback(settled)
    moves = Path.replace

    def stop(path: Path, target: Path) -> Path:
        if path.name.endswith(".released"):
            raise KeyboardInterrupt
        return moves(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            release(settled)
    assert (len(done(settled, FIRST, RELEASED)), DRAFT in text_of(settled, FIRST)) == (1, True)
    write_feedback(settled)
    assert DRAFT not in text_of(settled, FIRST)
    assert list(zipped(settled, FIRST)) == ["index.html", f"{UNIT}.html"]


@pytest.mark.parametrize(("who", "asked", "error"), [
    ("Mr Smith", {}, AssessorUnusable), ("lead-1", {"learners": ["nobody-99"]}, NotInCohort),
])  # fmt: skip
def test_what_cannot_be_released_is_refused_in_words(
    marked_once: Path, who: str, asked: dict[str, Any], error: type[SteadylineError]
) -> None:
    with pytest.raises(error):
        Desk(marked_once, who, lambda _folder, _unit: {}).release(UNIT, **asked)


def test_the_verb_lists_whom_it_left_out(settled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", str(settled), "--unit", UNIT, "--by", "lead-1"]) == 1
    told = capsys.readouterr()
    assert "released to 2 learners" in told.out
    assert f"Left out: {REST[0]}: 1 mark waits (Written answer: Three sentences on the porch).\n" in told.err
    assert main(["feedback", str(settled)]) == 0
    assert "2 released, 0 changed since, 3 not released." in capsys.readouterr().out
