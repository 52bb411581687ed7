"""What keeps the history: triggers in the gradebook's database, set again each time the gradebook is opened.

nbgrader's upgrade of a gradebook may rebuild its tables, and triggers go with them; hence each time.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from steadyline.graders.history import COMMENT, MARK, OURS, OUTSIDE

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

_UNIT = (
    "(SELECT assignment.name FROM submitted_notebook JOIN notebook ON notebook.id = submitted_notebook.notebook_id "
    "JOIN assignment ON assignment.id = notebook.assignment_id WHERE submitted_notebook.id = OLD.notebook_id)"
)
_LEARNER = (
    "(SELECT submitted_assignment.student_id FROM submitted_notebook JOIN submitted_assignment "
    "ON submitted_assignment.id = submitted_notebook.assignment_id WHERE submitted_notebook.id = OLD.notebook_id)"
)
_CELL = "(SELECT base_cell.name FROM base_cell WHERE base_cell.id = OLD.cell_id)"


def prepare(connection: Connection) -> None:
    """Makes our tables and what keeps them, where they are not there yet."""
    OURS.create_all(connection)
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
        old, new = (_json(row, columns, "json_object") for row in ("OLD", "NEW"))
        for deed, before, after in (
            (f"AFTER UPDATE ON {table} WHEN {changed}", old, new), (f"AFTER DELETE ON {table}", old, "''"),
        ):
            name = f"steadyline_{table}_{deed.split()[1].lower()}"
            watched.append(
                f"CREATE TRIGGER IF NOT EXISTS {name} {deed} BEGIN {_insert(table, before, after, _NOW_SQLITE)}; END"
            )
    return [*kept, *watched]


def _insert(table: str, before: str, after: str, now: str) -> str:
    """Returns the statement that writes down a change of one row of nbgrader's; OLD is the row as it was."""
    acting = "(SELECT {} FROM steadyline_acting WHERE id = 1)"
    values = (
        now, f"COALESCE({acting.format('who')}, '{OUTSIDE}')", f"'{_DEEDS[table]}'",
        *(f"COALESCE({each}, '')" for each in (_UNIT, _LEARNER, _CELL)),
        before, after, f"COALESCE({acting.format('why')}, '')",
    )
    columns = "at, who, deed, unit, learner, cell, before, after, why"
    return f"INSERT INTO steadyline_event ({columns}) VALUES ({', '.join(values)})"  # noqa: S608  all our own words


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
