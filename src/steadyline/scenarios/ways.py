"""The list at the end of a scene: its choices, its branches, or its ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from markdown_it.token import Token

from steadyline.errors import did_you_mean, listed
from steadyline.scenarios.model import (
    CIRCUMSTANCES,
    PROCESSES,
    Branch,
    Choice,
    Condition,
    Effect,
    Ending,
    Later,
    Place,
    SceneKind,
    Variable,
)
from steadyline.scenarios.properties import Property, read_link, read_properties, target_of
from steadyline.scenarios.prose import (
    MarkdownBlock,
    first_inline,
    html_of,
    inline_text,
    items_of,
    text_of,
    without_start,
)
from steadyline.scenarios.slips import Known, tell_slips
from steadyline.scenarios.source import Source
from steadyline.scenarios.state import read_effect

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SAID = {
    "passage": "Go on: [words](#scene)",
    "turning": "If trust is at least 2: [words](#scene)",
    "chance": "Chance: [name](#scene)",
}


class WayReader:
    """Reads the ways out of scenes; faults go to the source."""

    def __init__(
        self,
        source: Source,
        variables: Mapping[str, Variable],
        condition: Callable[[str, Place], Condition | None],
        known: Known,
    ) -> None:
        self.source, self.variables, self.condition, self.known = source, variables, condition, known
        self.ids: dict[str, Place] = {}

    def choices(self, block: MarkdownBlock, title: str) -> tuple[Choice, ...]:
        """Returns the choices of a decision."""
        items = items_of(block)
        if len(items) < 2:
            message = f'"{title}" offers one choice only: that is no decision. Write "- Go on: [words](#scene)".'
            self.source.fault("S112", message, self.source.place(block.line))
        return tuple(self._choice(item) for item in items)

    def branches(self, block: MarkdownBlock, kind: SceneKind, title: str) -> tuple[Branch, ...]:
        """Returns the branches of a turning or of chance, or the one of a passage."""
        items = items_of(block)
        leads = [(first_inline(item.tokens) or Token("inline", "", 0)).content.lower() for item in items]
        if kind == "turning" and (
            not leads[-1].startswith("otherwise") or any(lead.startswith("otherwise") for lead in leads[:-1])
        ):
            message = f'the turning "{title}" must end with "Otherwise: [words](#scene)", and only its last item may.'
            self.source.fault("S113", message, self.source.place(items[-1].line))
        if kind == "passage" and len(items) > 1:
            self.source.fault(
                "S114", f'"{title}" goes on in two ways: one "Go on:" is all.', self.source.place(items[1].line)
            )
        found = tuple(self._branch(item, kind) for item in items)
        if kind == "chance":
            self._tell_apart(found)
        return found

    def _tell_apart(self, branches: Sequence[Branch]) -> None:
        names: dict[str, Place] = {}
        for branch in branches:
            if branch.name and branch.name in names:
                above = names[branch.name].line
                message = f'the outcome in line {above} is called "{branch.name}" too: no walk could tell them apart.'
                self.source.fault("S126", message, branch.place)
            names.setdefault(branch.name, branch.place)

    def ending(self, block: MarkdownBlock) -> Ending:
        """Returns the ending."""
        item = items_of(block)[0]
        if len(items_of(block)) > 1:
            self.source.fault("S114", "a scene has one ending only.", self.source.place(items_of(block)[1].line))
        inline = first_inline(item.tokens)
        name = re.sub(r"(?i)^ending\b:?", "", inline_text(inline.children or ())).strip() if inline else ""
        if not name:
            self.source.fault(
                "S117", 'an ending has a name: "- Ending: Known and working".', self.source.place(item.line)
            )
        found = read_properties(self.source, item, "ending", ("process", "circumstance"))
        process, circumstance = found.get("process", []), found.get("circumstance", [])
        if process and process[0].value not in PROCESSES:
            self._fault_value("S118", process[0], PROCESSES)
        if circumstance and circumstance[0].value not in CIRCUMSTANCES:
            self._check_circumstance(circumstance[0])
        return Ending(
            name, process[0].value if process else "", circumstance[0].value if circumstance else "", Place(item.line)
        )

    def _check_circumstance(self, found: Property) -> None:
        variable = self.variables.get(found.value)
        if variable is None and found.value in self.source.unclear:
            return
        if variable is None:
            self._fault_value("S118", found, [*CIRCUMSTANCES, *self.variables])
        elif variable.kind != "list" or not set(variable.words) <= set(CIRCUMSTANCES):
            message = f'"{found.value}" must be a list of {listed(CIRCUMSTANCES)} to serve as circumstance.'
            self.source.fault("S118", message, found.place)

    def _fault_value(self, code: str, found: Property, known: Sequence[str]) -> None:
        message = f'"{found.name}" is {listed(known)}, not "{found.value}".{did_you_mean(found.value, known)}'
        self.source.fault(code, message, found.place)

    def _choice(self, item: MarkdownBlock) -> Choice:
        inline = first_inline(item.tokens)
        link = read_link(self.source, inline.children or [] if inline else [], item, alone=True)
        found = read_properties(self.source, item, "decision", ("id", "now"))
        condition = self.condition(found["if"][0].value, _value_place(found["if"][0])) if "if" in found else None
        now = found["now"][0].tokens if "now" in found else ()
        tell_slips(self.source, now, item.line, self.known)
        later = tuple(each for each in map(self._later, found.get("later", [])) if each is not None)
        return Choice(
            self._id(found),
            link.html,
            link.text,
            link.target,
            html_of(now),
            text_of(now),
            condition,
            self._effects(found),
            later,
            self.source.place(item.line),
        )

    def _id(self, found: dict[str, list[Property]]) -> str:
        if "id" not in found:
            return ""
        given = found["id"][0]
        if not _ID.fullmatch(given.value):
            message = f'"{given.value}" cannot be an id: small letters, digits and single hyphens, like "ring-mum".'
            self.source.fault("S110", message, given.place)
        elif given.value in self.ids:
            message = (
                f'a second choice is called "{given.value}"; the first stands in line {self.ids[given.value].line}.'
            )
            self.source.fault("S111", message, given.place)
        self.ids.setdefault(given.value, given.place)
        return given.value

    def _branch(self, item: MarkdownBlock, kind: SceneKind) -> Branch:
        inline = first_inline(item.tokens)
        content = inline.content if inline else ""
        link = read_link(self.source, inline.children or [] if inline else [], item, alone=False, example=_SAID[kind])
        lead = content.split("[", 1)[0].strip()
        condition = None
        if lead[:2].lower() == "if":
            words = lead[2:].removesuffix(":").strip()
            condition = self.condition(words, self.source.place(item.line, words))
        found = read_properties(self.source, item, kind, ())
        return Branch(
            link.text, link.target, condition, self._effects(found), self._weight(found), self.source.place(item.line)
        )

    def _weight(self, found: dict[str, list[Property]]) -> int:
        if "weight" not in found:
            return 1
        given = found["weight"][0]
        if re.fullmatch(r"[1-9]\d?", given.value):
            return int(given.value)
        self.source.fault("S119", f'"weight" is a whole number from 1 to 99, not "{given.value}".', given.place)
        return 1

    def _effects(self, found: dict[str, list[Property]]) -> tuple[Effect, ...]:
        given = sorted([*found.get("set", []), *found.get("add", [])], key=lambda each: each.place)
        read = (read_effect(self.source, each.name, each.value, self.variables, _value_place(each)) for each in given)
        return tuple(effect for effect in read if effect is not None)

    def _later(self, found: Property) -> Later | None:
        inline = first_inline(found.tokens)
        children = inline.children or [] if inline else []
        if not children or children[0].type != "link_open":
            message = '"later" begins with a link to the scene where its words appear: "later: [there](#scene) words".'
            self.source.fault("S115", message, found.place)
            return None
        end = next(at for at, child in enumerate(children) if child.type == "link_close")
        tokens = without_start(found.tokens, end + 1)
        if not text_of(tokens):
            self.source.fault("S116", "no words follow the link: what appears there?", found.place)
        tell_slips(self.source, tokens, found.place.line, self.known)
        return Later(target_of(children[0]), html_of(tokens), text_of(tokens), found.place)


def _value_place(found: Property) -> Place:
    return Place(found.place.line, found.place.column + len(found.name) + 2)
