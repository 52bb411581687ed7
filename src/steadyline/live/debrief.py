"""A debrief of a session, from what happened in the room. Values only: `debrief_page` makes the sheet of it.

Its four steps follow PEARLS (Promoting Excellence And Reflective Learning in Simulation): reactions, description,
analysis, application. Sources: Eppich and Cheng, Simulation in Healthcare 10(2), 2015, pages 106-115 (read in its
summary and opening); the names of the steps as in Bajaj and others, The PEARLS Healthcare Debriefing Tool, Academic
Medicine 93(2), 2018, page 336. The full text of neither was at hand, and no sentence of theirs is used here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from steadyline.graders.key import Key, KeyedDecision
from steadyline.graders.marks import AXES, Calibration
from steadyline.graders.profile import lean_words
from steadyline.live.advocacy import CHOSE, CHOSE_FIRST, LOOKED, advocacy
from steadyline.live.debrief_words import (
    avoided_words,
    changed_words,
    confidence_words,
    hidden_words,
    minority_words,
    went_on_words,
)
from steadyline.live.notes import Notes
from steadyline.live.rated import Rated, rated_of
from steadyline.live.rating_words import rates_of
from steadyline.live.room import HANDS, TABLES, Room
from steadyline.live.taken import Taken, letter, taken_of
from steadyline.live.tally import FEWEST, Tally
from steadyline.scenarios.compile import CompiledCase

FIRST, LAST = "All first votes", "All last votes"


@dataclass(frozen=True)
class OptionTold:
    """An option with its votes; None where they may not be told, or nobody was asked twice."""

    letter: str
    choice: str
    text: str
    first: int | None
    last: int | None


@dataclass(frozen=True)
class DecisionTold:
    """One decision as it went. `say` can be said aloud; the sentences that do not apply are "".

    `tables` has each table's letters, round by round, in the order of their numbers; empty but in table mode.
    """

    number: int
    title: str
    options: tuple[OptionTold, ...]
    voted_again: bool
    hidden: str
    went_on: str
    changed: str
    minority: str
    confidence: str
    avoided: str
    say: tuple[str, ...]
    tables: tuple[tuple[str, tuple[str, ...]], ...]
    not_scored: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """What happened, in sentences, in the order of the sheet."""
        return tuple(each for each in (self.hidden, self.went_on, self.changed, self.confidence, self.avoided) if each)


@dataclass(frozen=True)
class Debrief:
    """A session looked back on. `calibration` has FIRST and LAST and each decision's last vote, by its heading.

    `rated` are the blocks rated before and after an outcome; `outcome` says in words what is known of outcome bias.
    """

    title: str
    unit: str
    held: tuple[str, ...]
    decisions: tuple[DecisionTold, ...]
    calibration: Mapping[str, Mapping[str, Calibration]]
    left_out: str
    rated: tuple[Rated, ...]
    outcome: str
    ending: str
    script_html: str

    @property
    def lean(self) -> tuple[str, ...]:
        """Where the room's votes lay, in sentences: the first votes and the last ones on both axes."""
        return tuple(f"{name}. {axis_words(self.calibration[name][axis])}" for axis in AXES for name in (FIRST, LAST))


def axis_words(found: Calibration) -> str:
    """Returns where votes lay on an axis, in the words of the profile."""
    return lean_words(found).replace("is -0.0 ", "is 0.0 ").replace("is +0.0 ", "is 0.0 ").replace(" -", " \u2212")


def debrief_of(case: CompiledCase, key: Key, room: Room, notes: Notes | None = None) -> Debrief:
    """Returns the debrief of a session as it stands now, finished or not."""
    taken = taken_of(room)
    return Debrief(
        case.title, room.unit, _held(room, taken),
        tuple(_told(room, key, each) for each in taken),
        _calibration(key, taken), _left_out(key, taken), rated_of(room), _outcome(room), _ending(room),
        notes.debrief if notes else "",
    )  # fmt: skip


def _held(room: Room, taken: list[Taken]) -> tuple[str, ...]:
    how = {TABLES: "each table voted as one", HANDS: "votes by show of hands"}.get(room.mode, "everybody voted alone")
    came = "" if room.mode == HANDS else (
        f"{len(room.devices)} phones joined" if len(room.devices) >= FEWEST else "fewer than five phones joined"
    )  # fmt: skip
    day = f"held on {day_words(room.began[:10])}" if room.began else ""
    number = f"{len(taken)} decision{'' if len(taken) == 1 else 's'}"
    return tuple(each for each in (day, came, how, number) if each)


def mean_of(found: Calibration) -> tuple[float | None, float | None]:
    """Returns the mean position and the spread, both None where no vote counts."""
    return (found.mean, found.spread) if found.counted else (None, None)


def day_words(day: str) -> str:
    """Returns a day as it is said: "12 January 2026" for 2026-01-12, and what is no day as it stands."""
    try:
        return f"{date.fromisoformat(day):%d %B %Y}".lstrip("0")  # %-d is unknown to Windows
    except ValueError:
        return day


