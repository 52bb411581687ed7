"""Papers that a learner reads in a case: an e-mail, a chronology, a plan. Each is a Markdown file beside the case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from pathlib import Path

from markdown_it.token import Token

from steadyline.errors import did_you_mean, listed
from steadyline.scenarios.local import NOWHERE, Local, fill, local_in
from steadyline.scenarios.model import Document, Place
from steadyline.scenarios.prose import MarkdownBlock, blocks_of, html_of, text_of
from steadyline.scenarios.source import Source, check_front, read_front, text_in

FOLDER = "documents"
KINDS = ("e-mail", "letter", "minutes", "chronology", "plan", "report", "note", "list")

_LINK = re.compile(r"documents/([a-z0-9][a-z0-9-]*)\.md")


@dataclass(frozen=True)
class Beside:
    """What stands beside a case's file: the area's figures, and the texts of its documents by name."""

    local: Local = NOWHERE
    documents: Mapping[str, str] = field(default_factory=dict)


NOTHING_BESIDE = Beside()


def beside_of(path: Path) -> Beside:
    """Returns what lies beside the case in a file. Raises LocalUnclear, NotPlainText."""
    folder = path.resolve().parent
    texts = {each.stem: text_in(each, "document") for each in sorted((folder / FOLDER).glob("*.md"))}
    return Beside(local_in(folder.parent), texts)


class DocumentReader:
    """Reads the documents of one case as its scenes lay them out; faults go to the case's source."""

    def __init__(self, source: Source, beside: Beside) -> None:
        self.source, self.beside = source, beside
        self.read: dict[str, Document | None] = {}

    def document(self, name: str, place: Place) -> Document | None:
        """Returns a document by its name, or notes why there is none (S130, S131)."""
        if name not in self.beside.documents:
            near = did_you_mean(name, self.beside.documents)
            message = f'there is no document "{FOLDER}/{name}.md" beside this case.{near}'
            self.source.fault("S130", message, place)
            return None
        if name not in self.read:
            self.read[name] = self._read(name, place)
        return self.read[name]

    def _read(self, name: str, place: Place) -> Document | None:
        source = Source(f"{FOLDER}/{name}.md", self.beside.documents[name])
        fill(source, self.beside.local, "S016")
        entries, body = read_front(source, "S")
        if source.has_front:
            check_front(source, entries, ("title", "kind"), (), "S")
        kind = entries["kind"].value if "kind" in entries else KINDS[0]
        if kind and kind not in KINDS:
            line = entries["kind"].line
            source.fault("S131", f'"kind" is {listed(KINDS)}.{did_you_mean(kind, KINDS)}', source.place(line))
        blocks = blocks_of(body)
        if source.has_front and not blocks:
            source.fault("S131", "the document has no words.", source.last)
        for block in blocks:
            if _has_empty_heading(block):
                message = "a column of this table has no name: whoever hears the page would not know what stands in it."
                source.fault("S131", message, source.place(block.line))
        for fault in source.found:
            message = f"{fault.path}:{fault.line}: {fault.message}"
            self.source.fault("S016" if fault.code == "S016" else "S131", message, place)
        if source.found:
            return None
        tokens = [token for block in blocks for token in block.tokens]
        return Document(name, entries["title"].value, kind, html_of(tokens), text_of(tokens))


def _has_empty_heading(block: MarkdownBlock) -> bool:
    """Whether a table has a column without a name."""
    tokens = block.tokens
    return any(
        opening.type == "th_open" and not text_of([inline])
        for opening, inline in pairwise(tokens)
    )


def laid_out_by(block: MarkdownBlock) -> str:
    """Returns the name of the document to which a block is nothing but a link; "" if it is anything else."""
    inline = block.tokens[1] if block.type == "paragraph_open" else None
    children = (inline.children or []) if inline else []
    if not children or children[0].type != "link_open" or children[-1].type != "link_close":
        return ""
    if any(child.type in ("link_open", "link_close") for child in children[1:-1]):
        return ""
    match = _LINK.fullmatch(str(children[0].attrGet("href")))
    return match[1] if match else ""


def is_document_link(token: Token) -> bool:
    """Whether a link leads to a document."""
    return token.type == "link_open" and str(token.attrGet("href")).startswith(f"{FOLDER}/")


def laid_out(document: Document) -> str:
    """Returns a document as HTML, as it is laid out in a scene."""
    slug = document.kind.replace("-", "")
    return (
        f'<article class="sl-document sl-{slug}">'
        f'<p class="sl-document-title"><span class="sl-document-kind">{escape(document.kind.capitalize())}</span> '
        f"{escape(document.title)}</p>\n{document.html}\n</article>"
    )
