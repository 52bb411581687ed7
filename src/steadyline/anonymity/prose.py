"""The words that a reader sees, each where it stands: everything else is blanked out, letter for letter.

Remarks and reasons that only authors read stay as well, because they ship.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from steadyline.anonymity.rendered import FRONT, MARKDOWN

_NOT_PROSE = ("format", "findings", "competencies", "use", "start", "cast", "required", "state", "allow", "case",
              "version", "status", "minutes", "requires", "rubric")  # fmt: skip
_PROPERTY = re.compile(
    r"^([ \t]*-[ \t]+)(?:id|if|set|add|weight|process|circumstance|credit|assertiveness|escalation|competency|method"
    r"|sources|status|fitting|answer):[^\n]*$",
    re.MULTILINE,
)
_ENTRY = re.compile(r"([A-Za-z][\w -]*):")
_LABEL = re.compile(r"^([ \t]*-[ \t]+)[a-z][a-z0-9 -]{0,30}(?=:)", re.MULTILINE)
_LATER = re.compile(r"^([ \t]*-[ \t]+:[ ]?\[[^\]\n]*\])(\([^)\n]*\))", re.MULTILINE)
_FENCE = re.compile(r"(`{3,})(?:check|play|reflect|note)")
_SETTING = re.compile(r"(?:id|case|attempt|points|words|rubric|judgement|assertiveness|escalation): [^\n]{0,40}")
_UNSEEN = re.compile(
    r"(?<=\])\([ \t]*(?:<[^<>\n]{0,500}>|[^\s)\"]{0,500})"  # a link's target; its title is seen
    r"|^[ ]{0,3}\[[^\]\n]{1,99}\]:[ \t]+[^\s]{1,500}"
    r"|^(?:`{3,}|~{3,})(?:[ ]?[a-z]+[ \t]*$)?"  # the edge of a fence
    r"|`"
    r"|^\*(?:If [^\n*]{1,500}|Otherwise)(?=:\*)"  # a condition
    r"|(?:https?://|www\.)[^\s)>\]]+"
    r"|(?<![\w-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.(?:(?:co|gov|org|ac|nhs|sch|police)\.uk|com|org|net)\b(?:/[^\s);,]*)?"
    r"|</?[a-z][a-z0-9]{0,9}(?=[\s>/])",
    re.MULTILINE,
)
_ADDRESS_NAME = re.compile(r"\{[^{}\n]*\}|%[sd]|</?[a-z][^<>\n]*>|(?:https?://)[^\s\"')>]+")
# What is not closed ends with its line or with the file: it is not read again from each of its letters.
_DOUBLE = r'"(?:[^"\\\n]|\\.)*+(?:"|$|\\\Z)'
_SINGLE = r"'(?:[^'\\\n]|\\.)*+(?:'|$|\\\Z)"
_STRINGS = {
    ".py": rf'"""(?:[^\\]|\\.)*?(?:"""|\\?\Z)|{_DOUBLE}|{_SINGLE}|\#[^\n]*',
    ".js": rf"{_DOUBLE}|{_SINGLE}|`(?:[^`\\]|\\.)*+(?:`|\\?\Z)|//[^\n]*|/\*.*?(?:\*/|\Z)",
    ".css": rf"{_DOUBLE}|/\*.*?(?:\*/|\Z)",
    ".toml": rf"{_DOUBLE}|'[^'\n]*'|\#[^\n]*",
    ".html": r"(?<=>)[^<]+",
    ".j2": r"(?<=>)[^<]+",
}
_WORD = re.compile(r"[^\W\d_]\w*(?:[’'][^\W\d_]+)*")
_ENDS = re.compile(
    r"[!?…:|]|\n[ \t]*\n|\n[ \t]*(?:[-*+>#]|\d+[.)])\s|(?:^|[\s(\[—–*_-])[\"“‘'][*_(\[]*$"
)  # fmt: skip
_JOINED = re.compile(r"[-‐‑]|[ \t]*\n?[ \t]*")
# The link of an item of a list: what stands in it is said by itself, also where the colon before it is forgotten.
_LINK_BEGINS = re.compile(r"(?:^|\n)[ \t]*[-*+][ \t][^\n\[]*\[[*_\"“‘']*$")
_ABBREVIATED = frozenset({"mr", "mrs", "ms", "dr", "st", "prof", "rev", "vs", "eg", "ie", "e", "g"})


class Word(NamedTuple):
    """One word as it is written. `begins` says that a sentence begins with it; `heading`, that it is in a heading.

    `joined` says that it follows the word before it directly; `after` are the next three letters behind it.
    """

    text: str
    start: int
    begins: bool
    heading: bool
    joined: bool
    after: str = ""

    @property
    def bare(self) -> str:
        """The word without a possessive ending."""
        return re.sub(r"[’'](?:s|S)?$", "", self.text)


def prose_of(text: str, path: str) -> str:
    """Returns the text, of the same length, in which only what a reader sees is left."""
    suffix = PurePosixPath(path).suffix
    if suffix in MARKDOWN:
        return _markdown(text)
    if suffix in (".walk", ".csv"):
        return text
    pattern = re.compile(_STRINGS.get(suffix, _DOUBLE), re.DOTALL | re.MULTILINE)
    return _ADDRESS_NAME.sub(_blank, _kept(text, pattern, fewest_words=1 if suffix == ".toml" else 2))


def words_of(prose: str, path: str) -> list[Word]:
    """Returns the words of blanked-out prose in order."""
    is_markdown = PurePosixPath(path).suffix in MARKDOWN
    found: list[Word] = []
    end, before = 0, ""
    heading = was_heading = False
    for match in _WORD.finditer(prose):
        gap = prose[end : match.start()]
        if "\n" in gap or not found:
            start = prose.rfind("\n", 0, match.start()) + 1
            was_heading, heading = heading, is_markdown and prose.startswith("#", start)
        begins = not found or _begins(gap, before, not is_markdown or (was_heading and not heading))
        if "[" in gap and not begins:
            begins = _LINK_BEGINS.search(prose[max(0, match.start() - 200) : match.start()]) is not None
        found.append(
            Word(
                match.group(),
                match.start(),
                begins,
                heading,
                _JOINED.fullmatch(gap) is not None,
                prose[match.end() : match.end() + 3],
            )
        )
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
    front = FRONT.match(text)
    head = front.end() if front else 0
    body = _PROPERTY.sub(_blank_after, text[head:])
    body = _LABEL.sub(_blank_after, body)
    # What stands below the settings of a part of a unit, or after the link of a delayed consequence, begins anew.
    body = "".join(_without_settings(body))
    body = _LATER.sub(lambda match: f"{match[1]}{_blanked(match[2])[:-1]}:", body)
    return (_front(text[:head]) if front else "") + _UNSEEN.sub(_blank, body)


def _without_settings(body: str) -> Iterator[str]:
    """Yields the lines of a text, in parts of a unit without their settings."""
    fence = ""
    for line in body.splitlines(keepends=True):
        said = line.rstrip("\r\n \t")
        edge = _FENCE.fullmatch(said) if not fence else None
        fence = edge[1] if edge else "" if said == fence else fence
        yield _blanked(line[: len(said) - 1]) + ":" + line[len(said) :] if fence and _SETTING.fullmatch(said) else line


def _front(text: str) -> str:
    """Returns the front with names blanked out, and values too where they are not prose.

    Remarks and the reasons for what is allowed are prose: nobody is shown them, and they ship.
    """
    kept: list[str] = []
    name = ""
    for line in text.splitlines(keepends=True):
        entry = _ENTRY.match(line)
        remark = line.lstrip().startswith("#")
        name = entry[1] if entry and not remark else name
        if remark:
            line = line.replace("#", ":", 1)
        elif name == "allow" and not entry and ":" in line:
            line = _blanked(line[: line.index(":")]) + line[line.index(":") :]
        elif name in _NOT_PROSE or not line.strip("-\ufeff \t\n"):
            line = _blanked(line)
        elif entry:
            line = " " * len(name) + line[len(name) :]
        kept.append(line)
    return "".join(kept)


def _kept(text: str, pattern: re.Pattern[str], fewest_words: int) -> str:
    """Returns only what the pattern matches and what has words enough, escapes read as spaces and lines."""
    pieces: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        inner = match.group()
        if inner.strip().count(" ") < fewest_words - 1:
            continue
        pieces.append(_blanked(text[end : match.start()]))
        quoted = inner[0] in "\"'`" and len(inner) > 1 and inner[-1] == inner[0]
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
