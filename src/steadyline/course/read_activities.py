"""The activities of a unit beside the case: sort things into kinds, spot lines in a paper, rate before and after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from steadyline.course.block_fields import fields_of, id_of, points_of
from steadyline.course.unit import OUTCOME, Check, Question, Rate
from steadyline.scenarios.source import Entry, Source, whole_number

_OPTION = re.compile(r"- ([a-z0-9][a-z0-9-]*): (.+)")
_HEADING = re.compile(r"(##|###) (.+)")
_SCALE = re.compile(r"(\d{1,2}) to (\d{1,2})")
AFTERWARDS = "afterwards"


@dataclass(frozen=True)
class Headed:
    """A heading of a block and the words below it. `line` is that of the heading in the file."""

    depth: int
    id: str
    markdown: str
    line: int


class ActivityReader:
    """Reads the activities of one unit; faults go to the source."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def sort(self, lines: list[str], line: int) -> Check:
        """Returns the things to be sorted, each a question with the same options."""
        fields, rest = fields_of(self.source, lines, line, ("id", "points"))
        above, headed = self.parted(lines, rest, line)
        kinds = tuple((match[1], match[2]) for text in above if (match := _OPTION.fullmatch(text.strip())))
        said = "\n".join(text for text in above if not _OPTION.fullmatch(text.strip())).strip()
        if len(kinds) < 2 or len({id for id, _ in kinds}) < len(kinds) or len(headed) < 2 or not said:
            message = (
                'a "sort" is what to do, two kinds or more ("- finding: Finding"), '
                'and two things or more ("### s1").'
            )
            self.source.fault("U115", message, self.source.place(line))
        questions = tuple(Question(each.id, each.markdown, 1, kinds) for each in headed)
        id = id_of(self.source, fields["id"])
        return Check(id, points_of(self.source, fields["points"]), questions, "sort", said, line=line)

    def spot(self, lines: list[str], line: int) -> Check:
        """Returns a paper as one question: which of its lines are meant."""
        fields, rest = fields_of(self.source, lines, line, ("id", "points", "find"), ("columns",))
        above, headed = self.parted(lines, rest, line)
        columns = tuple(word.strip() for word in fields["columns"].value.split(",")) if "columns" in fields else ()
        said = "\n".join(above).strip()
        find = whole_number(self.source, fields["find"], "find", 1, 99, "U115")
        halves = 2 if columns else 1
        odd = [each for each in headed if columns and each.markdown.count("|") != 1]
        if odd or len(columns) not in (0, 2) or not find < len(headed) or not said:
            message = (
                'a "spot" is what to do, and lines ("### l1"), more of them than are to be found; '
                'with two "columns" each line is "left | right".'
            )
            self.source.fault("U115", message, self.source.place(odd[0].line if odd else line))
        id = id_of(self.source, fields["id"])
        options = tuple((each.id, each.markdown) for each in headed)
        question = Question(id, said, find, options)
        points = points_of(self.source, fields["points"])
        return Check(id, points, (question,), "spot", said, columns[:halves], line)

    def rate(self, lines: list[str], line: int) -> Rate:
        """Returns what is rated twice."""
        fields, rest = fields_of(self.source, lines, line, ("id", "scale", "low", "high"))
        above, headed = self.parted(lines, rest, line)
        scale = _SCALE.fullmatch(fields["scale"].value)
        things = tuple((each.id, each.markdown) for each in headed if each.depth == 3)
        told = {each.id: each.markdown for each in headed if each.depth == 2}
        afterwards = told.pop(AFTERWARDS, "")
        is_sound = scale is not None and int(scale[1]) < int(scale[2]) and things and len(told) == 2 and afterwards
        if not is_sound or any(id == OUTCOME or id.endswith("-again") for id, _ in things):
            message = (
                'a "rate" has a scale ("0 to 10"), what is rated ("### first"), two outcomes ("## settled") and '
                '"## afterwards"; nothing rated is called "outcome" or ends in "-again".'
            )
            self.source.fault("U116", message, self.source.place(line))
        ends = (fields["low"].value, fields["high"].value)
        return Rate(
            id_of(self.source, fields["id"]),
            (int(scale[1]), int(scale[2])) if scale else (0, 1),
            ends,
            "\n".join(above).strip(),
            things,
            tuple(told.items()),
            afterwards,
            line,
        )

    def parted(self, lines: Sequence[str], rest: int, line: int) -> tuple[list[str], list[Headed]]:
        """Returns the lines above the first heading of a block, and what stands below each heading."""
        above: list[str] = []
        headed: list[Headed] = []
        for number, text in enumerate(lines[rest:], start=line + 1 + rest):
            match = _HEADING.fullmatch(text.strip())
            if match:
                id = id_of(self.source, Entry(match[2].strip(), number))
                headed.append(Headed(len(match[1]), id, "", number))
            elif headed:
                last = headed[-1]
                headed[-1] = Headed(last.depth, last.id, f"{last.markdown}\n{text}", last.line)
            else:
                above.append(text)
        headed = [Headed(each.depth, each.id, each.markdown.strip(), each.line) for each in headed]
        self.twice(headed)
        for each in headed:
            if not each.markdown:
                self.source.fault("U115", f'nothing stands below "{each.id}".', self.source.place(each.line))
        return above, headed

    def twice(self, headed: Sequence[Headed]) -> None:
        """Notes U102 for an id that stands in the block twice."""
        seen: dict[str, int] = {}
        for each in headed:
            if each.id in seen:
                message = f'"{each.id}" stands in line {seen[each.id]} of this block too.'
                self.source.fault("U102", message, self.source.place(each.line))
            seen.setdefault(each.id, each.line)
