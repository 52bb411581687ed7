"""A learner's whole story: nothing left out, in order, in words, and nothing in it acts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from marked_cohort import CELL, LEARNERS, given, in_formgrader
from piles import UNIT, copy_of

from steadyline import content
from steadyline.cli.main import main
from steadyline.desk.desk import Desk
from steadyline.desk.pieces import MARKING, SEED
from steadyline.desk.pile import NotInCohort
from steadyline.desk.standardising import STANDARD
from steadyline.desk.story import Entry, Story, story_of
from steadyline.desk.story_words import ELSEWHERE, NO_REASON_OUTSIDE, in_words
from steadyline.graders.gradebook import engine_of, writing
from steadyline.graders.history import Event, write_down

LEARNER = LEARNERS[0]
ACTING = "=1+1 \x1b[31mred\x1b[0m \u202eturned"


@pytest.fixture(scope="module")
def told(marked_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cohort in which one learner was marked four times, set aside, released, changed in Formgrader, released again."""
    cohort = copy_of(marked_once, tmp_path_factory.mktemp("told") / "autumn")
    desk = Desk(cohort, "lead-1", lambda _folder, _unit: {})
    desk.set_aside(UNIT, LEARNER, CELL, "it may name somebody")
    desk.set_aside(UNIT, LEARNER, CELL, "it names nobody real", again=True)
    given(cohort, "marker-1", LEARNER, 1, direction="over", comment=ACTING)
    given(cohort, "marker-2", LEARNER, 3, direction="mixed")
    given(cohort, "marker-3", LEARNER, 2, direction="mixed")
    given(cohort, "marker-3", LEARNER, 2, direction="mixed", blind=False, note="we weighed all of it")
    desk.release(UNIT, learners=[LEARNER])
    in_formgrader(cohort, LEARNER, 4.0, "Changed.")
    desk.release(UNIT, learners=[LEARNER], why="after an appeal was heard")
    keep_folders(cohort)
    with writing(engine_of(cohort), "marker-1", STANDARD) as connection:  # a script that is called as a learner is
        write_down(connection, "marker-1", STANDARD, "", LEARNER, "three-sentences", after={"levels": {"whole": 0}})
    return cohort


def keep_folders(cohort: Path) -> None:
    """What `collect` leaves behind."""
    kept = cohort / "hand-ins" / LEARNER / UNIT
    kept.mkdir(parents=True)
    (kept / "20260112-120000-0123456789abcdef.zip").write_bytes(b"not opened")
    replaced = cohort / "replaced" / LEARNER / f"{UNIT}-2"
    replaced.mkdir(parents=True)
    (replaced / "timestamp.txt").write_text("2026-01-11 08:30:00 UTC\n")
    report = ["hand-in,outcome,learner,unit,remarks", f'x.zip,"laid in, with a note",{LEARNER},{UNIT},the last line is torn']
    (cohort / "collect-report.csv").write_text("\n".join(report), "utf-8-sig")


@pytest.fixture(scope="module")
def story(told: Path) -> Story:
    return story_of(told, LEARNER)


def said(story: Story, words: str) -> Entry:
    """Returns the one entry that says it."""
    found, = (each for each in story.entries if words in each.what)
    return found


def test_it_is_in_order_of_time(story: Story) -> None:
    times = [each.at for each in story.entries]
    assert times == sorted(times)
    assert len(times) > 15


def test_every_event_of_the_learner_is_in_it_once(told: Path, story: Story) -> None:
    from marked_cohort import done
    numbers = [each.event for each in story.entries if each.event]
    assert sorted(numbers) == [event.id for event in done(told, LEARNER)]


@pytest.mark.parametrize(("words", "who"), [
    ("First mark. Level: 1 of 4; leaning over. Comment: “=1+1", "marker-1"),
    ("Second mark, given without sight of the first. Level: 3 of 4; leaning now under, now over.", "marker-2"),
    ("Third mark, given without sight of the others. Level: 2 of 4", "marker-3"),
    ("Agreed mark, with all marks in sight. Level: 2 of 4; leaning now under, now over. Note: “we weighed all", "marker-3"),
    ("went from waiting for an assessor to 2, given by a person.", "marker-3"),
    ("Set aside: nobody marks it", "lead-1"), ("Taken up again.", "lead-1"),
    ("Feedback was released again to the learner.", "lead-1"),
    ("Handed in, by the learner's own clock.", "the learner"),
    ("A hand-in of this time was later replaced by another one. It is kept in replaced/the-porch-2.", "collect"),
    ("The last report of collect: laid in, with a note (the last line is torn).", "collect"),
])  # fmt: skip
def test_each_deed_is_told_with_who_did_it(story: Story, words: str, who: str) -> None:
    assert said(story, words).who == who


