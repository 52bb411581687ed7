"""What was done to marks, kept in the gradebook's own database: one row an event, only ever added.

A change of a mark is written down by the database itself, in the same transaction, whoever makes it: the desk and
`steadyline mark` say who they are and why; what Formgrader or nbgrader changes is written down as "outside the desk".
Rows cannot be changed or removed (`history_kept`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Float, Index, Integer, MetaData, Table, Text, select

OUTSIDE = "outside the desk"
"""Who changed a mark, where the program that did so does not say: Formgrader, nbgrader, a hand in the database."""

MARK, COMMENT = "mark", "comment"
"""What the database itself writes down."""

OURS = MetaData()

EVENTS = Table(
    "steadyline_event", OURS,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("deed", Text, nullable=False),
    Column("unit", Text, nullable=False, default=""),
    Column("learner", Text, nullable=False, default=""),
    Column("cell", Text, nullable=False, default=""),
    Column("before", Text, nullable=False, default=""),
    Column("after", Text, nullable=False, default=""),
    Column("why", Text, nullable=False, default=""),
    sqlite_autoincrement=True,
)  # fmt: skip
"""`before` and `after` are JSON; `at` is UTC, ISO 8601."""

Index("steadyline_event_of", EVENTS.c.unit, EVENTS.c.learner, EVENTS.c.cell)

ACTING = Table(
    "steadyline_acting", OURS,
    Column("id", Integer, primary_key=True), Column("who", Text, nullable=False),
    Column("deed", Text, nullable=False), Column("why", Text, nullable=False),
)  # fmt: skip
"""Who is writing in the transaction that is open. Empty between transactions."""

DRAFTS = Table(
    "steadyline_draft", OURS,
    Column("who", Text, primary_key=True), Column("unit", Text, primary_key=True),
    Column("learner", Text, primary_key=True), Column("cell", Text, primary_key=True),
    Column("at", Text, nullable=False), Column("draft", Text, nullable=False),
)  # fmt: skip
"""What an assessor has not given as a mark yet, as JSON. No mark hangs on it, and it goes when the mark is given."""

MARKED = Table(
    "steadyline_marked", OURS,
    Column("unit", Text, primary_key=True), Column("learner", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False), Column("words", Text, nullable=False),
    Column("seconds", Float, nullable=False, default=0.0),
)  # fmt: skip
"""What the machine marked last: a digest of all that went into it, and the digests of the written answers by cell."""

@dataclass(frozen=True)
class Event:
    """One thing that was done. `before` and `after` are what the JSON in them says, {} where nothing is said."""

    id: int
    at: str
    who: str
    deed: str
    unit: str = ""
    learner: str = ""
    cell: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


def now() -> str:
    """Returns the moment, UTC, ISO 8601 to the millisecond, as the database writes it too."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def write_down(
    connection: Connection, who: str, deed: str, unit: str = "", learner: str = "", cell: str = "",
    before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None, why: str = "",
) -> int:  # fmt: skip
    """Adds one event in the transaction that is open, and returns its number."""
    row = {
        "at": now(), "who": who, "deed": deed, "unit": unit, "learner": learner, "cell": cell,
        "before": _text(before), "after": _text(after), "why": why,
    }  # fmt: skip
    added = connection.execute(EVENTS.insert(), row).inserted_primary_key
    assert added is not None  # noqa: S101  one row was added
    return int(added[0])


def _text(told: Mapping[str, Any] | None) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else ""


def events(
    connection: Connection, unit: str = "", learner: str = "", cell: str = "", deeds: Sequence[str] = (), who: str = ""
) -> tuple[Event, ...]:
    """Returns events in order: of a unit, a learner, a cell, a person, of some deeds; of all, where nothing is said."""
    asked = select(EVENTS).order_by(EVENTS.c.id)
    for column, value in {"unit": unit, "learner": learner, "cell": cell, "who": who}.items():
        if value:
            asked = asked.where(EVENTS.c[column] == value)
    if deeds:
        asked = asked.where(EVENTS.c.deed.in_(deeds))
    return tuple(_event(row) for row in connection.execute(asked).mappings())


def _event(row: Mapping[Any, Any]) -> Event:
    plain = {name: row[name] for name in ("id", "at", "who", "deed", "unit", "learner", "cell", "why")}
    return Event(**plain, **{name: json.loads(row[name]) if row[name] else {} for name in ("before", "after")})

