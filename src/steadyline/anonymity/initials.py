"""People who are called by a letter, as published reviews call them, or by their initials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from steadyline.anonymity.allowed import Allowed
from steadyline.anonymity.lists import word_set
from steadyline.anonymity.rendered import Rendered
from steadyline.findings import Finding

_ROLES = (
    "Child|Baby|Infant|Family|Families|Children|Boy|Girl|Boys|Girls|Sibling|Siblings|Twin|Adult|Mother|Father|Parent"
    "|Brother|Sister|Young Person|Teenager|Toddler|Grandmother|Grandfather|Mum|Dad|Stepfather|Partner"
)
_BEFORE = f"{_ROLES}|{_ROLES.lower()}|Mr\\.?|Mrs\\.?|Ms\\.?|Miss|Dr\\.?"
# No letter by which one is called: "the child I saw", "a baby A&E has seen", "a girl A level students know".
_LETTER = r"(?!I\b(?! ?[,.;:!?)”\"]))[A-Z](?:\d{1,3})?(?![\w&]|[./]\w|[ -]levels?\b)|[A-Z]{1,3}\d{1,3}(?!\w)"
_NAMED = re.compile(rf"\b(?:{_BEFORE})[ -](?:{_LETTER})")
_INITIALS = re.compile(r"(?<![\w.&])[A-Z]\.[ ]?(?:[A-Z]\.[ ]?){1,3}(?![A-Za-z]\.)")
_COUNTED = re.compile(rf"\b(?:{'|'.join(sorted(word_set('numbered')))}) $", re.IGNORECASE)
_CALLED_SO = frozenset({"AD", "AM", "BA", "BC", "BSC", "CV", "EU", "FC", "MA", "NB", "PC", "PM", "PS", "PTO", "US"})
_MEND = "Published reviews call people so, and a reader may look for one. Write the role by itself."


def initials_findings(
    view: Rendered, shown: str, path: str, cast: Sequence[str], allowed: Allowed
) -> Iterator[Finding]:
    """Yields who is called by a letter and is not in the cast, and initials that are no word that is allowed."""
    for match in _NAMED.finditer(shown):
        said = match.group()
        if said not in cast and said not in allowed.reasons:
            yield _finding(view, path, match.start(), said, "is called by a letter.")
    for match in _INITIALS.finditer(shown):
        letters = re.sub(r"[. ]", "", match.group())
        counted = _COUNTED.search(shown, max(0, match.start() - 12), match.start())
        if letters not in _CALLED_SO and not counted and not allowed.holds(letters):
            yield _finding(view, path, match.start(), match.group().strip(), "is written like somebody's initials.")


def _finding(view: Rendered, path: str, at: int, said: str, what: str) -> Finding:
    return Finding(path, *view.at(at), "A116", "error", f'"{said}" {what} {_MEND}', said)
