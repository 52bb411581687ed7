"""The server of a session, as every kind of visitor meets it: with a facilitator's key, a screen's, a phone, nothing."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from rooms import Held, Line, held

from steadyline.live import limits, server, visiting
from steadyline.live.address import AddressUnusable, Served, on_a_hub, room_address, sockets_for
from steadyline.live.codes import CODE_SIGNS, as_typed, new_code
from steadyline.live.keys import keys_path
from steadyline.live.limits import Limit
from steadyline.live.log import events_in

Body = Callable[[Held], Awaitable[None]]
SOCKETS = ("ws/room", "ws/screen", "ws/facilitator")
PAGES = ("screen", "facilitator", "debrief", "qr.svg", "counts.csv", "statements.jsonl", "session.jsonl")
DEEDS: tuple[dict[str, Any], ...] = (
    {"do": "turn", "stage": "start"}, {"do": "ask"}, {"do": "decide", "choice": "ring-mum", "how": "room"}, {"do": "on"},
    {"do": "return", "question": 1}, {"do": "pause", "paused": True}, {"do": "count", "hands": {}},
    {"do": "show", "question": 1, "round": 1, "voter": "x", "show": True}, {"do": "page", "page": 1},
    {"do": "rating", "block": "hindsight", "to": "before"}, {"do": "rating", "block": "hindsight", "to": "after"},
    {"do": "rating", "block": "hindsight", "to": "shown"}, {"do": "rating", "block": "hindsight", "to": "away"},
    {"do": "timer", "seconds": 60}, {"do": "door", "to": "renew"}, {"do": "finish", "keep": False},
)  # fmt: skip


def within(folder: Path, body: Body, **more: Any) -> None:
    """Serves a session and lets a test be a visitor of it."""

    async def whole() -> None:
        async with held(folder, **more) as room:
            await body(room)

    asyncio.run(whole())


def routes(folder: Path) -> list[str]:
    """Every path that the application knows."""
    found: list[str] = []

    async def body(room: Held) -> None:
        application = server.application(room.session, Served("127.0.0.1", 1))
        found.extend(rule.matcher.regex.pattern.strip("^$") for rule in application.wildcard_router.rules)

    within(folder, body)
    return found


def test_every_route_is_known_to_these_tests(tmp_path):
    known = {"/", "/join", "/room", "/here", r"/static/([\w.]{1,40})", *(f"/{each}" for each in (*PAGES, *SOCKETS))}
    assert {each.replace("\\.", ".") for each in routes(tmp_path)} == {each.replace("\\.", ".") for each in known}


def test_every_deed_of_a_facilitator_is_known_to_these_tests():
    text = (visiting.SERVED / "facilitator.js").read_text("utf-8")
    assert set(re.findall(r'do: "(\w+)"', text)) - {"next"} <= {each["do"] for each in DEEDS}


@pytest.mark.parametrize("who", ["nobody", "participant", "screen", "facilitator"])
def test_each_page_is_for_those_whom_it_is_for(tmp_path, who):
    may = {"nobody": (), "participant": (), "screen": ("screen", "qr.svg"), "facilitator": PAGES}[who]

    async def body(room: Held) -> None:
        visitor = {"nobody": room.visitor, "screen": lambda: room.keyed("screen"),
                   "facilitator": lambda: room.keyed("facilitator")}.get(who, room.visitor)()  # fmt: skip
        if who == "participant":
            visitor = await room.participant()
        for page in PAGES:
            answer = await visitor.ask(page)
            assert (answer.code == 200) is (page in may), (page, answer.code)
            if page not in may:
                assert answer.code == 403
                assert room.session.facilitator.encode() not in answer.body

    within(tmp_path, body)


@pytest.mark.parametrize(("who", "may"), [("nobody", ()), ("participant", ("ws/room",)), ("screen", ("ws/screen",)),
                                          ("facilitator", ("ws/screen", "ws/facilitator"))])  # fmt: skip
def test_each_connection_is_for_those_whom_it_is_for(tmp_path, who, may):
    async def body(room: Held) -> None:
        visitor = room.visitor() if who == "nobody" else await room.participant() if who == "participant" else room.keyed(who)
        for path in SOCKETS:
            assert await visitor.knock(path) == (101 if path in may else 403), path

    within(tmp_path, body)


def test_no_deed_of_a_facilitator_is_done_for_a_phone_or_the_screen(tmp_path, monkeypatch):
    monkeypatch.setattr("steadyline.live.sockets.LISTENER_WAITS", 0)

    async def body(room: Held) -> None:
        before = len(events_in(room.session.hub.log.path)) + 1
        code, place = room.session.keys.code, room.session.hub.place
        for visitor, path in ((await room.participant(), "ws/room"), (room.keyed("screen"), "ws/screen")):
            line = await visitor.open(path)
            for deed in DEEDS:
                answer = await line.send(deed)
                assert "refused" in answer, deed
                assert "done" not in answer, deed
        assert len(events_in(room.session.hub.log.path)) == before
        assert (room.session.keys.code, room.session.hub.place) == (code, place)
        assert not room.session.over.is_set()

    within(tmp_path, body)


def test_a_vote_is_answered_only_when_it_is_in_the_log(tmp_path):
    async def body(room: Held) -> None:
        phone = await room.participant()
        name = await room.to_vote(await room.facilitates())
        line = await phone.open("ws/room")
        choice = room.session.room.question.order[2]
        assert (await line.send({"do": "vote", "choice": choice, **name})).get("done")
        last = events_in(room.session.hub.log.path)[-1]
        assert (last["kind"], last["choice"]) == ("voted", choice)

    within(tmp_path, body)


def test_the_same_vote_again_is_acknowledged_and_written_once(tmp_path):
    async def body(room: Held) -> None:
        phone = await room.participant()
        name = await room.to_vote(await room.facilitates())
        vote = {"do": "vote", "choice": room.session.room.question.order[0], "reason": "Because.", **name}
        for _ in range(2):
            line = await phone.open("ws/room")
            assert (await line.send(vote)).get("done")
        assert [each["kind"] for each in events_in(room.session.hub.log.path)].count("voted") == 1
        assert (await (await phone.open("ws/room")).view())["mine"]["vote"]["choice"] == vote["choice"]

    within(tmp_path, body)


def test_a_phone_that_joins_again_is_the_same_device(tmp_path):
    async def body(room: Held) -> None:
        phone = await room.participant()
        await phone.ask("join", {"code": room.session.keys.code})
        assert len(room.session.room.devices) == 1

    within(tmp_path, body)


def test_the_log_has_no_token_and_no_address(tmp_path):
    async def body(room: Held) -> None:
        phone = await room.participant()
        text = room.session.hub.log.path.read_text("utf-8") + keys_path(room.session.hub.log.path).read_text("utf-8")
        assert [value for value in phone.cookies.values() if value in text] == []
        assert room.session.facilitator not in text
        assert room.session.screen not in text
        assert "127.0.0.1" not in room.session.hub.log.path.read_text("utf-8")

    within(tmp_path, body)


def test_a_key_becomes_a_cookie_that_no_script_reads_and_leaves_the_address(tmp_path):
    async def body(room: Held) -> None:
        visitor = room.visitor()
        answer = await visitor.ask(f"facilitator?key={room.session.facilitator}")
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert "key=" not in answer.body.decode()
        assert (await visitor.ask("facilitator")).code == 200

    within(tmp_path, body)


@pytest.mark.parametrize("role", ["facilitator", "screen"])
def test_the_key_of_one_page_does_not_open_the_other(tmp_path, role):
    async def body(room: Held) -> None:
        other = "screen" if role == "facilitator" else "facilitator"
        answer = await room.visitor().ask(f"{role}?key={getattr(room.session, other)}")
        assert answer.code == 403
        assert "Set-Cookie" not in answer.headers

    within(tmp_path, body)


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", None])
def test_a_form_or_a_connection_from_another_site_is_refused(tmp_path, origin):
    async def body(room: Held) -> None:
        phone = await room.participant()
        for visitor in (phone, room.keyed("facilitator")):
            visitor.origin = origin
        facilitator = room.keyed("facilitator")
        facilitator.origin = origin
        assert await phone.knock("ws/room") == 403
        assert await facilitator.knock("ws/facilitator") == 403
        stranger = room.visitor()
        stranger.origin = origin
        assert (await stranger.ask("join", {"code": room.session.keys.code})).code == 403

    within(tmp_path, body)


def test_another_name_than_the_machines_own_is_refused(tmp_path):
    async def body(room: Held) -> None:
        assert (await room.visitor().ask("", headers={"Host": "rebound.example"})).code == 421

    within(tmp_path, body)


def test_a_wrong_code_does_not_let_in_and_is_slow(tmp_path):
    async def body(room: Held) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        answer = await room.visitor().ask("join", {"code": "AAAAAA"})
        assert answer.code == 403
        assert loop.time() - began >= 0.25
        assert room.session.room.devices == {}

    within(tmp_path, body)


def test_after_many_wrong_codes_even_the_right_one_has_to_wait(tmp_path):
    async def body(room: Held) -> None:
        room.session.limits.wrong._bucket("127.0.0.1").left = 0
        assert (await room.visitor().ask("join", {"code": room.session.keys.code})).code == 429

    within(tmp_path, body)


def test_three_hundred_phones_behind_one_address_get_in(tmp_path):
    async def body(room: Held) -> None:
        room.session.limits.asks.rate = 0
        joining = [room.participant() for _ in range(20)]
        await asyncio.gather(*joining)
        asks = room.session.limits.asks
        used = asks.burst - asks._bucket("127.0.0.1").left
        assert 300 * (used / 20 + 12) < asks.burst, "a join, five files, a connection and some that come back"

    within(tmp_path, body)


def test_the_code_expires_with_the_session(tmp_path):
    async def body(room: Held) -> None:
        line = await room.facilitates()
        await line.send({"do": "turn", "stage": "closing"})
        assert (await room.visitor().ask("join", {"code": room.session.keys.code})).code == 403

    within(tmp_path, body)


def test_a_new_code_shuts_the_old_one_out_and_leaves_everybody_in(tmp_path):
    async def body(room: Held) -> None:
        phone, old = await room.participant(), room.session.keys.code
        line = await room.facilitates()
        assert (await line.send({"do": "door", "to": "renew"})).get("done")
        assert (await room.visitor().ask("join", {"code": old})).code == 403
        assert (await phone.ask("room")).code == 200
        assert (await room.participant()).cookies
        await line.send({"do": "door", "to": "close"})
        assert (await room.visitor().ask("join", {"code": ""})).code == 403

    within(tmp_path, body)


def test_a_phone_that_sends_too_fast_is_slowed_down(tmp_path):
    async def body(room: Held) -> None:
        line = await (await room.participant()).open("ws/room")
        room.session.limits.messages._bucket(next(iter(room.session.room.devices))).left = 0
        assert "very fast" in (await line.send({"do": "vote"}))["refused"]

    within(tmp_path, body)


def test_a_vote_is_not_changed_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr("steadyline.live.deeds.MOST_CHANGES", 2)

    async def body(room: Held) -> None:
        phone = await room.participant()
        name = await room.to_vote(await room.facilitates())
        line = await phone.open("ws/room")
        order = room.session.room.question.order
        answers = [await line.send({"do": "vote", "choice": order[at % 2], **name}) for at in range(3)]
        assert ["done" in each for each in answers] == [True, True, False]

    within(tmp_path, body)


def test_a_message_that_is_too_long_ends_the_connection(tmp_path):
    async def body(room: Held) -> None:
        line = await (await room.participant()).open("ws/room")
        await line.socket.write_message("x" * 5000)
        while await line.socket.read_message() is not None:
            pass
        assert line.socket.close_code == 1009

    within(tmp_path, body)


NONSENSE = (
    "", "[]", "{", '{"do":1}', '{"do":"vote"}', '{"do":"vote","question":true,"round":1,"choice":"x"}', b"\x00\xff", "[" * 2000,
    '{"do":"vote","question":1,"round":1,"choice":["x"]}', '{"do":"vote","question":1e999,"round":1,"choice":"x"}',
    '{"do":"vote","question":1,"round":1,"choice":"x","confidence":"50"}', '{"do":"join","table":"3"}',
    '{"do":"rate"}', '{"do":"rate","block":"x","phase":"before","ratings":"555"}', '{"do":"rate","block":1,"phase":"before","ratings":[5]}',
    '{"do":"rate","block":"hindsight","phase":"before","ratings":[5,5,5]}',
)  # fmt: skip


def test_nonsense_is_refused_in_words_and_the_connection_stays(tmp_path):
    async def body(room: Held) -> None:
        line = await (await room.participant()).open("ws/room")
        for text in NONSENSE:
            assert "refused" in await line.send(text), text
        assert "refused" in await line.send({"do": "nothing"})

    within(tmp_path, body)


def test_what_a_participant_writes_stays_text_on_every_page(tmp_path):
    hostile = "<img src=x onerror=alert(1)>"

    async def body(room: Held) -> None:
        phones = [await room.participant() for _ in range(5)]
        line = await room.facilitates()
        name = await room.to_vote(line)
        for phone in phones:
            each = await phone.open("ws/room")
            await each.send({"do": "vote", "choice": room.session.room.question.order[0], "reason": hostile, **name})
        for stage in ("closed", "revealed"):
            await line.send({"do": "turn", "stage": stage})
        for voter in list(room.session.room.devices):
            await line.send({"do": "show", "question": 1, "round": 1, "voter": voter, "show": True})
        assert "<img" not in room.session.audience.screen_text()
        assert "<img" not in room.session.audience.facilitator_text()
        assert hostile in json.dumps(json.loads(room.session.audience.screen_text()))

    within(tmp_path, body)


def test_a_typed_code_comes_back_escaped(tmp_path):
    async def body(room: Held) -> None:
        answer = await room.visitor().ask('?code="><script>')
        assert b"<script>" not in answer.body

    within(tmp_path, body)


def test_every_answer_carries_what_guards_it(tmp_path):
    async def body(room: Held) -> None:
        for path in ("", "static/phone.js", "nothing", "facilitator", "static/..%2fserver.py", "debrief"):
            for visitor in (room.visitor(), room.keyed("facilitator")):
                headers = (await visitor.ask(path)).headers
                policy = headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "frame-ancestors 'none'" in policy
                assert "script-src 'unsafe" not in policy
                assert "unsafe" not in policy or path == "debrief"
                assert headers["X-Content-Type-Options"] == "nosniff"
                assert "Server" not in headers

    within(tmp_path, body)


def test_nothing_but_the_named_files_can_be_had(tmp_path):
    async def body(room: Held) -> None:
        for name in ("facilitator.html", "room.html", "..", "server.py", "%2e%2e%2fserver.py"):
            assert (await room.keyed("facilitator").ask(f"static/{name}")).code == 404, name

    within(tmp_path, body)


def test_everything_that_a_phone_loads_is_below_fifty_kilobytes():
    files = ("join_table.html", "room.html", "phone.css", "phone.js", "line.js", "parts.js", "rate.js")
    assert sum((visiting.SERVED / name).stat().st_size for name in files) < 50_000


def test_no_page_has_a_script_or_a_style_of_its_own():
    for page in visiting.SERVED.glob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", text), page.name


def test_participants_words_are_only_ever_put_in_as_text():
    for script in visiting.SERVED.glob("*.js"):
        for line in script.read_text("utf-8").splitlines():
            assert not re.search(r"insertAdjacentHTML|outerHTML|document\.write|eval\(", line), script.name
            assert not re.search(r"story\([^)]*(reason|text|typed)\b(?!ing)", line) or "each.reason" in line, line


def test_in_table_mode_the_number_of_the_table_is_asked(tmp_path):
    async def body(room: Held) -> None:
        assert b'name="table"' in (await room.visitor().ask("")).body
        assert (await room.visitor().ask("join", {"code": room.session.keys.code})).code == 400
        await room.participant("3")
        assert list(room.session.room.devices.values()) == ["3"]

    within(tmp_path, body, mode="tables")


def test_without_phones_nobody_joins(tmp_path):
    async def body(room: Held) -> None:
        assert b"needs no phones" in (await room.visitor().ask("")).body
        assert (await room.visitor().ask("join", {"code": room.session.keys.code})).code == 400

    within(tmp_path, body, mode="hands")


def test_hands_that_are_typed_in_are_shown(tmp_path):
    async def body(room: Held) -> None:
        line = await room.facilitates()
        await room.to_vote(line)
        order = room.session.room.question.order
        assert (await line.send({"do": "count", "hands": {order[0]: 7, order[1]: 2}})).get("done")
        for stage in ("closed", "revealed"):
            await line.send({"do": "turn", "stage": stage})
        screen = await (await room.keyed("screen").open("ws/screen")).view()
        assert [row["count"] for row in screen["show"]["rounds"][0]["rows"]][:2] == [7, 2]

    within(tmp_path, body, mode="hands")


@pytest.mark.parametrize("keep", [True, False])
def test_at_the_end_the_record_is_kept_or_deleted_with_all_that_lies_beside_it(tmp_path, keep):
    async def body(room: Held) -> None:
        await room.participant()
        assert (await (await room.facilitates()).send({"do": "finish", "keep": keep})).get("done")
        assert room.session.over.is_set()

    within(tmp_path, body)
    assert len(list(tmp_path.iterdir())) == (1 if keep else 0)


def test_a_pause_covers_the_screen_and_is_known_to_phones(tmp_path):
    async def body(room: Held) -> None:
        line = await room.facilitates()
        await line.send({"do": "pause", "paused": True})
        assert (await (await room.keyed("screen").open("ws/screen")).view())["show"] == {"kind": "pause"}
        assert (await (await (await room.participant()).open("ws/room")).view())["paused"] is True

    within(tmp_path, body)


HUB = {"JUPYTERHUB_SERVICE_PREFIX": "/services/steadyline/", "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:10111"}


def test_a_hub_says_where_its_service_is():
    assert on_a_hub(HUB) == Served("127.0.0.1", 10111, "/services/steadyline/", "", True)
    assert on_a_hub(HUB | {"JUPYTERHUB_PUBLIC_URL": "https://hub.example/services/steadyline"}).link("http", "room") == (
        "https://hub.example/services/steadyline/room"
    )
    assert on_a_hub({}) is None


def test_below_a_hubs_prefix_everything_is_where_it_belongs(tmp_path):
    async def body(room: Held) -> None:
        assert room.address.endswith("/services/steadyline/")
        phone = room.visitor()
        phone.origin = "https://hub.example"
        behind = {"Host": "hub.example", "X-Forwarded-Proto": "https", "X-Real-Ip": "10.0.0.7"}
        answer = await phone.ask("join", {"code": room.session.keys.code}, headers=behind)
        assert (answer.code, answer.headers["Location"]) == (303, "room")
        assert "Path=/services/steadyline/" in answer.headers["Set-Cookie"]
        assert "Secure" in answer.headers["Set-Cookie"]
        assert (await phone.ask("room", headers=behind)).code == 200
        phone.origin = ""
        assert (await (await phone.open("ws/room")).view())["stage"] == "lobby"
        svg = await room.keyed("screen").ask("qr.svg", headers=behind)
        assert svg.body.startswith(b"<?xml") or svg.body.startswith(b"<svg")

    within(tmp_path, body, served=on_a_hub(HUB))


def test_the_rooms_address_is_found_and_is_an_address():
    assert re.fullmatch(r"\d+(\.\d+){3}", room_address())


def test_a_code_has_no_signs_that_look_alike():
    assert not set("01OIL") & set(CODE_SIGNS) - {"L"}
    assert re.fullmatch(f"[{CODE_SIGNS}]{{6}}", new_code())
    assert as_typed(" ab-c 23 4") == "ABC234"


def test_a_limit_gives_so_many_at_once_and_then_so_many_a_second():
    now = [100.0]
    limit = Limit(3, 2, clock=lambda: now[0])
    assert [limit.take("a") for _ in range(4)] == [True, True, True, False]
    assert limit.take("b")
    now[0] += 1
    assert [limit.take("a") for _ in range(3)] == [True, True, False]


def test_a_limit_remembers_no_more_than_it_can_hold():
    limit = Limit(3, 2, most=10)
    for number in range(100):
        limit.take(str(number))
    assert len(limit._buckets) <= 10


def test_a_guesser_needs_years():
    guesses = len(CODE_SIGNS) ** 6 / 2
    assert guesses / limits.Limits().wrong.rate / (365 * 24 * 3600) > 5


def test_nothing_that_runs_code_is_loaded_with_the_server():
    asked = "import sys, steadyline.live.server, steadyline.cli.session; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert {"jupyter_server", "ipykernel", "jupyter_client", "nbconvert", "IPython", "zmq"} & set(loaded) == set()


def test_tls_is_served_with_a_certificate_and_refused_in_words_with_half_of_one(tmp_path):
    with pytest.raises(server.CertificateUnusable, match="one of the two is missing"):
        server.tls(tmp_path / "cert.pem", None)
    with pytest.raises(server.CertificateUnusable):
        server.tls(tmp_path / "cert.pem", tmp_path / "key.pem")
    assert server.tls(None, None) is None


def test_an_address_that_is_not_this_machines_is_refused_in_words():
    with pytest.raises(AddressUnusable, match="--address"):
        sockets_for("203.0.113.7", 8780)


def test_a_line_that_is_shown_is_on_the_screen_at_once(tmp_path):
    async def body(room: Held) -> None:
        phone = await room.participant()
        line = await room.facilitates()
        name = await room.to_vote(line)
        await (await phone.open("ws/room")).send({"do": "vote", "choice": room.session.room.question.order[0], "reason": "So.", **name})
        for stage in ("closed", "revealed"):
            await line.send({"do": "turn", "stage": stage})
        voter = next(iter(room.session.room.devices))
        screen = room.keyed("screen")
        for show, kind in ((True, "reasons"), (False, "result")):
            await line.send({"do": "show", "question": 1, "round": 1, "voter": voter, "show": show})
            assert (await (await screen.open("ws/screen")).view())["show"]["kind"] == kind

    within(tmp_path, body)


async def to_rating(room: Held) -> Line:
    """Opens the rating, and returns the facilitator's connection."""
    line = await room.facilitates()
    for deed in ({"do": "turn", "stage": "reading"}, {"do": "rating", "block": "hindsight", "to": "before"}):
        assert (await line.send(deed)).get("done"), deed
    return line


