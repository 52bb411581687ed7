"""What has a telling shape is told, and what only looks a little like it is not."""

from __future__ import annotations

import pytest

from steadyline.anonymity.known import Known, anonymity_findings
from steadyline.anonymity.patterns import nhs_number, pupil_number

STORY = "scenarios/x/case.md"


def codes(text: str, known: Known, path: str = STORY) -> list[str]:
    return [finding.code for finding in anonymity_findings(f"It is so: {text}.\n", path, ("Mum",), known)]


@pytest.mark.parametrize(
    ("code", "text"),
    [("A101", "they live at ZX9 4QJ"), ("A101", "the form says ZX1A 4QJ"),
     ("A102", "ring 01632 960111"), ("A102", "ring (01632) 960 111"), ("A102", "ring +44 1632 960111"), ("A102", "ring 07700 900123"),
     ("A103", "write to step@gate-post.net"), ("A104", "see www.gate-post.net/step"), ("A104", "see gate-post.org.uk"),
     ("A104", "see https://gate-post.net"), ("A105", "number 999 000 0018"), ("A105", "number 9990000018"),
     ("A106", "number T000200200001"), ("A107", "on 03/11/2019"), ("A107", "on 3-11-19"), ("A107", "on 2019-11-03"), ("A107", "on 3.11.2019"),
     ("A107", "on 3.11.19"), ("A107", "on 2019/11/03"), ("A107", "on 2019.11.3"), ("A107", "on ３.１１.２０１９"), ("A108", "on the third of November 2019"),
     ("A109", "in '19"), ("A109", "since ’19, or so"), ("A118", "on 3 November"), ("A118", "on the 3rd of November"), ("A118", "on the third of November"),
     ("A118", "on November the third"), ("A118", "on November 3rd"), ("A118", "on 3 Nov"), ("A118", "on the twenty-first of may be the twenty-first of May"),
     ("A108", "on 3 November 2019"), ("A108", "on the 3rd of November 2019"), ("A108", "on November 3, 2019"), ("A108", "in Nov 2019"),
     ("A109", "in 2019"), ("A109", "back in 1987, or so"), ("A110", "under ZC19P00042"), ("A110", "case no. 19/0042"), ("A110", "crime number 42/7781/19"),
     ("A111", "as [2019] EWHC 99999 (Fam) says"), ("A111", "as [2019] 2 FLR 99 says")],
)  # fmt: skip
def test_a_telling_shape_is_told_with_its_own_code_only(code: str, text: str, course: Known) -> None:
    assert codes(text, course) == [code]


@pytest.mark.parametrize(
    "text",
    ["at 22:30 in room 12", "it took 1984 steps (1,984)", "£2015 a quarter", "page 1066 of 2000 pages", "ring 999", "ring 0808 800 5000",
     "ring 116 123", "parcel 999 000 0019", "number A000200200001", "version 3.11.7", "on the 31/31/2019 line", "a 50/50 chance",
     "the Children Act 1989 and the Children Act 2004", "in November", "in '19 steps", "'19 of them'", "the first of many", "the 12th visit",
     "in March 20 people came", "section 3.11.19", "a score of 3 to 11", "on Monday", "in the spring", "late in May", "the March of time", "B12 vitamins", "and/or", "the i.e. and the e.g. of it",
     "write to somebody@example.org", "2019 people came"],
)  # fmt: skip
def test_what_looks_only_a_little_like_it_is_let_by(text: str, course: Known) -> None:
    assert [code for code in codes(text, course) if code < "A112"] == []


def test_a_number_of_support_may_stand_and_another_may_not(course: Known) -> None:
    assert codes("the number is 0808 801 0366", course) == []
    assert codes("the number is 0808 801 0367", course) == ["A102"]


@pytest.mark.parametrize("path", ["scenarios/sources.md", "course/support.md"])
def test_sources_and_support_may_give_addresses_and_say_when_they_were_read(path: str, course: Known) -> None:
    assert codes("read at www.gate-post.net on 3 November 2019", course, path) == []


def test_a_key_may_say_as_at_which_date_it_was_written_and_a_case_may_not(course: Known) -> None:
    assert codes("as at 3 November 2026", course, "graders/keys/x.md") == []
    assert codes("as at 3 November 2026", course) == ["A108"]


def test_the_place_is_the_line_and_column_of_the_number(course: Known) -> None:
    (finding,) = anonymity_findings("A line.\n\nIt is here: ZX9 4QJ.\n", STORY, (), course)
    assert (finding.line, finding.column, finding.subject) == (3, 13, "ZX9 4QJ")


def test_the_check_digit_of_an_nhs_number_is_modulo_eleven() -> None:
    assert [digit for digit in range(10) if nhs_number(f"999000001{digit}")] == [8]
    # Ten remains for no digit: there is no NHS number with this beginning.
    assert [begin for begin in range(999000000, 999000030) if not any(nhs_number(f"{begin}{digit}") for digit in range(10))]


def test_the_letter_of_a_pupil_number_is_modulo_twenty_three() -> None:
    assert [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if pupil_number(f"{letter}000200200001")] == ["T"]
