"""Slips of an author's hand: what learners would read as it stands is told, once and where it stands; prose stays prose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import steadyline
from steadyline.errors import Diagnostic
from steadyline.scenarios.compile import compile_case
from steadyline.scenarios.read import CaseFaults, read_case, read_case_file
from steadyline.scenarios.source import NotPlainText

GATE = (Path(steadyline.__file__).parent / "template" / "case.md").read_text(encoding="utf-8")
OPTIONS = GATE[GATE.index('- ["It\'s no trouble') : GATE.index("## A fortnight later")]
FIRST = OPTIONS.split("\n", 1)[0]
CHOSE, IF, OTHERWISE, GO_ON = "*If chose have-to-report:*", "*If known is at least 2:*", "*Otherwise:* You know", "- Go on: [Find him a chair](#in-the-small-room)"

CONDITIONS = [
    (CHOSE, "*If chose have-to-report*"), (CHOSE, "If chose have-to-report:"), (CHOSE, "If chose have-to-report"),
    (CHOSE, "**If chose have-to-report:**"), (CHOSE, "***If chose have-to-report:***"), (CHOSE, "**If chose have-to-report**:"),
    (CHOSE, "*If chose have-to-report*:"), (CHOSE, "* If chose have-to-report:*"), (CHOSE, "_If chose have-to-report_"),
    (CHOSE, "*if chose have-to-report*"), (CHOSE, "*If chose have-to-report.*"), (CHOSE, "*If chose have-to-reprt*"),
    (CHOSE, "\\*If chose have-to-report:\\*"), (CHOSE, "if chose have-to-report:"),
    (IF, "*If known is at least 2*"), (IF, "If known is at least 2:"), (IF, "If known is at least 2"), (IF, "**If known >= 2:**"),
    (IF, "If known is more than 1:"), (IF, "* If known is at least 2:*"), (IF, "*If known is at least 2*:"),
    (OTHERWISE, "Otherwise: You know"), (OTHERWISE, "**Otherwise:** You know"), (OTHERWISE, "*Otherwise*: You know"),
    (OTHERWISE, "*Otherwise* You know"), (OTHERWISE, "* Otherwise:* You know"), (OTHERWISE, "otherwise: You know"),
    ("\n\n*If chose standard-letter:*", "\n*If chose standard-letter:*"), ("He takes it.", "He takes it. *If chose standard-letter:* He sits."),
    ("now: It is fair", f"now: {IF} It is fair"), ("Granddaughter is eight.", f"{IF} Granddaughter is eight."),
]  # fmt: skip


def told_of(text: str) -> list[Diagnostic]:
    try:
        read_case(text, "the-gate")
    except CaseFaults as faults:
        return list(faults.diagnostics)
    return []


@pytest.mark.parametrize(("old", "new"), CONDITIONS)
def test_a_condition_that_learners_would_read_is_told_alone_and_in_its_line(old: str, new: str) -> None:
    assert GATE.count(old) == 1
    told = told_of(GATE.replace(old, new))
    assert [each.code for each in told] == ["S209"]
    assert new.strip().split("\n")[0] in GATE.replace(old, new).split("\n")[told[0].line - 1]


def test_a_condition_at_the_head_of_later_words_is_told() -> None:
    text = GATE.replace('(#four-weeks-on) "You always', f'(#four-weeks-on) {IF} "You always')
    assert [each.code for each in told_of(text)] == ["S209"]


def test_the_message_says_how_a_condition_is_written() -> None:
    assert "Write *If …:* : one star, If, colon, star." in told_of(GATE.replace(CHOSE, "**If chose have-to-report:**"))[0].message


@pytest.mark.parametrize(
    ("old", "new"),
    [(CHOSE, "_If chose have-to-report:_"), (CHOSE, "*if chose have-to-report:*"), (IF, "*IF known is at least 2:*"), ("*Otherwise:*", "*otherwise:*"),
     ("*Otherwise:*", "_Otherwise:_"), (GO_ON, GO_ON.replace("Go on", "go on")), ("- Ending: In step", "- ending: In step"),
     ("- Otherwise: [", "- otherwise: ["), ("- If known", "- if known"), ("- Chance: [A good", "- chance: [A good"),
     ("- id: no-trouble", "- ID: no-trouble"), ("- now: He is grateful", "- Now: He is grateful"), ("- now: He is grateful", "- now:He is grateful")],
)  # fmt: skip
def test_what_can_only_mean_one_thing_is_read_as_that(old: str, new: str) -> None:
    assert old in GATE
    digest = compile_case(read_case(GATE, "the-gate")).digest
    assert compile_case(read_case(GATE.replace(old, new), "the-gate")).digest == digest


INNOCENT = [
    "If she comes, open the door.", "Otherwise he waits.", "If only.", "*If only,* she says.", "*If I had known,* he says, *I would have come.*",
    "If he asks: tell him.", "If trust is gone, nothing works.", "If trust is at stake, wait.", "If luck is kind the winter is short.", "If luck will have it, he comes.",
    "If known, it would hurt.", "Otherwise, he waits.", "*Otherwise* he would have stayed.", "He asks if trust is enough.", "* If she comes\n* Otherwise he waits",
    "> If you can, come.", "If you chose a day, say which.", "*If you ask me, trust is everything.*", "Iffy: that is the word.", "| a | b |\n| --- | --- |\n| If so | Otherwise |",
    "**If in doubt**, ask.", "If nobody is in: the key is at the neighbour's.", "- If it rains, we stay in.\n- Otherwise we go.",
]  # fmt: skip


@pytest.mark.parametrize("prose", INNOCENT)
def test_prose_that_begins_like_a_condition_stays_prose(prose: str) -> None:
    assert told_of(GATE.replace("He takes it.", f"He takes it.\n\n{prose}")) == []


WORDS = st.sampled_from(["she", "he", "comes", "nobody", "waits", "for", "the", "door", "a", "letter", "is", "not", "at", "least", "one", "day", "of", "rain", "known", "trust", "luck", "kind", "they", "ask", "why"])


@settings(max_examples=200, deadline=None)
@given(lead=st.sampled_from(["If", "if", "Otherwise", "otherwise"]), subject=st.sampled_from(["she", "nobody", "the letter", "a day"]), words=st.lists(WORDS, max_size=8))
def test_a_sentence_about_somebody_is_never_taken_for_a_condition(lead: str, subject: str, words: list[str]) -> None:
    sentence = f"{lead} {subject} {' '.join(words)}."
    assert told_of(GATE.replace("He takes it.", f"He takes it.\n\n{sentence}")) == []


@pytest.mark.parametrize(
    "written",
    [re.sub(r"(?m)^(\s*)- ", r"\1* ", OPTIONS), re.sub(r"(?m)^- ", "* ", OPTIONS), re.sub(r"(?m)^(\s*)- ", r"\1• ", OPTIONS),
     re.sub(r"(?m)^(\s*)- ", r"\1– ", OPTIONS), re.sub(r"(?m)^- ", "1. ", OPTIONS).replace("\n  ", "\n   "),
     OPTIONS.replace("- [Say nothing", "* [Say nothing"), OPTIONS.replace("- [Say nothing", "– [Say nothing"), OPTIONS.replace("- [Say nothing", "-[Say nothing")],
    ids=["all stars", "stars", "dots", "dashes", "numbers", "one star", "one dash", "no blank"],
)  # fmt: skip
def test_options_without_hyphens_are_told_once_at_the_first_of_them(written: str) -> None:
    told = told_of(GATE.replace(OPTIONS, written))
    assert [each.code for each in told] == ["S123"]
    first = next(at for at, (a, b) in enumerate(zip(OPTIONS.split("\n"), written.split("\n"), strict=True)) if a != b)
    assert told[0].line == GATE[: GATE.index(OPTIONS)].count("\n") + 1 + first


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [(GO_ON, GO_ON.replace("[", ""), '"[" is missing'), (GO_ON, GO_ON.replace("]", ""), '"]" is missing'), (GO_ON, GO_ON[:-1], '")" is missing'),
     (GO_ON, GO_ON.replace("(#", ""), '"(" or "#" is missing'), (GO_ON, GO_ON.replace("(#", "#"), '"(" or "#" is missing'),
     (GO_ON, GO_ON.replace("](", "] ("), "nothing may stand between"), (GO_ON, GO_ON.replace("in-the-small", "in the small"), "hyphens for blanks"),
     (GO_ON, "- Go on: [Find him a chair]", "where does it lead?"), (FIRST, FIRST.replace("[", ""), '"[" is missing'),
     (FIRST, FIRST.replace("](", "("), '"]" is missing'), (FIRST, FIRST[:-1], '")" is missing'), (FIRST, FIRST.replace("(#", ""), '"(" or "#" is missing'),
     ("  - id: standard-letter", "- id: standard-letter", "two blanks before the hyphen"),
     ("  - process: sound\n  - circumstance", "- process: sound\n- circumstance", "two blanks before the hyphen"), (GO_ON, "- Find him a chair", "neither a link")],
)  # fmt: skip
def test_a_way_with_a_sign_missing_is_told_once_with_the_sign(old: str, new: str, said: str) -> None:
    told = told_of(GATE.replace(old, new, 1))
    assert [each.code for each in told] == ["S106"]
    assert said in told[0].message


# What an author wrote in place of what, the code of the one message, and words of the line told.
ONE_CAUSE = [
    ("---\nformat", "—\nformat", "S001", "—"), ("starts kind\n---", "starts kind\n—", "S001", "—"), ("starts kind\n---", "starts kind", "S001", "---"),
    ("---\nformat", "format", "S001", "format"), ("---\nformat", "\n\n---\nformat", "S001", ""),
    ("  known: 0 to 3, starts at 0\n  trust: 0 to 3, starts at 1\n  luck", "known: 0 to 3, starts at 0\ntrust: 0 to 3, starts at 1\nluck", "S004", "known: 0"),
    ("  luck: one", "luck: one", "S004", "luck: one"), ("state:\n", "State:\n", "S004", "State:"), ("title: The", "Title: The", "S004", "Title: The"),
    ("  trust: 0 to 3", "  trust:0 to 3", "S002", "trust:0"), ("minutes: 10", "minutes = 10", "S002", "minutes ="),
    ("  trust: 0 to 3, starts at 1", "  trust: from 0 to 3", "S012", "trust: from"), ("luck: one of kind, hard; starts kind", "luck: kind or hard", "S012", "luck: kind"),
    ("  trust: 0", "  Trust: 0", "S011", "Trust: 0"), ("  trust: 0", "  - trust: 0", "S011", "- trust: 0"),
    ("one of kind, hard;", "one of kind, very hard;", "S012", "luck:"), ("one of kind, hard;", "one of kind, 2nd;", "S012", "luck:"),
    ("one of kind, hard;", "one of kind, o'clock;", "S012", "luck:"), ("one of kind, hard;", "one of kind, not;", "S012", "luck:"),
    ("## A fortnight later", "##A fortnight later", "S125", "##A"), ("## A fortnight later", "# A fortnight later", "S125", "# A"),
    ("## A fortnight later", "### A fortnight later", "S125", "### A"), ("## A fortnight later", "**A fortnight later**", "S125", "**A"),
    ("[A bad winter]", "[A good winter]", "S126", "- Chance: [A good winter]"), ("required: #in-the-small-room", "required: #how-it-stands", "S127", "required:"),
    (GO_ON, f"{GO_ON}\n\nWords behind it.", "S124", "Words behind"), (IF, "*If known is more than 1:*", "S201", "more than"),
    (IF, f"*If {'(' * 330}known is 2{')' * 330}:*", "S201", "((("), (IF, f"*If {'not ' * 1000}known is 2:*", "S201", "not not"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "words"), ONE_CAUSE, ids=[f"{row[2]}-{at}" for at, row in enumerate(ONE_CAUSE)])
def test_one_cause_gives_one_message(old: str, new: str, code: str, words: str) -> None:
    assert GATE.count(old) == 1
    text = GATE.replace(old, new)
    told = told_of(text)
    assert [each.code for each in told] == [code]
    assert words in text.split("\n")[told[0].line - 1]


@pytest.mark.parametrize("text", ["", "\n\n", "{\\rtf1\\ansi\\deff0 ---}", "---", "---\n---"])
def test_an_empty_or_foreign_file_is_refused_in_words(text: str) -> None:
    assert 0 < len(told_of(text)) < 12


@pytest.mark.parametrize("text", ["", "{\\rtf1\\ansi\\deff0 ---}", "---", GATE.replace("---", "—")])
def test_without_a_front_that_alone_is_told(text: str) -> None:
    assert [each.code for each in told_of(text)] == ["S001"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [("is more than 1", "at least 2"), ("is greater than 1", "at least 2"), ("is over 1", "at least 2"), ("is less than 3", "at most 2"), ("is fewer than three", "at most 2"),
     ("is at least two", "at least 2"), ("is at most two", "at most 2"), ("is atleast 2", "at least 2"), ("is 2 or more", "at least 2"), ("is 2 or less", "at most 2"),
     ("is greater than or equal to 2", "at least 2"), ("is not more than 2", "at most 2"), ("is no less than 2", "at least 2"), ("equals 2", "2"), ("is equal to 2", "2"),
     ("is exactly 2", "2"), ("is two", "2"), ("== 2", "2"), ("≥ 2", "at least 2"), ("=< 2", "at most 2"), ("is not two", "not 2")],
)  # fmt: skip
def test_a_comparison_in_plain_english_is_answered_with_the_right_form(said: str, meant: str) -> None:
    told = told_of(GATE.replace(IF, f"*If known {said}:*"))
    assert [(each.code, each.message) for each in told] == [("S201", f'write: "known is {meant}".')]


def test_what_is_unknown_is_said_in_the_same_words_in_a_condition_and_in_a_change() -> None:
    told = told_of(GATE.replace(IF, "*If knwon is 2:*").replace("add: trust - 1\n  - now: It is fair", "add: knwon - 1\n  - now: It is fair"))
    assert len({each.message for each in told}) == 1
    assert len(told) == 2


def test_a_condition_in_a_note_to_authors_reads_nothing(small_text: str) -> None:
    note = small_text.replace("## Luck\n", "## Luck\n\n*If chose say-nothing:* A note.\n")
    assert read_case(note, "small").remembered_choices == read_case(small_text, "small").remembered_choices
    assert compile_case(read_case(note, "small")).digest == compile_case(read_case(small_text, "small")).digest


def test_a_note_to_authors_may_speak_of_conditions_as_it_likes() -> None:
    assert told_of(GATE.replace("For authors: this is drawn", "If known is at least 2: this is drawn")) == []


def test_a_case_is_called_by_its_folder_from_within_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "the-gate").mkdir()
    (tmp_path / "the-gate" / "case.md").write_text(GATE, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "the-gate")
    assert read_case_file(Path("case.md")).name == "the-gate"


@pytest.mark.parametrize(
    ("content", "words"),
    [(GATE.encode("utf-16"), "Unicode"), (GATE.encode("utf-16-le"), "Unicode"), (b"PK\x03\x04\x14\x00", "plain text"),
     (GATE.replace("eight", "\u00e9ight").encode("latin-1"), f"case.md:{GATE[: GATE.index('eight')].count(chr(10)) + 1}: ")],
)  # fmt: skip
def test_a_file_in_another_encoding_is_refused_with_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "case.md").write_bytes(content)
    with pytest.raises(NotPlainText) as caught:
        read_case_file(tmp_path / "case.md")
    assert words in str(caught.value)
    assert "UTF-8" in str(caught.value)
