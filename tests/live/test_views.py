"""What a page may see: a phone and the big screen only what the whole room may see."""

from __future__ import annotations

import json

import pytest
from rooms import Played, asked

from steadyline import content
from steadyline.live import asking, room
from steadyline.live.facilitating import facilitator_view
from steadyline.live.flow import Place, backward, onward
from steadyline.live.notes import notes_of
from steadyline.live.pages import LINES, height_of, pages_of
from steadyline.live.screen_pages import Words, screen_pages
from steadyline.live.views import phone_view, screen_view

KEY = content.key("the-porch")
NOTES = notes_of("the-porch")
WORDS = Words(("Speak from your own role.",), [{"label": "Samaritans", "text": "116 123"}])
LINE_OF_HERS = "She is afraid of losing them."


def closed(*votes: int, mode: str = room.PHONES, **more: object) -> Played:
    played = asked(votes, mode=mode, **more)
    played.to(room.CLOSED)
    return played


def revealed(*votes: int, mode: str = room.PHONES, **more: object) -> Played:
    played = closed(*votes, mode=mode, **more)
    played.to(room.REVEALED)
    return played


def both(played: Played) -> str:
    """All that a phone and every page of the big screen are sent."""
    pages = range(len(screen_pages(played.room, WORDS)))
    screens = [screen_view(played.room, Place(page), WORDS) for page in pages]
    return json.dumps([phone_view(played.room, "device-0", WORDS), *screens])


def test_a_phone_sees_the_options_by_letter_in_the_order_of_the_room():
    played = asked()
    shown = phone_view(played.room, "device-0")["question"]["options"]
    assert [each["letter"] for each in shown] == ["A", "B", "C", "D"]
    assert tuple(each["id"] for each in shown) == played.room.question.order


def test_a_phone_sees_its_own_vote_and_nobody_elses():
    played = asked((0, 1), reason=LINE_OF_HERS, confidence=75)
    own = phone_view(played.room, "device-0")["mine"]["vote"]
    assert (own["choice"], own["confidence"]) == (played.room.question.order[0], 75)
    assert LINE_OF_HERS not in json.dumps(phone_view(played.room, "device-5"))
    assert "vote" not in phone_view(played.room, "device-5")["mine"]


@pytest.mark.parametrize("stage", ["open", "closed"])
def test_an_unrevealed_vote_reaches_neither_phone_nor_screen(stage):
    played = asked((0, 0, 0, 0, 0, 1), reason=LINE_OF_HERS)
    played.does(asking.show_reason(played.room, 1, 1, "device-1", True))
    if stage == "closed":
        played.to(room.CLOSED)
    told = both(played)
    assert "count" not in told
    assert "rounds" not in told
    assert told.count(LINE_OF_HERS) == 1  # the phone's own line


def test_the_screen_tells_how_many_have_chosen_and_not_how_many_have_not():
    told = screen_view(asked((0, 1, 1)).room)
    assert told["show"]["voted"] == 3
    assert "of" not in told["show"]


def test_no_key_and_no_notes_reach_a_phone_or_the_screen_at_any_stage():
    option = KEY.decisions["before-visit-four"].options["ring-mum"]
    secrets = [option.reason[:40], option.protects[:30], "assertiveness", "credit", NOTES.decisions["before-visit-four"].listen_html[3:40]]
    played = asked((0, 0, 0, 1, 1, 2))
    told = both(played)
    for step in (room.CLOSED, room.REVEALED, room.TALKING):
        played.to(step)
        told += both(played)
    played.decides(0)
    told += both(played)
    for step in (room.DEBRIEF, room.CLOSING):
        played.to(step)
        told += both(played)
    assert [secret for secret in secrets if secret in told] == []


def test_no_device_is_named_to_a_phone_or_the_screen():
    played = revealed(0, 0, 0, 1, 1, 2, reason=LINE_OF_HERS)
    played.does(asking.show_reason(played.room, 1, 1, "device-3", True))
    assert "device-" not in both(played)


def test_the_minority_stays_in_sight():
    rows = screen_view(revealed(0, 0, 0, 0, 0, 0, 2).room)["show"]["rounds"][0]["rows"]
    assert [row["count"] for row in rows] == [6, 0, 1, 0]


def test_fewer_than_five_votes_are_told_in_words_only():
    told = screen_view(revealed(0, 0, 1).room)["show"]["rounds"][0]
    assert told["rows"] == []
    assert "Fewer than 5" in told["words"]
    assert told["total"] == -1


def test_few_tables_are_shown_since_a_table_is_no_person():
    rows = screen_view(revealed(0, 0, 1, mode=room.TABLES).room)["show"]["rounds"][0]["rows"]
    assert [row["tables"] for row in rows] == [[1, 2], [3], [], []]


def test_the_facilitator_too_sees_only_how_many_while_the_vote_is_open():
    told = facilitator_view(asked((0, 1), reason=LINE_OF_HERS).room, KEY, NOTES)["question"]
    assert told["rounds"] == [{"round": 1, "voted": 2, "open": True}]
    assert told["reasons"] == []


def test_with_few_votes_the_facilitator_sees_which_leads_and_no_numbers():
    told = facilitator_view(closed(1, 1, 0).room, KEY, NOTES)["question"]["rounds"][0]
    assert told["rows"] == []
    assert told["leading"] == ["B"]


