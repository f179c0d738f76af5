"""Predict first: a class says what it expects before the explorer shows what comes of it.

A lesson lives in memory and ends with the server. Whoever has its code can predict and see the
tally, and nothing else; who predicted what is kept under a number that only their browser knows.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Annotated, cast
from urllib.parse import urlencode

from flask import (
    Blueprint,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from advisor.explanation.contract import At, Contract
from advisor.presentation.exploration import Exploration, ExploredStep
from advisor.presentation.supposable import AnswerChanged
from advisor.web.exploring import supposed, tidy
from advisor.web.guarding import guard
from advisor.web.json_pages import FilePage, holds, shown

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

pages = Blueprint("predicting", __name__)
_COOKIE = "advisor-voice"
LETTERS = "BCDFGHJKMNPQRSTVWXZ"
LENGTH = 6
LONGEST = 4 * 3600
"""Seconds that a lesson lasts."""
MOST_LESSONS, MOST_VOICES = 20, 200
FEWEST = 3
"""Predictions below which no tally is shown, so that no single person can be read from it."""
WRONG_CODES, PAUSE = 30, 60
"""Wrong codes after which none is tried for so many seconds."""


class Prediction:
    """One question to a class: which path would be advised then?"""

    def __init__(
        self,
        case: str,
        given: list[tuple[str, str]],
        choices: dict[str, str],
        answer: str,
        told: Exploration,
    ) -> None:
        """Opens it for predictions.

        Args:
            given: What is supposed, as the address of the explorer has it.
            choices: The paths to choose from, each with its name in a few words.
        """
        self.case, self.query, self.choices, self.answer = case, urlencode(given), choices, answer
        self.supposed, self._parted = told.supposed, told.parted
        self.added = tuple(one.rpartition("|")[0] for key, one in given if key == "add")
        self.until = time.monotonic() + LONGEST
        self.revealed = False
        self.said: dict[str, str] = {}

    @property
    def answer_shown(self) -> str | None:
        """The path that is advised; nothing before the reveal."""
        return self.answer if self.revealed else None

    @property
    def parted(self) -> tuple[ExploredStep, ...]:
        """Where the roads part; nothing before the reveal."""
        return self._parted if self.revealed else ()

    @property
    def tally(self) -> list[tuple[str, int]] | None:
        """How many expect each path; nothing before the reveal, or where too few have said."""
        if not self.revealed or len(self.said) < FEWEST:
            return None
        counted = Counter(self.said.values())
        return [(label, counted[path]) for path, label in self.choices.items()]


class Predictions:
    """The lessons that are open."""

    def __init__(self) -> None:
        self._open: dict[str, Prediction] = {}
        self._guard = threading.Lock()
        self._wrong: list[float] = []

    def begin(self, lesson: Prediction) -> str:
        """Opens a lesson; gives its code."""
        with self._guard:
            while len(self._open) >= MOST_LESSONS:
                del self._open[next(iter(self._open))]
            code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
            self._open[code] = lesson
        return code

    def find(self, code: str) -> Prediction | None:
        """The lesson of a code; nothing if there is none, or too many wrong codes were tried."""
        now = time.monotonic()
        with self._guard:
            self._wrong = [one for one in self._wrong if now - one < PAUSE]
            if len(self._wrong) >= WRONG_CODES:
                return None
            lesson = self._open.get(code.strip().upper())
            if lesson is None or lesson.until < now:
                self._wrong.append(now)
                return None
            return lesson

    def end(self, code: str) -> None:
        """Forgets a lesson with all that was predicted in it."""
        with self._guard:
            self._open.pop(code, None)


class LessonPage(Contract, frozen=True):
    """A question to a class."""

    choices: dict[str, str]
    """The paths to choose from, each in words."""
    revealed: Annotated[str | None, At("answer_shown")]
    """The path that is advised; null before the reveal."""
    tally: dict[str, int]
    """How many expect each path, in words; nothing where it is not shown."""
    mine: str | None
    """What was predicted from here."""


class LedPage(LessonPage, frozen=True):
    """The same for the trainer, who tells the class what is supposed."""

    supposed: tuple[AnswerChanged, ...]
    added: tuple[str, ...]
    """Parties that are supposed to be on the list."""
    parted: tuple[ExploredStep, ...]
    """After the reveal, where the roads part."""


def lessons() -> Predictions:
    """The lessons that are open."""
    return cast("Predictions", current_app.extensions["lessons"])


def _lesson(code: str) -> Prediction:
    return lessons().find(code) or abort(404, "There is no lesson of this code, or it has ended.")


@pages.post("/case/<name>/explore/predict")
def begin(name: str) -> Response:
    """Begins a lesson on what the switches of the explorer would do."""
    given = tidy([(key, one) for key, one in request.form.items(multi=True) if one])
    found, then, acts = supposed(name, given)
    now = found.assessment
    paths = now.knowledge.paths
    offered = {now.path, then.path, *(one.path for one in (*now.alternatives, *then.alternatives))}
    choices = {key: str(one["label"]) for key, one in paths.items() if key in offered}
    told = found.explorer.supposing(then, acts)
    code = lessons().begin(Prediction(name, given, choices, then.path, told))
    return redirect(url_for("predicting.led", code=code), 303)


@pages.get("/lesson/<code>")
@holds(LedPage)
def led(code: str) -> Response:
    """The page of the trainer: the code, how many have predicted, after the reveal the tally."""
    lesson = _lesson(code)
    content = LedPage.of(lesson, tally=dict(lesson.tally or ()), mine=None)
    return shown("predict.html.j2", content, code=code, lesson=lesson,
                 phones=guard().any_address, origin=guard().origin)  # fmt: skip


@pages.post("/lesson/<code>")
def reveal(code: str) -> Response:
    """Takes the show of hands of a class on one machine, and reveals."""
    lesson = _lesson(code)
    for path in lesson.choices:
        hands = request.form.get(path, "")
        for number in range(min(int(hands), MOST_VOICES) if hands.isdecimal() else 0):
            lesson.said[f"hand-{path}-{number}"] = path
    lesson.revealed = True
    return redirect(url_for("predicting.led", code=code), 303)


@pages.post("/lesson/<code>/end")
def end(code: str) -> Response:
    """Ends a lesson, and goes on in the explorer."""
    lesson = _lesson(code)
    lessons().end(code)
    return redirect(f"{url_for('explorer.shown', name=lesson.case)}?{lesson.query}", 303)


@pages.get("/class")
@holds(FilePage)
def join() -> str:
    """Asks for the code."""
    return render_template("class-code.html.j2", wrong=False)


@pages.post("/class")
def joined() -> Response | tuple[str, int]:
    """Goes to the lesson of a code."""
    code = request.form.get("code", "").strip().upper()
    if lessons().find(code) is None:
        return render_template("class-code.html.j2", wrong=True), 404
    return redirect(url_for("predicting.form", code=code), 303)


@pages.get("/class/<code>")
@holds(LessonPage)
def form(code: str) -> Response:
    """The prediction form, and after the reveal the tally."""
    lesson = _lesson(code)
    mine = lesson.said.get(request.cookies.get(_COOKIE, ""))
    return shown(
        "class.html.j2",
        LessonPage.of(lesson, tally=dict(lesson.tally or ()), mine=mine),
        code=code,
        lesson=lesson,
    )


@pages.post("/class/<code>")
def predict(code: str) -> Response:
    """Takes a prediction; it can be changed until the reveal."""
    lesson, voice = _lesson(code), request.cookies.get(_COOKIE, "")
    path = request.form.get("path", "")
    known = voice in lesson.said
    if not known:
        voice = secrets.token_urlsafe(16)
    open_ = not lesson.revealed and path in lesson.choices
    if open_ and (known or len(lesson.said) < MOST_VOICES):
        lesson.said[voice] = path
    response = make_response(redirect(url_for("predicting.form", code=code), 303))
    response.set_cookie(_COOKIE, voice, httponly=True, samesite="Strict", secure=guard().tls)
    return response
