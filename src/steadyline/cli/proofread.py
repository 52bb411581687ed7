"""steadyline proofread: the fewest playthroughs that show all of a case, to be read by somebody else."""

from __future__ import annotations

import argparse
from pathlib import Path

from steadyline import content
from steadyline.authoring.proofread import Proof, proof_of
from steadyline.authoring.proofread_html import proof_as_html
from steadyline.authoring.proofread_markdown import proof_as_markdown
from steadyline.cli.which import case_file, key_of, shown_path
from steadyline.errors import FileMissing, SteadylineError, printable
from steadyline.scenarios.compile import compile_case
from steadyline.whole import write_all

_WRITERS = {"html": proof_as_html, "md": proof_as_markdown}


class ProofInTheWay(SteadylineError):
    """A file of the proof's name is there and says something else: perhaps somebody's remarks."""

    def __init__(self, paths: list[Path]) -> None:
        self.paths = paths
        super().__init__(
            f"{', '.join(str(path) for path in paths)}: there is another proof here already, perhaps with remarks in "
            "it. Put it away, name another folder with --out, or say --replace. Nothing was written."
        )


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("case", metavar="CASE", help="a case of the course, or the path of a case.md")
    parser.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help="where the proof is put; here")
    parser.add_argument("--format", choices=["html", "md", "both"], default="both", help="both if it is not said")
    parser.add_argument("--key", action="store_true", help="say what each choice is worth: not for learners")
    parser.add_argument("--replace", action="store_true", help="write over a proof that is there")


def run(arguments: argparse.Namespace) -> int:
    """Writes the proof and returns 0. Raises ProofInTheWay, FileMissing, CaseFaults, CaseNotFinite or KeyFaults."""
    path = Path(shown_path(case_file(arguments.case)))
    scenario = content.scenario(path)
    case = compile_case(scenario)
    key = key_of(path, case) if arguments.key else None
    if arguments.key and key is None:
        raise FileMissing(path, "key to this case")
    proof = proof_of(scenario, case, key)
    formats = [each for each in _WRITERS if arguments.format in (each, "both")]
    stem = f"{case.name}-proof{'-with-key' if key else ''}-{proof.version}"
    files = {arguments.out / f"{stem}.{each}": _WRITERS[each](proof) for each in formats}
    _write(files, replace=arguments.replace)
    print(_summary(proof))
    return 0


def _write(files: dict[Path, str], *, replace: bool) -> None:
    contents = {path: text.encode("utf-8") for path, text in files.items()}
    there = [path for path, content in contents.items() if path.exists() and path.read_bytes() != content]
    if there and not replace:
        raise ProofInTheWay(there)
    write_all(contents)
    for path in files:
        print(printable(shown_path(path)))


def _summary(proof: Proof) -> str:
    count = len(proof.readings)
    fewest = "fewer cannot show everything" if count <= proof.at_least else f"at least {proof.at_least} are needed"
    never = f" {len(proof.never)} texts are never shown: they stand in an appendix." if proof.never else ""
    return f"{count} playthrough{'' if count == 1 else 's'} ({fewest}), {proof.new_words:,} words to read.{never}"
