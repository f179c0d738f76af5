"""The description of the JSON that programs get: made of the operations and their classes."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
from support.schemas import described

from advisor.assistant.contracts import RefusedJson, ReplyJson
from advisor.assistant.operations import OPERATIONS, takes, words
from advisor.presentation.contracts.contract import VERSION


def openapi_text(knowledge) -> str:
    """The text of `rules/openapi.json`."""
    kinds = (*dict.fromkeys([ReplyJson, RefusedJson, *(one.gives for one in OPERATIONS.values())]),)
    _, parts = described(kinds, knowledge)
    whole = {
        "openapi": "3.1.0",
        "info": {
            "title": "What programs ask of advisor serve and advisor mcp",
            "version": str(VERSION),
            "description": words()["notice"],
        },
        "paths": {f"/json/{name}": _path(name) for name in OPERATIONS},
        "components": {"schemas": parts},
    }
    text = json.dumps(whole, ensure_ascii=False, indent=2).replace("#/$defs/", _AT)
    return re.sub(r'(?<=[/"])(\w+)Json(?=")', r"\1", text) + "\n"


_AT = "#/components/schemas/"


def _path(name: str) -> dict[str, Any]:
    asked, arguments = OPERATIONS[name], _arguments(name)
    told = {"allOf": [_ref("ReplyJson"), {"properties": {"result": _ref(asked.gives.__name__)}}]}
    made: dict[str, Any] = {"operationId": name, "summary": words()["operations"][name]["about"]}
    if asked.changes:
        made["requestBody"] = {"required": True, **_content(arguments)}
    else:
        made["parameters"] = [
            {
                "name": key,
                "in": "query",
                "required": key in arguments.get("required", ()),
                "description": one.pop("description"),
                "schema": one,
            }
            for key, one in arguments["properties"].items()
        ]
    made["responses"] = {
        "200": {"description": "What was found.", **_content(told)},
        "default": {"description": "Why nothing was done.", **_content(_ref("RefusedJson"))},
    }
    return {"post" if asked.changes else "get": made}


def _arguments(name: str) -> dict[str, Any]:
    _, parts = msgspec.json.schema_components([takes(name)])
    return dict(parts[name])


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"{_AT}{name}"}
