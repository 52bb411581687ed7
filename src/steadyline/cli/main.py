"""The command `steadyline`: finds the verb, runs it, and says in words what went wrong."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence

from steadyline import __version__
from steadyline.errors import SteadylineError

VERBS = {
    "learn": "open the course on this computer",
    "new": "begin a case: a small one that works, to change piece by piece",
    "check": "check a case, its key and its unit, and say what to mend",
    "play": "play a case in the terminal, as a preview or with a log",
    "format": "put a case and its key into the one form in which they are written here",
    "explain": "say what a code means and how to mend it, with an example",
    "walk": "say what the golden walks of a case leave out, and propose walks for it",
    "map": "show a case as an outline, a picture or Mermaid text",
    "proofread": "write a case out as the fewest playthroughs that show all of it, for somebody else to read",
    "diff": "tell what changed for learners between two versions of a case, and which old attempts still fit",
    "twee": "write a case as a Twee 3 file, or begin a case from the structure of one",
    "build": "build the notebooks from the units",
    "cohort": "make a folder in which hand-ins are marked",
    "collect": "take hand-ins into a cohort's folder",
    "desk": "open the assessor's desk: read, mark, mark twice and agree",
    "mark": "mark a cohort's hand-ins, fast, and without running anything of them",
    "feedback": "write the learners' pages of feedback, and a zip for each of what was released",
    "release": "release feedback to learners: an act with a date, after which a change needs a reason",
    "export": "give a cohort's marks out: CSV, Excel, Moodle's grade import, or xAPI statements",
    "agreement": "tell how far a cohort's markers agree, and who is kinder or stricter than the others",
    "audit": "tell the whole story of a learner's marks, for an appeal",
    "integrity": "show what in hand-ins a person should look at; no mark changes by it",
    "session": "open a session in a room: one facilitator, a big screen, everybody's phone",
    "debrief": "write the sheet for talking a session over, give its counts out, or remove it",
    "pack": "print a facilitator's pack for a session in a room: plan, notes, cards, a booklet of the case",
    "demo": "let simulated learners go the whole way, from playing to feedback",
    "fingerprint": "turn a real review into hashes, or check pages of ours against them",
    "record": "show a learner's own record over the whole course, and the note for CPD",
    "transcript": "print what was decided, from a learner's log",
}
"""Every verb, each a module of this package, with what it is for."""

KEEPING = ("learn", "play", "collect", "cohort", "desk", "mark", "session")
"""Verbs that keep somebody's work as they go."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb; returns 0 if it did its work, 1 if it found faults, 2 if it could not."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Only the module of the verb that is asked for is loaded: `steadyline check` must not wait for Jupyter.
    chosen = next((word for word in words if not word.startswith("-")), "")
    parser = argparse.ArgumentParser(prog="steadyline", description="A course on authoritative practice, in Jupyter.")
    parser.add_argument("--version", action="version", version=f"steadyline {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb, purpose in VERBS.items():
        below = verbs.add_parser(verb, help=purpose, description=purpose[0].upper() + purpose[1:] + ".")
        if verb == chosen:
            _module(verb).configure(below)
    parsed = parser.parse_args(words)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a learner may write in signs that this terminal does not know
            stream.reconfigure(errors="replace")
    try:
        return int(_module(parsed.verb).run(parsed))
    except SteadylineError as error:
        print(f"steadyline {parsed.verb}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read our output has heard enough (`steadyline check | head`): nothing went wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        why = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
        kept = " What was saved stays saved." if parsed.verb in KEEPING else ""
        print(f"steadyline {parsed.verb}: {why}.{kept}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. What was saved stays saved.", file=sys.stderr)
        return 130


def _module(verb: str):  # type: ignore[no-untyped-def]  # every verb's module has configure and run
    return importlib.import_module(f"steadyline.cli.{verb}")


if __name__ == "__main__":
    sys.exit(main())
