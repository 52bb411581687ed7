"""What happened at a decision, in sentences: told without blame, and never who."""

from __future__ import annotations

from steadyline.graders.key import KeyedDecision
from steadyline.live.advocacy import SOUND
from steadyline.live.taken import Taken, letter
from steadyline.live.tally import FEWEST, Tally

SURE, UNSURE = 70, 50
"""Of 100: from here on a room counts as sure, and below the other as not sure. A convention of ours, and no finding."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number_words(number: int) -> str:
    """Returns a number as it is said: words to twelve, digits from there."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def listed_as(words: list[str]) -> str:
    """Returns words as one list: "A", "A and B", "A, B and C"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def hidden_words(taken: Taken) -> str:
    """Returns why the votes are not shown; "" where they are."""
    if not taken.rounds:
        return "There was no vote on this decision."
    if any(taken.may_be_told(each) for each in taken.rounds):
        return ""
    return f"Fewer than {number_words(FEWEST)} voted, so how the votes fell is not shown."


def went_on_words(taken: Taken) -> str:
    """Returns how the story went on, and whether that was a detour."""
    looked = sorted(letter(taken.order, choice) for choice in taken.detours if choice != taken.went_on)
    leads = "leads" if len(looked) == 1 else "lead"
    detour = f"The room looked where {listed_as(looked)} {leads}, and came back." if looked else ""
    if taken.on_detour:
        return f"{detour} This decision lay on a detour, from which the room came back.".strip()
    if not taken.went_on:
        return f"{detour} The session ended before the story went on from here.".strip()
    with_it = letter(taken.order, taken.went_on)
    how = f"The story went on with {with_it}"
    if taken.went_on in taken.detours:
        how += ", to see where it leads"
    last = taken.last
    if last is not None and taken.may_be_told(last) and taken.went_on not in last.leading:
        most = listed_as([letter(taken.order, choice) for choice in last.leading])
        how += f"; most votes had been for {most}"
    return f"{detour} {how}.".strip()


def changed_words(taken: Taken) -> str:
    """Returns what the second vote changed, net for each option; "" where there are not two votes to be told."""
    first, last = taken.first, taken.last
    if first is None or last is None or len(taken.rounds) < 2:
        return ""
    if not (taken.may_be_told(first) and taken.may_be_told(last)):
        return ""
    moved = {choice: last.counts[choice] - first.counts[choice] for choice in taken.order}
    told = [f"{letter(taken.order, each)}\u00a0{net:+d}".replace("-", "\u2212") for each, net in moved.items() if net]
    numbers = "" if first.total == last.total else f" ({first.total} voted before, {last.total} afterwards)"
    if not told:
        return f"After the talk the votes lay as before{numbers}."
    return f"After the talk: {', '.join(told)}{numbers}."


def minority_words(taken: Taken) -> str:
    """Returns how to give the minority of the last vote a hearing; "" where no vote may be told."""
    last = taken.last
    if last is None or not taken.may_be_told(last):
        return ""
    if len(last.leading) > 1:
        tied = listed_as([letter(taken.order, choice) for choice in last.leading])
        return f"The votes are even between {tied}: what is the strongest argument for each?"
    others = [(choice, count) for choice, count in last.counts.items() if count and choice not in last.leading]
    number = sum(count for _, count in others)
    if not number:
        return "All the votes fell on one option: which other did somebody nearly choose?"
    if number == 1:
        where = letter(taken.order, others[0][0])
        return f"One vote was for {where}: what can be said for it? Ask everybody, and not whoever gave it."
    where = f"for {letter(taken.order, others[0][0])}" if len(others) == 1 else ", ".join(
        f"{number_words(count)} for {letter(taken.order, choice)}" for choice, count in others
    )  # fmt: skip
    who = "tables" if taken.tables_count else "people"
    return f"{number_words(number).capitalize()} {who} saw it otherwise ({where}): which argument was theirs?"


def confidence_words(taken: Taken, keyed: KeyedDecision) -> str:
    """Returns how sure the room was beside how the choices fared; "" where too few said how sure they were."""
    last = taken.last
    if last is None or last.confidence is None or not taken.may_be_told(last):
        return ""
    said = f"The middle value for “how sure?” was {last.confidence:.0f} of 100"
    if not keyed.is_counted:
        return f"{said}. The key weighs nothing here, so nothing is set beside it."
    sound = sound_share(last, keyed) >= 0.5
    if last.confidence >= SURE:
        return f"{said}, and most votes lie on what the key holds sound." if sound else (
            f"{said}, and the key sees most of these choices otherwise. To be sure and off is common, and says more "
            "about the pull of the moment than about anybody: what made it feel so clear?"
        )  # fmt: skip
    if last.confidence < UNSURE:
        return f"{said}, and most votes lie on what the key holds sound: what would have helped to trust it?" if sound \
            else f"{said}. The room felt that this was hard, and its doubt was a good guide."  # fmt: skip
    return f"{said}; {'most' if sound else 'fewer than half'} of the votes lie on what the key holds sound."


def sound_share(tally: Tally, keyed: KeyedDecision) -> float:
    """Returns the share of votes on options that the key holds defensible or better, 0 to 1."""
    sound = sum(count for choice, count in tally.counts.items() if keyed.options[choice].credit >= SOUND)
    return sound / tally.total if tally.total else 0.0


def avoided_words(taken: Taken, keyed: KeyedDecision) -> str:
    """Returns what the room would most avoid, beside what the key names; "" where it was not asked or too few said."""
    last = taken.last
    said = sum(last.avoided.values()) if last else 0
    if last is None or not said or not (said >= FEWEST or taken.tables_count):
        return ""
    most = max(last.avoided.values())
    named = [letter(taken.order, choice) for choice, count in last.avoided.items() if count == most]
    worst = [letter(taken.order, choice) for choice in taken.order if keyed.options[choice].avoid]
    told = f"What most would avoid is {listed_as(named)} ({most} of {said}{' each' if len(named) > 1 else ''})"
    return f"{told}; the key names {listed_as(worst)}." if worst else f"{told}."
