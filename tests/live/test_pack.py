"""A facilitator's pack has what a session needs, and keeps the key from the room."""

from __future__ import annotations

import os
import re
from functools import cache

import pytest

from steadyline import content
from steadyline.cli.main import main
from steadyline.learn import cpd
from steadyline.live import pdf
from steadyline.live.cards import sheets_of
from steadyline.live.notes import common_notes
from steadyline.live.pack import BOOKLET, CARDS, COMMON, FORMS, HANDOUTS, KEY, PACK, Pack, pack_of, pages_of
from steadyline.live.pdf import NoChromium, PdfNotMade, pdf_of

FOR_THE_ROOM = (HANDOUTS, BOOKLET, CARDS, FORMS)


@cache
def pack(unit: str = "the-porch", minutes: int = 60) -> Pack:
    return pack_of(unit, minutes, 10)


@cache
def pages(unit: str = "the-porch", minutes: int = 60) -> dict[str, str]:
    return pages_of(pack(unit, minutes))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("name", FOR_THE_ROOM)
def test_nothing_of_the_key_is_on_what_the_room_sees(name):
    reasons = [option.reason[:40] for decision in content.key("the-porch").decisions.values() for option in decision.options.values()]
    assert [reason for reason in reasons if reason in pages()[name]] == []
    assert "redit" not in words(pages()[name])


def test_every_sheet_of_the_key_says_for_whom_it_is():
    sheets = pages()[KEY].split('<section class="sheet key">')[1:]
    assert len(sheets) == 6
    assert all("For the facilitator only" in sheet for sheet in sheets)


def test_without_a_key_there_is_no_key_sheet():
    known = pack()
    made = pages_of(Pack(known.unit, known.notes, known.plan, known.case, None, known.booklet))
    assert KEY not in made
    assert "<td>key</td>" not in made[PACK]


def test_the_letters_are_the_same_on_every_sheet():
    booklet = pack().booklet
    way = booklet.sections[1].ways[0]
    told = words(way.html)[:30]
    for name in (PACK, HANDOUTS, BOOKLET):
        before = words(pages()[name]).split(told)[0]
        assert before.rstrip().endswith(way.letter), name


def test_every_section_is_printed_with_its_words():
    printed = words(pages()[BOOKLET])
    for section in pack().booklet.sections.values():
        for passage in section.passages:
            assert words(passage.html) in printed


def test_every_number_that_is_named_has_its_section():
    printed = pages()[BOOKLET]
    named = {int(number) for number in re.findall(r"[Gg]o to (\d+)", printed)}
    assert named == {int(number) for number in re.findall(r'id="section-(\d+)"', printed)}


def test_what_is_told_says_where_to_turn():
    told = words(pages()[PACK])
    assert "Decision 3, In the kitchen:" in told
    assert f"then section {pack().booklet.numbers['in-the-kitchen/ask-to-meet-them']}." in told


def test_a_decision_that_is_told_has_no_sheet_to_be_handed_out():
    assert "Decision 3: In the kitchen" not in pages()[HANDOUTS]
    assert "Decision 3: In the kitchen" in pages("the-porch", 90)[HANDOUTS]


def test_the_half_day_has_the_sheets_that_its_plan_names():
    told = pages("the-porch", 180)[PACK]
    assert all(f"<h2>{title}</h2>" in told for title in ("Comparing paths", "Skills practice", "Action"))


@pytest.mark.parametrize("unit", content.units())
def test_every_unit_has_a_pack_with_the_lines_of_support(unit):
    known = pack_of(unit)
    made = pages_of(known)
    assert all(line["text"] in words(made[PACK]) for line in ({**each, "text": each["text"][:30]} for each in content.support()))
    assert ({KEY, BOOKLET, CARDS} <= set(made)) == (known.case is not None)


def test_the_common_words_have_every_section_that_a_pack_prints():
    assert set(COMMON) <= set(common_notes().sections)


def test_papers_of_a_case_are_handouts():
    assert "<td>Grandmother</td>" in pages("five-versions-of-the-plan", 90)[HANDOUTS]


def test_forms_ask_for_what_the_unit_practises():
    assert "Tomorrow I could work with a parent&#39;s fear of removal" in pages()[FORMS]


def test_slips_have_the_headings_of_the_note_for_cpd():
    told = words(pages()[FORMS])
    ours = "\n".join(str(each) for each in vars(cpd).values()) + open_source()
    for heading in ("Type of CPD", "What it was, and why it was relevant", "What I learnt", "The effect on my practice, and on the people I work with", "Link to the Code"):
        assert heading in told
        assert heading in ours


def open_source() -> str:
    with open(cpd.__file__, encoding="utf-8") as source:  # noqa: PTH123  # the module's own text
        return source.read()


def test_nothing_is_fetched_from_elsewhere():
    assert [name for name, page in pages().items() if re.search(r"""(?:src|href)=["']?(?:https?:)?//|url\(""", page)] == []


def test_no_letter_is_smaller_than_eleven_points():
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:[^;]*?([\d.]+)pt", pages()[PACK])]
    assert min(sizes) >= 11


@pytest.mark.parametrize(("most", "letters"), [(2, "AB?"), (3, "ABC?"), (4, "ABCD"), (5, "ABCDE?"), (6, "ABCDEF?")])
def test_a_set_of_cards_has_a_letter_for_every_option(most, letters):
    assert "".join(card.letter for sheet in sheets_of(most) for card in sheet) == letters


def test_cards_are_told_apart_by_shape_and_word_too():
    cards = [card for sheet in sheets_of(6) for card in sheet]
    assert len({card.svg for card in cards}) == len({card.word for card in cards}) == len(cards)


def test_the_command_says_what_a_short_plan_leaves_out(tmp_path, capsys):
    assert main(["pack", "the-porch", "--for", "60", "--to", str(tmp_path)]) == 0
    assert "told and not taken: In the kitchen, Three weeks on." in capsys.readouterr().out
    assert (tmp_path / PACK).is_file()


def test_the_cards_can_be_had_by_themselves(tmp_path):
    assert main(["pack", "the-porch", "--cards-only", "--to", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == [CARDS]


def test_where_nothing_is_voted_on_there_are_no_cards(tmp_path, capsys):
    assert main(["pack", "orientation", "--cards-only", "--to", str(tmp_path)]) == 2
    assert "no cards" in capsys.readouterr().err


def test_the_command_refuses_a_plan_that_there_is_not(tmp_path, capsys):
    assert main(["pack", "orientation", "--for", "60", "--to", str(tmp_path)]) == 2
    assert 'There is no plan of 60 minutes for "Orientation"' in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_a_browser_the_pages_are_there_and_it_says_how_to_print(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    assert main(["pack", "orientation", "--to", str(tmp_path), "--pdf"]) == 2
    assert "choose Print" in capsys.readouterr().err
    assert (tmp_path / PACK).is_file()


def test_a_browser_that_makes_nothing_is_told(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<p>x", encoding="utf-8")
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    if os.name == "nt":
        pytest.skip("a shell script")
    with pytest.raises(PdfNotMade, match="ended with 3"):
        pdf_of(page, tmp_path / "page.pdf", str(broken))


def test_no_chromium_is_an_error_in_words():
    assert "HTML" in str(NoChromium())