RATED = {"do": "rate", "block": "hindsight", "phase": "before", "ratings": [7, 6, 5]}


def test_ratings_are_in_the_log_when_they_are_answered_and_once_however_often_they_are_sent(tmp_path):
    async def body(room: Held) -> None:
        phone = await room.participant()
        await to_rating(room)
        for _ in range(2):
            assert (await (await phone.open("ws/room")).send(RATED)).get("done")
        found = [each for each in events_in(room.session.hub.log.path) if each["kind"] == "rated"]
        assert [each["ratings"] for each in found] == [[7, 6, 5]]
        assert (await (await phone.open("ws/room")).view())["mine"]["rating"] == {"before": [7, 6, 5]}

    within(tmp_path, body, unit="fourteen-months")


def test_with_a_rating_open_no_deed_of_a_facilitator_is_done_for_a_phone_or_the_screen(tmp_path, monkeypatch):
    monkeypatch.setattr("steadyline.live.sockets.LISTENER_WAITS", 0)

    async def body(room: Held) -> None:
        phone = await room.participant()
        await to_rating(room)
        line = await phone.open("ws/room")
        await line.send(RATED)
        before = len(events_in(room.session.hub.log.path))
        for visitor in (line, await room.keyed("screen").open("ws/screen")):
            for deed in DEEDS:
                assert "refused" in await visitor.send(deed), deed
        screen = await room.keyed("screen").open("ws/screen")
        assert "refused" in await screen.send(RATED | {"ratings": [1, 1, 1]})
        assert len(events_in(room.session.hub.log.path)) == before

    within(tmp_path, body, unit="fourteen-months")


