"""What lateness costs, by the plugin that a cohort's settings name, within the limits that nbgrader sets to it.

Source: nbgrader 0.9.6, preprocessors/latesubmissions.py and plugins/latesubmission.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from traitlets.config import Config

from steadyline.errors import SteadylineError

Penalty = Callable[[str, float, float], float | None]
"""(learner, score, seconds late) -> points taken off, None for none."""

_NBGRADERS_OWN = ("nbgrader.plugins.LateSubmissionPlugin", "nbgrader.plugins.latesubmission.LateSubmissionPlugin")


class PenaltyNotKnown(SteadylineError):
    """The plugin for late hand-ins that the settings name could not say what lateness costs."""

    def __init__(self, learner: str, error: Exception) -> None:
        self.learner, self.error = learner, error
        super().__init__(
            f"nbgrader_config.py names a plugin for late hand-ins (AssignLatePenalties.plugin_class) that failed for "
            f"{learner}: {type(error).__name__}: {error}. All marks are kept; what lateness costs in this unit is not. "
            "Mend the plugin and run `steadyline mark` again."
        )


def penalty_of(config: Config) -> Penalty:
    """Returns what the settings say about lateness; nbgrader is only loaded for a plugin that is not its own."""
    named = _said(config, "AssignLatePenalties", "plugin_class")
    if named is None or named in _NBGRADERS_OWN or getattr(named, "__name__", "") == "LateSubmissionPlugin":
        is_zero = _said(config, "LateSubmissionPlugin", "penalty_method") == "zero"
        return lambda _learner, score, _seconds: score if is_zero else None
    return _limited(_plugin(config))


def _said(config: Config, section: str, name: str) -> Any:
    return config[section].get(name) if section in config else None


def _plugin(config: Config) -> Any:
    from nbgrader.preprocessors import AssignLatePenalties

    stage = AssignLatePenalties(config=config)
    stage.init_plugin()
    return stage.plugin_inst


def _limited(plugin: Any) -> Penalty:
    def penalty(learner: str, score: float, seconds: float) -> float | None:
        try:
            found = plugin.late_submission_penalty(learner, score, seconds)
            return None if found is None else min(max(float(found), 0.0), score)
        except Exception as error:  # somebody else's code, which may raise anything
            raise PenaltyNotKnown(learner, error) from error

    return penalty
