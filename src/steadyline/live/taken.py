"""The decisions of a session, each once: a fork to which the room returned is one decision, with all its votes."""

from __future__ import annotations

from dataclasses import dataclass

from steadyline.live.room import DETOUR, TABLES, Question, Room
from steadyline.live.tally import Tally


@dataclass(frozen=True)
class Taken:
    """One decision of the room. `number` counts from 1 in the order met; `asked` are the numbers in the log.

    `went_on` is the choice by which the story that stood went on, "" where the session ended before.
    `detours` are choices that were followed to see where they lead; `on_detour`: the whole decision lay on such a way.
    """

    number: int
    scene: str
    title: str
    question: Question
    asked: tuple[int, ...]
    went_on: str
    detours: tuple[str, ...]
    on_detour: bool
    rounds: tuple[Tally, ...]
    tables_count: bool

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the options in the order shown."""
        return self.question.order

    @property
    def first(self) -> Tally | None:
        """How the first vote came out; None where nobody was asked, or nobody voted."""
        return self.rounds[0] if self.rounds else None

    @property
    def last(self) -> Tally | None:
        """How the last vote came out; the first one where there was no other."""
        return self.rounds[-1] if self.rounds else None

    def may_be_told(self, tally: Tally | None) -> bool:
        """Whether a tally may be shown. A table is not a person: in table mode few votes are shown as well."""
        return tally is not None and tally.total > 0 and (tally.is_shown or self.tables_count)


def taken_of(room: Room) -> list[Taken]:
    """Returns the decisions on which the room voted or decided, in the order in which it first met them."""
    groups = [group for group in _groups(room) if group[-1].rounds or any(each.decided for each in group)]
    return [
        _taken(room, group, number, any(later[0].node == group[0].node for later in groups[number:]))
        for number, group in enumerate(groups, start=1)
    ]


def letter(order: tuple[str, ...], choice: str) -> str:
    """Returns the letter under which the room saw a choice: A is the first."""
    return chr(ord("A") + order.index(choice))


def _groups(room: Room) -> list[list[Question]]:
    """Returns the questions that are one decision together: the room came back to a fork, and its votes with it."""
    groups: list[list[Question]] = []
    for question in room.questions:
        same = next((group for group in groups if _continues(group[-1], question)), None)
        if same is None:
            groups.append([question])
        else:
            same.append(question)
    return groups


def _continues(earlier: Question, later: Question) -> bool:
    # A return copies the list of rounds and keeps each round itself, so that identity tells it from another visit.
    return earlier.node == later.node and len(earlier.rounds) <= len(later.rounds) and all(
        one is other for one, other in zip(earlier.rounds, later.rounds, strict=False)
    )  # fmt: skip


def _taken(room: Room, group: list[Question], number: int, met_again: bool) -> Taken:
    last = group[-1]
    scene = str(room.case.nodes[last.node]["scene"])
    stood = "" if met_again else next((choice for node, choice in room.path if node == last.node), "")
    said = [each for question in group for each in question.decided]
    return Taken(
        number, scene, str(room.case.scenes[scene]["title"]), last, tuple(each.number for each in group), stood,
        tuple(dict.fromkeys(choice for choice, how in said if how == DETOUR)),
        not stood and (met_again or last.node != room.node),
        tuple(tally for at in range(1, last.round + 1) if (tally := last.tally(at)).total), room.mode == TABLES,
    )  # fmt: skip
