"""One zip a learner, fit to be sent: the pages of feedback that were released, and a page that lists them.

What is not released is not in it. Of a page that was changed since its release, the zip keeps the form that was
released, until the changed one is released too.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sqlalchemy import Connection

from steadyline import content
from steadyline.course.released import units_of
from steadyline.desk.feedback import framed, support_list
from steadyline.desk.feedback_facts import CHANGED_SINCE, RELEASED_AS_IT_STANDS
from steadyline.desk.feedback_gathered import WHILE_PLAYING, kept_of
from steadyline.graders.gradebook import engine_of, reading
from steadyline.whole import write_whole

ZIPS, INDEX = "feedback-zips", "index.html"
FOREVER = (2026, 1, 1, 0, 0, 0)
"""The date in every zip, so that the same pages make the same zip."""

LARGEST_PAGE = 8 * 1024 * 1024


@dataclass(frozen=True)
class Zipped:
    """What became of a learner's zip: the units in it, none where nothing is released; whether it was written anew."""

    learner: str
    units: tuple[str, ...]
    is_new: bool


def zips(folder: Path, learners: Sequence[str]) -> Iterator[Zipped]:
    """Writes the zips of these learners, where they changed, and yields what became of each. Raises GradebookBusy."""
    engine = engine_of(folder)
    try:
        with reading(engine) as connection:
            status = _status(connection, units_of(folder), learners)
    finally:
        engine.dispose()
    for learner in learners:
        yield _zip(folder, learner, status[learner])


def _status(connection: Connection, units: Sequence[str], learners: Sequence[str]) -> dict[str, dict[str, str]]:
    """Returns by learner, and then by unit, whether feedback was released."""
    found: dict[str, dict[str, str]] = {learner: {} for learner in learners}
    only = learners[0] if len(learners) == 1 else ""
    for unit in units if learners else ():
        for kept in kept_of(connection, unit, only):
            if kept.learner in found:
                found[kept.learner][unit] = kept.status
    return found


def _zip(folder: Path, learner: str, status: Mapping[str, str]) -> Zipped:
    path = folder / ZIPS / f"{learner}.zip"
    before = _entries(path)
    pages: dict[str, bytes] = {}
    for unit, state in status.items():
        page = folder / "feedback" / learner / unit / f"{unit}.html"
        name = f"{unit}.html"
        if state == RELEASED_AS_IT_STANDS and page.is_file():
            pages[name] = page.read_bytes()
        elif state == CHANGED_SINCE and name in before:
            pages[name] = before[name]
    units = tuple(name.removesuffix(".html") for name in pages)
    files = {INDEX: _index(learner, units).encode(), **pages} if pages else {}
    if files == before:
        return Zipped(learner, units, False)
    if files:
        write_whole(path, _packed(files))
    else:
        path.unlink(missing_ok=True)
    return Zipped(learner, units, bool(files))


def _entries(path: Path) -> dict[str, bytes]:
    """Returns what stands in a zip of ours; nothing where it is not there or was damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [each for each in archive.infolist() if each.file_size <= LARGEST_PAGE]
            return {each.filename: archive.read(each) for each in infos}
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return {}


def _packed(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, written in files.items():
            entry = zipfile.ZipInfo(name, FOREVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100600 << 16
            archive.writestr(entry, written)
    return packed.getvalue()


def _index(learner: str, units: Sequence[str]) -> str:
    known = content.units()
    titles = {unit: content.unit(unit).title if unit in known else unit for unit in units}
    links = "\n".join(f'<li><a href="{escape(unit)}.html">{escape(titles[unit])}</a></li>' for unit in units)
    support = tuple((each["label"], each["text"]) for each in content.support() if each["label"] != WHILE_PLAYING)
    return framed(
        f"Feedback for {learner}",
        f"<header><p class=course>Steadyline</p>\n<h1>Feedback for {escape(learner)}</h1></header>\n<main>\n"
        f"<p>A page for each unit. Each opens in any browser, without the internet, and can be printed.</p>\n"
        f'<ul class="units">\n{links}\n</ul>\n<section aria-labelledby="support-title">\n'
        f'<h2 id="support-title">Who to turn to</h2>\n{support_list(support)}\n</section>\n</main>',
    )
