"""Papers beside a case, the seat in which one sits, and local figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from steadyline import content
from steadyline.checking import measure
from steadyline.checks.whole import Given, Text, check_whole
from steadyline.diagnostics.read import explanation
from steadyline.scenarios.compile import compile_case
from steadyline.scenarios.documents import Beside, beside_of
from steadyline.scenarios.local import Local, LocalUnclear, local_in, with_figures
from steadyline.scenarios.read import CaseFaults, read_case

LETTER = "---\nformat: 1\ntitle: The letter\nkind: letter\n---\nOne line in {conference.days working days}.\n"
LOCAL = Local("Eastmarch", {"conference.days": 2, "visits.days": 1, "visits.alone": "every time"})
LAID_OUT = "You stand at the door.\n\n[The letter](documents/letter.md)"


def with_letter(small_text: str, letter: str = LETTER) -> Beside:
    assert "You stand at the door." in small_text
    return Beside(LOCAL, {"letter": letter})


def test_a_paper_is_laid_out_with_its_kind_its_title_and_the_figures_of_the_area(small_text: str) -> None:
    text = small_text.replace("You stand at the door.", LAID_OUT)
    case = compile_case(read_case(text, "small", "case.md", with_letter(small_text)))
    block = case.scenes["the-door"]["blocks"][1]
    assert block["document"] == {"name": "letter", "title": "The letter", "kind": "letter"}
    assert "One line in two working days." in block["html"]
    assert block["text"] == "The letter\nOne line in two working days."


def test_a_paper_may_hang_on_a_condition(small_text: str) -> None:
    text = small_text.replace("You stand at the door.", "You stand at the door.\n\n*If told:* [The letter](documents/letter.md)")
    scenario = read_case(text, "small", "case.md", with_letter(small_text))
    block = scenario.scenes["the-door"].blocks[1]
    assert block.document is not None
    assert block.condition is not None


def test_another_figure_makes_another_digest_and_without_a_figure_nothing_changes(small_text: str) -> None:
    text = small_text.replace("You stand at the door.", LAID_OUT)
    digests = {
        compile_case(read_case(text, "small", "case.md", Beside(Local("x", {"conference.days": days}), {"letter": LETTER}))).digest
        for days in (2, 2, 5)
    }
    assert len(digests) == 2


def faults(text: str, beside: Beside) -> list[str]:
    with pytest.raises(CaseFaults) as told:
        read_case(text, "small", "case.md", beside)
    return [f"{each.code} {each.message}" for each in told.value.diagnostics]


def test_a_document_with_faults_is_told_where_the_case_lays_it_out(small_text: str) -> None:
    failing = explanation("S131").failing[0]
    text = small_text.replace("You stand at the door.", LAID_OUT)
    told = faults(text, Beside(LOCAL, {"letter": failing}))
    assert [each[:4] for each in told] == ["S131"]
    assert "documents/letter.md:4:" in told[0]
    read_case(text, "small", "case.md", Beside(LOCAL, {"letter": explanation("S131").mended[0]}))


def test_a_table_with_a_column_that_has_no_name_is_told(small_text: str) -> None:
    text = small_text.replace("You stand at the door.", LAID_OUT)
    table = LETTER + "\n| | days |\n|---|---|\n| a | 1 |\n"
    assert [each[:4] for each in faults(text, Beside(LOCAL, {"letter": table}))] == ["S131"]
    read_case(text, "small", "case.md", Beside(LOCAL, {"letter": table.replace("| | days", "| on | days")}))


def test_an_unknown_figure_in_a_document_is_told_with_the_nearest_one(small_text: str) -> None:
    text = small_text.replace("You stand at the door.", LAID_OUT)
    told = faults(text, Beside(LOCAL, {"letter": LETTER.replace("conference.days", "conference.day")}))
    assert [each[:4] for each in told] == ["S016"]
    assert 'Did you mean "conference.days"' in told[0]


def test_a_document_that_no_scene_lays_out_is_told_and_a_laid_out_one_is_not(small_text: str) -> None:
    assert explanation("S424").severity == "warning"
    for shown, expected in (("You stand at the door.", ["S424"]), (LAID_OUT, [])):
        text = small_text.replace("You stand at the door.", shown)
        given = Given("small", Text("case.md", text), beside=with_letter(small_text))
        found = check_whole(given, measure()).findings
        assert [each.code for each in found if each.path.endswith("letter.md")] == expected


def test_a_name_in_a_document_is_found(small_text: str) -> None:
    text = small_text.replace("You stand at the door.", LAID_OUT)
    letter = LETTER + "Signed by Margaret Thistlethwaite.\n"
    found = check_whole(Given("small", Text("case.md", text), beside=with_letter(small_text, letter)), measure()).findings
    assert "A114" in [each.code for each in found if each.path.endswith("letter.md")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{conference.days working days}", "two working days"),
        ("{visits.days working days}", "one working day"),
        ("{visits.alone}", "every time"),
        ("{no.such_figure days}", "{no.such_figure days}"),
        ("{Conference.days}", "{Conference.days}"),
        ("{ conference.days }", "{ conference.days }"),
    ],
)
def test_a_figure_reads_as_in_a_sentence(written: str, read: str) -> None:
    assert with_figures(f"Within {written}.", LOCAL) == f"Within {read}."


def test_numbers_above_twenty_stay_in_digits() -> None:
    assert Local("x", {"a.b": 20, "a.c": 34}).figure("a.b", "weeks") == "twenty weeks"
    assert Local("x", {"a.c": 34}).figure("a.c", "weeks") == "34 weeks"


def test_two_packs_of_local_procedures_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "local").mkdir()
    for name in ("eastmarch", "westmarch"):
        (tmp_path / "local" / f"{name}.toml").write_text('area = "x"\n[a]\nb = 1\n', encoding="utf-8")
    with pytest.raises(LocalUnclear, match=r"eastmarch.toml, westmarch.toml"):
        local_in(tmp_path)


def test_a_pack_that_is_no_toml_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "x.toml").write_text("days = = 1\n", encoding="utf-8")
    with pytest.raises(LocalUnclear, match="no TOML"):
        local_in(tmp_path)


def test_every_shipped_document_is_laid_out_and_every_local_figure_that_ships_is_a_number_or_words() -> None:
    assert content.local().figures["core_group.first_days"] == 10
    for name in content.cases():
        scenario = content.scenario(content.case_path(name))
        shown = {block.document.name for scene in scenario.scenes.values() for block in scene.blocks if block.document}
        assert shown == set(beside_of(content.case_path(name)).documents)


SEATED = "*Seat: School nurse*\n\n"


def test_a_seat_holds_until_another_one_is_named(small_text: str) -> None:
    text = small_text.replace("You stand at the door.", f"{SEATED}You stand at the door.")
    case = compile_case(read_case(text, "small"))
    seats = {slug: scene.get("seat", "") for slug, scene in case.scenes.items() if scene["kind"] != "chance"}
    assert set(seats.values()) == {"School nurse"}
    assert "*Seat" not in str(case.table)


def test_two_walks_that_bring_different_seats_are_told(small_text: str) -> None:
    scenes = """
## Left

*Seat: School nurse*

Words.

- Go on: [On](#together)

## Right

Words.

- Go on: [On](#together)

## Together

Words.

- Ending: Together
  - process: sound
  - circumstance: kind
"""
    front = small_text.split("## The door")[0]
    choices = "\n".join(
        f"- [Go to the {side}.](#{side})\n  - id: go-{side}\n  - now: You go." for side in ("left", "right")
    )
    told = faults(f"{front}## The door\n\nYou stand.\n\n{choices}\n{scenes}", Beside())
    assert [each[:4] for each in told] == ["S128"]
    assert '"School nurse"' in told[0]
    assert '"Social worker"' in told[0]
