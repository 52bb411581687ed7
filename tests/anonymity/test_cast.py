"""The closed cast: names are found, and ordinary English is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyline.anonymity.allowed import AllowedWordsFaults, read_allowed_words
from steadyline.anonymity.known import Known, anonymity_findings, read_known
from steadyline.anonymity.lists import read_lists
from steadyline.findings import Finding

HERE = Path(__file__).parent
CAST = ("Mum", "Stepdad", "Older Child", "Younger Child", "Grandad")
PLANTED = [line.replace("\\n", "\n") for line in (HERE / "planted.txt").read_text("utf-8").splitlines() if not line.startswith("# ")]
HELD_OUT = [line for line in (HERE / "held_out_planted.txt").read_text("utf-8").splitlines() if not line.startswith("# ")]
INNOCENT = [line.replace("\\n", "\n") for line in (HERE / "innocent.txt").read_text("utf-8").splitlines()]
INNOCENT += (HERE / "held_out_innocent.txt").read_text("utf-8").splitlines()
DRAWS = 40
STORY = "scenarios/x/case.md"
COURSE = read_known(HERE.parents[1])


def found(sentence: str, known: Known, path: str = STORY) -> list[Finding]:
    return anonymity_findings(f"# A case\n\nIt is Monday.\n\n{sentence}\n", path, CAST, known)


class Hidden(str):
    """A name that can be written so that a reader sees it and a list of names does not."""

    __slots__ = ()

    def __format__(self, how: str) -> str:
        ways = {
            "soft": f"{self[:2]}\u00ad{self[2:]}",
            "entities": "".join(f"&#{ord(sign)};" for sign in self),
            "stars": f"{self[:2]}*{self[2:3]}*{self[3:]}",
            "wide": "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in self),
        }
        return ways.get(how, str(self))


def gazetteer() -> dict[str, list[str]]:
    lists = read_lists()
    return {
        "first": sorted(lists.first_names),
        "last": sorted(lists.surnames),
        "place": sorted(" ".join(words) for each in lists.places.values() for words in each),
        "body": sorted(" ".join(words) for each in lists.bodies.values() for words in each),
    }


def test_at_least_sixty_sentences_of_each_kind_are_tried() -> None:
    assert min(len(PLANTED), len(INNOCENT)) >= 60


def test_of_a_hundred_planted_things_at_least_ninety_nine_are_found(course: Known) -> None:
    names = gazetteer()
    tried = [
        sentence.format(**{kind: each[(place * 31 + draw * 17) % len(each)] for kind, each in names.items()})
        for draw in range(DRAWS)
        for place, sentence in enumerate(PLANTED)
    ]
    missed = [sentence for sentence in tried if not found(sentence, course)]
    assert len(missed) <= len(tried) / 100, missed


def test_of_a_hundred_things_planted_out_of_sight_at_least_ninety_nine_are_found(course: Known) -> None:
    names = gazetteer()
    tried = [
        sentence.format(**{kind: Hidden(each[(place * 31 + draw * 17) % len(each)]) for kind, each in names.items()})
        for draw in range(DRAWS)
        for place, sentence in enumerate(HELD_OUT)
    ]
    missed = [sentence for sentence in tried if not found(sentence, course)]
    assert len(HELD_OUT) > 30
    assert len(missed) <= len(tried) / 100, missed


@pytest.mark.parametrize("sentence", INNOCENT)
def test_an_innocent_sentence_is_let_by(sentence: str, course: Known) -> None:
    assert found(sentence, course) == []


@pytest.mark.parametrize(
    ("sentence", "code", "severity", "subject"),
    [("She met Brindlewick by chance.", "A112", "error", "Brindlewick"),
     ("She met Osk Marlen Draycastle by chance.", "A112", "error", "Osk Marlen Draycastle"),
     ("Jorvanna waves from the gate.", "A113", "warning", "Jorvanna"),
     ("Robin says nothing.", "A113", "warning", "Robin"),
     ("You ask the Health Visitor.", "A117", "warning", "Health Visitor"),
     ("Team Manager and nurse agree.", "A117", "warning", "Team Manager"),
     ("She is a Social worker.", "A117", "warning", "Social worker"),
     ("It reads like Child Q.", "A116", "error", "Child Q"),
     ("It reads like the baby P-case.", "A116", "error", "baby P"),
     ("It is signed J.O. at the end.", "A116", "error", "J.O."),
     ("Family M7 moved.", "A116", "error", "Family M7"),
     ("<Brindlewick>, it says.", "A113", "warning", "Brindlewick"),
     ("It says `Brindlewick`.", "A112", "error", "Brindlewick"),
     ('It is [there](#a "near Brindlewick").', "A112", "error", "Brindlewick"),
     ("Wexcombe Primary School is at the corner.", "A114", "error", "Wexcombe Primary School"),
     ("They called at Wexcombe Borough Council twice.", "A114", "error", "Wexcombe Borough Council")],
)  # fmt: skip
def test_a_name_is_told_by_what_it_is(sentence: str, code: str, severity: str, subject: str, course: Known) -> None:
    assert [(each.code, each.severity, each.subject) for each in found(sentence, course)] == [(code, severity, subject)]


@pytest.mark.parametrize(
    "text", ["She met Brindle<!-- and so on -->wick.", "She met Brindle\u200bwick.", "She met Brindl\u0435wick.", "She met Brind**le**wick.",
             "She met &#66;rindlewick.", "She met Brindle[wick](#a).", "She met Ｂｒｉｎｄｌｅｗｉｃｋ.", "She met Brindle\\-wick.".replace("\\-", "&shy;")],
)  # fmt: skip
def test_what_no_reader_sees_hides_no_name(text: str, course: Known) -> None:
    (finding,) = found(text, course)
    assert (finding.code, finding.column, finding.subject) == ("A112", 9, "Brindlewick")


def test_a_remark_is_read_where_it_stands(course: Known) -> None:
    (finding,) = found("It rains.<!-- as it\ndid in Brindlewick --> It pours.", course)
    assert (finding.line, finding.column, finding.subject) == (6, 8, "Brindlewick")


@pytest.mark.parametrize("role", ["Child A", "Mrs K"])
def test_a_role_with_a_letter_may_stand_if_it_is_in_the_cast(role: str, course: Known) -> None:
    text = f"You ask {role} about it.\n"
    assert [each.code for each in anonymity_findings(text, STORY, (), course)] == ["A116"]
    assert anonymity_findings(text, STORY, (role,), course) == []


def test_a_place_that_looks_like_a_form_of_a_word_is_found_at_a_beginning(course: Known) -> None:
    formed = [word for word in sorted(read_lists().gazetteer) if word.endswith("ing") and not read_lists().is_ordinary(word)]
    assert len(formed) > 15
    assert [word for word in formed if not found(f"{word.capitalize()} is by the sea.", course)] == []


def test_one_word_has_one_message_wherever_it_stands(course: Known) -> None:
    told = found("She met Brindlewick. He met Brindlewick, too: Brindlewick’s hat.\n\nIt was `Brindlewick`.", course)
    assert [each.code for each in told] == ["A112", "A112", "A113", "A112"]
    assert len({each.message for each in told if each.code == "A112"}) == 1


def test_the_place_is_that_of_the_name(course: Known) -> None:
    (finding,) = found("  - now: She met\n    Brindlewick there.", course)
    assert (finding.line, finding.column) == (6, 5)


@pytest.mark.parametrize("said", ["Mum", "Mum's", "Mum’s", "the Mums", "Older Child", "Older Child's", "Grandad"])
def test_a_role_of_the_cast_may_stand_anywhere(said: str, course: Known) -> None:
    assert found(f"You ask for {said} once more.", course) == []


def test_a_role_that_is_not_declared_is_told(course: Known) -> None:
    text = "You ask Lodger about it.\n"
    assert [each.code for each in anonymity_findings(text, STORY, CAST, course)] == ["A112"]
    assert anonymity_findings(text, STORY, (*CAST, "Lodger"), course) == []


def test_half_a_role_is_no_role(course: Known) -> None:
    assert [each.subject for each in found("You ask the Older one.", course)] == ["Older"]


def test_ids_conditions_and_link_targets_are_not_prose(course: Known) -> None:
    hidden = "- [Go in.](#Brindlewick)\n  - id: Brindlewick\n  - set: Brindlewick = yes\n\n*If chose Brindlewick:* It rains.\n\n[It](Brindlewick.md) is wet."
    assert found(hidden, course) == []


def test_the_front_is_read_where_a_learner_reads_it(course: Known) -> None:
    text = "---\nformat: 1\ntitle: A visit to Brindlewick\ncast: Mum, Lodger\nstate:\n  Trust: 0 to 4\n---\n\nIt rains.\n"
    assert [(each.line, each.subject) for each in anonymity_findings(text, STORY, CAST, course)] == [(3, "Brindlewick")]


def test_pages_about_programs_may_name_programs_but_no_real_place(course: Known) -> None:
    place = next(name for name in gazetteer()["place"] if name not in course.allowed.reasons)
    assert found("You need the Frobnicator and its Widgets.", course, "docs/page.md") == []
    assert [each.code for each in found(f"It was tried in {place} first.", course, "docs/page.md")] == ["A114"]


def test_words_in_a_program_are_read_and_its_names_are_not(course: Known) -> None:
    place = next(name for name in gazetteer()["place"] if name not in course.allowed.reasons)
    program = f"class {place}:\n    said = 'the bus to {place} is late'\n"
    assert [(each.line, each.column) for each in anonymity_findings(program, "src/x.py", (), course)] == [(2, 24)]


def test_a_notebooks_words_are_read_where_they_stand(course: Known) -> None:
    text = '{"cells": [\n {"cell_type": "markdown", "id": "Brindlewick",\n  "source": [\n   "They live in Brindlewick.\\n",\n   "It rains."]}]}\n'
    assert [(each.line, each.column) for each in anonymity_findings(text, "course/source/x/x.ipynb", CAST, course)] == [(4, 18)]


def test_the_allow_list_needs_a_reason_for_each_kind() -> None:
    with pytest.raises(AllowedWordsFaults) as told:
        read_allowed_words("# Allowed\n\n## Rivers\n\n- Slow Water\n", "allowed-words.md")
    assert [(each.line, each.code) for each in told.value.diagnostics] == [(5, "A115")]


def test_the_allow_list_lets_terms_of_several_words_stand_together_only() -> None:
    allowed = read_allowed_words("## Rivers\n\nWhy: invented.\n\n- Slow Water, Quick\n")
    known = Known(allowed, read_lists())
    assert anonymity_findings("It flows to Slow Water and Quick.\n", STORY, (), known) == []
    assert [each.subject for each in anonymity_findings("It is Slow by nature.\n", STORY, (), known)] == ["Slow"]


def test_lines_that_end_as_windows_ends_them_are_read_the_same(course: Known) -> None:
    text = "---\ntitle: A visit\ncast: Lodger\n---\n\nIt rains.\nThey met Brindlewick.\n"
    for each in (text, text.replace("\n", "\r\n")):
        assert [(told.line, told.column) for told in anonymity_findings(each, STORY, CAST, course)] == [(7, 10)]


CASE = (HERE.parents[1] / "src" / "steadyline" / "template" / "case.md").read_text("utf-8")
PATHS = (STORY, "graders/keys/x.md", "docs/x.md", "src/x.py", "src/x.js", "src/x.html", "course/source/x/x.ipynb", "scenarios/local/x.toml", "x/x.walk")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATHS), st.integers(0, len(CASE)), st.integers(0, 400), st.text(max_size=60))
def test_no_text_whatever_raises_and_every_place_is_in_it(path: str, start: int, length: int, put: str) -> None:
    text = CASE[start : start + length] + put + CASE[start + length : start + 3 * length]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")  # any end of a line is one, as for the readers
    for each in anonymity_findings(text, path, CAST, COURSE):
        assert 1 <= each.line <= len(lines)
        assert 1 <= each.column <= len(lines[each.line - 1]) + 1
