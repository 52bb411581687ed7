"""What the tests of maps start from: The Porch, and a case of a capstone's size drawn by lot."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from steadyline import content
from steadyline.scenarios.model import Branch, Choice, Ending, Front, Scenario, Scene

FRONT = Front("The capstone", "Social worker", 60, "Nothing.", ("F1",), ("C1",), "formative")
WORDS = ["ask", "tell", "wait", "ring", "write", "meet", "visit", "listen", "plan", "refer", "hold", "the", "door", "school"]


class Draft:
    """Scenes in the order in which they are written; a later one may be named before it is there."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        self.scenes: dict[str, Scene] = {}

    def title(self, kind: str) -> str:
        return f"{kind} {len(self.scenes) + 1}: {' '.join(self.lot.sample(WORDS, self.lot.randint(1, 6)))}"

    def choice(self, target: str) -> Choice:
        name = "-".join(self.lot.sample(WORDS, self.lot.randint(1, 4)))
        return Choice(f"{name}-{len(self.scenes)}", "", name, target, "", "")

    def decision(self, slug: str, targets: list[str]) -> None:
        self.scenes[slug] = Scene(slug, self.title("Decision"), "decision", choices=tuple(map(self.choice, targets)))

    def passage(self, slug: str, target: str) -> None:
        self.scenes[slug] = Scene(slug, self.title("Passage"), "passage", branches=(Branch("Go on", target),))

    def branching(self, slug: str, kind: str, targets: list[str]) -> None:
        branches = tuple(Branch(f"Way {at}", target) for at, target in enumerate(targets, start=1))
        self.scenes[slug] = Scene(slug, self.title(kind.title()), kind, branches=branches)  # type: ignore[arg-type]


def capstone(seed: int) -> Scenario:
    """Returns a case of ten decisions with four options each, two of them side by side, and 46 scenes in all."""
    draft = Draft(seed)
    stages = [["d1"], ["d2"], ["d3a", "d3b"], ["d4"], ["d5"], ["d6"], ["d7a", "d7b"], ["d8"]]
    passages = 0
    for stage, onward in zip(stages, [*stages[1:], ["turn"]], strict=True):
        for slug in stage:
            own = [f"p{passages + at}" for at in range(draft.lot.choice((2, 3, 3)))]
            passages += len(own)
            skips = [*own, draft.lot.choice(onward), draft.lot.choice(["e-early", *onward])]
            draft.decision(slug, skips[:4])
            for each in own:
                draft.passage(each, draft.lot.choice([*onward, *(onward if slug != "d5" else ["by-luck"])]))
    draft.branching("by-luck", "chance", ["d6", "d7a", "d7b"])
    draft.branching("turn", "turning", ["luck", "e-closed", "luck"])
    draft.branching("luck", "chance", ["ends", "e-known", "ends"])
    draft.branching("ends", "turning", ["e-known", "e-friendly", "e-firm", "e-closed"])
    for slug in ("e-early", "e-known", "e-friendly", "e-firm", "e-closed"):
        draft.scenes[slug] = Scene(slug, draft.title("Ending"), "ending", ending=Ending(slug, "sound", "kind"))
    return Scenario("capstone", "capstone/case.md", FRONT, "", {}, draft.scenes, "d1")


@pytest.fixture(scope="session")
def make_capstone() -> Callable[[int], Scenario]:
    """A function that draws a case of a capstone's size by lot."""
    return capstone


@pytest.fixture(scope="session")
def porch() -> Scenario:
    """The Porch as its author wrote it."""
    return content.scenario(content.case_path("the-porch"))
