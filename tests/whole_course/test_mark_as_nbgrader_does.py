"""The marking pile leaves what `nbgrader autograde` leaves under a cohort's settings: rows, files, notebooks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from gradebook_rows import done, rows_of
from piles import UNIT, cohort_of, copy_of, hand_in, simulation, work_of

from steadyline.graders import nbgrader

LATE = b"2026-02-02 10:00:00 UTC\n"
ENROLLED = ("avocet-17", "wren-14")


def handed_in() -> dict[str, dict[str, bytes]]:
    """Returns hand-ins of all kinds by learner: five temperaments, and what can be wrong with a log or the answers."""
    plays = simulation()
    sound = {name: work_of(plays, name, at) for at, name in enumerate(
        ("avocet-17", "dipper-95", "puffin-14", "rook-20", "wren-14")
    )}
    base = work_of(plays, "heron-30", 1)
    log, answers = base["decisions.jsonl"], base["answers.jsonl"]
    return sound | {
        "damaged-log": base | {"decisions.jsonl": log.replace(b'"step": 2', b'"step": 7')},
        "no-json-log": base | {"decisions.jsonl": b"<script>1</script>\n" + log},
        "torn-line": base | {"decisions.jsonl": log[:-40]},
        "other-version": base | {"decisions.jsonl": log.replace(
            json.loads(log.split(b"\n")[0])["digest"].encode(), b"f" * 64)},
        "impossible-step": base | {"decisions.jsonl": log.replace(b'"choice": "', b'"choice": "x', 1)},
        "no-log": {name: held for name, held in base.items() if name != "decisions.jsonl"},
        "empty-log": base | {"decisions.jsonl": b""},
        "no-answers": {name: held for name, held in base.items() if name != "answers.jsonl"},
        "damaged-answers": base | {"answers.jsonl": answers + b"nothing\n" + answers},
        "odd-answers": base | {"answers.jsonl": answers.replace(b'"value": ["', b'"value": ["x', 1)},
        "nothing-at-all": {},
        "stopped-early": base | {"decisions.jsonl": b"\n".join(log.split(b"\n")[:2]) + b"\n"},
        "came-late": work_of(plays, "came-late", 1) | {"timestamp.txt": LATE},
        "half-an-hour": work_of(plays, "half-an-hour", 2) | {"timestamp.txt": b"2026-01-31 23:30:00 Europe/Paris\n"},
        "bad-time": base | {"timestamp.txt": b"when it was done\n"},
        "hostile-words": base | {"answers.jsonl": answers.replace(
            b"What would", "<script>alert(1)</script> `x` $y$ \u2028 \u202e What would".encode())},
    }  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two cohorts with the same hand-ins: the first marked by nbgrader, the second by ours. Lateness costs all."""
    folder = tmp_path_factory.mktemp("both")
    stock = cohort_of(folder / "stock", ENROLLED)
    with (stock / "nbgrader_config.py").open("a") as config:
        config.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    done(stock, "UPDATE assignment SET duedate = '2026-01-31 22:00:00.000000'")
    for learner, files in handed_in().items():
        hand_in(stock, learner, files)
    (stock / "submitted" / "linked-answers" / UNIT).mkdir(parents=True)
    hand_in(stock, "linked-answers", {"decisions.jsonl": handed_in()["wren-14"]["decisions.jsonl"]})
    (stock / "submitted" / "linked-answers" / UNIT / "answers.jsonl").symlink_to(stock / "nbgrader_config.py")
    ours = copy_of(stock, folder / "ours")
    nbgrader.autograde(stock, UNIT)
    ran = subprocess.run(
        [sys.executable, "-m", "steadyline.cli.main", "mark", str(ours)], capture_output=True, text=True,
        env={**os.environ, "STEADYLINE_COMPILED": str(folder / "compiled")},
    )
    assert ran.returncode == 0, ran.stderr
    return stock, ours


@pytest.mark.parametrize("table", ["grade", "submission", "student"])
def test_every_row_is_the_same(both: tuple[Path, Path], table: str) -> None:
    stock, ours = both
    assert rows_of(ours)[table] == rows_of(stock)[table]


def test_the_comments_are_the_same_but_for_what_nbgrader_does_not_tell(both: tuple[Path, Path]) -> None:
    stock, ours = both
    differ = {row[0] for row in set(rows_of(ours)["comment"]) ^ set(rows_of(stock)["comment"])}
    assert differ == {"bad-time"}


def test_the_same_files_lie_in_autograded(both: tuple[Path, Path]) -> None:
    stock, ours = both
    assert files_of(ours) == files_of(stock)


def test_the_notebooks_are_the_same_letter_by_letter_but_for_when_each_cell_ran(both: tuple[Path, Path]) -> None:
    stock, ours = both
    for marked in sorted((stock / "autograded").glob(f"*/{UNIT}/{UNIT}.ipynb")):
        mine = ours / marked.relative_to(stock)
        assert mine.read_text("utf-8") == without_times(marked.read_text("utf-8")), marked.parent.parent.name


def test_nbgrader_writes_the_feedback_on_what_ours_left(both: tuple[Path, Path]) -> None:
    _, ours = both
    nbgrader.feedback(ours, UNIT)
    page = (ours / "feedback" / "damaged-log" / UNIT / f"{UNIT}.html").read_text("utf-8")
    assert "assessor will look at it" in page


GIVEN = """UPDATE grade SET manual_score = 3.0, needs_manual_grade = 0 WHERE auto_score IS NULL AND notebook_id IN (
    SELECT submitted_notebook.id FROM submitted_notebook JOIN submitted_assignment
    ON submitted_assignment.id = submitted_notebook.assignment_id WHERE student_id = 'avocet-17')"""
CELL = "reflect-three-sentences"


@pytest.mark.parametrize(("answers", "waits"), [(None, 0), (b"", 1)], ids=["the-same-work", "other-work"])
def test_a_persons_mark_is_asked_for_again_by_nbgrader_too_only_when_the_work_changed(
    both: tuple[Path, Path], tmp_path: Path, answers: bytes | None, waits: int
) -> None:
    stock = copy_of(both[0], tmp_path / "stock")
    done(stock, GIVEN)
    if answers is not None:
        (stock / "submitted" / "avocet-17" / UNIT / "answers.jsonl").write_bytes(answers)
    nbgrader.autograde(stock, UNIT, "avocet-17", again=True)
    row = next(row for row in rows_of(stock)["grade"] if row[0] == "avocet-17" and row[2] == CELL)
    assert row[3:] == (None, 3.0, None, waits)


def files_of(cohort: Path) -> dict[str, tuple[bytes, int]]:
    """Returns content and permissions of every file beside the notebooks."""
    return {
        str(path.relative_to(cohort)): (b"" if path.suffix == ".ipynb" else path.read_bytes(), path.stat().st_mode)
        for path in (cohort / "autograded").rglob("*") if path.is_file()
    }  # fmt: skip


def without_times(text: str) -> str:
    notebook: dict[str, Any] = json.loads(text)
    for cell in notebook["cells"]:
        cell["metadata"].pop("execution", None)
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
