"""A session whose server is killed while phones vote, and what the phones were told before."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from rooms import Line, Visitor, held

PHONES = 12


@dataclass
class Phone:
    """A phone with its cookies. `told`: the last vote that was acknowledged; `sent`: the last that was sent."""

    visitor: Visitor
    told: str = ""
    sent: str = ""


@dataclass
class Killed:
    """What is left."""

    log: Path
    facilitator: Visitor
    phones: list[Phone] = field(default_factory=list)
    acknowledged: int = 0


def killed_in_mid_vote(folder: Path, luck: int) -> Killed:
    """Starts the command, lets phones vote without a pause, and kills it with -9."""
    command = [sys.executable, "-m", "steadyline.cli.main", "session", "the-porch", "--address", "127.0.0.1",
               "--folder", str(folder), "--no-browser"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as process:
        told = ""
        for line in process.stdout or ():
            told += line
            if "--resume" in line:
                break
        try:
            return asyncio.run(_voting(told, process, luck))
        finally:
            process.kill()


async def _voting(told: str, process: subprocess.Popen[str], luck: int) -> Killed:
    address = re.search(r"join at +(\S+)", told)[1]  # type: ignore[index]
    code = re.search(r"code +(\w+)", told)[1]  # type: ignore[index]
    key = re.search(r"facilitator\?key=(\S+)", told)[1]  # type: ignore[index]
    left = Killed(Path(re.search(r"--resume (\S+)", told)[1]), Visitor(address))  # type: ignore[index]
    await left.facilitator.ask(f"facilitator?key={key}")
    for _ in range(PHONES):
        phone = Phone(Visitor(address))
        await phone.visitor.ask("join", {"code": code})
        left.phones.append(phone)
    facilitates = await left.facilitator.open("ws/facilitator")
    for deed in ({"do": "turn", "stage": "start"}, {"do": "turn", "stage": "reading"}, {"do": "ask"}):
        await facilitates.send(deed)
    lines = [await phone.visitor.open("ws/room") for phone in left.phones]
    voting = [asyncio.create_task(_votes(phone, line, left)) for phone, line in zip(left.phones, lines, strict=True)]
    # Between votes, or in the middle of a write: the moment is drawn.
    while left.acknowledged < 2 * PHONES:
        await asyncio.sleep(0.001)
    await asyncio.sleep(random.Random(luck).uniform(0, 0.02))
    os.kill(process.pid, signal.SIGKILL)
    await asyncio.gather(*voting)
    for line in [*lines, facilitates]:
        line.close()
    return left


async def _votes(phone: Phone, line: Line, left: Killed) -> None:
    choices = ["text-her", "call-at-seven", "ring-mum", "write-formally"]
    with contextlib.suppress(Exception):  # the server dies under it, in whatever way
        for number in range(18):
            phone.sent = f"{choices[number % 4]} {number}"
            vote = {"do": "vote", "choice": choices[number % 4], "reason": str(number), "question": 1, "round": 1}
            if "done" in await line.send(vote):
                phone.told = phone.sent
                left.acknowledged += 1


async def _resumed(left: Killed) -> None:
    async with held(left.log.parent, log=left.log) as room:
        tally = room.session.room.question.tally(1)
        assert tally.total == PHONES, "every phone has one vote"
        for phone in left.phones:
            there = phone.visitor
            there.address = room.address
            view = await (await there.open("ws/room")).view()
            vote = view["mine"]["vote"]
            assert f"{vote['choice']} {vote['reason']}" in (phone.told, phone.sent), "nothing acknowledged is lost"
        left.facilitator.address = room.address
        facilitates = await left.facilitator.open("ws/facilitator")
        assert (await facilitates.send({"do": "turn", "stage": "closed"})).get("done")


def check_what_is_left(left: Killed) -> None:
    """Fails where a vote was lost or doubled, or where pages cannot go on after the session was resumed."""
    whole = [line for line in left.log.read_text("utf-8", errors="replace").split("\n")[:-1] if line]
    votes = [(each["device"], each["reason"]) for each in map(json.loads, whole) if each["kind"] == "voted"]
    assert len(set(votes)) == len(votes), "no vote is doubled"
    assert len(votes) >= left.acknowledged
    asyncio.run(_resumed(left))
