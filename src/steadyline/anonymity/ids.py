"""Names in what ships and is not shown: ids, scene addresses, what is remembered, walks, and the names of files.

Every word of an id is small, and any of them could be ordinary: only what the gazetteer knows is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from steadyline.anonymity.allowed import Allowed
from steadyline.anonymity.lists import Lists, Phrases
from steadyline.anonymity.rendered import FRONT, MARKDOWN, Rendered
from steadyline.findings import Finding

_IDS = re.compile(
    r"^[ \t]*(?:-[ \t]+)?(?:id|set|add|case|rubric|start|required):[ \t]*(?P<id>[^\n]+)"
    r"|^#{2,4}[ \t]+(?P<heading>[^\n]+)",
    re.MULTILINE,
)
_BLOCK = re.compile(r"^(?:state|cast):[^\n]*(?:\n[ \t]+[^\n]*)*", re.MULTILINE)
_ALLOWED = re.compile(r"^[ \t]+[A-Z]\d{3} (?P<subject>[^:\n]+):", re.MULTILINE)
_STEP = re.compile(r"^(?P<step>[a-z0-9][a-z0-9_-]*)[ \t]*$|^(?:state:|=>)[ \t]*(?P<said>[^\n]+)", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+")
_MEND = "Nobody is shown it, and it ships all the same. Call it after what is done or after the role."


def id_findings(view: Rendered, path: str, allowed: Allowed, lists: Lists) -> Iterator[Finding]:
    """Yields every name in a file's ids, addresses, things remembered and, of a walk, its steps."""
    suffix = PurePosixPath(path).suffix
    for start, said in _passages(view.text, suffix):
        for at, name in _names(said, allowed, lists):
            yield Finding(path, *view.at(start + at), "A114", "error", _told(name), name)


def name_findings(name: str, path: str, allowed: Allowed, lists: Lists) -> Iterator[Finding]:
    """Yields every name in the name of a file or folder; it is told at the beginning of `path`."""
    for _, found in _names(name, allowed, lists):
        yield Finding(path, 1, 1, "A114", "error", f'the name "{name}": {_told(found)}', found)


def _told(name: str) -> str:
    return f'"{name}" is the name of real people, of a real place or of a public body. {_MEND}'


def _passages(text: str, suffix: str) -> Iterator[tuple[int, str]]:
    """Yields what holds ids, and where it begins."""
    if suffix == ".walk":
        matches = [*_STEP.finditer(text)]
    elif suffix in MARKDOWN:
        front = FRONT.match(text)
        head = text[: front.end()] if front else ""
        yield from ((match.start(), match.group()) for match in _BLOCK.finditer(head))
        matches = [*_ALLOWED.finditer(head), *_IDS.finditer(text)]
    else:
        return
    for match in matches:
        kind = match.lastgroup or ""
        said = match[kind]
        # A heading with capitals is read as prose; in small letters it is only an address.
        if kind != "heading" or not any(word[0].isupper() for word in said.split()[1:]):
            yield match.start(kind), said


def _names(said: str, allowed: Allowed, lists: Lists) -> Iterator[tuple[int, str]]:
    """Yields each name among the words, small and capital letters alike, and where it begins."""
    words = [(match.start(), match.group()) for match in _WORD.finditer(said)]
    small = [word.lower() for _, word in words]
    at = 0
    while at < len(words):
        length = 0 if _may_stand(words[at][1], allowed) else _length(small, at, lists)
        if length:
            yield words[at][0], " ".join(word for _, word in words[at : at + length])
        at += max(length, 1)


def _length(words: Sequence[str], at: int, lists: Lists) -> int:
    """Returns how many words from `at` on are a name; 0 if none."""
    known = max(_phrase(words, at, lists.small_places), _phrase(words, at, lists.small_bodies))
    if known > 1:
        return known
    word, follows = words[at], words[at + 1] if at + 1 < len(words) else ""
    is_telling = (known or word in lists.gazetteer) and not lists.is_ordinary(word)
    if word in lists.small_first_names and follows:
        tells = not lists.is_ordinary(follows)
        if (is_telling and (tells or follows in lists.small_surnames)) or (tells and follows in lists.small_surnames):
            return 2
    return int(is_telling)


def _phrase(words: Sequence[str], at: int, known: Phrases) -> int:
    for phrase in known.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _may_stand(word: str, allowed: Allowed) -> bool:
    return allowed.holds(word) or allowed.holds(word.capitalize())
