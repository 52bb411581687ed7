"""Attacks that stand in the notebook that was sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from attacks import Attack, Lay, canary, cell_of, changed, code_cell, leaves_canary, notebook_in

ADDED = "code in a cell that was added"
ALTERED = "a cell of the course's that was changed"
FORGED = "nbgrader's own notes in a cell, forged"
CELLS = "cells doubled or taken out"
KERNEL = "another kernel asked for"
KILLS = "code that does not end, or ends what runs it"
BROKEN = "a notebook that is none"
FLOOD = "a flood of output"

Notebook = dict[str, Any]


def _first(name: str, source: str) -> Lay:
    """A code cell before all others, which leaves its canary and then does this."""
    def lay(folder: Path, release: str) -> None:
        cell = code_cell(leaves_canary(name) + source)
        changed(notebook_in(folder), lambda notebook: notebook["cells"].insert(0, cell))
    return lay


def _with(change: Callable[[Notebook], None]) -> Lay:
    return lambda folder, release: changed(notebook_in(folder), change)


def _noted(cell: str, /, **notes: Any) -> Lay:
    """Other notes for nbgrader in one cell."""
    return _with(lambda notebook: cell_of(notebook, cell)["metadata"]["nbgrader"].update(notes))


def _source(name: str, grade_id: str, source: str, **notes: Any) -> Lay:
    """Another source in one cell, and other notes for nbgrader."""
    def change(notebook: Notebook) -> None:
        cell = cell_of(notebook, grade_id)
        cell["source"] = leaves_canary(name) + source
        cell["metadata"]["nbgrader"].update(notes)
        if cell["cell_type"] != "code":
            cell.update(cell_type="code", outputs=[], execution_count=None)
    return _with(change)


def _doubled(notebook: Notebook) -> None:
    notebook["cells"].append({**cell_of(notebook, "judgement"), "id": "again"})


def _without_one(notebook: Notebook) -> None:
    notebook["cells"].remove(cell_of(notebook, "judgement"))


def _swapped(notebook: Notebook) -> None:
    one, other = (cell_of(notebook, name)["metadata"]["nbgrader"] for name in ("judgement", "check-open-or-not"))
    one["grade_id"], other["grade_id"] = other["grade_id"], one["grade_id"]


def _output_forged(notebook: Notebook) -> None:
    shown = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {
        "text/plain": "18.0", "text/html": "<script>document.title = 'run'</script>"}}
    cell_of(notebook, "judgement")["outputs"] = [shown]


def _page_added(notebook: Notebook) -> None:
    words = "<script>document.title = 'run'</script><img src=x onerror=alert(1)>"
    for kind in ("markdown", "raw"):
        notebook["cells"].insert(0, {"cell_type": kind, "id": f"page-{kind}", "metadata": {}, "source": words})
    notebook["metadata"]["title"] = words


def _skipped(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["steadyline-run", "skip-execution", "raises-exception"]


def _kernel(name: str, language: str) -> Lay:
    def change(notebook: Notebook) -> None:
        notebook["metadata"]["kernelspec"] = {"name": name, "display_name": name, "language": language}
        notebook["metadata"]["language_info"] = {"name": language}
    return _with(change)


def _text(content: bytes) -> Lay:
    def lay(folder: Path, release: str) -> None:
        notebook_in(folder).write_bytes(content)
    return lay


def _cut_off(folder: Path, release: str) -> None:
    notebook_in(folder).write_text(release[: len(release) // 2], "utf-8")


def _of_format(number: int) -> Lay:
    return _with(lambda notebook: notebook.update(nbformat=number))


_GRADEBOOK = """import sqlite3
with sqlite3.connect('../../../gradebook.db') as book:
    book.execute('UPDATE grade SET auto_score = 999, manual_score = 999, needs_manual_grade = 0')
"""
_AWARD = """import steadyline.marking
from steadyline import content
steadyline.marking.award = lambda unit, measure: float(content.unit(unit).points(measure))
"""
_MARKED = """import steadyline.marking
class Why:
    as_text = as_html = lambda self: 'well done'
steadyline.marking.marked = lambda unit, measure, folder: (float(unit.points(measure)), Why())
"""
_SHOWN = """get_ipython().display_formatter.formatters['text/plain'].for_type(
    float, lambda value, page, cycle: page.text('2.0'))
"""
_HOOK = """def otherwise(lines):
    return ['2.0\\n'] if any('award(' in line for line in lines) else lines
get_ipython().input_transformers_post.append(otherwise)
"""
_PARENT = """import os, signal
# Only ever nbgrader's own process: whatever else stands above this kernel is left alone.
if b'nbgrader' in open(f'/proc/{os.getppid()}/cmdline', 'rb').read():
    os.kill(os.getppid(), signal.SIGKILL)
"""
_FORKS = """import os, time
for each in range(8):
    if os.fork() == 0:
        time.sleep(2)
        os._exit(0)
"""
_DEAF = """while True:
    try:
        while True:
            pass
    except KeyboardInterrupt:
        pass
