"""Every unit of the course with its real keeper behind it, in a page that holds nothing but the player."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

# The fixtures of the player's own tests: a browser, and a page served from memory.
_HERE = Path(__file__).resolve().parents[1] / "browser" / "player" / "conftest.py"
_SPEC = importlib.util.spec_from_file_location("player_pages", _HERE)
assert _SPEC is not None
assert _SPEC.loader is not None
player_pages = importlib.util.module_from_spec(_SPEC)
sys.modules["player_pages"] = player_pages
_SPEC.loader.exec_module(player_pages)

chromium = player_pages.chromium
open_page = player_pages.open_page
