"""The memo and the board brief: an assessment, rendered by a template."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

import msgspec

from advisor.errors import InputError, echo
from advisor.explanation.assess import Assessment
from advisor.explanation.outlook import look_ahead
from advisor.model import days
from advisor.presentation.contracts.memo import (
    MemoJson,
    SentenceWhyJson,
    memo_contract,
    sentence_contract,
)
from advisor.presentation.templating.rendering import (
    DEFAULT,
    memo_template,
    own_folder,
    render,
    screen,
)
from advisor.presentation.terminal import USUAL

# What begins a line that stands by itself: a table row, a heading, an item of a list.
_item = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)]) ")
_alone = re.compile(r"\||#{1,6} |<|---")
_fence = "```"

MERMAID = "mermaid"
"""Asks for a drawing of the network in the text."""
ANNEX = "\n## Annex\n"
"""Where the memo ends and its workings begin."""


def write_memo(
    assessment: Assessment,
    date: datetime.date | str | None = None,
    template: str | os.PathLike[str] = DEFAULT,
    *,
    annotated: bool = False,
    picture: str = "",
    circulation: bool = False,
) -> str:
    """Writes the memo for an assessment.

    Args:
        assessment: What the reasoning found, from `assess`.
        date: The memo's date; by default the day the answers describe. Without either, steps
            are counted in days.
        template: `memo`, `brief`, or a folder with a template of your own.
        annotated: Whether the id of each sentence stands behind it, for `explain_sentence`.
        picture: The name of the file with the picture of the network, to which the memo is to
            link; or `mermaid` for a drawing in the text. Its words stand alone without either.
        circulation: Whether it is for a board or the public record: it tells of no party where it
            stands, and names none but who decides and who grants.

    Returns:
        Markdown. The same assessment, date and template always give the same text.

    Raises:
        InputError: If the date is none, or the template cannot be used.
    """
    name = os.fspath(template)
    folder = own_folder(name)
    memo = _contract(assessment, date, circulation)
    if folder is None:
        shown = picture if picture == MERMAID else quote(picture)
        values = {"memo": memo, "annotated": annotated, "picture": shown}
        return tidy(render(memo_template(name), values))
    from advisor.presentation.templating.own import OwnTemplate  # only here: it costs a start

    with OwnTemplate(folder) as own:
        return tidy(own.render(msgspec.to_builtins(memo)))


def memo_picture(assessment: Assessment, date: datetime.date | str | None = None) -> str:
    """The picture of the network as SVG; empty where nobody holds power over the work.

    Args:
        assessment: What the reasoning found.
        date: As for `write_memo`.
    """
    picture = _contract(assessment, date, False).picture
    return picture.svg() if picture else ""


def memo_json(
    assessment: Assessment,
    date: datetime.date | str | None = None,
    *,
    circulation: bool = False,
) -> str:
    """The memo as JSON; `rules/memo.schema.json` describes it.

    Args:
        assessment: What the reasoning found.
        date: As for `write_memo`.
        circulation: As for `write_memo`.

    Raises:
        InputError: If the date is none.
    """
    return _contract(assessment, date, circulation).json()


def explain_sentence(
    assessment: Assessment, sentence: str, date: datetime.date | str | None = None
) -> SentenceWhyJson:
    """What a sentence of the memo rests on.

    Args:
        assessment: What the reasoning found.
        sentence: The id of a sentence, as the annotated memo prints it.
        date: As for `write_memo`.

    Raises:
        InputError: If the memo has no such sentence, or the date is none.
    """
    return sentence_contract(
        assessment, look_ahead(assessment), memo_day(assessment, date), sentence
    )


def sentence_text(found: SentenceWhyJson, *, width: int = USUAL) -> str:
    """What a sentence of the memo rests on, for a terminal.

    Args:
        found: From `explain_sentence`.
        width: The columns there are.
    """
    return screen("why-sentence", width, {"why": found})


def _contract(
    assessment: Assessment, date: datetime.date | str | None, circulation: bool
) -> MemoJson:
    return _latest(assessment, memo_day(assessment, date), circulation)


@lru_cache(maxsize=1)
def _latest(assessment: Assessment, day: datetime.date | None, circulation: bool) -> MemoJson:
    """The memo last asked for: text, picture and record are made of it one after the other."""
    return memo_contract(assessment, look_ahead(assessment), day, circulation=circulation)


def tidy(document: str) -> str:
    """Sets each paragraph and item on one line, with one empty line between them.

    A template may break lines and leave lines empty as its author likes; what stands between
    fences is left as it is.

    Returns:
        The same Markdown, set evenly, with one line break at its end.
    """
    lines: list[str] = []
    fenced = False
    joining = False  # whether the next line of text goes on with the last one
    for line in document.splitlines():
        text = line.rstrip() if fenced else line.strip()
        if text.startswith(_fence):
            fenced = not fenced
            lines.append(text)
            joining = False
        elif fenced:
            if text:
                lines.append(text)
        elif not text:
            if lines and lines[-1]:
                lines.append("")
            joining = False
        elif (_alone.match(text) and not text.startswith("# ")) or _item.match(text):
            lines.append(text)
            joining = not text.startswith("|")
        elif joining:
            lines[-1] = f"{lines[-1]} {text}"
        else:
            lines.append(text)
            joining = True
    return "\n".join(_spaced(lines)).strip("\n") + "\n"


def _spaced(lines: list[str]) -> Iterator[str]:
    """Puts the empty lines that Markdown needs, and takes those between items of one list."""
    last = ""
    for place, line in enumerate(lines):
        if not line:
            following = lines[place + 1] if place + 1 < len(lines) else ""
            if _item.match(last) and _item.match(following):
                continue
        elif last and _kind(line) != _kind(last) and not _inside(last, line):
            yield ""
        yield line
        last = line


def _kind(line: str) -> str:
    if line.startswith("|"):
        return "table"
    if _item.match(line):
        return "list"
    return "heading" if line.startswith("#") else "text"


def _inside(last: str, line: str) -> bool:
    return last.startswith((_fence, " ")) or line.startswith((_fence, " ")) or line == _fence


def memo_day(assessment: Assessment, date: datetime.date | str | None) -> datetime.date | None:
    """The day of a memo: the one asked for, else that of the answers; nothing without either.

    Raises:
        InputError: If it is no date.
    """
    date = date if date is not None else assessment.case.as_of
    if isinstance(date, datetime.date):
        return date
    if not date or date == "unknown":
        return None
    day = days.calendar_day(date)
    if day is None:
        raise InputError(f"{echo(date)} is not a date.", remedy="Write it like 2025-02-03.")
    return day
