"""Reads a Twee 3 story: its passages, their words, and where they lead. Code of any kind is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from steadyline.authoring.twee_notation import (
    NO_SCENE,
    SPECIAL,
    HeaderUnclear,
    Link,
    links_in,
    read_header,
    unescaped,
    without_links,
)
from steadyline.errors import Faults, FileMissing, SteadylineError, did_you_mean
from steadyline.scenarios.model import Place
from steadyline.scenarios.source import Source

_MACRO = re.compile(
    r"<<|<%|\((?=[a-z][\w-]*:)|\{[^{}\n]+\}"
    r"|^\s*\[(?i:if|unless|else|ifalways|ifnever|after|align|javascript|css|note|todo|cont|continue)\b[^\[\]]*\]\s*$"
    r"|\[\[(?:(?!\[\[)[^\]\n])+\]\[|\]<\w+\||\|\w+>\["
)
"""What the common story formats take for code: SugarCube, Snowman, Harlowe and Chapbook, and links that also set."""

_VARIABLE = re.compile(r"\$[A-Za-z_]\w*")
_MARKUP = re.compile(r"</?[A-Za-z][^>\n]*>?|<!--|@@")
_ONLY_A_LINK = re.compile(r"[\s*\-+>•|.\d)]*")


class TweeFaults(Faults):
    """A Twee file cannot be taken in; every reason is in `diagnostics`."""


@dataclass(frozen=True)
class Passage:
    """One passage. `paragraphs` are its words without the lines that are only links; `links` in their order."""

    name: str
    tags: tuple[str, ...]
    line: int
    paragraphs: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Story:
    """The structure of a story. `left_out` names the passages that are no part of it."""

    title: str
    start: str
    passages: dict[str, Passage]
    left_out: tuple[str, ...] = ()


def read_twee_file(path: Path) -> Story:
    """Returns the story in a file. Raises TweeFaults, FileMissing or SteadylineError."""
    try:
        return read_twee(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError as error:
        raise FileMissing(path, "Twee file") from error
    except UnicodeDecodeError as error:
        raise SteadylineError(f"{path}: the file is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error


def read_twee(text: str, path: str = "story.twee") -> Story:
    """Returns the story that the text tells; `path` is only for messages. Raises TweeFaults with all faults."""
    return _Reader(Source(path, text.replace("\0", "\ufffd"))).story()


class _Reader:
    """Reads one file; faults go to the source."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.special: dict[str, tuple[int, list[str]]] = {}
        self.places: dict[tuple[str, Link], Place] = {}

    def story(self) -> Story:
        passages: dict[str, Passage] = {}
        for line, name, tags, lines in self.pieces():
            if name in passages or name in self.special:
                self.source.fault("T103", f'a second passage is called "{name}".', self.source.place(line))
            elif {tag.lower() for tag in tags} & {"script", "stylesheet"}:
                message = f'"{name}" is a script or a stylesheet; a case has neither.'
                self.source.fault("T108", message, self.source.place(line))
            elif name in NO_SCENE:
                self.special[name] = (line, lines)
                self.refuse_code(name, lines, line)
            else:
                passages[name] = self.passage(name, tags, lines, line)
        if not passages and not self.source.found:
            self.source.fault("T101", "there is no passage that could be a scene.", self.source.last)
        start = self.start(passages)
        self.check_links(passages)
        if self.source.found:
            raise TweeFaults(self.source.found)
        _, title = self.special.get("StoryTitle", (1, []))
        left_out = tuple(name for name in self.special if name not in ("StoryTitle", "StoryData"))
        if "StoryData" in self.special and self.data() is None:
            left_out = (*left_out, "StoryData, which cannot be read")
        return Story(_words(" ".join(title)), start, passages, left_out)

    def pieces(self) -> Iterator[tuple[int, str, tuple[str, ...], list[str]]]:
        """Yields each passage's line, name, tags and lines of content; one whose header is unclear is left out."""
        heads = [at for at, line in enumerate(self.source.lines) if line.startswith("::")]
        before = self.source.lines[: heads[0] if heads else None]
        stray = next((at for at, line in enumerate(before, start=1) if line.strip()), None)
        if not heads or stray is not None:
            message = 'words stand before the first passage; a passage begins with a line such as ":: At the gate".'
            self.source.fault("T101", message, Place(stray or 1))
        if not heads:
            return
        for at, end in zip(heads, [*heads[1:], len(self.source.lines)], strict=True):
            try:
                name, tags = read_header(self.source.lines[at])
            except HeaderUnclear as error:
                self.source.fault("T102", f"{error}.", Place(at + 1))
            else:
                yield at + 1, name, tags, self.source.lines[at + 1 : end]

    def passage(self, name: str, tags: tuple[str, ...], lines: list[str], line: int) -> Passage:
        paragraphs: list[list[str]] = [[]]
        links: list[Link] = []
        for number, text in enumerate(lines, start=line + 1):
            written, said = links_in(text)
            found = [Link(_words(each.words), each.target, each.offset) for each in written]
            self.refuse_unclear(text, found, number)
            self.refuse_code_in(said, number, text)
            self.places |= {(name, each): Place(number, each.offset + 1) for each in found}
            links += found
            if not _words(said):
                paragraphs.append([])
            elif not (found and _ONLY_A_LINK.fullmatch(without_links(text))):
                paragraphs[-1].append(_words(said))
        return Passage(name, tags, line, tuple("\n".join(each) for each in paragraphs if each), tuple(links))

    def refuse_unclear(self, text: str, found: list[Link], line: int) -> None:
        """Notes a link without words or target, or one that is not closed."""
        unclear = next((each.offset for each in found if not each.words or not each.target), None)
        if unclear is None and not _MACRO.search(text) and "[[" in without_links(text):
            unclear = text.rindex("[[")
        if unclear is not None:
            message = "this link cannot be read; it is written like [[Ring Mum->On the telephone]], in one line."
            self.source.fault("T109", message, Place(line, unclear + 1))

    def refuse_code(self, name: str, lines: list[str], line: int) -> None:
        """Notes code in a passage that is no scene; notes to authors and data are none of a learner's business."""
        if name not in SPECIAL:
            for number, text in enumerate(lines, start=line + 1):
                self.refuse_code_in(links_in(text)[1], number, text)

    def refuse_code_in(self, said: str, line: int, text: str) -> None:
        """Notes the first macro, variable or tag of a line: they have one cause."""
        for code, kind, pattern in (("T105", "a macro", _MACRO), ("T106", "a variable", _VARIABLE),
                                    ("T107", "HTML or a style", _MARKUP)):  # fmt: skip
            match = pattern.search(text if code == "T105" and "][" in text else said)
            if match is not None:
                shown = " ".join(said[match.start() : match.start() + 30].split())
                message = f'"{shown}" looks like {kind}; only words and links can be taken in.'
                self.source.fault(code, message, self.source.place(line, match[0].strip(), within=1))
                return

    def start(self, passages: dict[str, Passage]) -> str:
        """Returns the name of the passage with which the story begins."""
        line, _ = self.special.get("StoryData", (1, []))
        said = (self.data() or {}).get("start", "")
        if said and said not in passages:
            message = f'the story begins with "{said}", and no passage is called that.{did_you_mean(said, passages)}'
            self.source.fault("T104", message, self.source.place(line, said))
        return said or ("Start" if "Start" in passages else next(iter(passages), ""))

    def data(self) -> dict[str, str] | None:
        """Returns what StoryData says in words, or None if it cannot be read, which is no reason to stop."""
        _, lines = self.special.get("StoryData", (1, ["{}"]))
        try:
            said = json.loads("\n".join(lines))
        except (ValueError, RecursionError):
            return None
        return (
            {name: _words(value) for name, value in said.items() if isinstance(value, str)}
            if type(said) is dict
            else None
        )

    def check_links(self, passages: dict[str, Passage]) -> None:
        if any(fault.code in ("T102", "T108") for fault in self.source.found):
            return  # what is missing may be one of those
        for passage in passages.values():
            for each in passage.links:
                if each.target and each.target not in passages and "][" not in each.target:
                    message = f'no passage is called "{each.target}".{did_you_mean(each.target, passages)}'
                    self.source.fault("T104", message, self.places[passage.name, each])


def _words(text: str) -> str:
    """Returns a line's words with every letter as itself and single spaces between them."""
    return " ".join(unescaped(text).split())
