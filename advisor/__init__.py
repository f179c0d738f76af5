"""Advisor: decision advice for people who want to change schooling.

    import advisor

    case = advisor.load_case("case.yaml")
    assessment = advisor.assess(case)
    print(assessment.path)
    print(advisor.write_memo(assessment))

The names below are the public interface, with the errors in `advisor.errors`; everything else may
change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor._version import __version__

if TYPE_CHECKING:
    import datetime
    import os

    from advisor.explanation.assessment import Assessment
    from advisor.model.case import Case

__all__ = [
    "__version__",
    "assess",
    "assessment_json",
    "assessment_text",
    "load_case",
    "new_case_text",
    "write_memo",
]


def load_case(path: str | os.PathLike[str]) -> Case:
    """Reads a case file.

    Args:
        path: A file in YAML or JSON, as `docs/case-file.md` describes it.

    Returns:
        The case.

    Raises:
        advisor.errors.InputError: With everything that is wrong, each with its line.
    """
    from advisor.knowledge.base import shipped_knowledge
    from advisor.model.case_reader import load_case as read

    return read(str(path), shipped_knowledge())


def assess(case: Case, *, engine: str = "auto") -> Assessment:
    """Reasons over a case.

    Args:
        case: A case, as `load_case` returns it.
        engine: `durable`, `reference`, or `auto`: durable where it can be loaded.

    Returns:
        What the advisor concludes, with the proof of everything.

    Raises:
        advisor.errors.ConsultationError: If the engine asked for cannot be used.
        ValueError: If there is no engine of that name.
    """
    from advisor.explanation.assess import assess as reason

    return reason(case, engine=engine)


def write_memo(
    assessment: Assessment,
    *,
    date: datetime.date | None = None,
    template: str | os.PathLike[str] = "memo",
) -> str:
    """Writes the memo.

    Args:
        assessment: The assessment of a case.
        date: The date of the memo; the day the answers describe if none is given.
        template: `memo`, `brief`, or a folder with a template of your own.

    Returns:
        The memo in Markdown.

    Raises:
        advisor.errors.InputError: If there is no such template, or it cannot be used.
    """
    from advisor.presentation.memo import write_memo as write

    return write(assessment, date=date, template=template)


def assessment_text(assessment: Assessment) -> str:
    """The result as a short text for a terminal."""
    from advisor.presentation.text import assessment_text as text

    return text(assessment)


def assessment_json(assessment: Assessment) -> str:
    """The result as JSON; `rules/assessment.schema.json` describes it."""
    from advisor.presentation.json import assessment_json as as_json

    return as_json(assessment)


def new_case_text() -> str:
    """A case file to fill in, with every question explained."""
    from advisor.presentation.new_case import new_case_text as text

    return text()
