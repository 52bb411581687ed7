"""A fingerprint holds no word of its source, and finds what is shared with it, however it is written."""

from __future__ import annotations

import json
import re

import pytest

from steadyline.anonymity.allowed import NOTHING_ALLOWED, read_allowed_words
from steadyline.anonymity.compare import Compared, overlap
from steadyline.anonymity.deny import TermsWrong, read_terms
from steadyline.anonymity.fingerprint import Fingerprint, FingerprintWrong, as_text, of_text, take_fingerprint
from steadyline.anonymity.known import Known, anonymity_findings
from steadyline.anonymity.lists import read_lists
from steadyline.anonymity.readable import html_text
from steadyline.anonymity.tokens import tokens_of
from steadyline.findings import Finding

PAGE = "docs/page.md"
LONG = "the keeper of the lighthouse counted forty-one herons on the wall that evening"


def found(text: str, known: Known, path: str = PAGE) -> list[Finding]:
    return [each for each in anonymity_findings(f"{text}\n", path, ("Mum",), known) if each.code.startswith("A2")]


def codes(text: str, known: Known, path: str = PAGE) -> set[str]:
    return {each.code for each in found(text, known, path)}


def test_no_word_of_the_source_is_in_its_fingerprint(source: str, taken: Fingerprint) -> None:
    written = as_text(taken)
    names = {"format", "name", "salt", "cost", "runs", "short_runs", "titles", "names", "figures", "facts", "terms", "attributes",
             "slots", "within", "herons", "false", "true", "children", "infant", "harm", "fear", "dissent", "health_sign",
             "staffing", "outcome"}  # fmt: skip
    assert {word for word in re.findall(r"[a-z_]{4,}", written) if not re.fullmatch(r"[a-f]+", word)} <= names
    assert not {token.text for token in tokens_of(source) if len(token.text) > 5} & set(re.findall(r"\w+", written)) - {"herons"}


def test_a_fingerprint_that_is_written_is_read_again(taken: Fingerprint) -> None:
    assert of_text(as_text(taken)) == taken


def test_two_fingerprints_of_one_source_have_nothing_in_common_but_numbers(source: str) -> None:
    one, two = (take_fingerprint("x", [source], read_lists(), cost=10) for _ in range(2))
    assert len(one.runs) == len(two.runs)
    assert not one.runs & two.runs
    assert not one.names & two.names


@pytest.mark.parametrize("text", ["", "not json", "[]", "{}", '{"format": 2}', '{"format": 1, "name": "x"}', "null"])
def test_a_file_that_is_no_fingerprint_is_refused_in_words(text: str) -> None:
    with pytest.raises(FingerprintWrong, match=r"fingerprint|format"):
        of_text(text)


def test_a_source_of_a_few_words_is_refused() -> None:
    with pytest.raises(FingerprintWrong, match="fewer than 8 words"):
        take_fingerprint("x", ["Too little."], read_lists())


@pytest.mark.parametrize(
    "text",
    [LONG, LONG.upper(), LONG.replace("forty-one", "41"), LONG.replace("forty-one", "forty one"), LONG.replace(" on ", ",\non — "),
     "“The keeper” of the *lighthouse* counted [forty-one herons](#x) on the wall"],
)  # fmt: skip
def test_a_run_of_words_is_found_however_it_is_written(text: str, herons: Known) -> None:
    assert "A201" in codes(text, herons)


@pytest.mark.parametrize(
    "way", ["\u00ad", "\u200b", "<!-- so -->", "**", "&shy;", "&#8203;", "<b>", "\u2060", "<!---->"],
)
def test_a_run_of_words_is_found_whatever_stands_unseen_in_its_words(way: str, herons: Known) -> None:
    text = " ".join(f"{word[:2]}{way}{word[2:]}" if len(word) > 3 else word for word in LONG.split())
    assert [(each.code, each.line, each.column) for each in found(text, herons) if each.code == "A201"] == [("A201", 1, 1)]


