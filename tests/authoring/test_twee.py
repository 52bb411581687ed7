"""A case as Twee 3 and back: its scenes, its words and where they lead survive; code of any kind is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import shipped
from hypothesis import assume, given, settings
from hypothesis import strategies as some

import steadyline
from steadyline import content
from steadyline.authoring.twee import ifid_of, twee_of
from steadyline.authoring.twee_case import case_of
from steadyline.authoring.twee_notation import (
    NO_SCENE,
    HeaderUnclear,
    escaped,
    header,
    links_in,
    read_header,
    safe_name,
    unescaped,
    without_links,
)
from steadyline.authoring.twee_read import TweeFaults, read_twee
from steadyline.authoring.unwritten import unwritten
from steadyline.cli.main import main
from steadyline.diagnostics.read import explanation, known_codes
from steadyline.scenarios.model import Branch, Choice, Ending, Front, Scenario, Scene
from steadyline.scenarios.prose import slug_of
from steadyline.scenarios.read import read_case, read_case_file

TEMPLATE = Path(steadyline.__file__).parent / "template" / "case.md"
KNOWN = frozenset(known_codes())
CASES = [TEMPLATE, *(content.case_path(name) for name in shipped.CASES)]
NAMES = ["template", *shipped.CASES]

LINE = some.text(some.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).map(lambda text: " ".join(text.split())).filter(bool)
STORY = "\n\n".join([
    ":: StoryTitle\nOn the step", ":: Start\nIt rains.\n\n[[Ring the bell->The door]] or [[The garden<-go round the house]].",
    ":: The door\nNobody comes.\n* [[Wait|The garden]]", ":: The garden {\"position\":\"600,400\"}\nA swing.",
])  # fmt: skip


def again(scenario: Scenario) -> Scenario:
    """Returns the case after it went to Twee and came back."""
    return read_case(case_of(read_twee(twee_of(scenario))).text, scenario.name)


def ways(scenario: Scenario) -> dict[str, list[tuple[str, str]]]:
    """Returns, for each scene, the words of its ways out and where they lead. A turning's words are its conditions."""
    return {
        slug: [("" if scene.kind == "turning" else way.text if isinstance(way, Choice) else way.name, way.target) for way in scene.ways]
        for slug, scene in scenario.scenes.items()
    }


@pytest.mark.parametrize("path", CASES, ids=NAMES)
def test_scenes_titles_options_and_where_they_lead_survive(path: Path) -> None:
    before = read_case_file(path)
    after = again(before)
    turnings = {slug for slug, scene in before.scenes.items() if scene.kind == "turning"}
    assert {slug: scene.title for slug, scene in after.scenes.items()} == {slug: scene.title for slug, scene in before.scenes.items()}
    found = ways(after)
    assert {slug: [("", target) for _, target in each] if slug in turnings else each for slug, each in found.items()} == ways(before)
    assert after.start == before.start


@pytest.mark.parametrize("path", CASES, ids=NAMES)
def test_ids_consequences_and_the_front_survive_too(path: Path) -> None:
    before, after = read_case_file(path), again(read_case_file(path))
    told = [(each.id, each.now_text.split()) for scene in before.scenes.values() for each in scene.choices]
    kept = {each.id: each.now_text.split() for scene in after.scenes.values() for each in scene.choices}
    assert [(id, kept.get(id)) for id, _ in told] == told
    assert (after.front.title, after.front.role, after.front.minutes, after.front.content_note) == (
        before.front.title, before.front.role, before.front.minutes, before.front.content_note,
    )  # fmt: skip


@pytest.mark.parametrize("path", CASES, ids=NAMES)
def test_every_word_that_a_learner_can_read_is_in_the_export(path: Path) -> None:
    scenario = read_case_file(path)
    said = unescaped(twee_of(scenario))
    for scene in scenario.scenes.values():
        for block in scene.blocks:
            assert all(line in said for line in block.text.splitlines())


def test_the_export_says_what_stays_behind() -> None:
    notes = re.search(r"^:: StoryNotes\n(.*?)^:: ", twee_of(read_case_file(TEMPLATE)), re.DOTALL | re.MULTILINE)
    assert notes is not None
    assert "What the case remembers is not" in notes[1]
    assert "Remembered: trust, from 0 to 3, starts at 1." in notes[1]
    assert '"have-to-report": trust - 1.' in notes[1]


