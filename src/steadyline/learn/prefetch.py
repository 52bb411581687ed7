"""The scripts that a unit's page loads, so that the start page can have them fetched while it is being read."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jupyter_core.paths import jupyter_path

from steadyline.learn.settings import WIDGETS_ONLY

WORTH_IT = 10_000
"""Bytes; smaller files load faster than it takes to ask early."""

NOT_ON_A_UNIT = ("reveal.js", "voila-style.js", "treepage.js")


@lru_cache
def scripts_of_a_unit(base_url: str) -> tuple[str, ...]:
    """Returns the addresses of the larger scripts that Voila and the widgets load, as far as they are found."""
    page = _scripts("voila/templates/base/static", f"{base_url}voila/static")
    return (*page, *_widgets(f"{base_url}voila/labextensions"))


def _widgets(address: str) -> list[str]:
    found: list[str] = []
    for name in WIDGETS_ONLY:
        found += _scripts(f"labextensions/{name}/static", f"{address}/{name}/static")
        found += _scripts(f"voila/labextensions/{name}/static", f"{address}/{name}/static")
    return found


def _scripts(folder: str, address: str) -> list[str]:
    places = [Path(place) / folder for place in jupyter_path()]
    present = next((place for place in places if place.is_dir()), None)
    if present is None:
        return []
    asks_by_version = any(b".js?v=" in entry.read_bytes() for entry in present.glob("remoteEntry.*.js"))
    return [
        f"{address}/{script.name}{_version(script) if asks_by_version else ''}"
        for script in sorted(present.glob("*.js"))
        if script.stat().st_size >= WORTH_IT and script.name not in NOT_ON_A_UNIT
    ]


def _version(script: Path) -> str:
    """Returns the query with which an extension's entry asks for its other scripts: the hash in the script's name."""
    parts = script.name.split(".")
    return f"?v={parts[1]}" if len(parts) == 3 and parts[0] != "remoteEntry" else ""
