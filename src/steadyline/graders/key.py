"""The key to a case: what each option is worth, and why. Kept apart from the story it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from steadyline.errors import Faults, did_you_mean, listed
from steadyline.graders.key_headings import Unheaded, first_heading, items, under
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.local import NOWHERE, Local, fill
from steadyline.scenarios.model import Allowance
from steadyline.scenarios.prose import MarkdownBlock, blocks_of, first_inline, html_of, inline_text, slug_of
from steadyline.scenarios.source import Entry, Source, check_front, read_allowed, read_front, text_in, whole_number

Status = Literal["author", "panel", "contested", "withdrawn"]
STATUSES: tuple[Status, ...] = ("author", "panel", "contested", "withdrawn")
COUNTED = ("author", "panel")
"""Decisions with another status are discussed, not scored."""

METHODS = {
    "wrong-forum": "the wrong forum for it",
    "unlawful": "not within the powers there are",
    "voice": "at the cost of the child's own voice",
    "record": "at the cost of the record",
}
FITTINGS = ("less", "same", "more")
"""What the best option does to the level of intervention."""

COMPETENCIES = ("C1", "C2", "C3", "C4", "C5", "C6")
_NEEDED = ("credit", "assertiveness", "escalation", "competency", "reason", "protects", "sources")
_OPTIONAL = ("method", "avoid")
_OWN = ("status", "fitting")
_PROPERTY = re.compile(r"([a-z]+):(?:\s+|$)")


class KeyFaults(Faults):
    """A key has faults, or does not fit its case; every one of them is in `diagnostics`."""


@dataclass(frozen=True)
class KeyedOption:
    """What one option is worth: credit 0 to 3; positions -2 to 2, None where the axis is not exercised.

    `method` is "" or one of METHODS: then nothing is earned on the axes, and calibration leaves the option out.
    `avoid` marks what would do most harm here, and is rightly named where a learner is asked what to avoid.
    """

    credit: int
    assertiveness: int | None
    escalation: int | None
    method: str
    competency: str
    reason: str
    protects: str
    sources: tuple[str, ...]
    line: int = 1
    avoid: bool = False

    def position(self, axis: str) -> int | None:
        """Returns the position on the axis called "assertiveness" or "escalation"."""
        return self.assertiveness if axis == "assertiveness" else self.escalation


@dataclass(frozen=True)
class KeyedDecision:
    """The key to one decision. `note` is HTML for markers and facilitators.

    `fitting` says whether the best option does less, as much or more than was being done before; "" if not said.
    """

    scene: str
    status: Status
    note: str
    options: dict[str, KeyedOption]
    fitting: str = ""
    line: int = 1

    @property
    def is_counted(self) -> bool:
        """Whether the decision is scored; contested and withdrawn ones are only discussed."""
        return self.status in COUNTED


@dataclass(frozen=True)
class Key:
    """The key to a case. `version` rises with every change that can change a mark."""

    case: str
    version: int
    status: Status
    decisions: dict[str, KeyedDecision]
    path: str = "key.md"
    allowed: tuple[Allowance, ...] = ()


def read_key_file(path: Path, case: CompiledCase, local: Local = NOWHERE) -> Key:
    """Returns the key in a file. Raises KeyFaults, FileMissing or NotPlainText."""
    return read_key(text_in(path, "key"), case, str(path), local)


def read_key(text: str, case: CompiledCase, path: str = "key.md", local: Local = NOWHERE) -> Key:
    """Returns the key that the text tells, checked against its case. Raises KeyFaults with all faults."""
    source = Source(path, text)
    fill(source, local, "K017")
    entries, body = read_front(source, "K")
    if not source.has_front:
        raise KeyFaults(source.found)
    check_front(source, entries, ("case", "version", "status"), ("allow",), "K")
    if "case" in entries and entries["case"].value not in ("", case.name):
        message = f'this is the key to "{entries["case"].value}", not to "{case.name}".'
        source.fault("K007", message, source.place(entries["case"].line))
    status = _status(source, entries.get("status"))
    version = whole_number(source, entries.get("version"), "version", 1, 9999, "K008")
    decisions = _KeyReader(source, case, status).decisions(body)
    allowed = read_allowed(source, entries.get("allow"), "K")
    if source.found:
        raise KeyFaults(source.found)
    return Key(case.name, version, status, decisions, path, allowed)


def _status(source: Source, entry: Entry | None) -> Status:
    found = next((status for status in STATUSES if entry is not None and entry.value == status), None)
    if found is None and entry is not None:
        message = f'"status" is {listed(STATUSES)}, not "{entry.value}".{did_you_mean(entry.value, STATUSES)}'
        source.fault("K009", message, source.place(entry.line))
    return found or "withdrawn"


class _KeyReader:
    """Reads the headings of a key: second level a decision, third level an option."""

    def __init__(self, source: Source, case: CompiledCase, status: Status) -> None:
        self.source, self.case, self.status = source, case, status
        self.unheaded = Unheaded(case, [])

    def decisions(self, body: str) -> dict[str, KeyedDecision]:
        found: dict[str, KeyedDecision] = {}
        headings = under(blocks_of(body), "h2")
        self.unheaded = Unheaded(self.case, headings)
        for heading in headings:
            title, block, inner = heading
            slug = slug_of(title)
            if slug not in self.case.decisions:
                self.source.fault("K101", self.unheaded.not_a_decision(heading), self.source.place(block.line))
            elif slug in found:
                self.source.fault("K102", f'"{title}" stands here a second time.', self.source.place(block.line))
            else:
                found[slug] = self.decision(slug, inner, block.line)
        for message, place in self.unheaded.told(self.source.last):
            self.source.fault("K103", message, place)
        return found

    def decision(self, slug: str, blocks: Sequence[MarkdownBlock], line: int) -> KeyedDecision:
        known = self.case.decisions[slug]
        options: dict[str, KeyedOption] = {}
        misspelt: set[str] = set()
        for title, block, inner in under(blocks, "h3"):
            place = self.source.place(block.line)
            if title not in known:
                if not self.unheaded.takes(title, place):
                    message = f'"{self.unheaded.title(slug)}" offers no choice "{title}".{did_you_mean(title, known)}'
                    self.source.fault("K104", message, place)
                    misspelt.update(get_close_matches(title, known, n=1))
            elif title in options:
                self.source.fault("K102", f'"{title}" stands here a second time.', place)
            else:
                options[title] = self.option(inner, block.line)
        missing = [choice for choice in known if choice not in options and choice not in misspelt]
        if missing:
            message = f"nothing is said of {', '.join(missing)} below this heading."
            self.source.fault("K105", message, self.source.place(line))
        elif not misspelt and all(option.credit < 3 for option in options.values()):
            message = "no option of this decision earns 3: there is no best one."
            self.source.fault("K106", message, self.source.place(line))
        above = blocks[: first_heading(blocks)]
        if self.case.scenes[slug].get("avoid") and not missing and not any(each.avoid for each in options.values()):
            message = 'learners are asked here what they would most avoid, and no option says "- avoid: yes".'
            self.source.fault("K114", message, self.source.place(line))
        own = self.own(above)
        status = _status(self.source, own["status"]) if "status" in own else self.status
        self.among("K113", "fitting", own.get("fitting", Entry("", line)), FITTINGS)
        note = html_of([token for block in above if not _is_own(block) for token in block.tokens])
        return KeyedDecision(slug, status, note, options, own.get("fitting", Entry("", line)).value, line)

    def own(self, above: Sequence[MarkdownBlock]) -> dict[str, Entry]:
        """Returns what a decision says of itself below its heading: its status, and what the fitting thing does."""
        said: dict[str, Entry] = {}
        for item in items(block for block in above if _is_own(block)):
            inline = first_inline(item.tokens)
            name, _, value = (inline.content if inline else "").partition(":")
            if name not in _OWN:
                message = f'"{name[:40]}" is not known here; known are "status" and "fitting".'
                self.source.fault("K111", message, self.source.place(item.line))
            said[name] = Entry(value.strip(), item.line)
        return said

    def option(self, blocks: Sequence[MarkdownBlock], line: int) -> KeyedOption:
        said = self.properties(blocks, line)
        competency = said.get("competency", Entry("", line))
        self.among("K109", "competency", competency, COMPETENCIES)
        method = said.get("method", Entry("", line))
        if method.value:
            self.among("K110", "method", method, tuple(METHODS))
        sources = tuple(word.strip() for word in said.get("sources", Entry("", line)).value.split(",") if word.strip())
        return KeyedOption(
            whole_number(self.source, said.get("credit"), "credit", 0, 3, "K107"),
            self.position(said.get("assertiveness")),
            self.position(said.get("escalation")),
            method.value,
            competency.value,
            said.get("reason", Entry("", line)).value,
            said.get("protects", Entry("", line)).value,
            sources,
            line,
            self.avoided(said),
        )

    def avoided(self, said: Mapping[str, Entry]) -> bool:
        """Returns whether an option is most to be avoided; K115 where that is not said so, or of a better one."""
        entry = said.get("avoid")
        if entry is None:
            return False
        if entry.value != "yes" or said.get("credit", Entry("0", 1)).value != "0":
            message = '"avoid: yes" stands below an option with credit 0 that would do most harm, and nowhere else.'
            self.source.fault("K115", message, self.source.place(entry.line))
        return entry.value == "yes"

    def among(self, code: str, name: str, entry: Entry, known: Sequence[str]) -> None:
        if entry.value and entry.value not in known:
            message = f'"{name}" is {listed(known)}, not "{entry.value}".{did_you_mean(entry.value, known)}'
            self.source.fault(code, message, self.source.place(entry.line, entry.value))

    def position(self, entry: Entry | None) -> int | None:
        if entry is None or entry.value == "not exercised":
            return None
        value = entry.value.replace("\u2212", "-").removeprefix("+")
        if re.fullmatch(r"-?[0-2]", value):
            return int(value)
        message = f'a position is -2, -1, 0, +1, +2 or "not exercised", not "{entry.value}".'
        self.source.fault("K108", message, self.source.place(entry.line, entry.value))
        return None

    def properties(self, blocks: Sequence[MarkdownBlock], line: int) -> Mapping[str, Entry]:
        found: dict[str, Entry] = {}
        known = (*_NEEDED, *_OPTIONAL)
        for item in items(blocks):
            inline = first_inline(item.tokens)
            match = _PROPERTY.match(inline.content) if inline else None
            place = self.source.place(item.line)
            if match and match[1] in _OWN and self.unheaded.left:
                continue  # it belongs to the heading that is missing, and that is told
            if match is None or match[1] not in known:
                said = match[1] if match else (inline.content[:40] if inline else "")
                message = f'"{said}" is not known here; known are {listed(known)}.{did_you_mean(said, known)}'
                self.source.fault("K111", message, place)
            elif match[1] in found:
                self.source.fault("K102", f'"{match[1]}" stands here a second time.', place)
            else:
                words = inline_text(inline.children or ()) if inline else ""
                found[match[1]] = Entry(words.removeprefix(f"{match[1]}:").strip(), item.line)
        for name in _NEEDED:
            if name not in found or not found[name].value:
                message = f'a line "- {name}: …" is missing below this heading.'
                self.source.fault("K112", message, self.source.place(line))
        return found


def _is_own(block: MarkdownBlock) -> bool:
    """Whether a block above the options is a list of `name: value`, not a part of the note."""
    inline = first_inline(block.tokens)
    return (
        block.type == "bullet_list_open"
        and inline is not None
        and re.match(r"(status|fitting):", inline.content) is not None
    )
