"""Tables as CSV that a spreadsheet opens rightly, and in which no word can act as a formula."""

from __future__ import annotations

import csv
import io
import re

from steadyline.desk.out import Cell, Table

_BEGINS = re.compile(
    r"\A(?=[\t\r\n\0])"
    r"|(?:\A|[\r\n\t;])"  # a cell; or what would be one where the semicolon parts cells and quotes are read otherwise
    r"(?=[^\S\r\n\t]*[\0\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])"
)


def as_csv(table: Table) -> bytes:
    """Returns the table as CSV (RFC 4180) in UTF-8 with a byte order mark, by which Excel knows the encoding."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([[_cell(each) for each in row] for row in table])
    return written.getvalue().encode("utf-8-sig", "replace")


def _cell(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell


def harmless(words: str) -> str:
    """Returns the words with an apostrophe before whatever a spreadsheet would take for the beginning of a formula.

    Source: OWASP, CSV Injection (= + - @, tab, carriage return; mind what parts the cells, too). The wide forms of
    the four signs, and signs that are not seen before them, count as well. A dash alone is none, and numbers are never
    given to this.
    """
    return words if words == "-" else _BEGINS.sub(lambda found: f"{found[0]}'", words)
