"""Flags: what could not have been played is told to a person, what could have been is not, and no mark moves."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import shipped

from steadyline import content
from steadyline.answers import Answer, record_answer
from steadyline.cli.main import main
from steadyline.course.handin import ANSWERS, LOG
from steadyline.course.simulate import TEMPERAMENTS, Simulation
from steadyline.decisions import Decision, DecisionLog
from steadyline.desk.flags import INNOCENT, Flag
from steadyline.desk.integrity import LIMITS, flags_between, flags_in, flags_of
from steadyline.desk.near_identical import ALIKE, BLOCK, NEAREST, near_identical, near_published
from steadyline.desk.unit_words import unit_words
from steadyline.errors import FileMissing
from steadyline.scenarios.replay import order_shown, walk_on

UNIT = "the-porch"
CASE = content.case(UNIT)
BEGAN = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
SIMULATION = Simulation(content.unit(UNIT), CASE, content.key(UNIT), content.check_answers(UNIT))


def played(temperament: str = "calibrated", seed: int = 7) -> tuple[Decision, ...]:
    return SIMULATION.learner(temperament, seed, BEGAN).decisions


def attempt_of(number: int, seed: int, began: datetime, pace: float) -> list[Decision]:
    """An attempt in which the first option shown is taken every `pace` seconds."""
    node, found = walk_on(CASE, str(CASE.table["start"]), seed, 0)[-1], []
    while CASE.options(node):
        step = len(found) + 1
        order = order_shown(CASE, node, seed, step)
        at = f"{began + timedelta(seconds=pace * step):%Y-%m-%dT%H:%M:%SZ}"
        found.append(Decision(number, seed, UNIT, CASE.digest, step, node, order[0], order, -1, "", "", at, pace))
        node = walk_on(CASE, CASE.options(node)[order[0]], seed, step)[-1]
    return found


def changed(index: int, **fields: object) -> DecisionLog:
    """The calibrated learner's log with one decision changed."""
    decisions = list(played())
    decisions[index] = replace(decisions[index], **fields)
    return DecisionLog(tuple(decisions))


def codes(flags: Sequence[Flag]) -> list[str]:
    return [flag.code for flag in flags]


def of(log: DecisionLog | bytes, handed_in: datetime | None = None) -> list[str]:
    return codes(flags_of(log, CASE, handed_in))


def as_bytes(kept: Sequence[Decision] | Sequence[Answer]) -> bytes:
    return b"".join(json.dumps(each.as_record()).encode() + b"\n" for each in kept)


# Of one log.


@pytest.mark.parametrize("temperament", TEMPERAMENTS)
def test_a_simulated_learner_raises_no_flag(temperament: str) -> None:
    found = [flags_of(DecisionLog(played(temperament, seed)), CASE, BEGAN + timedelta(hours=2)) for seed in range(40)]
    assert found == [()] * 40


def test_an_empty_log_raises_no_flag() -> None:
    assert flags_of(b"", CASE, BEGAN) == ()


def test_a_flag_says_where_and_gives_innocent_reasons() -> None:
    flag = flags_of(changed(2, node="nowhere"), CASE)[0]
    assert (flag.where, flag.innocent in flag.words, '"nowhere"' in flag.words) == ("attempt 1, step 3", True, True)


def test_a_place_that_the_case_does_not_have_is_told() -> None:
    assert of(changed(2, node="nowhere")) == ["no-such-place"]


def test_a_place_that_the_decisions_before_do_not_lead_to_is_told() -> None:
    assert of(changed(2, node=played()[4].node)) == ["out-of-reach"]


@pytest.mark.parametrize("choice", ["no-such-choice", played()[4].choice])
def test_a_choice_that_is_not_offered_is_told(choice: str) -> None:
    assert of(changed(2, choice=choice)) == ["choice-not-offered"]


