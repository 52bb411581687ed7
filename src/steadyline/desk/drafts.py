"""What an assessor has chosen and written and not given as a mark yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from steadyline.graders.history import DRAFTS, now
from steadyline.graders.moderation import MarkingUnfit

LONGEST = 20_000
"""Signs of a draft as JSON: a comment of three thousand words fits."""


def keep_draft(
    connection: Connection, who: str, unit: str, learner: str, cell: str, draft: Mapping[str, Any]
) -> None:
    """Keeps a draft in place of the earlier one. Raises MarkingUnfit if it is too long; then the earlier one stands."""
    text = json.dumps(dict(draft), ensure_ascii=False)
    if len(text) > LONGEST:
        raise MarkingUnfit(f"This comment is too long to be kept ({len(text)} signs of at most {LONGEST}).")
    of = {"who": who, "unit": unit, "learner": learner, "cell": cell}
    same = [DRAFTS.c[name] == value for name, value in of.items()]
    changed = connection.execute(DRAFTS.update().where(*same).values(at=now(), draft=text))
    if changed.rowcount == 0:
        connection.execute(DRAFTS.insert(), {**of, "at": now(), "draft": text})


def draft_of(connection: Connection, who: str, unit: str, learner: str, cell: str) -> dict[str, Any] | None:
    """Returns an assessor's draft for a piece with the moment `at` which it was kept, or None."""
    of = {"who": who, "unit": unit, "learner": learner, "cell": cell}
    asked = select(DRAFTS.c.at, DRAFTS.c.draft).where(*(DRAFTS.c[name] == value for name, value in of.items()))
    row = connection.execute(asked).first()
    return None if row is None else {**json.loads(row.draft), "at": row.at}


def drafts_of(connection: Connection, who: str, unit: str) -> set[tuple[str, str]]:
    """Returns the pieces of a unit, by learner and cell, for which an assessor has a draft."""
    asked = select(DRAFTS.c.learner, DRAFTS.c.cell).where(DRAFTS.c.who == who, DRAFTS.c.unit == unit)
    return {(row.learner, row.cell) for row in connection.execute(asked)}
