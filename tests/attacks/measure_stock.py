"""What nbgrader alone, with nothing of ours in its settings, does with each attack. Run by hand; an hour or less.

    python tests/attacks/measure_stock.py outcomes.json [NAME...]

Each attack lies among honest hand-ins, of which one comes after it, in a folder of its own under the system's
temporary folder, and nbgrader runs as a process with limits on time, memory and the size of files. Nothing is written outside but the outcomes.
What may take down more than its own kernel is left out.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "given"))

from acting_html import acts_more
from attack_pile import ATTACKER, HONEST, UNIT, earned, hand_in, lay, pile, released
from attacks_in_notebooks import ALTERED
from attacks_in_records import LOG, TIMES, WORDS

from attacks import CANARIES, MODEL, Attack, canary, every_attack

LONGEST = 80
"""Seconds for one command; nbgrader itself stops a cell after thirty."""

LAST, SAME = "wren-99", "dove-20"
"""The honest learner who is marked after the attack, and the one who decided as the attacker did."""

ON_PAGES = (WORDS, LOG, ALTERED, TIMES)
"""Kinds of attack that may show on a page of feedback."""

CONFIG = """from pathlib import Path
c = get_config()
here = Path(__file__).resolve().parent
c.CourseDirectory.root = str(here)
c.CourseDirectory.db_url = f"sqlite:///{here / 'gradebook.db'}"
c.Autograde.exclude_overwriting = {"%s": ["decisions.jsonl", "answers.jsonl"]}
"""
RAN, GAINED, OTHERS, STOPPED, LOST, NOUGHT, ACTS = "ran", "gained", "others", "stopped", "lost", "nought", "acts"


def main(arguments: Sequence[str]) -> None:
    """Tries every attack, or those that are named, and writes what each came to."""
    into, names = Path(arguments[0]), arguments[1:]
    chosen = [each for each in every_attack() if not each.runs_wild and (not names or each.name in names)]
    with tempfile.TemporaryDirectory(prefix="stock-alone-") as place:
        folder = Path(place).resolve()
        os.environ[CANARIES] = str(folder / "canaries")
        (folder / "canaries").mkdir()
        _model(folder / "model")
        with ThreadPoolExecutor(2) as workers:
            tried = workers.map(lambda attack: (attack, _tried(folder, attack)), chosen)
            outcomes = {}
            for attack, outcome in tried:
                outcomes[attack.name] = outcome
                print(f"{attack.name}: {', '.join(outcome) or 'harmless'}", flush=True)  # noqa: T201
                into.write_text(json.dumps(outcomes, indent=1) + "\n", "utf-8")


def _model(model: Path) -> None:
    """Makes the folder that every attack gets a copy of: honest work, all marked but for that which comes last."""
    pile(model, [])
    (model / "nbgrader_config.py").write_text(CONFIG % UNIT, "utf-8")
    hand_in(model / "submitted" / SAME / UNIT, ATTACKER, released(model))
    last = (model / "submitted" / LAST).rename(model / LAST)
    for verb in ("autograde", "generate_feedback"):
        assert _run(model, verb, UNIT), (model / "told.txt").read_text("utf-8")
    last.rename(model / "submitted" / LAST)


def _tried(folder: Path, attack: Attack) -> list[str]:
    cohort = folder / attack.name
    shutil.copytree(folder / "model", cohort)
    lay(cohort, attack)
    try:
        ended = _run(cohort, "autograde", UNIT)
        told = list(_told(cohort, attack))
        if ended and attack.kind in ON_PAGES and LOST not in told:
            _run(cohort, "generate_feedback", UNIT, f"--student={attack.who}")
            told += [ACTS] if _acts(cohort, attack) else []
        return told
    finally:
        _end_what_still_runs(cohort)
        shutil.rmtree(cohort, ignore_errors=True)


def _run(cohort: Path, *words: str) -> bool:
    """Runs one command of nbgrader's and returns whether it came to an end by itself."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with (cohort / "told.txt").open("ab") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "nbgrader", *words], cwd=cohort, stdout=told, stderr=told, stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=_limited, env={**os.environ, "PATH": path},
        )
        try:
            return process.wait(LONGEST) >= 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return False


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (400 * 2**20, 400 * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_what_still_runs(cohort: Path) -> None:
    """Ends kernels that outlived what started them: only processes that work in this one folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            works_here = str((process / "cwd").readlink()).startswith(f"{cohort}{os.sep}")
        except OSError:
            continue
        if works_here:
            os.kill(int(process.name), signal.SIGKILL)


def _told(cohort: Path, attack: Attack) -> list[str]:
    marks = {learner: _marks(cohort, learner) for learner in (*HONEST, attack.who)}
    own, allowed = marks[attack.who], earned(ATTACKER)
    marked = (cohort / "autograded" / attack.who / UNIT / f"{UNIT}.ipynb").is_file()
    told = {
        RAN: canary(attack.name).exists(),
        GAINED: any((mark or 0.0) > allowed.get(cell, 0.0) + 1e-9 for cell, (mark, _) in own.items()),
        OTHERS: _differ(marks[MODEL], earned(HONEST[MODEL])),
        STOPPED: not (cohort / "autograded" / LAST / UNIT / f"{UNIT}.ipynb").is_file(),
        LOST: not marked,
        # A mark that is missing and asks for nobody counts as a nought in nbgrader's sum.
        NOUGHT: any(not mark and not waits and allowed.get(cell, 0.0) > 0.0 for cell, (mark, waits) in own.items()),
    }
    return [word for word, is_so in told.items() if is_so]


def _differ(found: dict[str, tuple[float | None, bool]], wanted: dict[str, float]) -> bool:
    return any(found.get(cell, (None, True))[0] != mark for cell, mark in wanted.items())


def _marks(cohort: Path, learner: str) -> dict[str, tuple[float | None, bool]]:
    """Returns mark and "needs a person" by cell, as they stand in the gradebook's own tables."""
    asked = """SELECT base_cell.name, COALESCE(grade.manual_score, grade.auto_score), grade.needs_manual_grade
        FROM grade JOIN base_cell ON grade.cell_id = base_cell.id
        JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
        JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
        WHERE submitted_assignment.student_id = ?"""
    try:
        with sqlite3.connect(cohort / "gradebook.db") as book:
            return {name: (mark, bool(waits)) for name, mark, waits in book.execute(asked, (learner,))}
    except (sqlite3.Error, UnicodeEncodeError):
        return {}


def _acts(cohort: Path, attack: Attack) -> bool:
    page = cohort / "feedback" / attack.who / UNIT / f"{UNIT}.html"
    honest = cohort / "feedback" / SAME / UNIT / f"{UNIT}.html"
    if not (page.is_file() and honest.is_file()):
        return False
    return bool(acts_more(page.read_text("utf-8", "replace"), honest.read_text("utf-8")))


if __name__ == "__main__":
    main(sys.argv[1:])