def test_a_decision_after_the_ending_is_told() -> None:
    last = played()[-1]
    ending = CASE.options(last.node)[last.choice]
    ending = walk_on(CASE, ending, last.seed, last.step)[-1]
    late = f"{BEGAN + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    more = replace(last, step=last.step + 1, node=ending, at=late)
    flags = flags_of(DecisionLog((*played(), more)), CASE)
    assert codes(flags) == ["choice-not-offered"]
    assert "ending" in flags[0].seen


def test_something_to_avoid_where_nobody_asked_is_told() -> None:
    at = next(at for at, each in enumerate(played()) if not CASE.asks_what_to_avoid(each.node))
    other = next(each for each in played()[at].order if each != played()[at].choice)
    assert of(changed(at, avoid=other)) == ["choice-not-offered"]


def test_an_order_that_the_seed_does_not_give_is_told() -> None:
    assert of(changed(1, order=tuple(reversed(played()[1].order)))) == ["other-order"]


def test_the_authors_order_is_told_as_what_it_is() -> None:
    decisions = tuple(replace(each, order=tuple(CASE.options(each.node))) for each in played())
    assert "--author-order" in flags_of(DecisionLog(decisions), CASE)[0].seen


def test_another_seed_does_not_fit_the_orders() -> None:
    assert "other-order" in of(DecisionLog(tuple(replace(each, seed=8) for each in played())))


def test_another_text_of_the_case_is_told_and_nothing_else() -> None:
    assert of(DecisionLog(tuple(replace(each, digest="0" * 64) for each in played()))) == ["another-version"]


def test_another_case_is_told_by_its_name() -> None:
    flags = flags_of(DecisionLog(tuple(replace(each, case="clean-shirts") for each in played())), CASE)
    assert codes(flags) == ["another-case"]
    assert '"clean-shirts"' in flags[0].seen


def test_a_digest_that_changes_in_mid_attempt_is_told_at_its_step() -> None:
    assert flags_of(changed(3, digest="0" * 64), CASE)[0].where == "attempt 1, step 4"


def test_an_earlier_attempt_that_is_not_there_is_told() -> None:
    assert of(DecisionLog(tuple(replace(each, attempt=2) for each in played()))) == ["attempt-missing"]


def test_an_attempt_gone_on_with_after_a_later_one_began_is_told() -> None:
    first, second = played(), attempt_of(2, 9, BEGAN + timedelta(minutes=1), 60)
    last = replace(first[-1], at=f"{BEGAN + timedelta(hours=3):%Y-%m-%dT%H:%M:%SZ}")
    flags = flags_of(DecisionLog((*first[:-1], *[replace(each, at=first[-2].at) for each in second[:1]], last)), CASE)
    assert codes(flags) == ["attempt-gone-on-with"]


def test_a_torn_last_line_is_told() -> None:
    assert of(as_bytes(played()) + b'{"format": 1, "att') == ["record-torn"]


def test_a_damaged_line_is_told_and_what_stands_before_it_is_looked_at() -> None:
    lines = as_bytes(changed(1, choice="no-such-choice").decisions).split(b"\n")
    lines[3] = b"\xff not JSON"
    assert of(b"\n".join(lines)) == ["record-damaged", "choice-not-offered"]


def test_a_line_out_of_turn_is_told() -> None:
    decisions = played()
    assert of(as_bytes([decisions[0], decisions[2]])) == ["record-damaged"]


