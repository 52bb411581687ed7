"""A session with 1,000 phones on this machine: join, vote, show; a third drop out and come back.

The peer is a bare tornado server that counts in memory and writes nothing. Both take the same votes at the same
moments, from a process of its own. "To the tally" is from a vote's sending until the big screen has counted as many.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from measuring import phones as many
from measuring.figures import p95, table, verdict
from measuring.phones import Phone
from tornado.websocket import websocket_connect

UNIT, SEED = "the-porch", 5
CHOICES = ("ring-mum", "text-her", "call-at-seven", "write-formally")
AIM = 0.1
Figures = dict[str, float]
LABELS = {
    "p50": "vote to tally, half", "p95": "vote to tally, 95 of 100", "max": "vote to tally, slowest",
    "saved p95": "vote to “Sent”, 95 of 100", "joined": "all joined and connected", "back": "a third back again",
    "memory": "peak memory",
}  # fmt: skip


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 phones and not 1,000")
    parser.add_argument("--phones", type=int, default=0, help="so many phones")
    given = parser.parse_args()
    number = given.phones or (100 if given.quick else 1000)
    ours, plain = {}, {}
    for name, seconds in (("over 20 s", 20.0 if number > 100 else 2.0), ("within 1 s", 1.0)):
        with tempfile.TemporaryDirectory() as folder, running(_ours(folder)) as process:
            ours[name] = asyncio.run(_measure_ours(process, number, seconds))
        with running([sys.executable, str(Path(__file__).parent / "measuring" / "plain_broadcast.py")]) as process:
            plain[name] = asyncio.run(_measure_plain(process, number, seconds))
    for name in ours:
        _report(f"{number} phones, votes {name}", ours[name], plain[name])
    spread = ours["over 20 s"]
    aim = f"vote to tally, 95 of 100, under {1000 * AIM:.0f} ms"
    print(verdict(aim, spread["p95"] < AIM, _ms(spread["p95"])))
    is_exact = all(each["exact"] for each in ours.values())
    print(verdict("tallies exact, nothing lost or doubled", is_exact, "counted again from what was sent"))


def _ours(folder: str) -> list[str]:
    return [sys.executable, "-m", "steadyline.cli.main", "session", UNIT, "--address", "127.0.0.1", "--folder", folder,
            "--no-browser"]  # fmt: skip


@contextmanager
def running(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """Runs a server while the block lasts."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


async def _measure_ours(process: subprocess.Popen[str], number: int, seconds: float) -> Figures:
    told = ""
    while "--resume" not in told:
        told += process.stdout.readline()  # type: ignore[union-attr]
    address, code = re.search(r"join at +(\S+)", told)[1], re.search(r"code +(\w+)", told)[1]  # type: ignore[index]
    keys = dict(re.findall(r"/(facilitator|screen)\?key=(\S+)", told))
    cookie = await _keyed(address, keys)
    phones = [Phone(at, choice=CHOICES[at % len(CHOICES)]) for at in range(number)]
    began = time.perf_counter()
    await many.join(address, phones, code)
    await many.connect(address, phones)
    joined = time.perf_counter() - began
    facilitator = await websocket_connect(many._request(address, "ws/facilitator", cookie))
    for deed in ('"turn","stage":"start"', '"turn","stage":"reading"', '"ask"'):
        await _done(facilitator, f'{{"do":{deed},"id":1}}')
    watching = await many.watch(address, cookie, lambda view: view["view"]["show"].get("voted"))
    figures = await _voting(address, phones, watching, seconds)
    figures |= {"joined": joined, "exact": await _shown(facilitator, cookie, address, phones)}
    return figures | {"memory": _peak(process.pid)}


async def _voting(address: str, phones: list[Phone], watching: many.Watching, seconds: float) -> Figures:
    """Lets two thirds vote, and a third vote, drop out, come back and send the same again."""
    await many.vote(phones, seconds, SEED)
    await watching.until(len(phones))
    figures = _latencies(phones, watching)
    dropped = phones[:: 3]
    many.drop(dropped)
    began = time.perf_counter()
    await many.connect(address, dropped)
    figures["back"] = time.perf_counter() - began
    again = [(phone.sent, phone.answered) for phone in dropped]
    await many.vote(dropped, 1.0, SEED + 1)
    for phone, (sent, answered) in zip(dropped, again, strict=True):
        phone.sent, phone.answered = sent, answered
    return figures


def _latencies(phones: Sequence[Phone], watching: many.Watching) -> Figures:
    taken = sorted(many.to_tally(phones, watching))
    answered = sorted(phone.answered - phone.sent for phone in phones)
    return {"p50": median(taken), "p95": p95(taken), "max": taken[-1], "saved p95": p95(answered)}


async def _measure_plain(process: subprocess.Popen[str], number: int, seconds: float) -> Figures:
    address = f"http://127.0.0.1:{process.stdout.readline().strip()}/"  # type: ignore[union-attr]
    phones = [Phone(at, choice=CHOICES[at % len(CHOICES)]) for at in range(number)]
    began = time.perf_counter()
    await many.connect(address, phones)
    joined = time.perf_counter() - began
    watching = await many.watch(address, "", lambda told: told["voted"])
    figures = await _voting(address, phones, watching, seconds)
    return figures | {"joined": joined, "memory": _peak(process.pid)}


async def _keyed(address: str, keys: dict[str, str]) -> str:
    """Returns the cookie that the facilitator's key becomes; it opens the big screen too."""
    from tornado.httpclient import AsyncHTTPClient

    answer = await AsyncHTTPClient(force_instance=True).fetch(f"{address}facilitator?key={keys['facilitator']}")
    return str(answer.headers["Set-Cookie"].partition(";")[0])


async def _done(socket: Any, deed: str) -> None:
    await socket.write_message(deed)
    while not str(text := await socket.read_message()).startswith('{"re"'):
        pass
    assert '"done"' in text, text


async def _shown(facilitator: Any, cookie: str, address: str, phones: Sequence[Phone]) -> float:
    """Closes and shows the vote, and returns 1 where the screen counts exactly what was sent, else 0."""
    await _done(facilitator, '{"do":"turn","stage":"closed","id":4}')
    await _done(facilitator, '{"do":"turn","stage":"revealed","id":5}')
    found: list[dict[str, Any]] = []
    await many.watch(address, cookie, lambda told: found.append(told["view"]["show"]))  # type: ignore[func-returns-value]
    while not found:
        await asyncio.sleep(0.01)
    ids = {each["letter"]: each["id"] for each in found[0]["options"]}
    counted = {ids[row["letter"]]: row["count"] for row in found[0]["rounds"][0]["rows"]}
    return float(counted == dict(Counter(phone.choice for phone in phones)))


def _peak(process: int) -> float:
    """Returns the most memory that a process had, in MB; 0 where the system does not tell."""
    path = Path(f"/proc/{process}/status")
    found = re.search(r"VmHWM:\s+(\d+)", path.read_text("utf-8")) if path.exists() else None
    return int(found[1]) / 1024 if found else 0.0


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


def _report(name: str, ours: Figures, plain: Figures) -> None:
    rows = []
    for key, label in LABELS.items():
        told = [f"{each[key]:.0f} MB" if key == "memory" else _ms(each[key]) for each in (ours, plain)]
        rows.append([label, *told, f"{ours[key] / max(plain[key], 1e-9):.1f} ×"])
    print(f"\n{name}\n{table(['', 'ours', 'plain', 'ratio'], rows)}\n")


if __name__ == "__main__":
    main()
