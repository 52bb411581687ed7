"""What `make test` leaves out, `make course` runs."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_file_that_make_test_leaves_out_is_run_by_make_course() -> None:
    spec = importlib.util.spec_from_file_location("side_by_side", ROOT / "tests" / "side_by_side.py")
    assert spec is not None
    assert spec.loader is not None
    side_by_side = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(side_by_side)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.findall(r"tests/[\w/.-]+", makefile.partition("\ncourse:")[2].partition("\n\n")[0])
    for name in side_by_side.SLOWER:
        path = Path("tests") / name
        assert (ROOT / path).is_file(), name
        assert str(path) in recipe or any(str(parent) in recipe for parent in path.parents), name
    assert "tests/whole_course/test_" in recipe
