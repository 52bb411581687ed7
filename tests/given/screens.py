"""Every page that a big screen can show in a case, without a session: for measuring whether it fits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from playwright.sync_api import Browser, Page
from room_pages import is_whole, smallest_letters

from steadyline import content
from steadyline.live import room
from steadyline.live.flow import Place
from steadyline.live.notes import notes_of
from steadyline.live.room import Question, Room, Vote
from steadyline.live.screen_pages import Words, screen_pages
from steadyline.live.views import screen_view
from steadyline.live.visiting import SERVED
from steadyline.scenarios.compile import CompiledCase

ADDRESS = "http://screen.test/"
DOOR = {"where": "http://192.168.100.100:8780/", "code": "WWWWWW"}
SIZES = ({"width": 1280, "height": 720}, {"width": 1920, "height": 1080})
LONG_REASON = "We have met her three times on the step, and nobody has asked her what she is afraid of; I would ask that first, on the phone, and then write down what she says. " + "w" * 38


def longest(case: CompiledCase) -> list[str]:
    """For each scene the node that shows most words."""
    found: dict[str, tuple[int, str]] = {}
    for node, table in case.nodes.items():
        if "outcomes" in table:  # chance is no place to stand
            continue
        scene = case.scene_of(node)
        letters = sum(len(scene["blocks"][at]["text"]) for at in table["blocks"])
        found[table["scene"]] = max(found.get(table["scene"], (-1, "")), (letters, node))
    return [node for _, node in found.values()]


def presentations(case: CompiledCase) -> list[str]:
    """One node for each text that a scene can show, with the options that it can offer."""
    found = {}
    for node, table in case.nodes.items():
        if "outcomes" in table:
            continue
        offered = tuple(each["choice"] for each in table.get("options", ()))
        found.setdefault((table["scene"], tuple(table["blocks"]), offered), node)
    return list(found.values())


def rooms_at(case: CompiledCase, node: str) -> Iterator[Room]:
    """The rooms that stand at a node: reading, voting, after the second vote, and with each option taken."""
    table = case.nodes[node]
    now = Room(case, node=node, stage=room.ENDED if "process" in table else room.READING)
    yield now
    if "options" in table:
        order = tuple(case.options(node))
        votes = {f"d{at}": Vote(order[at % len(order)], 50, LONG_REASON, order[(at + 1) % len(order)]) for at in range(99)}
        shown = {f"2/d{at}" for at in range(5)}
        question = Question(1, node, order, [votes, votes], [{}, {}], [], shown, 2)
        for stage in (room.OPEN, room.REVEALED):
            yield Room(case, node=node, stage=stage, questions=[question])
        for choice in order:
            decided = Question(1, node, order, [votes], [{}], [(choice, room.DETOUR)], set(), 1)
            yield Room(case, node=node, stage=room.DECIDED, questions=[decided])


def around(unit: str) -> Iterator[Room]:
    """The rooms before and after the story."""
    case = content.unit_case(unit)
    for stage in (room.LOBBY, room.START, room.CLOSING):
        yield Room(case, unit, stage=stage)


def words_of(unit: str) -> Words:
    """What the screen of a unit shows besides the story."""
    return Words(notes_of(unit).ground_rules, [each for each in content.support() if each["label"] != "You can stop now"])


def messages(rooms: Iterable[Room], words: Words) -> list[dict[str, Any]]:
    """What the screen would be sent, each page once."""
    found: dict[str, dict[str, Any]] = {}
    for now in rooms:
        for page in range(len(screen_pages(now, words))):
            view = screen_view(now, Place(page), words)
            found.setdefault(json.dumps(view["show"]), {"view": view, "door": DOOR, "timer": 0})
    return list(found.values())


class Projector:
    """A big screen in a browser, told by hand what to show."""

    def __init__(self, browser: Browser, size: dict[str, int]) -> None:
        self.page: Page = browser.new_page(viewport=size)
        self.page.route(f"{ADDRESS}**", self._give)
        self.page.route_web_socket("**/ws/screen", self._take)
        self.page.goto(f"{ADDRESS}screen")
        while not hasattr(self, "line"):
            self.page.wait_for_timeout(20)

    def _take(self, line: Any) -> None:
        self.line = line

    def _give(self, route: Any) -> None:
        name = route.request.url.removeprefix(ADDRESS).partition("?")[0]
        if name == "qr.svg":
            route.fulfill(body='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', content_type="image/svg+xml")
            return
        path = SERVED / ("screen.html" if name == "screen" else name.removeprefix("static/"))
        kinds = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
        route.fulfill(body=path.read_text("utf-8").replace("{{ title }}", "The story"), content_type=kinds[path.suffix])

    def show(self, message: dict[str, Any]) -> None:
        """Shows a page, and waits until it stands."""
        self.page.evaluate("() => document.getElementById('stage').replaceChildren()")
        self.line.send(json.dumps(message))
        self.page.wait_for_function("() => document.getElementById('stage').childNodes.length > 0", timeout=5000)

    def faults(self, sent: Iterable[dict[str, Any]]) -> list[str]:
        """Returns what does not fit, or is too small, in words."""
        found = []
        factor = self.page.viewport_size["width"] / 1280  # type: ignore[index]
        for message in sent:
            self.show(message)
            show = message["view"]["show"]
            if not is_whole(self.page):
                found.append(f"{show['kind']} of “{show.get('title')}” does not fit")
            elif smallest_letters(self.page) < 28 * factor - 0.1:
                found.append(f"{show['kind']} of “{show.get('title')}”: {smallest_letters(self.page)} px")
        return found
