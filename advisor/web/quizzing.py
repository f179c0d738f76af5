"""The quiz on a case, a question a page.

What was answered stands in the address alone: a page that is kept as a bookmark is gone on from
there, going back is the browser's own back, and nothing is ever saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for

from advisor.errors import InputError
from advisor.explanation.contract import Contract, one_of
from advisor.explanation.quiz import NOT_KNOWN, Quiz, taken_up
from advisor.explanation.quiz_size import (
    FEWEST_QUESTIONS,
    LARGEST_SEED,
    MOST_QUESTIONS,
    NUMBER,
    SEED,
)
from advisor.presentation.quiz import LETTERS, QuizWords, ToldReason
from advisor.web.json_pages import holds, shown
from advisor.web.memo import worked_out

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

pages = Blueprint("quiz", __name__, url_prefix="/case/<name>/quiz")
_DUNNO = "-"


class QuizPage(Contract, frozen=True, kw_only=True):
    """A screen of a quiz; what is right is told once a question is answered."""

    screen: Annotated[str, one_of("start", "question", "sheet")]
    told: tuple[tuple[str, str], ...] = ()
    """What is shown of the case: what that is, and what the file says."""
    asks: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """The answers to choose from: the letter to send as choice, and what it says."""
    taken: str | None = None
    right: str | None = None
    reasons: tuple[ToldReason, ...] = ()
    more: tuple[str, ...] = ()
    score: tuple[tuple[str, bool], ...] = ()
    """At the end, each question and whether it was answered rightly."""
    next: str = ""
    """The address of what comes next, to which a choice is added."""


@pages.get("/")
@holds(QuizPage)
def asked(name: str) -> AnyResponse:
    """The question that comes next, or an answered one with its mark; at the end the score."""
    case = worked_out(name)
    if "seed" not in request.args:
        words = QuizWords(Quiz(case.assessment, SEED, NUMBER, ()))
        content = QuizPage(screen="start", told=words.case, next=f"?seed={SEED}")
        return shown("quiz.html.j2", content, said=[one for _, one in words.case], case=name,
                     seed=SEED, number=NUMBER,
                     fewest=FEWEST_QUESTIONS, most=MOST_QUESTIONS)  # fmt: skip
    found = case.quiz(
        seed=_number("seed", SEED, 0, LARGEST_SEED),
        number=_number("questions", NUMBER, FEWEST_QUESTIONS, MOST_QUESTIONS),
    )
    given = tuple(map(_taken, request.args.get("given", "")))
    chosen = request.args.get("choice", "")
    found = taken_up(found, request.args.get("quiz", found.mark), (*given, *map(_taken, chosen)))
    if chosen:
        return redirect(_address(name, found, len(given)), 303)
    done = len(found.given)
    at = min(_number("at", done, 0, len(found.questions)), done)
    words = QuizWords(found)
    more: dict[str, Any] = {"case": name, "quiz": found, "at": at, "given": _letters(found)}

    def address(place: int) -> str:
        return _address(name, found, place)

    if at == len(found.questions):
        marks = [words.mark(place, one) for place, one in enumerate(found.given)]
        told = [words.question(place) for place in range(done)]
        score = tuple((one.asks, mark.right) for one, mark in zip(told, marks))
        content = QuizPage(screen="sheet", score=score)
        return shown("quiz.html.j2", content, rows=[*zip(told, marks)],
                     again=words.again(found), address=address, **more)  # fmt: skip
    mark = words.mark(at, found.given[at]) if at < done else None
    question = words.question(at)
    content = QuizPage(
        screen="question",
        told=question.shown,
        asks=question.asks,
        choices=tuple((one.letter, one.says) for one in question.choices),
        taken=mark.taken.letter if mark and mark.taken else None,
        right=question.right.letter if mark else None,
        reasons=question.reasons if mark else (),
        more=mark.more if mark else (),
        next=address(at + 1) if mark else address(at),
    )
    return shown("quiz.html.j2", content, said=[one for _, one in question.shown],
                 question=question, mark=mark, address=address, **more)  # fmt: skip


def _address(name: str, found: Quiz, at: int) -> str:
    """The page of one question, with all that was answered."""
    kept = {"seed": found.seed, "questions": found.number, "quiz": found.mark,
            "given": _letters(found), "at": at}  # fmt: skip
    return f"{url_for('quiz.asked', name=name)}?{urlencode(kept)}"


def _letters(found: Quiz) -> str:
    return "".join(_DUNNO if one == NOT_KNOWN else LETTERS[one] for one in found.given)


def _taken(letter: str) -> int:
    """The choice of a letter; of any other, one that no question has."""
    if letter == _DUNNO:
        return NOT_KNOWN
    return LETTERS.index(letter) if letter in LETTERS else len(LETTERS)


def _number(key: str, usual: int, least: int, most: int) -> int:
    typed = request.args.get(key, "").strip()
    if not typed:
        return usual
    if typed.isdecimal() and len(typed) < 10 and least <= int(typed) <= most:
        return int(typed)
    raise InputError(
        f"This is no number from {least} to {most}.", remedy="Go back, and write another."
    )
