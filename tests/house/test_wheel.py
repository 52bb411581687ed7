"""The wheel carries everything that a learner or an assessor needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place / "site")
    return place / "site"


def test_the_course_plays_and_is_marked_from_the_wheel_alone(unpacked: Path, tmp_path: Path) -> None:
    script = (
        "from steadyline import content, notebook;"
        "assert 'content_folders' in str(content.root()), content.root();"
        "print(content.units()[:2], content.scale('the-porch').key.version, content.notebook_path('the-porch').is_file(),"
        " repr(notebook.play('the-porch')))"
    )
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "['orientation', 'the-porch'] 2 True The Porch: not begun"


@pytest.mark.parametrize(
    "file", ["player/js/render.js", "player/css/player.css", "player/guard.json", "learn/start.html", "py.typed",
             "share/jupyter/voila/templates/steadyline", "share/jupyter/labextensions/steadyline/package.json"],
)  # fmt: skip
def test_what_the_browser_is_sent_is_in_the_wheel(unpacked: Path, file: str) -> None:
    assert (unpacked / "steadyline" / file).exists()


def test_nothing_of_a_learners_or_of_the_repositorys_is_in_the_wheel(unpacked: Path) -> None:
    names = [path.name for path in unpacked.rglob("*")]
    assert not {"decisions.jsonl", "answers.jsonl", "gradebook.db", ".git", "tests"} & set(names)
