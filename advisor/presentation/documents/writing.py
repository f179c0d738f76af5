"""Writes the memo as a document of any of the forms."""

from __future__ import annotations

import base64
from importlib.util import find_spec
from typing import TYPE_CHECKING

from advisor.errors import InputError, echo
from advisor.explanation.outlook import look_ahead
from advisor.knowledge.locate import installing
from advisor.presentation.contracts.memo import memo_contract, sentence_contracts
from advisor.presentation.documents.brand import Brand, load_brand
from advisor.presentation.documents.document import document_of
from advisor.presentation.memo import memo_day
from advisor.presentation.templating.rendering import DEFAULT, page_template, render, screen
from advisor.presentation.terminal import USUAL

if TYPE_CHECKING:
    import datetime
    import os

    from advisor.explanation.assess import Assessment
    from advisor.explanation.outlook import Outlook
    from advisor.presentation.documents.document import Document

FORMS = ("html", "docx", "pdf", "text")
PAPERS = ("letter", "a4")
TEMPLATES = (DEFAULT, "brief")
_NEEDS = {"html": (), "docx": ("docx", "typst"), "pdf": ("typst",), "text": ()}


def write_document(
    assessment: Assessment,
    form: str,
    date: datetime.date | str | None = None,
    template: str = DEFAULT,
    *,
    paper: str = "letter",
    brand: str | os.PathLike[str] | None = None,
    circulation: bool = False,
) -> bytes:
    """Writes the memo as a web page, a Word file, a PDF or plain lines to be read aloud.

    Args:
        assessment: What the reasoning found, from `assess`.
        form: `html`, `docx`, `pdf` or `text`. Word and PDF need the extra `documents`.
        date: As for `write_memo`.
        template: `memo`, or `brief` for one page for a board.
        paper: `letter` or `a4`.
        brand: A file with a firm's name, logo, colors, fonts and Word file.
        circulation: As for `write_memo`; a web page of it tells no reasons, which name parties.

    Returns:
        The file. The same assessment, date and options always give the same bytes.

    Raises:
        InputError: If an option is none of these, what it needs is not installed, or the brand
            cannot be used.
    """
    look = check(form, template, paper, brand)
    day = memo_day(assessment, date)
    outlook = look_ahead(assessment)
    memo = memo_contract(assessment, outlook, day, circulation=circulation)
    brief = template != DEFAULT
    if form == "html":
        why = {} if circulation else sentence_contracts(assessment, outlook, day)
        document = document_of(memo, day, author=look.name, brief=brief, why=why)
        values = {
            "doc": document,
            "paper": paper,
            "explained": bool(why),
            "served": False,
            "brand": look,
            "branded": brand is not None,
            "logo": base64.b64encode(look.logo).decode(),
        }
        return render(page_template("memo.html.j2"), values).encode()
    document = document_of(memo, day, author=look.name, brief=brief)
    if form == "text":
        return _in_lines(document).encode()
    if form == "pdf":
        from advisor.presentation.documents.pdf import pdf_of

        return pdf_of(document, look, paper)
    from advisor.presentation.documents.word import WordFile

    return WordFile(document, look, paper).bytes()


def memo_to_read(assessment: Assessment, width: int, only: tuple[str, ...] = ()) -> str:
    """The memo in plain lines, to be read aloud at a terminal.

    Args:
        only: The sections that are wanted; all if none is named.
    """
    day = memo_day(assessment, None)
    memo = memo_contract(assessment, look_ahead(assessment), day)
    return _in_lines(document_of(memo, day), width, only)


def _in_lines(document: Document, width: int = USUAL, only: tuple[str, ...] = ()) -> str:
    return screen("memo", width, {"doc": document, "only": only})


def memo_in_page(assessment: Assessment, outlook: Outlook) -> tuple[str, str]:
    """The memo as a part of a page that is served, each sentence with what it rests on.

    Returns:
        The title as plain text, and HTML.
    """
    day = memo_day(assessment, None)
    memo = memo_contract(assessment, outlook, day)
    why = sentence_contracts(assessment, outlook, day)
    document = document_of(memo, day, why=why, served=True)
    values = {"doc": document, "network": memo.picture, "served": True, "explained": True}
    return document.title, render(page_template("memo-served.html.j2"), values)


def is_installed(form: str) -> bool:
    """Whether what a form needs is installed.

    Args:
        form: As for `write_document`.
    """
    return all(map(find_spec, _NEEDS[form]))


def check(
    form: str, template: str, paper: str, brand: str | os.PathLike[str] | None = None
) -> Brand:
    """Refuses a document that cannot be made, before any work is done for it.

    Args:
        form: As for `write_document`.
        template: As for `write_document`.
        paper: As for `write_document`.
        brand: As for `write_document`.

    Raises:
        InputError: If an option is none of those there are, what it needs is not installed, or the
            brand cannot be used.
    """
    asked = (form, "as", FORMS), (template, "with the template", TEMPLATES), (paper, "on", PAPERS)
    for value, how, known in asked:
        if value not in known:
            what = f"No document is made {how} {echo(value)}."
            raise InputError(what, remedy=f"There are: {', '.join(known)}.")
    if not is_installed(form):
        raise InputError(
            "Word files and PDF need python-docx and typst, which are not installed here.",
            remedy=f"Install them with {installing('documents')}; "
            "--format html needs nothing more.",
        )
    return load_brand(brand) if brand is not None else Brand()