"""

ATTACKS = (
    Attack("added-cell", ADDED, "a new cell leaves a file", _first("added-cell", "")),
    Attack("added-gradebook", ADDED, "a new cell writes marks into the gradebook", _first("added-gradebook", _GRADEBOOK)),
    Attack("added-award", ADDED, "a new cell takes the place of the marking function", _first("added-award", _AWARD)),
    Attack("added-patch", ADDED, "a new cell changes a module that marking uses", _first("added-patch", _MARKED)),
    Attack("added-formatter", ADDED, "a new cell changes how numbers are shown", _first("added-formatter", _SHOWN)),
    Attack("added-transformer", ADDED, "a new cell changes how cells are read", _first("added-transformer", _HOOK)),
    Attack("added-shell", ADDED, "a new cell hands a line to the shell", _with(
        lambda notebook: notebook["cells"].insert(0, code_cell(f'!touch "{canary("added-shell")}"')))),
    Attack("locked-edited", ALTERED, "a locked marking cell gives full marks", _source("locked-edited", "judgement", "18.0")),
    Attack("transcript-edited", ALTERED, "the locked transcript cell holds code", _source("transcript-edited", "transcript", _AWARD)),
    Attack("answer-to-code", ALTERED, "the answer cell is turned into code", _source("answer-to-code", "reflect-three-sentences", "4.0")),
    Attack("run-cell-edited", ALTERED, "a cell of the learner's page holds code", _with(
        lambda notebook: notebook["cells"].__setitem__(2, code_cell(leaves_canary("run-cell-edited") + _AWARD)))),
    Attack("output-forged", ALTERED, "full marks and a script stand as a result already", _with(_output_forged)),
    Attack("page-added", ALTERED, "cells with a script, and one in the title", _with(_page_added)),
    Attack("tags-skip", ALTERED, "tags say that no cell is to be run", _with(_skipped)),
    Attack("points-forged", FORGED, "a cell says that it is worth a thousand points", _noted("judgement", points=1000)),
    Attack("points-not-a-number", FORGED, "the points of a cell are a word", _noted("judgement", points="many")),
    Attack("ids-swapped", FORGED, "two cells wear each other's name", _with(_swapped)),
    Attack("id-unknown", FORGED, "a cell wears a name that nobody knows", _noted("judgement", grade_id="judgment")),
    Attack("id-empty", FORGED, "a cell has no name", _noted("judgement", grade_id="")),
    Attack("flags-forged", FORGED, "a marking cell says that it is the learner's own", _source(
        "flags-forged", "judgement", "18.0", locked=False, solution=True)),
    Attack("checksum-forged", FORGED, "a changed cell carries a checksum", _source("checksum-forged", "judgement", "18.0", checksum="0" * 32)),
    Attack("schema-too-old", FORGED, "a cell says that it is of an old edition", _noted("judgement", schema_version=1)),
    Attack("schema-too-new", FORGED, "a cell says that it is of a coming edition", _noted("judgement", schema_version=99)),
    Attack("notes-not-a-table", FORGED, "the notes for nbgrader are a list", _with(
        lambda notebook: cell_of(notebook, "judgement")["metadata"].update(nbgrader=["grade"]))),
    Attack("cell-doubled", CELLS, "a marking cell stands there twice", _with(_doubled)),
    Attack("cell-deleted", CELLS, "a marking cell is gone", _with(_without_one)),
    Attack("cells-deleted", CELLS, "all cells are gone", _with(lambda notebook: notebook["cells"].clear())),
    Attack("kernel-python2", KERNEL, "a kernel of another time", _kernel("python2", "python")),
    Attack("kernel-bash", KERNEL, "a shell for a kernel", _kernel("bash", "bash")),
    Attack("kernel-unknown", KERNEL, "a kernel that there is not", _kernel("../../nowhere", "none")),
    Attack("endless-loop", KILLS, "a loop without end", _first("endless-loop", "while True:\n    pass\n")),
    Attack("deaf-loop", KILLS, "a loop without end that will not be interrupted", _first("deaf-loop", _DEAF)),
    Attack("kernel-exits", KILLS, "the kernel ends itself", _first("kernel-exits", "import os\nos._exit(3)\n")),
    Attack("kernel-killed", KILLS, "the kernel kills itself", _first("kernel-killed", "import os\nos.kill(os.getpid(), 9)\n")),
    Attack("parent-killed", KILLS, "the kernel kills what started it", _first("parent-killed", _PARENT)),
    Attack("forks", KILLS, "the kernel makes children", _first("forks", _FORKS), runs_wild=True),
    Attack("much-output", FLOOD, "fifty megabytes are printed", _first("much-output", "for each in range(500):\n    print('x' * 100_000)\n")),
    Attack("notebook-not-json", BROKEN, "the notebook is cut off", _cut_off),
    Attack("notebook-empty", BROKEN, "the notebook is an empty file", _text(b"")),
    Attack("notebook-a-list", BROKEN, "the notebook is JSON of something else", _text(b"[1, 2, 3]")),
    Attack("notebook-not-utf8", BROKEN, "the notebook is in no encoding", _text(b"\xff\xfe\x00{\x80\x81")),
    Attack("notebook-nulls", BROKEN, "the notebook is a row of nulls", _text(b"\x00" * 4096)),
    Attack("notebook-deep", BROKEN, "the notebook is nested without end", _text(b"[" * 200_000)),
    Attack("nbformat-3", BROKEN, "the notebook is of an old format", _of_format(3)),
    Attack("nbformat-99", BROKEN, "the notebook is of a format to come", _of_format(99)),
    Attack("nbformat-a-word", BROKEN, "the format of the notebook is a word", _with(lambda notebook: notebook.update(nbformat="four"))),
)
