"""A marked cohort, made once, and a copy of it for each test that changes something."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_cohort import marked_cohort
from piles import copy_of


@pytest.fixture(scope="session")
def marked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five learners, marked by machine; nobody has marked their written work. It is only read."""
    return marked_cohort(tmp_path_factory.mktemp("marked") / "autumn")


@pytest.fixture
def cohort(marked_once: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return copy_of(marked_once, tmp_path / "autumn")
