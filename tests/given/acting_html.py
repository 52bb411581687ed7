"""What acts on a page of HTML, as a browser would find it: told by a parser and not by searching for words."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

_ID = re.compile(r"[0-9a-f]{8,}(-[0-9a-f]{4,})*")
"""What differs on every page: the numbers that Jupyter draws for its outputs."""


_ACTING_TAGS = {
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "meta", "link", "style", "form", "input",
    "button", "svg", "math", "img", "video", "audio", "source", "portal", "template", "animate", "set", "use", "foreignobject", "body", "html",
}
_LINKS = {"href", "src", "srcset", "action", "formaction", "data", "poster", "xlink:href", "background", "ping"}


class _Acting(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        if tag in _ACTING_TAGS:
            self.found[f"<{tag}> {sorted(attrs, key=str)}"] += 1
        for name, value in attrs:
            leads_away = name in _LINKS and not (value or "").startswith("#")
            styled = name == "style" and any(word in (value or "").lower() for word in ("url(", "position", "import"))
            if name.startswith("on") or leads_away or styled:
                self.found[f"{tag} {name}={value}"] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._within = ""

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within in ("script", "style"):
            self.found[f"{self._within}: {data.strip()}"] += 1


def acting(page: str) -> Counter[str]:
    """Returns what acts on a page: tags that run, load or lay out, handlers, ways that lead off it, and how often."""
    parser = _Acting()
    parser.feed(page)
    parser.close()
    found: Counter[str] = Counter()
    for words, often in parser.found.items():
        found[_ID.sub("…", words)] += often
    return found


def acts_more(page: str, honest: str) -> list[str]:
    """Returns what acts on a page and does not stand as often on an honest page of the same kind."""
    return sorted((acting(page) - acting(honest)).keys())
