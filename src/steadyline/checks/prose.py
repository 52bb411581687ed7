"""Prose: its words, how hard it is to read, and how much of it stands before the learner at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from steadyline.checks.language import language_findings
from steadyline.checks.passages import FileKind, Passage, passages_of
from steadyline.checks.reading import Reading, reading_of
from steadyline.checks.telling import found
from steadyline.findings import Finding
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.model import Place, Scenario, Scene
from steadyline.scenarios.shortest import walks_to_nodes

SENTENCE, SITUATION, NOW, PARAGRAPH, ENDING = 35, 120, 90, 70, 250
"""Most words: of a sentence, a decision's situation, what follows at once, a paragraph that comes and goes, an ending.
The numbers for situations are those for which the course's cases are written; the others are ours."""

EASY, HARD = 9.0, 12.0
"""Grades of reading_of."""

TOO_SHORT = 40
"""Words; a shorter text is not measured."""

MEASURED = ("case", "key", "unit")
"""What learners read; notes for those who teach and mark may have long sentences."""


def prose_findings(text: str, path: str, kind: FileKind) -> list[Finding]:
    """Returns what is found on the words and sentences of a file, each in its exact place."""
    passages = passages_of(text)
    told = list(language_findings(passages, path, kind))
    if kind in MEASURED:
        told += [finding for passage in passages for finding in _long_sentences(passage, path)]
    return sorted(told)


def case_prose_findings(scenario: Scenario, case: CompiledCase) -> list[Finding]:
    """Returns what is found on the length of a case's texts, and on how hard they are to read."""
    return [*_grades(scenario), *_at_once(scenario, case), *_pieces(scenario)]


def readings(scenario: Scenario) -> dict[str, Reading]:
    """Returns the measure of each scene that is read, by its address, and of the whole case under ""."""
    texts = {slug: _texts(scene) for slug, scene in scenario.scenes.items() if scene.is_seen}
    whole = [text for scene in texts.values() for text in scene]
    return {"": reading_of(whole)} | {slug: reading_of(scene) for slug, scene in texts.items()}


def _texts(scene: Scene) -> list[str]:
    choices = [text for choice in scene.choices for text in (choice.text, choice.now_text)]
    return [line for text in [*(block.text for block in scene.blocks), *choices] for line in text.split("\n")]


def _long_sentences(passage: Passage, path: str) -> Iterator[Finding]:
    for offset, sentence in passage.sentences():
        words = len(sentence.split())
        if words > SENTENCE:
            message = f"a sentence of {words} words; more than {SENTENCE} are hard to follow when read aloud."
            yield found("P110", path, passage.place(offset), message, passage.heading)


def _grades(scenario: Scenario) -> Iterator[Finding]:
    for slug, reading in readings(scenario).items():
        if reading.words < TOO_SHORT or reading.grade <= EASY:
            continue
        place = scenario.scenes[slug].place if slug else Place(1)
        subject = slug or scenario.name
        measured = (
            f"grade {reading.grade} ({reading.sentence:.1f} words a sentence, {reading.long:.0%} long words); "
            f"up to {EASY:g} reads easily aloud."
        )
        if not slug:
            yield found("P109", scenario.path, place, f"the whole case reads at {measured}", subject)
        elif reading.grade > HARD:
            yield found("P108", scenario.path, place, f'"{slug}" reads at {measured}', subject)
        else:
            yield found("P107", scenario.path, place, f'"{slug}" reads at {measured}', subject)


def _at_once(scenario: Scenario, case: CompiledCase) -> Iterator[Finding]:
    """Yields the scenes that show too much at once, each with a walk to where it shows most."""
    walks = walks_to_nodes(case)
    for slug, (words, node) in _busiest(case, walks).items():
        scene = scenario.scenes[slug]
        most, code, what = (SITUATION, "P103", "situation") if scene.kind == "decision" else (ENDING, "P106", "ending")
        if words > most:
            shown, every = len(case.nodes[node]["blocks"]), len(scene.blocks)
            message = (
                f'the busiest {what} of "{slug}" reads {words} words ({shown} of its {every} paragraphs stand there '
                f"together); {most} are as many as can be held in mind."
            )
            yield found(code, scenario.path, scene.place, message, slug, walks[node])


def _busiest(case: CompiledCase, walks: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[int, str]]:
    """Returns for each decision and ending the most words it shows, and the node with the shortest walk that does."""
    # A document is read as a paper, and can be opened again; it need not be held in mind with the situation.
    lengths = {
        slug: [0 if "document" in block else len(block["text"].split()) for block in scene["blocks"]]
        for slug, scene in case.scenes.items()
    }
    busiest: dict[str, tuple[int, str]] = {}
    for node in sorted(walks, key=lambda node: len(walks[node])):
        table = case.nodes[node]
        slug = str(table["scene"])
        if case.scenes[slug]["kind"] in ("decision", "ending"):
            words = sum(lengths[slug][at] for at in table["blocks"])
            if words > busiest.get(slug, (0, ""))[0]:
                busiest[slug] = (words, node)
    return busiest


def _pieces(scenario: Scenario) -> Iterator[Finding]:
    for slug, scene in scenario.scenes.items():
        for choice in scene.choices:
            words = len(choice.now_text.split())
            if words > NOW:
                message = f'what follows "{choice.id}" at once has {words} words; {NOW} are enough.'
                yield found("P104", scenario.path, choice.place, message, choice.id)
        for block in scene.blocks if scene.is_seen else ():
            words = len(block.text.split())
            if block.condition is not None and block.document is None and words > PARAGRAPH:
                message = f"a paragraph that comes and goes has {words} words; {PARAGRAPH} are enough."
                yield found("P105", scenario.path, block.place, message, slug)
