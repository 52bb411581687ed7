"""steadyline play: a case in the terminal, line by line, to be read or to be listened to."""

from __future__ import annotations

import argparse
import io
import secrets
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from steadyline import content
from steadyline.authoring.plain import wrapped
from steadyline.authoring.play import Game, Review
from steadyline.authoring.play_log import attempt_to_play
from steadyline.authoring.play_words import ASSESSED, NO_KEY, fitting, review_lines, support_lines
from steadyline.cli.which import case_file, key_of
from steadyline.decisions import DecisionConflict, DecisionLog, read_log, record_decision
from steadyline.errors import Faults, SteadylineError, printable
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.replay import Playthrough

WIDEST = 100
"""Letters a line; longer ones are hard to read."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("case", metavar="CASE", help="a case's name, or the path to a case.md or its folder")
    parser.add_argument("--seed", type=_seed, help="the number from which order and chance are drawn")
    parser.add_argument("--author-order", action="store_true", help="show the options in the order of the file")
    parser.add_argument(
        "--log", type=Path, metavar="FILE", help="save each decision there, and go on with what it holds"
    )


def _seed(word: str) -> int:
    if not word.isdecimal() or not 0 <= int(word[:11]) < 2**32:
        raise argparse.ArgumentTypeError(f"a seed is a whole number from 0 to {2**32 - 1}")
    return int(word)


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when the game is over, 1 if the case has faults. Raises FileMissing, NotInCourse, RecordDamaged."""
    path = case_file(arguments.case)
    try:
        case = compile_case(content.scenario(path))
    except Faults as error:
        print(printable(str(error)))
        print("This case cannot be played before that is mended.")
        return 1
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    return _play(_game(path, case, arguments), arguments.log is not None)


def _game(path: Path, case: CompiledCase, arguments: argparse.Namespace) -> Game:
    seed = secrets.randbelow(2**32) if arguments.seed is None else arguments.seed
    log = read_log(arguments.log) if arguments.log else DecisionLog(())
    begun = attempt_to_play(log, case, seed, arguments.seed is not None)
    keep = (lambda decision: record_decision(arguments.log, decision)) if arguments.log else None
    review = _review_of(path, case)
    return Game(case, begun, width=_width(), by_author=arguments.author_order, keep=keep, review=review)


def _review_of(path: Path, case: CompiledCase) -> Review:
    """Returns what tells how decisions were weighed, or why that is not told."""
    if not case.is_formative:
        return lambda _, width: wrapped([ASSESSED], width)
    try:
        key = key_of(path, case)
    except Faults as error:
        told = ["The key cannot be used before this is mended:", *str(error).split("\n")]
        return lambda _, width: wrapped(told, width)
    if key is None:
        return lambda _, width: wrapped([NO_KEY], width)

    def review(playthrough: Playthrough, width: int) -> list[str]:
        try:
            return review_lines(playthrough, key, width)
        except SteadylineError as refused:
            return wrapped([str(refused)], width)

    return review


def _play(game: Game, is_kept: bool) -> int:
    """Plays until the game is over; returns 0, or 130 if it was interrupted."""
    try:
        _say(game.begin())
        while not game.is_over:
            _say([game.prompt])
            line = sys.stdin.readline()
            game.width = _width()
            _say(game.take(line) if line else game.end_of_input())
    except KeyboardInterrupt:
        _say(["", *game.stop(), *_support(game, is_kept)])
        return 130
    except DecisionConflict as conflict:
        words = "This decision was not added. To see what is saved and go on from there, give the same command again."
        raise SteadylineError(
            f"Step {conflict.step} of attempt {conflict.attempt} was already decided somewhere else. {words}"
        ) from conflict
    if not game.playthrough.is_finished:
        _say(_support(game, is_kept))
    return 0


def _support(game: Game, is_kept: bool) -> list[str]:
    return support_lines(content.support(), game.width) if is_kept else []


def _width() -> int:
    return min(WIDEST, shutil.get_terminal_size().columns - 1)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(fitting(line, sys.stdout.encoding or "ascii"), flush=True)
