"""Findings that an author lets stand, with a reason; and allowances that nothing needs any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from steadyline.checks.telling import found
from steadyline.findings import Finding
from steadyline.scenarios.model import Allowance


@dataclass(frozen=True)
class Sifted:
    """Findings after the allowances were applied: what is told, and what stands with whose reason."""

    told: tuple[Finding, ...]
    allowed: tuple[tuple[Finding, Allowance], ...]


def sift(
    findings: Iterable[Finding], allowances: Sequence[Allowance], path: str, silent: Collection[str] = ()
) -> Sifted:
    """Returns the findings of one file, sorted, with those allowed set apart and S422 for allowances without use.

    `silent` are the first letters of codes of which nothing could be said this time: their allowances wait.
    """
    told: list[Finding] = []
    allowed: list[tuple[Finding, Allowance]] = []
    used: set[Allowance] = set()
    for finding in dict.fromkeys(findings):
        allowance = next((each for each in allowances if _covers(each, finding)), None)
        if allowance is None or finding.severity == "error":
            told.append(finding)
        else:
            used.add(allowance)
            allowed.append((finding, allowance))
    for each in allowances:
        if each not in used and each.code[0] not in silent:
            name = f"{each.code} {each.subject}".strip()
            told.append(found("S422", path, each.place, f'"{name}" is allowed, but nothing is found there.', name))
    return Sifted(tuple(sorted(told)), tuple(allowed))


def _covers(allowance: Allowance, finding: Finding) -> bool:
    return allowance.code == finding.code and allowance.subject in ("", finding.subject)
