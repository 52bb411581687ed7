"""A plain ipywidgets player of a compiled case: the peer. Written as a good notebook author would, not to lose.

It follows the same node table in the kernel and writes its line only after it has shown the next scene.
There are two of it. `anew` makes the widgets of each scene and puts them in place of the last ones, with the same
fields as our screen: this is how such notebooks are mostly written. `in-place` is bare (text, options, a button) and
changes four widgets that stay: less than our screen, and about the fastest that ipywidgets can do.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ipywidgets import HTML, Button, Dropdown, IntProgress, RadioButtons, Text, Textarea, VBox

from steadyline import content, records

ROOT = "plain-player"
STYLE = f"""<style>
.{ROOT} .widget-radio, .{ROOT} .widget-radio-box, .{ROOT} .widget-radio-box label {{ height: auto; max-width: none; }}
.{ROOT} .widget-radio-box label {{ white-space: normal; line-height: 1.4; }}
</style>"""
"""Without it, options of more than one line lie on top of each other."""


@dataclass(frozen=True)
class Screen:
    """What is to be shown. `act` is what the button does; `taken` and `ahead` are decisions, for the progress."""

    title: str
    html: str
    options: tuple[str, ...]
    words: str
    act: Callable[[], None]
    taken: int = 0
    ahead: int = 0


class Stage(Protocol):
    """Where screens are shown."""

    box: VBox
    options: RadioButtons

    def show(self, screen: Screen) -> None:
        """Shows a screen in place of the last one."""

    def thinking(self) -> dict[str, Any]:
        """Returns what was said beside the choice."""


class InPlace:
    """Four widgets that stay and change."""

    def __init__(self) -> None:
        self.heading, self.prose, self.button = HTML(), HTML(), Button(button_style="primary")
        self.options = RadioButtons(options=[], layout={"width": "auto"})
        self.box = VBox([HTML(STYLE), self.heading, self.prose, self.options, self.button])
        self.act: Callable[[], None] = lambda: None
        self.button.on_click(lambda _button: self.act())

    def show(self, screen: Screen) -> None:
        self.heading.value = f"<h3>{screen.title}</h3>"
        self.prose.value = screen.html
        with self.options.hold_sync():
            self.options.options = screen.options
            self.options.index = None
        self.options.layout.display = None if screen.options else "none"
        self.button.description = screen.words
        self.act = screen.act

    def thinking(self) -> dict[str, Any]:
        return {}


class Anew:
    """New widgets for every screen, with the same fields as our own screen."""

    def __init__(self) -> None:
        self.box = VBox()
        self.options = RadioButtons()
        self.fields: list[Any] = []

    def show(self, screen: Screen) -> None:
        past = self.box.children
        button = Button(description=screen.words, button_style="primary")
        button.on_click(lambda _button: screen.act())
        prose = [HTML(STYLE), HTML(f"<h3>{screen.title}</h3>"), HTML(screen.html)]
        self.box.children = [*self._progress(screen), *prose, *self._decision(screen), button]
        for widget in past:
            widget.close()

    def _progress(self, screen: Screen) -> list[Any]:
        most = screen.taken + screen.ahead
        words = HTML(f"Decision {screen.taken} of {most}", layout={"display": None if most else "none"})
        return [words, IntProgress(value=screen.taken, max=max(most, 1))]

    def _decision(self, screen: Screen) -> list[Any]:
        if not screen.options:
            return []
        self.options = RadioButtons(options=screen.options, index=None, layout={"width": "auto"})
        sure = [("I would rather not say", -1), *((str(each), each) for each in range(0, 101, 10))]
        confidence = Dropdown(options=sure, description="How sure?")
        self.fields = [confidence, Text(description="Tell whom?"), Textarea(description="Reason")]
        return [self.options, *self.fields]

    def thinking(self) -> dict[str, Any]:
        return {each.description: each.value for each in self.fields}


STAGES: dict[str, Callable[[], Stage]] = {"anew": Anew, "in-place": InPlace}


class PlainPlayer:
    """One learner in one case."""

    def __init__(self, name: str, stage: Stage, log: Path) -> None:
        self.case, self.stage, self.log = content.case(name), stage, log
        self.node, self.taken = "", 0
        stage.box.add_class(ROOT)
        stage.show(Screen(self.case.title, str(self.case.table["opening"]), (), "Begin", self.begin))

    def begin(self) -> None:
        self.taken = 0
        self.arrive(str(self.case.table["start"]))

    def arrive(self, node: str) -> None:
        while outcomes := self.case.nodes[node].get("outcomes"):
            node = random.choices(outcomes, [each["weight"] for each in outcomes])[0]["next"]  # noqa: S311  no secret
        self.node = node
        scene, here = self.case.scene_of(node), self.case.nodes[node]
        html = "".join(scene["blocks"][at]["html"] for at in here["blocks"])
        far = (self.taken, here["ahead"][1])
        if "options" in here:
            offered = tuple(scene["choices"][each["choice"]]["text"] for each in here["options"])
            self.stage.show(Screen(scene["title"], html, offered, "Decide", self.decide, *far))
        elif "next" in here:
            self.stage.show(Screen(scene["title"], html, (), scene["go_on"], lambda: self.arrive(here["next"]), *far))
        else:
            self.stage.show(Screen(scene["name"], html, (), "Begin again", self.begin, *far))

    def decide(self) -> None:
        at = self.stage.options.index
        if at is None:
            return
        here, scene = self.case.nodes[self.node], self.case.scene_of(self.node)
        option = here["options"][at]
        choice = scene["choices"][option["choice"]]
        record = {"format": 1, "node": self.node, "choice": choice["id"], **self.stage.thinking()}
        self.taken += 1
        html = f"<p>{choice['html']}</p>{choice['now_html']}"
        onward = (lambda: self.arrive(option["next"]), self.taken, here["ahead"][1] - 1)
        self.stage.show(Screen(scene["title"], html, (), "Go on", *onward))
        records.append(self.log, record)


def show(name: str, kind: str) -> VBox:
    """Returns the player of a case, for a cell to show."""
    return PlainPlayer(name, STAGES[kind](), Path(f"{kind}.jsonl")).stage.box


def lay_notebook(folder: Path, name: str, kind: str) -> str:
    """Writes a notebook that shows the player, and returns its path below the folder."""
    code = f'from measuring.plain_player import show\nshow("{name}", "{kind}")'
    cell = {"cell_type": "code", "id": "play", "metadata": {}, "execution_count": None, "outputs": [], "source": code}
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    path = folder / "plain" / f"{kind}.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return f"plain/{kind}.ipynb"
