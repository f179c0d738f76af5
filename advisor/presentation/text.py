"""The result as a short text, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.presentation import language
from advisor.presentation.templating.rendering import plain_template, render
from advisor.presentation.view import View

if TYPE_CHECKING:
    from advisor.explanation.assessment import Assessment

TEMPLATE = "assessment.txt.j2"


def assessment_text(assessment: Assessment) -> str:
    """Says the result in about ten lines, then the reasons and what it rests on.

    Args:
        assessment: What the reasoning found.

    Returns:
        Plain text. Control characters in the client's words are left out.
    """
    view = View(assessment, language.calendar_day(assessment.case.as_of))
    return render(plain_template(TEMPLATE), {"memo": view})
