"""The JSON Schema of a case file."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from advisor.model.answer_types import TYPES

if TYPE_CHECKING:
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.questions import Level


def case_schema(knowledge: Knowledge) -> dict[str, Any]:
    """Makes the JSON Schema of a case file, for editors that complete and check while one types.

    It says what a schema can say: keys, types and words. The reader checks more (one party twice,
    days that are not in the calendar, answers that clash) and its messages are the ones that count.

    Args:
        knowledge: The questions, homes and kinds of party.

    Returns:
        A JSON Schema of draft 2020-12. The parts of the file and the answers that several
        questions take stand once, under `$defs`.
    """
    questions = {(one.level, one.id): one for one in knowledge.questions}
    shapes = {key: TYPES[one.type].schema(one, knowledge) for key, one in questions.items()}
    alike: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, shape in shapes.items():
        if not questions[key].of:
            alike[json.dumps(shape)].append(key)
    shared: dict[str, Any] = {}
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


def _part(level: Level, shapes: dict[tuple[str, str], dict[str, Any]]) -> dict[str, Any]:
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
