"""Reads the explanations of codes. Each code lives once, in `codes/<code>.md`; tests, tables and `explain` use it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from steadyline.errors import SteadylineError, did_you_mean
from steadyline.findings import SEVERITIES, Severity

HERE = Path(__file__).resolve().parent / "codes"
ABOUT = (
    "case", "key", "check", "unit", "walk", "course", "words", "twee", "fingerprint", "document", "rubric", "script",
)  # fmt: skip

_HEADING = re.compile(r"# (?P<code>[A-Z]\d{3}): (?P<title>.+)")
_FENCE = re.compile(r"^(`{3,})\w*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


class CodeUnknown(SteadylineError):
    """No check tells a finding of that code."""

    def __init__(self, code: str, known: list[str]) -> None:
        self.code = code
        super().__init__(f'There is no code "{code}".{did_you_mean(code, known)} {len(known)} codes are known.')


@dataclass(frozen=True)
class Explanation:
    """What one code means, and an example of it.

    `failing` and `mended` are pairwise passages of the example case: the sound case has the mended ones, and putting
    the failing ones in their place brings the finding about. `place` stands in the line that the finding tells;
    where it is empty, that is the first line of the first failing passage. `base` names the case of the example.
    """

    code: str
    title: str
    severity: Severity
    about: str
    text: str
    failing: tuple[str, ...]
    mended: tuple[str, ...]
    place: str = ""
    base: str = ""


@lru_cache
def explanation(code: str) -> Explanation:
    """Returns the explanation of a code. Raises CodeUnknown."""
    path = HERE / f"{code}.md"
    if not re.fullmatch(r"[A-Z]\d{3}", code) or not path.is_file():
        raise CodeUnknown(code, known_codes())
    return read_explanation(path.read_text(encoding="utf-8"))


def known_codes() -> list[str]:
    """Returns every code in alphabetical order."""
    return sorted(path.stem for path in HERE.glob("*.md"))


def read_explanation(text: str) -> Explanation:
    """Returns the explanation that a file tells. Raises ValueError where it is not of that form."""
    above, _, below = text.partition("\n## Failing\n")
    failing, _, mended = below.partition("\n## Mended\n")
    first, _, rest = above.partition("\n")
    heading = _HEADING.fullmatch(first.strip())
    if heading is None or not failing or not mended:
        raise ValueError(f'"{first}" does not begin an explanation, or it has no "## Failing" and "## Mended".')
    said = dict(re.findall(r"^- (severity|about|place|base): (.+)$", rest, re.MULTILINE))
    prose = re.sub(r"^- (severity|about|place|base): .+\n", "", rest, flags=re.MULTILINE).strip()
    severity = next((each for each in SEVERITIES if each == said.get("severity")), None)
    if severity is None or said.get("about") not in ABOUT or not prose:
        raise ValueError(f"{heading['code']}: severity, about or the explanation itself is missing or not known.")
    return Explanation(
        heading["code"], heading["title"], severity, said["about"], prose, _passages(failing), _passages(mended),
        said.get("place", ""), said.get("base", ""),
    )  # fmt: skip


def _passages(text: str) -> tuple[str, ...]:
    return tuple(match[2].removesuffix("\n") for match in _FENCE.finditer(text))
