"""Which party of the case can close a condition, where the file lists one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.explanation.network import STANCES

if TYPE_CHECKING:
    from advisor.explanation.assessment import Assessment
    from advisor.explanation.network import Seat
    from advisor.explanation.risks import Condition


def find_holder(assessment: Assessment, condition: Condition) -> str:
    """Finds the party on which a condition hangs.

    Args:
        assessment: An assessment.
        condition: One of its conditions.

    Returns:
        The id of the party: for money, the one that pays; else the one the rule found, or the
        heaviest of a fitting kind.
        For those who would come by choice, nobody who is against the work. Nothing if the file
        lists none.
    """
    payer = _payer(assessment, condition)
    met_by = condition.words.get("met-by", {})
    if payer and met_by.get("except") != "payer":
        return payer
    if condition.party:
        return condition.party
    group = "parent" if condition.holder == "payer" else condition.holder
    kinds = tuple(met_by.get("kinds") or assessment.knowledge.kinds_of(group))
    if assessment.case.client.word("role") == "district-leader":
        kinds = tuple(one for one in kinds if one != "district-office")  # the reader's own office
    seats = assessment.seats_at(condition.home) or assessment.seats
    if "side" in met_by:
        fitting = [one for one in seats if one.party.kind in kinds and one.side == met_by["side"]]
    else:
        fitting = [one for one in seats if one.party.kind in kinds and one.party.id != payer]
    if condition.holder in ("families", "staff"):
        fitting = [one for one in fitting if one.side != "against"]
    fitting.sort(key=_most_telling)
    return fitting[0].party.id if fitting else ""


def _payer(assessment: Assessment, condition: Condition) -> str:
    source = next((one for one in assessment.case.money if one.id == condition.source), None)
    return source.text("party") if source else ""


def _most_telling(seat: Seat) -> tuple[int, int]:
    return -seat.power, STANCES.index(seat.stance)
