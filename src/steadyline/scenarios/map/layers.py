"""Which row of the map each box stands in, by the longest way from the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Link = tuple[str, str]


def layers_of(start: str, onward: Mapping[str, Sequence[str]]) -> tuple[dict[str, int], frozenset[Link]]:
    """Returns the row of each name, counted from 0, and the links that lead back up.

    `onward` gives for every name where it leads. Along every other link the row grows; a name that nothing leads to
    stands just above the first one that it leads to.
    """
    order, back = _walked(start, onward)
    rows = dict.fromkeys(order, 0)
    reached: set[str] = set()
    for name in order:
        for target in onward[name]:
            if (name, target) not in back:
                rows[target] = max(rows[target], rows[name] + 1)
                reached.add(target)
    for name in reversed(order):
        below = [rows[target] for target in onward[name] if (name, target) not in back]
        if name not in reached and name != start and below:
            rows[name] = min(below) - 1
    return rows, back


def _walked(start: str, onward: Mapping[str, Sequence[str]]) -> tuple[list[str], frozenset[Link]]:
    """Returns all names, each before those that it leads to, and the links that close a circle: depth first."""
    finished: list[str] = []
    open_now: set[str] = set()
    seen: set[str] = set()
    back: set[Link] = set()
    for root in [start, *onward]:
        stack = [] if root in seen else [(root, iter(onward[root]))]
        seen.add(root)
        open_now.update(name for name, _ in stack)
        while stack:
            name, targets = stack[-1]
            target = next(targets, None)
            if target is None:
                stack.pop()
                open_now.discard(name)
                finished.append(name)
            elif target in open_now:
                back.add((name, target))
            elif target not in seen:
                seen.add(target)
                open_now.add(target)
                stack.append((target, iter(onward[target])))
    return finished[::-1], frozenset(back)
