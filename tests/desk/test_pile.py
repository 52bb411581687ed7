"""The marking pile: only what changed is marked again, a person's mark stands, and nobody stops the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from gradebook_rows import asked, done, rows_of
from piles import UNIT, cohort_of, copy_of, hand_in, simulation, work_of

from steadyline.desk import one, pile
from steadyline.desk.autograded import NotOurNotebook
from steadyline.desk.pile import NotInCohort, mark_pile
from steadyline.desk.pile_writer import CHANGED, NotReleased
from steadyline.desk.shelf import AlreadyMarking, only_one
from steadyline.errors import FileMissing
from steadyline.graders.late import PenaltyNotKnown

LEARNERS = ("avocet-17", "heron-30", "rook-20", "wren-14")
PLAYS = simulation()
REFLECTION = "reflect-three-sentences"
GIVEN = """UPDATE grade SET manual_score = 3.0, needs_manual_grade = 0 WHERE id IN (
    SELECT grade.id FROM grade JOIN base_cell ON base_cell.id = cell_id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    WHERE student_id = 'wren-14' AND base_cell.name = ?)"""
STANDING = """SELECT auto_score, manual_score, needs_manual_grade FROM grade JOIN base_cell ON base_cell.id = cell_id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    WHERE student_id = ? AND base_cell.name = ?"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cohort with four hand-ins, one of them without decisions, and nothing marked."""
    cohort = cohort_of(tmp_path_factory.mktemp("pile") / "cohort")
    for at, learner in enumerate(LEARNERS):
        hand_in(cohort, learner, work_of(PLAYS, learner, at))
    (cohort / "submitted" / "rook-20" / UNIT / "decisions.jsonl").unlink()
    return cohort


@pytest.fixture
def cohort(template: Path, tmp_path: Path) -> Path:
    return copy_of(template, tmp_path / "cohort")


@pytest.fixture
def marked(cohort: Path) -> Path:
    mark_pile(cohort, jobs=1)
    return cohort


def test_the_pile_is_counted(cohort: Path) -> None:
    found = mark_pile(cohort, jobs=1)
    assert (found.total, found.marked, found.unchanged, found.waiting, found.aside) == (4, 4, 0, 1, [])


def test_processes_of_our_own_write_the_same(cohort: Path, marked: Path, tmp_path: Path, template: Path) -> None:
    other = copy_of(template, tmp_path / "other")
    mark_pile(other, jobs=2)
    assert rows_of(other) == rows_of(marked)


def test_what_is_unchanged_is_left(marked: Path) -> None:
    found = mark_pile(marked, jobs=1)
    assert (found.marked, found.unchanged) == (0, 4)


def test_what_is_unchanged_is_marked_again_when_that_is_asked_for(marked: Path) -> None:
    assert mark_pile(marked, jobs=1, again=True).marked == 4


@pytest.mark.parametrize("change", [
    lambda cohort: hand_in(cohort, "wren-14", work_of(PLAYS, "wren-14", 1)),
    lambda cohort: (cohort / "submitted" / "wren-14" / UNIT / "answers.jsonl").unlink(),
    lambda cohort: (cohort / "autograded" / "wren-14" / UNIT / f"{UNIT}.ipynb").unlink(),
    lambda cohort: cut_short(cohort / "autograded" / "wren-14" / UNIT / f"{UNIT}.ipynb"),
    lambda cohort: done(cohort, "DELETE FROM steadyline_marked WHERE learner = 'wren-14'"),
], ids=["other-work", "a-file-gone", "notebook-gone", "half-a-notebook", "not-written-down"])
def test_only_what_changed_is_marked_again(marked: Path, change: Callable[[Path], object]) -> None:
    change(marked)
    found = mark_pile(marked, jobs=1)
    assert (found.marked, found.unchanged) == (1, 3)


def cut_short(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:100])


def test_marking_again_writes_no_event_where_no_mark_changed(marked: Path) -> None:
    before = asked(marked, "SELECT count(*) FROM steadyline_event")
    mark_pile(marked, jobs=1, again=True)
    assert asked(marked, "SELECT count(*) FROM steadyline_event") == before


def test_every_mark_is_an_event_of_the_machine(marked: Path) -> None:
    of_machine = asked(marked, "SELECT count(*) FROM steadyline_event WHERE who = 'steadyline mark' AND deed = 'mark'")
    assert of_machine == asked(marked, "SELECT count(*) FROM grade WHERE auto_score IS NOT NULL")


