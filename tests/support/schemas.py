"""The published schemas of the JSON that commands print, made of the classes of the contracts."""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from typing import Any

import msgspec

from advisor.explanation.contract import Contract
from advisor.explanation.side_by_side import Cohort
from advisor.knowledge.base import Knowledge
from advisor.presentation.contracts import memo, reasoning, rules
from advisor.presentation.contracts.result import AssessmentJson
from advisor.verification.check import Report
from advisor.verification.coverage import Coverage
from advisor.verification.impact import Impact
from advisor.verification.proof.prove import Proof

PUBLISHED: dict[str, tuple[str, tuple[type[Contract], ...]]] = {
    "assessment": ("assess", (AssessmentJson,)),
    "memo": ("memo", (memo.MemoJson,)),
    "why": ("why", (reasoning.WhyJson,)),
    "why-sentence": ("why --sentence", (memo.SentenceWhyJson,)),
    "whynot": ("whynot", (reasoning.WhyNotJson,)),
    "whatif": ("whatif --set", (reasoning.WhatIfJson,)),
    "flip": ("whatif --flip", (reasoning.FlipsJson,)),
    "compare": ("compare", (reasoning.ComparisonJson,)),
    "cohort": ("cohort", (Cohort,)),
    "contrast": ("contrast", (reasoning.PairsJson, reasoning.ContrastJson)),
    "quiz": ("quiz", (reasoning.QuizJson,)),
    "trace": ("trace", (reasoning.TraceJson,)),
    "rule-book": ("rules show", (rules.RuleBookJson,)),
    "rules-graph": ("rules graph", (rules.GraphJson,)),
    "rules-check": ("rules check", (Report,)),
    "rules-coverage": ("rules coverage", (Coverage,)),
    "rules-impact": ("rules impact", (Impact,)),
    "rules-verify": ("rules verify", (Proof,)),
}
"""Each schema with the command whose JSON it describes, and the classes that this can be."""


def schema_text(name: str, knowledge: Knowledge) -> str:
    """The text of one file `rules/NAME.schema.json`."""
    command, kinds = PUBLISHED[name]
    tops, parts = described(kinds, knowledge)
    top = parts.pop(kinds[0].__name__) if len(kinds) == 1 else {"oneOf": list(tops)}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"What advisor {command} --format json prints",
        **{key: value for key, value in top.items() if key != "title"},
    }
    used = _used(schema, parts)
    schema["$defs"] = {key: value for key, value in parts.items() if key in used}
    text = json.dumps(schema, ensure_ascii=False, indent=2)
    return re.sub(r'(?<=[/"])(\w+)Json(?=")', r"\1", text) + "\n"


def described(
    kinds: tuple[type[Contract], ...], knowledge: Knowledge
) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
    """The schemas of some classes and of their parts, in their own words."""
    tops, parts = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    for kind in _with_parts(kinds):
        _describe(parts[kind.__name__], kind)
    parts["path"] = {"enum": list(knowledge.paths)}
    parts["home"] = {"enum": list(knowledge.homes)}
    parts["place"] = {"enum": [*knowledge.homes, "nowhere", "unknown"]}
    return tops, parts


def _with_parts(kinds: tuple[type[Contract], ...]) -> list[type[msgspec.Struct]]:
    """The classes and those of their fields."""
    found: dict[type[msgspec.Struct], None] = {}
    waiting: list[Any] = list(kinds)
    while waiting:
        kind = waiting.pop()
        waiting += getattr(kind, "__args__", ())
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind not in found:
            found[kind] = None
            waiting += (one.type for one in msgspec.structs.fields(kind))
    return list(found)


def _describe(schema: dict[str, Any], kind: type[msgspec.Struct]) -> None:
    """Adds what the class says of its fields; of a closed list, all must be there."""
    schema.pop("title", None)
    if "description" in schema:  # as Python keeps it: indented before 3.13
        schema["description"] = inspect.cleandoc(schema["description"])
    schema["required"] = list(schema["properties"])
    names = {one.name: one.encode_name for one in msgspec.structs.fields(kind)}
    for base in reversed(kind.__mro__):
        if issubclass(base, msgspec.Struct) and base is not msgspec.Struct:
            for name, said in _said(base).items():
                schema["properties"][names[name]]["description"] = said
    for one in schema["properties"].values():
        one.pop("default", None)


def _said(kind: type) -> dict[str, str]:
    """What stands under each field of a class."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for field, said in zip(tree.body, tree.body[1:]):
        match field, said:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=words)):
                found[name] = " ".join(str(words).split())
    return found


def _used(schema: Any, parts: dict[str, Any]) -> set[str]:
    """The parts a schema refers to, and those that they refer to."""
    found: set[str] = set()
    waiting = [schema]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += one.values()
            name = str(one.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                waiting.append(parts[name])
    return found
