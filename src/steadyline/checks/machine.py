"""Everything that can be proven of a case as a machine, without its key."""

from __future__ import annotations

from steadyline.checks.consequence import consequence_findings
from steadyline.checks.facts import Facts, minutes_findings
from steadyline.checks.memory import memory_findings
from steadyline.checks.reach import reach_findings
from steadyline.checks.shown import shown_findings, shown_in
from steadyline.findings import Finding
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.explore import Exploration
from steadyline.scenarios.model import Chose


def machine_findings(exploration: Exploration, case: CompiledCase, facts: Facts) -> list[Finding]:
    """Returns S401 to S423 of a case. One cause gives one finding: words that hang on another are not told again."""
    shown = shown_in(exploration)
    reach = list(reach_findings(exploration))
    memory = list(memory_findings(exploration, shown))
    told = {Chose(each.subject).name for each in reach if each.code == "S402"}
    told |= {each.subject for each in memory if each.code in ("S409", "S410")}
    return [
        *reach,
        *shown_findings(exploration, shown, frozenset(told)),
        *memory,
        *consequence_findings(exploration, case),
        *minutes_findings(exploration, facts),
    ]
