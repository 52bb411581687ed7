"""Giving a mark: checked, written down, and put into the gradebook, all in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from steadyline.desk.pieces import MARKING, POINTS, REFUSED, WRITTEN, Piece, marking_of, piece
from steadyline.errors import SteadylineError
from steadyline.graders.gradebook import writing
from steadyline.graders.history import DRAFTS, events, write_down
from steadyline.graders.marks import DECIMALS
from steadyline.graders.moderation import (
    AGREED,
    FEWEST_WORDS,
    FIRST,
    SECOND,
    SETTLED,
    Marking,
    MarkingUnfit,
    Rule,
    Standing,
    check_marking,
    standing,
)
from steadyline.graders.rubric import Rubric


class ChangedMeanwhile(SteadylineError):
    """Somebody else did something to this work since it was opened; what was given is kept as a draft."""


class NotYours(SteadylineError):
    """What comes next for this work is for somebody else."""


class NotThere(SteadylineError):
    """There is no such work at this desk."""

    def __init__(self, unit: str, learner: str, cell: str) -> None:
        super().__init__(f"There is nothing of {learner} to be marked as {cell} in {unit}. Load the list again.")


@dataclass(frozen=True)
class Given:
    """What an assessor gives. `blind`: whether it was given without sight of others; `words` the text's digest then."""

    unit: str
    learner: str
    cell: str
    levels: Mapping[str, int]
    direction: str = "none"
    comment: str = ""
    note: str = ""
    reason: str = ""
    words: str = ""
    blind: bool = True
    last: int = field(default=0)


def give(engine: Engine, folder: Path, who: str, given: Given, rubric: Rubric, rule: Rule) -> Standing:
    """Keeps a mark for written work and returns where the work is now; the very same mark, given again, is kept once.

    Raises NotThere, ChangedMeanwhile, NotYours, MarkingUnfit; then nothing was kept.
    """
    with writing(engine, who, MARKING, given.reason) as connection:
        found = _found(connection, folder, given, rule, WRITTEN)
        if _is_given_already(connection, found, who, given):
            drop_draft(connection, who, given.unit, given.learner, given.cell)
            return found.standing
        stage = stage_for(found, who, given)
        marking = Marking(
            who, stage, dict(given.levels), given.direction, given.comment.strip(), given.note.strip(), found.words,
            drawn=_is_drawn(connection, found, rule, stage),
        )  # fmt: skip
        check_marking(marking, rubric)
        _need_a_reason(found, given.reason)
        write_down(connection, who, MARKING, given.unit, given.learner, given.cell, after=marking.as_told(),
                   why=given.reason)  # fmt: skip
        kept = [marking_of(each) for each in events(connection, given.unit, given.learner, given.cell, (MARKING,))]
        now = standing(kept, rule, found.words)
        _put_in_gradebook(connection, found, now, rubric)
        drop_draft(connection, who, given.unit, given.learner, given.cell)
    return now


def _is_given_already(connection: Connection, found: Piece, who: str, given: Given) -> bool:
    """Whether this is a mark that was kept before and of which the assessor's page never heard: it asks again."""
    kept = events(connection, given.unit, given.learner, given.cell, (MARKING,))
    # Blind, others may have come after it; of a mark that is agreed or changed, only the last one still counts.
    last = [each for each in kept if each.who == who][-1:] if given.blind else kept[-1:]
    told = Marking(who, "", dict(given.levels), given.direction, given.comment.strip(), given.note.strip(), found.words)
    return any(
        each.who == who and each.why == given.reason and given.words == found.words
        and {**each.after, "stage": "", "drawn": False} == told.as_told()
        for each in last
    )  # fmt: skip


def stage_for(found: Piece, who: str, given: Given) -> str:
    """Returns the stage that this mark of this person is. Raises NotYours or ChangedMeanwhile."""
    if given.words and given.words != found.words:
        raise ChangedMeanwhile(
            "The learner handed this work in anew while you read it. Your mark is kept as a draft: read the new text."
        )
    now = found.standing
    if found.set_aside is not None:
        raise NotYours("This work was set aside. Take it up again before a mark is given.")
    if given.blind and now.next not in (AGREED, SETTLED) and now.is_for(who):
        return now.next
    if not given.blind and now.next == AGREED and now.is_for(who):
        return AGREED
    if now.next == SECOND and now.who == (who,):
        return FIRST
    if now.next == SETTLED and given.last == found.last:
        return FIRST if now.who == (who,) else AGREED
    return _refuse(now, who, given)


def _refuse(now: Standing, who: str, given: Given) -> str:
    if given.blind and now.next in (AGREED, SETTLED):
        raise ChangedMeanwhile(
            "Others have marked this work since you opened it, and no more marks are needed. "
            "Yours is kept as a draft; nothing was overwritten."
        )
    if now.next == SETTLED:
        raise ChangedMeanwhile("The mark for this work was changed since you opened it. Open it again and look.")
    if who in now.who:
        raise NotYours("You have marked this work. It waits for somebody else, who must not see your mark before.")
    raise NotYours("The mark for this work is agreed by somebody who marked it.")


