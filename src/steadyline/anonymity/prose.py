"""The words that a reader sees, each where it stands: everything else is blanked out, letter for letter."""

from __future__ import annotations

import re
from bisect import bisect_right
from pathlib import PurePosixPath
from typing import NamedTuple

_FRONT = re.compile(r"\A(?:\ufeff)?---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_NOT_PROSE = ("format", "findings", "competencies", "use", "start", "cast", "required", "state", "allow", "case",
              "version", "status", "minutes", "requires", "rubric")  # fmt: skip
_PROPERTY = re.compile(
    r"^([ \t]*- )(?:id|if|set|add|weight|process|circumstance|credit|assertiveness|escalation|competency|method|sources"
    r"|status|fitting|answer):[^\n]*$",
    re.MULTILINE,
)
_LABEL = re.compile(r"^([ \t]*- )[a-z][a-z0-9 -]{0,30}(?=:)", re.MULTILINE)
_LATER = re.compile(r"^([ \t]*- [ ]+:[ ]?\[[^\]\n]*\])(\([^)\n]*\))", re.MULTILINE)
_FENCED = re.compile(r"^(`{3,})(?:check|play|reflect|note)[ \t]*$.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_SETTING = re.compile(r"^[a-z][a-z_-]*: [^\n]{0,40}$", re.MULTILINE)
_UNSEEN = re.compile(
    r"(?<=\])\([^)\n]*\)"  # a link's target
    r"|^(?:`{3,}|~{3,})[^\n]*$"  # the edge of a fence
    r"|`[^`\n]+`"  # a span of code
    r"|^\*(?:If [^\n*]+|Otherwise)(?=:\*)"  # a condition
    r"|(?:https?://|www\.)[^\s)>\]]+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:uk|com|org|net|ie|eu)\b(?:/[^\s);,]*)?"
    r"|</?[a-zA-Z][^>\n]*>|<!--|-->",
    re.MULTILINE,
)
_ADDRESS_NAME = re.compile(r"\{[^{}\n]*\}|%[sd]|</?[a-zA-Z][^>\n]*>|(?:https?://)[^\s\"')>]+")
_STRINGS = {
    ".py": r'"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|\#[^\n]*',
    ".js": r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|`(?:[^`\\]|\\.)*`|//[^\n]*|/\*.*?\*/',
    ".css": r'"(?:[^"\\\n]|\\.)*"|/\*.*?\*/',
    ".toml": r'"(?:[^"\\\n]|\\.)*"|\#[^\n]*',
    ".html": r"(?<=>)[^<]+",
    ".j2": r"(?<=>)[^<]+",
}
_JSON = r'"(?:[^"\\\n]|\\.)*"'
_WORD = re.compile(r"[^\W\d_]\w*(?:[’'][^\W\d_]+)*")
_ENDS = re.compile(
    r"[!?…:|]|\n[ \t]*\n|\n[ \t]*(?:[-*+>#]|\d+[.)])\s|(?:^|[\s(\[—–*_-])[\"“‘'][*_(\[]*$"
)  # fmt: skip
_ABBREVIATED = frozenset({"mr", "mrs", "ms", "dr", "st", "prof", "rev", "vs", "eg", "ie", "e", "g"})


class Word(NamedTuple):
    """One word as it is written. `begins` says that a sentence begins with it; `heading`, that it is in a heading."""

    text: str
    start: int
    begins: bool
    heading: bool
    joined: bool

    @property
    def bare(self) -> str:
        """The word without a possessive ending."""
        return re.sub(r"[’'](?:s|S)?$", "", self.text)


class Places:
    """Tells line and column, both from 1, of an offset in a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, offset: int) -> tuple[int, int]:
        """Returns the line and the column."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def prose_of(text: str, path: str) -> str:
    """Returns the text, of the same length, in which only what a reader sees is left."""
    suffix = PurePosixPath(path).suffix
    if suffix in (".md", ".txt", ""):
        return _markdown(text)
    if suffix in (".walk", ".csv"):
        return text
    pattern = re.compile(_STRINGS.get(suffix, _JSON), re.DOTALL)
    return _ADDRESS_NAME.sub(_blank, _kept(text, pattern))


def words_of(prose: str, path: str) -> list[Word]:
    """Returns the words of blanked-out prose in order."""
    lines_begin = PurePosixPath(path).suffix not in (".md", ".txt", "")
    found: list[Word] = []
    end, before = 0, ""
    heading = was_heading = False
    for match in _WORD.finditer(prose):
        gap = prose[end : match.start()]
        if "\n" in gap or not found:
            start = prose.rfind("\n", 0, match.start()) + 1
            was_heading, heading = heading, prose.startswith("#", start)
        begins = not found or _begins(gap, before, lines_begin or (was_heading and not heading))
        found.append(Word(match.group(), match.start(), begins, heading, gap in (" ", "-", "\n", "‑")))
        end, before = match.end(), match.group()
    return found


def _begins(gap: str, before: str, lines_begin: bool) -> bool:
    if gap == " ":
        return False
    if _ENDS.search(gap) or (lines_begin and "\n" in gap):
        return True
    abbreviated = before.lower() in _ABBREVIATED and gap.startswith(".") and "\n" not in gap
    return "." in gap and not abbreviated


def _markdown(text: str) -> str:
    front = _FRONT.match(text)
    head = front.end() if front else 0
    body = _PROPERTY.sub(_blank_after, text[head:])
    body = _LABEL.sub(_blank_after, body)
    # What stands below the settings of a part of a unit, or after the link of a delayed consequence, begins anew.
    body = _FENCED.sub(lambda match: _SETTING.sub(lambda line: _blanked(line.group())[:-1] + ":", match.group()), body)
    body = _LATER.sub(lambda match: f"{match[1]}{_blanked(match[2])[:-1]}:", body)
    return (_front(text[:head]) if front else "") + _UNSEEN.sub(_blank, body)


def _front(text: str) -> str:
    """Returns the front with names blanked out, and values too where they are not prose."""
    kept: list[str] = []
    prose = True
    for line in text.splitlines(keepends=True):
        entry = re.match(r"([A-Za-z][\w -]*):", line)
        if entry:
            prose = entry[1] not in _NOT_PROSE
            line = " " * len(entry[1]) + line[len(entry[1]) :]
        kept.append(line if prose and line.strip("-\ufeff \t\n") else re.sub(r"[^\n]", " ", line))
    return "".join(kept)


def _kept(text: str, pattern: re.Pattern[str]) -> str:
    """Returns only what the pattern matches and what has more than one word, escapes read as spaces and lines."""
    pieces: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        inner = match.group()
        if " " not in inner.strip():
            continue
        pieces.append(_blanked(text[end : match.start()]))
        quoted = inner[0] in "\"'`" and len(inner) > 1
        pieces.append(" " + _unescaped(inner[1:-1]) + "\n" if quoted else inner)
        end = match.end()
    return "".join([*pieces, _blanked(text[end:])])


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: " \n" if match[1] == "n" else f" {match[1]}", text, flags=re.DOTALL)


def _blank(match: re.Match[str]) -> str:
    return _blanked(match.group())


def _blank_after(match: re.Match[str]) -> str:
    return match[1] + _blanked(match.group()[len(match[1]) :])


def _blanked(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
