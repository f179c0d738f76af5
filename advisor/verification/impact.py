"""What other rules would change: which cases would be advised otherwise, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from advisor.explanation.assess import Assessment, assess
from advisor.explanation.contract import Contract, Count, Versioned
from advisor.explanation.outlook import Outlook
from advisor.explanation.robustness import Robustness
from advisor.explanation.saying import choose
from advisor.explanation.side_by_side import apart
from advisor.knowledge.base import Knowledge
from advisor.model.case import Case
from advisor.model.days import calendar_day
from advisor.verification.coverage import read_cases

_UNASKED = Outlook((), Robustness("ours", 0, ()))
"""What could change is not asked: it takes the solver, and other rules rarely change it alone."""


class ChangedCase(Contract, frozen=True):
    """A case that two knowledge bases do not treat alike."""

    name: str
    before: str
    """The path by the old rules."""
    after: str
    gone: tuple[str, ...]
    """Where the path is another: the rules of the old proof that are not in the new one."""
    new: tuple[str, ...]
    unsaid: tuple[str, ...]
    """The sentences of the old memo that the new one does not have."""
    said: tuple[str, ...]

    @property
    def otherwise(self) -> bool:
        """Whether another path is advised."""
        return self.before != self.after


class Impact(Versioned, frozen=True, kw_only=True):
    """What other rules would change.

    A change that could break a reader raises contract_version.
    """

    old: str
    """The version of the old rules."""
    new: str
    cases: Count
    """How many cases were tried."""
    changed: tuple[ChangedCase, ...]
    """Those not treated alike; first those with another path."""


def impact(old: Knowledge, new: Knowledge, places: Iterable[Path]) -> Impact:
    """Puts cases to two knowledge bases.

    Args:
        places: Case files, files of variations, and folders with any of them.

    Raises:
        InputError: If a file is no case, or answers what one of the two does not ask.
    """
    places = tuple(places)
    pairs = list(zip(read_cases(places, old), read_cases(places, new)))
    found = (_compared(one.name, one.case, old, other.case, new) for one, other in pairs)
    changed = sorted(
        (one for one in found if one.otherwise or one.said or one.unsaid),
        key=lambda one: not one.otherwise,
    )
    return Impact(old=old.version, new=new.version, cases=len(pairs), changed=tuple(changed))


def _compared(name: str, case: Case, old: Knowledge, again: Case, new: Knowledge) -> ChangedCase:
    before, after = (
        assess(one, engine="reference", knowledge=knowledge)
        for one, knowledge in ((case, old), (again, new))
    )
    gone, came = apart(_rules(before), _rules(after)) if before.path != after.path else ((), ())
    unsaid, said = apart(_sentences(before), _sentences(after))
    return ChangedCase(name, before.path, after.path, gone, came, unsaid, said)


def _rules(assessment: Assessment) -> list[str]:
    return [one.reason.rule for one in assessment.reasons]


def _sentences(assessment: Assessment) -> list[str]:
    if not assessment.knowledge.tells:
        return []
    said = choose(assessment, _UNASKED, calendar_day(assessment.case.as_of or "")).blocks.values()
    return [one.id for block in said for one in block]