def test_the_facilitator_sees_notes_key_and_all_reasons_after_the_closing():
    told = facilitator_view(closed(0, 0, 0, 1, 1, reason=LINE_OF_HERS).room, KEY, NOTES)
    assert told["notes"]["tempts"].startswith("<p>")
    assert {each["credit"] for each in told["key"]["options"]} >= {0, 3}
    assert [each["text"] for each in told["question"]["reasons"]] == [LINE_OF_HERS] * 5


def test_reasons_do_not_stand_in_the_order_in_which_they_came():
    letters = [each["letter"] for each in facilitator_view(closed(3, 2, 1, 0, 0, reason=LINE_OF_HERS).room, KEY, NOTES)["question"]["reasons"]]
    assert letters == sorted(letters)


def test_a_reason_is_on_the_screen_only_when_it_is_shown_and_the_vote_was_revealed():
    played = revealed(0, 0, 0, 0, 1, reason=LINE_OF_HERS)
    assert LINE_OF_HERS not in json.dumps(screen_view(played.room))
    played.does(asking.show_reason(played.room, 1, 1, "device-4", True))
    assert screen_pages(played.room)[-1] == {
        "kind": "reasons", "title": "Before visit four", "reasons": [{"letter": "B", "text": LINE_OF_HERS}],
    }  # fmt: skip


def test_a_paused_screen_shows_nothing_else():
    played = revealed(0, 0, 0, 0, 1)
    played.does(asking.pause(played.room, True))
    assert screen_view(played.room)["show"] == {"kind": "pause"}


def test_both_votes_stand_side_by_side_after_the_second():
    played = revealed(0, 0, 0, 0, 1)
    played.does(asking.ask(played.room))
    played.votes(1, 1, 1, 1, 1)
    assert "rounds" not in both(played)
    played.to(room.CLOSED, room.REVEALED)
    first, second = screen_view(played.room)["show"]["rounds"]
    assert (first["rows"][0]["count"], second["rows"][1]["count"]) == (4, 5)


def test_content_note_and_rules_stand_at_the_start_and_the_lines_of_support_at_the_end():
    played = Played()
    played.to(room.START)
    assert {page["kind"] for page in screen_pages(played.room, WORDS)} == {"note", "rules", "text"}
    played.to(room.CLOSING)
    assert screen_view(played.room, None, WORDS)["show"]["support"] == WORDS.support


def walked(played: Played) -> list[str]:
    """Page Down until the facilitator has to choose; the stages passed."""
    passed = []
    for _ in range(60):
        view = facilitator_view(played.room, KEY, NOTES, Place(played.page, 1), WORDS)
        deed = view["next"]
        if deed is None:
            return passed
        if deed["do"] == "page":
            played.page = deed["page"]
            continue
        played.does({"turn": lambda d: asking.turn_to(played.room, d["stage"]), "ask": lambda _d: asking.ask(played.room),
                     "on": lambda _d: asking.go_on(played.room)}[deed["do"]](deed))  # fmt: skip
        played.page = len(screen_pages(played.room, WORDS)) - 1 if played.room.stage != room.START else 0
        passed.append(played.room.stage)
    raise AssertionError(passed)


def test_page_down_alone_leads_from_the_lobby_to_the_talk_about_the_first_vote():
    played = Played()
    played.join(5)
    played.page = 0
    assert walked(played) == [room.START, room.READING, room.OPEN, room.CLOSED, room.REVEALED, room.TALKING]


def test_page_down_does_not_close_a_show_of_hands_that_nobody_typed_in():
    played = asked(mode=room.HANDS)
    assert onward(played.room, Place()) is None
    played.does(asking.count(played.room, {played.room.question.order[0]: 3}))
    assert onward(played.room, Place())["stage"] == room.CLOSED


def test_page_up_undoes_nothing():
    assert backward(revealed(0, 0, 0, 0, 0).room, Place()) is None
    assert backward(asked().room, Place(1, 2))["page"] == 0


def test_the_way_back_to_a_fork_is_offered_after_a_detour():
    played = revealed(0, 0, 0, 0, 0, 1)
    assert facilitator_view(played.room, KEY, NOTES)["returns"] == []
    played.decides(1, room.DETOUR)
    played.does(asking.go_on(played.room))
    assert [each["question"] for each in facilitator_view(played.room, KEY, NOTES)["returns"]] == [1]


@pytest.mark.parametrize("unit", [name for name in content.units() if content.unit(name).play])
def test_every_page_of_every_case_holds_all_its_words_and_no_more_than_fit(unit):
    for scene in content.unit_case(unit).scenes.values():
        html = [block["html"] for block in scene["blocks"]]
        pages = pages_of(html)
        assert all(page for page in pages)
        assert letters(html) == letters([piece for page in pages for piece in page])
        assert [page for page in pages if len(page) > 1 and height_of(page) > LINES] == []


def letters(html: list[str]) -> str:
    """The words of HTML without heads of tables, which are said again on each page."""
    import re
    from html import unescape

    bare = re.sub(r"<thead>.*?</thead>", "", "".join(html), flags=re.DOTALL)
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", bare)))


def test_what_was_cut_and_lies_on_one_page_is_one_again():
    table = "<table><thead><tr><th>When</th></tr></thead><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>"
    article = f'<article class="x">{"<p>One line.</p>" * 3}{table}</article>'
    assert pages_of([article]) == [[article]]
