"""What other rules would change: which cases would be advised otherwise, and by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.explanation.assess import Assessment, assess
from advisor.explanation.contract import Contract, Count, Versioned
from advisor.explanation.outlook import Outlook
from advisor.explanation.robustness import Robustness
from advisor.explanation.saying import choose
from advisor.explanation.side_by_side import apart
from advisor.knowledge.base import Knowledge, shipped_knowledge
from advisor.model.days import calendar_day
from advisor.verification.coverage import read_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

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


class Treatment(NamedTuple):
    """How rules treat one case."""

    name: str
    path: str
    rules: list[str]
    """Those of the proof."""
    sentences: list[str]
    """Those of the memo."""


def impact(
    old: Knowledge,
    new: Knowledge,
    places: Iterable[Path],
    before: Callable[[], list[Treatment]] | None = None,
) -> Impact:
    """Puts cases to two knowledge bases.

    Args:
        places: Case files, files of variations, and folders with any of them.
        before: Gives how the old rules treat them, where that was begun already.

    Raises:
        InputError: If a file is no case, or answers what one of the two does not ask.
    """
    places = tuple(places)
    after = treated(new, places)
    found = map(_compared, before() if before else treated(old, places), after)
    changed = sorted(
        (one for one in found if one.otherwise or one.said or one.unsaid),
        key=lambda one: not one.otherwise,
    )
    return Impact(old=old.version, new=new.version, cases=len(after), changed=tuple(changed))


def treated(knowledge: Knowledge, places: Iterable[Path]) -> list[Treatment]:
    """How the rules of a knowledge base treat the cases of some places."""
    found = []
    for name, case in read_cases(places, knowledge):
        one = assess(case, engine="reference", knowledge=knowledge)
        rules = [each.reason.rule for each in one.reasons]
        found.append(Treatment(name, one.path, rules, _sentences(one)))
    return found


def treated_by_ours(places: Iterable[Path]) -> list[Treatment]:
    """How the rules that come with Advisor treat the cases of some places."""
    return treated(shipped_knowledge(), places)


def _compared(before: Treatment, after: Treatment) -> ChangedCase:
    otherwise = before.path != after.path
    gone, new = apart(before.rules, after.rules) if otherwise else ((), ())
    unsaid, said = apart(before.sentences, after.sentences)
    return ChangedCase(before.name, before.path, after.path, gone, new, unsaid, said)


def _sentences(assessment: Assessment) -> list[str]:
    if not assessment.knowledge.tells:
        return []
    said = choose(assessment, _UNASKED, calendar_day(assessment.case.as_of or "")).blocks.values()
    return [one.id for block in said for one in block]
