"""Somebody who knows nothing of the case and follows its printed booklet, word by word, with a pencil."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from types import CodeType

from steadyline.live.booklet import Booklet, Section, Way
from steadyline.scenarios.compile import CompiledCase

_ROW = re.compile(r"row (\w) is (not )?at (\d+)( or more| or less)?")
_TICKS = re.compile(r"(any|none) of ([\w, ]+?) is ticked")
_ONE = re.compile(r"(\w+) is (not )?ticked")
_RELATION = {None: "==", " or more": ">=", " or less": "<="}
_ABOVE = re.compile(r"you (?:did not read the passage|read none of the (\d+) passages) above")


@cache
def _understood(words: str) -> CodeType:
    """Returns what the words mean, as an expression of ticks and rows."""
    kept: list[str] = []

    def keep(expression: str) -> str:
        kept.append(expression)
        return f"<{len(kept) - 1}>"

    said = _TICKS.sub(lambda found: keep(f"{'not ' if found[1] == 'none' else ''}(ticks & {set(found[2].split(', '))})"), words)
    said = _ROW.sub(lambda found: keep(f"{'not ' if found[2] else ''}(rows[{found[1]!r}] {_RELATION[found[4]]} {found[3]})"), said)
    said = _ONE.sub(lambda found: keep(f"{found[1]!r} {'not in' if found[2] else 'in'} ticks"), said)
    assert re.fullmatch(r"(<\d+>|and|or|[() ])*", said), f"nobody could read this: {words}"
    flat = said
    while "(" in flat:
        inner = re.search(r"\(([^()]*)\)", flat)
        assert inner
        assert not (" and " in inner[1] and " or " in inner[1]), f"nobody could read this: {words}"
        flat = flat.replace(inner[0], "<0>")
    assert not (" and " in flat and " or " in flat), f"nobody could read this: {words}"
    return compile(re.sub(r"<(\d+)>", lambda found: f"({kept[int(found[1])]})", said), "words", "eval")


@dataclass
class Sheet:
    """The record sheet as it is filled in."""

    ticks: frozenset[str] = frozenset()
    rows: dict[str, int] = field(default_factory=dict)

    def holds(self, words: str) -> bool:
        """Whether what the words say stands on the sheet."""
        return bool(eval(_understood(words), {"ticks": self.ticks, "rows": self.rows}))  # noqa: S307  # our own code

    def after(self, marks: str, booklet: Booklet) -> Sheet:
        """Returns the sheet after what is to be marked."""
        ticks, rows = self.ticks, dict(self.rows)
        for sentence in re.findall(r"[^.]+\.", marks):
            sentence = sentence.strip()
            if tick := re.fullmatch(r"Tick (\w+)\.", sentence):
                ticks = ticks | {tick[1]}
            elif box := re.fullmatch(r"Mark box (\d+) in row (\w)\.", sentence):
                rows[box[2]] = int(box[1])
            else:
                move = re.fullmatch(r"In row (\w), move the mark (\d+) box(?:es)? to the (right|left)\.", sentence)
                assert move, sentence
                row = next(each for each in booklet.rows if each.name == move[1])
                to = rows[row.name] + int(move[2]) * (1 if move[3] == "right" else -1)
                rows[row.name] = min(row.highest, max(row.lowest, to))
        return Sheet(ticks, rows)


def blank(booklet: Booklet) -> Sheet:
    """Returns the sheet as it is printed."""
    return Sheet(frozenset(), {row.name: row.start for row in booklet.rows})


def read_aloud(section: Section, sheet: Sheet) -> list[str]:
    """Returns the words that are read at a section."""
    read: list[bool] = []
    for passage in section.passages:
        above = _ABOVE.fullmatch(passage.only)
        if above:
            read.append(not any(read[-int(above[1] or 1) :]))
        else:
            read.append(not passage.only or sheet.holds(passage.only))
    return [passage.text for passage, is_read in zip(section.passages, read, strict=True) if is_read]


def ended(section: Section, sheet: Sheet) -> list[str]:
    """Returns the words of an ending that hold: its name, what was done, what life added."""
    return [each.text for each in section.ended if not each.only or sheet.holds(each.only)]


def offered(section: Section, sheet: Sheet) -> list[Way]:
    """Returns the ways open at a section."""
    return [way for way in section.ways if not way.only or sheet.holds(way.only)]


Pick = Callable[[list[str]], list[str]]
"""Which of the choices, or of what chance may bring (`chance: name`), are followed."""


def everything(ways: list[str]) -> list[str]:
    """Follows every way."""
    return ways


def from_the_start(case: CompiledCase, booklet: Booklet, pick: Pick = everything) -> list[str]:
    """Returns where the booklet and the table part, on the walks that are picked."""
    return list(differences(case, booklet, str(case.table["start"]), booklet.start, blank(booklet), pick))


def differences(
    case: CompiledCase, booklet: Booklet, node: str, number: int, sheet: Sheet, pick: Pick
) -> Iterator[str]:
    """Yields where the booklet and the table part from here on."""
    section = booklet.sections[number]
    while section.kind == "crossing":
        way = offered(section, sheet)[0]
        sheet = sheet.after(way.words, booklet)
        section = booklet.sections[way.to]
    table, scene = case.nodes[node], case.scene_of(node)
    shown = [scene["blocks"][at]["text"] for at in table["blocks"]]
    if section.key != table["scene"] or read_aloud(section, sheet) != shown:
        yield f"{node}: section {section.number} reads otherwise"
        return
    yield from _onward(case, booklet, node, section, sheet, pick)


def _onward(
    case: CompiledCase, booklet: Booklet, node: str, section: Section, sheet: Sheet, pick: Pick
) -> Iterator[str]:
    table = case.nodes[node]
    if section.kind == "ending":
        if ended(section, sheet) != [case.scene_of(node)["name"], table["process"], table["circumstance"]]:
            yield f"{node}: section {section.number} ends otherwise"
    elif section.kind == "passage":
        on = sheet.after(" ".join(section.marks), booklet)
        yield from differences(case, booklet, table["next"], section.ways[0].to, on, pick)
    elif section.kind == "chance":
        weights = [len(lot.numbers) for lot in section.lots]
        told = [outcome["weight"] for outcome in table["outcomes"]]
        if [weight * sum(told) for weight in weights] != [weight * sum(weights) for weight in told]:
            yield f"{node}: section {section.number} draws otherwise"
        drawn = {f"chance: {each['name']}": (way, each) for way, each in zip(section.ways, table["outcomes"], strict=True)}
        for name in pick(list(drawn)):
            way, outcome = drawn[name]
            yield from differences(case, booklet, outcome["next"], way.to, sheet.after(way.words, booklet), pick)
    else:
        yield from _options(case, booklet, node, section, sheet, pick)


def _options(
    case: CompiledCase, booklet: Booklet, node: str, section: Section, sheet: Sheet, pick: Pick
) -> Iterator[str]:
    options = case.options(node)
    ways = {way.choice: way for way in offered(section, sheet)}
    if set(ways) != set(options):
        yield f"{node}: section {section.number} offers otherwise"
        return
    for choice in pick(list(options)):
        target = options[choice]
        words, after = case.choice(node, choice), booklet.sections[ways[choice].to]
        if (ways[choice].words, [each.text for each in after.passages]) != (words["text"], [words["now_text"]]):
            yield f"{node}: {choice} reads otherwise"
        on = sheet.after(" ".join(after.marks), booklet)
        yield from differences(case, booklet, target, after.ways[0].to, on, pick)