def test_a_run_of_words_is_found_in_letters_that_look_alike(herons: Known) -> None:
    assert "A201" in codes(LONG.replace("o", "\u043e").replace("e", "&#101;"), herons)


@pytest.mark.parametrize(
    ("text", "is_told"),
    [("The keeper of the lighthouse counted a few herons on the wall that evening.", True),
     ("The keeper of the lighthouse wrote: many herons on the wall that evening, and went home.", False),
     ("He saw that the lamp was changed, and a 12-week promise with it, too.", False),
     ("It rained. The keeper of the lighthouse slept. He had told the office.", False),
     ("The keeper of the lighthouse counted.", False)],
)  # fmt: skip
def test_a_sentence_is_told_if_most_of_it_stands_in_a_source(text: str, is_told: bool, herons: Known) -> None:
    assert ("A206" in codes(text, herons)) is is_told


def test_a_sentence_with_a_long_run_is_told_once(herons: Known) -> None:
    assert "A206" not in codes(f"{LONG}.", herons)


def test_a_source_is_read_as_it_is_seen_too(herons: Known) -> None:
    source = " ".join(f"{word[:2]}\u00ad{word[2:]}" for word in LONG.split())
    known = Known(NOTHING_ALLOWED, read_lists(), (take_fingerprint("x", [source], read_lists(), cost=1),))
    assert "A201" in codes(LONG, known)


def test_curly_quotes_are_the_same_as_straight_ones(herons: Known) -> None:
    assert "A201" in codes("says that nobody in Saltmarrow's office had asked the keeper", herons)


def test_seven_words_in_a_row_are_no_run_and_eight_are(herons: Known) -> None:
    words = LONG.split()
    assert "A201" not in codes(" ".join(words[:7]), herons)
    assert "A201" in codes(" ".join(words[:8]), herons)


def test_a_run_is_told_once_with_its_length_place_and_our_own_words(herons: Known) -> None:
    told = [each for each in found(f"Here it is.\n\nThen {LONG.upper()}, he said.", herons) if each.code == "A201"]
    assert [(each.line, each.column, each.subject) for each in told] == [(3, 6, LONG.upper())]
    assert "13 words in a row" in told[0].message


def test_a_passage_with_every_ninth_word_changed_is_too_near(source: str, herons: Known) -> None:
    words = source.split()
    changed = " ".join("other" if at % 7 == 6 else word for at, word in enumerate(words))
    assert "A201" not in codes(changed, herons)
    assert "A202" in codes(changed, herons)


def test_a_short_text_copied_into_a_long_one_is_too_near(source: str, taken: Fingerprint, course: Known) -> None:
    filling = " ".join(f"word{at}" for at in range(20_000))
    shared, share = overlap(Compared(f"{filling} {source}", PAGE, course.allowed, course.lists), taken)
    assert shared > 80
    assert share == 1.0


@pytest.mark.parametrize("text", ["in Saltmarrow", "Saltmarrow's office", "SALTMARROW", "Mr Ostrick", "Wendel Ostrick", "it is H7"])
def test_a_name_of_the_source_is_found(text: str, herons: Known) -> None:
    assert {"A203", "A205"} & codes(f"They said {text} again.", herons)


@pytest.mark.parametrize("text", ["The keeper spoke", "The Report", "In the Office", "Wall and Lamp", "Gone"])
def test_ordinary_words_of_the_source_identify_nobody(text: str, herons: Known) -> None:
    assert codes(f"They said: {text}.", herons) == set()


@pytest.mark.parametrize("text", ["41 herons", "forty-one herons", "herons, forty-one of them"])
def test_a_figure_with_its_neighbour_is_found(text: str, herons: Known) -> None:
    assert "A204" in codes(f"He has {text} there.", herons)


@pytest.mark.parametrize("text", ["41 steps", "40 herons", "a dozen herons", "12 years", "twelve years old", "three visits", "two boys"])
def test_a_figure_without_its_neighbour_is_let_by(text: str, herons: Known) -> None:
    assert codes(f"He has {text} there.", herons) == set()


