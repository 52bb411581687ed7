"""A learner's record over the course: read from their own folder, whole or damaged, and the note for CPD."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from steadyline import content
from steadyline.cli.main import main
from steadyline.course.handin import LOG
from steadyline.course.simulate import Simulation
from steadyline.learn.cpd import YOURS, cpd_note
from steadyline.learn.record_page import page
from steadyline.own_record import own_record

BEGAN = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


def work(folder: Path, *units: str, temperament: str = "calibrated") -> Path:
    for name in units:
        case = content.unit_case(name)
        simulation = Simulation(content.unit(name), case, content.key(case.name), content.check_answers(name))
        simulation.learner(temperament, 5, BEGAN).write(folder / name)
    return folder


def test_an_empty_folder_gives_an_empty_record_and_nothing_is_written(tmp_path: Path) -> None:
    record = own_record(tmp_path)
    assert record.done == ()
    assert record.left_out == ()
    assert "Nothing is recorded yet" in page(record)
    assert "No unit is finished yet" in cpd_note(record, "Steadyline")
    assert list(tmp_path.iterdir()) == []


def test_two_units_are_put_together_and_each_is_told_by_itself(tmp_path: Path) -> None:
    record = own_record(work(tmp_path, "the-porch", "the-long-agenda"))
    assert [each.unit.name for each in record.done] == ["the-porch", "the-long-agenda"]
    assert set(record.overall.by_case) == {"The Porch", "The Long Agenda"}
    assert len(record.overall.axes["assertiveness"].positions) == 12


def test_a_summative_case_is_not_weighed_before_its_feedback(tmp_path: Path) -> None:
    record = own_record(work(tmp_path, "fourteen-months"))
    assert record.overall.by_case == {}
    assert record.left_out == ("Fourteen Months is marked by an assessor: its decisions are not in this picture, and come with the feedback.",)


def test_a_damaged_log_is_told_left_out_and_left_as_it_is(tmp_path: Path) -> None:
    work(tmp_path, "the-porch", "clean-shirts")
    log = tmp_path / "the-porch" / LOG
    log.write_bytes(b"rubbish\n" + log.read_bytes())
    before = log.read_bytes()
    record = own_record(tmp_path)
    assert [each.unit.name for each in record.done] == ["clean-shirts"]
    assert any("The Porch cannot be read" in line for line in record.left_out)
    assert log.read_bytes() == before


def test_a_case_that_was_changed_since_is_left_out_and_said_to_be(tmp_path: Path) -> None:
    work(tmp_path, "the-porch")
    log = tmp_path / "the-porch" / LOG
    log.write_text(log.read_text("utf-8").replace(content.case("the-porch").digest, "a" * 64), "utf-8")
    assert "another version of its case" in own_record(tmp_path).left_out[0]


def test_the_cpd_note_has_both_regulators_headings_the_dates_and_hours_and_no_word_of_the_learners(tmp_path: Path) -> None:
    work(tmp_path, "the-porch")
    note = cpd_note(own_record(tmp_path), "Steadyline")
    for heading in ("FOR SOCIAL WORK ENGLAND", "Talking about it with a peer", "FOR THE NMC", "Of these participatory"):
        assert heading in note
    assert "12 January 2026" in note
    assert note.count(YOURS) >= 5
    assert "What would have changed my mind" not in note
    assert "Mum" not in note
    for objective in content.unit("the-porch").objectives:
        assert objective in note


def test_the_page_has_no_total_says_what_it_is_not_and_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    shown = page(own_record(work(tmp_path, "the-porch", temperament="cautious")))
    assert "There is no total in it" in shown
    assert "not yet been rated by an expert panel" in shown
    assert "<script" not in shown
    assert "http" not in shown.replace("http://www.w3.org/2000/svg", "")


def test_the_verb_prints_the_standings_and_writes_page_and_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work(tmp_path / "mine", "the-porch")
    out, note = tmp_path / "record.html", tmp_path / "note.txt"
    assert main(["record", str(tmp_path / "mine"), "--out", str(out), "--cpd", str(note)]) == 0
    said = capsys.readouterr().out
    assert "Assertiveness: engaging with authority" in said
    assert "My record" in out.read_text("utf-8")
    assert "CPD NOTE" in note.read_text("utf-8")


def test_a_folder_that_is_not_there_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", str(tmp_path / "nobody")]) == 2
    assert "there is no such folder" in capsys.readouterr().err
