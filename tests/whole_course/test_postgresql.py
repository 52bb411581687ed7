"""A gradebook on a PostgreSQL server that the tests start: the same marks, the same history, the same refusals."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from cohorts import CELL, LEARNERS, UNIT, desk_at, give
from postgresql import database, server

from steadyline import content
from steadyline.cli.main import main
from steadyline.course.cohort_folder import new_cohort
from steadyline.course.collect import collect
from steadyline.course.handin import pack
from steadyline.course.simulate import TEMPERAMENTS, Simulation
from steadyline.desk.out import gathered, marks_long
from steadyline.desk.out_csv import as_csv
from steadyline.desk.pile import mark_pile
from steadyline.graders import nbgrader
from steadyline.graders.gradebook import DatabaseTaken, engine_of, reading, refuse_database, writing
from steadyline.graders.history import events


@pytest.fixture(scope="module")
def address():
    with server() as found:
        yield found


@pytest.fixture(scope="module")
def hand_ins(tmp_path_factory):
    """Returns a folder with the hand-ins of twelve simulated learners."""
    place = tmp_path_factory.mktemp("work")
    case = content.unit_case(UNIT)
    simulation = Simulation(content.unit(UNIT), case, content.key(case.name), content.check_answers(UNIT))
    for number, learner in enumerate(LEARNERS):
        simulation.learner(TEMPERAMENTS[number % 5], number, _began()).write(place / learner)
        pack(place / learner, place / "hand-ins", UNIT, learner, case.name, case.digest, _began())
    return place / "hand-ins"


def _began():
    from datetime import UTC, datetime

    return datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


def cohort(folder: Path, hand_ins: Path, db: str = "") -> Path:
    new_cohort(folder, LEARNERS, [content.notebook_path(UNIT)], db=db)
    collect(folder, [hand_ins], {content.unit_case(UNIT).name: content.unit_case(UNIT).digest})
    return folder


@pytest.fixture(scope="module")
def on_server(tmp_path_factory, address, hand_ins):
    folder = cohort(tmp_path_factory.mktemp("server") / "cohort", hand_ins, database(address, "marked"))
    mark_pile(folder, [UNIT], jobs=2)
    return folder


@pytest.fixture(scope="module")
def in_a_file(tmp_path_factory, hand_ins):
    folder = cohort(tmp_path_factory.mktemp("file") / "cohort", hand_ins)
    mark_pile(folder, [UNIT], jobs=2)
    return folder


def test_the_marks_are_those_of_a_gradebook_in_a_file(on_server, in_a_file):
    assert nbgrader.marks(on_server, UNIT) == nbgrader.marks(in_a_file, UNIT)
    assert len(nbgrader.marks(on_server, UNIT)) == len(LEARNERS) * len(content.unit(UNIT).graded)


def test_the_table_given_out_is_that_of_a_gradebook_in_a_file(on_server, in_a_file):
    tables = [as_csv(marks_long(gathered(folder, [UNIT]))) for folder in (on_server, in_a_file)]
    assert tables[0] == tables[1]


def test_nbgraders_own_marking_gives_the_same_there(tmp_path, address, hand_ins, on_server):
    folder = cohort(tmp_path / "cohort", hand_ins, database(address, "stock"))
    nbgrader.autograde(folder, UNIT, LEARNERS[1])
    ours = [mark for mark in nbgrader.marks(on_server, UNIT) if mark.learner == LEARNERS[1]]
    assert nbgrader.marks(folder, UNIT) == tuple(ours)


def test_what_is_marked_again_unchanged_leaves_no_trace(on_server):
    with reading(engine_of(on_server)) as connection:
        before = len(events(connection))
    mark_pile(on_server, [UNIT], jobs=1)
    with reading(engine_of(on_server)) as connection:
        assert len(events(connection)) == before


def test_six_assessors_marking_at_once_lose_no_mark(tmp_path, address, hand_ins):
    folder = cohort(tmp_path / "cohort", hand_ins, database(address, "busy"))
    mark_pile(folder, [UNIT], jobs=1)
    desks = [desk_at(folder, f"marker-{number}") for number in range(6)]
    trouble: list[Exception] = []

    def work(number: int) -> None:
        try:
            for learner in LEARNERS[number::6]:
                give(desks[number], learner, 1)
        except Exception as error:  # told below
            trouble.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    with reading(engine_of(folder)) as connection:
        assert sorted(each.learner for each in events(connection, UNIT, deeds=("marking",))) == sorted(LEARNERS)


def test_a_mark_settled_there_is_an_event_with_who(on_server):
    give(desk_at(on_server, "marker-1"), LEARNERS[0], 1)
    give(desk_at(on_server, "marker-2"), LEARNERS[0], 1)
    with reading(engine_of(on_server)) as connection:
        last = events(connection, UNIT, LEARNERS[0], CELL, ("mark",))[-1]
    assert (last.who, last.after["given"], last.after["waits"]) == ("marker-2", 1, False)


@pytest.mark.parametrize("deed", ["UPDATE steadyline_event SET who = 'x'", "DELETE FROM steadyline_event"])
def test_what_was_done_can_be_neither_changed_nor_removed(on_server, deed):
    with pytest.raises(Exception, match="only ever added to"), writing(engine_of(on_server), "a", "b") as connection:
        connection.exec_driver_sql(deed)


def test_a_database_that_holds_something_is_refused(address, on_server):
    with pytest.raises(DatabaseTaken, match="not empty"):
        refuse_database(f"{address}/marked")


def test_a_cohort_is_made_there_by_the_command(tmp_path, address, capsys):
    url = database(address, "by-command")
    assert main(["cohort", "new", str(tmp_path / "cohort"), "--count", "3", "--unit", UNIT, "--db", url]) == 0
    assert not (tmp_path / "cohort" / "gradebook.db").exists()
    assert len(nbgrader.learners(tmp_path / "cohort")) == 3
