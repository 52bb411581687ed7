"""A learner's words arrive as words: on no page does anything in them act."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions import formgrader

from steadyline.answers import Answer, record_answer
from steadyline.course.graft import NOTHING_WRITTEN, as_inert_html, graft_submission, grafted, reflections

TEMPLATES = Path(formgrader.__file__).parent / "templates"

ACTIVE = {
    "script": "<script>document.title = 'run'</script>",
    "picture": "<img src=x onerror=alert(1)>",
    "picture of Markdown": "![a](https://example.org/a.png)",
    "link of Markdown": "[a](javascript:alert(1))",
    "bare address": "https://example.org/a www.example.org a@example.org <https://example.org>",
    "reference": "[a]: javascript:alert(1)\n[a]",
    "frame": "<iframe src='https://example.org'></iframe>",
    "style": "<style>body { display: none }</style>",
    "closing tags": "</div></div></body></html><h1>mine</h1>",
    "after a blank line": "words\n\n<script>1</script>\n\n# A heading\n\n* a list",
    "after strange line ends": "words\u2028\u2028<b>a</b>\x0b\x0b<b>b</b>\x0c\x0c<b>c</b>\x85\x85<b>d</b>\r\r<b>e</b>",
    "formula": "$\\href{javascript:alert(1)}{x}$ \\(x\\) \\[x\\] $$x$$ \\begin{align}x\\end{align}",
    "code": "```html\n<script>1</script>\n```\n\n    <script>1</script>\n\n`<script>`",
    "template": "{{ 7 * 7 }}{% raw %}",
    "entities": "&lt;script&gt;1&lt;/script&gt; &#60;b&#62;",
    "attachment": "![a](attachment:a.png)",
    "comment": "<!-- --><![CDATA[<b>]]>",
    "null": "a\x00b<\x00script>",
}


class Seen(HTMLParser):
    """The tags, attributes and text of the answer on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth or ("class", "steadyline-answer tex2jax_ignore mathjax_ignore") in attrs:
            self._depth += tag != "br"
            self.tags.append((tag, tuple(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._depth -= bool(self._depth)

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.text += data


def notebook(source: str) -> Any:
    marking = {"grade": True, "solution": True, "locked": False, "task": False, "points": 4,
               "grade_id": "reflect-words", "schema_version": 3, "cell_type": "markdown", "score": 1.0}
    cell = nbformat.v4.new_markdown_cell(source, id="words", metadata={"nbgrader": marking})
    return nbformat.v4.new_notebook(cells=[cell, nbformat.v4.new_markdown_cell("The next cell.", id="next")])


def on_page(template: str, source: str) -> str:
    exporter = HTMLExporter(
        template_name=template, extra_template_basedirs=[str(TEMPLATES)],
        extra_template_paths=[str(TEMPLATES.parent / "static/node_modules/bootstrap/dist/css")],
    )
    names = {"score": 1, "max_score": 4, "late_penalty": 0, "notebook": "gate"}
    return str(exporter.from_notebook_node(notebook(source), {"nbgrader": names, "base_url": "", "index": 0, "total": 1})[0])


@pytest.mark.parametrize("template", ["feedback", "formgrade", "lab"])
@pytest.mark.parametrize("kind", ACTIVE)
def test_nothing_in_an_answer_acts_on_a_page(kind: str, template: str) -> None:
    seen = Seen()
    seen.feed(on_page(template, as_inert_html(ACTIVE[kind])))
    assert {tag for tag, _ in seen.tags} <= {"div", "p", "br"}
    assert all(not attributes for tag, attributes in seen.tags if tag != "div")


@pytest.mark.parametrize("kind", ["script", "picture of Markdown", "formula", "template", "entities", "code"])
def test_an_answer_is_read_on_the_page_as_it_was_written(kind: str) -> None:
    seen = Seen()
    seen.feed(on_page("feedback", as_inert_html(ACTIVE[kind])))
    assert "".join(seen.text.split()) == "".join(ACTIVE[kind].split())


def test_what_stands_after_an_answer_stands_outside_of_it() -> None:
    page = on_page("feedback", as_inert_html(ACTIVE["closing tags"]))
    assert page.rindex("The next cell.") > page.rindex("steadyline-answer")
    assert "<h1>mine" not in page


def test_paragraphs_and_line_breaks_are_kept() -> None:
    shown = as_inert_html("One.\nTwo.\n\n\nThree.")
    assert shown.split("\n")[1:-1] == ["<p>One.<br>Two.</p>", "<p>Three.</p>"]


@pytest.mark.parametrize("kind", ACTIVE)
def test_there_is_no_blank_line_in_the_block(kind: str) -> None:
    assert all(line.strip() for line in as_inert_html(ACTIVE[kind]).splitlines())


def test_signs_that_turn_the_direction_of_writing_are_shown_as_unknown() -> None:
    assert as_inert_html("a\u202eb\u2066c") == as_inert_html("a\ufffdb\ufffdc")


def test_letters_of_every_script_stay() -> None:
    assert "Zoë, Łukasz, 李, مريم" in as_inert_html("Zoë, Łukasz, 李, مريم")


def test_nothing_written_is_said_in_words() -> None:
    filled = grafted(notebook("*Your words*"), {"words": "  \n "})
    assert NOTHING_WRITTEN in filled["cells"][0]["source"]


def test_only_answer_cells_are_filled() -> None:
    before = notebook("*Your words*")
    after = grafted(before, {"words": "Mine.", "next": "Never."})
    assert [cell["source"] for cell in after["cells"]] == [as_inert_html("Mine."), "The next cell."]


def test_grafting_twice_gives_the_same(tmp_path: Path) -> None:
    record_answer(tmp_path / "answers.jsonl", Answer("gate", "words", "Mine.", "2026-11-23T18:20:49Z"))
    once = graft_submission(json.dumps(notebook("*Your words*")), tmp_path)
    assert graft_submission(once, tmp_path) == once


def test_the_latest_answer_counts(tmp_path: Path) -> None:
    for text in ("First.", "Second."):
        record_answer(tmp_path / "answers.jsonl", Answer("gate", "words", text, "2026-11-23T18:20:49Z"))
    assert reflections(tmp_path / "answers.jsonl") == {"words": "Second."}


def test_of_damaged_answers_those_before_the_damage_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    record_answer(path, Answer("gate", "words", "Mine.", "2026-11-23T18:20:49Z"))
    path.write_bytes(path.read_bytes() + b"damage\n{}\n")
    found = reflections(path)["words"]
    assert found.startswith("[From line 2 on")
    assert found.endswith("Mine.")


def test_damage_in_the_first_line_is_said_in_every_answer_cell(tmp_path: Path) -> None:
    (tmp_path / "answers.jsonl").write_bytes(b"damage\n{}\n")
    filled = json.loads(graft_submission(json.dumps(notebook("*Your words*")), tmp_path))
    assert "From line 1 on" in filled["cells"][0]["source"]


def test_damage_that_hides_earlier_damage_stops_no_graft(tmp_path: Path) -> None:
    record_answer(tmp_path / "answers.jsonl", Answer("gate", "words", "I rang.", "2026-11-23T18:25:00Z"))
    with (tmp_path / "answers.jsonl").open("a") as file:
        file.write('{"format":1}\nnot json\n')
    told = reflections(tmp_path / "answers.jsonl")["words"]
    assert "From line 2 on" in told
    assert "I rang." in told


def test_answers_that_are_a_link_or_a_folder_are_not_read(tmp_path: Path) -> None:
    record_answer(tmp_path / "other.jsonl", Answer("gate", "words", "Somebody else's.", "2026-11-23T18:25:00Z"))
    (tmp_path / "link").symlink_to(tmp_path / "other.jsonl")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        assert "not read" in reflections(tmp_path / name)["*"]
