"""What was done to marks, kept in the gradebook's own database: one row an event, only ever added.

A change of a mark is written down by the database itself, in the same transaction, whoever makes it: the desk and
`steadyline mark` say who they are and why; what Formgrader or nbgrader changes is written down as "outside the desk".
Rows cannot be changed or removed while the triggers stand, and each opening of the gradebook sets them again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Float, Integer, MetaData, Table, Text, select, text

OUTSIDE = "outside the desk"
"""Who changed a mark, where the program that did so does not say: Formgrader, nbgrader, a hand in the database."""

MARK, COMMENT = "mark", "comment"
"""What the database itself writes down."""

_ours = MetaData()

EVENTS = Table(
    "steadyline_event", _ours,
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

ACTING = Table(
    "steadyline_acting", _ours,
    Column("id", Integer, primary_key=True), Column("who", Text, nullable=False),
    Column("deed", Text, nullable=False), Column("why", Text, nullable=False),
)  # fmt: skip
"""Who is writing in the transaction that is open. Empty between transactions."""

DRAFTS = Table(
    "steadyline_draft", _ours,
    Column("who", Text, primary_key=True), Column("unit", Text, primary_key=True),
    Column("learner", Text, primary_key=True), Column("cell", Text, primary_key=True),
    Column("at", Text, nullable=False), Column("draft", Text, nullable=False),
)  # fmt: skip
"""What an assessor has not given as a mark yet, as JSON. No mark hangs on it, and it goes when the mark is given."""

MARKED = Table(
    "steadyline_marked", _ours,
    Column("unit", Text, primary_key=True), Column("learner", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False), Column("words", Text, nullable=False),
    Column("seconds", Float, nullable=False, default=0.0),
)  # fmt: skip
"""What the machine marked last: a digest of all that went into it, and the digests of the written answers by cell."""

_NOW_SQLITE = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
_NOW_POSTGRES = """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""

_SEEN = {
    "grade": ("auto_score", "manual_score", "extra_credit", "needs_manual_grade"),
    "comment": ("auto_comment", "manual_comment"),
}
_TOLD = {
    "auto_score": "automatic", "manual_score": "given", "extra_credit": "extra", "needs_manual_grade": "waits",
    "auto_comment": "automatic", "manual_comment": "given",
}  # fmt: skip
_DEEDS = {"grade": MARK, "comment": COMMENT}


def prepare(connection: Connection) -> None:
    """Makes our tables and what keeps them, where they are not there yet."""
    _ours.create_all(connection)
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgres()
    for statement in statements:
        connection.exec_driver_sql(statement)


def _sqlite() -> list[str]:
    kept = [
        f"CREATE TRIGGER IF NOT EXISTS steadyline_event_no_{deed} BEFORE {deed.upper()} ON steadyline_event "
        "BEGIN SELECT RAISE(ABORT, 'what was done is only ever added to'); END"
        for deed in ("update", "delete")
    ]
    watched = []
    for table, columns in _SEEN.items():
        changed = " OR ".join(f"OLD.{each} IS NOT NEW.{each}" for each in columns)
        for deed, before, after in (
            (f"AFTER UPDATE ON {table} WHEN {changed}", _json("OLD", columns, "json_object"), _json("NEW", columns, "json_object")),
            (f"AFTER DELETE ON {table}", _json("OLD", columns, "json_object"), "''"),
        ):
            name = f"steadyline_{table}_{deed.split()[1].lower()}"
            watched.append(
                f"CREATE TRIGGER IF NOT EXISTS {name} {deed} BEGIN {_insert(table, before, after, _NOW_SQLITE)}; END"
            )
    return [*kept, *watched]


def _insert(table: str, before: str, after: str, now: str) -> str:
    """Returns the statement that writes down a change of one row of nbgrader's; OLD is the row as it was."""
    acting = "(SELECT {} FROM steadyline_acting WHERE id = 1)"
    unit = ("(SELECT assignment.name FROM submitted_notebook JOIN notebook ON notebook.id = submitted_notebook.notebook_id "
            "JOIN assignment ON assignment.id = notebook.assignment_id WHERE submitted_notebook.id = OLD.notebook_id)")
    learner = ("(SELECT submitted_assignment.student_id FROM submitted_notebook JOIN submitted_assignment "
               "ON submitted_assignment.id = submitted_notebook.assignment_id "
               "WHERE submitted_notebook.id = OLD.notebook_id)")
    cell = "(SELECT base_cell.name FROM base_cell WHERE base_cell.id = OLD.cell_id)"
    return (
        f"INSERT INTO steadyline_event (at, who, deed, unit, learner, cell, before, after, why) VALUES ({now}, "
        f"COALESCE({acting.format('who')}, '{OUTSIDE}'), '{_DEEDS[table]}', COALESCE({unit}, ''), "
        f"COALESCE({learner}, ''), COALESCE({cell}, ''), {before}, {after}, "
        f"COALESCE({acting.format('why')}, ''))"
    )


def _json(row: str, columns: Sequence[str], function: str) -> str:
    fields = []
    for column in columns:
        value = f"{row}.{column}"
        if column == "needs_manual_grade" and function == "json_object":
            value = f"json(CASE WHEN {value} THEN 'true' ELSE 'false' END)"
        fields.append(f"'{_TOLD[column]}', {value}")
    return f"{function}({', '.join(fields)})"


def _postgres() -> list[str]:
    statements = [
        "CREATE OR REPLACE FUNCTION steadyline_only_added() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'what was done is only ever added to'; END $$",
        "CREATE OR REPLACE TRIGGER steadyline_event_kept BEFORE UPDATE OR DELETE ON steadyline_event "
        "FOR EACH ROW EXECUTE FUNCTION steadyline_only_added()",
    ]
    for table, columns in _SEEN.items():
        changed = " OR ".join(f"OLD.{each} IS DISTINCT FROM NEW.{each}" for each in columns)
        old, new = (f"{_json(row, columns, 'json_build_object')}::text" for row in ("OLD", "NEW"))
        statements += [
            f"CREATE OR REPLACE FUNCTION steadyline_{table}_seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' THEN {_insert(table, old, chr(39) * 2, _NOW_POSTGRES)}; RETURN OLD; END IF; "
            f"IF {changed} THEN {_insert(table, old, new, _NOW_POSTGRES)}; END IF; RETURN NEW; END $$",
            f"CREATE OR REPLACE TRIGGER steadyline_{table}_changed AFTER UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION steadyline_{table}_seen()",
        ]
    return statements


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
    """Returns the events of a unit, learner, cell, person and of some deeds (of all, where nothing is said), in order."""
    asked = select(EVENTS).order_by(EVENTS.c.id)
    for column, value in ((EVENTS.c.unit, unit), (EVENTS.c.learner, learner), (EVENTS.c.cell, cell), (EVENTS.c.who, who)):
        if value:
            asked = asked.where(column == value)
    if deeds:
        asked = asked.where(EVENTS.c.deed.in_(deeds))
    return tuple(_event(row) for row in connection.execute(asked).mappings())


def _event(row: Mapping[Any, Any]) -> Event:
    said = {name: json.loads(row[name]) if row[name] else {} for name in ("before", "after")}
    return Event(**{**{name: row[name] for name in ("id", "at", "who", "deed", "unit", "learner", "cell", "why")}, **said})


def index(connection: Connection) -> None:
    """Makes the look-up by unit and learner fast; a gradebook of thousands is asked often."""
    connection.execute(text("CREATE INDEX IF NOT EXISTS steadyline_event_of ON steadyline_event (unit, learner, cell)"))
