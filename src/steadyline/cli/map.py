"""steadyline map: a case as an outline, a picture or Mermaid text; or only what a learner has seen of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from steadyline import content
from steadyline.cli.which import case_file
from steadyline.decisions import Decision, read_log
from steadyline.errors import FileMissing, SteadylineError
from steadyline.scenarios.compile import compile_case
from steadyline.scenarios.map.graph import Graph, counted, joined
from steadyline.scenarios.map.layout import layout_of
from steadyline.scenarios.map.mermaid import mermaid_of
from steadyline.scenarios.map.outline import outline_of
from steadyline.scenarios.map.svg import svg_of
from steadyline.scenarios.map.visited import map_of_visited
from steadyline.scenarios.map.whole import map_of_case
from steadyline.scenarios.model import Scenario
from steadyline.scenarios.replay import replay
from steadyline.whole import write_whole


class AttemptNotThere(SteadylineError):
    """An attempt is asked for that the log does not hold."""

    def __init__(self, path: Path, attempt: int, known: list[int]) -> None:
        self.path, self.attempt, self.known = path, attempt, known
        numbers = joined([str(each) for each in known])
        there = f"It holds {counted(len(known), 'attempt')}: {numbers}." if known else "Nothing is decided in it yet."
        super().__init__(f"{path}: there is no attempt {attempt} in this log. {there}")


class LogOfAnotherCase(SteadylineError):
    """A log is given that belongs to another case."""

    def __init__(self, path: Path, played: str, asked: str) -> None:
        self.path, self.played, self.asked = path, played, asked
        super().__init__(f'{path}: this log is of the case "{played}", and the map asked for is of "{asked}".')


class AttemptWithoutLog(SteadylineError):
    """An attempt is named, but no log that could hold it."""

    def __init__(self) -> None:
        super().__init__("--attempt goes with --log: name the learner's decisions.jsonl as well.")


class PictureWithoutItsEnding(SteadylineError):
    """A picture would be written over a file that is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: the picture is SVG. Give its file a name that ends in .svg, such as map.svg.")


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("case", metavar="CASE", help="a case's name, or the path to its case.md")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="write the map as a picture to this file")
    parser.add_argument("--mermaid", action="store_true", help="print Mermaid text in place of the outline")
    parser.add_argument(
        "--log", type=Path, metavar="decisions.jsonl", help="show only what the learner of this log has seen"
    )
    parser.add_argument("--attempt", type=int, metavar="N", help="which attempt of the log; the latest if not said")


def run(arguments: argparse.Namespace) -> int:
    """Prints the map, or writes the picture. Raises SteadylineError in words for whatever cannot be read or written."""
    if arguments.attempt is not None and arguments.log is None:
        raise AttemptWithoutLog()
    if arguments.svg is not None and arguments.svg.suffix.lower() != ".svg":
        raise PictureWithoutItsEnding(arguments.svg)
    scenario = content.scenario(case_file(arguments.case))
    graph = map_of_case(scenario) if arguments.log is None else _visited(scenario, arguments.log, arguments.attempt)
    if arguments.svg is not None:
        layout = layout_of(graph)
        write_whole(arguments.svg, svg_of(layout, "map").encode("utf-8"))
        size = f"{layout.width} by {layout.height} pixels"
        print(f"{arguments.svg}: the map is written, {counted(len(graph.boxes), 'scene')}, {size}.")
    if arguments.mermaid:
        print(mermaid_of(graph), end="")
    elif arguments.svg is None:
        print(outline_of(graph), end="")
    return 0


def _visited(scenario: Scenario, path: Path, attempt: int | None) -> Graph:
    decisions = _decisions(path, attempt)
    if decisions[0].case != scenario.name:
        raise LogOfAnotherCase(path, decisions[0].case, scenario.name)
    return map_of_visited(replay(compile_case(scenario), decisions))


def _decisions(path: Path, attempt: int | None) -> tuple[Decision, ...]:
    if not path.is_file():
        raise FileMissing(path, "log of decisions")
    attempts = read_log(path).attempts
    wanted = attempt if attempt is not None else max(attempts, default=1)
    if wanted not in attempts:
        raise AttemptNotThere(path, wanted, list(attempts))
    return attempts[wanted]
