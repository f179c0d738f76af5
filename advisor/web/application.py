"""The application of `advisor serve`: what holds for every page."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, render_template, request
from jinja2 import FileSystemLoader, StrictUndefined
from werkzeug.exceptions import HTTPException

from advisor._version import __version__
from advisor.errors import AdvisorError, InputError
from advisor.interview.desk import Desk, NoSuchCaseError
from advisor.interview.worked_out import Kept, WorkedOut
from advisor.knowledge.base import using
from advisor.knowledge.locate import templates_folder
from advisor.presentation.templating.rendering import OF_LANGUAGE
from advisor.web import (
    cases,
    exploring,
    guarding,
    interviewing,
    json_pages,
    memo,
    predicting,
    quizzing,
    sharing,
)
from advisor.web.guarding import Guard

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from advisor.knowledge.base import Knowledge

LARGEST_UPLOAD = 2_000_000
"""Bytes of whatever is sent to the server."""
PATIENCE = 5.0
"""Seconds that the end waits for what is being worked out; in between it cannot be broken off."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Ahead:
    """A thread that looks ahead in the cases that were looked at, one after another.

    The solver lets other threads run meanwhile. Whoever comes before it is done waits for it, and
    works nothing out twice; where it has not come to a case yet, the page does it by itself.
    """

    def __init__(self, desk: Desk) -> None:
        """Takes the cases; nothing is done before `start`."""
        self._desk = desk
        self._waiting: dict[str, None] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins, in a thread that ends with the program."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Ends it, after what is being worked out."""
        thread, self._thread = self._thread, None
        with self._changed:
            self._changed.notify()
        if thread is not None:
            thread.join(PATIENCE)

    def look_at(self, name: str) -> None:
        """Has it look ahead in a case, as soon as it can."""
        if self._thread is not None:
            with self._changed:
                self._waiting[name] = None
                self._changed.notify()

    def _run(self) -> None:
        while self._thread is not None:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._thread is None)
                names = [*self._waiting]
                self._waiting.clear()
            for name in names:
                if self._thread is not None:
                    with suppress(AdvisorError), using(self._desk.knowledge):
                        self._look_ahead(name)

    def _look_ahead(self, name: str) -> None:
        """Looks ahead in one case; once more where only then it is known what comes soon."""
        for _ in range(2):
            with self._desk.open(name) as opened:
                work = opened.course.ahead()
            if not work():
                return


def make_application(folder: Path, knowledge: Knowledge, guard: Guard | None = None) -> Flask:
    """The pages over one folder of cases.

    Args:
        guard: How far the server is open; to this computer alone if nothing is said.
    """
    guard = guard or Guard()
    pages = templates_folder() / "web"
    app = Flask(
        "advisor.web", template_folder=str(pages), static_folder=str(pages / "static"),
        static_url_path="/static",
    )  # fmt: skip
    # Flask escapes by the ending of a file, and ours end in .j2.
    app.jinja_options = {"autoescape": True, "undefined": StrictUndefined}
    app.jinja_loader = FileSystemLoader([pages, templates_folder()])
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    app.config["MAX_FORM_MEMORY_SIZE"] = guarding.LARGEST_FORM
    app.config["MAX_FORM_PARTS"] = guarding.MOST_FIELDS
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(OF_LANGUAGE)
    desk = app.extensions["desk"] = Desk(folder, knowledge)
    app.extensions["guard"] = guard
    app.extensions["ahead"] = Ahead(desk)
    app.before_request(guarding.check)
    app.before_request(sharing.check)
    app.register_blueprint(guarding.pages)
    app.register_blueprint(json_pages.pages)
    app.request_class = json_pages.RequestInJson
    app.extensions["worked-out"] = Kept(lambda opened: WorkedOut(opened, knowledge))
    app.register_blueprint(sharing.pages)
    app.register_blueprint(cases.pages)
    app.register_blueprint(interviewing.pages)
    app.register_blueprint(memo.pages)
    app.register_blueprint(exploring.pages)
    app.register_blueprint(predicting.pages)
    app.register_blueprint(quizzing.pages)
    app.extensions["lessons"] = predicting.Predictions()
    app.after_request(_guarded)
    app.register_error_handler(AdvisorError, _refused)
    app.register_error_handler(HTTPException, _failed)
    app.context_processor(
        lambda: {"version": __version__, "guard": guard, "guest": sharing.guest()}
    )
    inner = app.wsgi_app

    def knowing(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        sharing.by_link(environ, desk.links)
        with using(knowledge):  # a thread of the server knows of no other knowledge by itself
            return inner(environ, start)

    app.wsgi_app = knowing  # type: ignore[assignment,method-assign]
    return app


def _guarded(response: Response) -> Response:
    """Lets a browser load and send nothing but what is ours, and keep no answers."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Not "no-referrer": with that, browsers would send our own forms without their origin.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _refused(error: AdvisorError) -> tuple[str | Response, int]:
    """A page for what the person can put right."""
    status = 404 if isinstance(error, NoSuchCaseError) else 409
    if json_pages.wanted():
        return json_pages.refusal(error), status
    problems: Any = error.problems if isinstance(error, InputError) else ()
    return render_template("refused.html.j2", problems=problems, says=str(error)), status


def _failed(error: HTTPException) -> tuple[str, int]:
    """A page for an address that is not there, a form that is too large, and the like."""
    return render_template("failed.html.j2", error=error), error.code or 500
