"""The description of the pages as JSON: made of their addresses and of the classes they hold."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from support.schemas import described

from advisor.assistant.contracts import RefusedJson, ReplyJson
from advisor.assistant.operations import OPERATIONS, takes, words
from advisor.explanation.contract import VERSION
from advisor.web.application import make_application

_AT = "#/components/schemas/"
_PARTS = {"name": "case", "item": "question"}


def addresses(app):
    """Each address with its method, its page, and what that holds: a class, an operation's name."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        for method in sorted({"GET", "POST"} & {*rule.methods}):
            if rule.endpoint not in {"static", "json.description"}:
                held = getattr(app.view_functions[rule.endpoint], "holds", None)
                blueprint, _, name = rule.endpoint.partition(".")
                what = name if blueprint == "json" else held
                yield re.sub(r"<(\w+:)?(\w+)>", r"{\2}", rule.rule), method, rule.endpoint, what


def openapi_text(knowledge) -> str:
    """The text of `rules/openapi.json`."""
    with TemporaryDirectory() as folder:
        told = [*addresses(make_application(Path(folder), knowledge))]
    held = [_class(one) for *_, one in told if one]
    kinds = (*dict.fromkeys([ReplyJson, RefusedJson, *held]),)
    _, parts = described(kinds, knowledge)
    paths: dict[str, Any] = {}
    for address, method, endpoint, what in told:
        path = paths.setdefault(address, {})
        path[method.lower()] = _told(address, method, endpoint, what)
    whole = {
        "openapi": "3.1.0",
        "info": {
            "title": "What advisor serve tells programs that ask its pages for application/json",
            "version": str(VERSION),
            "description": words()["notice"],
        },
        "paths": paths,
        "components": {"schemas": parts},
    }
    text = json.dumps(whole, ensure_ascii=False, indent=2).replace("#/$defs/", _AT)
    short = "|".join(one[:-4] for one in parts if one.endswith("Json") and one[:-4] not in parts)
    return re.sub(rf'(?<=[/"])({short})Json(?=")', r"\1", text) + "\n"


def _class(what):
    return OPERATIONS[what].gives if isinstance(what, str) else what


def _told(address: str, method: str, endpoint: str, what: Any) -> dict[str, Any]:
    by_operation = isinstance(what, str)
    if by_operation:
        about, fields, needed = _arguments(what, re.findall(r"{(\w+)}", address))
    else:
        said = words()["pages"][endpoint]
        about, fields, needed = (
            said["about"],
            *_fields(said.get("takes" if method == "POST" else "query", {})),
        )
    made: dict[str, Any] = {"operationId": f"{endpoint}.{method.lower()}", "summary": about}
    parts = [
        {"name": one, "in": "path", "required": True, "schema": {"type": "string"}}
        for one in re.findall(r"{(\w+)}", address)
    ]
    if method == "GET":
        parts += [
            {
                "name": key, "in": "query", "required": key in needed,
                "description": one["description"],
                "schema": {name: value for name, value in one.items() if name != "description"},
            }
            for key, one in fields.items()
        ]  # fmt: skip
    elif fields:
        kind = "multipart/form-data" if "file" in fields else "application/json"
        body = {"type": "object", "properties": fields, "required": [*needed]}
        made["requestBody"] = {"required": True, "content": {kind: {"schema": body}}}
    if parts:
        made["parameters"] = parts
    if what is None:
        done = {"303": {"description": "It is done; Location is where to look."}}
    else:
        result = {"properties": {"result": _ref(_class(what).__name__)}}
        told = {"allOf": [_ref("ReplyJson"), result]}
        done = {"200": {"description": "What the page holds.", **_content(told)}}
    wrong = {"description": "Why nothing was done.", **_content(_ref("RefusedJson"))}
    return {**made, "responses": {**done, "default": wrong}}


def _arguments(name: str, given: list[str]) -> tuple[str, dict[str, Any], list[str]]:
    _, parts = msgspec.json.schema_components([takes(name)])
    inside = {_PARTS[one] for one in given}
    fields = {key: one for key, one in parts[name]["properties"].items() if key not in inside}
    needed = [one for one in parts[name].get("required", ()) if one in fields]
    return words()["operations"][name]["about"], fields, needed


def _fields(said: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Fields of a page; a star says that one can come more than once."""
    text = {"type": "string"}
    return {
        key.rstrip("*"): {
            **({"type": "array", "items": text} if key.endswith("*") else text), "description": one
        }
        for key, one in said.items()
    }, []  # fmt: skip


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"{_AT}{name}"}
