"""The verb session, up to the moment in which it serves."""

from __future__ import annotations

import argparse
import socket

import pytest

from steadyline.cli import session as verb
from steadyline.cli.main import main
from steadyline.live.session import begin


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    verb.configure(parser)
    return parser.parse_args(words)


def placed(*words: str):
    served, listening = verb._place(asked(*words))
    for each in listening:
        each.close()
    return served


def test_without_a_unit_it_says_what_to_type(capsys):
    assert main(["session"]) == 2
    assert "steadyline session the-porch" in capsys.readouterr().err


@pytest.mark.parametrize(("unit", "words"), [("the-prch", 'Did you mean "the-porch"?'), ("orientation", "plays no story")])
def test_a_unit_that_cannot_be_played_is_told_in_words(unit, words, tmp_path, capsys):
    assert main(["session", unit, "--address", "127.0.0.1", "--folder", str(tmp_path)]) == 2
    assert words in capsys.readouterr().err


def test_where_nothing_can_be_served_no_log_is_begun(tmp_path, capsys):
    assert main(["session", "the-porch", "--address", "203.0.113.9", "--folder", str(tmp_path)]) == 2
    assert "Nothing can be served at 203.0.113.9" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_show_of_hands_needs_no_network():
    assert placed("the-porch", "--mode", "hands").address == "127.0.0.1"


def test_a_session_goes_on_where_it_was_or_elsewhere_if_that_place_is_taken(tmp_path):
    session = begin("the-porch", "phones", 90, tmp_path, 7)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        session.stand_at("127.0.0.1", port, "")
        session.close()
        assert placed("--resume", str(session.hub.log.path)).port != port
    assert placed("--resume", str(session.hub.log.path)).port == port


def test_on_a_hub_it_stands_where_the_hub_says(monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/services/steadyline/")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_URL", "http://127.0.0.1:10123")
    served = placed("the-porch")
    assert (served.port, served.base) == (10123, "/services/steadyline/")
