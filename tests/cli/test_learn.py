"""steadyline learn, where it cannot start."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path


def _learn(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "steadyline.cli.main", "learn", *arguments, "--no-browser"]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_a_file_in_place_of_the_folder_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "course").write_text("mine", encoding="utf-8")
    ended = _learn(str(tmp_path / "course"))
    assert ended.returncode == 2
    assert "cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert (tmp_path / "course").read_text(encoding="utf-8") == "mine"


def test_a_port_in_use_is_told_in_words(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = _learn(str(tmp_path / "mine"), "--port", str(port))
    assert ended.returncode == 2
    assert f"Port {port} is in use by another program" in ended.stderr
    assert "Traceback" not in ended.stderr
