"""Salted hashes. What is hashed here is not written down anywhere; how far that protects is told in `DESIGN.md`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

COST = 1000
_BYTES = 6


@lru_cache(maxsize=200_000)
def slow_hash(text: str, salt: bytes, cost: int) -> str:
    """Returns the hash of a name, a number or an attribute: PBKDF2 of `cost` rounds, so that guessing takes a while."""
    return hashlib.pbkdf2_hmac("sha256", text.encode(), salt, cost, _BYTES).hex()


def run_hash(words: Sequence[str], salt: bytes) -> str:
    """Returns the hash of some words in a row. One round: a page has thousands of them."""
    return hashlib.blake2b(" ".join(words).encode(), key=salt, digest_size=_BYTES).hexdigest()


def run_hashes(words: Sequence[str], length: int, salt: bytes) -> list[str]:
    """Returns the hash of every `length` words in a row, in order; none where there are fewer words."""
    return [run_hash(words[at : at + length], salt) for at in range(len(words) - length + 1)]
