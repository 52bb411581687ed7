"""The transcript: a case and the decisions taken in it, as lines that a person reads.

Pure: it looks things up in the compiled table and writes nothing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from steadyline.decisions import Decision
from steadyline.errors import SteadylineError
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import replay

WIDTH = 100

Record = Mapping[str, Any]
Part = Mapping[str, Any]

_TITLES = {
    "check": "Knowledge check", "sort": "Sorting", "spot": "Close reading", "rate": "Rate, and rate again",
    "reflect": "Reflection", "hand-in": "Hand-in",
}  # fmt: skip


def title_of(part: Part) -> str:
    """Returns what a part of a unit is called: by its own title, its case's, or its kind."""
    return str(part.get("title") or part.get("case", {}).get("title") or _TITLES.get(part["kind"], part["kind"]))


def part_as_text(part: Part, state: Mapping[str, Any]) -> str:
    """Returns a part as it reads without a browser: the transcript of a case, or what was answered so far."""
    if part["kind"] == "play":
        return transcript_of(part["case"], state["decisions"])
    block = str(part.get("block", ""))
    answers = {item: value for item, value in state["answers"].items() if item.split("/")[0] == block}
    if not answers:
        return f"{title_of(part)}: not begun"
    lines = [f"{item}: {value if isinstance(value, str) else ', '.join(value)}" for item, value in answers.items()]
    return "\n".join([f"{title_of(part)}:", *lines])


def transcript_of(table: Mapping[str, Any], decisions: Sequence[Record]) -> str:
    """Returns the whole log as text, attempt by attempt; `decisions` are log lines in their order."""
    if not decisions:
        return f"{table['title']}: not begun"
    case = CompiledCase(dict(table))
    numbers = sorted({record["attempt"] for record in decisions})
    told = [_attempt(case, [each for each in decisions if each["attempt"] == number]) for number in numbers]
    return "\n\n".join(told)


def _attempt(case: CompiledCase, records: Sequence[Record]) -> str:
    lines = [f"{case.title}, attempt {records[0]['attempt']}"]
    for record in records:
        lines += ["", *_decision(case, record)]
    return "\n".join([*lines, "", *_wrapped("", _close(case, records))])


def _decision(case: CompiledCase, record: Record) -> Iterator[str]:
    fits = record["digest"] == case.digest and record["node"] in case.nodes
    title = case.scene_of(record["node"])["title"] if fits else f"{record['node']} (of another version of the case)"
    yield from _wrapped(f"{record['step']}. ", title)
    yield from _wrapped("   Chose: ", _choice_text(case, record) if fits else record["choice"])
    yield from _wrapped("   How sure: ", _confidence(record["confidence"]))
    if record["tell"]:
        yield from _wrapped("   Would tell: ", record["tell"])
    if record["reason"]:
        yield from _wrapped("   Reason: ", record["reason"])
    yield from _wrapped("   Time taken: ", _duration(record["seconds"]))


def _choice_text(case: CompiledCase, record: Record) -> str:
    texts = {each["id"]: each["text"] for each in case.scene_of(record["node"]).get("choices", [])}
    return str(texts.get(record["choice"], record["choice"]))


def _confidence(value: int) -> str:
    return "not given" if value < 0 else f"{value} of 100"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _close(case: CompiledCase, records: Sequence[Record]) -> str:
    """Where the attempt stands: its ending, that it has none yet, or why that cannot be told."""
    try:
        playthrough = replay(case, [Decision.from_record(record) for record in records])
    except SteadylineError as error:
        return str(error)
    return f"Ended: {case.scenes[playthrough.ending]['name']}" if playthrough.is_finished else "Not finished."


def _wrapped(label: str, text: str) -> list[str]:
    """The text after its label, later lines indented under it; the learner's own paragraphs stay apart."""
    indent = " " * len(label)
    lines: list[str] = []
    for paragraph in _printable(text).split("\n"):
        first = indent if lines else label
        lines += textwrap.wrap(paragraph, WIDTH, initial_indent=first, subsequent_indent=indent) or [first.rstrip()]
    return lines


def _printable(text: str) -> str:
    # A learner's words go to terminals and markers' pages: control characters would act there.
    if text.isprintable():
        return text
    joined = "\n".join(text.splitlines())
    return "".join(each if each.isprintable() or each == "\n" else " " for each in joined)
