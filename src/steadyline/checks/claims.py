"""Whether every legal or procedural claim that an option makes or meets has its source.

A pattern sees words and no meaning: it cannot tell whether the source bears the claim out. A person still has to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from steadyline.checks.telling import found
from steadyline.errors import did_you_mean, listed
from steadyline.findings import Finding
from steadyline.graders.key import KeyedDecision, KeyedOption
from steadyline.scenarios.model import Choice, Place

SECTION = re.compile(r"\b(?:section|sections|s\.) ?(?P<number>\d+)", re.IGNORECASE)
CLAIMS = {
    "an Act": re.compile(r"(?<=[a-z,] )Act\b"),
    "a court order": re.compile(
        r"\b(?:emergency protection|child assessment|interim care|care|supervision|exclusion|court) orders?\b|\bEPO\b",
        re.IGNORECASE,
    ),
    "police powers": re.compile(r"\bpolice protection\b|\bprotection powers?\b", re.IGNORECASE),
    "a power that is or is not held": re.compile(
        r"\b(?:have|has|had|no|the|any) (?:legal )?powers? (?:to|of)\b|\b(?:legal|a) right to (?:come|enter|see|search)"
        r"|\bcourt's authority\b|\b(?:un)?lawful(?:ly)?\b|\bby law\b",
        re.IGNORECASE,
    ),
    "a legal test": re.compile(r"\bsignificant harm\b|\breasonable cause\b", re.IGNORECASE),
    "a procedure": re.compile(
        r"\blocal procedures?\b|\bworking days?\b|\bstrategy discussions?\b|\bchild protection conferences?\b"
        r"|\bcore groups?\b|\b(?:statutory|national) guidance\b|\bWorking Together\b|\bpre-proceedings\b",
        re.IGNORECASE,
    ),
}
LAW = re.compile(
    r".*-s\d+[a-z]?|[a-z]+\d{4}(?:-.*)?|re-.+-\d{4}|.+-v-.+|working-together.*|strategy-.*|seen-alone|info-sharing.*"
    r"|written-agreements|eastmarch|.*(?:procedure|guidance|regulations|statute).*|.+-act-\d{4}"
    r"|conference-.+|professional-dis.+|which-route|lado|special-guardianship"
)
"""What the id of a source looks like that is law or procedure: `ca1989-s47`, `re-x-2006`, `…-procedures`."""

NOT_LAW = ("language-guidance",)


def claim_findings(
    path: str, decision: KeyedDecision, choices: Mapping[str, Choice], known: set[str]
) -> Iterator[Finding]:
    """Yields what is found on the sources of a decision's options: unknown ones, and claims that have none."""
    for id, option in decision.options.items():
        for source in option.sources:
            if source not in known:
                near = did_you_mean(source, known)
                message = f'"{id}" names the source "{source}", which is not in the list of sources.{near}'
                yield found("K315", path, Place(option.line), message, id)
        unborne = [what for words in _said(choices[id], option) for what in unborne_claims(words, option.sources)]
        if unborne:
            message = (
                f'"{id}" speaks of {" and ".join(dict.fromkeys(unborne))}, and its sources ({listed(option.sources)}) '
                "name no law or procedure for that."
            )
            yield found("K314", path, Place(option.line), message, id)


def unborne_claims(words: str, sources: tuple[str, ...]) -> list[str]:
    """Returns, in words, each legal or procedural claim that no source bears; a named section needs its own."""
    has_law = any(LAW.fullmatch(source) and source not in NOT_LAW for source in sources)
    unborne = [what for what, pattern in CLAIMS.items() if pattern.search(words) and not has_law]
    for match in SECTION.finditer(words):
        if not any(re.search(rf"s{match['number']}(?:\D|$)", source) for source in sources):
            unborne.append(f"section {match['number']}")
    return unborne


def _said(choice: Choice, option: KeyedOption) -> list[str]:
    return [choice.text, choice.now_text, option.reason, *(later.text for later in choice.later)]