@pytest.mark.parametrize("cell", [REFLECTION, "judgement"])
def test_a_mark_given_by_a_person_stands_while_the_work_is_the_same(marked: Path, cell: str) -> None:
    done(marked, GIVEN, cell)
    mark_pile(marked, jobs=1, again=True)
    assert asked(marked, STANDING, "wren-14", cell)[0][1:] == (3.0, 0)


@pytest.mark.parametrize("cell", [REFLECTION, "judgement"])
def test_a_mark_given_by_a_person_is_asked_for_again_when_the_work_changed(marked: Path, cell: str) -> None:
    done(marked, GIVEN, cell)
    hand_in(marked, "wren-14", work_of(PLAYS, "wren-14", 1))
    mark_pile(marked, jobs=1)
    assert asked(marked, STANDING, "wren-14", cell)[0][1:] == (3.0, 1)


def test_the_event_says_that_the_work_changed(marked: Path) -> None:
    done(marked, GIVEN, REFLECTION)
    hand_in(marked, "wren-14", work_of(PLAYS, "wren-14", 1))
    mark_pile(marked, jobs=1)
    told = asked(marked, "SELECT who, why FROM steadyline_event WHERE cell = ? ORDER BY id DESC LIMIT 1", REFLECTION)
    assert told == [("steadyline mark", CHANGED)]


def test_work_that_is_not_there_waits_and_is_no_nought(marked: Path) -> None:
    assert asked(marked, STANDING, "rook-20", "judgement") == [(None, None, 1)]


def test_a_missing_notebook_is_no_nought(cohort: Path) -> None:
    (cohort / "submitted" / "wren-14" / UNIT / f"{UNIT}.ipynb").unlink()
    mark_pile(cohort, jobs=1)
    assert asked(cohort, STANDING, "wren-14", REFLECTION) == [(None, None, 1)]


def test_a_learner_who_is_not_enrolled_is_added_under_their_code(marked: Path) -> None:
    assert [row[0] for row in rows_of(marked)["student"]] == list(LEARNERS)


def test_a_folder_that_is_no_learners_code_is_set_aside_and_not_enrolled(cohort: Path) -> None:
    (cohort / "submitted" / "Anna \x1b[31m" / UNIT).mkdir(parents=True)
    assert mark_pile(cohort, jobs=1).aside == [(UNIT, "Anna \x1b[31m", pile.NO_CODE)]
    assert len(rows_of(cohort)["student"]) == 4


