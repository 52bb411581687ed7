"""What the learner's server is told before it starts, and what it does before anybody asks."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from steadyline.learn.prefetch import scripts_of_a_unit
from steadyline.learn.server import FIRST_PORT, PORTS_TRIED, PortInUse, free_port, open_in_browser
from steadyline.learn.settings import leave_no_outputs, quiet_page, settings
from steadyline.learn.warm import dressing


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def test_a_port_that_is_in_use_is_told_by_its_number(taken: int) -> None:
    with pytest.raises(PortInUse, match=f"Port {taken} is in use"):
        free_port(taken)


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_number_that_is_no_port_is_told_too(port: int) -> None:
    with pytest.raises(PortInUse, match=str(port)):
        free_port(port)


def test_without_a_wish_the_port_is_one_of_the_few_that_a_browser_remembers() -> None:
    assert FIRST_PORT <= free_port(None) < FIRST_PORT + PORTS_TRIED


def test_only_this_machine_is_listened_to(tmp_path: Path) -> None:
    told = settings(tmp_path, 8766, tmp_path / "log")
    assert told.ServerApp.ip == "127.0.0.1"
    assert told.ServerApp.allow_unauthenticated_access is False
    assert len(told.IdentityProvider.token) >= 32


def test_nothing_is_fetched_from_elsewhere(tmp_path: Path) -> None:
    told = settings(tmp_path, 8766, tmp_path / "log")
    assert told.LabApp.news_url is None
    assert told.VoilaConfiguration.page_config_hook({"fullMathjaxUrl": "https://example.org"})["fullMathjaxUrl"] == ""
    assert "@jupyterlab/apputils-extension:announcements" in quiet_page(None, {})["disabledExtensions"]


def test_a_saved_notebook_keeps_no_player_of_yesterday() -> None:
    drawn = {"cell_type": "code", "metadata": {"steadyline": {"role": "play"}}, "outputs": [{}], "execution_count": 3}
    own = {"cell_type": "code", "metadata": {}, "outputs": [{}], "execution_count": 4}
    notebook: dict[str, Any] = {"cells": [drawn, own], "metadata": {"widgets": {}}}
    leave_no_outputs({"type": "notebook", "content": notebook}, path="x")
    assert (drawn["outputs"], drawn["execution_count"]) == ([], None)
    assert own["outputs"] == [{}]
    assert notebook["metadata"] == {}


def test_a_waiting_kernel_is_moved_to_the_folder_and_given_what_its_page_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / 'Zoë\'s "own" folder'
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STEADYLINE_TEST", "before")
    exec(dressing({"cwd": str(folder), "env": {"STEADYLINE_TEST": "it's \\ after"}}), {})  # noqa: S102  it is our own code
    assert Path.cwd() == folder
    assert os.environ["STEADYLINE_TEST"] == "it's \\ after"


def test_the_scripts_named_beforehand_are_those_of_voila_and_the_widgets() -> None:
    addresses = scripts_of_a_unit("/")
    assert "/voila/static/voila.js" in addresses
    assert any(address.startswith("/voila/labextensions/anywidget/static/") for address in addresses)


def test_without_a_screen_no_browser_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert open_in_browser("http://127.0.0.1:1/") is False
