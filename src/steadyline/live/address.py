"""Under which address this machine is reached in the room, and by which names. Nothing is sent to find out."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from steadyline.errors import SteadylineError

HERE = "127.0.0.1"
FIRST_PORT = 8780
PORTS_TRIED = 30
_ELSEWHERE = ("10.255.255.255", 1)


class AddressUnusable(SteadylineError):
    """The address or port that was asked for is not this machine's, or is taken."""

    def __init__(self, address: str, port: int, why: str) -> None:
        at = f"{address}, port {port}" if port else address
        super().__init__(
            f"Nothing can be served at {at} ({why}). Leave --port out and a free one is found; "
            "--address takes an address of this computer, such as 192.168.1.20."
        )


@dataclass(frozen=True)
class Served:
    """Where a session is served. `base` begins and ends with a slash; `public` is the join address, "" if not known."""

    address: str
    port: int
    base: str = "/"
    public: str = ""
    behind_a_hub: bool = False

    def link(self, scheme: str, path: str = "") -> str:
        """Returns the address of a page."""
        if self.public:
            return f"{self.public}{path}"
        name = f"[{self.address}]" if ":" in self.address else self.address
        usual = {"http": 80, "https": 443}[scheme]
        return f"{scheme}://{name}{'' if self.port == usual else f':{self.port}'}{self.base}{path}"

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which it may be asked for; none, and so any, behind a hub, which looks after that."""
        if self.behind_a_hub:
            return frozenset()
        own = socket.gethostname().lower()
        return frozenset({self.address, f"[{self.address}]", HERE, "localhost", "[::1]", own, f"{own}.local"})


def room_address() -> str:
    """Returns this machine's address on the network it would use; connecting a datagram's socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(_ELSEWHERE)
        found = str(probe.getsockname()[0])
        return found if found != "0.0.0.0" else HERE  # noqa: S104  compared, not bound
    return HERE


def on_a_hub(environment: Mapping[str, str] = os.environ) -> Served | None:
    """Returns where JupyterHub wants its service to be, None where there is no hub."""
    prefix, url = environment.get("JUPYTERHUB_SERVICE_PREFIX", ""), environment.get("JUPYTERHUB_SERVICE_URL", "")
    if not prefix:
        return None
    parts = urlsplit(url or f"http://{HERE}:0")
    base = f"/{prefix.strip('/')}/" if prefix.strip("/") else "/"
    public = environment.get("JUPYTERHUB_PUBLIC_URL", "")
    return Served(parts.hostname or HERE, parts.port or 0, base, f"{public.rstrip('/')}/" if public else "", True)


def sockets_for(address: str, asked: int | None) -> list[socket.socket]:
    """Returns listening sockets at the port asked for, or the first free one. Raises AddressUnusable."""
    for port in [asked] if asked is not None else [*range(FIRST_PORT, FIRST_PORT + PORTS_TRIED), 0]:
        try:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            found = socket.create_server((address, port), family=family, backlog=1024)
            found.setblocking(False)
            return [found]
        except (OSError, OverflowError) as error:
            last = AddressUnusable(address, port, getattr(error, "strerror", None) or str(error))
            if asked is not None:
                raise last from error
    raise last
