"""The picture, the outline and the Mermaid text say the same, and nothing an author writes can break them."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.map.condition_words import condition_words
from steadyline.scenarios.map.graph import Box, Graph, Way
from steadyline.scenarios.map.layout import layout_of
from steadyline.scenarios.map.lettering import SIZES, face_of, width_of, wrapped
from steadyline.scenarios.map.mermaid import escaped, mermaid_of
from steadyline.scenarios.map.outline import outline_of
from steadyline.scenarios.map.svg import PALETTES, svg_of
from steadyline.scenarios.map.whole import WORDS, map_of_case
from steadyline.scenarios.model import Scenario
from steadyline.scenarios.read import read_case

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    '"]; click n1 "javascript:alert(1)"', "</title><script>alert(1)</script>", "end", "a & b < c > d", "]]>", "'\"`{}[]()",
    "%%{init: {}}%%", "#quot; #35;", "subgraph x", "\x00\x08\x1b[31mred", "\u202eabc", "\ud800", "x" * 400, "", "|", "--> n2",
    "style a:#b;", "\n\nend\n",
]  # fmt: skip


def _one_box(title: str) -> Graph:
    ways = (Way(title, "b", "a", title), Way(title, "a", "b", "b"))
    boxes = (Box("a", "decision", "Decision", title, ways, "1", "start"), Box("b", "ending", "Ending", title, (), "2"))
    return Graph(title, "a", boxes, title, title)


def _parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.encode("utf-8"))  # noqa: S314  # our own, of a few kilobytes


def _written(svg: str) -> str:
    return "\n".join("".join(each.itertext()) for each in _parsed(svg).iter(f"{SVG}text"))


@pytest.fixture(scope="module")
def porch_svg(porch: Scenario) -> str:
    return svg_of(layout_of(map_of_case(porch)))


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_leaves_the_picture_whole_and_harmless(title: str) -> None:
    svg = svg_of(layout_of(_one_box(title)))
    root = _parsed(svg)
    allowed = {"svg", "title", "desc", "style", "rect", "path", "g", "text"}
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= allowed
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on") or "href" in name]


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(), max_size=80), st.text(max_size=10))
def test_any_title_and_any_name_parse_as_xml(title: str, name: str) -> None:
    _parsed(svg_of(layout_of(_one_box(title)), name))


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(), max_size=80))
def test_in_mermaid_no_title_leaves_its_quotation_marks(title: str) -> None:
    quoted = escaped(title)
    assert re.fullmatch(r"""(?:[\w ,.'?!()-]|[^\W_]|#\d+;)*""", quoted), quoted
    for line in mermaid_of(_one_box(title)).splitlines()[1:]:
        assert re.fullmatch(
            r'    (acc(Title|Descr): [^#;"\[\]{}|<>]+|n\d+(\["[^"]*"\]|\(\["[^"]*"\]\))|n\d+ -->(\|"[^"]*"\|)? n\d+)', line
        ), line


def test_mermaid_text_has_every_scene_and_every_line(porch: Scenario) -> None:
    graph = map_of_case(porch)
    lines = mermaid_of(graph).splitlines()
    assert lines[0] == "flowchart TD"
    assert len([line for line in lines if re.match(r"    n\d+[\[({]", line)]) == 27
    assert len([line for line in lines if "-->" in line]) == len(graph.edges)
    assert '    n1["Decision 1, start: Before visit four"]' in lines
    assert '    n1 -->|"a text-her"| n2' in lines
    assert '    n23{{"Turning 23: How it stands"}}' in lines
    assert '    n24(["Ending 24: Known and working"])' in lines


def test_the_picture_says_what_it_is_to_those_who_do_not_see_it(porch_svg: str) -> None:
    root = _parsed(porch_svg)
    assert root.get("role") == "img"
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert words is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    assert title.text == "The Porch"
    assert "27 scenes" in str(words.text)
    assert "It begins with Before visit four." in str(words.text)


def test_the_picture_has_no_script_and_fetches_nothing(porch_svg: str) -> None:
    assert not re.search(r"<script|href|url\(|@import|javascript:", porch_svg.replace("http://www.w3.org/2000/svg", ""))


def test_every_box_has_its_kind_as_a_word_and_its_whole_title_as_a_tooltip(porch: Scenario, porch_svg: str) -> None:
    tooltips = {str(each.text) for each in _parsed(porch_svg).iter(f"{SVG}title")}
    for box in map_of_case(porch).boxes:
        assert any(said.startswith(f"{box.number} {WORDS[box.kind]}: {box.title}") for said in tooltips)
    for word in WORDS.values():
        assert f" {word}" in _written(porch_svg)


def test_kinds_differ_in_shape_and_not_in_colour() -> None:
    shapes, colours = set(), set()
    for kind, word in WORDS.items():
        svg = svg_of(layout_of(Graph("x", "a", (Box("a", kind, word, "A", (), "1"),))))  # type: ignore[arg-type]
        drawn = re.findall(r'<(?:rect|path) class="map-paper[^>]+>', svg)
        shapes.add(re.sub(r' (?:width|height|x|y)="\d+"', "", "".join(drawn)))
        colours.add(tuple(sorted(set(re.findall(r'(?:fill|stroke)="[^"]+"', svg)))))
    assert (len(shapes), len(colours)) == (5, 1)


def test_every_option_of_a_decision_is_written_in_its_box(porch: Scenario, porch_svg: str) -> None:
    written = _written(porch_svg).splitlines()
    assert [way.id for scene in porch.scenes.values() for way in scene.choices if way.id not in written] == []


def test_all_writing_is_at_least_twelve_pixels_high(porch_svg: str) -> None:
    assert min(int(size) for size in re.findall(r'font-size="(\d+)"', porch_svg)) >= 12


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", PALETTES)
def test_writing_stands_out_seven_to_one_and_lines_three_to_one(look: str) -> None:
    palette = PALETTES[look]
    for ground in (palette["ground"], palette["paper"]):
        assert _contrast(palette["ink"], ground) >= 7
        assert _contrast(palette["soft"], ground) >= 7
        assert _contrast(palette["line"], ground) >= 3


def test_the_same_case_gives_the_same_letters(porch: Scenario, make_capstone: Callable[[int], Scenario]) -> None:
    for scenario in (porch, make_capstone(2)):
        graph, again = map_of_case(scenario), map_of_case(scenario)
        assert svg_of(layout_of(graph)) == svg_of(layout_of(again))
        assert (outline_of(graph), mermaid_of(graph)) == (outline_of(again), mermaid_of(again))


def test_the_outline_tells_every_scene_once_and_every_way_by_number(porch: Scenario) -> None:
    graph = map_of_case(porch)
    told = outline_of(graph)
    assert re.findall(r"^(\d+)\. \w+: ", told, re.MULTILINE) == [str(at) for at in range(1, 28)]
    assert len(re.findall(r"[oO]n to \d+, ", told)) == sum(1 for scene in porch.scenes.values() for _ in scene.ways)
    assert "1. Decision: Before visit four (start)\n   a. text-her: on to 2, Sixteen days\n" in told
    assert "   b. if trust is at least 2 and daily_life is at least 3 and drift is at most 2 and not chose close-it-now: on to 24" in told
    assert "   e. otherwise: on to 27, Closed door" in told
    assert "   a. Stepdad joins a course (1 in 3): on to 23, How it stands" in told


def test_a_scene_that_nothing_leads_to_says_so(small_text: str) -> None:
    text = small_text.replace("](#the-step)", "](#the-kitchen)")
    (box,) = (box for box in map_of_case(_without_check(text)).boxes if box.name == "the-step")
    assert box.note == "no way leads here"


def _without_check(text: str) -> Scenario:
    return read_case(text, "small")


def test_a_condition_is_told_as_its_author_wrote_it(readme_example: str) -> None:
    scenario = read_case(
        readme_example.replace("*If welcome is at least 2:*", "*If welcome is at least 2 or (welcome is 1 and not chose say-why):*"),
        "gate",
    )
    block = next(block for block in scenario.scenes["in-the-kitchen"].blocks if "two cups" in block.text)
    assert block.condition is not None
    told = condition_words(block.condition, scenario.variables)
    assert told == "welcome is at least 2 or (welcome is 1 and not chose say-why)"


def test_chance_says_how_likely_each_way_is(small_text: str) -> None:
    told = outline_of(map_of_case(read_case(small_text, "small")))
    assert "a. Work comes (1 in 3)" in told
    assert "b. Work goes (2 in 3)" in told


def test_an_option_that_is_not_always_offered_says_so(small_text: str) -> None:
    text = small_text.replace("  - id: leave\n", "  - id: leave\n  - if: not told\n")
    graph = map_of_case(read_case(text, "small"))
    assert "b. leave, if not told: on to" in outline_of(graph)
    assert "leave (not always)" in [line.text for line in face_of(graph.named["the-kitchen"]).lines]


@given(st.text(max_size=200), st.integers(30, 200), st.integers(1, 4))
def test_wrapped_lines_are_no_wider_than_their_room(text: str, room: int, most: int) -> None:
    lines = wrapped(text, room, "title", most)
    assert len(lines) <= most
    assert all(width_of(line, SIZES["title"], True) <= room for line in lines)


def test_a_compiled_case_is_not_needed_for_an_authors_map(small_text: str, small: CompiledCase) -> None:
    graph = map_of_case(read_case(small_text, "small"))
    assert {box.name for box in graph.boxes} == {*small.scenes, "which-end"}
