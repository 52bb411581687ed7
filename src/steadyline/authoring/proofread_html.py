"""The proof of a case as one page that stands by itself: no script, nothing fetched, made to be printed too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from steadyline.authoring.proofread import Offered, Piece, Proof, Reading, Stretch, Whereabouts
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

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Nothing is fetched, whatever stands in the page."""

_STYLE = Path(__file__).resolve().parent / "proofread.css"
_HEADINGS = re.compile(r"<(/?)h([1-6])>")
_TO_SCENES = re.compile(r'<a href="#[^"]*">(.*?)</a>', re.DOTALL)


def proof_as_html(proof: Proof) -> str:
    """Returns the page; every word of the author's is escaped by the reader of cases, every other one here."""
    title = f"{escape(proof.scenario.front.title)}: a proof"
    body = "\n".join(_body(proof))
    style = _STYLE.read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _body(proof: Proof) -> Iterator[str]:
    front = proof.scenario.front
    yield f"<header>\n<h1>{escape(front.title)}</h1>"
    yield "<p>A proof, to be read by somebody who has not seen it before.</p>"
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts(proof))
    yield f'<dl class="front">{rows}</dl>\n</header>'
    yield "<main>\n<h2>How to read this</h2>\n<ul>"
    yield from (f"<li>{escape(each)}</li>" for each in how_to_read(proof))
    yield "</ul>"
    yield from _contents(proof)
    yield f'<h2 id="opening">Before it begins</h2>\n{_plain_links(proof.scenario.opening)}'
    for reading in proof.readings:
        yield from _reading(reading)
    yield from _index(proof)
    yield from _never(proof)
    yield f'<section class="remarks" aria-labelledby="remarks">\n<h2 id="remarks">{REMARKS}</h2>'
    yield '<table><thead><tr><th scope="col">Scene and line</th><th scope="col">What you noticed</th></tr></thead>'
    yield f'<tbody class="blank">{"<tr><td></td><td></td></tr>" * 8}</tbody></table>\n</section>\n</main>'


def _contents(proof: Proof) -> Iterator[str]:
    yield '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ul>'
    yield '<li><a href="#opening">Before it begins</a></li>'
    for each in proof.readings:
        ends = f"process: {escape(each.process)}, circumstance: {escape(each.circumstance)}; {news(each)}"
        yield f'<li><a href="#p{each.number}">{escape(heading(each))}</a> <span class="hint">({ends})</span></li>'
    yield f'<li><a href="#where">{WHERE}</a></li>'
    if proof.never:
        yield f'<li><a href="#never">{NEVER}</a></li>'
    yield f'<li><a href="#remarks">{REMARKS}</a></li>\n</ul>\n</nav>'


def _reading(reading: Reading) -> Iterator[str]:
    number = reading.number
    yield f'<section class="reading" aria-labelledby="p{number}">\n<h2 id="p{number}">{escape(heading(reading))}</h2>'
    for at, stretch in enumerate(reading.stretches):
        yield from _stretch(stretch, f"p{number}-{at}")
    yield f'<div class="end">\n<h3>The end: {escape(reading.ending)}</h3>'
    yield f"<p>Process: <strong>{escape(reading.process)}</strong>. "
    yield f"Circumstance: <strong>{escape(reading.circumstance)}</strong>.</p>\n</div>"
    yield f'<div class="remarks"><h3>{REMARKS} on playthrough {number}</h3><div class="lines"></div></div>\n</section>'


def _stretch(stretch: Stretch, anchor: str) -> Iterator[str]:
    if stretch.chance:
        yield f'<p class="chance" id="{anchor}">Here chance decides, not the learner: {escape(stretch.chance)}. '
        yield "Learners do not see this line.</p>"
        return
    word = f"{BEFORE}, all of it" if stretch.is_before else ""
    # A scene that was read as a whole says so once, at its heading.
    yield _passage(f'<h3 id="{anchor}">{escape(stretch.title)}</h3>', "scene", [word], f"line {stretch.line}")
    above = stretch.is_before
    for piece in stretch.paragraphs:
        # Of several passages in a row that were read before, only the first one says so to the eye.
        yield _piece(piece, quietly=above and piece.is_before)
        above = piece.is_before
    if stretch.options:
        yield '<ul class="options" aria-label="What is offered">'
        yield from (_option(each) for each in stretch.options)
        yield "</ul>"
    if stretch.now:
        yield _piece(stretch.now, "now", quietly=stretch.is_before)
    for each in stretch.options:
        if each.keyed:
            said = "".join(f"<p>{escape(line)}</p>" for line in worth(each.keyed))
            yield f'<div class="keyed"><p class="label">From the key</p>{said}</div>'
    if stretch.go_on:
        yield f'<p class="go-on">The button says: <span>{escape(stretch.go_on)}</span></p>'


