"""The big screen is legible from the back of a room: nothing is cut off, nothing scrolls, no letter is too small."""

from __future__ import annotations

import pytest
from room_pages import chromium
from screens import SIZES, Projector, around, longest, messages, rooms_at, words_of

from steadyline import content

pytestmark = pytest.mark.browser


def test_the_longest_of_every_scene_of_the_porch_fits_the_screen_in_large_letters():
    case, words = content.unit_case("the-porch"), words_of("the-porch")
    rooms = [*around("the-porch"), *(each for node in longest(case) for each in rooms_at(case, node))]
    sent = messages(rooms, words)
    assert len(sent) > 80
    with chromium() as browser:
        for size in SIZES:
            assert Projector(browser, size).faults(sent if size is SIZES[0] else sent[::6]) == []
