"""A case or a key in the one form in which this house writes them. Nothing that a learner sees changes by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from steadyline.authoring.format_front import CASE_ORDER, KEY_ORDER, front_lines
from steadyline.authoring.format_ways import spans, ways_lines
from steadyline.authoring.in_words import in_words
from steadyline.authoring.page import LaidOutOtherwise, Page, page_of
from steadyline.errors import SteadylineError
from steadyline.graders.key import Key, read_key
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.documents import NOTHING_BESIDE, Beside
from steadyline.scenarios.local import NOWHERE, Local
from steadyline.scenarios.model import Place, Scenario, Variable
from steadyline.scenarios.prose import MarkdownBlock, first_inline, inline_text
from steadyline.scenarios.read import read_case

Laid = Callable[[Page, MarkdownBlock, int, int], list[str]]

_LEAD = re.compile(r"([*_])If\s.*?:\1")
_POSITION = re.compile(r"([ \t]*- (?:assertiveness|escalation): )(.+)")


class NotTheSame(SteadylineError):
    """The form would have changed more than the form; the file is left as it is."""

    def __init__(self, path: str, what: str) -> None:
        self.path, self.what = path, what
        super().__init__(
            f"{path}: the file is sound, but {what} would not be the same in the usual form. It was left as it is. "
            "Please show it to the people who look after Steadyline."
        )


def formatted_case(text: str, name: str, path: str = "case.md", beside: Beside = NOTHING_BESIDE) -> str:
    """Returns a case's text in its form. Raises CaseFaults or CaseNotFinite if it has faults, and NotTheSame."""
    scenario = read_case(text, name, path, beside)
    case = compile_case(scenario)
    laid_out = _laid_out(text, CASE_ORDER, lambda page: _case_block(page, scenario.variables))
    again = read_case(laid_out, name, path, beside)
    if compile_case(again).digest != case.digest:
        raise NotTheSame(path, "what learners see")
    if _said_beside(again) != _said_beside(scenario):
        raise NotTheSame(path, "the front")
    _refuse_lost_remarks(text, laid_out, path)
    return laid_out


def formatted_key(text: str, case: CompiledCase, path: str = "key.md", local: Local = NOWHERE) -> str:
    """Returns a key's text in its form. Raises KeyFaults if it has faults or does not fit its case, and NotTheSame."""
    key = read_key(text, case, path, local)
    laid_out = _laid_out(text, KEY_ORDER, lambda page: _key_block)
    if _without_lines(read_key(laid_out, case, path, local)) != _without_lines(key):
        raise NotTheSame(path, "what it says")
    _refuse_lost_remarks(text, laid_out, path)
    return laid_out


def _laid_out(text: str, order: Sequence[str], laid_on: Callable[[Page], Laid]) -> str:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = next(at for at, line in enumerate(lines) if at and line.strip() == "---")
    page = page_of(lines[end + 1 :])
    body = _body(page, laid_on(page))
    return "\n".join(["---", *front_lines(lines[1:end], order), "---", *([""] if body else []), *body, ""])


def _body(page: Page, laid: Laid) -> list[str]:
    """Returns the body's blocks with one blank line between them; a remark may stand close to its neighbours."""
    pieces: list[tuple[int, int, list[str], bool]] = []
    at = 0
    for block, (start, below) in zip(page.blocks, spans(page.blocks), strict=True):
        end = page.end(start, below)
        pieces += [*_between(page, at, start), (start, end, laid(page, block, start, end), True)]
        at = end
    pieces += _between(page, at, len(page.tidied))
    lines = list(pieces[0][2]) if pieces else []
    for (_, above, _, above_is_block), (start, _, said, is_block) in pairwise(pieces):
        is_one = start in page.inside or above - 1 in page.unfenced
        is_close = above == start and (is_one or not (above_is_block and is_block))
        lines += said if is_close else ["", *said]
    return lines


def _between(page: Page, start: int, below: int) -> list[tuple[int, int, list[str], bool]]:
    """Returns what stands between two blocks and is none: remarks, and the addresses of links."""
    pieces: list[tuple[int, int, list[str], bool]] = []
    for line in range(start, below):
        if not page.tidied[line] and line not in page.inside:
            continue
        if pieces and pieces[-1][1] == line:
            first, _, said, _ = pieces.pop()
            pieces.append((first, line + 1, [*said, page.tidied[line]], False))
        else:
            pieces.append((line, line + 1, [page.tidied[line]], False))
    return pieces


