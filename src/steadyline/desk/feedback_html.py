"""The few pieces of HTML of which a page of feedback is built."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from steadyline.course.graft import as_inert_html


@dataclass(frozen=True)
class Section:
    """A part of the page with a heading of its own. `html` is safe already."""

    id: str
    title: str
    html: str


def section(part: Section) -> str:
    """Returns a part as HTML, named by its heading."""
    return (
        f'<section id="{part.id}" aria-labelledby="{part.id}-title">\n'
        f'<h2 id="{part.id}-title">{escape(part.title)}</h2>\n{part.html}\n</section>'
    )


def items(sentences: Iterable[str]) -> str:
    """Returns sentences as a list, escaped; nothing where there are none."""
    told = "\n".join(f"<li>{escape(each)}</li>" for each in sentences)
    return f"<ul>\n{told}\n</ul>" if told else ""


def said_by(words: str, kind: str = "comment") -> str:
    """Returns somebody's own words, paragraphs kept, as letters in which nothing acts."""
    return f'<blockquote class="{kind}">\n{as_inert_html(words)}\n</blockquote>' if words.strip() else ""


def pairs(facts: Iterable[tuple[str, str]]) -> str:
    """Returns names with their values, escaped; those without a value are left out."""
    told = "\n".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts if value)
    return f"<dl>\n{told}\n</dl>" if told else ""
