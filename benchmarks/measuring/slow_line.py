"""A slow line to a server on this computer: every byte arrives a while later, in both directions."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHUNK = 1 << 16


@contextmanager
def slow_line(port: int, each_way: float) -> Iterator[int]:
    """Yields a port that leads to the other one with so many seconds more each way. It runs in a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), str(port), str(each_way)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(timeout=10)


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, delay: float) -> None:
    """Carries bytes one way. Delay only, no narrowness: what is sent together arrives together."""
    loop = asyncio.get_running_loop()
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            due, chunk = await under_way.get()
            await asyncio.sleep(due - loop.time())
            if not chunk:
                break
            target.write(chunk)
            await target.drain()
        target.close()

    delivering = asyncio.ensure_future(deliver())
    chunk = b"more"
    while chunk:
        try:
            chunk = await source.read(CHUNK)
        except ConnectionError:
            chunk = b""
        under_way.put_nowait((loop.time() + delay, chunk))
    await asyncio.gather(delivering, return_exceptions=True)


async def _serve(port: int, delay: float) -> None:
    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_carry(reader, far_writer, delay), _carry(far_reader, writer, delay))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
