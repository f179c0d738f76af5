"""The interview in pages: the task list, one question a page, and checking the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from advisor.interview.desk import NoSuchCaseError
from advisor.web.cases import desk

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

pages = Blueprint("interview", __name__, url_prefix="/case/<name>")


@pages.get("/")
def tasks(name: str) -> str:
    """The sections of the interview, and how far each has come."""
    with desk().open(name) as opened:
        course = opened.course
        return render_template(
            "tasks.html.j2", case=name, sections=course.sections(), left=course.left_at_most(),
            asked=course.next(),
        )  # fmt: skip


@pages.get("/next")
def following(name: str) -> Response:
    """Goes to the question that comes next, or to the answers if none is left."""
    with desk().open(name) as opened:
        asked = opened.course.next()
    if asked is None:
        return redirect(url_for("interview.tasks", name=name), 303)
    return redirect(url_for("interview.question", name=name, item=asked.item), 303)


@pages.get("/question/<item>")
def question(name: str, item: str) -> str:
    """One question, with its reason and what can be answered."""
    with desk().open(name) as opened:
        course = opened.course
        if not course.is_item(item):
            raise NoSuchCaseError("There is no such question in this case.")
        asked = course.again(item)
        return render_template(
            "question.html.j2", case=name, asked=asked,
            title=course.wording.question_of(item, course.draft),
            choices=course.wording.choices(item, course.draft, asked.homes),
        )  # fmt: skip


@pages.post("/question/<item>")
def answer(name: str, item: str) -> Response:
    """Takes an answer, and goes on."""
    with desk().change(name) as opened:
        course = opened.course
        asked = course.again(item)
        choices = course.wording.choices(item, course.draft, asked.homes)
        text = request.form.get("answer", "")
        course.keep(asked, course.understanding.answer(asked, choices, text, None))
    return redirect(url_for("interview.following", name=name), 303)