def test_the_storys_data_are_json_with_an_identifier_that_stays_the_same() -> None:
    found = re.search(r"^:: StoryData\n(\{.*?\n\})$", twee_of(read_case_file(TEMPLATE)), re.DOTALL | re.MULTILINE)
    assert found is not None
    data = json.loads(found[1])
    assert data["ifid"] == ifid_of("template") != ifid_of("the-porch")
    assert re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", data["ifid"])
    assert f":: {data['start']} [opening]" in twee_of(read_case_file(TEMPLATE))


@given(LINE, some.sampled_from(["", "decision", "a-tag"]))
def test_a_header_says_any_name_and_is_read_as_it(name: str, tag: str) -> None:
    assert read_header(header(name, tag)) == (name, (tag,) if tag else ())


def test_brackets_braces_and_backslashes_are_escaped_as_the_specification_says() -> None:
    assert header(r"A [b] {c} d\e", "x") == r":: A \[b\] \{c\} d\\e [x]"
    assert read_header(r":: \q") == ("q", ())
    assert read_header(':: An overgrown path [forest spooky] {"position":"600,400"}') == ("An overgrown path", ("forest", "spooky"))


@pytest.mark.parametrize("line", ["::", ":: [tag]", ":: name [tag", ":: name [tag] more"])
def test_a_header_that_is_unclear_is_refused(line: str) -> None:
    with pytest.raises(HeaderUnclear):
        read_header(line)


@given(some.text(some.characters(exclude_categories=("Cs",))))
def test_escaped_text_holds_no_link_header_or_tag_and_comes_back_whole(text: str) -> None:
    said = escaped(text)
    assert not re.search(r"\[\[|\]\]|<|^::", said, re.MULTILINE)
    # A few letters stand for themselves and for others in HTML; only those are told apart by nobody.
    assert unescaped(said) == text or re.search(r"&|[\x00-\x1f\x7f-\x9f]", text)


@pytest.mark.parametrize(
    ("line", "words", "target"),
    [("[[Door]]", "Door", "Door"), ("[[Ring->Door]]", "Ring", "Door"), ("[[Door<-Ring]]", "Ring", "Door"), ("[[Ring|Door]]", "Ring", "Door"),
     ("[[a -> b->Door]]", "a -> b", "Door"), ("[[Ring->A [b] c]]", "Ring", "A [b] c"), ("[[ Ring -> The  door ]]", "Ring", "The door")],
)  # fmt: skip
def test_a_link_is_read_in_each_of_its_forms(line: str, words: str, target: str) -> None:
    found, said = links_in(line)
    assert [(each.words, each.target) for each in found] == [(words, target)]
    assert said == words


def test_the_structure_of_somebody_elses_story_becomes_a_case() -> None:
    case = read_case(case_of(read_twee(STORY)).text, "step")
    assert [(scene.title, scene.kind) for scene in case.scenes.values()] == [("Start", "decision"), ("The door", "passage"), ("The garden", "ending")]
    assert ways(case)["start"] == [("Ring the bell", "the-door"), ("go round the house", "the-garden")]
    assert [each.id for each in case.scenes["start"].choices] == ["ring-the-bell", "go-round-the-house"]
    assert [block.text for block in case.scenes["start"].blocks] == ["It rains.", "Ring the bell or go round the house."]
    assert case.scenes["the-door"].branches[0].name == "Wait"
    assert [block.text for block in case.scenes["the-door"].blocks] == ["Nobody comes."]


def test_what_only_an_author_can_say_is_told_as_still_to_be_written() -> None:
    text = case_of(read_twee(STORY)).text
    lines = text.splitlines()
    found = list(unwritten(text))
    assert {each.code for each in found} == {"T201"}
    assert [lines[each.line - 1][each.column - 1 :][:13] for each in found] == ["To be written"] * len(found)
    assert len(found) == 3 + 1 + 2  # role, content note and findings; the opening; what follows from two choices


@pytest.mark.parametrize(
    ("story", "start"),
    [(":: A\n[[B]]\n\n:: B\nx", "a"), (":: A\nx\n\n:: Start\n[[A]]", "start"),
     (':: StoryData\n{"start": "B"}\n\n:: A\nx\n\n:: B\n[[A]]', "b"), (":: StoryData\n{no json\n\n:: A\nx", "a")],
)  # fmt: skip
def test_a_story_begins_where_its_data_say_or_at_start_or_with_its_first_passage(story: str, start: str) -> None:
    assert read_case(case_of(read_twee(story)).text, "x").start == start