def test_ratings_sent_after_the_outcome_was_shown_are_refused_and_those_before_stand(tmp_path):
    async def body(room: Held) -> None:
        phone = await (await room.participant()).open("ws/room")
        line = await to_rating(room)
        await phone.send(RATED)
        assert (await line.send({"do": "rating", "block": "hindsight", "to": "after", "outcome": "settled"})).get("done")
        assert "closed" in (await phone.send(RATED | {"ratings": [1, 1, 1]}))["refused"]
        assert list(room.session.room.rating.before.values()) == [(7, 6, 5)]

    within(tmp_path, body, unit="fourteen-months")


def test_ratings_are_not_changed_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr("steadyline.live.deeds.MOST_CHANGES", 2)

    async def body(room: Held) -> None:
        phone = await (await room.participant()).open("ws/room")
        await to_rating(room)
        answers = [await phone.send(RATED | {"ratings": [at, 5, 5]}) for at in range(3)]
        assert ["done" in each for each in answers] == [True, True, False]

    within(tmp_path, body, unit="fourteen-months")


def test_a_rating_goes_on_where_it_was_after_a_crash(tmp_path):
    async def first(room: Held) -> None:
        phone = await (await room.participant()).open("ws/room")
        line = await to_rating(room)
        await phone.send(RATED)
        await line.send({"do": "rating", "block": "hindsight", "to": "after"})

    within(tmp_path, first, unit="fourteen-months")
    log = next(tmp_path.glob("*.jsonl"))

    async def then(room: Held) -> None:
        rating = room.session.room.rating
        assert (rating.phase, list(rating.before.values())) == ("after", [(7, 6, 5)])
        assert (await (await room.facilitates()).send({"do": "rating", "block": "hindsight", "to": "shown"})).get("done")

    within(tmp_path, then, log=log)


def test_a_unit_that_has_nothing_to_rate_says_so(tmp_path):
    async def body(room: Held) -> None:
        line = await room.facilitates()
        assert "nothing of that name" in (await line.send({"do": "rating", "block": "hindsight", "to": "before"}))["refused"]

    within(tmp_path, body)