@pytest.mark.parametrize(
    "text",
    ["gone with the geese", "Gone, with the geese!", "41 white herons", "forty-one egrets", "a twelve-year-old promise", "a promise of 12 years"],
)
def test_a_deny_term_is_found(text: str, herons: Known) -> None:
    assert "A205" in codes(f"It was {text}, they said.", herons)


@pytest.mark.parametrize("text", ["gone with the goose", "the geese have gone", "41 of these and, much later on, some grey herons", "twelve years"])
def test_what_is_near_a_deny_term_but_not_it_is_let_by(text: str, herons: Known) -> None:
    assert "A205" not in codes(f"It was {text}, they said.", herons)


def test_a_deny_name_counts_with_a_capital_only(herons: Known) -> None:
    assert "A205" not in codes("the saltmarrow grows there", herons)


def test_a_sheet_of_terms_that_cannot_be_read_says_which_line() -> None:
    with pytest.raises(TermsWrong, match="line 2"):
        read_terms("name: X\nnever: say this\n", b"salt", 1)


@pytest.mark.parametrize("path", ["README.md", "scenarios/sources.md"])
def test_the_title_may_be_named_where_sources_are_told_and_nothing_else(path: str, herons: Known) -> None:
    title = "What the keeper of the light at Saltmarrow did not see"
    assert codes(f"It begins with a report ({title}, 3 May 2031).", herons, path) <= {"A205"}
    assert "A201" in codes(f"{LONG}.", herons, path)
    assert "A201" in codes(f"It begins with {title}.", herons)


def test_words_of_the_law_may_stand_in_both() -> None:
    phrase = "is suffering or is likely to suffer significant harm"
    known_law = take_fingerprint("x", [f"The child {phrase}, they wrote on that day in that place."], read_lists(), cost=1)
    allowed = read_allowed_words(f"## Law\n\nWhy: it is the law.\n\n- {phrase}\n")
    assert "A201" in {each.code for each in found(f"She {phrase}.", Known(NOTHING_ALLOWED, read_lists(), (known_law,)))}
    assert found(f"She {phrase}.", Known(allowed, read_lists(), (known_law,))) == []


def test_a_page_is_read_as_its_reader_sees_it() -> None:
    page = "<html><head><title>No</title></head><body><script>no()</script><h1>The&nbsp;wall</h1><p>Forty<b>-one</b> herons</p></body></html>"
    assert re.sub(r"\s+", " ", html_text(page)).strip() == "The wall Forty-one herons"


@pytest.mark.parametrize(
    ("said", "alike"),
    [("ninety-two", "92"), ("Ninety two", "92"), ("one hundred and five", "105"), ("two thousand and thirteen", "2013"), ("1,200", "1200"),
     ("ten-year-old", "10 year old"), ("nine and ten", "9 and 10"), ("two three", "2 3"), ("a hundred", "a 100"), ("Nobody’s", "nobodys"), ("café", "cafe")],
)  # fmt: skip
def test_words_and_numbers_are_made_alike(said: str, alike: str) -> None:
    assert " ".join(token.text for token in tokens_of(said)) == alike


def test_the_file_is_small_documented_and_sorted(taken: Fingerprint) -> None:
    table = json.loads(as_text(taken))
    assert list(table)[:4] == ["format", "name", "salt", "cost"]
    assert all(table[name] == sorted(table[name]) for name in ("runs", "short_runs", "titles", "names", "figures", "facts"))


def test_a_first_name_by_itself_identifies_nobody_and_with_a_surname_it_does() -> None:
    first = sorted(read_lists().first_names - read_lists().surnames)[7]
    text = f"The keys were kept by {first} Ostrick in those days, as everybody on the wall knew."
    known = Known(NOTHING_ALLOWED, read_lists(), (take_fingerprint("x", [text], read_lists(), cost=1),))
    assert codes(f"They asked {first} again.", known) == set()
    assert codes(f"They asked {first} Ostrick again.", known) == {"A203"}
