"""A text as its reader sees it: entities resolved, letters made plain, remarks at the end; each letter knows its place.

What stands in a word and is not seen (a soft hyphen, emphasis, the end of a link) would hide a name from every list.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

MARKDOWN = (".md", ".txt", "")
FRONT = re.compile(r"\A(?:\ufeff)?---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)

# Letters of other alphabets that look like ours. A reader sees no difference, and a list of names would.
_LOOK_ALIKE = dict(zip(
    "АВЕЅІЈКМНОРСТУХЬаеѕіјорсухԁһԛԝӏ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ" "ıɑɡ",
    "ABESIJKMHOPCTYXbaesijopcyxdhqwl" "ABEZHIKMNOPTYXaikvopux" "iag", strict=True,
))  # fmt: skip
_FILLERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_MARKS = {**dict.fromkeys("[]()<>*_`~\\#|", " "), '"': "“"}
"""What must not be taken for Markdown once it is written out, and what stands in its place."""

_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_OTHERS = r"[A-Za-z]?[^\x00-\x7f‘’“”…–—·•]+"
_SIGNS = re.compile(f"{_ENTITY}|{_OTHERS}")
_SIGNS_AND_ESCAPES = re.compile(rf"\\[!-/:-@\[-`{{-~]|{_ENTITY}|{_OTHERS}")
_WITHIN_A_WORD = re.compile(
    r"(?<=\w)(?:\*{1,3}|`{1,3}|~~|</?[a-z][a-z0-9]{0,9}(?: [^<>\n]{0,200})?>|\]\([^)\"\n]{0,300}\))+(?=\w)"
    r"|(?<=\w)\[(?=[^\[\]\n]{1,60}\]\()"
)


class Places:
    """Tells line and column, both from 1, of an offset in a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, offset: int) -> tuple[int, int]:
        """Returns the line and the column."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(frozen=True)
class Rendered:
    """A text and, for each of its letters, where in the file it stands."""

    text: str
    sources: array[int]
    places: Places

    def at(self, offset: int) -> tuple[int, int]:
        """Returns line and column in the file, both from 1, of an offset in the text."""
        return self.places.at(self.sources[offset] if offset < len(self.sources) else 0)

    def replaced(self, pattern: re.Pattern[str], replace: Callable[[str], str]) -> Rendered:
        """Returns the text in which what the pattern matches is replaced."""
        pieces: list[str] = []
        sources = array("l")
        end = 0
        for match in pattern.finditer(self.text):
            said = replace(match.group())
            if said == match.group():
                continue
            start, stop = match.span()
            pieces += [self.text[end:start], said]
            sources += self.sources[end:start]
            sources.extend(self.sources[min(start + at, stop - 1)] for at in range(len(said)))
            end = stop
        if not end:
            return self
        return Rendered("".join([*pieces, self.text[end:]]), sources + self.sources[end:], self.places)


def rendered(text: str, path: str) -> Rendered:
    """Returns a file's text as it is read; of the same text if nothing in it is hidden. `path` tells its kind."""
    suffix = PurePosixPath(path).suffix
    view = Rendered(text, array("l", range(len(text))), Places(text))
    if suffix in MARKDOWN and "<!--" in text:
        view = _remarks_last(view)
    if not text.isascii() or "&" in text or "\\" in text:
        view = view.replaced(_SIGNS_AND_ESCAPES if suffix in MARKDOWN else _SIGNS, _plain)
    return view.replaced(_WITHIN_A_WORD, lambda _: "") if suffix in (*MARKDOWN, ".ipynb") else view


def _remarks_last(view: Rendered) -> Rendered:
    """Returns the text with its remarks taken out, and put behind it, where they part no word."""
    front = FRONT.match(view.text)
    at = front.end() if front else 0
    kept, said = [(0, at)], list[tuple[int, int]]()
    while (start := view.text.find("<!--", at)) >= 0 and (end := view.text.find("-->", start + 2)) >= 0:
        kept.append((at, start))
        # The lines of the file stay: a remark over two lines parts what stands before and behind it.
        kept += [(line, line + 1) for line in range(start, end) if view.text[line] == "\n"]
        said.append((min(start + 4, end), end))
        at = end + 3
    kept.append((at, len(view.text)))
    sources = array("l")
    for start, end in kept:
        sources += view.sources[start:end]
    for start, end in said:
        sources.extend([start, start])
        sources += view.sources[start:end]
    shown = "".join(view.text[start:end] for start, end in kept)
    return Rendered(shown + "".join(f"\n\n{view.text[start:end]}" for start, end in said), sources, view.places)


def _plain(said: str) -> str:
    """Returns what a reader sees of an entity, an escaped sign or letters of another alphabet."""
    if said[0] == "\\":
        return _MARKS.get(said[1], said[1])
    if said[0] == "&":
        meant = html.unescape(said)
        # A bracket that is written as an entity opens no link, so that it must not be read as one.
        said = " " if meant.isspace() else _MARKS.get(meant, meant)
        if said.isascii():
            return said
    return _letters(unicodedata.normalize("NFC", said))


@lru_cache(maxsize=20_000)
def _letters(said: str) -> str:
    return "".join(sign if sign.isascii() else _letter(sign) for sign in said)


@lru_cache(maxsize=5_000)
def _letter(sign: str) -> str:
    """Returns a letter made plain: nothing where nothing is seen, ours where it looks like ours."""
    if sign in _FILLERS or unicodedata.category(sign) in ("Cf", "Mn", "Me"):
        return ""
    if sign in _LOOK_ALIKE:
        return _LOOK_ALIKE[sign]
    plain = unicodedata.normalize("NFKC", sign)
    return plain if plain.isascii() and (plain.isalnum() or plain in " .,/-'") else sign
