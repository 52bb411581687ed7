"""Marks given at the desk: what is kept, what is refused, and what the gradebook says afterwards."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from cohorts import CELL, LEARNERS, UNIT, copied, desk_at, give, lay_out, write

from steadyline.desk.desk import AssessorUnusable, Desk
from steadyline.desk.giving import ChangedMeanwhile, Given, NotYours
from steadyline.desk.pieces import RELEASED
from steadyline.desk.standardising import StandardsFirst
from steadyline.graders import nbgrader
from steadyline.graders.gradebook import engine_of, reading, writing
from steadyline.graders.history import OUTSIDE, events, write_down
from steadyline.graders.moderation import MarkingUnfit

WREN = LEARNERS[0]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return lay_out(tmp_path_factory.mktemp("cohort") / "made", {LEARNERS[1]: "judgement"})


@pytest.fixture
def folder(template, tmp_path):
    return copied(template, tmp_path / "cohort")


def kept(folder: Path, learner: str = WREN, cell: str = CELL) -> nbgrader.CellMark:
    return next(each for each in nbgrader.marks(folder, UNIT) if (each.learner, each.cell) == (learner, cell))


def not_drawn(folder: Path) -> None:
    """Gives the first marks a place outside the sample: the seed of a cohort is random, and a test's is not."""
    with writing(engine_of(folder), "a-test", "seed") as connection:
        write_down(connection, "a-test", "seed", after={"seed": 0})


def test_a_good_mark_stands_in_the_gradebook_with_its_comment(folder):
    not_drawn(folder)
    assert give(desk_at(folder, "marker-1"), WREN, 4)["settled"] is True
    found = kept(folder)
    assert (found.given, found.waits) == (4.0, False)
    assert found.comment == "Level 4 of 4.\n\nLeaning: under.\n\nClear and kind."


def test_a_mark_below_the_standard_is_not_in_the_gradebook_before_a_second(folder):
    give(desk_at(folder, "marker-1"), WREN, 1)
    assert (kept(folder).given, kept(folder).mark) == (None, None)
    give(desk_at(folder, "marker-2"), WREN, 1)
    assert kept(folder).mark == 1.0


def test_a_second_marker_is_shown_nothing_of_the_first(folder):
    give(desk_at(folder, "marker-1"), WREN, 1, comment="Only for me to know.")
    view = desk_at(folder, "marker-2").open(UNIT, WREN, CELL)
    untouched = desk_at(folder, "marker-2").open(UNIT, LEARNERS[2], CELL)
    own = ("learner", "text", "words", "transcript")
    assert {name: view[name] for name in view if name not in own} == {name: untouched[name] for name in view if name not in own}


def test_one_who_marked_cannot_be_the_second(folder):
    desk = desk_at(folder, "marker-1")
    give(desk, WREN, 1)
    give(desk, WREN, 2)
    with reading(desk.engine) as connection:
        stages = [each.after["stage"] for each in events(connection, UNIT, WREN, deeds=("marking",))]
    assert stages == ["first", "first"]
    assert desk.open(UNIT, WREN, CELL)["state"] == "waits for somebody else"


def test_both_marks_of_two_who_mark_at_once_are_kept(folder):
    one, two = desk_at(folder, "marker-1"), desk_at(folder, "marker-2")
    seen = one.open(UNIT, WREN, CELL), two.open(UNIT, WREN, CELL)
    for desk, view, level in ((one, seen[0], 1), (two, seen[1], 2)):
        desk.give(Given(UNIT, WREN, CELL, {"whole": level}, words=view["words"], blind=True))
    view = one.open(UNIT, WREN, CELL)
    assert [(each["who"], each["levels"]["whole"]) for each in view["seen"]] == [("marker-1", 1), ("marker-2", 2)]


def test_a_mark_that_came_too_late_is_kept_as_a_draft(folder):
    late = desk_at(folder, "marker-3")
    view = late.open(UNIT, WREN, CELL)
    give(desk_at(folder, "marker-1"), WREN, 1)
    give(desk_at(folder, "marker-2"), WREN, 1)
    with pytest.raises(ChangedMeanwhile, match="nothing was overwritten"):
        late.give(Given(UNIT, WREN, CELL, {"whole": 4}, comment="Mine.", words=view["words"], blind=True))
    assert late.open(UNIT, WREN, CELL)["draft"]["comment"] == "Mine."
    assert kept(folder).mark == 1.0


