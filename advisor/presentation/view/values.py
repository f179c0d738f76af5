"""A view as plain data, for templates that run in another process."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.model.case import Answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.presentation.view import View

_WORKING = frozenset(
    {"record", "narrator", "proofs", "base", "consultation", "knowledge", "firing"}
)
"""Fields that are no result but what one was read from."""
_OF_THE_FILE = frozenset({"line", "lines", "said"})


def values_of(view: View) -> dict[str, Any]:
    """All that a template can use, as mappings, lists, text, numbers and truth values.

    What it could call with a word stands as a table of all the words that there are.
    """
    assessment, case, knowledge = view.assessment, view.case, view.assessment.knowledge
    questions = knowledge.questions.levels["home"].questions
    tasks = {"project", "decision", *knowledge.section("steps", "owners"), *case.owners}
    of_home = {
        home: {question: found for question in questions if (found := view.named(home, question))}
        for home in (*knowledge.homes, case.place)
    }
    return {
        **_fields(view, ("assessment", "room", "annex", "day", *_properties(view))),
        "outlook": {"missing": view.outlook.missing},
        "remarks_by_section": _plain(
            {section: view.remarks(section, 99) for section in assessment.remarks}
        ),
        "path_labels": {path: view.path_label(path) for path in knowledge.paths},
        "owners": {task: view.owner_of(task) for task in tasks},
        "home_answers": {question: view.in_home(question) for question in questions},
        "named_answers": _plain(of_home),
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Answers):
        return {**{key: _plain(one) for key, one in value.items()}, **_fields(value, _own(value))}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, msgspec.Struct):
        return _fields(value, (*value.__struct_fields__, *_properties(value)))
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return _fields(value, (*value._fields, *_properties(value)))
    if isinstance(value, (set, frozenset)):
        return sorted(map(_plain, value))
    return [_plain(one) for one in value]


def _own(value: Answers) -> Iterator[str]:
    """What a party or another entry has beside its answers."""
    slots = (name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ()))
    for name in (*slots, *_properties(value)):
        if not name.startswith("_") and name not in _OF_THE_FILE:
            yield name


def _properties(value: object) -> Iterator[str]:
    for name in dir(type(value)):
        found = getattr(type(value), name)
        if not name.startswith("_") and isinstance(found, (property, cached_property)):
            yield name


def _fields(value: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(value, name)) for name in names if name not in _WORKING}
