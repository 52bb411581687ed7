"""The desk's server before it starts: what it stands in, and what it does not serve."""

from __future__ import annotations

import json
from pathlib import Path

from steadyline.learn.desk_server import NOTEBOOK, desk_settings, stand_in


def test_the_desk_stands_in_a_hidden_folder_that_holds_one_notebook(tmp_path: Path) -> None:
    place = stand_in(tmp_path)
    assert place.parent.name.startswith(".")
    assert [each.name for each in place.iterdir()] == [NOTEBOOK]


def test_the_notebook_says_neither_the_folder_nor_the_assessor(tmp_path: Path) -> None:
    text = (stand_in(tmp_path) / NOTEBOOK).read_text("utf-8")
    assert str(tmp_path) not in text
    assert [cell["cell_type"] for cell in json.loads(text)["cells"]] == ["markdown", "code"]


def test_the_server_serves_the_hidden_folder_alone_to_this_machine_alone(tmp_path: Path) -> None:
    told = desk_settings(stand_in(tmp_path), 8799, tmp_path / "log")
    assert told.ServerApp.root_dir == str(tmp_path / ".steadyline" / "desk")
    assert (told.ServerApp.ip, told.ServerApp.allow_unauthenticated_access) == ("127.0.0.1", False)
    assert [name for name, on in told.ServerApp.jpserver_extensions.items() if on] == ["voila.server_extension"]
    assert told.VoilaConfiguration.file_allowlist == []
