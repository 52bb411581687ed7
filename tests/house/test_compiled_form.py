"""The compiled form as it is laid down for others: every case keeps to it, and a damaged table is told from a sound one."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shipped
from jsonschema import Draft202012Validator

import steadyline
from steadyline import content
from steadyline.decisions import draw
from steadyline.scenarios.compile import compile_case
from steadyline.scenarios.read import read_case_file

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEMPLATE = Path(steadyline.__file__).parent / "template" / "case.md"
SCHEMA = json.loads((DOCS / "compiled-case.schema.json").read_text(encoding="utf-8"))
PAGE = (DOCS / "compiled-case.md").read_text(encoding="utf-8")
FORM = Draft202012Validator(SCHEMA)
Table = dict[str, Any]


@pytest.fixture(scope="module")
def gate() -> Table:
    """The table of the example case."""
    return compile_case(read_case_file(TEMPLATE)).table


@pytest.fixture(scope="module")
def shown() -> Table:
    """The table that the page shows."""
    found = re.search(r"```json\n(.*?)\n```", PAGE, re.DOTALL)
    assert found is not None
    table: Table = json.loads(found[1])
    return table


def test_the_schema_is_itself_sound() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", shipped.CASES)
def test_every_shipped_case_compiles_to_the_form(name: str) -> None:
    FORM.validate(json.loads(content.case(name).as_json()))


def test_the_example_case_and_the_page_keep_to_the_form(gate: Table, shown: Table) -> None:
    FORM.validate(gate)
    FORM.validate(shown)


def objects(schema: Any) -> list[Table]:
    """Returns every object that the schema describes by its fields."""
    if isinstance(schema, list):
        return [each for inner in schema for each in objects(inner)]
    if not isinstance(schema, dict):
        return []
    return [*([schema] if "properties" in schema else []), *objects(list(schema.values()))]


def test_the_form_is_strict_and_says_of_every_field_what_it_holds() -> None:
    for each in objects(SCHEMA):
        assert each["additionalProperties"] is False
        optional = [name for name, field in each["properties"].items() if field.get("description", "").startswith("Only where")]
        assert each["required"] == [name for name in each["properties"] if name not in optional]
        assert each["title"]
        assert each["description"]
        for name, field in each["properties"].items():
            assert "description" in field or "$ref" in field, name


def test_the_page_names_every_field_of_the_form() -> None:
    names = {name for each in objects(SCHEMA) for name in each["properties"]}
    assert {name for name in names if f'"{name}"' not in PAGE and f"`{name}`" not in PAGE} == set()


def a(table: Table, part: str, has: str) -> Table:
    """Returns the first node or scene that has a field of that name."""
    found: Table = next(each for each in table[part].values() if has in each)
    return found


DAMAGES: dict[str, Callable[[Table], object]] = {
    "another edition": lambda table: table.update(format=2),
    "no start": lambda table: table.pop("start"),
    "a start with a space": lambda table: table.update(start="at the gate"),
    "no digest": lambda table: table.pop("digest"),
    "a short digest": lambda table: table.update(digest="abc"),
    "marks in it": lambda table: table.update(key={}),
    "no node at all": lambda table: table.update(nodes={}),
    "minutes as a word": lambda table: table.update(minutes="10"),
    "a use that nobody knows": lambda table: table.update(use="practice"),
    "credit in a choice": lambda table: a(table, "scenes", "choices")["choices"][0].update(credit=3),
    "a choice without an id": lambda table: a(table, "scenes", "choices")["choices"][0].pop("id"),
    "an id with a capital": lambda table: a(table, "scenes", "choices")["choices"][0].update(id="Say-why"),
    "one choice only": lambda table: a(table, "scenes", "choices").update(choices=a(table, "scenes", "choices")["choices"][:1]),
    "a decision called a passage": lambda table: a(table, "scenes", "choices").update(kind="passage"),
    "a passage without its button": lambda table: a(table, "scenes", "go_on").pop("go_on"),
    "a block without words": lambda table: a(table, "scenes", "choices")["blocks"][0].pop("text"),
    "a seat without a name": lambda table: a(table, "scenes", "choices").update(seat=""),
    "a document without a kind": lambda table: a(table, "scenes", "choices")["blocks"][0].update(document={"name": "a", "title": "A"}),
    "what to avoid said by a word": lambda table: a(table, "scenes", "choices").update(avoid="yes"),
    "later as a word": lambda table: a(table, "scenes", "choices")["blocks"][0].update(later="yes"),
    "an option by its id": lambda table: a(table, "nodes", "options")["options"][0].update(choice="say-why"),
    "an option that leads nowhere": lambda table: a(table, "nodes", "options")["options"][0].pop("next"),
    "a decision with nothing to choose": lambda table: a(table, "nodes", "options").update(options=[]),
    "a node of two kinds": lambda table: a(table, "nodes", "options").update(next="at-the-gate"),
    "a node that leads nowhere and does not end": lambda table: a(table, "nodes", "next").pop("next"),
    "a block shown twice": lambda table: a(table, "nodes", "next").update(blocks=[0, 0]),
    "a block before the first": lambda table: a(table, "nodes", "next").update(blocks=[-1]),
    "a weight of nothing": lambda table: a(table, "nodes", "outcomes")["outcomes"][0].update(weight=0),
    "a state in a node": lambda table: a(table, "nodes", "outcomes").update(state={"trust": 1}),
    "an ending that is called good": lambda table: a(table, "nodes", "process").update(process="good"),
    "an ending without circumstance": lambda table: a(table, "nodes", "process").pop("circumstance"),
    "an ending with a decision ahead": lambda table: a(table, "nodes", "process").update(ahead=[0, 1]),
    "ahead as one number": lambda table: a(table, "nodes", "options").update(ahead=3),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_table_is_refused(damage: str, gate: Table) -> None:
    table = copy.deepcopy(gate)
    DAMAGES[damage](table)
    assert not FORM.is_valid(table)


def test_the_draws_on_the_page_are_those_of_the_players() -> None:
    rows = re.findall(r"^\| (\d+) \| (\S*) ?\| (\d+) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 5
    assert [draw(int(seed), words) for seed, words, _ in rows] == [int(number) for _, _, number in rows]


def test_the_digest_is_made_as_the_page_says(gate: Table) -> None:
    rest = {name: value for name, value in gate.items() if name != "digest"}
    written = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(written.encode("utf-8")).hexdigest() == gate["digest"]


def test_every_name_on_the_page_leads_to_something_that_is_there(shown: Table) -> None:
    nodes, scenes = shown["nodes"], shown["scenes"]
    led_to = {shown["start"]} | {way["next"] for node in nodes.values() for way in [*node.get("options", []), *node.get("outcomes", [])]}
    assert led_to == set(nodes)
    assert {node["scene"] for node in nodes.values()} == set(scenes)
