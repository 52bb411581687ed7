"""The proof of a case as Markdown: for a word processor, an e-mail, or any site that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from steadyline.authoring.markdown_of import escaped, markdown_of
from steadyline.authoring.proofread import Piece, Proof, Reading, Stretch, Whereabouts
from steadyline.authoring.proofread_words import (
    BEFORE,
    IN_NUMBERS,
    LATER,
    NEVER,
    REMARKS,
    WHERE,
    also,
    facts,
    first_words,
    heading,
    how_to_read,
    news,
    said_of,
    without_pictures,
    worth,
)
from steadyline.scenarios.prose import slug_of

_MARK = "↺"
_HEADING = re.compile(r"(?m)^#{1,6} ")


def proof_as_markdown(proof: Proof) -> str:
    """Returns the proof; blocks stand apart by an empty line."""
    return "\n\n".join(_blocks(proof)) + "\n"


def _blocks(proof: Proof) -> Iterator[str]:
    yield f"# {escaped(proof.scenario.front.title)}: a proof"
    yield "\n".join(f"* **{name}:** {escaped(value)}" for name, value in facts(proof))
    yield "## How to read this"
    yield "\n".join(f"* {escaped(each)}" for each in how_to_read(proof))
    yield f'*Marks:* `[line 12]` stands behind a text of that line; `{_MARK}` means "{BEFORE}".'
    yield "## Contents"
    yield "\n".join(_contents(proof))
    yield "## Before it begins"
    yield _lowered(_markdown(proof.scenario.opening), "###")
    for reading in proof.readings:
        yield from _reading(reading)
    yield f"## {WHERE}"
    yield IN_NUMBERS
    for scene, rows in groupby(proof.index, key=lambda each: each.scene):
        yield f"### {escaped(scene)}"
        yield "\n".join(["| Line | What | Begins | Read in |", "| --- | --- | --- | --- |", *map(_row, rows)])
    if proof.never:
        yield f"## {NEVER}"
        yield "No playthrough at all shows what stands here. It is in the author's file, and no learner can meet it."
    for each in proof.never:
        yield f"### {escaped(each.scene)}, line {each.piece.line}: {said_of(each.kind, each.piece.is_later)}"
        yield _lowered(_markdown(each.piece.html) or escaped(each.piece.text), "####")
    yield f"## {REMARKS}"
    yield "\n".join(["| Scene and line | What you noticed |", "| --- | --- |", *["|  |  |"] * 8])


def _contents(proof: Proof) -> Iterator[str]:
    yield "* [Before it begins](#before-it-begins)"
    for each in proof.readings:
        ends = f"process: {each.process}, circumstance: {each.circumstance}; {news(each)}"
        yield f"* [{escaped(heading(each))}](#{slug_of(heading(each))}) ({ends})"
    for title in (WHERE, *([NEVER] if proof.never else []), REMARKS):
        yield f"* [{title}](#{slug_of(title)})"


def _reading(reading: Reading) -> Iterator[str]:
    yield f"## {escaped(heading(reading))}"
    for stretch in reading.stretches:
        yield from _stretch(stretch)
    yield f"**The end: {escaped(reading.ending)}.** Process: {reading.process}. Circumstance: {reading.circumstance}."
    yield f"*{REMARKS} on playthrough {reading.number}:*"


def _stretch(stretch: Stretch) -> Iterator[str]:
    if stretch.chance:
        yield f"*Here chance decides, not the learner: {escaped(stretch.chance)}. Learners do not see this line.*"
        return
    yield f"### {escaped(stretch.title)} \\[line {stretch.line}{f' {_MARK}' if stretch.is_before else ''}\\]"
    for piece in stretch.paragraphs:
        later = f"*({LATER}:)*\n\n" if piece.is_later else ""
        yield later + _marked(_lowered(_markdown(piece.html), "####"), piece)
    if stretch.options:
        yield "What is offered:"
        yield "\n".join(f"* {'**● Chosen:** ' if each.is_chosen else '○ '}{_indented(each.words)}"
                        for each in stretch.options)  # fmt: skip
    if stretch.now:
        yield "What comes of it:"
        yield _quoted(_marked(_lowered(_markdown(stretch.now.html), "####"), stretch.now))
    for each in stretch.options:
        if each.keyed:
            yield _quoted("\n".join(["*From the key:*", *map(escaped, worth(each.keyed))]))
    if stretch.go_on:
        yield f"*The button says:* {escaped(stretch.go_on)}"


def _markdown(html: str) -> str:
    return markdown_of(without_pictures(html, to_none=True))


def _lowered(markdown: str, level: str) -> str:
    """Returns the text with its headings at the level that stands below the proof's own."""
    return _HEADING.sub(f"{level} ", markdown)


def _marked(markdown: str, piece: Piece) -> str:
    """Returns a text with its line behind it; below it where it does not end as a paragraph does."""
    mark = f"*\\[{piece.where}{f' {_MARK}' if piece.is_before else ''}\\]*"
    is_paragraph = not re.match(r"#|>|\||\* |\d+\. |`{3}", markdown.rpartition("\n\n")[2])
    return f"{markdown} {mark}" if is_paragraph else f"{markdown}\n\n{mark}"


def _indented(piece: Piece) -> str:
    return _marked(_markdown(piece.html), piece).replace("\n", "\n  ")


def _quoted(markdown: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in markdown.split("\n"))


def _row(each: Whereabouts) -> str:
    what = said_of(each.kind, each.piece.is_later)
    return f"| {each.piece.line} | {what} | {escaped(first_words(each))} | {each.readings[0]}{also(each)} |"
