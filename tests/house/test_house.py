"""The house keeps its own rules."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "src" / "steadyline").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT / "src" / "steadyline")))
def test_a_module_says_first_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=lambda path: path.parent.name)
def test_a_package_imports_nothing_by_being_imported(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def test_only_the_command_line_prints() -> None:
    printing = [path for path in MODULES if "cli" not in path.parts and re.search(r"^\s*print\(", path.read_text("utf-8"), re.M)]
    assert printing == []


def test_pandas_is_in_the_cohort_tables_and_nowhere_else() -> None:
    using = [path.name for path in MODULES if re.search(r"^\s*(import|from) pandas", path.read_text("utf-8"), re.M)]
    assert using == ["cohort.py"]


def test_locked_requirements_have_hashes_and_name_no_host() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9][\w.\[\],-]*==.*$", text, re.MULTILINE | re.IGNORECASE)
        assert len(pinned) > 100
        assert all(line.rstrip().endswith("\\") for line in pinned)


def test_every_dependency_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=\[;]", requirement)[0]
        assert re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE), name
