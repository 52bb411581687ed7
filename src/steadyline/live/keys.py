"""What lies beside a session's log so that it can go on after a crash: hashes of the keys, the join code, the address.

No participant is in it. It is readable by its owner only, and goes when the session is over.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from steadyline.errors import SteadylineError
from steadyline.live.codes import digest_of, is_code, is_one_of, new_code, new_key
from steadyline.whole import write_whole


class KeysDamaged(SteadylineError):
    """The file beside the log cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path}: this file beside the session's log cannot be read. Remove it and start again with --resume: "
            "everything in the log stays, but phones have to join again."
        )


@dataclass(frozen=True)
class Keys:
    """Who may open what. `code` is "" while nobody can join. `session` names the cookies of this session."""

    session: str
    facilitators: tuple[str, ...] = ()
    screens: tuple[str, ...] = ()
    code: str = ""
    address: str = ""
    port: int = 0

    def is_facilitator(self, key: str) -> bool:
        """Whether this key opens the facilitator's page."""
        return is_one_of(key, self.facilitators)

    def is_screen(self, key: str) -> bool:
        """Whether this key opens the big screen."""
        return is_one_of(key, self.screens)

    def lets_in(self, typed: str) -> bool:
        """Whether what was typed is the join code."""
        return is_code(typed, self.code)


def keys_path(log: Path) -> Path:
    """Returns where the file beside a log lies."""
    return log.with_name(f"{log.name}.keys")


def new_keys(kept: Keys | None = None) -> tuple[Keys, str, str]:
    """Returns keys with a new one for the facilitator and a new one for the screen, and these two in clear.

    Keys that were `kept` go on to hold, so that pages which are open stay open.
    """
    facilitator, screen = new_key(), new_key()
    before = kept or Keys(new_code().lower(), code=new_code())
    made = replace(before, facilitators=(*before.facilitators, digest_of(facilitator))[-8:],
                   screens=(*before.screens, digest_of(screen))[-8:])  # fmt: skip
    return made, facilitator, screen


def keep(log: Path, keys: Keys) -> None:
    """Writes the file beside a log, readable by its owner only."""
    path = keys_path(log)
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    write_whole(path, (json.dumps(asdict(keys), indent=1) + "\n").encode())


def kept(log: Path) -> Keys | None:
    """Returns the keys beside a log, None where there are none. Raises KeysDamaged."""
    path = keys_path(log)
    if not path.exists():
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        told |= {name: tuple(map(str, told[name])) for name in ("facilitators", "screens")}
        return Keys(**told)
    except (ValueError, TypeError, KeyError) as error:
        raise KeysDamaged(path) from error
