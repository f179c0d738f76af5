"""The ratings of one member of a team, added to a case without showing what others said."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from advisor.errors import InputError, echo
from advisor.interview.session import HeldElsewhereError, InterviewSession
from advisor.knowledge.letters import text_of
from advisor.model.case_file import with_rater
from advisor.model.case_reader import load_case
from advisor.model.replacing import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from advisor.interview.course import Course
    from advisor.knowledge.base import Knowledge

Ratings = dict[str, dict[str, int]]
"""Where a person sees each tension, now and wanted; those that were left out are missing."""


def refuse_again(raters: Iterable[str], who: str, file: str | None = None) -> None:
    """Refuses a second rating under one role.

    Args:
        file: The case file, for messages.

    Raises:
        InputError: If the role has rated.
    """
    if who.casefold() in {one.casefold() for one in raters}:
        raise InputError(
            f"{echo(who)} has rated already.",
            file=file,
            remedy="Take another role, such as “Principal 2”, or change the ratings in the file.",
        )


def raters_of(content: Mapping[str, Any]) -> list[str]:
    """The roles that have rated, of the answers of a case."""
    return [str(one.get("who")) for one in (content.get("tensions") or {}).get("raters") or ()]


def still_wanted(raters: int, knowledge: Knowledge) -> int:
    """How many more people have to rate until the memo tells of their ratings."""
    return max(0, int(knowledge.rulebook.thresholds["raters-needed"].value) - raters)


def add_to_file(case: Path, who: str, ratings: Ratings, knowledge: Knowledge) -> int:
    """Adds ratings to the file as it is now, which others may have added to in the meantime.

    Raises:
        InputError: If the role has rated, or the file cannot be changed.
    """
    for patience in reversed(range(50)):
        try:
            with InterviewSession(case.with_name(f"{case.name}.rating")):
                raters = [one.who for one in load_case(str(case), knowledge).raters]
                refuse_again(raters, who, str(case))
                made = with_rater(text_of(case.read_bytes()), str(case), who, ratings, knowledge)
                replace(case.resolve(), made.encode("utf-8"))
                return len(raters) + 1
        except HeldElsewhereError:  # by another rater: for a moment only
            if not patience:
                raise
            time.sleep(0.1)
    raise AssertionError  # the last time, it is raised above


def add_to_course(course: Course, who: str, ratings: Ratings) -> None:
    """Adds ratings to the answers of an interview that somebody else leads, and keeps them.

    Raises:
        InputError: If the role has rated, or no case can hold it.
    """
    answered = course.answered
    refuse_again(raters_of(answered.draft.content), who)

    def rated(content: dict[str, Any]) -> dict[str, Any]:
        tensions = content.get("tensions") or {}
        raters = [*(tensions.get("raters") or ()), {"who": who, **ratings}]
        return {**content, "tensions": {**tensions, "raters": raters}}

    draft = answered.draft.copy()
    draft.content = rated(draft.content)
    draft.case(course.knowledge)
    answered.draft = draft
    # Whoever leads the interview and goes back must not take back what another one said.
    answered.history = [one._replace(content=rated(one.content)) for one in answered.history]
    course.relevance.forget()
    answered.save()
