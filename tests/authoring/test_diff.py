"""What is different between two versions of a case, for learners and for the logs that they left."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import shipped

from steadyline import content
from steadyline.authoring.diff import Difference, difference
from steadyline.authoring.diff_told import difference_lines, log_lines
from steadyline.authoring.diff_version import NotACompiledCase, Version, compiled_version, version_of
from steadyline.authoring.diff_words import rewording
from steadyline.decisions import Decision, DecisionLog
from steadyline.errors import Faults
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import walk_on

Compared = Callable[..., Difference]


@pytest.fixture
def compared(small_text: str) -> Compared:
    """A function that compares the small case with itself after some replacements, each of which must do something."""

    def compare(*changes: tuple[str, str]) -> Difference:
        text = small_text
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return difference(version_of(small_text, "small"), version_of(text, "small"))

    return compare


def told(found: Difference) -> list[str]:
    return [changed.sentence for changed in found.changes]


def test_a_case_is_no_different_from_itself(compared: Compared) -> None:
    found = compared()
    assert found.is_none
    assert found.has_same_digest
    # Three options, two, and two outcomes of chance: twelve playthroughs, and three attempts that stopped after one.
    assert found.fits.whole == {"same": 12}
    assert found.fits.partial == (3, 3)


@pytest.mark.parametrize(
    ("old", "new", "sentence", "line"),
    [
        ("You stand at the door.", "You stand at the gate.", 'In "The door", a paragraph is reworded.', "You stand"),
        ("It is raining.", "It is *raining*.", 'In "The step", a paragraph has the same words, set in another way: "It is raining.".', "It is"),
        ("The kettle is on.", "The kettle is on.\n\nThere is cake.", 'In "The kitchen", a paragraph is new: "There is cake.".', "There is"),
        ("A week goes by.\n\n", "", 'In "The week after", a paragraph is no longer there: "A week goes by.".', "## The week after"),
        ("- [Say nothing of it.]", "- [Say nothing at all.]", 'In "The door", the option "say-nothing" is reworded.', "- [Say nothing"),
        ("now: She nods.", "now: She smiles.", 'In "The door", the immediate consequence of "say-why" is reworded.', "- [Say why"),
        ("Nobody knows why you came.", "Nobody knows why.", 'In "The week after", a delayed consequence is reworded.', "- later:"),
        ("[Try again](", "[Go back](", 'In "The step", the words to go on are another.', "## The step"),
        ("- Ending: Known", "- Ending: Well known", 'The ending "Known" is now called "Well known".', "## Known"),
        ("minutes: 5", "minutes: 9", "The time that is told is another.", "minutes: 9"),
        ("content note: Nothing distressing.", "content note: Rain.", "The content note is another.", "content note"),
        ("role: Social worker", "role: Teacher", "The role is another.", "role:"),
        ("Before it begins.", "Before anything.", "The opening is reworded.", ""),
        ("weight: 2", "weight: 3", 'At "Luck", chance has other outcomes or weights: Work comes (1), Work goes (3); before: Work comes (1), Work goes (2).', "## Luck"),
        ("[Say that she must let you in.](#the-step)", "[Say that she must let you in.](#the-kitchen)", 'In "The door", the option "she-must" leads to "The kitchen"; it led to "The step".', "- [Say that"),
        ("use: formative\n", "use: formative\nstart: #the-kitchen\n", 'The case begins at "The kitchen"; it began at "The door".', "## The kitchen"),
    ],
)
def test_a_change_is_told_once_with_its_line(compared: Compared, old: str, new: str, sentence: str, line: str) -> None:
    found = compared((old, new))
    assert told(found).count(sentence) == 1
    changed = next(each for each in found.changes if each.sentence == sentence)
    assert (found.new.text.splitlines()[changed.line - 1].strip() if changed.line else "").startswith(line)
    assert not found.is_none


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You stand at the door.", "You stand <!-- a remark --> at the door."),
        ("It is raining.\n", "It is\nraining.\n"),
        ("trust: 0 to 4", "trust: 0 to 5"),
        ("*If told:*", "*If told is yes:*"),
        ("findings: F1", "findings: F2"),
    ],
)
def test_what_learners_do_not_see_is_no_change(compared: Compared, old: str, new: str) -> None:
    assert compared((old, new)).is_none


def test_the_order_of_options_in_the_file_is_no_change_because_each_attempt_shuffles_them(small_text: str) -> None:
    start, end = small_text.index("- [Say nothing"), small_text.index("- [Say that")
    first = small_text.index("- [Say why")
    text = small_text[:first] + small_text[start:end] + small_text[first:start] + small_text[end:]
    found = difference(version_of(small_text, "small"), version_of(text, "small"))
    assert found.is_none
    assert not found.has_same_digest
    assert "refused for marks" in "\n".join(difference_lines(found))


def test_a_scene_under_a_new_heading_is_the_same_scene(compared: Compared) -> None:
    found = compared(("## The week after", "## A week later"), ("#the-week-after", "#a-week-later"))
    assert told(found) == ['The scene "The week after" is now headed "A week later".']
    assert found.fits.whole == {"same": 12}


def test_a_scene_of_other_words_is_a_new_one_and_the_old_one_is_gone(compared: Compared) -> None:
    found = compared(("## The step", "## In the car"), ("#the-step", "#in-the-car"), ("It is raining.", "You sit down and write."), ("[Try again]", "[On]"))
    assert 'The scene "In the car" is new.' in told(found)
    assert 'The scene "The step" is no longer there.' in told(found)


def test_a_condition_that_changes_what_is_shown_is_told_with_a_walk(compared: Compared) -> None:
    found = compared(("*If told:*", "*If told and trust is at least 3:*"))
    shown = [changed for changed in found.changes if "is no longer shown" in changed.sentence]
    assert [changed.walk for changed in shown] == [("say-why",)]
    assert "She asks what you need" in shown[0].sentence


def test_a_condition_on_an_option_is_told_with_a_walk_and_costs_the_walks_that_took_it(compared: Compared) -> None:
    found = compared(("  - id: ask\n", "  - id: ask\n  - if: told\n"))
    assert 'In "The kitchen", the option "ask" is no longer offered where it was otherwise.' in told(found)
    # Without the purpose said, two options led to "ask", each with two outcomes of chance.
    assert found.fits.whole == {"same": 8, "lost": 4}
    assert found.fits.partial == (3, 3)
    assert found.fits.lost in (("say-nothing", "ask"), ("she-must", "ask"))


def test_an_option_that_is_removed_costs_every_walk_that_began_with_it(compared: Compared) -> None:
    found = compared(("  - id: she-must", "  - id: you-must"))
    assert found.fits.whole == {"same": 8, "lost": 4}
    assert found.fits.partial == (3, 2)
    assert found.fits.lost == ("she-must",)
    lines = "\n".join(difference_lines(found))
    assert 'After the very beginning it stands at "The door", where "she-must" is not offered.' in lines


def test_another_ending_and_another_circumstance_are_told_apart(compared: Compared) -> None:
    assert compared(("If trust is at least 2:", "If trust is at least 3:")).fits.whole["other"] == 4
    retold = compared(("- set: luck = hard", "- set: luck = neutral"))
    assert retold.fits.whole == {"same": 6, "retold": 6}
    assert any(each.startswith('At the ending "Known", the circumstance is told as neutral') for each in told(retold))


def test_a_walk_that_is_asked_for_more_comes_to_no_ending(compared: Compared) -> None:
    more = "- [Write it up.](#luck)\n  - id: write\n  - now: Done.\n- [Go home.](#luck)\n  - id: home\n  - now: Rest."
    found = compared(("- Go on: [What life adds](#luck)", more))
    assert found.fits.whole == {"unended": 12}
    assert 'The scene "The week after" was a passage and is a decision.' in told(found)


def test_chance_that_weighs_otherwise_may_draw_anything(compared: Compared) -> None:
    split = compared(("weight: 2", "weight: 3"))
    # With the same circumstance the ending is the same only if it was drawn again, and nobody can promise that.
    assert split.fits.whole == {"retold": 12}


def random_log(case: CompiledCase, seed: int) -> list[Decision]:
    chance = random.Random(seed)
    node, taken = walk_on(case, case.table["start"], seed, 0)[-1], []
    while case.options(node):
        choice = chance.choice(sorted(case.options(node)))
        taken.append(Decision(1, seed, case.name, case.digest, len(taken) + 1, node, choice, (choice,), -1, "", "", "2026-11-23T10:00:00Z", 1.0))
        node = walk_on(case, case.options(node)[choice], seed, len(taken))[-1]
    return taken


def fits(taken: list[Decision], case: CompiledCase) -> tuple[bool, str]:
    node = walk_on(case, case.table["start"], taken[0].seed, 0)[-1]
    for steps, each in enumerate(taken, start=1):
        if each.choice not in case.options(node):
            return False, ""
        node = walk_on(case, case.options(node)[each.choice], taken[0].seed, steps)[-1]
    return True, case.nodes[node]["scene"] if "process" in case.nodes[node] else ""


def sound_change(text: str, mutated: Callable[..., str], seed: int) -> Version:
    for more in range(200):
        with contextlib.suppress(Faults):
            return version_of(mutated(text, seed * 1000 + more, True), "small")
    raise AssertionError("no change of the case was sound")


@pytest.mark.parametrize("seed", range(40))
def test_random_logs_fit_as_the_count_says(small_text: str, mutated: Callable[..., str], seed: int) -> None:
    new = sound_change(small_text, mutated, seed)
    old = version_of(small_text, "small")
    found = difference(old, new)
    played = [random_log(old.case, each) for each in range(120)]
    told = [fits(taken, new.case) for taken in played]
    if not found.fits.whole["lost"]:
        assert all(fit for fit, _ in told)
    if found.fits.whole == {"same": sum(found.fits.whole.values())}:
        assert [ending for _, ending in told] == [fits(taken, old.case)[1] for taken in played]
    if found.fits.lost_at is not None:
        assert not all(fit for fit, _ in told)
    if found.is_none:
        assert [seen(taken, old.case) for taken in played] == [seen(taken, new.case) for taken in played]


def seen(taken: list[Decision], case: CompiledCase) -> list[object]:
    """Everything that a learner reads on this walk."""
    words: list[object] = []
    node = case.table["start"]
    for steps in range(len(taken) + 1):
        for each in walk_on(case, node, taken[0].seed, steps):
            scene, table = case.scene_of(each), case.nodes[each]
            words += [scene["title"], [scene["blocks"][at]["html"].split() for at in table["blocks"]], table["ahead"], table.get("circumstance"), table.get("process"), scene.get("go_on")]
            words += [sorted((case.choice(each, id)["html"].split(), case.choice(each, id)["now_html"].split()) for id in case.options(each))]
        if steps < len(taken):
            node = case.options(each)[taken[steps].choice]
    return words


@pytest.mark.parametrize("name", shipped.CASES)
def test_a_shipped_case_is_compared_with_itself_from_its_compiled_form(name: str) -> None:
    text = content.case_path(name).read_text(encoding="utf-8")
    new = version_of(text, name, "case.md", content.beside(content.case_path(name)))
    found = difference(compiled_version(new.case.as_json(), "old.json"), new)
    assert found.is_none
    assert set(found.fits.whole) == {"same"}
    assert found.fits.partial[0] == found.fits.partial[1]


@pytest.mark.parametrize("spoil", [lambda text: text[:-1], lambda text: "[]", lambda text: text.replace("raining", "snowing"), lambda text: text.replace('"format":1', '"format":2'), lambda text: "[" * 100_000])
def test_a_compiled_case_that_was_changed_is_refused_in_words(small: CompiledCase, spoil: Callable[[str], str]) -> None:
    with pytest.raises(NotACompiledCase, match=r"old\.json: this is not a compiled case"):
        compiled_version(spoil(small.as_json()), "old.json")


def test_each_attempt_of_a_log_is_told_by_itself(compared: Compared, small: CompiledCase, played: Callable[..., list[Decision]]) -> None:
    found = compared(("  - id: ask\n", "  - id: ask\n  - if: told\n"))
    taken = [*played(small, "say-why", "ask"), *played(small, "say-nothing", "ask", attempt=2), *played(small, "she-must", attempt=3)]
    lines = log_lines("decisions.jsonl", DecisionLog(tuple(taken), "{"), found)
    old = "Made on the old text: marked with the old version only."
    assert lines == [
        f'decisions.jsonl, attempt 1: {old} All 2 steps fit; it ends in "Known", as before.',
        f'decisions.jsonl, attempt 2: {old} Step 2 of 2 no longer fits: "The kitchen" does not offer "ask".',
        f'decisions.jsonl, attempt 3: {old} Its one step fits; it stands at "The kitchen".',
        "decisions.jsonl: its last line is unfinished and was left out.",
    ]


def test_an_excerpt_shows_what_differs_with_a_few_words_around_it() -> None:
    long = " ".join(f"w{at}" for at in range(40))
    found = rewording(long, long.replace("w20", "new words"))
    assert found.before == "… w15 w16 w17 w18 w19 [w20] w21 w22 w23 w24 w25 …"
    assert found.now == "… w15 w16 w17 w18 w19 [new words] w21 w22 w23 w24 w25 …"
    assert rewording("a b", "a b c").before == "a b"


def test_a_version_without_its_text_has_no_lines(small: CompiledCase) -> None:
    version: Version = compiled_version(small.as_json(), "old.json")
    assert version.line_of_scene("the-door") == version.line_of_way("the-door", 0) == version.line_of_block("the-door", 0) == 0
    assert isinstance(Path(version.path), Path)
