"""Small cases with their keys, drawn at random, and every playthrough of them counted by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

import steadyline
from steadyline.graders.key import Key, KeyedDecision, KeyedOption, read_key
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.model import Scenario
from steadyline.scenarios.read import read_case

TEMPLATE = Path(steadyline.__file__).parent / "template"
POSITIONS = st.sampled_from([None, -2, -1, 0, 1, 2])
Kept = tuple[Scenario, CompiledCase, Key]


@dataclass(frozen=True)
class Played:
    """One playthrough: its walk, how likely chance and equal chances for options make it, and what it earned."""

    walk: tuple[str, ...]
    nodes: tuple[str, ...]
    options: tuple[KeyedOption, ...]
    chance: Fraction
    likely: Fraction


def every_playthrough(case: CompiledCase, key: Key) -> list[Played]:
    """Returns every playthrough of a case, by plain recursion."""

    def onward(node: str, so_far: Played) -> Iterator[Played]:
        table, scene = case.nodes[node], case.nodes[node]["scene"]
        here = Played(so_far.walk, (*so_far.nodes, node), so_far.options, so_far.chance, so_far.likely)
        if "next" in table:
            yield from onward(table["next"], here)
        elif "outcomes" in table:
            total = sum(each["weight"] for each in table["outcomes"])
            for each in table["outcomes"]:
                part = Fraction(each["weight"], total)
                walk = (*here.walk, f"chance: {each['name']}")
                yield from onward(each["next"], Played(walk, here.nodes, here.options, here.chance * part, here.likely * part))
        elif "options" in table:
            offered = case.options(node)
            for id, target in offered.items():
                options = (*here.options, key.decisions[scene].options[id])
                yield from onward(target, Played((*here.walk, id), here.nodes, options, here.chance, here.likely / len(offered)))
        else:
            yield here

    return list(onward(str(case.table["start"]), Played((), (), (), Fraction(1), Fraction(1))))


@st.composite
def cases_with_keys(draw: st.DrawFn) -> tuple[CompiledCase, Key]:
    """A case of up to four layers in which every way leads at least one layer on, and a key to it."""
    layers = draw(st.integers(1, 4))
    kinds = [draw(st.lists(st.sampled_from(["decision", "decision", "chance", "passage"]), min_size=1, max_size=2)) for _ in range(layers)]
    kinds[0] = kinds[0][:1]
    names = [[f"n{layer}-{at}" for at in range(len(row))] for layer, row in enumerate(kinds)]
    names.append([f"end-{at}" for at in range(draw(st.integers(1, 3)))])
    nodes: dict[str, Any] = {}
    scenes: dict[str, Any] = {}
    decisions: dict[str, KeyedDecision] = {}
    for layer, row in enumerate(kinds):
        beyond = st.sampled_from([name for below in names[layer + 1 :] for name in below])
        for name, kind in zip(names[layer], row, strict=True):
            scenes[name] = {"title": name, "kind": kind, "blocks": []}
            nodes[name] = {"scene": name, "blocks": [], "ahead": [0, 0]}
            if kind == "passage":
                nodes[name]["next"] = draw(beyond)
            elif kind == "chance":
                nodes[name]["outcomes"] = [{"name": f"{name}-{at}", "weight": draw(st.integers(1, 3)), "next": draw(beyond)} for at in range(2)]
            else:
                ids = [f"{name}-{at}" for at in range(draw(st.integers(2, 3)))]
                words = st.integers(1, 3).map(lambda count: " ".join(["word"] * count))
                scenes[name]["choices"] = [{"id": id, "html": "", "text": draw(words), "now_html": "", "now_text": ""} for id in ids]
                nodes[name]["options"] = [{"choice": at, "next": draw(beyond)} for at in range(len(ids))]
                options = {id: draw(keyed_options()) for id in ids}
                decisions[name] = KeyedDecision(name, draw(st.sampled_from(["author", "author", "contested"])), "", options)  # type: ignore[arg-type]
    for name in names[-1]:
        scenes[name] = {"title": name, "kind": "ending", "blocks": [], "name": name}
        nodes[name] = {"scene": name, "blocks": [], "ahead": [0, 0], "process": draw(st.sampled_from(["sound", "mixed", "unsafe"])),
                       "circumstance": draw(st.sampled_from(["kind", "neutral", "hard"]))}  # fmt: skip
    table = {"case": "drawn", "title": "Drawn", "start": names[0][0], "scenes": scenes, "nodes": nodes}
    return CompiledCase(table), Key("drawn", 1, "author", decisions)


@st.composite
def keyed_options(draw: st.DrawFn) -> KeyedOption:
    """An option with any credit and positions, sometimes with a method error."""
    method = draw(st.sampled_from(["", "", "", "voice"]))
    competency = draw(st.sampled_from(["C1", "C2"]))
    return KeyedOption(draw(st.integers(0, 3)), draw(POSITIONS), draw(POSITIONS), method, competency, "", "", ())


@pytest.fixture(scope="session")
def drawn() -> st.SearchStrategy[tuple[CompiledCase, Key]]:
    """A strategy for small cases with their keys."""
    return cases_with_keys()


@pytest.fixture(scope="session")
def playthroughs() -> Callable[[CompiledCase, Key], list[Played]]:
    """A function that returns every playthrough of a case."""
    return every_playthrough


@pytest.fixture(scope="session")
def gate() -> Callable[..., Kept]:
    """A function that reads the example case and its key, with passages replaced: `gate(case=[(old, new)], key=[…])`."""

    def read(case: list[tuple[str, str]] | None = None, key: list[tuple[str, str]] | None = None) -> Kept:
        texts = []
        for name, changes in (("case.md", case or []), ("key.md", key or [])):
            text = (TEMPLATE / name).read_text(encoding="utf-8")
            for old, new in changes:
                assert old in text, old
                text = text.replace(old, new)
            texts.append(text)
        scenario = read_case(texts[0], "the-gate", "case.md")
        compiled = compile_case(scenario)
        return scenario, compiled, read_key(texts[1], compiled, "key.md")

    return read


@pytest.fixture(scope="session")
def sources() -> set[str]:
    """The ids of the sources that ship."""
    text = (Path(__file__).resolve().parents[2] / "scenarios" / "sources.md").read_text(encoding="utf-8")
    return set(re.findall(r"^## (.+)$", text, re.MULTILINE))
