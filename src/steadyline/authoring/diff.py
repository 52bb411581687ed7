"""What changed for learners between two versions of a case, and which old attempts can still be replayed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from steadyline.authoring.diff_scenes import (
    Changed,
    Matched,
    called,
    front_changes,
    matched_scenes,
    scene_changes,
)
from steadyline.authoring.diff_version import Version, named
from steadyline.authoring.diff_walks import Fits, Pair, SideBySide


@dataclass(frozen=True)
class Difference:
    """All that is different. `changes` are what a learner may meet; `fits` counts the old walks that still fit."""

    old: Version
    new: Version
    changes: tuple[Changed, ...]
    fits: Fits

    @property
    def is_none(self) -> bool:
        """Whether nothing is different for learners."""
        return not self.changes

    @property
    def has_same_digest(self) -> bool:
        """Whether a log of the old version is a log of the new one."""
        return self.old.case.digest == self.new.case.digest


def difference(old: Version, new: Version) -> Difference:
    """Returns what changed from one version to the other."""
    matched = matched_scenes(old, new)
    # A folder's name is in the compiled case but nothing that a learner sees.
    side = SideBySide(old.case, named(new, old.case.name).case, matched.scenes)
    static = [*front_changes(old, new), *scene_changes(old, new, matched), *_chance_changes(old, new, matched)]
    walked = list(_Walked(old, new, matched, side).changes())
    return Difference(old, new, (*static, *walked), side.fits)


def _chance_changes(old: Version, new: Version, matched: Matched) -> Iterator[Changed]:
    """Yields the chance scenes that may draw other outcomes, or the same ones more or less often."""
    before = _outcomes(old)
    for slug, now in _outcomes(new).items():
        was = next((before[each] for each, to in matched.scenes.items() if to == slug and each in before), None)
        if was is not None and was != now:
            title = new.case.scenes[slug]["title"]
            told = [", ".join(f"{name} ({weight})" for name, weight in each) for each in (was, now)]
            yield Changed(
                f'At "{title}", chance has other outcomes or weights: {told[1]}; before: {told[0]}.',
                new.line_of_scene(slug),
            )


def _outcomes(version: Version) -> dict[str, list[tuple[str, int]]]:
    """Returns what can be drawn at each chance scene, with weights."""
    return {
        table["scene"]: [(each["name"], each["weight"]) for each in table["outcomes"]]
        for table in version.case.nodes.values()
        if "outcomes" in table
    }


class _Walked:
    """Finds what is the same text and yet different for a learner: shown, offered or leading elsewhere."""

    def __init__(self, old: Version, new: Version, matched: Matched, side: SideBySide) -> None:
        self.old, self.new, self.matched, self.side = old, new, matched, side
        self.told: set[tuple[str, object]] = set()
        self.passed: set[tuple[str, str]] = set()

    def changes(self) -> Iterator[Changed]:
        """Yields each such thing once, with a shortest walk by which it can be seen."""
        yield from self._begun()
        for pair, walk in self.side.pairs():
            for node in sorted(pair.new):
                if self.matched.scenes.get(self._scene(self.old, pair.old)) == self._scene(self.new, node):
                    yield from self._shown(pair.old, node, walk)
                    yield from self._offered(pair.old, node, walk)
                    yield from self._ended(pair.old, node, walk)
            yield from self._led(pair, walk)
            yield from self._passed(pair, walk)

    def _begun(self) -> Iterator[Changed]:
        starts = str(self.old.case.table["start"]), str(self.new.case.table["start"])
        before, after = self._scene(self.old, starts[0]), self._scene(self.new, starts[1])
        if self.matched.scenes.get(before) != after:
            was = self.old.case.scenes[before]["title"]
            sentence = f'The case begins at "{self._title(after)}"; it began at "{was}".'
            yield Changed(sentence, self.new.line_of_scene(after))
        yield from self._along(*starts, ())

    def _scene(self, version: Version, node: str) -> str:
        return str(version.case.nodes[node]["scene"])

    def _once(self, what: str, subject: object, changed: Changed) -> Iterator[Changed]:
        if (what, subject) not in self.told:
            self.told.add((what, subject))
            yield changed

    def _shown(self, old: str, new: str, walk: tuple[str, ...]) -> Iterator[Changed]:
        was, now = self.old.case.nodes[old], self.new.case.nodes[new]
        slug = now["scene"]
        blocks = self.matched.blocks[was["scene"]]
        for at, to in blocks.items():
            if (at in was["blocks"]) == (to in now["blocks"]):
                continue
            block = self.new.case.scenes[slug]["blocks"][to]
            said = "is now shown" if to in now["blocks"] else "is no longer shown"
            what = "delayed consequence" if block["later"] else "paragraph"
            sentence = f'In "{self._title(slug)}", a {what} {said} where it was otherwise: "{called(block["text"])}".'
            yield from self._once(said, (slug, to), Changed(sentence, self.new.line_of_block(slug, to), None, walk))

    def _offered(self, old: str, new: str, walk: tuple[str, ...]) -> Iterator[Changed]:
        slug = self._scene(self.new, new)
        ids = [each["id"] for each in self.new.case.scenes[slug].get("choices", [])]
        known = {each["id"] for each in self.old.case.scene_of(old).get("choices", [])}
        was, now = self.old.case.options(old), self.new.case.options(new)
        for at, id in enumerate(ids):
            if id in known and (id in was) != (id in now):
                said = "is now offered" if id in now else "is no longer offered"
                sentence = f'In "{self._title(slug)}", the option "{id}" {said} where it was otherwise.'
                yield from self._once(said, id, Changed(sentence, self.new.line_of_way(slug, at), None, walk))

    def _ended(self, old: str, new: str, walk: tuple[str, ...]) -> Iterator[Changed]:
        was, now = self.old.case.nodes[old], self.new.case.nodes[new]
        for what in ("process", "circumstance"):
            if what in was and what in now and was[what] != now[what]:
                name = self.new.case.scene_of(new)["name"]
                sentence = f'At the ending "{name}", the {what} is told as {now[what]}; it was {was[what]}.'
                line = self.new.line_of_scene(now["scene"])
                key = (now["scene"], was[what], now[what])
                yield from self._once(what, key, Changed(sentence, line, None, walk))

    def _led(self, pair: Pair, walk: tuple[str, ...]) -> Iterator[Changed]:
        """Yields the options of the pair that lead to another scene than before, passages and chance included."""
        for node in sorted(pair.new):
            was, now = self.old.case.options(pair.old), self.new.case.options(node)
            for id in [id for id in was if id in now]:
                before, after = self._scene(self.old, was[id]), self._scene(self.new, now[id])
                if self.matched.scenes.get(before, "") != after:
                    sentence = (
                        f'In "{self._title(self._scene(self.new, node))}", the option "{id}" leads to '
                        f'"{self._title(after)}"; it led to "{self.old.case.scenes[before]["title"]}".'
                    )
                    line = self._line_of_choice(node, id)
                    yield from self._once("led", (id, before, after), Changed(sentence, line, None, (*walk, id)))

    def _passed(self, pair: Pair, walk: tuple[str, ...]) -> Iterator[Changed]:
        """Yields what is different in the passages and chances that follow the pair's options."""
        for node in sorted(pair.new):
            was, now = self.old.case.options(pair.old), self.new.case.options(node)
            for id in [id for id in was if id in now]:
                yield from self._along(was[id], now[id], (*walk, id))

    def _along(self, old: str, new: str, walk: tuple[str, ...]) -> Iterator[Changed]:
        """Yields the differences along two ways that begin in the same scene, as far as they stay side by side."""
        was, now = self.old.case.nodes[old], self.new.case.nodes[new]
        if self.matched.scenes.get(was["scene"]) != now["scene"] or (old, new) in self.passed:
            return
        self.passed.add((old, new))
        yield from self._shown(old, new, walk)
        for name, before, after in _onward(was, now):
            left, right = self._scene(self.old, before), self._scene(self.new, after)
            to = (*walk, f"chance: {name}") if name else walk
            if self.matched.scenes.get(left) != right:
                lead = f'"{self._title(now["scene"])}"' + (f', chance "{name}",' if name else "")
                led = self.old.case.scenes[left]["title"]
                sentence = f'{lead} leads here to "{self._title(right)}"; it led to "{led}".'
                line = self.new.line_of_scene(now["scene"])
                yield from self._once("passed", (now["scene"], name, left, right), Changed(sentence, line, None, to))
            yield from self._along(before, after, to)

    def _line_of_choice(self, node: str, id: str) -> int:
        slug = self._scene(self.new, node)
        ids = [each["id"] for each in self.new.case.scenes[slug]["choices"]]
        return self.new.line_of_way(slug, ids.index(id))

    def _title(self, slug: str) -> str:
        return str(self.new.case.scenes[slug]["title"])


def _onward(was: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Returns the ways on from two nodes that can be set beside each other: the outcome's name, old and new node."""
    if "next" in was and "next" in now:
        return [("", was["next"], now["next"])]
    before = {each["name"]: each["next"] for each in was.get("outcomes", [])}
    return [
        (each["name"], before[each["name"]], each["next"]) for each in now.get("outcomes", []) if each["name"] in before
    ]
