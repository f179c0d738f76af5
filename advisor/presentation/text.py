"""The result as a short text, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.explanation.outlook import look_ahead
from advisor.knowledge.base import usual_knowledge
from advisor.model import days
from advisor.presentation.contracts.memo import memo_contract
from advisor.presentation.summary import Summary, last_steps
from advisor.presentation.templating.rendering import screen
from advisor.presentation.terminal import USUAL, typed_case

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.explanation.assess import Assessment
    from advisor.model.register import PartyChange, Register


MOST_STEPS = 6
"""Steps to the path that are told; the whole proof is for `advisor why`."""


def assessment_text(assessment: Assessment, *, width: int = USUAL) -> str:
    """Says the result in about ten lines, then what must hold, the last steps and the rest.

    Args:
        assessment: What the reasoning found.
        width: The columns there are.

    Returns:
        Plain text. Control characters in the client's words are left out.
    """
    outlook = look_ahead(assessment)
    memo = memo_contract(assessment, outlook, days.calendar_day(assessment.case.as_of))
    values = {
        "told": Summary(assessment, outlook),
        "advice": [one.text for one in memo.said("advice")],
        "last_steps": last_steps(assessment, MOST_STEPS),
        "case": typed_case(assessment.case.file),
    }
    return screen("assessment", width, values)


def batch_text(
    paths: Mapping[str, int], refused: int, known: int, folder: str, *, width: int = USUAL
) -> str:
    """Says what came of many cases.

    Args:
        paths: How many cases are advised each path, in the order in which they are told.
        refused: How many cannot be used.
        known: How many of all were done before.
    """
    labels = usual_knowledge().paths
    room = max((len(f"{count:,}") for count in paths.values()), default=0)
    told = [(f"{count:{room},}", labels[path]["label"], path) for path, count in paths.items()]
    advised = sum(paths.values())
    values = {"advised": advised, "refused": refused, "known": known, "folder": folder}
    return screen("batch", width, {**values, "paths": told})


def register_text(
    register: Register, changes: Sequence[PartyChange], asked: Sequence[str], *,
    case: str, written: bool, width: int = USUAL,
) -> str:  # fmt: skip
    """Says what a register makes of the parties of a case.

    Args:
        asked: The parties of which nobody has said whether they have a hold.
        written: Whether it is written.
    """
    values = {"register": register, "columns": [*register.columns.items()], "rows": changes,
              "asked": asked, "case": case, "written": written}  # fmt: skip
    return screen("register", width, values)
