"""What was released for a cohort, told from its folder alone; nothing of nbgrader is loaded for it."""

from __future__ import annotations

from pathlib import Path


def units_of(folder: Path) -> tuple[str, ...]:
    """Returns the units that were released for this cohort, by name."""
    return tuple(sorted(path.stem for path in (folder / "release").glob("*/*.ipynb") if path.stem == path.parent.name))
