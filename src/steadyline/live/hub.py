"""The room of a running session and its log: what is asked is written down, many at once, then applied and answered.

Votes and arrivals do not depend on one another and share one write; what a facilitator does stands by itself, so that
a vote that arrives after the closing finds the vote closed.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from steadyline.errors import SteadylineError
from steadyline.live.deeds import Deed, change_of
from steadyline.live.flow import Place
from steadyline.live.log import SessionLog
from steadyline.live.room import Event, Room, apply
from steadyline.live.screen_pages import Words, first_page, screen_pages

MOST_AT_ONCE = 500
MOST_WAITING = 5000


class NotKept(SteadylineError):
    """The disk refused; nothing was changed."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This could not be saved ({why}) and was not done. What was saved before stands.")


class TooMuch(SteadylineError):
    """So much waits to be written that no more is taken."""

    def __init__(self) -> None:
        super().__init__("Too much arrives at once. Try again in a moment.")


@dataclass
class _Asked:
    deed: Deed
    alone: bool
    done: asyncio.Future[None]


@dataclass
class Hub:
    """A running session. `told` is called after every change, with whether it was more than votes and arrivals."""

    room: Room
    log: SessionLog
    words: Words
    told: Callable[[bool], None] = lambda _more: None
    place: Place = field(default_factory=Place)
    started: str = ""
    changes: Counter[tuple[str, object, object]] = field(default_factory=Counter)
    _waiting: deque[_Asked] = field(default_factory=deque)
    _something: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._stand_anew()

    async def ask(self, deed: Deed, alone: bool = True) -> None:
        """Returns when what was asked is on the disk and done. Raises what the room says against it, or NotKept."""
        if len(self._waiting) >= MOST_WAITING:
            raise TooMuch
        asked = _Asked(deed, alone, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        self._something.set()
        await asked.done

    async def work(self) -> None:
        """Serves what is asked, in the order in which it arrives, until it is cancelled."""
        while True:
            await self._something.wait()
            while self._waiting:
                await self._serve(self._next())
            self._something.clear()

    def _next(self) -> list[_Asked]:
        batch = [self._waiting.popleft()]
        while not batch[0].alone and self._waiting and not self._waiting[0].alone and len(batch) < MOST_AT_ONCE:
            batch.append(self._waiting.popleft())
        return batch

    async def _serve(self, batch: Sequence[_Asked]) -> None:
        standing = self._standing()
        granted = [(asked, event) for asked in batch if (event := self._event_of(asked)) is not None]
        events = [event for _, event in granted]
        try:
            if events:
                await asyncio.get_running_loop().run_in_executor(None, self.log.append, events)
        except (OSError, SteadylineError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            for asked, _ in granted:
                _refuse(asked, NotKept(why))
            return
        for asked, event in granted:
            self._apply(event)
            if not asked.done.done():
                asked.done.set_result(None)
        if events:
            if self._standing() != standing:
                self._stand_anew()
            elif batch[0].alone:
                self._stand_on(events[-1])
            self.told(batch[0].alone)

    def _event_of(self, asked: _Asked) -> Event | None:
        """Returns the event to write, None where there is none; then it is answered already."""
        try:
            event = asked.deed(self.room)
        except SteadylineError as refused:
            _refuse(asked, refused)
            return None
        except Exception as error:
            logging.getLogger(__name__).exception("a deed failed")
            _refuse(asked, SteadylineError(f"This cannot be done ({type(error).__name__})."))
            return None
        if event is None:
            if not asked.done.done():
                asked.done.set_result(None)
            return None
        return {"at": _now(), **event}

    def _apply(self, event: Event) -> None:
        apply(self.room, event)
        change = change_of(event)
        if change is not None:
            self.changes[change] += 1
        if event["kind"] == "stage" and not self.started:
            self.started = self.room.at

    def _standing(self) -> tuple[str, str, int, str]:
        question, rating = self.room.question, self.room.rating
        asked = len(self.room.questions) + (question.round if question else 0)
        return self.room.stage, self.room.node, asked, f"{rating.block}/{rating.phase}" if rating else ""

    def _stand_anew(self) -> None:
        pages = screen_pages(self.room, self.words)
        self.place = Place(first_page(self.room, pages), len(pages), self.place.timer_ends)

    def _stand_on(self, event: Event) -> None:
        """Keeps to the page, unless a line of reasoning was put on the screen: then that page is shown."""
        pages = screen_pages(self.room, self.words)
        page = min(self.place.page, len(pages) - 1)
        if event["kind"] == "shown" and event["show"] and pages[-1]["kind"] == "reasons":
            page = len(pages) - 1
        self.place = replace(self.place, page=page, pages=len(pages))


def _refuse(asked: _Asked, why: SteadylineError) -> None:
    if not asked.done.done():
        asked.done.set_exception(why)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
