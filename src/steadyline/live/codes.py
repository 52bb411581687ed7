"""Codes that are said aloud and keys that nobody can guess. Keys are only ever kept as their hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable

CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I: they look alike from the back of a room."""

CODE_LENGTH = 6


def new_code() -> str:
    """Returns a join code: one of about a thousand million."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


def as_typed(code: str) -> str:
    """Returns a code as it was meant: capitals, without blanks and hyphens."""
    return "".join(sign for sign in code.upper()[:32] if sign.isalnum())


def new_key() -> str:
    """Returns a key or token of 192 random bits, fit for an address and a cookie."""
    return secrets.token_urlsafe(24)


def digest_of(key: str) -> str:
    """Returns what is kept of a key: from it the key cannot be found, since keys are long and random."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def device_of(token: str) -> str:
    """Returns under what name a device's votes stand in the log: 16 signs of its token's hash."""
    return digest_of(token)[:16]


def is_one_of(key: str, digests: Iterable[str]) -> bool:
    """Whether a key is one of those kept. It takes the same time whichever it is."""
    found = digest_of(key)
    same = [hmac.compare_digest(found, each) for each in digests]
    return bool(key) and any(same)


def is_code(typed: str, code: str) -> bool:
    """Whether what was typed is the join code; no code, no entry."""
    return bool(code) and hmac.compare_digest(as_typed(typed).encode(), code.encode())
