"""The words that every proof says of itself, whichever way it is written down."""

from __future__ import annotations

import re

from steadyline.authoring.proofread import Proof, Reading, Whereabouts
from steadyline.graders.key import METHODS, KeyedOption

WORDS_A_MINUTE = 200
"""At which prose is read with a pencil in the hand."""

LATER = "because of an earlier choice"
BEFORE = "read before"
REMARKS = "Remarks"
WHERE = "Where each option, paragraph and ending can be read"
IN_NUMBERS = (
    'The numbers under "Read in" are those of the playthroughs. '
    "An option can be read wherever its decision is met; here stands where it is chosen."
)
NEVER = "Never shown"

_PICTURE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"[^>]*>')


def without_pictures(html: str, *, to_none: bool = False) -> str:
    """Returns HTML of our own reader's with the words and the address of each picture in its place.

    A proof loads nothing from elsewhere. Pictures that stand in the text itself stay, unless `to_none` is wanted.
    """

    def said(match: re.Match[str]) -> str:
        address, words = match[1], match[2] or "without words"
        is_within = address.startswith("data:")
        if is_within and not to_none:
            return match[0]
        return f"[Picture: {words}{'' if is_within else f' ({address})'}]"

    return _PICTURE.sub(said, html)


def facts(proof: Proof) -> list[tuple[str, str]]:
    """Returns what stands at the front: names and values."""
    front = proof.scenario.front
    minutes = max(1, round(proof.new_words / WORDS_A_MINUTE))
    key = [("With the key", "what each choice is worth stands below it; do not give this to learners")]
    return [
        *(key if proof.with_key else []),
        ("You are", front.role),
        ("What may be hard to read", front.content_note),
        ("To be read", f"{proof.new_words:,} words in {_many(len(proof.readings))}: about {minutes} minutes, "
                       "if you skip what you have read before"),
        ("Version", f"{proof.version} of the case; please say it with your remarks"),
    ]  # fmt: skip


def _many(count: int) -> str:
    return f"{count} playthrough" if count == 1 else f"{count} playthroughs"


def how_to_read(proof: Proof) -> list[str]:
    """Returns a note on how to read it, a sentence or two for each point."""
    count = len(proof.readings)
    fewest = "fewer could not" if count <= proof.at_least else f"at least {proof.at_least} would be needed"
    return [
        "This is a case in which a learner decides what to do, and the story goes on from there. "
        "A playthrough is one way through it, from the start to an ending.",
        f"Below {'stands' if count == 1 else 'stand'} {_many(count)}. Together they show every option being chosen, "
        f"every paragraph and every ending ({fewest}).",
        "At each decision you see all that is offered. The option that is chosen in this playthrough is marked "
        '"Chosen". What comes of it follows.',
        f'A passage marked "{LATER}" is there because of something chosen in an earlier scene.',
        f'What is marked "{BEFORE}" stood in the proof already, in the same words: skim it, unless you want to know '
        "how it reads in this place.",
        'The number of a line is where a text stands in the author\'s file "case.md". To send a remark, give the '
        "scene and the line.",
        "Each playthrough ends with two words about it. The process is how sound the work was. "
        "The circumstance is what life added, whoever had done the work.",
    ]


def heading(reading: Reading) -> str:
    """Returns what a playthrough is called."""
    return f"Playthrough {reading.number}: {reading.ending}"


def news(reading: Reading) -> str:
    """Returns how much of a playthrough is new."""
    return f"{reading.new_words:,} words that are new"


def worth(keyed: KeyedOption) -> list[str]:
    """Returns what an option is worth, and why, for readers who may see the key."""
    method = [f"Not counted on the axes: {METHODS[keyed.method]}."] if keyed.method else []
    return [f"Credit {keyed.credit} of 3.", *method, keyed.reason, f"What it protects: {keyed.protects}"]


def said_of(kind: str, is_later: bool) -> str:
    """Returns what a row of the table of places calls a thing."""
    return "later words" if is_later else kind


def first_words(each: Whereabouts, letters: int = 60) -> str:
    """Returns the first words of a text on one line."""
    text = " ".join(each.piece.text.split())
    return text if len(text) <= letters else f"{text[:letters].rsplit(' ', 1)[0]} …"


def also(each: Whereabouts) -> str:
    """Returns how many further playthroughs show it: `, and 2 more`."""
    more = len(each.readings) - 1
    return f", and {more} more" if more else ""
