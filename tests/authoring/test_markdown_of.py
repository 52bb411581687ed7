"""HTML back into Markdown: read again, it is the same HTML."""

from __future__ import annotations

import pytest
import shipped
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from steadyline import content
from steadyline.authoring.markdown_of import escaped, markdown_of
from steadyline.scenarios.prose import blocks_of, text_of

READER = MarkdownIt("commonmark", {"html": False}).enable("table")

TEXTS = [
    "a *b* **c** `d` e", "1. x\n2. y\n\n   z", "4. x\n5. y", "* a\n* b\n  * c\n  * d", "> q\n> r\n>\n> s", "### H *x*",
    "| a | b |\n|---|---|\n| 1 \\| 2 | *c* |", "\\# no heading\n\\- no list", "1\\. no", "a\\\nb", "```\ncode * x\n```",
    "x < y & z &amp;amp; &copy; \\*", "[l](https://x.example/?a=b&c=d)", "---", "snake_case 2*3*4", "5\\) x", "a\n\\=== x",
    "``a`b``", "one\n\ntwo", "***b***", "**a**b", "~~x~~", "\\<b\\>", "+ a\n+ b", "> * a\n> * b",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_written_back_reads_the_same(text: str) -> None:
    html = READER.render(text).strip()
    assert READER.render(markdown_of(html)).strip() == html


@pytest.mark.parametrize("name", shipped.CASES)
def test_every_passage_of_a_shipped_case_reads_the_same_when_it_is_written_back(name: str) -> None:
    for scene in content.scenario(content.case_path(name)).scenes.values():
        blocks = [block for block in scene.blocks if block.document is None]
        for html in [block.html for block in blocks] + [choice.now_html for choice in scene.choices]:
            assert READER.render(markdown_of(html)).strip() == html


@pytest.mark.parametrize("name", shipped.CASES)
def test_a_paper_of_a_shipped_case_is_written_back_as_a_quotation_headed_by_its_kind_and_title(name: str) -> None:
    for scene in content.scenario(content.case_path(name)).scenes.values():
        for block in scene.blocks:
            if block.document is not None:
                written = READER.render(markdown_of(block.html)).strip()
                assert written.startswith(f"<blockquote>\n<p><strong>{block.document.kind.capitalize()}</strong>")
                assert block.document.html in written


@settings(max_examples=200, deadline=None)
@given(words=st.text(st.sampled_from(list("ab1.)-+=#*_`[]<>|~&;\\!()\"' ")), min_size=1, max_size=20))
def test_escaped_words_stay_words(words: str) -> None:
    words = " ".join(words.split()) or "a"
    blocks = blocks_of(escaped(words))
    assert [block.type for block in blocks] == ["paragraph_open"]
    assert text_of(blocks[0].tokens) == words


def test_a_link_to_a_scene_is_only_its_words() -> None:
    assert markdown_of('<p>Go <a href="#there">there</a>.</p>') == "Go there."
