"""How a vote came out, as it may be shown: few votes in words, the minority always in sight."""

from __future__ import annotations

from typing import Any

from steadyline.live.room import TABLES, Question, Room
from steadyline.live.taken import letter
from steadyline.live.tally import FEWEST, Tally

View = dict[str, Any]

TOO_FEW = f"Fewer than {FEWEST} have chosen. In a small room a number is a person, so it is not shown."


def options_of(room: Room, question: Question) -> list[View]:
    """Returns the options in the order shown, each with its letter, its id and its words as HTML."""
    told = {choice: room.case.choice(question.node, choice)["html"] for choice in question.order}
    return [{"letter": letter(question.order, choice), "id": choice, "html": html} for choice, html in told.items()]


def may_be_shown(room: Room, tally: Tally) -> bool:
    """Whether a tally may be shown. A table is not a person: in table mode few votes are shown as well."""
    return tally.total > 0 and (tally.is_shown or room.mode == TABLES)


def results_of(room: Room, question: Question) -> View:
    """Returns the rounds that were revealed, and the reasons that the facilitator shows."""
    rounds = [result_of(room, question, number) for number in range(1, question.revealed + 1)]
    return {"rounds": rounds, "reasons": shown_reasons(room, question)}


def result_of(room: Room, question: Question, number: int) -> View:
    """Returns one round: `rows` in the order shown with `count` and `share` (0 to 1); `words` where too few voted."""
    tally = question.tally(number)
    if not may_be_shown(room, tally):
        words = TOO_FEW if tally.total else "Nobody has chosen."
        return {"round": number, "total": tally.total if tally.total >= FEWEST else -1, "words": words, "rows": []}
    tables = _tables(room, question, number)
    rows = [
        {"letter": letter(question.order, choice), "count": count, "share": count / tally.total,
         "avoided": tally.avoided[choice], "tables": tables.get(choice, [])}
        for choice, count in tally.counts.items()
    ]  # fmt: skip
    shown = {"round": number, "total": tally.total, "rows": rows, "unit": "tables" if room.mode == TABLES else "votes"}
    return shown | ({"confidence": tally.confidence} if tally.confidence is not None else {})


def _tables(room: Room, question: Question, number: int) -> dict[str, list[int]]:
    """Returns in table mode the numbers of the tables that chose each option."""
    found: dict[str, list[int]] = {}
    if room.mode == TABLES and not question.hands[number - 1]:
        for voter, vote in question.rounds[number - 1].items():
            found.setdefault(vote.choice, []).append(int(voter.removeprefix("table ")))
    return {choice: sorted(numbers) for choice, numbers in found.items()}


def shown_reasons(room: Room, question: Question) -> list[View]:
    """Returns the lines of reasoning that the facilitator shows, of rounds that were revealed; never who wrote one."""
    return [
        {"letter": each["letter"], "text": each["text"]}
        for each in all_reasons(room, question) if each["shown"] and each["round"] <= question.revealed
    ]  # fmt: skip


def all_reasons(room: Room, question: Question) -> list[View]:
    """Returns every line of reasoning with `voter`, by which it can be shown; for the facilitator alone.

    They stand by round and option and then by the hash of who wrote them: not in the order in which they came.
    """
    found = [
        {"round": number, "voter": voter, "letter": letter(question.order, vote.choice), "text": vote.reason,
         "shown": f"{number}/{voter}" in question.shown}
        for number, votes in enumerate(question.rounds, start=1) for voter, vote in votes.items() if vote.reason
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each["round"], each["letter"], each["voter"]))
