"""The quiz on a case, a question a page.

What was answered stands in the address alone: a page that is kept as a bookmark is gone on from
there, going back is the browser's own back, and nothing is ever saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for

from advisor.errors import InputError
from advisor.explanation.quiz import (
    FEWEST_QUESTIONS,
    LARGEST_SEED,
    MOST_QUESTIONS,
    NOT_KNOWN,
    NUMBER,
    SEED,
    Quiz,
    taken_up,
)
from advisor.presentation.quiz import LETTERS, QuizWords
from advisor.web.memo import worked_out

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

pages = Blueprint("quiz", __name__, url_prefix="/case/<name>/quiz")
_DUNNO = "-"


@pages.get("/")
def asked(name: str) -> AnyResponse | str:
    """The question that comes next, or an answered one with its mark; at the end the score."""
    case = worked_out(name)
    if "seed" not in request.args:
        words = QuizWords(Quiz(case.assessment, SEED, NUMBER, ()))
        return render_template("quiz.html.j2", case=name, told=words.case, screen="start",
                               seed=SEED, number=NUMBER, most=MOST_QUESTIONS)  # fmt: skip
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
    shown = {"case": name, "quiz": found, "at": at, "given": _letters(found)}

    def address(place: int) -> str:
        return _address(name, found, place)

    if at == len(found.questions):
        marks = [words.mark(place, one) for place, one in enumerate(found.given)]
        told = [words.question(place) for place in range(done)]
        return render_template("quiz.html.j2", screen="sheet", rows=[*zip(told, marks)],
                               again=words.again(found), address=address, **shown)  # fmt: skip
    mark = words.mark(at, found.given[at]) if at < done else None
    return render_template("quiz.html.j2", screen="question", question=words.question(at),
                           mark=mark, address=address, **shown)  # fmt: skip


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
