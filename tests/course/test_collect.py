"""Whatever is sent: sound work is laid in, anything else is set aside with its reason, and nothing is lost."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import shutil
import stat
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest

from steadyline.course.cohort_folder import new_cohort
from steadyline.course.collect import NothingToCollect, Outcome, collect, plain_cell
from steadyline.course.graft import graft_submission
from steadyline.course.received import STEEPEST, HandInRefused, read_hand_in

DIGEST = "d" * 64
LEARNERS = tuple(f"{word}-14" for word in (
    "wren", "rook", "teal", "lark", "jay", "tern", "swift", "heron", "snipe", "knot", "finch", "martin", "dipper",
    "linnet", "plover", "merlin", "petrel", "pipit", "siskin",
    "crake", "stilt", "godwit", "gannet", "shrike", "avocet",
))


def decision(step: int = 1) -> bytes:
    line = {
        "format": 1, "attempt": 1, "seed": 7, "case": "gate", "digest": DIGEST, "step": step, "node": f"n{step}",
        "choice": "say-why", "order": ["say-why"], "confidence": 60, "tell": "", "reason": "",
        "at": "2026-11-23T18:20:49Z", "seconds": 4.5,
    }
    return json.dumps(line).encode() + b"\n"


def answer(text: str) -> bytes:
    line = {"format": 1, "unit": "gate", "item": "words", "value": text, "at": "2026-11-23T18:25:00Z"}
    return json.dumps(line).encode() + b"\n"


def packed(
    learner: str, files: Mapping[str, bytes], /, unit: str = "gate", made: str = "2026-11-23T18:30:00Z", **more: Any
) -> bytes:
    """The bytes of a hand-in; what stands in `more` takes the place of the manifest's own values."""
    listed = {name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content),
                     "lines": content.count(b"\n")} for name, content in files.items()}
    manifest = {"format": 1, "unit": unit, "learner": learner, "made": made, "case": "gate", "digest": DIGEST,
                "steadyline": "0.1.0", "files": listed, **more}
    return zipped({"manifest.json": json.dumps(manifest).encode(), **files})