def _case_block(page: Page, variables: Mapping[str, Variable]) -> Laid:
    """Returns the function that lays out a block of this page: ways, a condition in italics, or plain prose."""
    scenes = [at for at, block in enumerate(page.blocks) if block.tokens[0].tag == "h2"]
    ways: set[int] = set()
    for start, below in pairwise([*scenes, len(page.blocks)]):
        lists = [at for at in range(start, below) if _is_list(page.blocks[at])]
        ways |= set(lists[-1:])
    lines_of_ways = {page.blocks[at].line for at in ways}
    first_scene = page.blocks[scenes[0]].line if scenes else 0

    def laid(page: Page, block: MarkdownBlock, start: int, end: int) -> list[str]:
        said = list(page.tidied[start:end])
        if block.line in lines_of_ways:
            try:
                return ways_lines(page, block, variables)
            except LaidOutOtherwise:
                return said
        return _with_lead(said, block, start, variables) if block.line > first_scene else said

    return laid


def _is_list(block: MarkdownBlock) -> bool:
    return block.type == "bullet_list_open" and block.tokens[0].markup == "-"


def _with_lead(said: list[str], block: MarkdownBlock, start: int, variables: Mapping[str, Variable]) -> list[str]:
    """Returns a block whose condition in italics, if it has one, is said in words."""
    inline = first_inline(block.tokens)
    children = (inline.children or []) if inline else []
    if inline is None or not inline.map or len(children) < 3 or children[0].type != "em_open":
        return said
    words = inline_text(children[1:2])
    if children[2].type != "em_close" or not words.endswith(":") or not words.startswith("If "):
        return said
    at = inline.map[0] - start
    found = _LEAD.search(said[at])
    if found is None or "<!--" in found[0]:
        return said
    condition = in_words(words.removeprefix("If").removesuffix(":").strip(), variables)
    changed = f"{said[at][: found.start()]}{found[1]}If {condition}:{found[1]}{said[at][found.end() :]}"
    return [*said[:at], changed, *said[at + 1 :]]


def _key_block(page: Page, block: MarkdownBlock, start: int, end: int) -> list[str]:
    """Returns the lines of a key's block, positions with their sign."""
    said = list(page.tidied[start:end])
    return [_signed(line) for line in said] if block.type == "bullet_list_open" else said


def _signed(line: str) -> str:
    found = _POSITION.fullmatch(line)
    value = found[2].replace("\u2212", "-").removeprefix("+") if found else ""
    if found is None or not re.fullmatch(r"-?[0-2]", value):
        return line
    return f"{found[1]}{int(value):+d}" if int(value) else f"{found[1]}0"


def _said_beside(scenario: Scenario) -> object:
    """Returns what a case says besides what is compiled."""
    variables = {name: replace(each, place=Place(1)) for name, each in scenario.variables.items()}
    allowed = sorted((each.code, each.subject, each.reason) for each in scenario.allowed)
    return scenario.front, variables, allowed, scenario.start


def _without_lines(key: Key) -> Key:
    decisions = {
        scene: replace(each, line=1, options={id: replace(option, line=1) for id, option in each.options.items()})
        for scene, each in key.decisions.items()
    }
    allowed = tuple(replace(each, place=Place(1)) for each in key.allowed)
    return replace(key, decisions=decisions, allowed=allowed)


def _refuse_lost_remarks(before: str, after: str, path: str) -> None:
    if remarks_of(before) != remarks_of(after):
        raise NotTheSame(path, "a remark")


def remarks_of(text: str) -> list[str]:
    """Returns every remark of a file, in the front and in the body, without its indentation, in alphabetical order."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = next(at for at, line in enumerate(lines) if at and line.strip() == "---")
    front = [line.strip() for line in lines[1:end] if line.lstrip().startswith("#")]
    body = ["\n".join(line.strip() for line in each.text.split("\n")) for each in page_of(lines[end + 1 :]).remarks]
    return sorted(front + body)