def test_the_machines_mark_is_told_from_what_to_what(story: Story) -> None:
    by_machine = [each for each in story.entries if each.who == "steadyline mark" and each.part == "Judgement"]
    assert "went from waiting for an assessor to" in by_machine[0].what
    assert by_machine[0].what.endswith("by machine.")


def test_a_change_outside_the_desk_after_the_release_is_told_plainly(story: Story) -> None:
    changed = said(story, "went from 2, given by a person to 4, given by a person.")
    assert changed.what.startswith(ELSEWHERE)
    assert (changed.why, bool(changed.after_release)) == (NO_REASON_OUTSIDE, True)


def test_a_release_is_told_with_the_marks_of_that_moment(story: Story) -> None:
    first = said(story, "Feedback was released to the learner.")
    assert (first.who, "Written answer: Three sentences on the porch 2." in first.what) == ("lead-1", True)


def test_the_reason_of_the_second_release_is_told(story: Story) -> None:
    assert said(story, "released again").why == "after an appeal was heard"


def test_a_mark_before_the_release_needs_no_reason(story: Story) -> None:
    assert (said(story, "First mark").why, said(story, "First mark").after_release) == ("", "")


def test_standard_scripts_are_not_the_learners_story(story: Story) -> None:
    assert not any(each.part == "three-sentences" or STANDARD in each.what for each in story.entries)


def test_being_drawn_for_the_sample_is_told_with_the_seed() -> None:
    after = {"stage": "first", "levels": {"whole": 4}, "direction": "none", "comment": "", "note": "", "drawn": True}
    event = Event(2, "2026-03-05", "marker-1", MARKING, UNIT, LEARNER, CELL, after=after)
    seed = Event(1, "2026-03-01T09:00:00.000Z", "marker-1", SEED, after={"seed": 4711})
    assert in_words(event, content.unit(UNIT), seed).endswith(
        "Drawn for the sample that is marked twice, one in five at random, by the seed 4711, "
        "which was written down on 2026-03-01."
    )


def test_how_the_marks_stand_now_is_told_beneath(story: Story) -> None:
    assert (UNIT, "Written answer: Three sentences on the porch", "4 of 4, given by a person") in story.stands


def test_of_a_learner_who_handed_nothing_in_there_is_nothing_to_tell(cohort: Path) -> None:
    from sqlalchemy import text
    with engine_of(cohort).begin() as connection:
        connection.execute(text("INSERT INTO student (id) VALUES ('wren-77')"))
    assert story_of(cohort, "wren-77").entries == ()


@pytest.mark.parametrize(("learner", "unit"), [("avocet-12", ""), (LEARNER, "the-porsh"), ("../../etc", "")])
def test_somebody_or_something_unknown_is_told(marked_once: Path, learner: str, unit: str) -> None:
    with pytest.raises(NotInCohort):
        story_of(marked_once, learner, unit)


def printed(told: Path, capsysbinary: pytest.CaptureFixture[bytes], *more: str) -> bytes:
    assert main(["audit", str(told), LEARNER, *more]) == 0
    return capsysbinary.readouterr().out


def test_nothing_of_a_text_acts_on_the_terminal(told: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for form in ("text", "csv", "json"):
        out = printed(told, capsysbinary, "--as", form)
        assert b"\x1b" not in out
        assert "\u202e".encode() not in out


def test_as_csv_no_cell_is_a_formula(told: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(printed(told, capsysbinary, "--as", "csv").decode("utf-8-sig"))))
    assert len(rows) == len(story_of(told, LEARNER).entries)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_as_json_it_holds_what_was_before_and_after(told: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    entries = json.loads(printed(told, capsysbinary, "--as", "json"))["entries"]
    changed = next(each for each in entries if each["who"] == "outside the desk" and each["what"].endswith("a person."))
    assert (changed["before"]["given"], changed["after"]["given"]) == (2.0, 4.0)


def test_another_unit_can_be_asked_for_alone(told: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert printed(told, capsysbinary, "--unit", UNIT) == printed(told, capsysbinary)


