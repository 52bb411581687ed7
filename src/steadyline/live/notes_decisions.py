"""What a guide says of each decision: why each option tempts, what to ask, what to listen for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from steadyline.live.notes_parts import Part, label_of, lines_of, range_below
from steadyline.live.story_order import decisions_in_order
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.prose import MarkdownBlock, first_inline, html_of, inline_html, slug_of

_LABELS = {"tempts": r"why|tempting because", "ask": r"ask\b", "listen": r"listen for\b"}
_NUMBERED = re.compile(r"(\d+)\.\s+(.*?)\.?$")
_REGION = r"(decision by decision|piece by piece)"


@dataclass(frozen=True)
class DecisionNotes:
    """The notes on one decision. `ask` has one HTML for each line of questions; `rest` is what has no such label."""

    title: str
    tempts_html: str = ""
    ask: tuple[str, ...] = ()
    listen_html: str = ""
    rest: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return not (self.tempts_html or self.ask or self.listen_html or self.rest)


Told = tuple[dict[str, DecisionNotes], dict[str, tuple[str, str]], tuple[str, ...]]


def decisions_told(parts: Sequence[Part], case: CompiledCase | None) -> Told:
    """Returns notes by decision scene, notes by other scene (title, html), and the titles of notes for no scene."""
    found: dict[str, DecisionNotes] = {}
    between: dict[str, tuple[str, str]] = {}
    unmatched: list[str] = []
    order = decisions_in_order(case) if case else ()
    for number, title, blocks in _each(parts):
        scene = _scene(number, title, case, order)
        if case and scene in case.decisions:
            found[scene] = _notes(title, blocks)
        elif case and (scene or not number):
            between[scene or slug_of(title)] = (title, "\n".join(html_of(block.tokens) for block in blocks))
        elif case:
            unmatched.append(title)
    return {scene: found[scene] for scene in order if scene in found}, between, tuple(unmatched)


def _scene(number: int, title: str, case: CompiledCase | None, order: Sequence[str]) -> str:
    """Returns the scene that notes are on: by the title, else by the number; "" if there is none."""
    if case is None:
        return ""
    slug = slug_of(title)
    if slug in case.scenes:
        return slug
    return order[number - 1] if 1 <= number <= len(order) else ""


def _each(parts: Sequence[Part]) -> Iterator[tuple[int, str, list[MarkdownBlock]]]:
    """Yields number (0 if it has none), title and blocks of everything in the part that goes decision by decision."""
    for at, part in enumerate(parts):
        if not part.begins(_REGION):
            continue
        yield from _in_paragraphs(part)
        for below in range_below(parts, at):
            number, title = _numbered(below.title)
            yield number, title, list(below.blocks)


def _in_paragraphs(part: Part) -> Iterator[tuple[int, str, list[MarkdownBlock]]]:
    """Yields what is headed by a paragraph that begins with a number and a title in bold."""
    groups: list[tuple[int, str, list[MarkdownBlock]]] = []
    for block in part.blocks:
        inline = first_inline(block.tokens) if block.type == "paragraph_open" else None
        label = label_of(lines_of(inline)[0])[0] if inline else ""
        number, title = _numbered(label)
        if number:
            groups.append((number, title, []))
        if groups:
            groups[-1][2].append(block)
    yield from groups


def _numbered(title: str) -> tuple[int, str]:
    match = _NUMBERED.fullmatch(title.strip())
    return (int(match[1]), match[2]) if match else (0, title)


def _notes(title: str, blocks: Sequence[MarkdownBlock]) -> DecisionNotes:
    told: dict[str, list[str]] = {"tempts": [], "ask": [], "listen": []}
    rest: list[str] = []
    for block in blocks:
        inline = first_inline(block.tokens) if block.type == "paragraph_open" else None
        if inline is None or not _sorted_lines(inline, told):
            rest.append(html_of(block.tokens))
    tempts, listen = _paragraph(told["tempts"]), _paragraph(told["listen"])
    return DecisionNotes(title, tempts, _questions(told["ask"]), listen, "\n".join(rest))


def _questions(lines: Sequence[str]) -> tuple[str, ...]:
    """Returns what to ask, a line each; several questions that stand in one line alone are parted."""
    return tuple(re.split(r"(?<=\?) (?=[A-Z])", lines[0])) if len(lines) == 1 else tuple(lines)


def _sorted_lines(inline: Token, told: Mapping[str, list[str]]) -> bool:
    """Puts a paragraph's lines where their labels say; returns whether it had any. A heading in bold is left out."""
    now = ""
    for line in lines_of(inline):
        label, after = label_of(line)
        name = next((name for name, pattern in _LABELS.items() if re.match(pattern, label, re.IGNORECASE)), "")
        if not now and not name:
            if _numbered(label)[0]:
                continue
            return False
        now = name or now
        words = inline_html(after if name else line).strip()
        if words:
            told[now].append(words)
    return bool(now)


def _paragraph(lines: Sequence[str]) -> str:
    return f"<p>{'<br>'.join(lines)}</p>" if lines else ""
