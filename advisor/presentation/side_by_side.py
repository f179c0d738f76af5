"""Several cases together, in words: what is compared as a table, and many cases as one.

What is found of many cases is told as text, Markdown, a page, and a table for a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.explanation.side_by_side import LISTED, NOTHING, SHARED, Cohort, ComparedRow
from advisor.model.answer_names import all_names, question_of
from advisor.model.case import UNKNOWN
from advisor.presentation.supposable import SupposableAnswers
from advisor.presentation.templating.rendering import (
    markdown_template,
    page_template,
    render,
    screen,
)
from advisor.presentation.terminal import USUAL
from advisor.presentation.wording import CaseWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.explanation.assess import Assessment


_PATHS = ("path", "alternatives")


def in_words(
    rows: Iterable[ComparedRow], assessments: Sequence[Assessment]
) -> tuple[ComparedRow, ...]:
    """Rows with the names of paths, homes, conditions and answers put into words.

    Args:
        assessments: Those that were compared, in the order of the values of a row.
    """
    told = tuple(map(_ComparedWords, assessments))
    return tuple(
        ComparedRow(
            row.topic,
            next(filter(None, (one.about(row) for one in told)), row.about),
            tuple(one.value(row, value) for one, value in zip(told, row.values, strict=True)),
        )
        for row in rows
    )


class _ComparedWords:
    """The words of one assessment."""

    def __init__(self, assessment: Assessment) -> None:
        self._knowledge = assessment.knowledge
        self._case = assessment.case
        self._answers = SupposableAnswers(assessment)
        self._names = all_names(assessment.case, assessment.knowledge)
        words = CaseWords(assessment)
        self._conditions = {one.id: words.condition(one) for one in assessment.conditions}

    def about(self, row: ComparedRow) -> str:
        """What a row is about; empty where this assessment has no words for it."""
        if row.topic == "verdict":
            return self._knowledge.homes[row.about].label
        if row.topic == "flag":
            return row.about.replace("-", " ")
        if row.topic == "condition":
            return self._conditions.get(row.about, "")
        if row.topic != "answer":
            return ""
        name = self._names.get(row.about)
        if name is None:  # a party or a source of money, with all its answers
            return self._answers.subjects().get(row.about, "")
        question = question_of(name, self._knowledge)
        asked = question.rows[name.row].label or name.row if name.row else question.question
        return ": ".join(filter(None, (self._answers.about(name), asked)))

    def value(self, row: ComparedRow, value: str) -> str:
        """What this assessment says in a row."""
        if value in (NOTHING, LISTED, UNKNOWN):
            return value
        if row.topic in _PATHS:
            return ", ".join(str(self._knowledge.paths[one]["label"]) for one in value.split(", "))
        if row.topic == "home":
            return self._knowledge.homes[value].label
        if row.topic == "keystone":
            return self._conditions[value]
        if row.topic == "form":
            form = self._knowledge.questions.find("change", "form")
            return form.values[value].label if value in form.values else value
        name = self._names.get(row.about) if row.topic == "answer" else None
        return self._answers.value(name, value) if name else value


MOST = 12
"""How many lines of a list the text shows; the other forms have all."""


def cohort_text(cohort: Cohort, *, width: int = USUAL) -> str:
    """What is found of many cases, for a terminal."""
    return screen("cohort", width, {"c": cohort, "most": MOST})


def cohort_markdown(cohort: Cohort) -> str:
    """What is found of many cases, as a document in Markdown."""
    return render(markdown_template("cohort"), {"c": cohort})


def cohort_page(cohort: Cohort) -> str:
    """What is found of many cases, as one page that needs no network."""
    return render(page_template("cohort.html.j2"), {"c": cohort})


def cohort_rows(cohort: Cohort) -> Iterator[tuple[str, ...]]:
    """What is found of many cases as rows for a spreadsheet: one for each thing and case."""
    yield "list", "what", "cases", "case"
    for name in SHARED:
        for share in getattr(cohort, name):
            for case in share.cases:
                yield name, share.what, str(len(share.cases)), case
