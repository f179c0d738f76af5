"""The outlook of a case: what is not known, and what would lead to another path.

Found by trying other answers with the same rules, so it takes much longer than reading an
assessment. It is made before anything is rendered, by whoever is to print it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.explanation.deciding import find_deciding
from advisor.explanation.still_open import find_still_open
from advisor.explanation.trial import Trials
from advisor.explanation.turning import Turning
from advisor.explanation.unknowns import find_unknowns

if TYPE_CHECKING:
    from advisor.explanation.assessment import Assessment
    from advisor.explanation.turning import Change
    from advisor.explanation.unknowns import Unknown


class Outlook(msgspec.Struct, frozen=True):
    """What is not known in a case, and what would change the advice."""

    changes: tuple[Change, ...]
    """What would change the advice; what somebody would wish for comes first."""
    unknowns: tuple[Unknown, ...]
    """What is not known and what rests on it, the path first."""
    deciding: tuple[Unknown, ...]
    """What alone could lead to another path once it is found out, heavy parties first.

    Only where the advice is to ask.
    """
    still_open: tuple[Unknown, ...]
    """What else is not known and could lead to another path once it is, if that was asked for."""


def look_ahead(assessment: Assessment, *, still_open: bool = False) -> Outlook:
    """Finds what could change about an assessment.

    Args:
        assessment: An assessment.
        still_open: Whether every open answer is to be tried that could lead to another path.

    Returns:
        All of it as plain values; nothing is left to be found later.
    """
    trials = Trials(assessment)
    unknowns = find_unknowns(assessment)
    return Outlook(
        changes=Turning(assessment, trials).first(),
        unknowns=unknowns,
        deciding=find_deciding(assessment, trials) if assessment.route == "ask" else (),
        still_open=find_still_open(assessment, trials, unknowns) if still_open else (),
    )
