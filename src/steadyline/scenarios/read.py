"""From an author's Markdown to a Scenario, or to all the faults that stand in the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath
from typing import Literal

from steadyline.errors import Faults, did_you_mean, listed
from steadyline.scenarios.documents import NOTHING_BESIDE, Beside, beside_of
from steadyline.scenarios.local import fill
from steadyline.scenarios.model import Block, Chose, Condition, Front, Later, Place, Scenario, Scene, names_read
from steadyline.scenarios.pieces import pieces_of
from steadyline.scenarios.prose import html_of
from steadyline.scenarios.scene import SceneReader
from steadyline.scenarios.seats import seated
from steadyline.scenarios.slips import tell_slips
from steadyline.scenarios.source import (
    Entry,
    Source,
    check_front,
    read_allowed,
    read_front,
    text_in,
    whole_number,
    words_of,
)
from steadyline.scenarios.state import read_variables, with_state

NEEDED = ("title", "role", "minutes", "content note", "findings", "competencies", "use")
ALLOWED = ("start", "state", "cast", "required", "avoid", "allow")
COMPETENCIES = ("C1", "C2", "C3", "C4", "C5", "C6")


class CaseFaults(Faults):
    """A case file has faults; every one of them is in `diagnostics`."""


def read_case_file(path: Path) -> Scenario:
    """Returns the case in a file called `<case>/case.md`, with what lies beside it.

    Raises CaseFaults, FileMissing, LocalUnclear or NotPlainText.
    """
    return read_case(text_in(path, "case"), path.resolve().parent.name, str(path), beside_of(path))


def read_case(text: str, name: str, path: str = "case.md", beside: Beside = NOTHING_BESIDE) -> Scenario:
    """Returns the case that the text tells; `path` is only for messages, `beside` what lies beside the file.

    Raises CaseFaults with all faults.
    """
    source = Source(path, text)
    fill(source, beside.local, "S016")
    entries, body = read_front(source, "S")
    if not source.has_front:
        raise CaseFaults(source.found)
    entries = with_state(source, entries, ("format", *NEEDED, *ALLOWED))
    check_front(source, entries, NEEDED, ALLOWED, "S")
    front = _front(source, entries)
    variables = read_variables(source, entries)
    opening, pieces = pieces_of(source, body)
    reader = SceneReader(source, variables, pieces, beside)
    for block in opening:
        tell_slips(source, block.tokens, block.line, reader.known)
    scenes = reader.scenes()
    start = _start(source, entries.get("start"), scenes)
    allowed = read_allowed(source, entries.get("allow"), "S")
    if not any(fault.code in ("S101", "S102") for fault in source.found):
        # Without sound headings every link would be called broken.
        _check_links(source, scenes)
        _check_required(source, entries.get("required"), front.required, scenes)
        _check_avoid(source, entries.get("avoid"), front.avoid, scenes)
    if not source.found:
        scenes = seated(source, scenes, start, front.role)
    if source.found:
        raise CaseFaults(source.found)
    scenes = _with_later(scenes)
    read = frozenset(name for scene in scenes.values() for name in _conditions_read(scene) if name.startswith("chose "))
    return Scenario(
        PurePath(name).name,
        path,
        front,
        html_of([token for block in opening for token in block.tokens]),
        variables,
        scenes,
        start,
        frozenset(name.removeprefix("chose ") for name in read),
        allowed,
        {name: entry.line for name, entry in entries.items()},
    )


def _front(source: Source, entries: dict[str, Entry]) -> Front:
    def value(name: str) -> str:
        return entries[name].value if name in entries else ""

    use: Literal["formative", "summative"] = "summative" if value("use") == "summative" else "formative"
    if value("use") not in ("", "formative", "summative"):
        message = f'"use" is formative or summative.{did_you_mean(value("use"), ["formative", "summative"])}'
        source.fault("S007", message, source.place(entries["use"].line))
    for word in words_of(entries.get("competencies")):
        if word not in COMPETENCIES:
            message = f'"{word}" is none of {listed(COMPETENCIES)}.'
            source.fault("S008", message, source.place(entries["competencies"].line, word))
    minutes = whole_number(source, entries.get("minutes"), "minutes", 1, 600, "S009")
    return Front(
        value("title"),
        value("role"),
        minutes,
        value("content note"),
        words_of(entries.get("findings")),
        words_of(entries.get("competencies")),
        use,
        words_of(entries.get("cast")),
        tuple(word.removeprefix("#") for word in words_of(entries.get("required"))),
        tuple(word.removeprefix("#") for word in words_of(entries.get("avoid"))),
    )


def _start(source: Source, entry: Entry | None, scenes: dict[str, Scene]) -> str:
    if entry is None or not entry.value:
        return next(iter(scenes), "")
    slug = entry.value.removeprefix("#")
    if scenes and slug not in scenes:
        message = f'no scene is called "{slug}".{did_you_mean(slug, scenes)}'
        source.fault("S103", message, source.place(entry.line, entry.value))
    return slug


def _check_links(source: Source, scenes: dict[str, Scene]) -> None:
    for scene in scenes.values():
        for way in scene.ways:
            if way.target and way.target not in scenes:
                message = f'no scene is called "{way.target}".{did_you_mean(way.target, scenes)}'
                source.fault("S103", message, source.place(way.place.line, f"#{way.target}"))
        for choice in scene.choices:
            for later in choice.later:
                _check_later(source, later, scenes)


def _check_required(source: Source, entry: Entry | None, slugs: tuple[str, ...], scenes: dict[str, Scene]) -> None:
    for slug in slugs if entry else ():
        if slug not in scenes:
            message = f'no scene is called "{slug}".{did_you_mean(slug, scenes)}'
            source.fault("S103", message, source.place(entry.line, slug) if entry else Place(1))
        elif entry and not scenes[slug].is_seen:
            message = f'nobody ever reads "{slug}": only a scene that is read can be required.'
            source.fault("S127", message, source.place(entry.line, slug))


def _check_avoid(source: Source, entry: Entry | None, slugs: tuple[str, ...], scenes: dict[str, Scene]) -> None:
    for slug in slugs if entry else ():
        place = source.place(entry.line, slug) if entry else Place(1)
        if slug not in scenes:
            source.fault("S103", f'no scene is called "{slug}".{did_you_mean(slug, scenes)}', place)
        elif scenes[slug].kind != "decision" and not source.found:
            message = f'"{slug}" is no decision: there is nothing in it that one could avoid.'
            source.fault("S129", message, place)


def _check_later(source: Source, later: Later, scenes: dict[str, Scene]) -> None:
    place = source.place(later.place.line, f"#{later.target}")
    if later.target not in scenes:
        source.fault("S103", f'no scene is called "{later.target}".{did_you_mean(later.target, scenes)}', place)
    elif not scenes[later.target].is_seen:
        message = f'nothing of "{later.target}" is ever shown: words can only appear in a scene that is read.'
        source.fault("S120", message, place)


def _with_later(scenes: dict[str, Scene]) -> dict[str, Scene]:
    """Returns the scenes with each delayed consequence standing at the head of the scene where it appears."""
    waiting: dict[str, list[Block]] = {slug: [] for slug in scenes}
    for scene in scenes.values():
        for choice in scene.choices:
            for later in choice.later:
                block = Block(later.html, later.text, Chose(choice.id), True, later.place)
                waiting[later.target].append(block)
    return {
        slug: scene if not waiting[slug] else _headed(scene, tuple(waiting[slug])) for slug, scene in scenes.items()
    }


def _headed(scene: Scene, blocks: tuple[Block, ...]) -> Scene:
    return replace(scene, blocks=blocks + scene.blocks)


def _conditions_read(scene: Scene) -> set[str]:
    blocks = scene.blocks if scene.is_seen else ()  # a note to authors reads nothing
    conditions: list[Condition | None] = [block.condition for block in blocks]
    conditions += [way.condition for way in scene.ways]
    return {name for condition in conditions for name in names_read(condition)}