def test_one_bad_hand_in_is_set_aside_and_the_others_are_marked(cohort: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = one.reflections_of
    bad = (cohort / "submitted" / "wren-14" / UNIT / "answers.jsonl").read_bytes()
    monkeypatch.setattr(one, "reflections_of", lambda work: 1 // 0 if work.answers == bad else sound(work))
    found = mark_pile(cohort, jobs=1)
    assert (found.marked, [each[1] for each in found.aside]) == (4, ["wren-14"])
    assert asked(cohort, STANDING, "avocet-17", "judgement")[0][0] is not None


def test_what_was_set_aside_is_tried_again_the_next_time(cohort: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(one, "reflections_of", lambda work: 1 // 0)
        mark_pile(cohort, jobs=1)
    assert mark_pile(cohort, jobs=1).aside == []
    assert asked(cohort, STANDING, "wren-14", "judgement")[0][0] is not None


def test_one_learner_and_one_unit_can_be_named(cohort: Path) -> None:
    assert mark_pile(cohort, [UNIT], ["wren-14"], jobs=1).marked == 1


@pytest.mark.parametrize(("units", "learners", "words"), [
    (["the-proch"], [], 'Did you mean "the-porch"'), ([], ["wren-15"], 'Did you mean "wren-14"'),
])  # fmt: skip
def test_what_is_not_in_the_cohort_is_told_with_the_nearest_name(
    cohort: Path, units: list[str], learners: list[str], words: str
) -> None:
    with pytest.raises(NotInCohort, match=words):
        mark_pile(cohort, units, learners, jobs=1)


def test_a_folder_that_is_no_cohort_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="cohort new"):
        mark_pile(tmp_path, jobs=1)


def test_once_it_is_to_stop_the_batches_under_way_are_the_last(cohort: Path) -> None:
    found = mark_pile(cohort, jobs=1, stop=iter([False, False, True]).__next__)
    assert (found.stopped, found.marked) == (True, 2)
    assert mark_pile(cohort, jobs=1).unchanged == 2


def test_two_markings_of_one_cohort_do_not_run_at_once(cohort: Path) -> None:
    program = "import sys; from pathlib import Path; from steadyline.desk.pile import mark_pile; mark_pile(Path(sys.argv[1]))"
    with only_one(cohort):
        ran = subprocess.run([sys.executable, "-c", program, str(cohort)], capture_output=True, text=True)
    assert AlreadyMarking.__name__ in ran.stderr


def test_a_notebook_with_code_of_its_own_is_left_to_nbgrader_before_anything_is_written(cohort: Path) -> None:
    released = cohort / "release" / UNIT / f"{UNIT}.ipynb"
    released.write_text(released.read_text("utf-8").replace("award(\\\"the-porch\\\", \\\"avoid\\\")", "2.0"), "utf-8")
    with pytest.raises(NotOurNotebook):
        mark_pile(cohort, jobs=1)
    assert rows_of(cohort)["grade"] == []


def test_a_release_that_the_gradebook_does_not_know_is_not_marked(cohort: Path) -> None:
    done(cohort, "UPDATE grade_cells SET max_score = 17 WHERE max_score = 18")
    with pytest.raises(NotReleased, match="generate_assignment"):
        mark_pile(cohort, jobs=1)


LATE = "UPDATE assignment SET duedate = '2026-01-12 10:00:00.000000'"


def late(cohort: Path, settings: str) -> list[object]:
    """Returns what lateness costs each learner once all hand-ins are two hours late."""
    done(cohort, LATE)
    with (cohort / "nbgrader_config.py").open("a") as config:
        config.write(settings)
    mark_pile(cohort, jobs=1)
    return [row[-1] for row in rows_of(cohort)["submission"]]


def test_lateness_costs_nothing_unless_the_settings_say_so(cohort: Path) -> None:
    assert late(cohort, "") == [None] * 4


def test_where_lateness_costs_all_a_mark_given_later_is_counted_too(cohort: Path) -> None:
    before = late(cohort, '\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    done(cohort, GIVEN, REFLECTION)
    mark_pile(cohort, jobs=1)
    after = [row[-1] for row in rows_of(cohort)["submission"]]
    assert (after[:3], after[3]) == (before[:3], before[3] + 3.0)  # type: ignore[operator]


PLUGIN = """
from nbgrader.plugins import BasePlugin


class Hourly(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {0}


c.AssignLatePenalties.plugin_class = Hourly
"""


def test_a_plugin_of_the_cohorts_own_is_asked(cohort: Path) -> None:
    assert late(cohort, PLUGIN.format("total_seconds_late / 3600"))[0] == 2.0


@pytest.mark.parametrize(("says", "costs"), [("-5", 0.0), ("1e9", "all"), ("None", None)])
def test_a_penalty_stays_within_the_marks(cohort: Path, says: str, costs: object) -> None:
    total = "SELECT sum(auto_score) FROM grade JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id " \
            "JOIN submitted_assignment AS s ON s.id = submitted_notebook.assignment_id WHERE student_id = 'avocet-17'"
    taken = late(cohort, PLUGIN.format(says))[0]
    assert taken == (pytest.approx(asked(cohort, total)[0][0]) if costs == "all" else costs)


def test_a_plugin_that_fails_is_named_and_the_marks_are_kept(cohort: Path) -> None:
    with pytest.raises(PenaltyNotKnown, match="avocet-17"):
        late(cohort, PLUGIN.format("1 / 0"))
    assert asked(cohort, STANDING, "wren-14", "judgement")[0][0] is not None


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed in another way there")
def test_killed_twice_and_started_again_it_leaves_what_an_undisturbed_run_leaves(
    cohort: Path, template: Path, tmp_path: Path
) -> None:
    for at in range(5, 30):
        hand_in(cohort, f"wren-{at + 20}", work_of(PLAYS, f"wren-{at}", at))
    undisturbed = copy_of(cohort, tmp_path / "undisturbed")
    program = [sys.executable, "-m", "steadyline.cli.main", "mark", "--jobs", "2"]
    for moment in (0.1, 0.4):
        process = subprocess.Popen([*program, str(cohort)], stderr=subprocess.DEVNULL, start_new_session=True)
        wait_for(cohort / "autograded")
        time.sleep(moment)
        process.kill()
        process.wait()
        assert_all_ended(process.pid)
    subprocess.run([*program, str(cohort)], check=True, capture_output=True)
    mark_pile(undisturbed, jobs=1)
    assert rows_of(cohort) == rows_of(undisturbed)


def wait_for(path: Path) -> None:
    until = time.monotonic() + 30
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.01)


def assert_all_ended(group: int) -> None:
    """Waits until no process of the group is left: those that marked end with the one that started them."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    os.killpg(group, signal.SIGKILL)
    pytest.fail("a process went on marking after the one that started it was killed")
