"""Understands what is said of one party or payer: the answer to a column, and what goes with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.interview.choosing import either, label_of, named_and_denied, one_of, outright, several
from advisor.interview.dates import date
from advisor.interview.hearing import NotUnderstoodError, asks_back, is_unknown, plain
from advisor.knowledge.base import usual_knowledge
from advisor.model.case import UNKNOWN

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from advisor.interview.choosing import Said
    from advisor.knowledge.interview import Column
    from advisor.presentation.interview import NumberedAnswer


def alone_named(text: str, choices: Sequence[NumberedAnswer], said: Said) -> str:
    """The only answer that is named in a text, and not denied in it; nothing if there is none."""
    if asks_back(text):
        return ""
    whole = f" {' '.join(re.findall(r'[^ ,;:.!?]+', usual_knowledge().speech.said(text)))} "
    shown = {one.number: (label_of(one),) for one in choices if one.value != UNKNOWN}
    more = {one.number: (label_of(one), *map(str, said.get(str(one.value), ())))
            for one in choices if one.value != UNKNOWN}  # fmt: skip
    for names in (shown, more):
        named, denied = named_and_denied(text, names, said.get("lacks"))
        literal = [key for key in named if any(f" {one} " in whole for one in names[key])]
        if len(named) == 1 and not denied and literal:
            return str(next(one.value for one in choices if one.number in literal))
    return ""


def column_answer(
    text: str, column: Column, choices: Sequence[NumberedAnswer], said: Said = {},  # noqa: B006
    today: datetime.date | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """The words of one column of a line: numbered answers, a date, or words.

    Args:
        text: What was typed.
        column: The column.
        choices: Its numbered answers.
        said: Other words for them.
        today: As for `date`.
    """
    both = column.ties and either(plain(text))
    single = None if both else outright(text, choices, said)
    if single is not None:
        return (str(single.value),)
    if column.date:
        try:
            return (date(text, today),)
        except NotUnderstoodError as error:
            try:
                return (str(one_of(text, choices, said)),)
            except NotUnderstoodError:
                raise error from None
    if is_unknown(text):
        return (UNKNOWN,)
    if not column.ties:
        return (str(one_of(text, choices, said)),)
    found = several(text, choices, said)
    found = (found,) if isinstance(found, str) else tuple(found)
    if len(found) > 1 and not set(found) <= set(column.answers):
        raise NotUnderstoodError("alone-here")
    return found
