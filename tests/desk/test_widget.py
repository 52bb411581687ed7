"""What the desk's page is answered: every message, in words when it is refused, and what is asked again is done once."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cohorts import CELL, LEARNERS, RUBRIC, UNIT, copied, desk_at, lay_out

from steadyline.desk import page
from steadyline.desk.desk import Desk
from steadyline.desk.pieces import MARKING, POINTS, SET_ASIDE
from steadyline.desk.widget import DeskWidget, Room, answer_to, module_text
from steadyline.graders.gradebook import engine_of, reading
from steadyline.graders.history import events

WREN, REFUSED = LEARNERS[0], LEARNERS[1]
OF_WREN = {"unit": UNIT, "learner": WREN, "cell": CELL}
GIVEN = {"type": "give", **OF_WREN, "levels": {"whole": 1}, "direction": "under", "comment": "A next step."}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = lay_out(tmp_path_factory.mktemp("cohort") / "made", {REFUSED: "judgement"})
    for who in ("marker-1", "marker-2"):
        desk_at(folder, who)
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    return copied(template, tmp_path / "cohort")


def room_of(folder: Path) -> Room:
    return Room(partial(Desk, folder, flags=lambda _folder, _unit: {}))


def seated(folder: Path, who: str = "marker-1") -> Room:
    room = room_of(folder)
    assert answer_to({"type": "sit", "n": 1, "who": who}, room)["type"] == "told"
    return room


def told(message: dict[str, Any], room: Room) -> Any:
    """Returns the view of an answer; fails with the words of a refusal."""
    answer = answer_to({"n": 7, **message}, room)
    assert (answer["type"], answer["n"]) == ("told", 7), answer
    return answer["view"]


def kept(folder: Path, deed: str) -> int:
    with reading(engine_of(folder)) as connection:
        return len(events(connection, UNIT, deeds=(deed,)))


def words_of(room: Room) -> str:
    return str(told({"type": "open", **OF_WREN}, room)["words"])


def test_nothing_is_answered_before_somebody_sits_but_that_the_page_is_alive(folder: Path) -> None:
    room = room_of(folder)
    assert answer_to({"type": "overview", "n": 3}, room)["name"] == "NobodySits"
    assert answer_to({"type": "ping", "n": 4}, room) == {"type": "pong", "n": 4}


def test_a_code_that_is_none_is_refused_in_words_and_not_for_now(folder: Path) -> None:
    answer = answer_to({"type": "sit", "n": 1, "who": "M. Smith"}, room_of(folder))
    assert (answer["type"], answer["retry"]) == ("refused", False)
    assert "3 to 32 small letters" in answer["why"]


@pytest.mark.parametrize(
    "message",
    [
        {}, {"type": 7}, {"type": "explode", "n": 2}, {"type": "open", "n": 2}, {"type": "open", "unit": "../..", "learner": "x", "cell": "y", "n": 2},
        {"type": "queue", "unit": "no-such-unit", "n": 2}, {"type": "standards", "rubric": "../keys/the-porch", "n": 2},
        {"type": "keep", **OF_WREN, "draft": {"comment": "x" * 30_000}, "n": 2}, {"type": "keep", **OF_WREN, "draft": 4, "n": 2},
        {"type": "give", **OF_WREN, "levels": {"whole": "four"}, "n": 2}, {"type": "give", **OF_WREN, "levels": {"whole": 9}, "n": 2},
        {"type": "points", **OF_WREN, "points": "much", "n": 2}, {"type": "aside", **OF_WREN, "why": "", "n": 2},
        {"type": "standard", "rubric": RUBRIC, "script": "rain", "levels": {}, "direction": "none", "n": 2}, {"type": "snippet", "words": "", "n": 2},
    ],
)  # fmt: skip
def test_a_message_that_cannot_be_done_is_refused_in_words_and_changes_nothing(folder: Path, message: dict[str, Any]) -> None:
    room = seated(folder)
    answer = answer_to(message, room)
    assert answer["type"] == "refused"
    assert answer["why"].endswith((".", ")"))
    assert "Traceback" not in answer["why"]
    assert told({"type": "queue", "unit": UNIT}, room)["progress"] == "0 of 13 settled; 13 for you."


def test_a_mark_of_which_the_page_did_not_hear_is_kept_once(folder: Path) -> None:
    room = seated(folder)
    given = {**GIVEN, "words": words_of(room)}
    assert told(given, room)["said"] == told(given, room)["said"]
    assert kept(folder, MARKING) == 1


def test_a_mark_asked_again_after_a_second_person_marked_is_neither_doubled_nor_refused(folder: Path) -> None:
    room = seated(folder)
    given = {**GIVEN, "words": words_of(room)}
    told(given, room)
    told({**given, "levels": {"whole": 3}}, seated(folder, "marker-2"))
    assert "waits for somebody else" in told(given, room)["said"]
    assert kept(folder, MARKING) == 2


def test_a_mark_that_is_given_again_with_another_level_is_a_change_and_kept(folder: Path) -> None:
    room = seated(folder)
    given = {**GIVEN, "words": words_of(room)}
    told(given, room)
    told({**given, "levels": {"whole": 0}}, room)
    assert kept(folder, MARKING) == 2


def test_points_in_place_of_a_refused_mark_are_kept_once(folder: Path) -> None:
    room = seated(folder)
    piece = {"unit": UNIT, "learner": REFUSED, "cell": "judgement"}
    given = {"type": "points", **piece, "points": 2.5, "comment": "Read from the log by hand."}
    told(given, room)
    told(given, room)
    assert kept(folder, POINTS) == 1


def test_work_is_set_aside_once_and_can_be_taken_up_again(folder: Path) -> None:
    room = seated(folder)
    aside = {"type": "aside", **OF_WREN, "why": "It may name somebody."}
    told(aside, room)
    told(aside, room)
    assert kept(folder, SET_ASIDE) == 1
    told({**aside, "again": True, "why": "It names nobody real."}, room)
    assert told({"type": "open", **OF_WREN}, room)["set_aside"] is None


def test_a_standard_script_that_is_given_again_with_the_same_mark_is_not_refused(folder: Path) -> None:
    room = seated(folder, "marker-9")
    mark = {"type": "standard", "rubric": RUBRIC, "script": "rain", "levels": {"whole": 2}, "direction": "none"}
    assert told(mark, room)["left"] == told(mark, room)["left"] == 3
    assert answer_to({"n": 2, **mark, "levels": {"whole": 4}}, room)["name"] == "ScriptUnknown"


def test_a_draft_is_acknowledged_with_its_moment_and_comes_back(folder: Path) -> None:
    room = seated(folder)
    at = told({"type": "keep", **OF_WREN, "draft": {"levels": {"whole": 2}, "comment": "Half."}}, room)["at"]
    draft = told({"type": "open", **OF_WREN}, seated(folder))["draft"]
    assert (draft["comment"], draft["at"][:19]) == ("Half.", at[:19])


def test_a_mark_before_the_standard_scripts_is_refused_by_name(folder: Path) -> None:
    assert answer_to({"n": 2, **GIVEN}, seated(folder, "marker-9"))["name"] == "StandardsFirst"


def test_reusable_comments_come_with_the_seat(folder: Path) -> None:
    room = seated(folder)
    told({"type": "snippet", "words": "Name one day."}, room)
    assert told({"type": "sit", "who": "marker-1"}, room)["snippets"] == ["Name one day."]


def test_without_a_browser_the_desk_reads_as_its_pile(folder: Path) -> None:
    widget = DeskWidget({"store": "s", "who": "marker-1", "missing": ""}, seated(folder))
    assert "The Porch: 0 of 13 settled; 13 for you." in repr(widget)
    assert f"  {WREN}: to mark, 24 words" in repr(widget)


def test_a_desk_at_which_nobody_sits_reads_as_words(folder: Path) -> None:
    assert "does not know whose it is" in repr(DeskWidget({}, room_of(folder)))


def test_the_notebook_without_a_cohort_says_how_the_desk_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(page.COHORT, raising=False)
    with pytest.raises(page.CohortNotNamed, match="steadyline desk FOLDER"):
        page.desk()


def test_flags_that_cannot_be_told_keep_nobody_from_marking(tmp_path: Path) -> None:
    assert page.noticed(tmp_path, "no-such-unit") == {}


def test_no_innerhtml_takes_what_a_learner_or_an_assessor_wrote() -> None:
    script = module_text()
    for written in ("piece.text", "piece.transcript", "piece.learner", "flag.words", "mark.comment", "mark.note", "piece.reason"):
        assert f"html: {written}" not in script
        assert f"story(level, {written}" not in script
