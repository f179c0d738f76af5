"""Open questions whose answer could still lead to another path, beside those under `unknowns`.

An open answer is a fact like any other, so a place that is turned down because of it has it in
its proof. What could turn the advice the other way has no proof yet; it is found by trying.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.explanation.deciding import is_open, path_sentence, turning_answers
from advisor.explanation.unknowns import Unknown, what_is_open
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.engine.trace import Firing
    from advisor.explanation.assessment import Assessment
    from advisor.explanation.trial import Trials
    from advisor.model.provenance import Origin

_FAILS = "fails"


def find_still_open(
    assessment: Assessment, trials: Trials, unknowns: Iterable[Unknown]
) -> tuple[Unknown, ...]:
    """Finds them.

    Args:
        assessment: An assessment.
        trials: What tries other answers of it.
        unknowns: Those that `find_unknowns` found.

    Returns:
        Each question once, with what is concluded as long as it is open: first those on which
        other open homes are turned down, then those that could turn the advice itself.
    """
    named = {(one.question, one.home, one.party) for one in unknowns}
    found: dict[tuple[str, str, str], Unknown] = {}
    path = path_sentence(assessment)
    turning = ((path, origin) for origin in turning_answers(assessment, trials))
    for sentence, origin in (*_turned_down(assessment), *turning):
        key = (origin.question, origin.home, origin.party)
        what = what_is_open(assessment, origin)
        if what and key not in named:
            found.setdefault(key, Unknown(*key, what, (sentence,)))
    return tuple(found.values())


def _turned_down(assessment: Assessment) -> Iterator[tuple[str, Origin]]:
    """The open answers on which homes fail that are open and not told of, each with why."""
    told = {*assessment.told_homes, *(one.path for one in assessment.alternatives)}
    for home in assessment.record.of("home"):
        name = home.word("home")
        if name in told or home.get("open") == "no":
            continue
        for verdict in assessment.record.about("verdict", name):
            sentence = assessment.record.reason(verdict).sentence
            for fact in sorted(_decisive(assessment, verdict)):
                origin = assessment.base.origins.get(fact)
                if origin is not None and is_open(fact, origin):
                    yield sentence, origin


def _decisive(assessment: Assessment, verdict: Fact) -> set[Fact]:
    """The facts that stand beneath every reason for a verdict, so that one alone could undo it."""
    beneath = [
        {premise, *_beneath(assessment, firing)}
        for first in assessment.proofs.firings(verdict)
        for premise in first.premises
        for firing in assessment.proofs.firings(premise) or (first,)
    ]
    if verdict.get("is") != _FAILS:
        return set[Fact]().union(*beneath)
    return set.intersection(*beneath) if beneath else set()


def _beneath(assessment: Assessment, reason: Firing) -> set[Fact]:
    """Every fact in some proof of what a firing rests on."""
    seen: set[Fact] = set()
    waiting = [reason]
    while waiting:
        for fact in waiting.pop().premises:
            if fact not in seen:
                seen.add(fact)
                waiting += assessment.proofs.firings(fact)
    return seen
