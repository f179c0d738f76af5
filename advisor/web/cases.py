"""The list of cases: begin one, or go on with one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from advisor.errors import InputError

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from advisor.interview.desk import Desk

pages = Blueprint("cases", __name__)


def desk() -> Desk:
    """The cases of the folder that is served."""
    return cast("Desk", current_app.extensions["desk"])


@pages.get("/")
def listing() -> str:
    """All cases of the folder."""
    return render_template("cases.html.j2", cases=desk().listed(), folder=desk().folder.name)


@pages.post("/cases")
def begin() -> Response:
    """Begins a case and goes to its first question."""
    name = request.form.get("name", "").strip()
    if desk().exists(name):
        raise InputError(f"There is a case “{name}” already.", remedy="Choose another name.")
    with desk().change(name, new=True) as opened:
        opened.course.answered.save()
    return redirect(url_for("interview.tasks", name=name), 303)
