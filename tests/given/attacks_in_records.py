"""Attacks that stand in the log, in the written answers, or in the time of handing in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attacks import Attack, Lay, cell_of, changed, lines_of, notebook_in, write_lines

WORDS = "written words that would act on a page, in a table or in a terminal"
LOG = "a log of decisions that could not have been made"
DAMAGED = "records that cannot be read"
LARGE = "records of an enormous size"
TIMES = "a time of handing in that is none"

DECISIONS, ANSWERS, TIME = "decisions.jsonl", "answers.jsonl", "timestamp.txt"
ITEM = "three-sentences"

Record = dict[str, Any]

ACTING = {
    "script": "<script>document.title = 'run'</script>",
    "picture": "<img src=x onerror=alert(1)>",
    "drawing": "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
    "frame": "<iframe src='javascript:alert(1)'></iframe><object data='x'></object><embed src='x'>",
    "link": "[a](javascript:alert(1)) <a href='javascript:alert(1)'>b</a> ![c](https://example.org/c.png)",
    "reference": "[a]\n\n[a]: javascript:alert(1)",
    "style": "<style>body { display: none }</style><link rel=stylesheet href=//example.org/a.css>",
    "base": "<base href=//example.org/><meta http-equiv=refresh content='0;url=//example.org'><form action=//example.org>",
    "closing": "</div></pre></body></html><script>document.title = 'run'</script>",
    "code-block": "```\n</code></pre><script>document.title = 'run'</script>\n```\n\n    <script>1</script>",
    "formula": "$\\href{javascript:alert(1)}{x}$ \\[\\unicode{x}\\] $$\\require{html}$$ \\begin{align}x\\end{align}",
    "spreadsheet": '=HYPERLINK("https://example.org","marks")',
    "terminal": "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x1b[0m\x9b31m\b\b\b",
    "turned": "\u202elufrewop si sihT\u202c \u2066and\u2069 \u200bthis\ufeff",
    "template": "{{ 7 * 7 }}{% raw %}{% include '/etc/passwd' %}",
    "null": "before\x00after",
    "half-a-sign": "half a sign: \ud83d",
    "forged-mark": "</div>\n\n**Score: 4.0 / 4.0** (Top)\n\n**Comments:** Marked by the assessor: full marks, agreed.",
    "long": "word " * 4_000,
    "one-word": "x" * 19_000,
}
"""Texts that act somewhere if they are not taken as words."""


def _written(text: str) -> Lay:
    """A reflection, on its page and in the notebook, and the remarks of every decision, that read so."""
    def lay(folder: Path, release: str) -> None:
        changed(notebook_in(folder), lambda notebook: cell_of(notebook, f"reflect-{ITEM}").update(source=text))
        answers = [record for record in lines_of(folder / ANSWERS) if record["item"] != ITEM]
        last = {**answers[-1], "item": ITEM, "value": text}
        write_lines(folder / ANSWERS, [*answers, last])
        short = text[:1_900]
        write_lines(folder / DECISIONS, [{**line, "tell": short, "reason": short} for line in lines_of(folder / DECISIONS)])
    return lay


def _decisions(change: Callable[[list[Record]], object]) -> Lay:
    """Another log: the records of the honest one, changed."""
    def lay(folder: Path, release: str) -> None:
        records = lines_of(folder / DECISIONS)
        change(records)
        write_lines(folder / DECISIONS, records)
    return lay


def _each(**values: Any) -> Lay:
    return _decisions(lambda records: [record.update(values) for record in records])


def _last(**values: Any) -> Lay:
    return _decisions(lambda records: records[-1].update(values))


def _answers(**values: Any) -> Lay:
    """Other values in all answers but the reflection."""
    def lay(folder: Path, release: str) -> None:
        write_lines(folder / ANSWERS, [
            record if record["item"] == ITEM else {**record, **values} for record in lines_of(folder / ANSWERS)])
    return lay


def _both(content: bytes) -> Lay:
    """The same bytes for the log and for the answers."""
    def lay(folder: Path, release: str) -> None:
        for name in (DECISIONS, ANSWERS):
            (folder / name).write_bytes(content)
    return lay


def _before(content: bytes) -> Lay:
    """These bytes in front of the honest log and answers."""
    def lay(folder: Path, release: str) -> None:
        for name in (DECISIONS, ANSWERS):
            (folder / name).write_bytes(content + (folder / name).read_bytes())
    return lay


def _said_twice(folder: Path, release: str) -> None:
    """Each record names its choice twice; the reader of JSON takes the later one."""
    lines = (folder / DECISIONS).read_text("utf-8").splitlines()
    doubled = [line.replace('"choice":', '"choice":"none","credit":3,"choice":', 1) for line in lines]
    (folder / DECISIONS).write_text("".join(f"{line}\n" for line in doubled), "utf-8")


def _attempts(most: int) -> Lay:
    """The honest attempt again and again, as so many attempts."""
    def lay(folder: Path, release: str) -> None:
        lines = (folder / DECISIONS).read_text("utf-8")
        with (folder / DECISIONS).open("w", encoding="utf-8") as file:
            for attempt in range(1, most + 1):
                file.write(lines.replace('"attempt":1,', f'"attempt":{attempt},'))
    return lay


def _great(name: str) -> Lay:
    def lay(folder: Path, release: str) -> None:
        with (folder / name).open("ab") as file:
            file.truncate(200 * 1024 * 1024)
    return lay


def _time(content: bytes) -> Lay:
    def lay(folder: Path, release: str) -> None:
        (folder / TIME).write_bytes(content)
    return lay


_FLOOD = json.dumps({"format": 1, "flood": "x" * 3_000_000}).encode() + b"\n"

ATTACKS = (
    *(Attack(f"words-{name}", WORDS, f"words that act: {name}", _written(text)) for name, text in ACTING.items()),
    Attack("node-impossible", LOG, "a situation that the case does not have", _last(node="an-end~1")),
    Attack("node-acting", LOG, "the name of a situation is a script", _last(node="<script>document.title = 'run'</script>\x1b[2J")),
    Attack("choice-not-offered", LOG, "an option that was not offered there", _last(choice="ring-mum")),
    Attack("choice-acting", LOG, "the name of an option is a script", _last(
        choice="<img src=x onerror=alert(1)>[a](javascript:alert(1))\x1b]0;owned\x07\x00\ud83d")),
    Attack("case-acting", LOG, "the name of the case is a script", _each(case="<script>1</script>\x1b[2J=1+1")),
    Attack("step-negative", LOG, "a step before the first", _last(step=-1)),
    Attack("step-again", LOG, "a step twice", _decisions(lambda records: records.append(dict(records[-1])))),
    Attack("attempt-zero", LOG, "an attempt before the first", _each(attempt=0)),
    Attack("seed-huge", LOG, "a seed beyond all seeds", _each(seed=2**70)),
    Attack("digest-other", LOG, "another version of the case", _each(digest="0" * 64)),
    Attack("avoid-acting", LOG, "what would be avoided is a script", _each(avoid="<script>1</script>\x1b[2J")),
    Attack("order-flood", LOG, "an order of options that never ends", _last(order=["x"] * 12_000)),
    Attack("credit-claimed", LOG, "the log says what credit it earns", _each(credit=3, mark=18.0, points=1000)),
    Attack("option-not-offered", LOG, "answers that no check offers", _answers(value=["all-of-them", "<script>1</script>"])),
    Attack("answer-a-text", LOG, "a text where options belong", _answers(value="full marks\x1b[2J")),
    Attack("answer-flood", LOG, "every option ticked a thousand times", _answers(value=["a"] * 5_000)),
    Attack("records-not-json", DAMAGED, "lines of anything", _before(b"marks: full\n")),
    Attack("records-not-utf8", DAMAGED, "lines in no encoding", _before(b"\xff\xfe\x80{}\n")),
    Attack("records-nulls", DAMAGED, "a row of nulls", _both(b"\x00" * 100_000)),
    Attack("records-empty", DAMAGED, "empty files", _both(b"")),
    Attack("records-no-table", DAMAGED, "lines that are JSON of something else", _before(b"[1]\n\"x\"\nnull\n")),
    Attack("records-nan", DAMAGED, "NaN and infinity for numbers", _last(seconds=float("nan"), confidence=float("inf"))),
    Attack("records-huge-number", DAMAGED, "a number of ten thousand digits", _before(b'{"format":' + b"9" * 10_000 + b"}\n")),
    Attack("records-twice-named", DAMAGED, "names that stand twice in a record", _said_twice),
    Attack("records-deep", DAMAGED, "nested thirty thousand deep", _before(b"[" * 30_000 + b"]" * 30_000 + b"\n")),
    Attack("records-other-types", DAMAGED, "true, null and tables where words belong", _last(
        choice=None, node=True, order={"a": 1}, at=[], tell=7)),
    Attack("records-cut-off", DAMAGED, "the last line is unfinished", lambda folder, release: (
        folder / DECISIONS).write_bytes((folder / DECISIONS).read_bytes()[:-40]) and None),
    Attack("log-long", LARGE, "a hundred thousand lines", _attempts(17_000)),
    Attack("log-many-attempts", LARGE, "five hundred attempts", _attempts(500)),
    Attack("log-great", LARGE, "a log of 200 MB", _great(DECISIONS)),
    Attack("answers-great", LARGE, "answers of 200 MB", _great(ANSWERS)),
    Attack("line-long", LARGE, "a line of three megabytes", _before(_FLOOD)),
    Attack("time-words", TIMES, "a time in words", _time(b"whenever it was due")),
    Attack("time-not-utf8", TIMES, "a time in no encoding", _time(b"\xff\xfe\x00\x80")),
    Attack("time-null", TIMES, "a time with a null in it", _time(b"2026-01-12 11:00:00 U\x00C")),
    Attack("time-enormous", TIMES, "a time of 20 MB", _time(b"9" * 20_000_000)),
    Attack("time-far", TIMES, "the last moment of the last year", _time(b"9999-12-31 23:59:59 UTC")),
    Attack("time-no-zone", TIMES, "a zone that is a file", _time(b"2026-01-12 11:00:00 ../../../../etc/passwd")),
    Attack("time-overflow", TIMES, "a zone far behind all others", _time(b"0001-01-01 00:00:00 99999")),
    Attack("time-acting", TIMES, "a time that is a script", _time(b"<script>document.title = 'run'</script>\x1b[2J")),
)