def zipped(entries: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("collect")
    marking = {"grade": True, "solution": True, "locked": False, "task": False, "points": 4,
               "grade_id": "reflect-words", "schema_version": 3, "cell_type": "markdown"}
    cell = nbformat.v4.new_markdown_cell("*Your words*", id="words", metadata={"nbgrader": marking})
    start = nbformat.v4.new_markdown_cell("# The gate", id="start")
    nbformat.write(nbformat.v4.new_notebook(cells=[start, cell]), folder / "gate.ipynb")
    new_cohort(folder / "cohort", LEARNERS, [folder / "gate.ipynb"])
    return folder / "cohort"


@pytest.fixture
def bring(cohort: Path, tmp_path: Path) -> Callable[..., Outcome]:
    """Collects one file with this content and returns what became of it."""
    def bring_one(content: bytes, name: str = "sent.zip") -> Outcome:
        (tmp_path / name).write_bytes(content)
        return collect(cohort, [tmp_path / name], {"gate": DIGEST})[0]
    return bring_one


def submitted(cohort: Path, learner: str) -> Path:
    return cohort / "submitted" / learner / "gate"


def words_of(cohort: Path, learner: str) -> str:
    return str(nbformat.read(submitted(cohort, learner) / "gate.ipynb", as_version=4).cells[-1].source)


def reason(cohort: Path) -> str:
    newest = max((cohort / "set-aside").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    return (newest / "reason.txt").read_text("utf-8")


def test_sound_work_is_laid_in(cohort: Path, bring: Callable[..., Outcome]) -> None:
    log = decision(1) + decision(2)
    told = bring(packed("wren-14", {"decisions.jsonl": log, "answers.jsonl": answer("I rang <b>Mum</b>.")}))
    assert told == Outcome("sent.zip", "laid in", "wren-14", "gate")
    assert (submitted(cohort, "wren-14") / "decisions.jsonl").read_bytes() == log
    assert "I rang &#60;b&#62;Mum&#60;/b&#62;." in words_of(cohort, "wren-14")


def test_the_hand_in_itself_is_kept(cohort: Path, bring: Callable[..., Outcome]) -> None:
    content = packed("rook-14", {"decisions.jsonl": decision()})
    bring(content)
    kept, = (cohort / "hand-ins" / "rook-14" / "gate").iterdir()
    assert kept.read_bytes() == content


def test_the_time_of_the_hand_in_is_laid_in_as_nbgrader_reads_it(cohort: Path, bring: Callable[..., Outcome]) -> None:
    bring(packed("teal-14", {"decisions.jsonl": decision()}, made="2026-11-23T19:30:00+01:00"))
    assert (submitted(cohort, "teal-14") / "timestamp.txt").read_text() == "2026-11-23 18:30:00 UTC\n"


def test_the_same_hand_in_twice_is_skipped(bring: Callable[..., Outcome]) -> None:
    content = packed("lark-14", {"decisions.jsonl": decision()})
    bring(content)
    assert bring(content).outcome == "skipped"


def test_a_newer_hand_in_takes_the_place_and_the_older_is_kept(cohort: Path, bring: Callable[..., Outcome]) -> None:
    bring(packed("jay-14", {"answers.jsonl": answer("first")}))
    bring(packed("jay-14", {"answers.jsonl": answer("second")}, made="2026-11-24T09:00:00Z"))
    assert "second" in words_of(cohort, "jay-14")
    assert "first" in (cohort / "replaced" / "jay-14" / "gate" / "answers.jsonl").read_text()


def test_an_older_hand_in_that_comes_late_does_not_take_the_place(cohort: Path, bring: Callable[..., Outcome]) -> None:
    bring(packed("tern-14", {"answers.jsonl": answer("second")}, made="2026-11-24T09:00:00Z"))
    told = bring(packed("tern-14", {"answers.jsonl": answer("first")}))
    assert told.outcome == "kept, a newer one stands"
    assert "second" in words_of(cohort, "tern-14")


def test_no_reflection_is_told_in_words(cohort: Path, bring: Callable[..., Outcome]) -> None:
    bring(packed("swift-14", {"decisions.jsonl": decision()}))
    assert "No reflection was handed in." in words_of(cohort, "swift-14")


@pytest.mark.parametrize(("learner", "files", "remark"), [
    ("heron-14", {"decisions.jsonl": decision() + b'{"format":1,"att'}, "last line of decisions.jsonl is unfinished"),
    ("snipe-14", {"decisions.jsonl": b"not a line\n" + decision()}, "decisions.jsonl cannot be read from line 1 on"),
    ("knot-14", {"answers.jsonl": answer("Only words.")}, "no decisions were handed in"),
    ("finch-14", {}, "no decisions were handed in"),
    ("plover-14", {"decisions.jsonl": b"\xff\xfe\n"}, "cannot be read from line 1 on"),
])
def test_work_damaged_before_it_was_packed_is_laid_in_with_a_note(
    cohort: Path, bring: Callable[..., Outcome], learner: str, files: dict[str, bytes], remark: str
) -> None:
    told = bring(packed(learner, files))
    assert told.outcome == "laid in, with a note"
    assert remark in told.remarks
    for name, content in files.items():
        assert (submitted(cohort, learner) / name).read_bytes() == content


def test_work_on_another_version_of_the_case_is_laid_in_with_a_note(bring: Callable[..., Outcome]) -> None:
    told = bring(packed("martin-14", {"decisions.jsonl": decision()}, digest="e" * 64))
    assert "another version of the case" in told.remarks


def with_entry(name: str, mode: int = 0) -> bytes:
    stream = io.BytesIO(packed("wren-14", {"decisions.jsonl": decision()}))
    with zipfile.ZipFile(stream, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, b"/etc/hostname")
    return stream.getvalue()


def locked() -> bytes:
    content = bytearray(packed("wren-14", {"decisions.jsonl": decision()}))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(sign, at + 4)
    return bytes(content)


def twice_named() -> bytes:
    stream = io.BytesIO(packed("wren-14", {"decisions.jsonl": decision()}))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("decisions.jsonl", b"")
    return stream.getvalue()


def changed_since() -> bytes:
    return packed("wren-14", {"decisions.jsonl": decision()}, files={"decisions.jsonl": {"sha256": "0" * 64}})


def damaged_within() -> bytes:
    content = bytearray(packed("wren-14", {"decisions.jsonl": decision() * 9}))
    middle = content.find(b"decisions.jsonl") + len("decisions.jsonl") + 20
    content[middle:middle + 8] = b"\x00" * 8
    return bytes(content)


WHOLE = packed("wren-14", {"decisions.jsonl": decision()})
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "not a whole zip file"),
    "cut short": (lambda: WHOLE[: len(WHOLE) // 2], "not a whole zip file"),
    "not a zip": (lambda: b"Dear assessor, here is my work.", "not a whole zip file"),
    "damaged within": (damaged_within, "damaged on the way"),
    "locked": (locked, "locked with a password"),
    "no manifest": (lambda: zipped({"decisions.jsonl": decision()}), "there is no manifest.json"),
    "manifest is no JSON": (lambda: zipped({"manifest.json": b"{"}), "manifest.json cannot be read"),
    "manifest nests deep": (lambda: zipped({"manifest.json": b"[" * 60_000}), "unpack to far more"),
    "manifest is a list": (lambda: zipped({"manifest.json": b"[]"}), "format"),
    "manifest of the future": (lambda: packed("wren-14", {}, format=2), "reads format 1"),
    "no unit said": (lambda: packed("wren-14", {}, unit=7), 'does not say "unit"'),
    "no time said": (lambda: packed("wren-14", {}, made="yesterday"), "when it was made"),
    "time before time": (lambda: packed("wren-14", {}, made="0001-01-01T00:00:00+14:00"), "when it was made"),
    "path up": (lambda: with_entry("../decisions.jsonl"), 'it holds "../decisions.jsonl"'),
    "path from the root": (lambda: with_entry("/etc/cron.d/x"), 'it holds "/etc/cron.d/x"'),
    "path of Windows": (lambda: with_entry("..\\x.py"), "it holds"),
    "a notebook": (lambda: with_entry("gate.ipynb"), 'it holds "gate.ipynb"'),
    "a module": (lambda: with_entry("pathlib.py"), 'it holds "pathlib.py"'),
    "a link": (lambda: with_entry("answers.jsonl", stat.S_IFLNK | 0o777), "a link or a device"),
    "one file twice": (twice_named, "one file stands in it twice"),
    "a bomb": (lambda: packed("wren-14", {"answers.jsonl": b"0" * 3_000_000}), "unpack to far more"),
    "changed since": (changed_since, "changed or damaged since"),
    "listed, not there": (lambda: packed("wren-14", {}, files={"decisions.jsonl": {}}), "only one of them"),
    "there, not listed": (lambda: packed("wren-14", {"decisions.jsonl": decision()}, files={}), "only one of them"),
    "unknown learner": (lambda: packed("wrn-14", {}), 'no learner "wrn-14". Did you mean "wren-14"?'),
    "learner is a path": (lambda: packed("../../root", {}), "cannot be a learner's code"),
    "unknown unit": (lambda: packed("wren-14", {}, unit="gaet"), 'no unit "gaet". Did you mean "gate"?'),
    "unit is a path": (lambda: packed("wren-14", {}, unit="../gate"), "cannot be a unit's name"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_used_is_set_aside_with_its_reason_and_kept(
    cohort: Path, bring: Callable[..., Outcome], kind: str
) -> None:
    make, why = BAD[kind]
    content = make()
    told = bring(content)
    assert told.outcome == "set aside"
    assert why in told.remarks
    assert not content or any(path.read_bytes() == content for path in (cohort / "set-aside").glob("*/hand-in.zip"))


def test_the_reason_stands_beside_what_was_set_aside(cohort: Path, bring: Callable[..., Outcome]) -> None:
    bring(b"Dear assessor", "from Ann.zip")
    assert "not a whole zip file" in reason(cohort)


def test_nothing_leaves_the_cohorts_folder(cohort: Path, bring: Callable[..., Outcome]) -> None:
    before = {path.name for path in cohort.parent.iterdir()}
    bring(with_entry("../../gone.txt"))
    assert {path.name for path in cohort.parent.iterdir()} == before


def test_a_learner_whose_only_work_is_unusable_waits_for_an_assessor(
    cohort: Path, bring: Callable[..., Outcome]
) -> None:
    told = bring(packed("dipper-14", {"decisions.jsonl": decision()}, files={"decisions.jsonl": {"sha256": ""}}))
    assert "wait for an assessor" in told.remarks
    assert {path.name for path in submitted(cohort, "dipper-14").iterdir()} == {"gate.ipynb", "timestamp.txt"}


def test_unusable_work_never_takes_the_place_of_sound_work(cohort: Path, bring: Callable[..., Outcome]) -> None:
    bring(packed("linnet-14", {"answers.jsonl": answer("sound")}))
    bring(packed("linnet-14", {"answers.jsonl": answer("bad")}, made="2026-12-01T00:00:00Z", files={}))
    assert "sound" in words_of(cohort, "linnet-14")


def test_a_whole_folder_is_collected_and_one_bad_hand_in_stops_nothing(cohort: Path, tmp_path: Path) -> None:
    (tmp_path / "week 1" / "deep").mkdir(parents=True)
    (tmp_path / "week 1" / "a.zip").write_bytes(b"bad")
    (tmp_path / "week 1" / "deep" / "b.ZIP").write_bytes(packed("merlin-14", {"decisions.jsonl": decision()}))
    assert [each.outcome for each in collect(cohort, [tmp_path], {})] == ["set aside", "laid in"]


def test_moodles_zip_of_all_submissions_is_opened(cohort: Path, tmp_path: Path) -> None:
    inner = {
        "Ann Other_123_assignsubmission_file/the-gate.zip": packed("petrel-14", {"decisions.jsonl": decision()}),
        "Bo Person_124_assignsubmission_file/the-gate.zip": b"cut short",
    }
    (tmp_path / "all.zip").write_bytes(zipped(inner))
    told = collect(cohort, [tmp_path / "all.zip"], {})
    assert [each.outcome for each in told] == ["laid in", "set aside"]


def test_a_zip_within_a_zip_is_unpacked_with_the_same_limits(cohort: Path, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(zipped({"x/bomb.zip": b"0" * 5_000_000}))
    told, = collect(cohort, [tmp_path / "all.zip"], {})
    assert "far more than a hand-in" in told.remarks


def test_the_report_is_a_table_that_a_spreadsheet_never_computes(cohort: Path, tmp_path: Path) -> None:
    (tmp_path / "=SUM(A1), of Ann.zip").write_bytes(b"bad")
    collect(cohort, [tmp_path], {})
    with (cohort / "collect-report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["hand-in", "outcome", "learner", "unit", "remarks"]
    assert rows[1][0] == "'=SUM(A1), of Ann.zip"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1"])
def test_a_cell_that_would_be_computed_is_made_plain(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


def test_nothing_there_to_collect_is_said(cohort: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingToCollect):
        collect(cohort, [tmp_path], {})


def test_a_path_that_is_not_there_is_said_and_stops_nothing(cohort: Path, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed("pipit-14", {"decisions.jsonl": decision()}))
    told = collect(cohort, [tmp_path / "gone.zip", tmp_path / "a.zip"], {})
    assert [each.outcome for each in told] == ["set aside", "laid in"]


def test_no_half_made_submission_is_left(cohort: Path) -> None:
    assert not list(cohort.glob("laying-in-*"))


def test_a_year_of_practice_packs_below_the_limit() -> None:
    """The ratio that refuses bombs is far from what honest work reaches."""
    log = b"".join(decision(step) for step in range(1, 2_000))
    assert read_hand_in(packed("wren-14", {"decisions.jsonl": log})).files["decisions.jsonl"] == log
    assert STEEPEST >= 200


def test_a_refusal_knows_whose_work_it_was() -> None:
    with pytest.raises(HandInRefused) as refused:
        read_hand_in(changed_since())
    assert (refused.value.learner, refused.value.unit) == ("wren-14", "gate")


def test_damage_that_hides_earlier_damage_stops_nothing(bring: Callable[..., Outcome]) -> None:
    told = bring(packed("crake-14", {"answers.jsonl": b'{"format":1}\nnot json\n'}))
    assert told.outcome == "laid in, with a note"


def test_whatever_one_hand_in_meets_the_others_go_on(
    cohort: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(release: str, submission: Path) -> str:
        if (submission / "answers.jsonl").exists():
            raise RecursionError
        return graft_submission(release, submission)

    monkeypatch.setattr("steadyline.course.collect.graft_submission", stumbling)
    (tmp_path / "a.zip").write_bytes(packed("stilt-14", {"answers.jsonl": answer("odd")}))
    (tmp_path / "b.zip").write_bytes(packed("stilt-14", {"decisions.jsonl": decision()}))
    first, second = collect(cohort, [tmp_path], {"gate": DIGEST})
    assert (first.outcome, second.outcome) == ("set aside", "laid in")
    assert "unforeseen (RecursionError)" in first.remarks


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere such a name cannot be made")
def test_a_file_name_that_is_no_text_stops_nothing(cohort: Path, tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"Ann\xff.zip")).write_bytes(b"bad")
    (tmp_path / "\x1b]0;mine\x07.zip").write_bytes(b"bad")
    told = collect(cohort, [tmp_path], {})
    assert {each.name for each in told} == {"Ann\ufffd.zip", "\ufffd]0;mine\ufffd.zip"}


def test_a_name_within_a_zip_of_zips_is_told_without_what_a_terminal_would_act_on(cohort: Path, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(zipped({"Ann\x1b[2J/x.zip": b"bad", "__MACOSX/Ann/._x.zip": b"shadow"}))
    told, = collect(cohort, [tmp_path], {})
    assert told.name == "all.zip › Ann\ufffd[2J/x.zip"


def test_a_hand_in_that_was_unpacked_on_the_way_is_told_and_not_passed_over(cohort: Path, tmp_path: Path) -> None:
    (tmp_path / "Ann").mkdir()
    (tmp_path / "Ann" / "manifest.json").write_text("{}")
    (tmp_path / "all.zip").write_bytes(zipped({"Bo/manifest.json": b"{}", "Bo/decisions.jsonl": b""}))
    assert ["unpacked on the way" in each.remarks for each in collect(cohort, [tmp_path], {})] == [True, True]


def test_a_file_that_may_not_be_read_is_told_and_stops_nothing(
    cohort: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.zip").write_bytes(WHOLE)
    read = Path.read_bytes

    def refusing(path: Path) -> bytes:
        if path == tmp_path / "a.zip":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refusing)
    told, = collect(cohort, [tmp_path], {})
    assert (told.outcome, "cannot be read (Permission denied)" in told.remarks) == ("set aside", True)


def test_another_first_attempt_than_the_one_handed_in_before_is_told(bring: Callable[..., Outcome]) -> None:
    bring(packed("godwit-14", {"decisions.jsonl": decision()}))
    more = bring(packed("godwit-14", {"decisions.jsonl": decision() + decision(2)}, made="2026-11-23T19:00:00Z"))
    other = decision().replace(b"say-why", b"say-nothing")
    told = bring(packed("godwit-14", {"decisions.jsonl": other}, made="2026-11-23T20:00:00Z"))
    assert "compare the two" in told.remarks
    assert "compare the two" not in more.remarks


def test_a_hand_in_of_a_time_that_has_not_come_is_told_and_so_is_what_it_keeps_out(bring: Callable[..., Outcome]) -> None:
    first = bring(packed("gannet-14", {"decisions.jsonl": decision()}, made="9999-01-01T00:00:00Z"))
    then = bring(packed("gannet-14", {"decisions.jsonl": decision() + decision(2)}))
    assert "has not come yet" in first.remarks
    assert (then.outcome, "which of the two is the later" in then.remarks) == ("kept, a newer one stands", True)


@pytest.mark.parametrize("made", ["0001-01-01T00:00:00Z", "0300-01-01T00:00:00Z", "1969-12-31T23:59:59Z"])
def test_a_time_before_all_clocks_is_no_time(made: str) -> None:
    with pytest.raises(HandInRefused, match="when it was made"):
        read_hand_in(packed("wren-14", {}, made=made))


def test_a_submission_that_was_lost_is_laid_in_again_from_the_same_hand_in(
    cohort: Path, bring: Callable[..., Outcome]
) -> None:
    content = packed("shrike-14", {"decisions.jsonl": decision()})
    bring(content)
    shutil.rmtree(submitted(cohort, "shrike-14"))
    assert bring(content).outcome == "laid in"
    assert submitted(cohort, "shrike-14").is_dir()


def test_what_stood_stands_again_if_the_new_one_cannot_be_put_in_its_place(
    cohort: Path, bring: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(packed("avocet-14", {"answers.jsonl": answer("first")}))
    rename = Path.rename

    def full(path: Path, target: Path) -> Path:
        if path.name.startswith("laying-in-"):
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space"):
        bring(packed("avocet-14", {"answers.jsonl": answer("second")}, made="2026-11-24T09:00:00Z"))
    assert "first" in words_of(cohort, "avocet-14")


def test_the_same_unusable_file_collected_again_is_set_aside_once(cohort: Path, tmp_path: Path) -> None:
    (tmp_path / "again.zip").write_bytes(b"bad")
    for _ in range(3):
        assert collect(cohort, [tmp_path], {})[0].outcome == "set aside"
    (tmp_path / "again.zip").write_bytes(b"bad in another way")
    collect(cohort, [tmp_path], {})
    assert len(list((cohort / "set-aside").glob("from-again*"))) == 2
