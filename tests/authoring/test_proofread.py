"""The proof of a case: all of its text, for somebody who never sees the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest
import shipped

from steadyline import content
from steadyline.authoring.proofread import Proof, proof_of
from steadyline.authoring.proofread_html import proof_as_html
from steadyline.authoring.proofread_markdown import proof_as_markdown
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.model import Scenario
from steadyline.scenarios.prose import blocks_of, text_of
from steadyline.scenarios.read import read_case


class Words(HTMLParser):
    """Gathers the words of a page, its style left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        said = dict(attrs)
        self.ids += [said["id"] or ""] if "id" in said else []
        self.targets += [said["href"] or ""] if "href" in said else []

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.found.append(data)


def read_page(html: str) -> Words:
    words = Words()
    words.feed(html)
    return words


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def proof_shipped(name: str) -> tuple[Scenario, CompiledCase, Proof]:
    scenario = content.scenario(content.case_path(name))
    case = compile_case(scenario)
    return scenario, case, proof_of(scenario, case)


def told(case: CompiledCase) -> Iterator[str]:
    """Yields every text that a learner can be shown: paragraphs, options, consequences, buttons and endings."""
    for node in case.nodes.values():
        scene = case.scenes[node["scene"]]
        yield from (scene["blocks"][at]["text"] for at in node["blocks"])
        for option in node.get("options", []):
            yield from (scene["choices"][option["choice"]][each] for each in ("text", "now_text"))
        yield from ([scene["go_on"]] if "next" in node else [scene["name"]] if "process" in node else [])


@pytest.mark.parametrize("name", shipped.CASES)
def test_the_page_holds_every_text_that_a_learner_can_be_shown(name: str) -> None:
    _, case, proof = proof_shipped(name)
    page = plain("".join(read_page(proof_as_html(proof)).found))
    assert [text for text in set(told(case)) if plain(text) not in page] == []


@pytest.mark.parametrize("name", shipped.CASES)
def test_the_markdown_holds_every_text_that_a_learner_can_be_shown(name: str) -> None:
    _, case, proof = proof_shipped(name)
    blocks = blocks_of(proof_as_markdown(proof))
    text = plain("".join(text_of(block.tokens) for block in blocks))
    assert [each for each in set(told(case)) if plain(each) not in text] == []


@pytest.mark.parametrize("name", shipped.CASES)
def test_every_option_is_chosen_somewhere_and_its_consequence_follows(name: str) -> None:
    _, case, proof = proof_shipped(name)
    pairs = {(each.words.text, stretch.now.text) for reading in proof.readings for stretch in reading.stretches
             for each in stretch.options if each.is_chosen and stretch.now}  # fmt: skip
    assert pairs >= {(choice["text"], choice["now_text"]) for scene in case.scenes.values() for choice in scene.get("choices", [])}


@pytest.mark.parametrize("name", shipped.CASES)
def test_what_is_marked_as_read_before_was_read_before_and_nothing_else_is(name: str) -> None:
    *_, proof = proof_shipped(name)
    read: set[tuple[int, str]] = set()
    for reading in proof.readings:
        for stretch in reading.stretches:
            for piece in [*stretch.paragraphs, *(each.words for each in stretch.options), *([stretch.now] if stretch.now else [])]:
                assert piece.is_before == ((piece.line, piece.text) in read)
                read.add((piece.line, piece.text))


@pytest.mark.parametrize("name", shipped.CASES)
def test_every_line_that_is_told_is_the_line_of_that_text(name: str) -> None:
    *_, proof = proof_shipped(name)
    lines = content.case_path(name).read_text(encoding="utf-8").splitlines()
    for each in proof.index:
        first = re.split(r"\W+", each.piece.text)[:3]
        near = " ".join(lines[each.piece.line - 1 : each.piece.line + 1])
        if "](documents/" in near:
            continue  # a paper's words stand in its own file; the line is that of the link
        assert all(word in near for word in first), (each.piece.line, each.piece.text)


@pytest.mark.parametrize("name", shipped.CASES)
def test_the_table_at_the_end_has_everything_and_each_link_goes_to_its_scene(name: str) -> None:
    _, case, proof = proof_shipped(name)
    options = sum(len(scene.get("choices", [])) for scene in case.scenes.values())
    assert sum(each.kind == "option" for each in proof.index) == options
    for each in proof.index:
        assert proof.readings[each.readings[0] - 1].stretches[each.stretch].title == each.scene
    page = read_page(proof_as_html(proof))
    assert len(set(page.ids)) == len(page.ids)
    assert {target.removeprefix("#") for target in page.targets} <= set(page.ids)


@pytest.mark.parametrize("name", shipped.CASES)
def test_the_page_stands_by_itself(name: str) -> None:
    html = proof_as_html(proof_shipped(name)[2])
    assert '<html lang="en">' in html
    assert not {"script", "link", "img", "iframe"} & set(read_page(html).tags)
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize("name", shipped.CASES)
def test_without_the_key_nothing_of_it_is_in_the_proof_and_with_it_every_reason_is(name: str) -> None:
    scenario, case, proof = proof_shipped(name)
    key = content.key(name)
    reasons = [option.reason for decision in key.decisions.values() for option in decision.options.values()]
    for write in (proof_as_html, proof_as_markdown):
        written = write(proof)
        assert [reason for reason in reasons if reason in written] == []
    page = plain("".join(read_page(proof_as_html(proof_of(scenario, case, key))).found))
    assert all(plain(reason) in page for reason in reasons)


