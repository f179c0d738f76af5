"""The memo on screen and to take away, and what it would take to change the advice."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from markupsafe import Markup

from advisor.errors import InputError
from advisor.explanation.contract import Contract
from advisor.explanation.flip import flips
from advisor.explanation.side_by_side import whatif
from advisor.interview import shelf
from advisor.interview.desk import NoSuchCaseError
from advisor.interview.worked_out import WorkedOut, case_file
from advisor.knowledge.locate import installing
from advisor.model.changed_case import suppose
from advisor.model.replacing import replace
from advisor.presentation.documents.writing import is_installed, write_document
from advisor.presentation.memo import write_memo
from advisor.presentation.reissue import record_of
from advisor.presentation.supposable import AnswerToSuppose, SupposableAnswers
from advisor.presentation.what_changes import WhatChanges
from advisor.solver.session import SolverMissingError
from advisor.web.cases import desk, kept
from advisor.web.json_pages import FilePage, holds
from advisor.web.json_pages import shown as page

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

pages = Blueprint("memo", __name__, url_prefix="/case/<name>")


class TakenAway(NamedTuple):
    """A form in which something can be taken away."""

    ending: str
    mimetype: str
    document: bool = False
    """Whether it is made as a document, which may need what is not installed."""


FORMS = {
    "docx": TakenAway(
        ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", True
    ),
    "pdf": TakenAway(".pdf", "application/pdf", True),
    "html": TakenAway(".html", "text/html", True),
    "markdown": TakenAway(".md", "text/markdown"),
    "case": TakenAway(".yaml", "application/yaml"),
    "record": TakenAway(".memo.json", "application/json"),
}
"""What can be taken away, by the names in the address."""


class SupposePage(Contract, frozen=True):
    """The answers about one subject, to suppose others."""

    subject: str
    asked: tuple[AnswerToSuppose, ...]


def worked_out(name: str) -> WorkedOut:
    """What follows from a case.

    Raises:
        TooFewAnswersError: If it has too few answers for anything to follow.
    """
    with desk().open(name) as opened:
        found = kept().of(opened)
    if found is None:
        raise TooFewAnswersError(name)
    return found


class TooFewAnswersError(Exception):
    """A case of which nothing can be said yet."""


@pages.app_errorhandler(TooFewAnswersError)
def too_few(error: TooFewAnswersError) -> tuple[str, int]:
    """A page that says what is wanted first."""
    return render_template("too-few.html.j2", case=error.args[0]), 409


@pages.get("/memo")
@holds("memo")
def shown(name: str) -> str:
    """The memo, each sentence with what it rests on."""
    with desk().open(name) as opened:
        found = kept().of(opened)
        if found is None:
            raise TooFewAnswersError(name)
        standing, changed = found.standing, opened.is_begun and opened.session.has_changed()
    title, memo = found.page
    return render_template(
        "memo.html.j2", case=name, title=title, memo=Markup(memo), left=found.left,
        standing=standing, changed=changed, path=found.path,
        forms=[key for key, one in FORMS.items() if not one.document or is_installed(key)],
        installing=installing("documents"),
        missing=[key for key, one in FORMS.items() if one.document and not is_installed(key)],
    )  # fmt: skip


@pages.get("/download/<form>")
@holds(FilePage)
def download(name: str, form: str) -> Response:
    """The memo, its record or the case file, as a file."""
    if form not in FORMS:
        raise NoSuchCaseError(
            "There is no such form of a memo.", remedy=f"There are: {', '.join(FORMS)}."
        )
    wanted = FORMS[form]
    if form == "case":
        with desk().open(name) as opened:
            made = case_file(opened, desk().knowledge)
    else:
        made = _made(worked_out(name), form)
    public = "public" in request.args and form != "case"
    ending = f".public{wanted.ending}" if public else wanted.ending
    return send_file(
        io.BytesIO(made), wanted.mimetype, as_attachment=True, download_name=f"{name}{ending}"
    )


def _made(found: WorkedOut, form: str) -> bytes:
    circulation = "public" in request.args
    if form == "record":
        return record_of(found.assessment)
    if form == "markdown":
        return write_memo(found.assessment, circulation=circulation).encode()
    return write_document(found.assessment, form, circulation=circulation)


@pages.get("/change")
@holds("flip")
def change(name: str) -> str:
    """What it would take to change the advice."""
    found = worked_out(name)
    words, to = WhatChanges(found.assessment), request.args.get("to", "")
    to = to if to in words.other_paths else ""
    missing, ways = "", None
    try:
        ways = words.ways(flips(found.assessment, to) if to else found.flips)
    except SolverMissingError as error:
        missing = str(error)
    return render_template(
        "change.html.j2", case=name, path=found.path, to=to, paths=words.other_paths, ways=ways,
        missing=missing, subjects=words.answers.subjects(), unchanged="unchanged" in request.args,
    )  # fmt: skip


@pages.get("/change/<subject>")
@holds(SupposePage)
def answers(name: str, subject: str) -> Response:
    """The answers about one subject, to suppose others."""
    found = worked_out(name)
    words = SupposableAnswers(found.assessment)
    title = words.subjects().get(subject)
    if title is None:
        raise NoSuchCaseError(
            "There is nothing of that name in this case.",
            remedy="Take one that the explorer names.",
        )
    content = SupposePage(title, words.of(subject))
    return page("suppose.html.j2", content, said=found.assessment.case.plain(), case=name)


@pages.get("/what-if")
@holds("what_if")
def tried(name: str) -> AnyResponse | str:
    """What would be advised if some answers were others."""
    found = worked_out(name)
    changes = _changes(found)
    if not changes:
        return redirect(url_for("memo.change", name=name, unchanged=1), 303)
    return _tried(name, found, changes, shelf.free_name(desk(), name))


@pages.post("/what-if")
def keep(name: str) -> AnyResponse | tuple[str, int]:
    """Keeps a case with other answers as a new one."""
    found = worked_out(name)
    changes, new = request.form.getlist("changes"), request.form.get("name", "").strip()
    case = whatif(found.assessment, changes).after.case
    try:
        shelf.copy(desk(), name, new)
    except InputError as error:
        return _tried(name, found, changes, new, error.problems), 400
    with desk().change(new) as opened:
        answered = opened.course.answered
        content = answered.draft.content = found.answers_of(case)
        if opened.is_begun:
            answered.save()
        else:
            replace(opened.path, case_file(opened, desk().knowledge, content))
    desk().forget(new)
    return redirect(url_for("memo.shown", name=new), 303)


def _tried(
    name: str, found: WorkedOut, changes: list[str], proposed: str, problems: Any = ()
) -> str:
    return render_template(
        "what-if.html.j2", case=name, path=found.path, changes=changes, problems=problems,
        told=WhatChanges(found.assessment).tried(whatif(found.assessment, changes)),
        proposed=proposed,
    )  # fmt: skip


def _changes(found: WorkedOut) -> list[str]:
    """The answers that are supposed to be others than they are, as they are typed."""
    case, knowledge = found.assessment.case, found.assessment.knowledge
    now = SupposableAnswers(found.assessment).now
    told = []
    for typed in request.args.getlist("changes"):
        supposed = suppose(typed, case, knowledge)
        if now(supposed.name) != typed.partition("=")[2]:
            told.append(str(supposed))
    return told
