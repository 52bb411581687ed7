"""A text as it is read: what is not seen is out, and every letter knows its place."""

from __future__ import annotations

import time

import pytest
import shipped
from hypothesis import given
from hypothesis import strategies as st

from steadyline.anonymity.known import Known, anonymity_findings
from steadyline.anonymity.rendered import rendered


@pytest.mark.parametrize(
    ("written", "read"),
    [("nothing to do", "nothing to do"), ("a&nbsp;b", "a b"), ("so\u00adft", "soft"), ("ze\u200bro", "zero"), ("&#72;i", "Hi"), ("&amp;", "&"),
     ("w*or*d", "word"), ("*word*", "*word*"), ("snake_case", "snake_case"), ("w<b>or</b>d", "word"), ("a <b> c", "a <b> c"), ("2 * 3", "2 * 3"),
     ("w[or](#x)d", "word"), ("[word](#x)", "[word](#x)"), ("caf\u0065\u0301", "café"), ("１２ ｏｋ", "12 ok"), ("P\u0430ul", "Paul"),
     ("a<!-- b -->c", "ac\n\n b "), ("a <!-- b", "a <!-- b"), ("“a” – ‘b’…", "“a” – ‘b’…"), ("\\[a\\]", " a "), ("&no such;", "&no such;")],
)  # fmt: skip
def test_a_text_is_as_its_reader_sees_it(written: str, read: str) -> None:
    assert rendered(written, "case.md").text == read


@given(st.text(alphabet="ab*`[]()<>!-&#;7\n\\ \u00ad\u0301é\u0435Ｂ", max_size=80))
def test_every_letter_has_a_place_in_the_file(text: str) -> None:
    view = rendered(text, "case.md")
    assert len(view.sources) == len(view.text)
    assert all(0 <= at < len(text) for at in view.sources)


@given(st.text(alphabet="ab c.\n", max_size=80))
def test_a_plain_text_is_itself(text: str) -> None:
    view = rendered(text, "case.md")
    assert view.text == text
    assert list(view.sources) == list(range(len(text)))


LONG = {"dots": "a.", "links": "](", "tags": "<a", "fences": "```check\nx: y\n", "remarks": "<!--", "escapes": '"\\', "possessives": "a's's's",
        "headings": "# ", "capitals": "Abcde ", "stars": "a*", "initials": "J.", "roles": "Child A ", "digits": "1 ", "soft": "a\u00ad"}  # fmt: skip


PATHS = ["scenarios/x/case.md", "src/x.py", "x/x.walk", "scenarios/x/x.toml", "course/source/x/x.ipynb", "src/x.js"]


@pytest.mark.parametrize("path", PATHS if shipped.EVERY_ONE else PATHS[:2])
@pytest.mark.parametrize("kind", LONG)
def test_a_hundred_thousand_letters_of_one_kind_take_no_minute(kind: str, path: str, course: Known) -> None:
    # Half a second each on an idle machine; a pattern that looks back over all of it takes half a minute or more.
    began = time.process_time()
    anonymity_findings((LONG[kind] * 100_000)[:100_000], path, (), course)
    assert time.process_time() - began < 5
