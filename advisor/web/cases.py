"""The list of cases: begin one, take one in, go on with one, copy, rename or put it away."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, current_app, redirect, request, url_for

from advisor.errors import InputError
from advisor.explanation.contract import Contract
from advisor.interview import shelf
from advisor.interview.desk import NoSuchCaseError
from advisor.interview.worked_out import CaseRow
from advisor.knowledge.locate import examples
from advisor.knowledge.source import LARGEST
from advisor.web.json_pages import holds, shown

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.wrappers import Response

    from advisor.interview.desk import Desk
    from advisor.interview.worked_out import Kept

pages = Blueprint("cases", __name__)


class ListPage(Contract, frozen=True):
    """The cases of the folder."""

    cases: tuple[CaseRow, ...]
    examples: dict[str, str]
    """What a case can be begun from, each with its title."""
    writable: bool
    """Whether cases can be kept here."""


class NamePage(Contract, frozen=True):
    """A case that is to get a name, or a copy of it."""

    new: str
    """A name that is free, or the one it has."""


class RemovePage(Contract, frozen=True):
    """A case that is to leave the list."""

    trash: str
    """The folder its files would go to, beside the cases."""


def desk() -> Desk:
    """The cases of the folder that is served."""
    return cast("Desk", current_app.extensions["desk"])


def kept() -> Kept:
    """What was worked out of the cases."""
    return cast("Kept", current_app.extensions["worked-out"])


@pages.get("/")
@holds(ListPage)
def listing() -> Response:
    """All cases of the folder."""
    return _listing()


@pages.post("/cases")
def begin() -> Response | tuple[Response, int]:
    """Begins a case and goes to its first question."""
    name = request.form.get("name", "").strip()
    try:
        shelf.begin(desk(), name)
    except InputError as error:
        return _listing("name", error, name=name), 400
    return redirect(url_for("interview.tasks", name=name), 303)


@pages.post("/cases/example")
def from_example() -> Response | tuple[Response, int]:
    """Begins a case with the answers of an example."""
    known, wanted = examples(), request.form.get("example", "")
    if wanted not in known:
        return _listing(
            "example", InputError("There is no such example.", remedy="Pick one of those listed.")
        ), 400
    name = shelf.free_name(desk(), titled(wanted))
    shelf.take_in(desk(), name, known[wanted].read_bytes(), known[wanted].name)
    return redirect(url_for("interview.tasks", name=name), 303)


@pages.post("/cases/file")
def upload() -> Response | tuple[Response, int]:
    """Takes in a case file from elsewhere."""
    file = request.files.get("file")
    given = PurePath((file.filename or "") if file else "")
    if file is None or not given.name:
        return _listing("file", InputError("No file has come.", remedy="Choose a file first.")), 400
    try:
        data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise InputError(
                f"This file is larger than {LARGEST:,} bytes.", given.name,
                remedy="A case file is a few pages of text; look whether it is the right one.",
            )  # fmt: skip
        name = shelf.free_name(desk(), given.stem)
        shelf.take_in(desk(), name, data, given.name)
    except InputError as error:
        return _listing("file", error), 400
    return redirect(url_for("interview.tasks", name=name), 303)


@pages.get("/case/<name>/copy")
@pages.get("/case/<name>/rename", endpoint="rename")
@holds(NamePage)
def copying(name: str) -> Response:
    """A form for the name of a copy, or for another name."""
    _refuse_absent(name)
    return _named(name, shelf.free_name(desk(), name) if _is_copy() else name)


@pages.post("/case/<name>/copy")
@pages.post("/case/<name>/rename", endpoint="renamed")
def copied(name: str) -> Response | tuple[Response, int]:
    """Copies a case, or gives it another name."""
    new = request.form.get("name", "").strip()
    try:
        (shelf.copy if _is_copy() else shelf.rename)(desk(), name, new)
    except InputError as error:
        return _named(name, new, error), 400
    done = "copied" if _is_copy() else "renamed"
    return redirect(url_for("cases.listing", done=done, name=new), 303)


@pages.get("/case/<name>/remove")
@holds(RemovePage)
def removing(name: str) -> Response:
    """Asks whether a case is to be put into the trash."""
    _refuse_absent(name)
    return shown("remove.html.j2", RemovePage(shelf.TRASH), case=name)


@pages.post("/case/<name>/remove")
def removed(name: str) -> Response:
    """Puts a case into the trash."""
    file = shelf.discard(desk(), name)
    return redirect(url_for("cases.listing", done="removed", name=name, file=file), 303)


def _is_copy() -> bool:
    return request.path.endswith("/copy")


def _named(name: str, new: str, error: InputError | None = None) -> Response:
    problems = error.problems if error else ()
    return shown("rename.html.j2", NamePage(new), problems, case=name, copying=_is_copy())


def _listing(field: str = "", error: InputError | None = None, **given: Any) -> Response:
    """The list, with what was wrong in one of its forms."""
    rows = tuple(kept().rows(desk()))
    titles = {one: titled(one) for one in examples()}
    return shown(
        "cases.html.j2", ListPage(rows, titles, _is_writable(desk().folder)),
        error.problems if error else (), said=[one.name for one in rows],
        folder=desk().folder, field=field, given=given, trash=shelf.TRASH,
        done={key: request.args.get(key, "") for key in ("done", "name", "file")},
    )  # fmt: skip


def _is_writable(folder: Path) -> bool:
    own = os.access in os.supports_effective_ids
    return os.access(folder, os.W_OK, effective_ids=own)


def _refuse_absent(name: str) -> None:
    """Leads nowhere for a case that is not there, be it damaged or not."""
    if not desk().exists(name):
        raise NoSuchCaseError("There is no such case here.", remedy="Go back to the list of cases.")


def titled(example: str) -> str:
    """The name of an example without its number."""
    number, _, words = example.partition("-")
    return (words if number[:1].isdecimal() else example).replace("-", " ").title()
