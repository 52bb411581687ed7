"""steadyline pack: writes a facilitator's pack for a session in a room, as pages to print and as PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from steadyline.errors import SteadylineError
from steadyline.live.pack import CARDS, MOST_PAGES, PACK, Pack, booklet_pages, pack_of, pages_of
from steadyline.live.pdf import chromium, pdf_of
from steadyline.whole import write_whole

LONGEST = 180


class NoCards(SteadylineError):
    """Cards are asked for, and the unit has no case in which anything is voted on."""

    def __init__(self, unit: str) -> None:
        super().__init__(f'"{unit}" plays no case, so there is nothing to vote on and no cards.')


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("unit", metavar="UNIT", help="the unit, such as the-porch")
    parser.add_argument("--for", dest="minutes", type=_minutes, default=0, metavar="MINUTES",
                        help="how long it takes: 60, 90 or 180 (90); orientation has 20 and 30 (30)")
    parser.add_argument("--people", type=_people, default=12, metavar="N",
                        help="how many come: it says how much to print (12)")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where the pack is written (UNIT-pack-MINUTES)")
    parser.add_argument("--cards-only", action="store_true", help="only the voting cards")
    parser.add_argument("--pdf", action="store_true", help="also as PDF, by a Chromium on this computer")


def _minutes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LONGEST:
        raise argparse.ArgumentTypeError("minutes are needed: 60, 90 or 180 (orientation: 20 or 30)")
    return int(text)


def _people(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 2 <= int(text) <= 500:
        raise argparse.ArgumentTypeError("a whole number from 2 to 500 is needed")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Writes the pages and prints what they are. Where a PDF is asked for and none can be made, the pages stay."""
    pack = pack_of(arguments.unit, arguments.minutes, arguments.people)
    folder = arguments.to or Path(f"{arguments.unit}-pack-{pack.plan.minutes}")
    made = pages_of(pack)
    if arguments.cards_only:
        if CARDS not in made:
            raise NoCards(arguments.unit)
        made = {CARDS: made[CARDS]}
    for name, page in made.items():
        write_whole(folder / name, page.encode("utf-8"))
    print(f"{folder / CARDS}: a set for one person." if arguments.cards_only else "\n".join(told(pack, folder)))
    if arguments.pdf:
        print(f"As PDF: {_as_pdf(pack, folder, list(made))}")
    return 0


def told(pack: Pack, folder: Path) -> list[str]:
    """Returns what was written, and what the plan leaves out."""
    lines = [f"{folder / PACK}: begin here. It says what else to print, and how often."]
    if pack.key is not None:
        lines.append("key.html is for the facilitator only.")
    if pack.plan.left_out:
        titles = ", ".join(pack.notes.decisions[row.scene].title for row in pack.plan.left_out)
        lines.append(f"In {pack.plan.minutes} minutes these decisions are told and not taken: {titles}.")
    pages = booklet_pages(pack)
    if pages:
        lines.append(f"The booklet has about {pages} pages.")
    if pages > MOST_PAGES:
        lines.append(f"That is more than {MOST_PAGES}: print one for the facilitator, and let the room listen.")
    return lines


def _as_pdf(pack: Pack, folder: Path, names: list[str]) -> str:
    """Writes a PDF beside each page, and returns in words how many sheets each has."""
    browser = chromium()
    counted = {name: pdf_of(folder / name, folder / f"{Path(name).stem}.pdf", browser) for name in names}
    if PACK in counted:
        # The pack says how many sheets each file has, and by now that is known.
        write_whole(folder / PACK, pages_of(pack, counted)[PACK].encode("utf-8"))
        pdf_of(folder / PACK, folder / "pack.pdf", browser)
    return ", ".join(f"{Path(name).stem} {many} p." for name, many in counted.items())
