"""Every way through every case reads on paper as it does on the compiled table: all of them are walked."""

from __future__ import annotations

import pytest
from paper_reader import from_the_start

from steadyline import content
from steadyline.live.booklet import booklet_of


@pytest.mark.parametrize("name", content.cases())
def test_every_walk_of_a_case_reads_on_paper_as_it_does_on_the_table(name: str) -> None:
    case = content.case(name)
    assert from_the_start(case, booklet_of(case, content.scenario(content.case_path(name)))) == []