def _piece(piece: Piece, kind: str = "", *, quietly: bool = False) -> str:
    kinds = [kind, "before" if piece.is_before else "", "later" if piece.is_later else ""]
    before = BEFORE if not quietly else f'<span class="unseen">{BEFORE}</span>'
    words = [before if piece.is_before else "", LATER if piece.is_later else ""]
    label = '<p class="label">What comes of it</p>' if kind == "now" else ""
    return _passage(label + _lower(piece.html), " ".join(filter(None, kinds)), words, piece.where)


def _passage(html: str, kind: str, words: Iterable[str], where: str) -> str:
    said = "".join(f'<span class="word">{word}</span>' for word in words if word)
    margin = f'<p class="margin">{said}<span>{where}</span></p>'
    inner = f'<div class="text">{html}</div>'
    # The margin is read before the passage that it speaks of, and a heading before its margin.
    return f'<div class="passage {kind}">{inner + margin if kind == "scene" else margin + inner}</div>'


def _option(each: Offered) -> str:
    mark = '<span class="mark">Chosen:</span> ' if each.is_chosen else ""
    kinds = " ".join(filter(None, ["chosen" if each.is_chosen else "", "before" if each.words.is_before else ""]))
    where = f"line {each.words.line}{f' · {BEFORE}' if each.words.is_before else ''}"
    return f'<li class="{kinds}">{mark}{_plain_links(each.words.html)} <span class="where">{where}</span></li>'


def _lower(html: str) -> str:
    """Returns a passage whose headings stand below those of the proof."""
    return _HEADINGS.sub(lambda match: f"<{match[1]}h{min(6, max(4, int(match[2]) + 1))}>", _plain_links(html))


def _plain_links(html: str) -> str:
    """Returns the HTML without links to scenes, since a proof has no such places, and without pictures to fetch."""
    return without_pictures(_TO_SCENES.sub(r"\1", html))


def _index(proof: Proof) -> Iterator[str]:
    yield f'<section aria-labelledby="where">\n<h2 id="where">{WHERE}</h2>\n<p>{IN_NUMBERS}</p>'
    for scene, rows in groupby(proof.index, key=lambda each: each.scene):
        yield f'<h3>{escape(scene)}</h3>\n<table class="index">\n<thead><tr><th scope="col" class="line">Line</th>'
        yield '<th scope="col" class="what">What</th><th scope="col">Begins</th>'
        yield '<th scope="col" class="read">Read in</th></tr></thead>\n<tbody>'
        yield from (_row(each) for each in rows)
        yield "</tbody>\n</table>"
    yield "</section>"


def _row(each: Whereabouts) -> str:
    first = each.readings[0]
    link = f'<a href="#p{first}-{each.stretch}" aria-label="Playthrough {first}, line {each.piece.line}">{first}</a>'
    what = said_of(each.kind, each.piece.is_later)
    cells = (str(each.piece.line), what, escape(first_words(each)), f"{link}{also(each)}")
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _never(proof: Proof) -> Iterator[str]:
    if not proof.never:
        return
    yield f'<section aria-labelledby="never">\n<h2 id="never">{NEVER}</h2>'
    yield "<p>No playthrough at all shows what stands here. It is in the author's file, and no learner can meet it.</p>"
    for each in proof.never:
        yield f"<h3>{escape(each.scene)}, line {each.piece.line}: {said_of(each.kind, each.piece.is_later)}</h3>"
        yield _lower(each.piece.html) or f"<p>{escape(each.piece.text)}</p>"
    yield "</section>"
