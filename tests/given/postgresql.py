"""A PostgreSQL server that a test starts for itself and ends again. No server that runs already is touched."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SYSTEM_USER = "postgres"
"""The server refuses to run as root; Debian's package makes this user."""


def program(name: str) -> str:
    """Returns the path of one of the server's programs, the newest where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parents[1].name))
    return str(found[-1]) if found else str(shutil.which(name) or name)


@contextmanager
def server() -> Iterator[str]:
    """Yields the address, without a database's name, of a server that runs for as long as the block does."""
    as_user = {"user": SYSTEM_USER, "group": SYSTEM_USER} if os.name == "posix" and os.geteuid() == 0 else {}
    place = Path(tempfile.mkdtemp(prefix="steadyline-pg-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if as_user:
        shutil.chown(place, SYSTEM_USER, SYSTEM_USER)
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": place, **as_user}
    subprocess.run([program("initdb"), "-D", "data", "-A", "trust", "-U", "steadyline", "-E", "UTF8", "--no-sync"], **quiet)
    options = f"-p {port} -k {place} -c listen_addresses=127.0.0.1 -c fsync=off"
    subprocess.run([program("pg_ctl"), "-D", "data", "-o", options, "-l", "log", "-w", "start"], **quiet)
    try:
        yield f"postgresql://steadyline@127.0.0.1:{port}"
    finally:
        subprocess.run([program("pg_ctl"), "-D", "data", "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(place, ignore_errors=True)


def database(address: str, name: str) -> str:
    """Makes an empty database and returns its address."""
    import psycopg

    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{address}/{name}"
