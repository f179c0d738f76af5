"""Writes the memo as a document of any of the forms."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from advisor.errors import InputError, echo
from advisor.explanation.outlook import look_ahead
from advisor.presentation.contracts.memo import memo_contract, sentence_contracts
from advisor.presentation.documents.document import document_of
from advisor.presentation.memo import memo_day
from advisor.presentation.templating.rendering import DEFAULT, page_template, render

if TYPE_CHECKING:
    import datetime

    from advisor.explanation.assessment import Assessment

FORMS = ("html", "docx", "pdf")
PAPERS = ("letter", "a4")
TEMPLATES = (DEFAULT, "brief")
_NEEDS = {"html": (), "docx": ("docx", "typst"), "pdf": ("typst",)}


def write_document(
    assessment: Assessment,
    form: str,
    date: datetime.date | str | None = None,
    template: str = DEFAULT,
    *,
    paper: str = "letter",
) -> bytes:
    """Writes the memo as a web page, a Word file or a PDF.

    Args:
        assessment: What the reasoning found, from `assess`.
        form: `html`, `docx` or `pdf`. The last two need the extra `documents`.
        date: As for `write_memo`.
        template: `memo`, or `brief` for one page for a board.
        paper: `letter` or `a4`.

    Returns:
        The file. The same assessment, date and options always give the same bytes.

    Raises:
        InputError: If an option is none of these, or what it needs is not installed.
    """
    check(form, template, paper)
    day = memo_day(assessment, date)
    outlook = look_ahead(assessment)
    memo = memo_contract(assessment, outlook, day)
    brief = template != DEFAULT
    if form == "html":
        why = sentence_contracts(assessment, outlook, day)
        document = document_of(memo, day, brief=brief, why=why)
        values = {"doc": document, "paper": paper, "explained": bool(why)}
        return render(page_template("memo.html.j2"), values).encode()
    document = document_of(memo, day, brief=brief)
    if form == "pdf":
        from advisor.presentation.documents.pdf import pdf_of

        return pdf_of(document, paper)
    from advisor.presentation.documents.word import docx_of

    return docx_of(document, paper)


def check(form: str, template: str, paper: str) -> None:
    """Refuses a document that cannot be made, before any work is done for it.

    Args:
        form: As for `write_document`.
        template: As for `write_document`.
        paper: As for `write_document`.

    Raises:
        InputError: If an option is none of those there are, or what it needs is not installed.
    """
    for value, known in ((form, FORMS), (template, TEMPLATES), (paper, PAPERS)):
        if value not in known:
            what = f"No document is made as {echo(value)}."
            if known is TEMPLATES:
                what = f"No document is made with the template {echo(value)}."
            raise InputError(what, remedy=f"There are: {', '.join(known)}.")
    if not all(map(find_spec, _NEEDS[form])):
        raise InputError(
            "Word files and PDF need python-docx and typst, which are not installed here.",
            remedy="Install them with “pip install 'advisor[documents]'”; "
            "--format html needs nothing more.",
        )
