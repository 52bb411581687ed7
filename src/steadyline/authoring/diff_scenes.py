"""What stands in the scenes of two versions of a case, and what was added, removed or reworded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from steadyline.authoring.diff_version import Version
from steadyline.authoring.diff_words import ALIKE, Rewording, likeness, rewording

Table = Mapping[str, Any]
LONGEST = 12
"""Words by which a passage is called."""


@dataclass(frozen=True)
class Changed:
    """One thing that is different for learners, in a sentence. `line` is in the new file; 0: none.

    `wording` has both wordings where words changed; `walk` is a shortest walk by which it can be seen.
    """

    sentence: str
    line: int = 0
    wording: Rewording | None = None
    walk: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matched:
    """Which scene of the old case is which of the new one, and in each pair which old block is which new one."""

    scenes: dict[str, str]
    blocks: dict[str, dict[int, int]] = field(default_factory=dict)


def front_changes(old: Version, new: Version) -> Iterator[Changed]:
    """Yields what is different before the first scene."""
    for name in ("title", "role", "minutes", "content note", "use"):
        was, now = (str(each.case.table[name.replace(" ", "_")]) for each in (old, new))
        if was != now:
            what = {"minutes": "The time that is told", "use": "The use"}.get(name, f"The {name}")
            yield Changed(f"{what} is another.", new.line_of_entry(name), rewording(was, now))
    if old.opening != new.opening:
        yield Changed("The opening is reworded.", 0, rewording(old.opening, new.opening))
    elif not looks_same(old.case.table["opening"], new.case.table["opening"]):
        yield Changed("The opening has the same words, set in another way.")


def matched_scenes(old: Version, new: Version) -> Matched:
    """Returns which scene is which: by its address, and where that is gone, by what stands in it."""
    scenes = {slug: slug for slug in old.case.scenes if slug in new.case.scenes}
    gone = [slug for slug in old.case.scenes if slug not in new.case.scenes]
    come = [slug for slug in new.case.scenes if slug not in old.case.scenes]
    for slug in gone:
        alike = {each: _scene_likeness(old.case.scenes[slug], new.case.scenes[each]) for each in come}
        best = max(alike, key=lambda each: alike[each], default="")
        if best and alike[best] >= ALIKE:
            scenes[slug] = best
            come.remove(best)
    blocks = {
        slug: _matched_blocks(old.case.scenes[slug]["blocks"], new.case.scenes[to]["blocks"])
        for slug, to in scenes.items()
    }
    return Matched(scenes, blocks)


def _scene_likeness(old: Table, new: Table) -> float:
    return likeness(_words(old), _words(new)) if old["kind"] == new["kind"] else 0.0


def _words(scene: Table) -> str:
    choices = " ".join(each["id"] + " " + each["text"] for each in scene.get("choices", []))
    return " ".join([*(block["text"] for block in scene["blocks"]), choices, scene.get("name", "")])


def _matched_blocks(old: Sequence[Table], new: Sequence[Table]) -> dict[int, int]:
    """Returns which old block is which new one: the same words first, then words much alike, then in their order."""
    found: dict[int, int] = {}
    texts = [[(each["later"], each["text"]) for each in blocks] for blocks in (old, new)]
    for code, a, b, c, _ in SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_opcodes():
        if code == "equal":
            found |= {a + step: c + step for step in range(b - a)}
    free = [at for at in range(len(new)) if at not in found.values()]
    for at in (at for at in range(len(old)) if at not in found):
        alike = {to: _block_likeness(old[at], new[to]) for to in free}
        best = max(alike, key=lambda to: alike[to], default=-1)
        if best >= 0 and alike[best] >= ALIKE:
            found[at] = best
            free.remove(best)
    return found


def _block_likeness(old: Table, new: Table) -> float:
    return likeness(old["text"], new["text"]) if old["later"] == new["later"] else 0.0


def scene_changes(old: Version, new: Version, matched: Matched) -> Iterator[Changed]:
    """Yields what is different in the scenes, in the order of the new case; what was removed comes last."""
    were = {to: slug for slug, to in matched.scenes.items()}
    for slug, scene in new.case.scenes.items():
        if slug not in were:
            yield Changed(f'The scene "{scene["title"]}" is new.', new.line_of_scene(slug))
            continue
        was = old.case.scenes[were[slug]]
        line = new.line_of_scene(slug)
        if was["title"] != scene["title"]:
            yield Changed(f'The scene "{was["title"]}" is now headed "{scene["title"]}".', line)
        if was["kind"] != scene["kind"]:
            yield Changed(f'The scene "{scene["title"]}" was a {was["kind"]} and is a {scene["kind"]}.', line)
        yield from _block_changes(was, scene, slug, new, matched.blocks[were[slug]])
        yield from _choice_changes(was, scene, slug, new)
        yield from _other_changes(was, scene, line)
    for slug, scene in old.case.scenes.items():
        if slug not in matched.scenes:
            yield Changed(f'The scene "{scene["title"]}" is no longer there.')


def _block_changes(
    was: Table, scene: Table, slug: str, new: Version, matched: Mapping[int, int]
) -> Iterator[Changed]:
    title = scene["title"]
    for at, block in enumerate(was["blocks"]):
        what = "delayed consequence" if block["later"] else "paragraph"
        if at not in matched:
            line = new.line_of_scene(slug)
            yield Changed(f'In "{title}", a {what} is no longer there: "{called(block["text"])}".', line)
            continue
        to = matched[at]
        now, line = scene["blocks"][to], new.line_of_block(slug, to)
        if block["text"] != now["text"]:
            yield Changed(f'In "{title}", a {what} is reworded.', line, rewording(block["text"], now["text"]))
        elif not looks_same(block["html"], now["html"]):
            words = called(now["text"])
            yield Changed(f'In "{title}", a {what} has the same words, set in another way: "{words}".', line)
        if any(matched[earlier] > to for earlier in range(at) if earlier in matched):
            yield Changed(f'In "{title}", a {what} stands further up: "{called(now["text"])}".', line)
    for at, block in enumerate(scene["blocks"]):
        if at not in matched.values():
            what = "delayed consequence" if block["later"] else "paragraph"
            yield Changed(f'In "{title}", a {what} is new: "{called(block["text"])}".', new.line_of_block(slug, at))


def _choice_changes(was: Table, scene: Table, slug: str, new: Version) -> Iterator[Changed]:
    title = scene["title"]
    before = {each["id"]: each for each in was.get("choices", [])}
    for at, choice in enumerate(scene.get("choices", [])):
        line, id = new.line_of_way(slug, at), choice["id"]
        if id not in before:
            yield Changed(f'In "{title}", the option "{id}" is new: "{called(choice["text"])}".', line)
            continue
        for part, what in (("", "option"), ("now_", "immediate consequence of")):
            said = f'the {what} "{id}"'
            texts = before[id][f"{part}text"], choice[f"{part}text"]
            if texts[0] != texts[1]:
                yield Changed(f'In "{title}", {said} is reworded.', line, rewording(*texts))
            elif not looks_same(before[id][f"{part}html"], choice[f"{part}html"]):
                yield Changed(f'In "{title}", {said} has the same words, set in another way.', line)
    for id in before:
        if id not in {each["id"] for each in scene.get("choices", [])}:
            words = f'"{called(before[id]["text"])}"'
            yield Changed(f'In "{title}", the option "{id}" is no longer there: {words}.', new.line_of_scene(slug))


def _other_changes(was: Table, scene: Table, line: int) -> Iterator[Changed]:
    title = scene["title"]
    if scene["kind"] == was["kind"] == "passage" and was["go_on"] != scene["go_on"]:
        yield Changed(f'In "{title}", the words to go on are another.', line, rewording(was["go_on"], scene["go_on"]))
    if scene["kind"] == was["kind"] == "ending" and was["name"] != scene["name"]:
        yield Changed(f'The ending "{was["name"]}" is now called "{scene["name"]}".', line)


def looks_same(old: str, new: str) -> bool:
    """Whether two pieces of HTML look the same: where the lines end matters in code only."""
    return old == new or ("<pre" not in old + new and old.split() == new.split())


def called(text: str) -> str:
    """Returns the first words of a passage."""
    words = text.split()
    return " ".join(words[:LONGEST]) + (" …" if len(words) > LONGEST else "")
