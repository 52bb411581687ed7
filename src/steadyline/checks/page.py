"""The author's page: all that is known of a case, as one file of HTML without scripts.

It shows what options are worth: it is not for learners.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from steadyline.checks.habits import Habit
from steadyline.checks.outcome import Outcome
from steadyline.checks.summary import counts
from steadyline.checks.whole import Checked
from steadyline.diagnostics.read import explanation
from steadyline.findings import SEVERITIES, Finding
from steadyline.scenarios.map.layout import layout_of
from steadyline.scenarios.map.outline import outline_of
from steadyline.scenarios.map.svg import svg_of
from steadyline.scenarios.map.whole import map_of_case
from steadyline.scenarios.model import Scenario

MARK = '<meta name="generator" content="steadyline check">'
"""By this a page is known as one of ours, which may be written anew."""

Row = Sequence[str]


def page_of(checked: Checked, standard: float) -> str:
    """Returns the page of a checked case. `standard` is the course's, as a share of the attainable credit."""
    title = checked.scenario.front.title if checked.scenario else checked.given.name
    style = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    parts = [
        *_findings(checked),
        *_facts(checked),
        *_habits(checked.habits, standard),
        *(_outcome(checked, checked.outcome) if checked.outcome else ()),
        *(_map(checked.scenario) if checked.scenario else ()),
    ]
    head = f"<h1>{escape(title)}: what is known of it</h1>"
    note = '<p class="hint">For authors. This page shows what options are worth: do not give it to learners.</p>'
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            MARK,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>{escape(title)}: what is known of it</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>",
            head,
            note,
            *parts,
            "</main>\n</body>\n</html>\n",
        ]
    )


def _findings(checked: Checked) -> Iterator[str]:
    yield "<h2>What was found</h2>"
    if not checked.findings:
        yield "<p>Nothing to mend.</p>"
    else:
        told = counts(checked.findings).capitalize()
        yield f"<p>{told}. Errors are mended, warnings mended or allowed with a reason; advice is worth a thought.</p>"
        yield '<ol class="found">'
        for severity in SEVERITIES:
            yield from (_finding(each) for each in checked.findings if each.severity == severity)
        yield "</ol>"
    if checked.allowed:
        yield "<h3>What is let stand, and why</h3>"
        rows = [(f"{each.code} {each.subject}", each.message, why.reason) for each, why in checked.allowed]
        yield _table("What is let stand", ("Finding", "What it says", "Why it may stand"), rows)


def _finding(finding: Finding) -> str:
    walk = (
        f'<p class="walk">A shortest walk there: {escape(" → ".join(finding.witness))}</p>' if finding.witness else ""
    )
    name = (
        f"<strong>{finding.severity.capitalize()} {finding.code}</strong> ({escape(explanation(finding.code).title)})"
    )
    where = f'<p class="where">{escape(finding.path)}, line {finding.line}</p>'
    return f'<li class="{finding.severity}"><p class="what">{name}: {escape(finding.message)}</p>{where}{walk}</li>'


def _facts(checked: Checked) -> Iterator[str]:
    facts = checked.facts
    if facts is None:
        return
    yield "<h2>How large it is</h2>\n<dl>"
    for name, said in (
        ("Playthroughs", f"{facts.playthroughs:,} different ways through decisions and chance"),
        ("Decisions", f"{_range(facts.decisions)} in a playthrough"),
        ("Words", f"{_range(facts.words)} read in a playthrough"),
        ("Minutes", f"about {_range(facts.minutes)}, by our own assumptions on reading and deciding"),
        ("Situations", f"{facts.situations:,} visited, {facts.nodes:,} of them different for a learner"),
        ("Shortest", " → ".join(facts.shortest)),
        ("Longest", " → ".join(facts.longest)),
    ):
        yield f'<dt>{name}</dt><dd class="walk">{escape(said)}</dd>'
    yield "</dl>"


