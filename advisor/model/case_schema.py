"""The JSON Schema of a case file, for editors that complete and check while one types.

It says what a schema can say: keys, types and words. The reader checks more (one party twice,
days that are not in the calendar, answers that clash) and its messages are the ones that count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.model.answer_reader import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_ENTRIES,
    NONE,
)
from advisor.model.case import EVERY_HOME, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.questions import Choice, Question
    from advisor.model.case_reader import CaseKnowledge

_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_GROUPED = r"^\d{1,3}([, ]\d{3})+$"
_DAY = r"^\d{4}-\d{2}-\d{2}$"


def case_schema(knowledge: CaseKnowledge) -> dict[str, Any]:
    """Makes the schema.

    Args:
        knowledge: The questions, homes and kinds of party.

    Returns:
        A JSON Schema of draft 2020-12.
    """
    return _SchemaMaker(knowledge).schema()


class _SchemaMaker:
    """Makes one schema."""

    def __init__(self, knowledge: CaseKnowledge) -> None:
        self._levels = knowledge.questions.levels
        self._homes = knowledge.homes
        self._kinds = knowledge.parties

    def schema(self) -> dict[str, Any]:
        """The whole schema: the levels are its definitions, the top level itself."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Advisor case file",
            **self._level("case"),
            "$defs": {name: self._level(name) for name in self._levels if name != "case"},
        }

    def _level(self, name: str) -> dict[str, Any]:
        level = self._levels[name]
        # "plan" and "decision" may be left out; of what is needed, the schema can tell the keys.
        needed = [one.id for one in level.questions.values() if one.required]
        shape: dict[str, Any] = {
            "description": level.about,
            "type": ["object", "null"] if name != "case" else "object",
            "additionalProperties": False,
            "properties": {
                question.id: self._property(question) for question in level.questions.values()
            },
        }
        if needed and name == "case":
            shape["required"] = needed
        return shape

    def _property(self, question: Question) -> dict[str, Any]:
        described = {"description": " ".join(filter(None, (question.question, question.help)))}
        if question.example is not None:
            described["examples"] = [question.example]  # type: ignore[assignment]
        return {**described, **self._shape(question)}

    def _shape(self, question: Question) -> dict[str, Any]:
        """What an answer looks like."""
        kind = question.type
        if kind in ("name", "phrase", "text", "id", "party"):
            return _words(LONGEST_NAME if kind == "name" else LONGEST_TEXT)
        if kind == "phrases":
            entry = _words(LONGEST_TEXT)
            return {"anyOf": [entry, {"type": "array", "items": entry, "maxItems": MOST_ENTRIES}]}
        if kind == "number":
            if question.values:
                return {"enum": [int(name) for name in question.values]}
            grouped = {"type": "string", "pattern": _GROUPED}
            return _or_unknown({"type": "integer", "minimum": 0}, grouped)
        if kind == "score":
            return _or_unknown({"type": "integer", "minimum": 1, "maximum": 5})
        if kind in ("day", "date"):
            pattern = {"type": ["string", "integer"], "pattern": _DAY if kind == "day" else _DATE}
            return _or_unknown(pattern, *({"const": word} for word in question.also))
        if kind == "choice":
            return _or_unknown(*_constants(question.values.values()))
        if kind == "several":
            constants = [*_constants(question.values.values())]
            if NONE not in question.values:
                constants.append({"const": NONE})
            entry = {"anyOf": [*constants, {"const": UNKNOWN}, {"type": "null"}]}
            return {"anyOf": [entry, {"type": "array", "items": entry, "minItems": 1}]}
        if kind == "home":
            homes = [{"const": one.home, "title": one.about} for one in self._homes.values()]
            return _or_unknown(*homes, *({"const": word} for word in question.also))
        if kind == "party-kind":
            return _or_unknown(*({"const": name} for name in self._kinds))
        if kind == "table":
            return self._table(question)
        if kind == "now-and-wanted":
            score = _or_unknown({"type": "integer", "minimum": 1, "maximum": 5})
            return _or_unknown(_object({"now": score, "wanted": score}))
        return self._part(question)

    def _table(self, question: Question) -> dict[str, Any]:
        if question.rows_are == "homes":
            rows: dict[str, str] = dict.fromkeys(self._homes, "")
        elif question.rows_are == "tensions":
            raters = self._levels["rater"].questions.values()
            rows = {one.id: one.question for one in raters if one.type == "now-and-wanted"}
        else:
            rows = {name: row.label for name, row in question.rows.items()}
        if question.cells == "phrase":
            cell = _words(LONGEST_TEXT)
        elif question.cells == "score":
            cell = _or_unknown({"type": "integer", "minimum": 1, "maximum": 5})
        elif question.cells == "power":
            power = self._levels["party"].questions["power"]
            cell = _or_unknown(*_constants(power.values.values()))
        else:
            cell = _or_unknown({"enum": ["yes", "partly", "no", True, False]})
        described = {
            name: {**({"description": label} if label else {}), **cell}
            for name, label in rows.items()
        }
        return _or_unknown(_object(described))

    def _part(self, question: Question) -> dict[str, Any]:
        reference = {"$ref": f"#/$defs/{question.of}"}
        if question.type == "records":
            many = {"type": ["array", "null"], "items": reference, "maxItems": MOST_ENTRIES}
            return _or_unknown(many)
        if question.type == "records-by-home":
            names = [*self._homes, EVERY_HOME]
            return _or_unknown(_object(dict.fromkeys(names, _or_unknown(reference))))
        return _or_unknown(reference)


def _words(most: int) -> dict[str, Any]:
    return {"type": ["string", "number", "boolean", "null"], "maxLength": most}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _or_unknown(*shapes: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [*shapes, {"const": UNKNOWN}, {"type": "null"}]}


def _constants(choices: Iterable[Choice]) -> list[dict[str, Any]]:
    """The allowed words, each with what it says; yes and no may be booleans, scales numbers."""
    constants: list[dict[str, Any]] = []
    for choice in choices:
        said = {"title": choice.clause} if choice.clause else {}
        constants.append({"const": choice.name, **said})
        if choice.name in ("yes", "no"):
            constants.append({"const": choice.name == "yes", **said})
        if choice.number is not None:
            constants.append({"const": choice.number, **said})
    return constants
