"""Tables as sheets of an Excel workbook. A word is kept as text, whatever it begins with; a number as a number."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from steadyline.desk.out import Cell, Table
from steadyline.errors import SteadylineError

LONGEST = 32_767
"""Letters in one cell; Excel holds no more."""

WIDEST, NARROWEST = 60, 9
"""Letters across a column."""

_UNHELD = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Signs that no XML may hold."""


class ExcelNotInstalled(SteadylineError):
    """The library that writes workbooks is not there."""

    def __init__(self) -> None:
        super().__init__(
            "An Excel file needs the library openpyxl, which is not installed here. Install what assessors need with "
            'pip install "steadyline[desk]", or take --as csv, which Excel opens too.'
        )


def as_workbook(sheets: Mapping[str, Table]) -> bytes:
    """Returns a workbook with one sheet a table, by name; the first row of each stays in sight.

    Raises ExcelNotInstalled.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise ExcelNotInstalled from error
    book = Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        _fill(book.create_sheet(name), table)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: Any, table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(table, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            _put(cell, value)
            if number == 1:
                cell.font = Font(bold=True)
            elif isinstance(value, str):
                cell.alignment = Alignment(vertical="top", wrap_text=True)
    for column in range(1, len(table[0]) + 1):
        letters = max(_width(row[column - 1]) for row in table)
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, max(NARROWEST, letters + 2))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _put(cell: Any, value: Cell) -> None:
    if not isinstance(value, str):
        cell.value = value
        return
    words = _UNHELD.sub("\ufffd", value)
    cell.value = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    cell.data_type = "s"  # openpyxl takes "=1+1" for a formula and "#N/A" for a fault
    cell.quotePrefix = True  # and so does Excel, once somebody changes the cell


def _width(value: Cell) -> int:
    return max((len(line) for line in str("" if value is None else value).splitlines()), default=0)
