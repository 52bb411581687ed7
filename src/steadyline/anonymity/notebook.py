"""Notebooks bring more along than their words: who ran them, when, on what, and where."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from steadyline.anonymity.rendered import Places
from steadyline.findings import Finding

_PATH = re.compile(r"(?:/home|/Users|/root|[A-Za-z]:\\{1,2}Users)[/\\]{1,2}\w[\w.-]*")
_TIMES = ("execution", "ExecuteTime", "papermill", "collapsed_by", "last_executed", "start_time", "end_time")
_AUTHORS = ("author", "authors", "creator", "last_modified_by", "username", "user", "colab", "vscode")


def notebook_findings(text: str, path: str) -> list[Finding]:
    """Returns what a notebook tells of the person who made or ran it; nothing if it is not JSON, which others tell."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return []
    places = Places(text)
    return [
        Finding(path, *places.at(max(text.find(mark), 0)), code, "error", message, mark.strip('"'))
        for code, mark, message in _told(notebook, text)
    ]


def _told(notebook: Any, text: str) -> Iterator[tuple[str, str, str]]:
    metadata = _table(_table(notebook).get("metadata"))
    cells = _table(notebook).get("cells")
    tables = [metadata, *(_table(_table(cell).get("metadata")) for cell in (cells if isinstance(cells, list) else []))]
    for name in _TIMES:
        if any(name in table for table in tables):
            said = "tells when and how a cell was run. Build the notebook again: steadyline build."
            yield "A401", f'"{name}"', f'"{name}" {said}'
    for said in dict.fromkeys(_PATH.findall(text)):
        why = "is a path on somebody's computer, and may hold a name. Build the notebook again."
        yield "A402", said, f'"{said}" {why}'
    for name in _AUTHORS:
        if any(name in table for table in tables):
            said = "tells who made the notebook, or with what. Take it out, or build it again."
            yield "A403", f'"{name}"', f'"{name}" {said}'
    kernel = _table(metadata.get("kernelspec")).get("name", "python3")
    if kernel != "python3":
        said = 'is one of somebody\'s own. In a built notebook it is "python3".'
        yield "A404", f'"{kernel}"', f'the kernel "{kernel}" {said}'


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
