"""Everything that can be known of the whole course, and that nothing of it is to be mended."""

from __future__ import annotations

import re

import pytest

from steadyline import content
from steadyline.cli.main import main


def test_the_shipped_course_has_nothing_to_mend_and_no_habit_reaches_the_standard(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    said = capsys.readouterr().out
    for name in {*content.cases(), *content.units()}:
        assert f"Nothing to mend in {name}." in said
    habits = [int(share) for share in re.findall(r"lazy habits .* earns most: (\d+)% of the credit", said)]
    assert len(habits) == len(content.cases())
    assert max(habits) < 100 * content.outline().standard
    correlations = [float(each) for each in re.findall(r"correlation of decision quality with a kind ending is (-?\d+\.\d+)", said)]
    assert len(correlations) == len(content.cases())
    assert max(map(abs, correlations)) < 0.9