def test_a_text_handed_in_anew_while_it_was_read_is_not_marked(folder):
    desk = desk_at(folder, "marker-1")
    view = desk.open(UNIT, WREN, CELL)
    write(folder, WREN, "Something quite different.")
    with pytest.raises(ChangedMeanwhile, match="anew"):
        desk.give(Given(UNIT, WREN, CELL, {"whole": 4}, words=view["words"]))
    assert kept(folder).mark is None


def test_marks_for_an_earlier_text_count_no_more(folder):
    not_drawn(folder)
    desk = desk_at(folder, "marker-1")
    give(desk, WREN, 4)
    write(folder, WREN, "Something quite different.")
    assert desk.open(UNIT, WREN, CELL)["state"] == "to mark"


def test_two_agreeing_at_once_do_not_overwrite_each_other(folder):
    one, two = desk_at(folder, "marker-1"), desk_at(folder, "marker-2")
    give(one, WREN, 1)
    give(two, WREN, 2)
    views = [desk.open(UNIT, WREN, CELL) for desk in (one, two)]
    agreed = {"words": views[0]["words"], "blind": False, "note": "weighed with care together"}
    one.give(Given(UNIT, WREN, CELL, {"whole": 1}, last=views[0]["last"], **agreed))
    with pytest.raises(ChangedMeanwhile):
        two.give(Given(UNIT, WREN, CELL, {"whole": 2}, last=views[1]["last"], **agreed))
    assert kept(folder).mark == 1.0


def test_a_standing_mark_is_changed_only_with_a_reason(folder):
    not_drawn(folder)
    desk = desk_at(folder, "marker-1")
    give(desk, WREN, 4)
    with pytest.raises(MarkingUnfit, match="say why"):
        give(desk, WREN, 3)
    give(desk, WREN, 3, reason="I had read it too fast")
    assert kept(folder).mark == 3.0


def test_after_release_a_change_needs_a_reason_and_is_told_the_date(folder):
    not_drawn(folder)
    desk = desk_at(folder, "marker-1")
    give(desk, WREN, 4)
    with writing(desk.engine, "marker-1", RELEASED) as connection:
        write_down(connection, "marker-1", RELEASED, UNIT, WREN)
    with pytest.raises(MarkingUnfit, match=r"released on 20\d\d-"):
        give(desk, WREN, 3)


def test_every_change_of_a_mark_is_an_event_with_who_and_why(folder):
    not_drawn(folder)
    desk = desk_at(folder, "marker-1")
    give(desk, WREN, 4)
    give(desk, WREN, 3, reason="I had read it too fast")
    with reading(desk.engine) as connection:
        changes = [(each.who, each.before["given"], each.after["given"], each.why) for each in events(connection, UNIT, WREN, CELL, ("mark",))]
    assert changes[-2:] == [("marker-1", None, 4.0, ""), ("marker-1", 4.0, 3.0, "I had read it too fast")]


def test_a_change_in_formgrader_is_written_down_as_one_from_outside(folder):
    with nbgrader._gradebook(folder) as gradebook:
        engine_of(folder)
        gradebook.find_grade("judgement", UNIT, UNIT, WREN).manual_score = 2.0
        gradebook.db.commit()
    with reading(engine_of(folder)) as connection:
        last = events(connection, UNIT, WREN, "judgement")[-1]
    assert (last.who, last.before["given"], last.after["given"]) == (OUTSIDE, None, 2.0)


@pytest.mark.parametrize("deed", ["UPDATE steadyline_event SET who = 'x'", "DELETE FROM steadyline_event"])
def test_what_was_done_can_be_neither_changed_nor_removed(folder, deed):
    desk = desk_at(folder, "marker-1")
    with pytest.raises(Exception, match="only ever added to"), writing(desk.engine, "a", "b") as connection:
        connection.exec_driver_sql(deed)


def test_a_mark_that_fails_halfway_leaves_nothing(folder):
    desk = desk_at(folder, "marker-1")
    with reading(desk.engine) as connection:
        before = len(events(connection))

    def halfway() -> None:
        with writing(desk.engine, "marker-1", "marking") as connection:
            write_down(connection, "marker-1", "marking", UNIT, WREN)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        halfway()
    with reading(desk.engine) as connection:
        assert len(events(connection)) == before