def _habits(habits: Sequence[Habit], standard: float) -> Iterator[str]:
    if not habits:
        return
    yield "<h2>What lazy habits earn</h2>"
    yield (f"<p>Each habit decides without weighing anything. None may reach {standard:.0%} of the attainable credit: "
           "a key that a habit can beat measures the habit.</p>")  # fmt: skip
    rows = [(each.name, f"{each.what}{'' if each.is_judged else ' (needs the key, so it is not judged)'}",
             f"{each.earned:.1f} of {each.attainable:g}", f"{each.share:.0%}") for each in habits]  # fmt: skip
    yield _table("What lazy habits earn", ("Habit", "Somebody who", "Credit", "Share"), rows, figures=(2, 3))


def _outcome(checked: Checked, outcome: Outcome) -> Iterator[str]:
    scenes = checked.scenario.scenes if checked.scenario else {}
    names = {slug: scene.ending.name for slug, scene in scenes.items() if scene.ending is not None}
    close = outcome.correlation
    yield "<h2>Outcome apart from quality</h2>"
    told = (
        "cannot be computed: one of the two never varies"
        if close is None
        else f"is {close:.2f}; above 0.9 would be a warning"
    )
    yield f"<p>Over all playthroughs the correlation of decision quality with the kindness of the ending {told}.</p>"
    for what, walk in (
        ("Sound work that ends hard", outcome.sound_and_hard),
        ("Poor work that ends kindly", outcome.poor_and_kind),
    ):
        yield f'<p class="walk"><strong>{what}:</strong> {escape(" → ".join(walk)) if walk else "there is none"}</p>'
    rows = [
        (names.get(slug, slug), f"{each.playthroughs:,}", f"{each.share:.1%}") for slug, each in outcome.endings.items()
    ]
    yield _table("Endings", ("Ending", "Playthroughs", "If every option were as likely"), rows, figures=(1, 2))
    pairs = [(process, circumstance, f"{each.share:.1%}") for (process, circumstance), each in outcome.spread.items()]
    yield _table(
        "Process and circumstance", ("Process", "Circumstance", "If every option were as likely"), pairs, figures=(2,)
    )
    yield "<h3>Worst and best that can be earned</h3>"
    columns = list(outcome.ranges[""])
    lines = [
        (names.get(slug, "All playthroughs"), *(f"{each[name].worst:g} to {each[name].best:g}" for name in columns))
        for slug, each in outcome.ranges.items()
    ]
    yield _table(
        "Worst and best",
        ("Ending", *(name.capitalize() for name in columns)),
        lines,
        figures=range(1, len(columns) + 1),
    )


def _map(scenario: Scenario) -> Iterator[str]:
    graph = map_of_case(scenario)
    yield "<h2>Map</h2>"
    region = 'class="wide map" role="region" tabindex="0" aria-label="Map, as a picture"'
    yield f"<div {region}>{svg_of(layout_of(graph), 'map')}</div>"
    yield f"<h3>The same in words</h3>\n<pre>{escape(outline_of(graph))}</pre>"


def _table(name: str, head: Row, rows: Iterable[Row], figures: Iterable[int] = ()) -> str:
    right = set(figures)
    marks = [' class="figure"' if at in right else "" for at in range(len(head))]
    top = "".join(f'<th scope="col"{mark}>{escape(word)}</th>' for word, mark in zip(head, marks, strict=True))
    lines = []
    for row in rows:
        first, *others = (escape(cell) for cell in row)
        cells = "".join(f"<td{mark}>{cell}</td>" for cell, mark in zip(others, marks[1:], strict=True))
        lines.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    region = f'class="wide" role="region" tabindex="0" aria-label="{escape(name)}"'
    return f"<div {region}><table><thead><tr>{top}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"


def _range(pair: tuple[int, int]) -> str:
    return f"{pair[0]:,}" if pair[0] == pair[1] else f"{pair[0]:,} to {pair[1]:,}"
