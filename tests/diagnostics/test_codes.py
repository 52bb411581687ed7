"""Every code that an author can be told: its explanation, and its example, which is tried as it stands."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import steadyline
from steadyline.authoring.twee_case import case_of
from steadyline.authoring.twee_read import TweeFaults, read_twee
from steadyline.diagnostics.read import HERE, CodeUnknown, Explanation, explanation, known_codes, read_explanation
from steadyline.errors import Diagnostic
from steadyline.findings import Finding

SOURCE = sorted(Path(steadyline.__file__).parent.rglob("*.py"))
TESTS = Path(__file__).resolve().parents[1]
SHARED = Path(steadyline.__file__).parent / "scenarios" / "source.py"
EXAMPLE = ("case", "key", "unit", "check", "walk")
"""What a code can be about so that its example is a passage of the example case."""

# Codes about several walks, so that no one file can show them; and what else is not one file of the example case.
ELSEWHERE = dict.fromkeys(("W201", "W202"), "diagnostics/test_walk_codes.py")
OTHER = {
    "course": ("checks/test_craft_examples.py", "anonymity/test_examples.py"),
    "words": ("anonymity/test_examples.py", "graders/test_rubric.py"),
    "rubric": ("graders/test_rubric.py",),
    "script": ("graders/test_rubric.py",),
    "fingerprint": ("anonymity/test_examples.py",),
    "document": ("scenarios/test_documents.py",),
}
IN_EXAMPLE = [code for code in known_codes() if explanation(code).about in EXAMPLE and code not in ELSEWHERE]

Told = list[Finding | Diagnostic]


def is_whole(passages: tuple[str, ...]) -> bool:
    """Whether an example is a file by itself."""
    return passages[0].startswith(("---\n", ":: "))


def with_passages(text: str, told: Explanation) -> str:
    """Returns the text of the example with what fails in the place of what is mended."""
    for failing, mended in zip(told.failing, told.mended, strict=True):
        text = text.replace(mended, failing, 1)
    return text


def broken(example: dict[str, str], told: Explanation) -> dict[str, str]:
    """Returns the example with its failing passages in it."""
    text = told.failing[0] + "\n" if is_whole(told.failing) else with_passages(example[told.about], told)
    return example | {told.about: text}


def lines_meant(text: str, example: dict[str, str], told: Explanation) -> list[int]:
    """Returns the lines that hold `place`, or the first line of the first failing passage."""
    if told.place:
        return [at for at, line in enumerate(text.split("\n"), start=1) if told.place in line]
    return [first_line(example[told.about], told)]


def first_line(text: str, told: Explanation) -> int:
    """Returns the line of the example on which the first failing passage begins, once all of them are in it."""
    for failing, mended in zip(told.failing[1:], told.mended[1:], strict=True):
        text = text.replace(mended, failing, 1)
    return text[: text.index(told.mended[0])].count("\n") + 1


@pytest.mark.parametrize("code", known_codes())
def test_an_explanation_reads_and_goes_by_its_own_code(code: str) -> None:
    told = read_explanation((HERE / f"{code}.md").read_text(encoding="utf-8"))
    assert told.code == code
    assert len(told.failing) == len(told.mended) > 0
    assert not told.title.endswith(".")


@pytest.mark.parametrize("code", known_codes())
def test_a_mended_passage_stands_once_in_the_example(code: str, example: dict[str, str]) -> None:
    told = explanation(code)
    if told.about not in EXAMPLE or is_whole(told.failing):
        assert is_whole(told.mended) or told.about not in EXAMPLE
        return
    assert [(passage, example[told.about].count(passage)) for passage in told.mended] == [(each, 1) for each in told.mended]


def test_nothing_is_told_of_the_example_itself(example: dict[str, str], everything_told: Callable[..., Told]) -> None:
    assert everything_told(*example.values()) == []


@pytest.mark.parametrize("code", IN_EXAMPLE)
def test_a_failing_example_is_told_with_its_code_and_line(
    code: str, example: dict[str, str], everything_told: Callable[..., Told]
) -> None:
    told = explanation(code)
    texts = broken(example, told)
    found = everything_told(*texts.values())
    lines = [each.line for each in found if each.code == code]
    assert lines, f"not among what is told: {[str(each) for each in found]}"
    assert min(lines) in lines_meant(texts[told.about], example, told)


@pytest.mark.parametrize("code", [code for code in known_codes() if explanation(code).about in EXAMPLE and is_whole(explanation(code).failing)])
def test_a_mended_example_that_is_a_whole_file_is_not_told(
    code: str, example: dict[str, str], everything_told: Callable[..., Told]
) -> None:
    told = explanation(code)
    found = everything_told(*(example | {told.about: told.mended[0] + "\n"}).values())
    assert code not in [each.code for each in found]


def told_of_twee(text: str) -> list[Diagnostic]:
    try:
        case_of(read_twee(text))
    except TweeFaults as error:
        return list(error.diagnostics)
    return []


@pytest.mark.parametrize("code", [code for code in known_codes() if explanation(code).about == "twee"])
def test_a_failing_twee_file_is_told_with_its_code_and_line_alone_and_its_mended_twin_is_sound(code: str) -> None:
    told = explanation(code)
    for failing, mended in zip(told.failing, told.mended, strict=True):
        found = told_of_twee(failing)
        assert [each.code for each in found] == [code]
        assert told.place in failing.split("\n")[found[0].line - 1]
        assert told.place or found[0].line == 1
        assert told_of_twee(mended) == []


def test_every_code_in_the_source_is_explained_and_every_explained_code_is_in_the_source() -> None:
    assert sorted(codes_in_source()) == known_codes()


def codes_in_source() -> set[str]:
    """Returns every code that the source can tell: as it stands there, or by its prefix in the shared reader."""
    found = {code for path in SOURCE for code in re.findall(r'"([A-Z]\d{3})"', path.read_text(encoding="utf-8"))}
    numbers = numbers_by_function()
    for path in SOURCE:
        for call in calls(path, set(numbers)):
            letters = [each.value for each in call.args if isinstance(each, ast.Constant) and re.fullmatch("[A-Z]", str(each.value))]
            found |= {f"{letter}{number}" for letter in letters for number in numbers[name_of(call)]}
    return found


def numbers_by_function() -> dict[str, set[str]]:
    """Returns, for each shared function that is given a prefix, the numbers that it or what it calls puts behind it."""
    functions = {each.name: each for each in ast.parse(SHARED.read_text(encoding="utf-8")).body if isinstance(each, ast.FunctionDef)}
    own = {name: set(re.findall(r"\{prefix\}(\d{3})", ast.unparse(each))) for name, each in functions.items()}
    called = {name: {name_of(call) for call in ast.walk(each) if isinstance(call, ast.Call)} for name, each in functions.items()}
    told = {name: own[name].union(*(own.get(below, set()) for below in called[name])) for name in functions}
    return {name: numbers for name, numbers in told.items() if numbers and not name.startswith("_")}


def calls(path: Path, names: set[str]) -> Iterator[ast.Call]:
    """Yields the calls of these functions in a module."""
    for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(each, ast.Call) and name_of(each) in names:
            yield each


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


@pytest.mark.parametrize("code", ELSEWHERE)
def test_an_example_of_several_walks_is_tried_in_another_test(code: str) -> None:
    assert code in (TESTS / ELSEWHERE[code]).read_text(encoding="utf-8")


def test_no_example_is_tried_by_nobody() -> None:
    abouts = {explanation(code).about for code in known_codes()}
    assert abouts <= {*EXAMPLE, "twee", *OTHER}
    assert all("explanation(" in (TESTS / name).read_text(encoding="utf-8") for names in OTHER.values() for name in names)


def test_an_unknown_code_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(CodeUnknown, match='Did you mean "S403"'):
        explanation("S4030")


@pytest.mark.parametrize(
    "text",
    ["", "# no code\n", "# S999: x\n\n- severity: error\n- about: case\n\nProse.\n",
     "# S999: x\n\n- severity: grave\n- about: case\n\nProse.\n\n## Failing\n\n```\na\n```\n\n## Mended\n\n```\nb\n```\n",
     "# S999: x\n\n- severity: error\n- about: case\n\n## Failing\n\n```\na\n```\n\n## Mended\n\n```\nb\n```\n"],
)  # fmt: skip
def test_a_file_that_is_no_explanation_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"explanation|severity"):
        read_explanation(text)
