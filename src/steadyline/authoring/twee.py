"""A case as Twee 3: its scenes, its words and where they lead. What it remembers is told in notes only."""

from __future__ import annotations

import html
import json
import re
import uuid
from collections.abc import Iterator

from steadyline.authoring.twee_notation import NO_SCENE, escaped, header, link, safe_name
from steadyline.scenarios.map.condition_words import condition_words
from steadyline.scenarios.model import Block, Branch, Choice, Effect, Scenario, Scene, Variable

ROLE, MINUTES, CONTENT_NOTE = "Role", "Minutes", "May be hard to read"
"""What the lines of the opening begin with, so that they are found again."""

OPENING, CONSEQUENCE = "opening", "consequence"
"""Tags of passages that are no scene of the case; scenes are tagged with their kind."""

_NAMESPACE = uuid.UUID("5f2b6f4e-41d7-5a0c-9a53-7c1b0e8d2a96")


def twee_of(scenario: Scenario) -> str:
    """Returns the case as the text of one Twee 3 file."""
    return "\n\n\n".join(_Export(scenario).passages()) + "\n"


def ifid_of(name: str) -> str:
    """Returns the story's identifier, the same for every export of the case of this name."""
    return str(uuid.uuid5(_NAMESPACE, name)).upper()


class _Export:
    """Names every passage first, and then writes them."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.taken = set(NO_SCENE)
        self.names = {slug: self.name(scene.title) for slug, scene in scenario.scenes.items()}
        choices = [choice for scene in scenario.scenes.values() for choice in scene.choices]
        self.followed = {choice.id: self.name(choice.id) for choice in choices}
        self.opening = self.name("Before it begins")

    def name(self, title: str) -> str:
        """Returns the name of a passage, which nothing else is called."""
        name, number = safe_name(title), 2
        while name in self.taken:
            name, number = f"{safe_name(title)} ({number})", number + 1
        self.taken.add(name)
        return name

    def passages(self) -> Iterator[str]:
        front = self.scenario.front
        data = {"ifid": ifid_of(self.scenario.name), "start": self.opening}
        yield f"{header('StoryTitle')}\n{escaped(front.title)}"
        yield f"{header('StoryData')}\n{json.dumps(data, ensure_ascii=False, indent=2)}"
        yield f"{header('StoryNotes')}\n{escaped(_notes(self.scenario, self.names))}"
        lines = (f"{ROLE}: {front.role}", f"{MINUTES}: {front.minutes}", f"{CONTENT_NOTE}: {front.content_note}")
        said = "\n\n".join(escaped(each) for each in (*lines, _plain(self.scenario.opening)) if each)
        begin = link("Begin", self.names[self.scenario.start])
        yield f"{header(self.opening, OPENING)}\n{said}\n\n{begin}"
        for scene in self.scenario.scenes.values():
            yield self.scene(scene)
            yield from (self.consequence(choice) for choice in scene.choices)

    def scene(self, scene: Scene) -> str:
        # The prose of a turning or of chance is a note to other authors, and stands among the notes.
        prose = [self.block(block) for block in scene.blocks] if scene.is_seen else []
        links = [link(self.words(way, scene), self.target(way)) for way in scene.ways]
        body = "\n\n".join([*prose, "\n".join(links)])
        return f"{header(self.names[scene.slug], scene.kind)}\n{body}".rstrip("\n")

    def block(self, block: Block) -> str:
        marks = "### " if block.html.startswith("<h") else ""
        said = f"(If {condition_words(block.condition, self.variables)}:) " if block.condition else ""
        return escaped(f"{marks}{said}{block.text}")

    def words(self, way: Choice | Branch, scene: Scene) -> str:
        if isinstance(way, Choice):
            return way.text
        if scene.kind != "turning":
            return way.name
        return f"If {condition_words(way.condition, self.variables)}" if way.condition else "Otherwise"

    def target(self, way: Choice | Branch) -> str:
        return self.followed[way.id] if isinstance(way, Choice) else self.names[way.target]

    def consequence(self, choice: Choice) -> str:
        onward = link("Go on", self.names[choice.target])
        return f"{header(self.followed[choice.id], CONSEQUENCE)}\n{escaped(choice.now_text)}\n\n{onward}"

    @property
    def variables(self) -> dict[str, Variable]:
        return self.scenario.variables


def _notes(scenario: Scenario, names: dict[str, str]) -> str:
    """Returns what the form has no place for, in plain words."""
    said = [
        f'Written by Steadyline from the case "{scenario.name}".',
        "The scenes, their words and where they lead are in this file. What the case remembers is not: it stands in "
        "these notes, and in brackets before a paragraph that is shown only at times. A turning, which the case takes "
        "by itself, is a passage with its conditions as links. Emphasis, lists and tables are plain words here.",
        *(_remembered(variable) for variable in scenario.variables.values()),
    ]
    for scene in scenario.scenes.values():
        if names[scene.slug] != scene.title:
            said.append(f'The scene "{scene.title}" is called "{names[scene.slug]}" here.')
        if not scene.is_seen:
            said.extend(f'On "{scene.title}": {block.text}' for block in scene.blocks)
        for way in scene.ways:
            said.extend(_changes(way, scenario.variables))
        if scene.ending is not None:
            ending = scene.ending
            said.append(f'The ending "{ending.name}": process {ending.process}, circumstance {ending.circumstance}.')
    return "\n\n".join(said)


def _remembered(variable: Variable) -> str:
    if variable.kind == "number":
        return f"Remembered: {variable.name}, from {variable.lowest} to {variable.highest}, starts at {variable.start}."
    return f"Remembered: {variable.name}, one of {', '.join(variable.words)}; starts {variable.words[variable.start]}."


def _changes(way: Choice | Branch, variables: dict[str, Variable]) -> Iterator[str]:
    name = way.id if isinstance(way, Choice) else way.name
    if isinstance(way, Choice) and way.condition is not None:
        yield f'"{name}" is offered only if {condition_words(way.condition, variables)}.'
    if way.effects:
        yield f'"{name}": {", ".join(_effect(each, variables[each.name]) for each in way.effects)}.'
    if isinstance(way, Branch) and way.weight > 1:
        yield f'"{name}" is {way.weight} times as likely.'


def _effect(effect: Effect, variable: Variable) -> str:
    if effect.change == "add":
        return f"{effect.name} {'+' if effect.value > 0 else '-'} {abs(effect.value)}"
    return f"{effect.name} = {variable.words[effect.value] if variable.words else effect.value}"


def _plain(markup: str) -> str:
    """Returns the words of HTML that Markdown was turned into, a paragraph as a paragraph."""
    paragraphs = re.sub(r"</(p|h\d|li|tr|blockquote)>\s*", "\n\n", markup)
    words = html.unescape(re.sub(r"<[^>]+>", "", paragraphs))
    return re.sub(r"\n{3,}", "\n\n", words).strip()
