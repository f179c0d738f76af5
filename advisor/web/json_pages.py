"""What the pages hold, as JSON: the operations of advisor/assistant behind the same guards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import HTTPException

from advisor.assistant.contracts import FaultJson, RefusedJson
from advisor.assistant.operations import OPERATIONS, perform, words
from advisor.knowledge.locate import rules_folder
from advisor.web.cases import desk

if TYPE_CHECKING:
    from advisor.assistant.contracts import ReplyJson

pages = Blueprint("json", __name__, url_prefix="/json")


@pages.get("/")
def description() -> Response:
    """What can be asked, as OpenAPI has it."""
    made = (rules_folder() / "openapi.json").read_bytes()
    return Response(made, mimetype="application/json")


@pages.route("/<path:name>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def operation(name: str) -> Response:
    """An operation: one that looks by GET, with its arguments in the address; a change by POST."""
    if name not in OPERATIONS:
        abort(404)
    posted = request.method == "POST"
    if request.method != ("POST" if OPERATIONS[name].changes else "GET"):
        abort(405)
    reply = perform(desk(), name, _posted() if posted else _in_address(), strict=posted)
    return _made(reply, 422 if isinstance(reply, RefusedJson) else 200)


@pages.errorhandler(HTTPException)
def failed(error: HTTPException) -> Response:
    """What goes wrong is told as JSON, too."""
    return _failure(error.code or 500)


@pages.after_request
def kept_out(response: Response) -> Response:
    """So is why a program does not come in."""
    told = response.status_code < 400 or response.mimetype == "application/json"
    return response if told else _failure(response.status_code)


def _in_address() -> dict[str, Any]:
    given: dict[str, Any] = request.args.to_dict()
    return {**given, "changes": request.args.getlist("changes")} if "changes" in given else given


def _posted() -> Any:
    try:
        if request.mimetype == "application/json":
            return msgspec.json.decode(request.get_data())
    except msgspec.DecodeError:
        pass
    abort(400)


def _failure(status: int) -> Response:
    known = words()["failures"]
    said = known.get(str(status), known["other"])
    return _made(RefusedJson(problems=(FaultJson(said["what"], None, said["remedy"]),)), status)


def _made(reply: ReplyJson | RefusedJson, status: int) -> Response:
    return Response(msgspec.json.encode(reply), status, mimetype="application/json")