def test_no_bytes_at_all_make_it_raise() -> None:
    rng = random.Random(3)
    sound = as_bytes(played())
    for _ in range(150):
        damaged = bytearray(sound)
        for _ in range(rng.randrange(1, 6)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        assert all(flag.code in INNOCENT for flag in flags_of(bytes(damaged), CASE, BEGAN))


def test_without_a_case_the_file_and_its_times_are_still_looked_at() -> None:
    assert codes(flags_of(changed(2, at="0001-01-01T00:00:00+14:00", node="x"), None)) == ["time-unreadable"]


# Of its times.


def test_time_running_backwards_is_told() -> None:
    assert of(changed(3, at="2026-01-11T09:00:00Z")) == ["time-backwards"]


def test_a_clock_that_is_corrected_by_seconds_is_not_told() -> None:
    first, second = played()[:2]
    earlier = datetime.fromisoformat(first.at) - timedelta(seconds=3)
    again = replace(second, at=f"{earlier:%Y-%m-%dT%H:%M:%SZ}")
    assert of(DecisionLog((first, again))) == []


def test_a_time_after_the_hand_in_is_told_once_with_how_often() -> None:
    flags = flags_of(DecisionLog(played()), CASE, BEGAN - timedelta(days=1))
    assert codes(flags) == ["time-after-hand-in"]
    assert f"Seen {len(played())} times" in flags[0].seen


def test_a_time_that_is_none_is_told() -> None:
    assert of(changed(0, at="quarter past nine")) == ["time-unreadable"]


def test_more_seconds_than_the_clock_allows_are_told() -> None:
    assert of(changed(2, seconds=4_000.0)) == ["time-does-not-add-up"]


def test_fewer_seconds_than_the_clock_allows_are_not_told() -> None:
    assert of(changed(2, seconds=0.2)) == []


def test_thirty_decisions_in_ten_seconds_are_told() -> None:
    decisions: list[Decision] = []
    for number in range(1, 6):
        decisions += attempt_of(number, number, BEGAN + timedelta(seconds=2 * number), 1 / 3)
    assert len(decisions) == 30
    assert {"too-fast-to-read", "too-fast-to-decide"} <= set(of(DecisionLog(tuple(decisions))))


def test_one_attempt_in_six_seconds_is_faster_than_anybody_reads() -> None:
    flags = flags_of(DecisionLog(tuple(attempt_of(1, 5, BEGAN, 1))), CASE)
    assert codes(flags) == ["too-fast-to-read"]
    assert "words that had not been shown" in flags[0].seen


@pytest.mark.parametrize("pace", [20, 60])
def test_an_attempt_at_a_pace_that_a_fast_reader_has_is_not_told(pace: int) -> None:
    assert [of(DecisionLog(tuple(attempt_of(1, seed, BEGAN, pace)))) for seed in range(20)] == [[]] * 20


def test_a_scene_that_was_read_before_may_be_passed_as_fast_as_one_likes() -> None:
    slow, fast = attempt_of(1, 5, BEGAN, 60), attempt_of(2, 5, BEGAN + timedelta(hours=1), 2)
    assert of(DecisionLog((*slow, *fast))) == []


# Between logs.


def test_the_same_log_of_two_learners_is_told_to_both_and_names_the_other() -> None:
    log, other = DecisionLog(played()), DecisionLog(played("lazy", 8))
    found = dict(flags_between({"wren-1": log, "wren-2": log, "wren-3": other}))
    assert {learner: (flag.code, flag.others) for learner, flag in found.items()} == {
        "wren-1": ("same-log", ("wren-2",)), "wren-2": ("same-log", ("wren-1",)),
    }


def test_the_same_seed_of_two_learners_is_told() -> None:
    logs = {"wren-1": DecisionLog(played("lazy", 8)), "wren-2": DecisionLog(played("calibrated", 8))}
    assert [flag.code for _, flag in flags_between(logs)] == ["same-seed", "same-seed"]


# Of written texts.


def words(seed: int, count: int = 250) -> list[str]:
    """Words as often as in a language: a few common ones and many rare ones."""
    rng = random.Random(seed)
    return [f"w{int(rng.paretovariate(0.3)) % 3000}" for _ in range(count)]


def sentences(seed: int) -> list[str]:
    found = words(seed)
    return [" ".join(found[at : at + 10]) for at in range(0, 250, 10)]


def test_texts_written_apart_are_no_pair() -> None:
    assert near_identical({f"wren-{at}": " ".join(words(at)) for at in range(40)}, "") == ()


def test_a_copy_with_every_fourth_word_changed_is_a_pair_with_its_share() -> None:
    copy = [f"other{at}" if at % 4 == 0 else word for at, word in enumerate(words(1))]
    (pair,) = near_identical({"wren-1": " ".join(words(1)), "wren-2": " ".join(copy), "wren-3": " ".join(words(2))}, "")
    assert (pair.first, pair.second, round(pair.share, 2)) == ("wren-1", "wren-2", 0.75)


def test_a_pair_tells_the_longest_words_in_common() -> None:
    copy = " ".join([*words(1)[:100], "quite", "otherwise", *words(1)[102:]])
    (pair,) = near_identical({"a": " ".join(words(1)), "b": copy}, "")
    assert pair.in_common[0] == " ".join(words(1)[102:114])


def test_moving_sentences_about_hides_nothing() -> None:
    moved = sentences(1)
    random.Random(2).shuffle(moved)
    (pair,) = near_identical({"a": ". ".join(sentences(1)), "b": ". ".join(moved)}, "")
    assert pair.share == 1.0


def test_capitals_signs_and_line_breaks_hide_nothing() -> None:
    text = " ".join(words(1))
    (pair,) = near_identical({"a": text, "b": text.upper().replace(" ", ",\t ")}, "")
    assert pair.share == 1.0


def test_quoting_the_unit_is_no_pair() -> None:
    unit = " ".join(words(1, 400))
    texts = {f"wren-{at}": " ".join([*words(1, 400)[:150], *words(at + 10, 60)]) for at in range(3)}
    assert near_identical(texts, unit) == ()


def test_quoting_a_shipped_case_and_its_prompt_is_no_pair() -> None:
    unit = content.unit(UNIT)
    blocks = [block["text"] for scene in CASE.scenes.values() for block in scene["blocks"]][:4]
    quoted = "\n".join([unit.reflections[0].markdown, *blocks])
    texts = {f"wren-{at}": f"{quoted} {' '.join(words(at, 60))}" for at in range(3)}
    assert near_identical(texts, "") != ()
    assert near_identical(texts, unit_words(unit)) == ()


def test_short_texts_are_left_out() -> None:
    assert near_identical({"a": "I would ask her first.", "b": "I would ask her first."}, "") == ()


def test_of_a_group_that_wrote_the_same_everybody_is_told_and_nobody_with_all_others() -> None:
    pairs = near_identical({f"wren-{at:03}": " ".join(words(1)) for at in range(60)}, "")
    assert len({code for pair in pairs for code in (pair.first, pair.second)}) == 60
    assert len(pairs) <= 60 * (NEAREST + 1)


def test_a_pair_is_found_wherever_its_two_texts_stand_in_the_pile() -> None:
    texts = {f"wren-{at:03}": " ".join(words(at)) for at in range(BLOCK + 20)}
    (pair,) = near_identical({**texts, "wren-270": texts["wren-003"]}, "")
    assert (pair.first, pair.second) == ("wren-003", "wren-270")


def test_hostile_texts_are_compared_like_any_other() -> None:
    texts = {"a": "\ud800 \x00 " * 5_000, "b": "\u202e" * 20_000, "c": "a " * 10_000, "d": "", "e": "<b>" * 5_000}
    assert all(pair.share * 100 >= ALIKE for pair in near_identical(texts, ""))


def test_no_two_standard_scripts_for_one_rubric_are_alike() -> None:
    for unit in map(content.unit, content.units()):
        for reflect in unit.reflections if unit.case in shipped.CASES else ():
            scripts = {each.name: each.script_text for each in content.standards(reflect.rubric)}
            assert near_identical(scripts, unit_words(unit)) == ()


def test_a_copied_standard_script_is_found_under_its_name() -> None:
    scripts = {each.name: each.script_text for each in content.standards("three-sentences")}
    copied = " ".join(scripts["rain"].split()[3:])
    (pair,) = near_published({"wren-1": copied, "wren-2": " ".join(words(2))}, scripts, "")
    assert (pair.first, pair.second, pair.share > 0.9) == ("wren-1", "rain", True)


# Of a cohort's folder.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, temperament in enumerate(TEMPERAMENTS):
        place = tmp_path / "submitted" / f"wren-{number}" / UNIT
        learner = SIMULATION.learner(temperament, number, BEGAN)
        place.mkdir(parents=True)
        (place / LOG).write_bytes(as_bytes(learner.decisions))
        (place / ANSWERS).write_bytes(as_bytes(learner.answers))
        (place / "timestamp.txt").write_text(f"{BEGAN + timedelta(hours=3):%Y-%m-%d %H:%M:%S} UTC\n")
    return tmp_path


def write(folder: Path, learner: str, text: str) -> None:
    answer = Answer(UNIT, "three-sentences", text, "2026-01-12T11:00:00Z")
    record_answer(folder / "submitted" / learner / UNIT / ANSWERS, answer)


def test_a_pile_of_simulated_learners_raises_no_flag(folder: Path) -> None:
    assert flags_in(folder, UNIT) == {f"wren-{number}": () for number in range(5)}


def test_texts_that_are_alike_are_told_of_both_learners(folder: Path) -> None:
    write(folder, "wren-3", " ".join(words(1)))
    write(folder, "wren-4", " ".join(words(1)))
    flags = {learner: [(flag.code, flag.where, flag.others) for flag in found] for learner, found in flags_in(folder, UNIT).items() if found}
    place = "reflection three-sentences"
    assert flags == {"wren-3": [("near-identical", place, ("wren-4",))], "wren-4": [("near-identical", place, ("wren-3",))]}


def test_a_standard_script_handed_in_is_told(folder: Path) -> None:
    write(folder, "wren-4", content.standards("three-sentences")[0].script_text)
    assert codes(flags_in(folder, UNIT)["wren-4"]) == ["near-a-standard-script"]


def test_the_time_of_the_hand_in_is_read(folder: Path) -> None:
    (folder / "submitted/wren-1" / UNIT / "timestamp.txt").write_text("2026-01-11 08:00:00.123456 UTC")
    assert codes(flags_in(folder, UNIT)["wren-1"]) == ["time-after-hand-in"]


def test_answers_that_cannot_be_read_are_told(folder: Path) -> None:
    path = folder / "submitted/wren-1" / UNIT / ANSWERS
    path.write_bytes(b"[]\n" + path.read_bytes())
    assert codes(flags_in(folder, UNIT)["wren-1"]) == ["record-damaged"]


def test_a_link_is_told_and_not_followed(folder: Path) -> None:
    path = folder / "submitted/wren-1" / UNIT / LOG
    path.rename(folder / "elsewhere.jsonl")
    path.symlink_to(folder / "elsewhere.jsonl")
    assert codes(flags_in(folder, UNIT)["wren-1"]) == ["not-a-file"]


def test_a_learners_folder_that_is_a_link_is_not_followed(folder: Path) -> None:
    (folder / "submitted/wren-9").symlink_to(folder / "submitted/wren-1")
    assert "wren-9" not in flags_in(folder, UNIT)


def test_looking_changes_no_file(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    flags_in(folder, UNIT)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_folder_without_hand_ins_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="folder of hand-ins"):
        flags_in(tmp_path, UNIT)


# As the verb prints it.


def test_the_verb_prints_the_flags_the_innocent_reasons_and_the_limits_and_returns_0(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "wren-4", content.standards("three-sentences")[0].script_text)
    assert main(["integrity", str(folder)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "the-porch: 5 hand-ins, 1 flag in 1 hand-in." in said
    assert f"near-a-standard-script: {INNOCENT['near-a-standard-script']}." in said
    assert all(limit in said for limit in LIMITS)


def test_the_verb_says_the_limits_where_there_is_no_flag(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["integrity", str(folder), "--unit", UNIT]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("the-porch: 5 hand-ins, 0 flags. What this can and cannot prove:")


def test_nothing_of_a_learners_acts_on_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = folder / "submitted/wren-1" / UNIT / LOG
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    lines[2]["node"] = "\x1b[2J\u202enowhere"
    log.write_text("".join(json.dumps(line) + "\n" for line in lines))
    main(["integrity", str(folder)])
    said = capsys.readouterr().out
    assert "\\x1b[2J" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_a_folder_that_is_none_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["integrity", str(tmp_path / "nowhere")]) == 2
    assert "folder of hand-ins" in capsys.readouterr().err
