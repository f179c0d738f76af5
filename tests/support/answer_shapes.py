"""What an answer looks like: in the JSON Schema of the case file, and on its reference page.

A type of answer is read by `advisor.model.answer_types`; here stands the same for editors and
people. `tests/model/test_case_documents.py` holds the two together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from advisor.knowledge.questions import UNKNOWN
from advisor.model.answer_types import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_ENTRIES,
    NONE,
    cell_of,
    rows_of,
)
from advisor.model.case import EVERY_HOME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.questions import Choice, Level, Question

    Schema = dict[str, Any]

PHRASE = {"type": ["string", "number", "boolean", "null"], "maxLength": LONGEST_TEXT}
NAME = {**PHRASE, "maxLength": LONGEST_NAME}
CELLS = {
    "phrase": "a few words",
    "score": "1 to 5",
    "power": "`none`, `slowly`, `within-a-year`, `at-once`",
    "yes-partly-no": "`yes`, `partly`, `no`",
}
TOLD = {
    "name": "a name",
    "phrase": "a few words",
    "text": "one or two sentences",
    "phrases": "a list of a few words each",
    "number": "a whole number",
    "score": "1 to 5",
    "day": "a day, such as `2015-06-01`",
    "date": "a day, a month or a year, such as `2015-06-01`",
    "now-and-wanted": "`{now: 1 to 5, wanted: 1 to 5}`",
    "home": "a [home](#homes)",
    "party-kind": "a [kind of party](#kinds-of-party)",
    "party": "the id or the name of a party",
    "id": "small letters, digits and hyphens",
    "record": "keys of its own, see below",
    "records": "a list of entries with keys of their own, see below",
    "kept": "names of your own, each with words",
    "records-by-home": "homes, or `every-home`, each with keys of its own, see below",
}


def told(question: Question) -> str:
    """What the reference page says of the answers to a question, in Markdown."""
    clauses = "; ".join(f"`{one.name}` {one.clause}".rstrip() for one in question.values.values())
    if question.type == "choice":
        return f"one of: {clauses}"
    if question.type == "several":
        return f"some of: {clauses}"
    if question.type == "number" and question.values:
        return ", ".join(f"`{name}`" for name in question.values)
    if question.type == "table":
        rows = "; ".join(f"`{row.name}` {row.label}" for row in question.rows.values())
        if question.rows_are:
            rows = "a [home](#homes)" if question.rows_are == "homes" else "one of the tensions"
        return f"for each row {CELLS[question.cells]}; rows: {rows}"
    return TOLD[question.type] + "".join(f", or `{word}`" for word in question.also)


def case_schema(knowledge: Knowledge) -> Schema:
    """The JSON Schema of a case file, for editors that complete and check while one types."""
    questions = {(one.level, one.id): one for one in knowledge.questions}
    shapes = {key: shape_of(one, knowledge) for key, one in questions.items()}
    alike: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, shape in shapes.items():
        if not questions[key].of:
            alike[json.dumps(shape)].append(key)
    shared: Schema = {}
    for first, *others in alike.values():
        if others:
            name = f"answer-{questions[first].type}"
            name = ".".join(first) if name in shared else name
            shared[name] = shapes[first]
            for key in (first, *others):
                shapes[key] = {"$ref": f"#/$defs/{name}"}
    levels = {name: _part(one, shapes) for name, one in knowledge.questions.levels.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Advisor case file",
        **levels.pop("case"),
        "$defs": {**levels, **shared},
    }


def _part(level: Level, shapes: dict[tuple[str, str], Schema]) -> Schema:
    """What a part of the file looks like."""
    is_top = level.level == "case"
    # Of what a part needs, a schema can tell less than the reader: a name, or else a summary.
    needed = [one.id for one in level.questions.values() if one.required and is_top]
    return {
        "description": level.about,
        "type": "object" if is_top else ["object", "null"],
        "additionalProperties": False,
        **({"required": needed} if needed else {}),
        "properties": {
            one.id: {
                "description": " ".join(filter(None, (one.question, one.help))),
                **({} if one.example is None else {"examples": [one.example]}),
                **shapes[level.level, one.id],
            }
            for one in level.questions.values()
        },
    }


def shape_of(question: Question, knowledge: Knowledge) -> Schema:
    """What an answer looks like, `unknown` and nothing included."""
    if question.type in ("name", "party"):
        return NAME
    if question.type in ("phrase", "text"):
        return {**PHRASE, "maxLength": question.most} if question.most else PHRASE
    if question.type == "id":
        return {"type": ["string", "null"], "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"}
    if question.type == "number" and question.values:
        return {"enum": [int(name) for name in question.values]}
    if question.type in ("phrases", "several"):
        none = () if NONE in question.values else (NONE,)
        several = _or_unknown(*_choices(question.values.values()), *_constants(none))
        many = {"maxItems": MOST_ENTRIES} if question.type == "phrases" else {"minItems": 1}
        entry = PHRASE if question.type == "phrases" else several
        return {"anyOf": [entry, {"type": "array", "items": entry, **many}]}
    return _or_unknown(*_shapes(question, knowledge))


def _shapes(question: Question, knowledge: Knowledge) -> list[Schema]:
    """The shapes of an answer that may be unknown."""
    part = {"$ref": f"#/$defs/{question.of}"}
    score = {"type": "integer", "minimum": 1, "maximum": 5}
    days = {"day": r"^\d{4}-\d{2}-\d{2}$", "date": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
    if question.type == "number":
        grouped = {"type": "string", "pattern": r"^\d{1,3}([, ]\d{3})+$"}
        return [{"type": "integer", "minimum": 0}, grouped]
    if question.type == "score":
        return [score]
    if question.type == "now-and-wanted":
        return [_object(dict.fromkeys(("now", "wanted"), _or_unknown(score)))]
    if question.type in days:
        written = {"type": ["string", "integer"], "pattern": days[question.type]}
        return [written, *_constants(question.also)]
    if question.type == "choice":
        return _choices(question.values.values())
    if question.type == "home":
        homes = [{"const": one.home, "title": one.about} for one in knowledge.homes.values()]
        return [*homes, *_constants(question.also)]
    if question.type == "party-kind":
        return [{"enum": [*knowledge.parties]}]
    if question.type == "table":
        cell = shape_of(cell_of(question, "", knowledge), knowledge)
        rows = rows_of(question, knowledge).items()
        described = {row: {"description": label, **cell} if label else cell for row, label in rows}
        return [_object(described)]
    if question.type == "records":
        return [{"type": "array", "items": part, "maxItems": MOST_ENTRIES}]
    if question.type == "records-by-home":
        homes = (*knowledge.homes, EVERY_HOME)
        return [_object(dict.fromkeys(homes, _or_unknown(part)))]
    if question.type == "kept":
        return [{"type": "object", "additionalProperties": PHRASE}]
    return [part]


def _object(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _or_unknown(*shapes: Schema) -> Schema:
    return {"anyOf": [*shapes, {"enum": [UNKNOWN, None]}]}


def _constants(words: Iterable[str]) -> list[Schema]:
    return [{"const": word} for word in words]


def _choices(choices: Iterable[Choice]) -> list[Schema]:
    """The allowed words, each with what it says; yes and no may be booleans, scales numbers."""
    found: list[Schema] = []
    for choice in choices:
        values: list[Any] = [choice.name]
        if choice.name in ("yes", "no"):
            values.append(choice.name == "yes")
        if choice.number is not None:
            values.append(choice.number)
        said = {"title": choice.clause} if choice.clause else {}
        found.append({"enum": values, **said})
    return found
