"""Every proposed set of changes flips the advice, and no smaller one does: by brute force.

Flips are proved by the solver. Here every change and every two changes are put into the case file
one by one, and the case is read and reasoned over anew by the engine. With ADVISOR_LONG_TESTS=1
that is all pairs of every example, some hundred thousand cases; without it, all single changes of
one example and a slice of the pairs of another.
"""

from __future__ import annotations

import os
from itertools import combinations

import pytest
from support.assessed import NAMES, VARIANTS, assessed

from advisor.engine.consultation import conclusions
from advisor.engine.program import needed_for
from advisor.errors import InputError
from advisor.explanation.acts import Acts
from advisor.explanation.flip import flips
from advisor.knowledge.strata import ASKED, questions_of
from advisor.model.base_facts import base_facts
from advisor.model.changed_case import changed_case

LONG = bool(os.environ.get("ADVISOR_LONG_TESTS"))
EVERY = "every"
"""Stands for all questions."""
SLICE = 151
"""Without the long tests, one pair of so many is tried."""


def asked_for_the_path(rulebook):
    """The kinds of fact that rules bearing on the path ask for; of answers, the questions."""
    found = {}
    needed = needed_for(rulebook, ["path"])
    for entry in rulebook.entries:
        if entry.id in needed:
            for pattern in entry.patterns:
                questions = questions_of(pattern) if pattern.kind in ASKED else None
                found.setdefault(pattern.kind, set()).update(
                    [EVERY] if questions is None else questions
                )
    return found


class BruteForce:
    """The path after every set of one or two changes that the search is to know of."""

    def __init__(self, assessment, one_of=1):
        self.assessment = assessment
        self.acts = Acts(assessment.case, assessment.knowledge).every()
        self.singles = [(act,) for act in self.acts if self.alone(act)]
        pairs = [two for two in combinations(self.acts, 2) if self.together(*two)]
        self.pairs = pairs[::one_of]
        self._known = {}
        self._asked = asked_for_the_path(assessment.knowledge.rulebook)
        self.paths = {acts: self.path(acts) for acts in (*self.singles, *self.pairs)}

    def alone(self, act):
        """Of a home that is closed only the opening is a change; what else is said of it is not."""
        return act.name.question == "open" or self.counts(act.name.home)

    def together(self, one, other):
        """Two different answers; one about a closed home stands beside its opening."""
        if one.name == other.name:
            return False
        opened = {act.name.home for act in (one, other) if act.name.question == "open"}
        opened |= {act.after for act in (one, other) if str(act.name) == "place"}
        return all(self.alone(act) or act.name.home in opened for act in (one, other))

    def counts(self, home):
        return not home or any(
            fact.get("open") != "no" or fact.get("place") == "yes"
            for fact in self.assessment.record.about("home", home)
        )

    def path(self, acts):
        """The path from the whole case, read anew; nothing where the answers cannot be so."""
        knowledge = self.assessment.knowledge
        try:
            case = changed_case(self.assessment.case, [act.supposed for act in acts], knowledge)
        except InputError:
            return None
        facts = base_facts(case, knowledge).facts
        seen = frozenset(fact for fact in facts if self._is_asked(fact))
        if seen not in self._known:
            (path,) = conclusions(knowledge.rulebook, facts, ["path"])
            self._known[seen] = path.word("path")
        return self._known[seen]

    def _is_asked(self, fact):
        """Whether some rule that bears on the path asks for such a fact."""
        questions = self._asked.get(fact.kind, ())
        return EVERY in questions or (
            fact.kind in ASKED and fact.get(ASKED[fact.kind]) in questions
        )

    def smallest(self, wanted):
        """The size of the smallest sets that lead there, and the sets."""
        nowhere = {
            None,
            self.assessment.path,
            *self.assessment.knowledge.section("happenings", "no-aim"),
        } - {wanted}
        for size, several in ((1, self.singles), (2, self.pairs)):
            found = {
                frozenset(str(act.supposed) for act in acts): self.paths[acts]
                for acts in several
                if self.paths[acts] not in nowhere and wanted in ("", self.paths[acts])
            }
            if found:
                return size, found
        return 2, {}


def told(found):
    """What the search tells, as the brute force gives it."""
    return found.size, {
        frozenset(str(act.supposed) for act in flip.acts): flip.path for flip in found.flips
    }


@pytest.mark.skipif(not LONG, reason="takes many minutes; ADVISOR_LONG_TESTS=1 runs it")
@pytest.mark.parametrize("name", [*NAMES, *VARIANTS])
def test_the_search_finds_just_the_smallest_sets_there_are_for_any_path(name):
    assessment = assessed(name)
    force = BruteForce(assessment)
    for wanted in ("", *assessment.knowledge.paths):
        if wanted == assessment.path:
            continue
        found = flips(assessment, wanted, largest=2)
        assert told(found) == force.smallest(wanted), f"{name} to {wanted or 'any path'}"


@pytest.mark.parametrize("name", ["28-career-academies"])
def test_no_single_change_that_flips_is_missed(name):
    assessment = assessed(name)
    force = BruteForce(assessment, one_of=10**9)
    for wanted in ("", *assessment.knowledge.paths):
        if wanted != assessment.path:
            _, sets = told(flips(assessment, wanted, largest=1))
            assert sets == {
                key: path for key, path in force.smallest(wanted)[1].items() if len(key) == 1
            }


def test_of_two_changes_none_that_flips_is_missed_and_none_is_told_that_does_not():
    assessment = assessed("02-village-high-school")
    force = BruteForce(assessment, one_of=SLICE)
    _, sets = told(flips(assessment, "", largest=2))
    tried = {frozenset(str(act.supposed) for act in acts) for acts in force.pairs}
    assert force.smallest("")[1].items() == {
        (key, path) for key, path in sets.items() if key in tried
    }
