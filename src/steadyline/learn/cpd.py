"""The note for a learner's own CPD record, under the headings that regulators ask for. No case detail, no marks.

Source of the headings: Social Work England's CPD form as described by its own news and by Research in Practice (2022 to
2025), and the NMC's revalidation (participatory learning); seen at second hand, see `scenarios/sources.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from steadyline.own_record import Done, OwnRecord

YOURS = "(yours to write)"
PEER = (
    "Talk it over with a colleague before you record it. Three questions that help: Where did I lean, too little or "
    "too much? What would you have done, and what did you see that I did not? What will I do on the next working day, "
    "and how would you notice? Write down what talking about it changed. No family, no colleague, no case."
)
CAUTION = (
    "This note says what was done in a course of invented stories. It is no assessment of practice. Leave out anything "
    "about a real child, family or colleague. Check your regulator's present form before you copy this into it."
)


def cpd_note(record: OwnRecord, title: str) -> str:
    """Returns the note as plain text, for everything that was finished; `title` is the course's."""
    finished = [each for each in record.done if each.finished]
    return "\n".join(_lines(finished, title)) + "\n"


def _lines(finished: list[Done], title: str) -> Iterator[str]:
    yield from ("CPD NOTE", "========", "", CAUTION, "")
    if not finished:
        yield "No unit is finished yet. A unit is finished when its case has ended and everything in it is answered."
        return
    minutes = sum(each.unit.minutes for each in finished)
    first, last = min(each.days[0] for each in finished), max(each.days[1] for each in finished)
    objectives = [f"  - {objective}" for each in finished for objective in each.unit.objectives]
    names = "; ".join(each.unit.title for each in finished)
    yield from _section("FOR SOCIAL WORK ENGLAND")
    yield from _item("Type of CPD", f"Self-directed learning: interactive case scenarios ({title}).")
    yield from _item("Date", _span(first, last))
    yield from _item("What it was, and why it was relevant", f"{names}. Aims:", *objectives)
    yield from _item("What I learnt", YOURS)
    yield from _item("The effect on my practice, and on the people I work with", YOURS)
    yield from _item("Talking about it with a peer (at least one piece a year asks for this)", PEER, YOURS)
    yield from _section("FOR THE NMC")
    yield from _item("Dates", _span(first, last))
    yield from _item("Method", "Online learning, alone. If you discussed it in a group, that part is participatory.")
    yield from _item("Topic", names + ".")
    yield from _item("Link to the Code", YOURS)
    yield from _item("Hours", f"{minutes / 60:.1f}, by the units' own minutes; correct it to what you took.")
    yield from _item("Of these participatory", YOURS)


def _section(title: str) -> list[str]:
    return [title, "-" * len(title), ""]


def _item(name: str, *lines: str) -> list[str]:
    return [f"{name}:", *lines, ""]


def _span(first: date, last: date) -> str:
    days = [f"{day.day} {day:%B %Y}" for day in (first, last)]
    return days[0] if first == last else " to ".join(days)