def test_nobody_marks_before_the_standard_scripts(folder):
    with pytest.raises(StandardsFirst, match="4 standard scripts"):
        give(desk_at(folder, "marker-1", standardised=False), WREN, 4)


def test_agreed_marks_of_a_standard_script_are_seen_only_after_ones_own(folder):
    desk = desk_at(folder, "marker-1", standardised=False)
    assert all(each["agreed"] is None and each["why"] == "" for each in desk.standards("three-sentences")["scripts"])
    name = desk.standards("three-sentences")["scripts"][0]["name"]
    after = desk.give_standard("three-sentences", name, {"whole": 2}, "under")
    assert [each["name"] for each in after["scripts"] if each["agreed"]] == [name]


def test_a_refused_automatic_mark_is_given_with_a_reason(folder):
    desk = desk_at(folder, "marker-1")
    piece = Given(UNIT, LEARNERS[1], "judgement", {}, comment="The log is whole up to the end.")
    with pytest.raises(MarkingUnfit, match="from 0 to 18"):
        desk.give_points(piece, 18.5)
    desk.give_points(piece, 11.25)
    assert kept(folder, LEARNERS[1], "judgement").mark == 11.25


def test_what_is_set_aside_is_not_marked_before_it_is_taken_up(folder):
    desk = desk_at(folder, "marker-1")
    desk.set_aside(UNIT, WREN, CELL, "it may name somebody real")
    with pytest.raises(NotYours, match="set aside"):
        give(desk, WREN, 4)
    desk.set_aside(UNIT, WREN, CELL, "looked at with the lead", again=True)
    assert give(desk, WREN, 1)["settled"] is False


def test_the_order_is_an_assessors_own_and_stays_the_same(folder):
    def order(who: str) -> list[str]:
        return [row["learner"] for row in desk_at(folder, who).queue(UNIT)["rows"]]

    assert order("marker-1") == order("marker-1")
    assert order("marker-1") != order("marker-2")
    assert order("marker-1") != sorted(order("marker-1"))


def test_a_draft_is_kept_for_its_assessor_alone(folder):
    desk_at(folder, "marker-1").keep(UNIT, WREN, CELL, {"levels": {"whole": 2}, "comment": "half a thought"})
    assert desk_at(folder, "marker-1").open(UNIT, WREN, CELL)["draft"]["comment"] == "half a thought"
    assert desk_at(folder, "marker-2").open(UNIT, WREN, CELL)["draft"] is None


def test_a_draft_goes_when_the_mark_is_given(folder):
    desk = desk_at(folder, "marker-1")
    desk.keep(UNIT, WREN, CELL, {"levels": {"whole": 2}})
    give(desk, WREN, 2)
    assert desk.open(UNIT, WREN, CELL)["draft"] is None


@pytest.mark.parametrize("typed", ["", "Anna Smith", "x", "../../etc", "a" * 40])
def test_a_name_is_no_assessors_code(folder, typed):
    with pytest.raises(AssessorUnusable):
        Desk(folder, typed, lambda _folder, _unit: {})


def test_reusable_comments_are_an_assessors_own(folder):
    one = desk_at(folder, "marker-1")
    one.keep_snippet("Say whom you would tell.")
    one.keep_snippet("And by when?")
    one.keep_snippet("Say whom you would tell.", drop=True)
    assert one.snippets() == ["And by when?"]
    assert desk_at(folder, "marker-2").snippets() == []


def test_twelve_assessors_marking_at_once_lose_no_mark(folder):
    desks = [desk_at(folder, f"marker-{number}") for number in range(6)]
    trouble: list[Exception] = []

    def work(desk: Desk, learner: str) -> None:
        try:
            give(desk, learner, 1)
        except Exception as error:  # told below
            trouble.append(error)

    threads = [threading.Thread(target=work, args=(desk, learner)) for desk, learner in zip(desks * 2, LEARNERS, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    with reading(desks[0].engine) as connection:
        assert sorted(each.learner for each in events(connection, UNIT, deeds=("marking",))) == sorted(LEARNERS)
