"""Cases of a given size, the same ones every time: each scene reads and changes some of what is remembered."""

from __future__ import annotations

import random
from collections.abc import Iterator

_FRONT = ["format: 1", "title: t", "role: r", "minutes: 5", "content note: n", "findings: F1", "competencies: C1"]


def large_case(scenes: int, options: int, meters: int, flags: int) -> str:
    """Returns a case whose endings look at every meter and half of the flags: little can be forgotten on the way."""
    lots = random.Random(1)  # noqa: S311  not a secret
    state = [f"  m{at}: 0 to 4, starts at 1" for at in range(meters)] + [f"  f{at}: no" for at in range(flags)]
    lines = ["---", *_FRONT, "use: formative", "state:", *state, "---"]
    for at in range(scenes):
        lines += _scene(at, scenes, options, lots, meters, flags)
    return "\n".join([*lines, *_endings(meters, flags)])


def _scene(at: int, scenes: int, options: int, lots: random.Random, meters: int, flags: int) -> Iterator[str]:
    read = f"f{lots.randrange(flags)} and m{lots.randrange(meters)} is at least 2"
    yield from ("", f"## s{at}", "", "Words.", "", f"*If {read}:* More words.", "")
    for option in range(options):
        target = at + lots.choice([1, 1, 2])
        to = f"s{target}" if target < scenes else "which"
        yield from (f"- [An option.](#{to})", f"  - id: c{at}-{option}", "  - now: What follows.")
        yield f"  - add: m{lots.randrange(meters)} {lots.choice('+-')} 1"
        if lots.random() < 0.6:
            yield f"  - set: f{lots.randrange(flags)} = {lots.choice(['yes', 'yes', 'no'])}"


def _endings(meters: int, flags: int) -> Iterator[str]:
    all_high = " and ".join(f"m{at} is at least 2" for at in range(meters))
    some = " or ".join(f"f{at}" for at in range(max(flags // 2, 1)))
    yield from ("", "## Which", "", f"- If {all_high}: [a](#end-a)", f"- If {some}: [b](#end-b)")
    yield "- Otherwise: [c](#end-c)"
    for name in "abc":
        yield from ("", f"## End {name}", "", "The end.", "", f"- Ending: End {name}", "  - process: sound")
        yield "  - circumstance: kind"