def _told(room: Room, key: Key, taken: Taken) -> DecisionTold:
    keyed = key.decisions[taken.scene]
    texts = {each["id"]: str(each["text"]) for each in room.case.scenes[taken.scene]["choices"]}
    again = len(taken.rounds) > 1
    first = taken.first if taken.may_be_told(taken.first) else None
    last = taken.last if taken.may_be_told(taken.last) and again else None
    options = tuple(
        OptionTold(letter(taken.order, choice), choice, texts[choice], first.counts[choice] if first else None,
                   last.counts[choice] if last else None)
        for choice in taken.order
    )  # fmt: skip
    return DecisionTold(
        taken.number, taken.title, options, again, hidden_words(taken), went_on_words(taken), changed_words(taken),
        minority_words(taken), confidence_words(taken, keyed), avoided_words(taken, keyed),
        tuple(_say(key, keyed, taken, texts)), _tables(room, taken), not keyed.is_counted,
    )  # fmt: skip


def _say(key: Key, keyed: KeyedDecision, taken: Taken, texts: Mapping[str, str]) -> Iterator[str]:
    """Yields a sentence on each choice that stands out: what most chose first, what it went on with, its detours."""
    stood = taken.went_on if taken.went_on not in taken.detours else ""
    stood = stood or _most(taken, taken.last)
    first = _most(taken, taken.first)
    deeds = {first: CHOSE_FIRST} if first and first != stood else {}
    deeds |= {stood: CHOSE} if stood else {}
    deeds |= {choice: LOOKED for choice in taken.detours if choice not in deeds}
    for choice, deed in deeds.items():
        yield advocacy(taken.title, letter(taken.order, choice), texts[choice], keyed.options[choice], key, deed)


def _most(taken: Taken, tally: Tally | None) -> str:
    """Returns the one choice with most votes; "" where that may not be told, or several are even."""
    told = tally.leading if tally is not None and taken.may_be_told(tally) else ()
    return told[0] if len(told) == 1 else ""


def _tables(room: Room, taken: Taken) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if room.mode != TABLES:
        return ()
    rounds = taken.question.rounds
    names = sorted({voter for each in rounds for voter in each}, key=lambda name: int(name.split()[-1]))
    return tuple(
        (name.capitalize(), tuple(letter(taken.order, each[name].choice) if name in each else "–" for each in rounds))
        for name in names
    )


def _calibration(key: Key, taken: list[Taken]) -> dict[str, dict[str, Calibration]]:
    """Returns positions with one entry a vote: of all first votes, all last ones, and each decision's last vote."""
    told = [each for each in taken if any(each.may_be_told(tally) for tally in each.rounds)]
    found = {FIRST: _axes(key, told, first=True), LAST: _axes(key, told, first=False)}
    return found | {f"{each.number}. {each.title}": _axes(key, [each], first=False) for each in told}


def _axes(key: Key, taken: list[Taken], first: bool) -> dict[str, Calibration]:
    return {axis: Calibration(axis, tuple(
        position for each in taken if (tally := _one(each, first)) is not None
        for position in _positions(key.decisions[each.scene], tally, axis)
    )) for axis in AXES}  # fmt: skip


def _one(taken: Taken, first: bool) -> Tally | None:
    """Returns the first or the last vote that may be told."""
    told = [tally for tally in taken.rounds if taken.may_be_told(tally)]
    return (told[0] if first else told[-1]) if told else None


def _positions(keyed: KeyedDecision, tally: Tally, axis: str) -> tuple[int | None, ...]:
    """Returns the position of each vote; None where the method is at fault or the decision is not scored."""
    return tuple(
        None if option.method or not keyed.is_counted else option.position(axis)
        for choice, count in tally.counts.items() if (option := keyed.options[choice]) for _ in range(count)
    )


def _left_out(key: Key, taken: list[Taken]) -> str:
    """Returns how many of the last votes are left out of the calibration because of their method."""
    number = sum(
        count for each in taken if (tally := _one(each, first=False)) is not None
        for choice, count in tally.counts.items() if key.decisions[each.scene].options[choice].method
    )
    if not number:
        return ""
    votes = "one of the last votes is" if number == 1 else f"{number} of the last votes are"
    return f"Because their difficulty is the method and not the firmness, {votes} left out."


def _ending(room: Room) -> str:
    found = room.case.nodes[room.node] if room.node else {}
    return str(room.case.scenes[found["scene"]]["title"]) if "process" in found else ""


def _outcome(room: Room) -> str:
    """Returns what is known of outcome bias in this session, and what to ask."""
    ask = "Ask: “If the story had ended otherwise, which of our decisions would we think better of, and why?”"
    found = rated_of(room)
    if found:
        told = dict.fromkeys(sentence for each in found for sentence in each.sentences)
        return " ".join((*told, ask))
    if rates_of(room.unit):
        return (
            "This session did not measure outcome bias. The unit does, where each works through it alone: decisions "
            f"are rated, an outcome is shown, and they are rated again. {ask}"
        )
    return f"Neither this session nor this unit measures outcome bias. {ask}"
