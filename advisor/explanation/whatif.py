"""What if: the same case with other answers, and what is different then."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.explanation.acts import Act, Acts
from advisor.explanation.assess import assess
from advisor.explanation.side_by_side import ComparedRow, conclusions
from advisor.model.changed_case import changed_case, suppose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.explanation.assessment import Assessment
    from advisor.explanation.reason import Reason
    from advisor.model.changed_case import Supposed


class WhatIf(NamedTuple):
    """A case as it is and as it is supposed, side by side."""

    before: Assessment
    after: Assessment
    changes: tuple[Act, ...]
    """The answers that are supposed, each with who could change it."""
    differences: tuple[ComparedRow, ...]
    """What is concluded differently."""
    appear: tuple[Reason, ...]
    """What rules conclude only then."""
    disappear: tuple[Reason, ...]
    """What rules conclude only now."""


def whatif(assessment: Assessment, changes: Iterable[str]) -> WhatIf:
    """Supposes other answers.

    Args:
        assessment: An assessment.
        changes: Answers with values, such as `change.kind=upgrade`.

    Returns:
        Both results, and what differs.

    Raises:
        InputError: If there is no such answer, or it cannot be that.
    """
    case, knowledge = assessment.case, assessment.knowledge
    supposed = [suppose(one, case, knowledge) for one in changes]
    after = suppose_all(assessment, supposed)
    acts = Acts(case, knowledge)
    return WhatIf(
        assessment,
        after,
        tuple(map(acts.act, supposed)),
        tuple(row for row in conclusions((assessment, after)) if row.differs),
        _only(after, assessment),
        _only(assessment, after),
    )


def suppose_all(assessment: Assessment, changes: Iterable[Supposed]) -> Assessment:
    """The assessment as it would be if some answers were different.

    Args:
        assessment: The assessment of a case.
        changes: What is supposed.

    Returns:
        A whole assessment, with the record of every step; by the reference engine.

    Raises:
        InputError: If an answer cannot be what is supposed.
    """
    case = changed_case(assessment.case, changes, assessment.knowledge)
    return assess(case, engine="reference", knowledge=assessment.knowledge)


def _only(one: Assessment, other: Assessment) -> tuple[Reason, ...]:
    """The reasons that hold in one assessment and not in the other, each sentence once."""
    known = _reasons(other)
    return tuple(reason for key, reason in _reasons(one).items() if key not in known)


def _reasons(assessment: Assessment) -> dict[tuple[str, str], Reason]:
    """What every firing says, by rule and sentence."""
    reasons = map(assessment.narrator.reason, assessment.consultation.firings)
    return {(reason.rule, reason.sentence): reason for reason in reasons}
