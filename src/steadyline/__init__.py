"""Steadyline: branching cases on assertiveness and escalation, played in Jupyter, marked through nbgrader."""

__version__ = "0.1.0"
