"""A case from the structure of a Twee story. What only an author can say stands in it as "To be written"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from steadyline.authoring.twee import CONSEQUENCE, CONTENT_NOTE, MINUTES, OPENING, ROLE
from steadyline.authoring.twee_notation import Link
from steadyline.authoring.twee_read import Passage, Story
from steadyline.authoring.unwritten import TO_BE_WRITTEN
from steadyline.scenarios.prose import slug_of

_ID_WORDS = 4
_MARKS = re.compile(r"([\\`*_\[\]<|])")


@dataclass(frozen=True)
class TakenIn:
    """The text of a case, and what its author has to know of how it came about, a sentence each."""

    text: str
    notes: tuple[str, ...]


def case_of(story: Story) -> TakenIn:
    """Returns the case of a story. It can be read as a case at once, whatever is still to be written in it."""
    return _Import(story).taken_in()


class _Import:
    """Finds first which passages are scenes, and their headings; then writes them."""

    def __init__(self, story: Story) -> None:
        self.story = story
        first = story.passages[story.start]
        is_opening = OPENING in first.tags and len(first.links) == 1 and first.links[0].target != first.name
        self.opening = first if is_opening else None
        self.start = first.links[0].target if is_opening else first.name
        self.folded = self.consequences()
        left = [each for each in story.passages.values() if each.name not in self.folded and each is not self.opening]
        self.scenes = left
        self.titles: dict[str, str] = {}
        slugs: dict[str, int] = {}
        for number, each in enumerate(left, start=1):
            self.titles[each.name] = _unique(each.name if slug_of(each.name) else f"Scene {number}", slugs)
        self.ids: dict[str, int] = {}
        self.unsaid = 0

    def consequences(self) -> set[str]:
        """Returns the names of the passages that say what a choice brings, and are no scenes by themselves."""
        passages = self.story.passages
        tagged = {name for name, each in passages.items() if CONSEQUENCE in each.tags and len(each.links) == 1}
        led_to = {
            each.target
            for name, passage in passages.items()
            for each in passage.links
            if name in tagged or not self.is_decision(passage)
        }
        return {
            name
            for name in tagged - led_to - {self.start, self.story.start}
            if passages[name].links[0].target not in tagged
        }

    @staticmethod
    def is_decision(passage: Passage) -> bool:
        return len(passage.links) > 1 and "chance" not in passage.tags

    def taken_in(self) -> TakenIn:
        scenes = [self.scene(each) for each in self.scenes]
        text = "\n".join([*self.front(), *scenes])
        return TakenIn(text, tuple(self.notes()))

    def front(self) -> Iterator[str]:
        """Yields the front of the case and its opening."""
        said, rest = _told(self.opening)
        title = self.story.title.replace("<!--", "< !--") or "Untitled"
        minutes = said.get(MINUTES, "")
        yield "---\nformat: 1"
        yield f"title: {title}"
        yield f"role: {said.get(ROLE, TO_BE_WRITTEN)}"
        yield f"minutes: {minutes if re.fullmatch(r'[1-9][0-9]?', minutes) else 10}"
        yield f"content note: {said.get(CONTENT_NOTE, TO_BE_WRITTEN)}"
        yield f"findings: {TO_BE_WRITTEN}\ncompetencies: C1\nuse: formative"
        if self.scenes[0].name != self.start:
            yield f"start: #{slug_of(self.titles[self.start])}"
        yield f"---\n\n# {_heading(title)}\n"
        yield "\n\n".join(map(_prose, rest)) or f"{TO_BE_WRITTEN}: who the learner is, and what has happened so far."
        yield ""

    def scene(self, passage: Passage) -> str:
        parts = [f"## {_heading(self.titles[passage.name])}", *map(_prose, passage.paragraphs)]
        return "\n\n".join([*parts, "\n".join(self.ways(passage))]) + "\n"

    def ways(self, passage: Passage) -> Iterator[str]:
        """Yields the list at the end of a scene."""
        if not passage.links:
            yield f"- Ending: {_heading(self.titles[passage.name])}\n  - process: mixed\n  - circumstance: neutral"
        elif self.is_decision(passage):
            yield from map(self.choice, passage.links)
        else:
            lead = "Chance" if "chance" in passage.tags else "Go on"
            names: dict[str, int] = {}  # two outcomes of one name could not be told apart
            for each in passage.links:
                yield f"- {lead}: [{_inline(_unique(each.words, names))}](#{self.address(each.target)})"

    def choice(self, link: Link) -> str:
        now, target, name = TO_BE_WRITTEN + ".", link.target, _id_of(link.words)
        if target in self.folded:
            following = self.story.passages[target]
            now = "\n\n".join(map(_plain, following.paragraphs)) or now
            name, target = _id_of(following.name, len(following.name)), following.links[0].target
        self.unsaid += TO_BE_WRITTEN in now
        said = now.replace("\n", "\n    ").replace("\n    \n", "\n\n")
        return (
            f"- [{_inline(link.words)}](#{self.address(target)})\n"
            f"  - id: {_unique(name, self.ids, '-')}\n"
            f"  - now: {said}"
        )

    def address(self, name: str) -> str:
        """Returns the address of the scene that a passage became; of the opening, that of the scene after it."""
        if self.opening is not None and name == self.opening.name:
            name = self.start
        return slug_of(self.titles[name])

    def notes(self) -> Iterator[str]:
        """Yields what the author has to know."""
        endings = sum(not each.links for each in self.scenes)
        decisions = sum(self.is_decision(each) for each in self.scenes)
        yield f"{len(self.scenes)} scenes: {decisions} decisions and {endings} endings among them."
        yield (
            f'What the file does not say stands there as "{TO_BE_WRITTEN}": the findings; the role, the content note '
            f"and the opening, unless it has them; and what follows at once from {self.unsaid} of the choices."
        )
        yield (
            "These are guesses, for you to mend: competencies C1, use formative, and every ending's process (mixed) "
            "and circumstance (neutral). What the case remembers, and its key, are yours to write."
        )
        turnings = [self.titles[each.name] for each in self.scenes if "turning" in each.tags]
        if turnings:
            yield f"A turning came in as a decision, since its state did not: {', '.join(turnings)}."
        renamed = [f'"{name}" is now "{title}"' for name, title in self.titles.items() if name != title]
        if renamed:
            yield f"Headings have to differ in more than their marks, so {', '.join(renamed)}."
        if self.story.left_out:
            yield f"Left out: {', '.join(self.story.left_out)}."


def _told(opening: Passage | None) -> tuple[dict[str, str], list[str]]:
    """Returns the lines of an opening that belong to the front of a case, by name, and its other paragraphs."""
    said: dict[str, str] = {}
    rest: list[str] = []
    for paragraph in opening.paragraphs if opening else ():
        name, colon, value = paragraph.partition(": ")
        if colon and name in (ROLE, MINUTES, CONTENT_NOTE) and value.strip() and "\n" not in value:
            said[name] = value.strip().replace("<!--", "< !--")
        else:
            rest.append(paragraph)
    return said, rest


def _unique(wanted: str, taken: dict[str, int], between: str = " ") -> str:
    """Returns the words, with a number behind them if their address is taken, and takes it.

    `taken` has the highest number so far for each address.
    """
    address = slug_of(wanted)
    found, number = wanted, taken.get(address, 1)
    while slug_of(found) in taken:
        number += 1
        found = f"{wanted}{between}{number}"
    taken[address] = number
    taken.setdefault(slug_of(found), 1)
    return found


def _id_of(words: str, most: int = _ID_WORDS) -> str:
    """Returns an id made of the first words: `ring-mum-this-evening`."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower().replace("'", "")
    found = "-".join(re.findall(r"[a-z0-9]+", plain)[:most])
    return found if found[:1].isalpha() else f"choice-{found}".rstrip("-")


def _inline(words: str) -> str:
    """Returns words in which nothing is taken for Markdown."""
    return re.sub(r"&(?=#?\w+;)", r"\\&", _MARKS.sub(r"\\\1", words))


def _heading(words: str) -> str:
    return _inline(" ".join(words.split())).replace("#", r"\#")


def _plain(paragraph: str) -> str:
    """Returns a paragraph in which no line is taken for anything but words."""
    text = re.sub(r"^(?=[#+\-=>~:])", r"\\", _inline(paragraph), flags=re.MULTILINE)
    return re.sub(r"^(\d+)(?=[.)])", r"\1\\", text, flags=re.MULTILINE)


def _prose(paragraph: str) -> str:
    """Returns a paragraph of a scene; a heading in it stays one."""
    heading = re.fullmatch(r"#{1,6} +(.*\S)", paragraph)
    return f"### {_heading(heading[1])}" if heading else _plain(paragraph)
