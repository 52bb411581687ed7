"""The transcript: a case and the decisions taken in it, as lines that a person reads.

Pure: it looks up the compiled table and writes nothing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 100

Record = Mapping[str, Any]


def transcript_of(table: Mapping[str, Any], decisions: Sequence[Record]) -> str:
    """Returns the whole log as text, attempt by attempt; `decisions` are log lines in their order."""
    if not decisions:
        return f"{table['title']}: not begun"
    attempts = sorted({record["attempt"] for record in decisions})
    told = [_attempt(table, [each for each in decisions if each["attempt"] == number]) for number in attempts]
    return "\n\n".join(told)


def _attempt(table: Mapping[str, Any], records: Sequence[Record]) -> str:
    lines = [f"{table['title']}, attempt {records[0]['attempt']}"]
    for record in records:
        lines += ["", *_decision(table, record)]
    last = _close(table, records[-1])
    return "\n".join([*lines, *([""] if last else []), *last])


def _decision(table: Mapping[str, Any], record: Record) -> Iterator[str]:
    scene = _scene_of(table, record)
    heading = scene["title"] if scene else f"A scene that this version does not have ({record['node']})"
    yield from _wrapped(f"{record['step']}. ", heading)
    yield from _wrapped("   Chose: ", _choice_text(scene, record["choice"]))
    yield from _wrapped("   How sure: ", _confidence(record["confidence"]))
    if record["tell"]:
        yield from _wrapped("   Would tell: ", record["tell"])
    if record["reason"]:
        yield from _wrapped("   Reason: ", record["reason"])
    yield from _wrapped("   Time taken: ", _duration(record["seconds"]))


def _scene_of(table: Mapping[str, Any], record: Record) -> Mapping[str, Any] | None:
    if record["digest"] != table["digest"] or record["node"] not in table["nodes"]:
        return None
    scene: Mapping[str, Any] = table["scenes"][table["nodes"][record["node"]]["scene"]]
    return scene


def _choice_text(scene: Mapping[str, Any] | None, choice: str) -> str:
    texts = {each["id"]: each["text"] for each in scene.get("choices", [])} if scene else {}
    return str(texts.get(choice, choice))


def _confidence(value: int) -> str:
    return "not given" if value < 0 else f"{value} of 100"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _close(table: Mapping[str, Any], record: Record) -> list[str]:
    """Where the attempt ended, if its last decision leads to an ending without any turning on the way."""
    scene = _scene_of(table, record)
    if scene is None:
        return []
    node = table["nodes"][record["node"]]
    nexts = [o["next"] for o in node.get("options", []) if scene["choices"][o["choice"]]["id"] == record["choice"]]
    at = table["nodes"].get(nexts[0]) if nexts else None
    while at is not None and "next" in at:
        at = table["nodes"].get(at["next"])
    if at is None or "process" not in at:
        return []
    return _wrapped("Ended: ", table["scenes"][at["scene"]]["name"])


def _wrapped(label: str, text: str) -> list[str]:
    """The text after its label, later lines indented under it; paragraphs of the learner's stay apart."""
    indent = " " * len(label)
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        first = indent if lines else label
        lines += textwrap.wrap(paragraph, WIDTH, initial_indent=first, subsequent_indent=indent) or [first.rstrip()]
    return lines
