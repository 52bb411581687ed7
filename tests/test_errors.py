"""How faults are told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from steadyline.errors import printable


def test_what_would_act_on_a_terminal_is_shown() -> None:
    assert printable("a\x1b[31m\x9bb\x00\x7f\u202ec\u2066") == r"a\x1b[31m\x9bb\x00\x7f\u202ec\u2066"
    assert printable("one\rtwo\r\nthree\u2028four") == "one" + r"\x0d" + "two\nthree" + r"\u2028" + "four"
    assert printable("\udc80") == r"\udc80"


def test_letters_of_every_language_new_lines_and_tabs_stay() -> None:
    text = "caf\u00e9 \u96e8\n\t\u05d0\u200f \u201cyes\u201d \U0001f642"
    assert printable(text) == text


@given(st.text(st.characters()))
def test_nothing_that_is_printable_acts(text: str) -> None:
    shown = printable(text)
    assert all(each in "\n\t" or ord(each) >= 32 for each in shown)
    assert not any("\x7f" <= each <= "\x9f" or "\u202a" <= each <= "\u202e" or "\u2066" <= each <= "\u2069" for each in shown)
    assert printable(shown) == shown
