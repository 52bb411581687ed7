"""A session given out: its counts as a table, and as statements of the Experience API (xAPI) 1.0.3.

Nobody is in it: what fewer than five did is left out, no line of reasoning is given out, and who voted is known here
as little as in the room. In a statement the actor is the group, known by the session's name alone.

Source: Experience API, Version 1.0.3, Part Two, 2.4.2.2 (ADL, 2016): a group with an account needs no members.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from steadyline.desk.out import Table
from steadyline.desk.out_xapi import KIND, LANGUAGE, OURS, VERBS, Statement
from steadyline.live.held import Held
from steadyline.live.rated import Rated, rated_of
from steadyline.live.room import TABLES, Event, Vote
from steadyline.live.taken import Taken, letter, taken_of
from steadyline.live.tally import FEWEST, Tally, tally_of

COLUMNS = (
    "session", "unit", "case", "decision", "scene", "title", "vote", "option", "letter", "votes", "voted", "avoided",
    "confidence", "went_on", "note", "rated", "outcome", "mean",
)  # fmt: skip
HIDDEN = f"fewer than {FEWEST}, not shown"

_NOT_RATED = ("", "", None)

Row = tuple[str | int | float | None, ...]


def rows(held: Held) -> list[Row]:
    """Returns one row per decision × vote × option, under COLUMNS.

    `votes` counts this option, `voted` all; both are None where they are hidden, as `note` says. `avoided` and
    `confidence` (the middle value, 0 to 100) are None where fewer than five gave any. `went_on` is "room" or "detour".
    Below them stands one row per thing rated × vote, 1 before and 2 after the outcome was shown: `rated` is block and
    thing, `voted` those who rated both times, `mean` on the block's own scale.
    """
    votes = [row for taken in taken_of(held.room) for row in _of_decision(held, taken)]
    return [*votes, *(row for found in rated_of(held.room) for row in _of_rating(held, found))]


def _of_rating(held: Held, found: Rated) -> Iterator[Row]:
    first = (held.name, held.room.unit, held.case.name, None, "")
    if not found.things:
        yield (*first, "", None, "", "", None, None, None, None, "", HIDDEN, found.block, found.outcome, None)
    for thing in found.things:
        for number, mean in enumerate((thing.before, thing.after), start=1):
            yield (*first, thing.name, number, "", "", None, found.number, None, None, "", "",
                   f"{found.block}/{thing.id}", found.outcome, round(mean, 3))  # fmt: skip


def _of_decision(held: Held, taken: Taken) -> Iterator[Row]:
    room, first = held.room, (held.name, held.room.unit, held.case.name, taken.number, taken.scene, taken.title)
    for number, tally in enumerate(taken.rounds, start=1):
        for choice in taken.order:
            how = "detour" if choice in taken.detours else "room" if choice == taken.went_on else ""
            yield (*first, number, choice, letter(taken.order, choice), *_counts(tally, choice, room.mode), how,
                   "" if taken.may_be_told(tally) else HIDDEN, *_NOT_RATED)  # fmt: skip


def _counts(tally: Tally, choice: str, mode: str) -> tuple[int | float | None, ...]:
    """Returns votes, voted, avoided and confidence, each None where it may not be told."""
    if not (tally.is_shown or mode == TABLES):
        return (None, None, None, None)
    named = sum(tally.avoided.values())
    avoided = tally.avoided[choice] if named >= FEWEST or (named and mode == TABLES) else None
    return (tally.counts[choice], tally.total, avoided, tally.confidence)


def bare_rows(name: str, events: Sequence[Event]) -> list[Row]:
    """Returns the rows of a session whose case has changed since: counted from the events, without scenes and letters.

    `decision` is the number of the question in the log. An option that nobody chose has no row. What is no vote, a
    rating too, is passed over.
    """
    opened = events[0]
    found: dict[tuple[int, int], dict[str, Vote]] = {}
    hands: dict[tuple[int, int], Mapping[str, int]] = {}
    table = {str(each.get("device")): str(each.get("table", "")) for each in events if each["kind"] == "joined"}
    for each in events:
        at = (_whole(each.get("question")), _whole(each.get("round")))
        if each["kind"] == "voted" and isinstance(each.get("choice"), str):
            device = str(each.get("device"))
            voter = table.get(device, "") if opened.get("mode") == TABLES else device
            found.setdefault(at, {})[voter] = Vote(each["choice"], _whole(each.get("confidence"), -1))
        elif each["kind"] == "counted" and isinstance(each.get("hands"), dict):
            hands[at] = {str(choice): _whole(count) for choice, count in each["hands"].items()}
    return [row for at in sorted({*found, *hands})
            for row in _bare(name, opened, at, found.get(at, {}), hands.get(at, {}))]  # fmt: skip


def _bare(
    name: str, opened: Event, at: tuple[int, int], votes: Mapping[str, Vote], hands: Mapping[str, int]
) -> Iterator[Row]:
    order = sorted({*(vote.choice for vote in votes.values()), *hands})
    tally, mode = tally_of(order, votes.values(), hands), str(opened.get("mode", ""))
    note = "" if tally.is_shown or mode == TABLES else HIDDEN
    first = (name, str(opened.get("unit", "")), str(opened.get("case", "")), at[0], "", "", at[1])
    for choice in order if not note else [""]:
        counts = _counts(tally, choice, mode) if choice else (None, None, None, None)
        yield (*first, choice, "", *counts, "", note, *_NOT_RATED)


def _whole(value: object, otherwise: int = 0) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def statements(held: Held, home_page: str) -> list[Statement]:
    """Returns what the group did: a statement for each vote and each rating, and one where the story was finished.

    `home_page` is an absolute IRI: where the session's name means something.
    """
    said = [each for taken in taken_of(held.room) for each in _answered(held, taken)]
    said += [_compared(held, each) for each in rated_of(held.room)]
    if "process" in held.case.nodes.get(held.room.node, {}):
        ending = str(held.case.nodes[held.room.node]["scene"])
        result = {"completion": True, "extensions": {f"{OURS}extension:ending": ending}}
        said.append({"verb": _verb("completed"), "object": _unit(held), "result": result, **_at(held.room.at)})
    return [_finished({**each, **_who(held, home_page)}) for each in said]


def _answered(held: Held, taken: Taken) -> Iterator[Statement]:
    id = OURS + ":".join(quote(part, safe="") for part in ("case", held.case.name, "scene", taken.scene))
    definition = {"type": f"{KIND}cmi.interaction", "name": {LANGUAGE: taken.title}, "interactionType": "choice",
                  "choices": [{"id": choice} for choice in held.case.decisions[taken.scene]]}  # fmt: skip
    scene = {"objectType": "Activity", "id": id, "definition": definition}
    for number, tally in enumerate(taken.rounds, start=1):
        further: dict[str, Any] = {"vote": number, "digest": held.case.digest, "decision": taken.number}
        result: dict[str, Any] = {}
        if taken.may_be_told(tally):
            further |= {"votes": dict(tally.counts), "voted": tally.total}
            further |= {"confidence": tally.confidence} if tally.confidence is not None else {}
            result["response"] = "[,]".join(tally.leading)
        else:
            further["hidden"] = HIDDEN
        if number == len(taken.rounds):
            further |= {"went-on": taken.went_on} if taken.went_on else {}
            further |= {"detours": list(taken.detours)} if taken.detours else {}
        result["extensions"] = {f"{OURS}extension:{name}": value for name, value in further.items()}
        times = taken.question.times
        when = next((times[key] for key in (f"closed {number}", f"open {number}") if times.get(key)), "")
        yield {"verb": _verb("answered"), "object": scene, "result": result, **_at(when)}


def _compared(held: Held, found: Rated) -> Statement:
    """Returns the statement of a rating: its means before and after the outcome, where they may be told."""
    id = f"{_unit(held)['id']}:rate:{quote(found.block, safe='')}"
    definition = {"type": f"{KIND}cmi.interaction", "name": {LANGUAGE: found.block}, "interactionType": "other"}
    further: dict[str, Any] = {"outcome": found.outcome, "digest": held.case.digest}
    if found.things:
        further |= {"scale": list(found.scale), "rated": found.number}
        further |= {"before": {each.id: round(each.before, 3) for each in found.things},
                    "after": {each.id: round(each.after, 3) for each in found.things}}  # fmt: skip
    else:
        further["hidden"] = HIDDEN
    extensions = {f"{OURS}extension:{name}": value for name, value in further.items()}
    return {"verb": _verb("answered"), "object": {"objectType": "Activity", "id": id, "definition": definition},
            "result": {"extensions": extensions}, **_at(held.room.at)}  # fmt: skip


def _who(held: Held, home_page: str) -> Statement:
    actor = {"objectType": "Group", "account": {"homePage": home_page, "name": held.name}}
    return {"actor": actor, "context": {"contextActivities": {"parent": [_unit(held)]}, "platform": "Steadyline"}}


def _unit(held: Held) -> Statement:
    unit = held.room.unit
    definition = {"type": f"{KIND}module", "name": {LANGUAGE: unit}}
    return {"objectType": "Activity", "id": f"{OURS}unit:{quote(unit, safe='')}", "definition": definition}


def _verb(word: str) -> Statement:
    return {"id": VERBS[word], "display": {LANGUAGE: word}}


def _at(moment: str) -> Mapping[str, str]:
    return {"timestamp": moment} if moment else {}


def _finished(statement: Statement) -> Statement:
    """Returns the statement with its id, which hangs on everything in it: said twice, it is the same one."""
    told = json.dumps(statement, sort_keys=True, allow_nan=False, separators=(",", ":"))
    return {"id": str(uuid5(NAMESPACE_URL, f"{OURS}statement:{told}")), **statement}


def table(found: Iterable[Row]) -> Table:
    """Returns rows with their heading, as `desk.out_csv` writes them."""
    return [COLUMNS, *found]
