"""The whole way, without a browser: from playing to the gradebook and the page of feedback, for all temperaments."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from steadyline import content
from steadyline.cli.demo import Demo, DemoDisagrees, compare
from steadyline.cli.main import main
from steadyline.cohort import DECISION_COLUMNS, decisions_table, marks_table
from steadyline.course.cohort_folder import pseudonyms
from steadyline.course.keeper import FolderKeeper
from steadyline.course.simulate import TEMPERAMENTS
from steadyline.decisions import read_log
from steadyline.desk.feedback_page import page_of
from steadyline.graders import nbgrader

UNIT = "the-porch"
CODES = pseudonyms(5, 7)
BY_MACHINE = [cell for cell, _ in content.unit(UNIT).graded if not cell.startswith("reflect-")]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demo's folder and what it printed, run as a newcomer runs it."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    environment = {**os.environ, "PATH": "/usr/bin:/bin"}  # no environment is activated: alembic is found all the same
    ran = subprocess.run(
        [sys.executable, "-m", "steadyline.cli.main", "demo", str(folder), "--learners", "5", "--unit", UNIT],
        capture_output=True, text=True, env=environment,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return folder, ran.stdout


@pytest.fixture(scope="module")
def demo(told: tuple[Path, str]) -> Demo:
    return Demo(told[0], [UNIT], dict(zip(CODES, TEMPERAMENTS, strict=True)), 7)


@pytest.fixture(scope="module")
def marks(demo: Demo) -> tuple[nbgrader.CellMark, ...]:
    return nbgrader.marks(demo.cohort, UNIT)


def test_every_mark_in_the_gradebook_equals_the_one_computed_from_the_log(
    demo: Demo, marks: tuple[nbgrader.CellMark, ...]
) -> None:
    assert compare(demo, UNIT, marks) == 5 * len(BY_MACHINE)


@pytest.mark.parametrize("temperament", TEMPERAMENTS)
def test_the_gradebook_holds_the_marks_that_the_player_showed(
    demo: Demo, marks: tuple[nbgrader.CellMark, ...], temperament: str
) -> None:
    learner = CODES[TEMPERAMENTS.index(temperament)]
    unit, case, folder = content.unit(UNIT), content.unit_case(UNIT), demo.work_of(learner, UNIT)
    keeper = FolderKeeper(unit, case, folder, folder, folder / "code", lambda: content.scale(case.name),
                          lambda: content.check_answers(UNIT))  # fmt: skip
    shown = {measure["name"]: measure["points"] for measure in keeper.review(1)["measures"]}
    for check in unit.checks:
        shown[f"check-{check.id}"] = keeper.check_review(check.id)["earned"]
    kept = {each.cell: each.automatic for each in marks if each.learner == learner and each.cell in shown}
    assert shown == kept
    assert set(shown) == set(BY_MACHINE)


def test_the_demo_says_that_the_marks_agree(told: tuple[Path, str]) -> None:
    agreed = f"All {5 * len(BY_MACHINE)} automatic marks in the gradebook equal"
    assert agreed in told[1]


def test_another_mark_in_the_gradebook_would_be_noticed(demo: Demo, marks: tuple[nbgrader.CellMark, ...]) -> None:
    from dataclasses import replace
    wrong = [replace(each, automatic=99.0) if each.cell == "judgement" else each for each in marks]
    with pytest.raises(DemoDisagrees, match="the gradebook says 99"):
        compare(demo, UNIT, wrong)


@pytest.mark.parametrize("temperament", TEMPERAMENTS)
def test_the_reflection_waits_for_an_assessor(marks: tuple[nbgrader.CellMark, ...], temperament: str) -> None:
    learner = CODES[TEMPERAMENTS.index(temperament)]
    waiting = {each.cell for each in marks if each.learner == learner and each.waits}
    assert waiting == {f"reflect-{each.id}" for each in content.unit(UNIT).reflections}


@pytest.mark.parametrize("temperament", TEMPERAMENTS)
def test_the_transcript_stands_in_the_marked_notebook(demo: Demo, temperament: str) -> None:
    learner = CODES[TEMPERAMENTS.index(temperament)]
    marked = (demo.cohort / "autograded" / learner / UNIT / f"{UNIT}.ipynb").read_text("utf-8")
    assert f"{content.unit_case(UNIT).title}, attempt 1" in marked


def test_the_feedback_page_gives_the_reason_for_every_decision(demo: Demo) -> None:
    learner = CODES[TEMPERAMENTS.index("coercive")]
    page = (demo.cohort / "feedback" / learner / UNIT / f"{UNIT}.html").read_text("utf-8")
    case, key = content.unit_case(UNIT), content.key(UNIT)
    decisions = read_log(demo.work_of(learner, UNIT) / "decisions.jsonl").decisions
    reasons = [key.decisions[case.nodes[each.node]["scene"]].options[each.choice].reason for each in decisions]
    assert [reason for reason in reasons if reason not in html.unescape(page)] == []


def test_the_feedback_page_does_not_call_a_waiting_mark_a_nought(demo: Demo) -> None:
    page = (demo.cohort / "feedback" / CODES[0] / UNIT / f"{UNIT}.html").read_text("utf-8")
    assert "One mark waits for an assessor." in page
    assert page.count("<strong>waits for an assessor</strong>") == 1


def test_nbgraders_own_command_writes_the_courses_page_letter_by_letter(demo: Demo) -> None:
    for learner in CODES:
        page = (demo.cohort / "feedback" / learner / UNIT / f"{UNIT}.html").read_text("utf-8")
        assert page == page_of(demo.cohort, UNIT, learner)
        assert "<script" not in page


def test_no_cell_of_the_learners_part_was_run(demo: Demo) -> None:
    marked = (demo.cohort / "autograded" / CODES[0] / UNIT / f"{UNIT}.ipynb").read_text("utf-8")
    assert "widget-view" not in marked
    assert '"output_type": "error"' not in marked


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_demos_page_is_self_contained_and_its_links_lead_to_feedback(told: tuple[Path, str]) -> None:
    tags = Tags()
    tags.feed((told[0] / f"demo-{UNIT}.html").read_text("utf-8"))
    assert not [tag for tag, _ in tags.found if tag in ("script", "link", "img", "iframe")]
    links = [attributes["href"] for tag, attributes in tags.found if tag == "a"]
    assert len(links) == 5
    assert all(link and (told[0] / link).is_file() for link in links)


def test_the_demos_page_names_its_language_its_title_and_its_table(told: tuple[Path, str]) -> None:
    page = (told[0] / f"demo-{UNIT}.html").read_text("utf-8")
    for needed in ('<html lang="en">', "<title>", "<main>", "<h1>", "<caption>", '<th scope="col">', '<th scope="row">'):
        assert needed in page


def test_the_printed_table_has_a_row_for_every_learner(told: tuple[Path, str]) -> None:
    rows = re.findall(r"^(\S+-\d\d)\s+(\w+)\s.*waits for an assessor", told[1], re.MULTILINE)
    assert sorted(rows) == sorted(zip(CODES, TEMPERAMENTS, strict=True))


def test_decisions_become_one_row_each(demo: Demo) -> None:
    logs = {learner: read_log(demo.work_of(learner, UNIT) / "decisions.jsonl").decisions for learner in CODES}
    table = decisions_table(logs, content.unit_case(UNIT), content.key(UNIT))
    assert tuple(table.columns) == DECISION_COLUMNS
    assert len(table) == sum(len(each) for each in logs.values())
    assert table["confidence"].isna().sum() == len(logs[CODES[TEMPERAMENTS.index("lazy")]])


def test_a_mark_that_waits_is_no_number_in_the_table(marks: tuple[nbgrader.CellMark, ...]) -> None:
    table = marks_table(marks)
    assert table.loc[table["waits"], "mark"].isna().all()
    assert table.loc[~table["waits"], "mark"].notna().all()


def test_a_demo_in_a_folder_that_is_not_empty_is_refused(told: tuple[Path, str]) -> None:
    assert main(["demo", str(told[0])]) == 2
