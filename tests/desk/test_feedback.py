"""The page of feedback: every word of it has a source, nothing in it acts, and what waits is no nought."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from marked_cohort import LEARNERS, facts, given, in_formgrader, late
from piles import UNIT, copy_of

from steadyline import content
from steadyline.course.handin import ANSWERS, LOG
from steadyline.decisions import read_log
from steadyline.desk import feedback_files
from steadyline.desk.feedback import page
from steadyline.desk.feedback_facts import (
    CHANGED_SINCE,
    NOT_RELEASED,
    RELEASED_AS_IT_STANDS,
    Facts,
    LevelGiven,
    MarkRow,
    WrittenAnswer,
)
from steadyline.desk.feedback_files import FAILED, UNCHANGED, WRITTEN, path_of, write_feedback
from steadyline.desk.feedback_page import NothingHandedIn, page_of
from steadyline.desk.pile import NotInCohort
from steadyline.graders.marks import MEASURES

ACTING = '</p><script>alert(1)</script> <img src=x onerror=alert(2)> $\\int$ [a](javascript:x) \u202egnirts'
LEARNER = LEARNERS[0]


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag in names]


@pytest.fixture(scope="module")
def known(marked_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Facts]:
    """The facts of a cohort in which the first learner has level 2 and a comment, the second 4, the third was changed."""
    cohort = copy_of(marked_once, tmp_path_factory.mktemp("known") / "autumn")
    for who in ("marker-1", "marker-2"):
        given(cohort, who, LEARNERS[0], 2, direction="under", comment=f"Say what you need to see.\n\n{ACTING}")
    given(cohort, "marker-1", LEARNERS[1], 4, comment="Keep it.")
    given(cohort, "marker-1", LEARNERS[2], 4, comment="The desk's words.")
    in_formgrader(cohort, LEARNERS[2], 1.0, "Changed in Formgrader.")
    late(cohort, LEARNERS[2], 2.5)
    return lambda learner: facts(cohort, learner)


def read(html: str) -> str:
    """Returns the words of a page, as a reader has them."""
    body = re.sub(r"(?s)<style>.*?</style>", " ", html)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def words(html: str) -> str:
    """Returns a piece of our HTML as a reader has it."""
    return read(html).strip()


def test_the_same_facts_give_the_same_page(known: Callable[[str], Facts]) -> None:
    assert page(known(LEARNER)) == page(known(LEARNER))


def test_nothing_on_the_page_runs_or_comes_from_elsewhere(known: Callable[[str], Facts]) -> None:
    tags = Tags(page(known(LEARNER)))
    assert not tags.named("script", "link", "img", "iframe", "object", "form", "base", "video")
    assert not [name for _, attributes in tags.found for name in attributes if name.startswith("on")]
    assert [each["href"] for each in tags.named("a") if not (each["href"] or "").startswith("#")] == []
    assert "url(" not in page(known(LEARNER))
    assert "@import" not in page(known(LEARNER))


def test_what_a_learner_wrote_is_only_letters(known: Callable[[str], Facts]) -> None:
    told = known(LEARNER)
    acting = replace(told, written=tuple(replace(each, text=ACTING) for each in told.written))
    html = page(acting)
    assert len(Tags(html).found) == len(Tags(page(replace(told, written=tuple(
        replace(each, text="x") for each in told.written
    )))).found)  # fmt: skip
    assert "</p><script>alert(1)</script>" in read(html)
    assert "\u202e" not in html


def test_what_an_assessor_wrote_is_only_letters_and_keeps_its_paragraphs(known: Callable[[str], Facts]) -> None:
    html = page(known(LEARNER))
    assert "<p>Say what you need to see.</p>" in html
    assert "<script" not in html
    assert "alert(1)" in read(html)


def test_every_decision_has_its_reason_and_what_it_protects(marked_once: Path, known: Callable[[str], Facts]) -> None:
    said = read(page(known(LEARNER)))
    case, key = content.unit_case(UNIT), content.key(UNIT)
    first = read_log(marked_once / "autograded" / LEARNER / UNIT / LOG).attempts[1]
    options = [key.decisions[case.nodes[each.node]["scene"]].options[each.choice] for each in first]
    told = [" ".join(option.reason.split()) for option in options]
    assert [reason for reason in told if reason not in said] == []
    assert [option.protects for option in options if option.protects not in said] == []
    assert [case.choice(each.node, each.choice)["text"] for each in first
            if case.choice(each.node, each.choice)["text"] not in said] == []  # fmt: skip


def test_every_decision_stands_in_the_situation_in_which_it_was_taken(known: Callable[[str], Facts]) -> None:
    played = known(LEARNER).played
    assert played is not None
    assert len(played.situations) == len(played.debrief["decisions"])
    assert "What do you do?" in played.situations[0]


def test_the_level_given_and_the_next_one_up_are_the_rubrics_own_words(known: Callable[[str], Facts]) -> None:
    said = read(page(known(LEARNER)))
    levels = {level.level: words(level.html) for level in content.rubric("three-sentences").criteria[0].levels}
    assert f"Level 2 of 4 {levels[2]} Next step: level 3 {levels[3]}" in said
    assert levels[4] not in said
    assert levels[1] not in said


def test_the_direction_is_told_in_words(known: Callable[[str], Facts]) -> None:
    assert "Direction: under. Where it falls short, it does too little." in read(page(known(LEARNER)))


def test_at_the_highest_level_no_step_is_invented(known: Callable[[str], Facts]) -> None:
    said = read(page(known(LEARNERS[1])))
    assert "Level 4 of 4" in said
    assert "Next step" not in said
    assert "This is the highest level of the rubric" in said


def test_a_mark_changed_in_formgrader_is_shown_with_its_comment_and_without_levels(known: Callable[[str], Facts]) -> None:
    told = known(LEARNERS[2])
    assert (told.written[0].row.mark, told.written[0].levels, told.written[0].outside) == (1.0, (), True)
    said = read(page(told))
    assert "Changed in Formgrader." in said
    assert "The desk's words." not in said


def test_what_lateness_costs_is_told(known: Callable[[str], Facts]) -> None:
    assert "2.5 points were taken off the points of the unit as a whole" in read(page(known(LEARNERS[2])))
    assert "taken off the points" not in read(page(known(LEARNER)))


def test_a_mark_that_waits_is_no_nought(known: Callable[[str], Facts]) -> None:
    html = page(known(LEARNERS[3]))
    assert "One mark waits for an assessor." in read(html)
    assert re.search(r"Three sentences on the porch</th><td><strong>waits for an assessor</strong> \(of 4\)", html)


def test_marks_are_told_by_measure_and_never_added_up(known: Callable[[str], Facts]) -> None:
    told = known(LEARNER)
    assert [row.cell for row in told.marks] == [cell for cell, _ in content.unit(UNIT).graded]
    total = f"{sum(row.mark or 0.0 for row in told.marks):g}"
    assert f"{total} of" not in read(page(told))
    assert "Total" not in read(page(told))


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_marks_are_the_gradebooks_and_the_sentences_add_up_to_them(
    known: Callable[[str], Facts], learner: str
) -> None:
    rows = [row for row in known(learner).marks if row.cell in MEASURES]
    assert len(rows) == 3
    assert all(row.said[0].endswith(f"make {row.mark:g} of {row.points:g}.") for row in rows)


def test_it_says_what_the_marks_are_not_and_whom_to_turn_to(known: Callable[[str], Facts]) -> None:
    said = read(page(known(LEARNER)))
    assert "It has not yet been rated by an expert panel." in said
    assert "not fit for selection, capability or fitness-to-practise decisions" in said
    assert "NSPCC helpline, 0808 800 5000." in said


def test_what_went_well_comes_first_and_is_the_decision_with_most_credit(known: Callable[[str], Facts]) -> None:
    told = known(LEARNERS[1])
    assert told.played is not None
    best = max(each["chosen"]["credit"] for each in told.played.debrief["decisions"])
    assert best >= 2
    first = next(each for each in told.played.debrief["decisions"] if each["chosen"]["credit"] == best)
    html = page(told)
    opening = html[html.index("<main>") : html.index('<section id="marks"')]
    assert first["chosen"]["reason"] in unescape(opening)


def test_where_nothing_went_well_nothing_is_made_up() -> None:
    assert "What went well" not in page(bare())


def bare(**more: object) -> Facts:
    """Facts of a unit that this course does not have, with one mark that waits."""
    return replace(Facts(
        "gate", "gate", "wren-14", "", NOT_RELEASED, "", (MarkRow("judgement", "Judgement", 4.0, None),),
    ), **more)  # fmt: skip


def test_a_page_that_is_not_released_says_so_at_its_top() -> None:
    html = page(bare())
    assert html.index("Not released yet: for the assessor’s eyes.") < html.index("<h1>")


def test_a_page_that_is_released_says_when_and_nothing_of_assessors_eyes() -> None:
    said = read(page(bare(status=RELEASED_AS_IT_STANDS, released_on="5 March 2026")))
    assert "Released 5 March 2026" in said
    assert "for the assessor’s eyes" not in said


def test_a_page_changed_since_its_release_says_so() -> None:
    said = read(page(bare(status=CHANGED_SINCE, released_on="5 March 2026")))
    assert "Changed since it was released on 5 March 2026. This version is not released yet" in said


def test_headings_are_in_order_and_every_part_is_named_by_its_own(known: Callable[[str], Facts]) -> None:
    tags = Tags(page(known(LEARNER)))
    depths = [int(tag[1]) for tag, _ in tags.found if re.fullmatch("h[1-6]", tag)]
    assert depths[0] == 1
    assert depths.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(depths))
    ids = {attributes.get("id") for _, attributes in tags.found}
    assert {each["aria-labelledby"] for each in tags.named("section")} <= ids


def test_the_language_the_table_heads_and_the_pictures_words_are_there(known: Callable[[str], Facts]) -> None:
    html = page(known(LEARNER))
    tags = Tags(html)
    assert tags.named("html")[0]["lang"] == "en-GB"
    assert {each.get("scope") for each in tags.named("th")} == {"col", "row"}
    assert re.search(r"<svg[^>]*role=\"img\"[^>]*><title>[^<]+</title><desc>[^<]+</desc>", html)


def test_several_written_answers_each_have_their_criteria() -> None:
    row = MarkRow("reflect-a", "Written answer: The memo", 8.0, 5.0, comment="Well seen.")
    answer = WrittenAnswer(row, "<p>Write.</p>", "Words.", (
        LevelGiven("Child first", 2, "<p>Two.</p>", "<p>Three.</p>"), LevelGiven("Clear ask", 3, "<p>Half.</p>", "<p>Whole.</p>"),
    ), "mixed")  # fmt: skip
    said = read(page(bare(written=(answer, answer))))
    assert "Child first: level 2 of 4 Two. Next step: level 3 Three. Clear ask: level 3 of 4" in said
    assert "Written answers" in said


def test_a_damaged_log_leaves_the_rest_of_the_page_standing(cohort: Path) -> None:
    (cohort / "autograded" / LEARNER / UNIT / LOG).write_bytes(b"<b>damage</b>\n{}\n")
    told = facts(cohort, LEARNER)
    assert told.played is None
    assert "cannot be read" in told.not_played
    assert told.checks[0].reasons is not None
    assert str(cohort) not in page(told)


def test_answers_that_the_check_does_not_offer_leave_the_rest_of_the_page_standing(cohort: Path) -> None:
    path = cohort / "autograded" / LEARNER / UNIT / ANSWERS
    block = content.unit(UNIT).checks[0]
    line = {"format": 1, "unit": UNIT, "item": f"{block.id}/{block.questions[0].id}", "value": ["<b>"], "at": "2026"}
    path.write_text(json.dumps(line) + "\n", "utf-8")
    told = facts(cohort, LEARNER)
    assert told.checks[0].reasons is None
    assert told.played is not None
    assert "it was changed since" in read(page(told))


def test_a_course_that_changed_since_is_told_where_the_reasons_no_longer_add_up(cohort: Path) -> None:
    from sqlalchemy import text

    from steadyline.graders.gradebook import engine_of
    with engine_of(cohort).begin() as connection:
        connection.execute(text(
            "UPDATE grade SET auto_score = 17.25 WHERE cell_id IN (SELECT id FROM base_cell WHERE name = 'judgement')"
        ))  # fmt: skip
    row = next(each for each in facts(cohort, LEARNER).marks if each.cell == "judgement")
    assert row.mark == 17.25
    assert "The course has changed since it was given" in row.said[0]


def test_of_somebody_who_handed_nothing_in_there_is_no_page(marked_once: Path) -> None:
    with pytest.raises(NothingHandedIn, match="nobody-99"):
        page_of(marked_once, UNIT, "nobody-99")


# Written to the folder.


def test_pages_are_written_once_and_then_only_where_something_changed(cohort: Path) -> None:
    assert {each.outcome for each in write_feedback(cohort).pages} == {WRITTEN}
    given(cohort, "marker-1", LEARNER, 4)
    again = write_feedback(cohort).pages
    assert {each.learner for each in again if each.outcome == WRITTEN} == {LEARNER}
    assert {each.outcome for each in again if each.learner != LEARNER} == {UNCHANGED}


def test_several_processes_write_what_one_writes(cohort: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = {each.learner: page_of(cohort, UNIT, each.learner) for each in write_feedback(cohort, jobs=1).pages}
    monkeypatch.setattr(feedback_files, "FEW", 1)
    monkeypatch.setattr(feedback_files, "BATCH", 2)
    monkeypatch.setattr(feedback_files, "_start", lambda: "fork")
    for learner in LEARNERS:
        path_of(cohort, UNIT, learner).unlink()
    assert [each.outcome for each in write_feedback(cohort, jobs=2).pages] == [WRITTEN] * len(LEARNERS)
    assert {learner: path_of(cohort, UNIT, learner).read_text("utf-8") for learner in LEARNERS} == alone


def test_one_page_that_cannot_be_written_keeps_no_other_from_it(cohort: Path) -> None:
    path_of(cohort, UNIT, LEARNER).mkdir(parents=True)
    outcomes = {each.learner: each.outcome for each in write_feedback(cohort).pages}
    assert outcomes == {learner: FAILED if learner == LEARNER else WRITTEN for learner in LEARNERS}


@pytest.mark.parametrize(("asked", "known"), [
    ({"units": ["the-porsh"]}, 'Did you mean "the-porch"'), ({"learners": ["avocet-12"]}, 'Did you mean "avocet-11"'),
])  # fmt: skip
def test_what_the_cohort_does_not_have_is_told(marked_once: Path, asked: dict[str, list[str]], known: str) -> None:
    with pytest.raises(NotInCohort, match=re.escape(known)):
        write_feedback(marked_once, **asked)


def test_the_pages_are_written_without_loading_nbgrader_or_pandas(cohort: Path) -> None:
    import subprocess
    import sys
    code = (
        "import sys; from steadyline.cli.main import main; "
        f"main(['feedback', {str(cohort)!r}]); "
        "print([name for name in ('nbgrader', 'pandas', 'nbconvert', 'IPython') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stdout.splitlines()[-1] == "[]", ran.stderr
