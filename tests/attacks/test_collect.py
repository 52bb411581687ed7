"""Hostile zips are set aside with a reason that acts nowhere, and honest ones beside them are laid in."""

from __future__ import annotations

import contextlib
import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from attack_pile import ATTACKER, HONEST, UNIT, fingerprints, written
from attacks_in_zips import ATTACKS, ZipAttack, manifest, zipped

from attacks import MODEL
from steadyline import content
from steadyline.cli.main import main
from steadyline.course.cohort_folder import new_cohort
from steadyline.course.collect import REPORT, SET_ASIDE

ATTACKER_CODE = "crow-14"


@dataclass(frozen=True)
class Collected:
    """What came of it: the cohort's folder, the rows of the report by hand-in, all that was printed, what lay around."""

    cohort: Path
    rows: dict[str, dict[str, str]]
    said: str
    around: dict[str, str]


def honest_zip(learner: str, temperament: str) -> bytes:
    digest = content.unit_case(UNIT).digest
    files = written(temperament)
    return zipped(("manifest.json", manifest(learner, files, digest=digest)), *files.items())


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    place = tmp_path_factory.mktemp("zips").resolve()
    sent = place / "sent"
    sent.mkdir()
    for attack in ATTACKS:
        (sent / f"m-{attack.name}.zip").write_bytes(attack.make(ATTACKER_CODE, written(ATTACKER)))
    for name, (learner, temperament) in zip("az", HONEST.items(), strict=True):
        (sent / f"{name}-honest.zip").write_bytes(honest_zip(learner, temperament))
    new_cohort(place / "cohort", (*HONEST, ATTACKER_CODE), [content.notebook_path(UNIT)])
    around = fingerprints(sent)
    said = _said(place / "cohort", sent)
    with (place / "cohort" / REPORT).open(encoding="utf-8-sig", newline="") as file:
        rows = {row["hand-in"].partition(" ")[0]: row for row in csv.DictReader(file)}
    assert {path.name for path in place.iterdir()} == {"sent", "cohort"}
    return Collected(place / "cohort", rows, said, around)


def _said(cohort: Path, sent: Path) -> str:
    heard = io.StringIO()
    with contextlib.redirect_stdout(heard), contextlib.redirect_stderr(heard):
        main(["collect", str(cohort), str(sent)])
    return heard.getvalue()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_a_hostile_zip_is_set_aside_with_a_reason(collected: Collected, attack: ZipAttack) -> None:
    row = collected.rows[f"m-{attack.name}.zip"]
    assert (row["outcome"], bool(row["remarks"])) == ("set aside", True)


def test_honest_work_before_and_after_is_laid_in(collected: Collected) -> None:
    assert [collected.rows[f"{name}-honest.zip"]["outcome"] for name in "az"] == ["laid in", "laid in"]
    for learner, temperament in HONEST.items():
        place = collected.cohort / "submitted" / learner / UNIT
        assert {name: (place / name).read_bytes() for name in written(temperament)} == dict(written(temperament))


def test_what_was_sent_is_not_touched(collected: Collected) -> None:
    assert fingerprints(collected.cohort.parent / "sent") == collected.around


def test_nothing_is_laid_in_but_the_files_of_a_hand_in(collected: Collected) -> None:
    known = {f"{UNIT}.ipynb", "decisions.jsonl", "answers.jsonl", "timestamp.txt"}
    files = [path for path in (collected.cohort / "submitted").rglob("*") if not path.is_dir()]
    assert {path.name for path in files} <= known
    assert {path.parent.parent.name for path in files} <= {*HONEST, ATTACKER_CODE}


def test_what_is_set_aside_lies_in_folders_of_plain_names(collected: Collected) -> None:
    names = [path.name for path in (collected.cohort / SET_ASIDE).rglob("*")]
    assert [name for name in names if not name.isascii() or not name.isprintable()] == []
    assert {path.name for path in (collected.cohort / SET_ASIDE).rglob("*") if path.is_file()} == {"hand-in.zip", "reason.txt"}


def test_nothing_in_the_report_or_on_the_terminal_acts(collected: Collected) -> None:
    cells = [cell for row in collected.rows.values() for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r")) or not cell.isprintable()] == []
    assert [sign for sign in collected.said if sign != "\n" and not sign.isprintable()] == []


def test_work_sent_under_anothers_code_keeps_what_stood_there_and_is_told(collected: Collected, tmp_path: Path) -> None:
    files = written(ATTACKER)
    digest = content.unit_case(UNIT).digest
    made = {"made": "2026-01-13T11:00:00Z", "digest": digest}
    (tmp_path / "hand-in.zip").write_bytes(zipped(("manifest.json", manifest(MODEL, files, **made)), *files.items()))
    said = _said(collected.cohort, tmp_path / "hand-in.zip")
    kept = next((collected.cohort / "replaced" / MODEL).rglob("decisions.jsonl"))
    assert kept.read_bytes() == written(HONEST[MODEL])["decisions.jsonl"]
    assert "the decisions handed in before are not in it" in said