def changed(text: str, *changes: tuple[str, str]) -> Proof:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    scenario = read_case(text, "small")
    return proof_of(scenario, compile_case(scenario))


def test_delayed_words_are_marked_as_coming_from_an_earlier_choice(small_text: str) -> None:
    proof = changed(small_text)
    later = [piece for reading in proof.readings for stretch in reading.stretches for piece in stretch.paragraphs if piece.is_later]
    assert [piece.text for piece in later] == ["Nobody knows why you came."]
    assert "because of an earlier choice</span>" in proof_as_html(proof)
    assert "*(because of an earlier choice:)*\n\nNobody knows" in proof_as_markdown(proof)


def test_text_that_is_never_shown_stands_in_an_appendix_of_its_own(small_text: str) -> None:
    proof = changed(
        small_text, ("The kettle is on.\n", "The kettle is on.\n\n*If told and not told:* A ghost passes.\n"),
        ("  - id: leave\n", "  - id: leave\n  - if: trust is 4 and trust is 0\n"),
    )  # fmt: skip
    assert [(each.kind, each.piece.text) for each in proof.never] == [
        ("paragraph", "A ghost passes."), ("option", "Leave it for today."),
    ]  # fmt: skip
    for text in (proof_as_html(proof), proof_as_markdown(proof)):
        body, _, appendix = text.rpartition("Never shown")
        assert "A ghost passes." in appendix
        assert "A ghost passes." not in body
    assert "Never shown" not in proof_as_html(changed(small_text))


def test_words_that_look_like_html_stay_words(small_text: str) -> None:
    proof = changed(
        small_text, ("title: The small case", 'title: <b>"A&B"</b>'), ("[Try again](#the-kitchen)", "[Try <i>again</i>](#the-kitchen)"),
        ("Work comes", "Work <u>comes</u>"), ("- Ending: Known", "- Ending: <s>Known</s>"),
    )  # fmt: skip
    html = proof_as_html(proof)
    assert not {"b", "i", "u", "s"} & set(read_page(html).tags)
    assert "&lt;b&gt;&quot;A&amp;B&quot;&lt;/b&gt;" in html


def test_headings_of_a_passage_stand_below_those_of_the_proof(small_text: str) -> None:
    proof = changed(small_text, ("The kettle is on.\n", "# Loud\n\n### What you see\n\nThe kettle is on.\n"))
    html = proof_as_html(proof)
    assert "<h4>Loud</h4>" in html
    assert "<h4>What you see</h4>" in html
    assert html.count("<h1>") == 1
    assert "\n#### What you see" in proof_as_markdown(proof)


def test_a_link_to_a_scene_inside_a_passage_is_only_its_words(small_text: str) -> None:
    html = proof_as_html(changed(small_text, ("The kettle is on.", "The kettle is on, as [before](#the-door).")))
    assert "as before." in html
    assert "#the-door" not in html


def test_the_number_of_playthroughs_is_told_with_its_proof(small_text: str) -> None:
    proof = changed(small_text)
    assert len(proof.readings) == proof.at_least
    assert "fewer could not" in proof_as_html(proof)
    assert f"Below stand {len(proof.readings)} playthroughs" in proof_as_markdown(proof)


PICTURES = """Look: ![a *plan* of the house](http://example.org/plan.png "the plan").

![](https://example.org/spy.png) and ![here](data:image/png;base64,AAAA) and ![near](pictures/near.png)
"""


def test_a_picture_from_elsewhere_is_told_and_not_fetched(small_text: str) -> None:
    text = small_text.replace("The kettle is on.", PICTURES).replace("Before it begins.", "![first](http://example.org/first.png)")
    text = text.replace("- now: She nods.", "- now: She nods. ![a nod](http://example.org/nod.png)")
    scenario = read_case(text, "small")
    proof = proof_of(scenario, compile_case(scenario))
    page = proof_as_html(proof)
    assert set(re.findall(r"<img src=.([a-z]+:?)", page)) == {"data:"}
    assert "[Picture: a plan of the house (http://example.org/plan.png)]" in page
    assert "[Picture: without words (https://example.org/spy.png)]" in page
    assert "[Picture: near (pictures/near.png)]" in page
    assert "[Picture: first (http://example.org/first.png)]" in page
    assert "[Picture: a nod (http://example.org/nod.png)]" in page
    markdown = proof_as_markdown(proof)
    assert "![" not in markdown.replace("\\[", "[")
    assert "a plan of the house (http://example.org/plan.png)" in markdown


def test_the_page_forbids_the_browser_to_fetch_anything(small: CompiledCase, small_text: str) -> None:
    page = proof_as_html(proof_of(read_case(small_text, "small"), small))
    policy = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">"""
    assert policy in page
    assert page.index(policy) < page.index("<style>")


def test_what_comes_of_an_option_is_told_to_stand_at_its_line_or_below(small: CompiledCase, small_text: str) -> None:
    proof = proof_of(read_case(small_text, "small"), small)
    line = small_text.splitlines().index("- [Say why you have come.](#the-kitchen)") + 1
    now = next(stretch.now for reading in proof.readings for stretch in reading.stretches if stretch.now and stretch.now.text == "She nods.")
    assert now.where == f"line {line} and below"
    assert f"<span>line {line} and below</span>" in proof_as_html(proof)
    assert f"She nods. *\\[line {line} and below" in proof_as_markdown(proof)