def _is_drawn(connection: Connection, found: Piece, rule: Rule, stage: str) -> bool:
    if stage != FIRST:
        return False
    kept = [
        (event.learner, marking) for event in events(connection, found.unit, cell=found.cell, deeds=(MARKING,))
        if (marking := marking_of(event)).stage == FIRST
    ]  # fmt: skip
    own = [marking for learner, marking in kept if learner == found.learner]
    if own:  # a mark that is changed stays in the sample or out of it
        return own[-1].drawn
    return rule.is_drawn(len({learner for learner, _ in kept}), found.unit, found.cell)


def _need_a_reason(found: Piece, reason: str) -> None:
    if len(reason.split()) >= FEWEST_WORDS:
        return
    if found.released is not None:
        raise MarkingUnfit(
            f"Feedback was released on {found.released.at[:10]}. A change after that needs a reason of a few words."
        )
    if found.standing.next == SETTLED or (found.kind == REFUSED and found.is_settled):
        raise MarkingUnfit("A mark stands for this work. To change it, say why in a few words.")


def _put_in_gradebook(connection: Connection, found: Piece, now: Standing, rubric: Rubric) -> None:
    if now.stands is None:
        score, comment = None, None
    else:
        score = points_of(now.stands, float(found.row["points"]))
        comment = comment_of(now.stands, rubric)
    _set(connection, found, score, comment)


def points_of(marking: Marking, out_of: float) -> float:
    """Returns a marking as points: its share of the highest possible levels, to two decimals."""
    return round(marking.share * out_of, DECIMALS)


def comment_of(marking: Marking, rubric: Rubric) -> str:
    """Returns what the gradebook keeps as the comment: the levels with their criteria, the direction, the comment."""
    levels = [
        f"{each.title + ': ' if each.title else 'Level '}{marking.levels[each.slug]} of 4" for each in rubric.criteria
    ]
    leaning = "" if marking.direction == "none" else f"Leaning: {marking.direction}."
    return "\n\n".join(part for part in ("; ".join(levels) + ".", leaning, marking.comment) if part)


def give_points(engine: Engine, folder: Path, who: str, given: Given, points: float, rule: Rule) -> None:
    """Keeps a mark in place of an automatic one that was refused; the comment is the reason, and is needed.

    Raises NotThere, ChangedMeanwhile, MarkingUnfit; then nothing was kept.
    """
    with writing(engine, who, POINTS, given.reason or given.comment) as connection:
        found = _found(connection, folder, given, rule, REFUSED)
        if _are_points_given_already(connection, found, who, given, points):
            return
        most = float(found.row["points"])
        if not 0.0 <= points <= most:
            raise MarkingUnfit(f"This mark is a number from 0 to {most:g}, not {points:g}.")
        if len(given.comment.split()) < FEWEST_WORDS:
            raise MarkingUnfit("Say in a few words how you came to this mark: the machine refused to give one.")
        if given.last != found.last:
            raise ChangedMeanwhile("Somebody else gave this mark since you opened it. Open it again and look.")
        _need_a_reason(found, given.reason)
        write_down(connection, who, POINTS, given.unit, given.learner, given.cell,
                   after={"points": points, "comment": given.comment.strip()}, why=given.reason)  # fmt: skip
        _set(connection, found, round(points, DECIMALS), given.comment.strip())
        drop_draft(connection, who, given.unit, given.learner, given.cell)


def _are_points_given_already(connection: Connection, found: Piece, who: str, given: Given, points: float) -> bool:
    told = {"points": points, "comment": given.comment.strip()}
    last = events(connection, found.unit, found.learner, found.cell, (POINTS,))[-1:]
    return any((each.who, each.after, each.why) == (who, told, given.reason) for each in last)


def _found(connection: Connection, folder: Path, given: Given, rule: Rule, kind: str) -> Piece:
    found = piece(connection, folder, given.unit, given.learner, given.cell, rule)
    if found is None or found.kind != kind:
        raise NotThere(given.unit, given.learner, given.cell)
    return found


def _set(connection: Connection, found: Piece, score: float | None, comment: str | None) -> None:
    connection.execute(
        text("UPDATE grade SET manual_score = :score, needs_manual_grade = :waits WHERE id = :grade"),
        {"score": score, "waits": score is None, "grade": found.row["grade"]},
    )
    if found.row["comment_id"]:
        connection.execute(
            text("UPDATE comment SET manual_comment = :said WHERE id = :comment"),
            {"said": comment, "comment": found.row["comment_id"]},
        )


def drop_draft(connection: Connection, who: str, unit: str, learner: str, cell: str) -> None:
    """Removes what somebody had not given as a mark yet, now that it is given."""
    of = {"who": who, "unit": unit, "learner": learner, "cell": cell}
    connection.execute(DRAFTS.delete().where(*(DRAFTS.c[name] == value for name, value in of.items())))
