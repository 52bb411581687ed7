"""What a game in the terminal says: a scene, the choices, an ending, as plain lines that can be read aloud."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from steadyline.authoring.plain import plain_paragraphs, wrapped
from steadyline.graders.explain import text_of
from steadyline.graders.key import Key
from steadyline.graders.marks import mark, scale_of
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import Playthrough

PROCESS = {
    "sound": "Sound. The way you worked would stand up, however things had turned out.",
    "mixed": "Mixed. Parts of the way you worked would stand up; other parts left something open for the children.",
    "unsafe": "Not yet safe. Too much was left unseen, unheard or without a lawful footing.",
}
CIRCUMSTANCE = {
    "kind": "Kind. Things outside your control helped.",
    "neutral": "Neither kind nor hard. Things outside your control made little difference.",
    "hard": "Hard. Things outside your control made this harder.",
}
END_NOTE = "Sound work can meet hard circumstances, and poor work can be lucky. Only your decisions are weighed."
THINKING = (
    "Three short questions about your thinking follow. You may leave all of them empty: press Enter. "
    "Please write nothing about a real child, family or colleague."
)
SHUFFLED = "The options are shuffled, as they are for learners; --author-order keeps the order of the file."
NO_KEY = "There is no key to this case here, so the decisions are not weighed."
ASSESSED = "This case is marked by an assessor. Marks and reasons come with the feedback."

_PLAIN = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2026": "...",
        "\u00a0": " ", "\u2212": "-", "\u2192": "->", "\u00b7": "-", "\u2022": "-",
    }
)  # fmt: skip


def opening_lines(case: CompiledCase, width: int) -> list[str]:
    """Returns what stands before the first scene: what may be hard to read, first of all."""
    table = case.table
    said = [
        case.title,
        f"Before you start: {table['content_note']}",
        f"Your role: {table['role']}",
        f"Time needed: about {table['minutes']} minutes",
        "You can stop at any time: type s or q.",
        *plain_paragraphs(str(table["opening"])),
    ]
    return wrapped(said, width)


def scene_lines(case: CompiledCase, node: str, width: int) -> list[str]:
    """Returns a scene's heading and all that is shown of it, what comes from an earlier decision said to be so."""
    scene = case.scene_of(node)
    said = [f"Scene: {scene['title']}"]
    for at in case.nodes[node]["blocks"]:
        block = scene["blocks"][at]
        first, *rest = plain_paragraphs(block["html"]) or [""]
        said += [f"From earlier: {first}" if block["later"] else first, *rest]
    if scene["kind"] == "passage":
        end = "" if scene["go_on"][-1:] in (".", "!", "?", "…") else "."
        said.append(f"Next: {scene['go_on']}{end}")
    return wrapped(said, width)


def option_lines(case: CompiledCase, node: str, order: Sequence[str], width: int) -> list[str]:
    """Returns the choices with their numbers, in the order given."""
    lines = wrapped(["Your decision:"], width)
    for number, choice in enumerate(order, start=1):
        lines += ["", *hanging(f"{number}. ", case.choice(node, choice)["text"], width)]
    return lines


def progress_line(case: CompiledCase, node: str, taken: int) -> str:
    """Returns how many decisions there are: `Decision 2 of 5 to 6`."""
    fewest, most = (taken + each for each in case.nodes[node]["ahead"])
    return f"Decision {taken + 1} of {most if fewest == most else f'{fewest} to {most}'}"


def ending_lines(case: CompiledCase, node: str, width: int) -> list[str]:
    """Returns how a case ends: in a formative one with process and circumstance told apart."""
    table = case.nodes[node]
    said = [f"The end: {case.scene_of(node)['name']}"]
    if case.is_formative:
        said += [
            "Two separate things.",
            f"How you worked: {PROCESS[table['process']]}",
            f"The circumstances you met: {CIRCUMSTANCE[table['circumstance']]}",
            END_NOTE,
        ]
    return wrapped(said, width)


def review_lines(playthrough: Playthrough, key: Key, width: int) -> list[str]:
    """Returns how the decisions were weighed and why, in words. Raises MarkRefused where the key does not stand."""
    text = text_of(mark(playthrough, scale_of(playthrough.case, key)))
    return [*wrapped(["How your decisions were weighed"], width), "", *_folded(text.split("\n"), width)]


def way_lines(playthrough: Playthrough, width: int) -> list[str]:
    """Returns the way so far: each decision with what was chosen, and where it stands now."""
    case = playthrough.case
    lines = wrapped(["The way so far:" if playthrough.steps else "Nothing is decided yet."], width)
    for number, step in enumerate(playthrough.steps, start=1):
        choice = case.choice(step.decision.node, step.decision.choice)
        title = case.scene_of(step.decision.node)["title"]
        lines += hanging(f"{number}. ", f"{title}. You chose: {choice['text']}", width)
    here = case.scene_of(playthrough.node)["title"]
    return [*lines, *wrapped([f"You are here: {here}"], width)]


def hanging(label: str, text: str, width: int) -> list[str]:
    """Returns a text behind its label, further lines standing under the text."""
    lines = wrapped([text], width - len(label))
    return [f"{label if at == 0 else ' ' * len(label)}{line}" for at, line in enumerate(lines)]


def _folded(lines: Iterable[str], width: int) -> Iterator[str]:
    for line in lines:
        indent = line[: len(line) - len(line.lstrip())]
        yield from textwrap.wrap(
            line, max(width, 8), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]


def fitting(text: str, encoding: str) -> str:
    """Returns the text for a terminal of that encoding: typographic signs it does not know as plain ones."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return text.translate(_PLAIN)
    return text


def support_lines(support: Sequence[Mapping[str, Any]], width: int) -> list[str]:
    """Returns the lines of support, each with a `label` and a `text`; nothing if there are none."""
    if not support:
        return []
    return ["", *wrapped(["If you would like to talk to someone:"], width)] + [
        line for each in support for line in hanging("- ", f"{each['label']}: {each['text']}", width)
    ]
