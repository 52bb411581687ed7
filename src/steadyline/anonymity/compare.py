"""A text of ours held against fingerprints: runs of words, overlap, names, numbers and deny terms."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import PurePosixPath

from steadyline.anonymity.allowed import Allowed
from steadyline.anonymity.deny import terms_found
from steadyline.anonymity.fingerprint import EVERYDAY, RUN, SHORT_RUN, Fingerprint, name_candidates, number_facts
from steadyline.anonymity.hashes import run_hashes, slow_hash
from steadyline.anonymity.lists import Lists
from steadyline.anonymity.prose import prose_of
from steadyline.anonymity.rendered import Rendered, rendered
from steadyline.anonymity.tokens import Token, tokens_of
from steadyline.findings import Finding, Severity

OVERLAP = 0.02
FEWEST_SHARED = 4
FEWEST_IN_A_SENTENCE = 3
_TARGET = re.compile(r"(?<=\])\([^\s)\"]{0,500}")
_SENTENCE_ENDS = re.compile(r"[.!?:;]|\n[ \t]*(?:\n|[-*+>#|])")


@dataclass(frozen=True)
class Compared:
    """One text of ours, its words made alike once for all fingerprints."""

    text: str
    path: str
    allowed: Allowed
    lists: Lists
    hashed: dict[tuple[str, bytes, int], list[str]] = field(default_factory=dict, compare=False)

    @cached_property
    def view(self) -> Rendered:
        """The text as it is rendered; every place below is one in it."""
        return rendered(self.text, self.path)

    @cached_property
    def readable(self) -> str:
        """The text with link targets blanked out; of a program, its strings and comments."""
        if PurePosixPath(self.path).suffix in (".md", ".txt", ".walk", ".csv", ""):
            return _TARGET.sub(lambda match: " " * len(match.group()), self.view.text)
        return prose_of(self.view.text, self.path)

    @cached_property
    def tokens(self) -> list[Token]:
        """Every word and number in order."""
        return tokens_of(self.readable)

    @cached_property
    def alike(self) -> list[str]:
        """The tokens' texts."""
        return [token.text for token in self.tokens]

    @property
    def may_name_sources(self) -> bool:
        """Whether the file is one of the two that say where the course began."""
        here = PurePosixPath(self.path.replace("\\", "/"))
        return here.name == "sources.md" or (
            here.name == "README.md" and here.parent.name not in ("scenarios", "benchmarks", "docs")
        )

    def said(self, first: int, last: int) -> str:
        """Returns our own words from one token to another, on one line."""
        return re.sub(r"\s+", " ", self.readable[self.tokens[first].start : self.tokens[last].end])

    def finding(self, code: str, first: int, last: int, message: str, severity: Severity = "error") -> Finding:
        """Returns a finding at a token."""
        at = self.view.at(self.tokens[first].start)
        return Finding(self.path, *at, code, severity, message, self.said(first, last))

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The first and the last token of each sentence."""
        ends = [
            at for at, (one, two) in enumerate(pairwise(self.tokens))
            if _SENTENCE_ENDS.search(self.readable, one.end, two.start)
        ]  # fmt: skip
        return [(one + 1, two) for one, two in pairwise([-1, *ends, len(self.tokens) - 1]) if two > one]


def fingerprint_findings(ours: Compared, known: Fingerprint) -> Iterator[Finding]:
    """Yields what a text shares with one source."""
    yield from _runs(ours, known)
    yield from _overlap(ours, known)
    yield from _nearly(ours, known)
    yield from _names(ours, known)
    yield from _numbers(ours, known)
    for number, first, last in terms_found(ours.tokens, known.terms, known.salt, known.cost):
        said = ours.said(first, last)
        yield ours.finding(
            "A205", first, last,
            f'"{said}" is kept out of everything here: it is term {number} of those that lead to "{known.name}". '
            "Invent something else; another word for the same thing is not enough.",
        )  # fmt: skip


def overlap(ours: Compared, known: Fingerprint) -> tuple[int, float]:
    """Returns how many short runs of words are shared, and their share in the smaller of the two sets, 0 to 1.

    Containment in the smaller set, and not Jaccard's share in both together: a short text copied whole into a long
    one has a small Jaccard, and would be let by. Jaccard is never greater, so this is the stricter of the two.
    """
    mine = _hashes(ours, known, SHORT_RUN)
    shared = {each for each in mine if each in known.short_runs}
    smaller = min(len({each for each in mine if each}), len(known.short_runs))
    return len(shared), len(shared) / smaller if smaller else 0.0


def _hashes(ours: Compared, known: Fingerprint, length: int) -> list[str]:
    """Returns the hashes that `_hashed` does, which are wanted more than once."""
    kept = ours.hashed.get((known.name, known.salt, length))
    if kept is None:
        kept = ours.hashed[known.name, known.salt, length] = _hashed(ours, known, length)
    return kept


def _hashed(ours: Compared, known: Fingerprint, length: int) -> list[str]:
    """Returns the hash of each run of our words in order; "" where the run may stand."""
    theirs = known.runs if length == RUN else known.short_runs
    hashed = run_hashes(ours.alike, length, known.salt)
    free = ours.allowed.runs(length)
    for at, each in enumerate(hashed):
        if each in theirs:
            titled = ours.may_name_sources and each in known.titles
            if titled or tuple(ours.alike[at : at + length]) in free:
                hashed[at] = ""
    return hashed


def _runs(ours: Compared, known: Fingerprint) -> Iterator[Finding]:
    hashed = _hashes(ours, known, RUN)
    at = 0
    while at < len(hashed):
        if hashed[at] not in known.runs:
            at += 1
            continue
        first = at
        while at + 1 < len(hashed) and hashed[at + 1] in known.runs:
            at += 1
        last = at + RUN - 1
        yield ours.finding(
            "A201", first, last,
            f'{last - first + 1} words in a row stand in "{known.name}" too: "{ours.said(first, last)}". '
            "Say it in your own words, or leave it out.",
        )  # fmt: skip
        at = last + 1


def _overlap(ours: Compared, known: Fingerprint) -> Iterator[Finding]:
    shared, share = overlap(ours, known)
    if shared >= FEWEST_SHARED and share > OVERLAP:
        hashed = _hashes(ours, known, SHORT_RUN)
        first = next(at for at, each in enumerate(hashed) if each in known.short_runs)
        yield ours.finding(
            "A202", first, first + SHORT_RUN - 1,
            f'{shared} short runs of words ({share:.1%}) are those of "{known.name}"; over {OVERLAP:.0%} is too near. '
            f'The first is "{ours.said(first, first + SHORT_RUN - 1)}". Put the source away, and write it anew.',
        )  # fmt: skip


def _nearly(ours: Compared, known: Fingerprint) -> Iterator[Finding]:
    """Yields each sentence of which most stands in a source, a word or two changed, and no run is long."""
    short, long = _hashes(ours, known, SHORT_RUN), _hashes(ours, known, RUN)
    shared = [at for at, each in enumerate(short) if each in known.short_runs]
    if len(shared) < FEWEST_IN_A_SENTENCE:
        return
    for first, last in ours.sentences:
        here = shared[bisect_left(shared, first) : bisect_right(shared, last - SHORT_RUN + 1)]
        words = {word for at in here for word in range(at, at + SHORT_RUN)}
        copied = any(each in known.runs for each in long[first : max(first, last - RUN + 2)])
        if len(here) >= FEWEST_IN_A_SENTENCE and 2 * len(words) >= last - first + 1 and not copied:
            yield ours.finding(
                "A206", first, last,
                f'{len(words)} of the {last - first + 1} words of this sentence stand in "{known.name}", in the same '
                "order. Put the source away, and say it in your own words.", "warning",
            )  # fmt: skip


def _names(ours: Compared, known: Fingerprint) -> Iterator[Finding]:
    if not known.names:
        return
    for said, first, last in name_candidates(ours.tokens, ours.readable, ours.lists):
        written = re.sub(r"[’']s$", "", ours.said(first, last))
        may_stand = ours.allowed.holds(written) or written in ours.allowed.reasons
        if not may_stand and slow_hash(said, known.salt, known.cost) in known.names:
            yield ours.finding(
                "A203", first, last,
                f'"{written}" is a name in "{known.name}", and would lead a reader to it. Write the role instead.',
            )  # fmt: skip


def _numbers(ours: Compared, known: Fingerprint) -> Iterator[Finding]:
    for at, token in enumerate(ours.tokens):
        if (
            not token.is_number
            or len(token.text) > 6
            or slow_hash(token.text, known.salt, known.cost) not in known.figures
        ):
            continue
        told = number_facts(ours.tokens, at)
        hit = next((each for each in told if slow_hash(each, known.salt, known.cost) in known.facts), None)
        if hit is not None:
            beside = " and ".join(_beside(ours, at, part) for part in hit.split("|")[1:])
            yield ours.finding(
                "A204", at, at,
                f'"{ours.said(at, at)}" beside "{beside}" is a figure in "{known.name}". '
                "Change the figure, or what is counted.",
            )  # fmt: skip


def _beside(ours: Compared, at: int, part: str) -> str:
    near = ours.tokens[max(0, at - 5) : at + 6]
    found = next((each for each in near if each.text.startswith(part[:4]) and not each.is_number), None)
    return ours.readable[found.start : found.end] if found else "old" if part in EVERYDAY else part
