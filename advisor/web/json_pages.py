"""Every page as JSON, for a program that asks its address for it: behind the same guards.

What a page holds is a class, of which its template and its JSON are made; or it is what an
operation of advisor/assistant gives, so that every program is told the same.
"""

from __future__ import annotations

from functools import cached_property, partial, wraps
from typing import TYPE_CHECKING, Any

import msgspec
from flask import Blueprint, Request, Response, abort, current_app, render_template, request
from werkzeug.datastructures import MultiDict

from advisor.assistant import contracts, operations
from advisor.errors import AdvisorError, InputError, Problem
from advisor.explanation.contract import Contract
from advisor.knowledge.locate import rules_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


JSON = "application/json"
_ARGUMENTS = {"name": "case", "item": "question"}
"""What operations call the parts of an address."""
_OF_ALL = {"ask_again", "contradictions"}
"""What of an answer tells of the whole case, and so not to those who came by a link."""
pages = Blueprint("json", __name__)


class FilePage(Contract, frozen=True):
    """A file to take away, or a page that is a form alone."""

    mimetype: str
    data: bytes
    """In base64."""


class RequestInJson(Request):
    """A request whose form may come as JSON, too."""

    @cached_property
    def given(self) -> dict[str, Any]:
        """The object that was sent."""
        try:
            return msgspec.json.decode(self.get_data(), type=dict[str, Any])
        except (msgspec.DecodeError, RecursionError):
            abort(400)

    @cached_property
    def form(self) -> Any:
        """The fields that were sent."""
        if self.mimetype != JSON:
            return super().form
        several = {key: one if isinstance(one, list) else [one] for key, one in self.given.items()}
        return MultiDict((key, str(one)) for key, every in several.items() for one in every)


def wanted() -> bool:
    """Whether a program asks for JSON, or sends it."""
    best = request.accept_mimetypes.best_match(["text/html", JSON])
    return JSON in (request.mimetype, best)


def holds(what: type[Contract] | str) -> Callable[[Any], Any]:
    """Says what a page holds: of a class, or what an operation gives, which then answers JSON."""

    def page(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def answer(*given: Any, **at: Any) -> Any:
            told = isinstance(what, str) and wanted()
            return performed(str(what), **at) if told else view(*given, **at)

        answer.holds = what  # type: ignore[attr-defined]
        return answer

    return page


def shown(
    template: str, content: Contract, problems: Iterable[Problem] = (), said: Any = (), **more: Any
) -> Response:
    """A page, or what it holds as JSON."""
    if not wanted():
        values = {**msgspec.structs.asdict(content), "problems": problems, **more}
        return Response(render_template(template, **values))
    if problems:
        return refusal(InputError.together(problems))
    return _reply(content, said)


@pages.get("/openapi.json")
def description() -> Response:
    """What can be asked, as OpenAPI has it."""
    return Response((rules_folder() / "openapi.json").read_bytes(), mimetype=JSON)


def performed(operation: str, **at: str) -> Response:
    """What an operation gives: one that looks, by its address; a change, by POST."""
    asked: Any = request
    given = {**(asked.given if asked.method == "POST" else asked.args.to_dict())}
    if "changes" in request.args:
        given["changes"] = request.args.getlist("changes")
    given.update({_ARGUMENTS[key]: one for key, one in at.items()})
    told = operations.perform(current_app.extensions["desk"], operation, given)
    if "advisor.link" in request.environ and isinstance(told, contracts.ReplyJson):
        told.result.update({key: [] for key in _OF_ALL & {*told.result}})
    return _made(told)


for one in ("assess", "why", "why_not", "why_sentence"):  # which are parts of pages, or no page's
    pages.add_url_rule(f"/case/<name>/{one}", one, partial(performed, one))


def refusal(error: AdvisorError) -> Response:
    """What cannot be done, told to a program."""
    return _made(operations.refused(error))


@pages.after_app_request
def as_asked(response: Response) -> Response:
    """Wraps a file, and tells of a failure, where a program asks for JSON."""
    response.vary.add("Accept")
    status, kind = response.status_code, response.mimetype
    if kind == JSON or status // 100 == 3 or not wanted():
        return response
    response.direct_passthrough = False
    if status < 400:
        made = _reply(FilePage(kind or "", response.get_data()))
    else:
        known = operations.words()["failures"]
        made = refusal(InputError(**known.get(str(status), known["other"])))
    response.set_data(made.get_data())
    response.mimetype = JSON
    return response


def _reply(content: Contract, said: Any = ()) -> Response:
    case = (request.view_args or {}).get("name")
    told = contracts.OperationResult(content, said)
    desk = current_app.extensions["desk"]
    return _made(operations.reply(desk, request.endpoint or "", case, told))


def _made(told: contracts.ReplyJson | contracts.RefusedJson) -> Response:
    status = 422 if isinstance(told, contracts.RefusedJson) else 200
    return Response(msgspec.json.encode(told), status, mimetype=JSON)
