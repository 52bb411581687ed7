"""Every setting of the learner's server, in one place. Nothing here phones home, and nothing asks questions."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from traitlets.config import Config

from steadyline.course.workspace import HIDDEN
from steadyline.learn.warm import WarmKernel, WarmKernels

HERE = "127.0.0.1"
SHARE = Path(__file__).resolve().parent.parent / "share" / "jupyter"
"""Our Voila template, Lab extension and Lab settings; Jupyter finds them through JUPYTER_PATH."""

WARM_CODE = "from steadyline import notebook; notebook.warm()"
WIDGETS_ONLY = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]
LOGGERS = ["LearnServer", "LabApp", "JupyterNotebookApp", "asyncio"]
NOT_FOR_LEARNERS = [
    "@jupyter/nbgrader",
    "@jupyterlab/apputils-extension:announcements",
    "@jupyterlab/cell-toolbar-extension",
    "@jupyterlab/debugger-extension",
    "@voila-dashboards/jupyterlab-preview",
]
EXTENSIONS = {
    "jupyterlab": True,
    "notebook": True,
    "voila.server_extension": True,
    # A learner neither grades nor opens a terminal here, and reading needs no language server.
    "jupyter_lsp": False,
    "notebook_shim": False,
    "jupyter_server_terminals": False,
    "nbgrader.server_extensions.assignment_list": False,
    "nbgrader.server_extensions.course_list": False,
    "nbgrader.server_extensions.formgrader": False,
    "nbgrader.server_extensions.validate_assignment": False,
}


def settings(folder: Path, port: int, log: Path) -> Config:
    """Returns the settings of a server for a laid-out folder, listening on this machine alone."""
    made = Config()
    made.ServerApp = Config(_server(folder, port))
    # Named here, so that Jupyter does not write it into its log.
    made.IdentityProvider.token = secrets.token_hex(24)
    made.Application.logging_config = _logging(log)
    made.WarmKernels = Config(
        warm_code=WARM_CODE,
        kernel_log=str(log),
        kernel_manager_class=f"{WarmKernel.__module__}.{WarmKernel.__qualname__}",
        cull_idle_timeout=3600,
        cull_interval=30,
    )
    made.FileContentsManager.pre_save_hook = leave_no_outputs
    made.VoilaConfiguration = Config(
        template="steadyline",
        extension_allowlist=WIDGETS_ONLY,
        file_allowlist=[],
        page_config_hook=nothing_from_elsewhere,
        allow_template_override="NO",
        allow_theme_override="NO",
    )
    own = folder / HIDDEN / "lab"
    for app in ("LabApp", "JupyterNotebookApp"):
        made[app].app_settings_dir = str(SHARE / "lab" / "settings")
        made[app].user_settings_dir = str(own / "user-settings")
        made[app].workspaces_dir = str(own / "workspaces")
    made.LabApp.news_url = None
    made.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
    return made


def _server(folder: Path, port: int) -> dict[str, Any]:
    return {
        "ip": HERE,
        "port": port,
        "root_dir": str(folder),
        "default_url": "/steadyline",
        "open_browser": False,
        "allow_root": True,
        "allow_unauthenticated_access": False,
        "kernel_manager_class": WarmKernels,
        "terminals_enabled": False,
        "answer_yes": True,
        "jpserver_extensions": EXTENSIONS,
        "tornado_settings": {"page_config_hook": quiet_page},
    }


def _logging(log: Path) -> dict[str, Any]:
    """Returns where the server's log goes: into a file for whoever gives support, never over the learner's words."""
    to_file = {
        "class": "logging.FileHandler",
        "level": "INFO",
        "formatter": "console",
        "filename": str(log),
        "mode": "a",
        "encoding": "utf-8",
    }
    return {
        "handlers": {"file": to_file},
        "loggers": {name: {"level": "INFO", "handlers": ["file"]} for name in LOGGERS},
    }


def quiet_page(_handler: Any, page: dict[str, Any]) -> dict[str, Any]:
    """Returns the page settings of Lab and Notebook 7 without the extensions that a learner has no use for."""
    return {**page, "disabledExtensions": [*page.get("disabledExtensions", []), *NOT_FOR_LEARNERS]}


def nothing_from_elsewhere(page: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Returns the settings of a Voila page without MathJax, which it would fetch from elsewhere."""
    return {**page, "fullMathjaxUrl": "", "mathjaxConfig": ""}


def leave_no_outputs(model: dict[str, Any], **_: Any) -> None:
    """Empties the outputs of our own cells before a notebook is saved, so that no page opens with a dead player."""
    if model.get("type") != "notebook":
        return
    for cell in model["content"].get("cells", []):
        if cell["cell_type"] == "code" and "steadyline" in cell["metadata"]:
            cell.update({"outputs": [], "execution_count": None})
    model["content"].get("metadata", {}).pop("widgets", None)
