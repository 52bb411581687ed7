"""A session's log: what was acknowledged is in it, whatever happens to the server."""

from __future__ import annotations

import asyncio
import json
import os
import stat

import pytest
from killing import check_what_is_left, killed_in_mid_vote
from rooms import asked, held

from steadyline.errors import FileMissing
from steadyline.live import keys as beside
from steadyline.live import log as logs
from steadyline.live import room
from steadyline.live.hub import Hub, NotKept
from steadyline.live.log import LogFull, NotASession, SessionLog, SessionRunning, events_in, new_path
from steadyline.live.screen_pages import NO_WORDS
from steadyline.live.session import resume
from steadyline.records import RecordDamaged

OPENED = {"kind": "opened", "format": 1}
JOINED = {"kind": "joined", "device": "a"}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "session.jsonl"


def written(path, *events):
    log = SessionLog(path)
    log.append([OPENED, *events])
    log.close()


def test_what_was_appended_is_read_again(path):
    written(path, JOINED, {**JOINED, "device": "é\n\u2028"})
    assert events_in(path) == [OPENED, JOINED, {**JOINED, "device": "é\n\u2028"}]


def test_a_torn_last_line_is_set_aside_and_harms_nothing_after_it(path):
    written(path, JOINED)
    with path.open("ab") as file:
        file.write(b'{"kind":"joi')
    assert events_in(path) == [OPENED, JOINED]
    log = SessionLog(path)
    log.append([{**JOINED, "device": "b"}])
    log.close()
    assert events_in(path) == [OPENED, JOINED, {**JOINED, "device": "b"}]
    assert path.with_name(f"{path.name}.torn").read_bytes() == b'{"kind":"joi\n'


def test_a_whole_last_line_without_its_newline_counts(path):
    written(path)
    with path.open("ab") as file:
        file.write(json.dumps(JOINED).encode())
    log = SessionLog(path)
    log.append([{**JOINED, "device": "b"}])
    log.close()
    assert [each.get("device") for each in events_in(path)] == [None, "a", "b"]


def test_a_damaged_line_in_the_middle_is_told_with_its_place(path):
    written(path)
    with path.open("ab") as file:
        file.write(b"nonsense\n")
    with pytest.raises(RecordDamaged, match=r":2:"):
        events_in(path)


def test_a_file_that_is_no_session_is_refused(path):
    with pytest.raises(FileMissing):
        events_in(path)
    path.write_text('{"kind":"joined"}\n', "utf-8")
    with pytest.raises(NotASession):
        events_in(path)


def test_a_session_runs_once(path):
    first = SessionLog(path)
    with pytest.raises(SessionRunning):
        SessionLog(path)
    first.close()
    SessionLog(path).close()


def test_a_running_session_is_not_deleted_and_one_that_is_over_leaves_nothing(path):
    log = SessionLog(path)
    log.append([OPENED])
    beside.keep(path, beside.new_keys()[0])
    with pytest.raises(SessionRunning):
        logs.delete(path)
    log.close()
    logs.delete(path)
    assert list(path.parent.iterdir()) == []


def test_a_full_log_takes_nothing_and_stays_whole(path, monkeypatch):
    monkeypatch.setattr(logs, "LARGEST_LOG", 60)
    log = SessionLog(path)
    log.append([OPENED])
    with pytest.raises(LogFull):
        log.append([JOINED] * 5)
    log.close()
    assert events_in(path) == [OPENED]


def test_a_log_larger_than_one_reading_is_read_whole(path, monkeypatch):
    monkeypatch.setattr(logs, "LARGEST_FILE", 100)
    written(path, *[{**JOINED, "device": str(number)} for number in range(50)])
    assert [each["device"] for each in events_in(path)[1:]] == [str(number) for number in range(50)]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions otherwise")
def test_log_and_keys_are_their_owners_alone(path):
    written(path)
    beside.keep(path, beside.new_keys()[0])
    for each in (path, beside.keys_path(path)):
        assert stat.S_IMODE(each.stat().st_mode) == 0o600, each


def test_sessions_of_one_day_have_names_of_their_own(tmp_path):
    first = new_path(tmp_path, "the-porch")
    first.touch()
    assert new_path(tmp_path, "the-porch") != first


def test_damaged_keys_are_told_in_words(path):
    beside.keys_path(path).write_text("{", "utf-8")
    with pytest.raises(beside.KeysDamaged, match="--resume"):
        beside.kept(path)


def test_what_the_disk_refuses_is_not_done_and_what_comes_after_is(path, monkeypatch):
    async def body() -> None:
        played = asked()
        hub = Hub(played.room, SessionLog(path), NO_WORDS)
        worker = asyncio.create_task(hub.work())
        sync = os.fsync
        monkeypatch.setattr(os, "fsync", lambda _file: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(NotKept, match="No space"):
            await hub.ask(lambda _room: {"kind": "stage", "stage": room.CLOSED})
        assert hub.room.stage == room.OPEN
        assert path.read_bytes() == b""
        monkeypatch.setattr(os, "fsync", sync)
        await hub.ask(lambda _room: {"kind": "stage", "stage": room.CLOSED})
        assert hub.room.stage == room.CLOSED
        worker.cancel()
        hub.log.close()

    asyncio.run(body())


def test_votes_share_a_write_and_a_facilitators_deed_stands_between_them(path, monkeypatch):
    async def body() -> list[int]:
        sizes: list[int] = []
        hub = Hub(asked().room, SessionLog(path), NO_WORDS)
        append = hub.log.append
        monkeypatch.setattr(hub.log, "append", lambda events: (sizes.append(len(events)), append(events)))
        votes = [hub.ask(lambda _room: dict(JOINED), alone=False) for _ in range(6)]
        asks = [*votes[:3], hub.ask(lambda _room: {"kind": "paused", "paused": True}), *votes[3:]]
        waiting = [asyncio.ensure_future(each) for each in asks]
        await asyncio.sleep(0)
        worker = asyncio.create_task(hub.work())
        await asyncio.gather(*waiting)
        worker.cancel()
        hub.log.close()
        return sizes

    assert asyncio.run(body()) == [3, 1, 3]


def test_a_session_goes_on_where_it_was_with_the_same_code_and_cookies(tmp_path):
    async def body() -> None:
        async with held(tmp_path) as before:
            phone, facilitator = await before.participant(), before.keyed("facilitator")
            await before.to_vote(await facilitator.open("ws/facilitator"))
            log, code = before.session.hub.log.path, before.session.keys.code
        async with held(tmp_path, log=log) as after:
            assert after.session.keys.code == code
            assert after.session.room.stage == room.OPEN
            assert after.session.hub.started
            for visitor, path in ((phone, "ws/room"), (facilitator, "ws/facilitator"), (after.keyed("facilitator"), "ws/facilitator")):
                visitor.address = after.address
                await visitor.open(path)

    asyncio.run(body())


def test_a_session_whose_keys_are_lost_goes_on_with_new_ones(tmp_path):
    async def body() -> None:
        async with held(tmp_path) as before:
            log = before.session.hub.log.path
        beside.keys_path(log).unlink()
        async with held(tmp_path, log=log) as after:
            await after.participant()

    asyncio.run(body())


def test_a_session_that_is_not_there_is_not_made_by_resuming_it(tmp_path):
    with pytest.raises(FileMissing):
        resume(tmp_path / "none.jsonl")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("luck", range(3))
def test_a_server_killed_in_mid_vote_loses_and_doubles_nothing(tmp_path, luck):
    check_what_is_left(killed_in_mid_vote(tmp_path, luck))
