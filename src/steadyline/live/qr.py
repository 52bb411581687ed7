"""An address as a QR code: SVG for a page, blocks for a terminal."""

from __future__ import annotations

import io

import segno


def as_svg(address: str) -> bytes:
    """Returns an SVG picture, black on white whatever is around it: cameras read nothing else well."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=4, dark="#000000", light="#ffffff", omitsize=True, title="Join address"
    )
    return out.getvalue()


def as_blocks(address: str) -> str:
    """Returns lines for a terminal."""
    out = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(out, compact=True, border=2)
    return out.getvalue()
