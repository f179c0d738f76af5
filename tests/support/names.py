"""The names of answers, as a test writes them."""

from __future__ import annotations

from advisor.model.answer_names import GROUPS, PARTS, AnswerName


def parse_name(text: str) -> AnswerName:
    """The answer that a whole name stands for.

    Args:
        text: A name as `str` makes it of an answer; whether the case has it is not looked at.
    """
    first, *rest = text.split(".")
    if first in GROUPS:
        return AnswerName(first, *rest)
    return AnswerName(first, "", *rest) if first in PARTS else AnswerName("", "", first, *rest)
