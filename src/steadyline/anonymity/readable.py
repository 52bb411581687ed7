"""The words of a source: a text, Markdown or HTML file. Nothing else is read, and nothing of it is kept."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from steadyline.errors import FileMissing, SteadylineError

_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "head"})
_WITHIN_A_LINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u"}
)
_KINDS = (".txt", ".text", ".md", ".markdown", ".html", ".htm")
_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class SourceNotText(SteadylineError):
    """A source is of a kind that is not read here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path}: this is not a text file. PDF and word processors' files are not read: save it as text first "
            f"(a name that ends in .txt, .md or .html), and look at the text before you use it."
        )


def source_text(path: Path) -> str:
    """Returns the words of a source, of HTML only what a reader sees. Raises FileMissing or SourceNotText."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(path, "source") from error
    if path.suffix.lower() not in _KINDS or content.startswith(_BINARY) or b"\0" in content:
        raise SourceNotText(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return html_text(text) if path.suffix.lower() in (".html", ".htm") else text


def html_text(page: str) -> str:
    """Returns the words of a page, a line for each block."""
    reader = _Words()
    reader.feed(page)
    reader.close()
    return "".join(reader.pieces)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        if tag not in _WITHIN_A_LINE:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in _SILENT))
        if tag not in _WITHIN_A_LINE:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data)
