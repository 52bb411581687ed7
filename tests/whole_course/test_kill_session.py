"""The server of a session is killed in mid-vote, ten times more: nothing acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import pytest
from killing import check_what_is_left, killed_in_mid_vote


@pytest.mark.parametrize("luck", range(100, 110))
def test_a_server_killed_in_mid_vote_loses_and_doubles_nothing(tmp_path, luck):
    check_what_is_left(killed_in_mid_vote(tmp_path, luck))
