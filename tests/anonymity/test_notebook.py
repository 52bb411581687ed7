"""A notebook tells nothing of who made or ran it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from steadyline.anonymity.notebook import notebook_findings


def codes(metadata: dict[str, Any], cell: dict[str, Any] | None = None) -> list[str]:
    notebook = {"cells": [{"cell_type": "code", "metadata": {}, "source": "", "outputs": [], **(cell or {})}], "metadata": metadata}
    return [each.code for each in notebook_findings(json.dumps(notebook, indent=1), "x.ipynb")]


@pytest.mark.parametrize(
    ("code", "metadata", "cell"),
    [("A401", {}, {"metadata": {"execution": {"iopub.execute_input": "2031"}}}), ("A401", {"papermill": {}}, {}),
     ("A402", {}, {"outputs": [{"text": ["/home/learner/work"]}]}), ("A402", {}, {"source": "C:\\Users\\learner\\work"}),
     ("A403", {"authors": [{"name": "x"}]}, {}), ("A403", {"colab": {}}, {}), ("A404", {"kernelspec": {"name": "my-project"}}, {})],
)  # fmt: skip
def test_what_tells_of_a_person_is_found(code: str, metadata: dict[str, Any], cell: dict[str, Any]) -> None:
    assert codes(metadata, cell) == [code]


def test_a_built_notebooks_metadata_is_let_by() -> None:
    assert codes({"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}, "title": "x"}) == []


@pytest.mark.parametrize("text", ["", "[]", "null", '{"cells": []}', "{", '{"metadata": [], "cells": [1, {"metadata": 2}]}'])
def test_what_is_no_notebook_is_for_others_to_tell(text: str) -> None:
    assert notebook_findings(text, "x.ipynb") == []