def test_two_headings_that_would_have_one_address_get_two() -> None:
    taken_in = case_of(read_twee(":: A day\n[[A day!]]\n\n:: A day!\n[[???]]\n\n:: ???\nx"))
    assert list(read_case(taken_in.text, "x").scenes) == ["a-day", "a-day-2", "scene-3"]
    assert any('"A day!" is now "A day! 2"' in note for note in taken_in.notes)


def test_data_that_cannot_be_read_and_passages_that_are_no_scene_are_said_to_be_left_out() -> None:
    taken_in = case_of(read_twee(":: StoryData\n{no json\n\n:: StoryAuthor\nSomebody\n\n:: A\nx"))
    assert "Left out: StoryAuthor, StoryData, which cannot be read." in taken_in.notes


@pytest.mark.parametrize(
    ("line", "code"),
    [("<<if visited()>>x<</if>>", "T105"), ("(set: $x to 1)", "T105"), ("(if: it is 1)[hook]", "T105"), ("<% x %>", "T105"), ("{reveal link: 'x'}", "T105"),
     ("[if trust > 2]", "T105"), ("[JavaScript]", "T105"), ("[[Go->A][$x to 1]]", "T105"), ("|amount>[none]", "T105"), ("You have $money.", "T106"),
     ("<b>now</b>", "T107"), ("<!-- a note -->", "T107"), ("@@.red;now@@", "T107"), ("<img src=x", "T107"), ("[[Go->]]", "T109"), ("[[Go", "T109"),
     ("[[]]", "T109"), ("[[&nbsp;->A]]", "T109"), ("[[Go->Elsewhere]]", "T104"), ("[[Go->https://example.org]]", "T104")],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_told_once_and_with_its_line(line: str, code: str) -> None:
    with pytest.raises(TweeFaults) as caught:
        read_twee(f":: A\nIt rains.\n{line}\n")
    assert [(each.code, each.line) for each in caught.value.diagnostics] == [(code, 3)]


@pytest.mark.parametrize("line", ["It costs $5, or 3 < 4.", "(Note: she was late.)", "a_b and *so* on", "5 {", "She wrote: [sic]", "& so on | etc."])
def test_plain_words_are_not_taken_for_code(line: str) -> None:
    case = read_case(case_of(read_twee(f":: A\n{line}\n")).text, "x")
    assert case.scenes["a"].blocks[0].text == line


@pytest.mark.parametrize("line", ["- a list", "1. one", "2) two", "# not a scene", "> said", "---", "===", "*If trust:* x", "`code`", "    deep", "~~~", "a | b\n:-- | --", "![x](y)", "<3", "&amp;lt; \\<", "\\", "+ x"])
def test_words_stay_words_whatever_markdown_would_make_of_them(line: str) -> None:
    text = case_of(read_twee(f":: A\n{line}\n\n:: B\n[[A]]")).text
    case = read_case(text, "x")
    assert set(case.scenes) == {"a", "b"}
    shown = " ".join(block.text for block in case.scenes["a"].blocks)
    assert shown.split() == unescaped(line).split() or line == "# not a scene"


PIECES = some.sampled_from([
    "::", ":: A", ":: B [chance]", ":: C [consequence]", ":: D [turning]", ":: A [opening]", ":: StoryData", '{"start": "B"}', ":: StoryTitle", "[[A]]", "[[go->B]]",
    "[[B<-go]]", "[[go|C]]", "[[D]]", "[[", "]]", "->", "|", "\\", "\n", "\n\n", "words", "*If x:*", "- [x](#y)", "  - id: z", "## H", "### I", "---", "<!--", "-->",
    "\\<!--", "&lt;!--", "&#10;", "`", "_", "#", "1.", "(", "::", " ", "\t", "\r", "\x00", "\x0b", "\u2028", "Role: x", "Minutes: 7", "Minutes: 700", "é", "日本", "?",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(some.lists(PIECES | some.text(max_size=5), max_size=40).map("".join))
def test_any_file_is_taken_in_as_a_case_that_can_be_read_or_is_refused_in_words(text: str) -> None:
    try:
        story = read_twee(text)
    except TweeFaults as error:
        assert all(each.line >= 1 and each.column >= 1 and each.code in KNOWN for each in error.diagnostics)
        return
    read_case(case_of(story).text, "x")


TAGS = some.sampled_from(["", " [chance]", " [consequence]", " [turning]", " [opening]", " [decision night]", ' {"size":"1,1"}'])
LETTERS = some.text(some.characters(exclude_categories=("Cs",), exclude_characters="[]<{$@(\r"), max_size=8)


@some.composite
def stories(draw: some.DrawFn) -> str:
    """Draws a story whose links all lead somewhere, with anything in it that is not code."""
    names = draw(some.lists(some.sampled_from(["A", "B", "A!", "???", "Start", "no-trouble", "## C", "D *d*", "é", "_", "1."]), min_size=1, max_size=6, unique=True))
    linked = some.tuples(LETTERS, some.sampled_from(names)).map(lambda each: f"[[x{' '.join(each[0].split())}->{each[1]}]]")
    parts = []
    for name in names:
        lines = draw(some.lists(linked | LETTERS | PIECES.filter(lambda each: not re.search(r"^::|<|\{|\[\[|\]\]|\n|\r", each)), max_size=8))
        body = "\n".join(line for line in lines if not line.startswith("::"))
        parts.append(f"{header(name)}{draw(TAGS)}\n{body}")
    return "\n\n".join(parts)


@settings(max_examples=300, deadline=None)
@given(stories())
def test_a_story_without_code_is_taken_in_whole(text: str) -> None:
    story = read_twee(text)
    case = read_case(case_of(story).text, "x")
    # What is no scene of its own, the opening or a consequence, had one link each.
    folded = len(story.passages) - len(case.scenes)
    assert sum(map(len, ways(case).values())) == sum(len(each.links) for each in story.passages.values()) - folded


@settings(max_examples=200, deadline=None)
@given(some.lists(LINE, min_size=3, max_size=6, unique_by=slug_of), some.lists(LINE, min_size=2, max_size=4))
def test_any_words_survive_the_way_there_and_back(titles: list[str], words: list[str]) -> None:
    # No case can be read in which words look like a condition: they are refused (S209).
    assume(not any(re.match(r"[\W_]*(if|otherwise)\b", each, re.IGNORECASE) for each in [*titles, *words]))
    # Headings that are kept for something else, or lose what tells them apart, are written otherwise, and told.
    names = [safe_name(each) for each in titles]
    assume(all(map(slug_of, [*titles, *names])))
    assume(len({slug_of(each) for each in names if each not in NO_SCENE}) == len(titles))
    first, *others = titles
    choices = tuple(Choice(f"c{at}", "", each, slug_of(others[at % len(others)]), "", each) for at, each in enumerate(words))
    scenes = {slug_of(first): Scene(slug_of(first), first, "decision", choices=choices)}
    for title in others:
        scenes[slug_of(title)] = Scene(slug_of(title), title, "ending", ending=Ending(title, "mixed", "neutral"))
    scenes["p-a-s-s"] = Scene("p-a-s-s", "P-A-S-S", "passage", branches=(Branch(words[0], slug_of(first)),))
    front = Front("T", "R", 5, "N", (), (), "formative")
    after = again(Scenario("x", "", front, "", {}, scenes, slug_of(first)))
    assert [(each.text, after.scenes[each.target].title) for each in after.scenes[after.start].choices] == [
        (each.text, safe_name(scenes[each.target].title)) for each in choices
    ]


def test_a_heading_that_is_kept_for_something_else_or_would_break_links_is_written_otherwise() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    for old, new in (("In step", "In | step"), ("At arm's length", "StoryInit")):
        text = text.replace(f"## {old}\n", f"## {new}\n").replace(f"(#{slug_of(old)})", f"(#{slug_of(new)})")
    said = twee_of(read_case(text, "gate"))
    assert "\n:: In / step [ending]\n" in said
    assert "\n:: StoryInit (2) [ending]\n" in said
    assert 'The scene "In | step" is called "In / step" here.' in said


def test_the_command_writes_a_case_out_and_takes_it_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story, case = tmp_path / "gate.twee", tmp_path / "case.md"
    assert main(["twee", str(TEMPLATE), "--out", str(story)]) == 0
    assert main(["twee", "--from", str(story), "--out", str(case)]) == 0
    assert "To be written" in capsys.readouterr().err
    assert len(read_case_file(case).scenes) == len(read_case_file(TEMPLATE).scenes)


def test_the_command_prints_where_no_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["twee", str(TEMPLATE)]) == 0
    assert capsys.readouterr().out == twee_of(read_case_file(TEMPLATE))


def test_the_command_writes_over_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "case.md"
    kept.write_text("somebody's work", encoding="utf-8")
    assert main(["twee", "the-porch", "--out", str(kept)]) == 2
    assert kept.read_text(encoding="utf-8") == "somebody's work"
    assert "Nothing was written" in capsys.readouterr().err


def test_the_command_tells_every_fault_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = tmp_path / "story.twee"
    story.write_text(":: A\n<<x>>\n[[B]]\n", encoding="utf-8")
    assert main(["twee", "--from", str(story), "--out", str(tmp_path / "case.md")]) == 1
    said = capsys.readouterr()
    assert f"{story}:2:1: T105" in said.out
    assert f"{story}:3:1: T104" in said.out
    assert not (tmp_path / "case.md").exists()


@pytest.mark.parametrize("words", [["twee"], ["twee", "the-porch", "--from", "x.twee"], ["twee", "--from", "missing.twee"]])
def test_the_command_says_what_it_needs(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "steadyline twee:" in capsys.readouterr().err


def test_a_file_in_another_encoding_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = tmp_path / "story.twee"
    story.write_bytes(":: A\nMünze".encode("latin-1"))
    assert main(["twee", "--from", str(story)]) == 2
    assert "UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize("code", [code for code in known_codes() if code.startswith("T1")])
def test_every_refusal_is_explained_as_an_error(code: str) -> None:
    assert (explanation(code).about, explanation(code).severity) == ("twee", "error")


def test_the_check_tells_of_what_is_still_to_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = tmp_path / "step" / "case.md"
    case.parent.mkdir()
    case.write_text(case_of(read_twee(STORY)).text, encoding="utf-8")
    assert main(["check", str(case)]) == 1
    assert ": warning T201 " in capsys.readouterr().out


HOSTILE = 30_000


@pytest.mark.parametrize("line", ["[[", "[[x", "[[]", "[[a" + "]", "[[a->Start]]", "[[a][", "{a", "(a", "|a", "]<a", "[if "])
def test_a_line_of_thirty_thousand_brackets_is_read_or_refused_in_words(line: str) -> None:
    # Each of these once took minutes, which whoever runs this would notice.
    try:
        assert case_of(read_twee(f":: Start\n{line * HOSTILE}\n")).text.startswith("---\nformat: 1")
    except TweeFaults as faults:
        assert len(faults.diagnostics) == 1


@settings(max_examples=300)
@given(some.text("[]ab->|\n ", max_size=30))
def test_links_are_found_as_the_pattern_of_twine_finds_them(text: str) -> None:
    line = text.replace("\n", " ")
    pattern = re.compile(r"\[\[(.+?)\]\](?!\])")
    found, said = links_in(line)
    assert [each.offset for each in found] == [match.start() for match in pattern.finditer(line)]
    assert without_links(line) == pattern.sub("", line)
    words = iter(found)
    assert said == pattern.sub(lambda _: next(words).words, line)


def test_outcomes_of_one_name_are_told_apart() -> None:
    text = case_of(read_twee(":: A [chance]\n[[x->B]]\n[[x->C]]\n\n:: B\nb\n\n:: C\nc")).text
    assert "- Chance: [x](#b)" in text
    assert "- Chance: [x 2](#c)" in text


def test_what_would_act_on_the_terminal_is_shown_and_to_a_file_only_control_characters_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story = tmp_path / "story.twee"
    story.write_text(":: A\n[[caf\u00e9\x1b[31m \u202ered->B]]\n[[b->B]]\n\n:: B\nend\x9b", encoding="utf-8")
    assert main(["twee", "--from", str(story)]) == 0
    out = capsys.readouterr().out
    assert not {"\x1b", "\x9b", "\u202e"} & set(out)
    assert "\\x1b" in out
    assert main(["twee", "--from", str(story), "--out", str(tmp_path / "case.md")]) == 0
    written = (tmp_path / "case.md").read_text(encoding="utf-8")
    assert not {"\x1b", "\x9b"} & set(written)
    assert "\u202ered" in written
    assert "caf\u00e9" in written
