"""What walks cover, and which walks are proposed."""

from __future__ import annotations

from steadyline.authoring.walk_set import covered_by, place_of, proposed, proposed_files, words_of
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.read import read_case
from steadyline.scenarios.walks import read_walk

SOUND = "say-why\nask\nchance: Work goes\n=> known\n"


def test_what_walks_cover_and_leave_out_adds_up(small: CompiledCase) -> None:
    found = covered_by(small, [read_walk(SOUND, small)])
    assert {kind: (len(each.covered), each.total) for kind, each in found.items()} == {
        "option": (2, 5), "block": (5, 9), "ending": (1, 2),
    }  # fmt: skip
    assert found["ending"].missing == (("ending", "unknown"),)


def test_with_walks_there_only_what_they_leave_out_is_proposed(small: CompiledCase) -> None:
    beside = [read_walk(SOUND, small)]
    found = proposed(small, beside)
    assert len(found.playthroughs) == 2  # two options of the first decision are left
    assert found.is_smallest
    assert len(proposed(small, []).playthroughs) == 3


def test_the_proposed_files_are_walks_and_with_them_nothing_is_left_out(small: CompiledCase) -> None:
    beside = [read_walk(SOUND, small)]
    files = proposed_files(small, proposed(small, beside), beside)
    assert list(files) == ["proposed-1.walk", "proposed-2.walk"]
    everything = [*beside, *(read_walk(text, small) for text in files.values())]
    assert not any(each.missing for kind, each in covered_by(small, everything).items() if kind != "block")
    assert proposed(small, everything).playthroughs == ()


def test_a_proposed_walk_says_what_is_new_in_it(small: CompiledCase) -> None:
    files = proposed_files(small, proposed(small, []), [])
    named = [line for text in files.values() for line in text.splitlines() if line.startswith("# New in it: ")]
    new = ", ".join(line.removeprefix("# New in it: ").removesuffix(".") for line in named).split(", ")
    assert sorted(new) == ["ask", "known", "leave", "say-nothing", "say-why", "she-must", "unknown"]


def test_what_is_left_out_is_named_by_its_line_and_first_words(small_text: str) -> None:
    scenario = read_case(small_text, "small")
    for item, line in ((("option", "leave"), "- [Leave it for today.]"), (("ending", "known"), "## Known"),
                       (("block", "the-kitchen", 1), "*If told:*")):  # fmt: skip
        assert small_text.splitlines()[place_of(scenario, item).line - 1].startswith(line)
    assert words_of(scenario, ("block", "the-kitchen", 1)) == "She asks what you need to see."
    assert words_of(scenario, ("block", "the-kitchen", 1), 12) == "She asks …"
    assert words_of(scenario, ("ending", "known")) == "Known"
