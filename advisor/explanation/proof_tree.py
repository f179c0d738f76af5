"""The proof of a conclusion as a tree: what it rests on, what it bars, what it counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from advisor.explanation.answers import AnswerWords, Given
from advisor.explanation.contract import Contract
from advisor.explanation.near_miss import Lack, bound, counted, lacks, nearest
from advisor.explanation.record import elsewhere_than
from advisor.explanation.speech import Clauses, stating
from advisor.knowledge.rule import CERTAINTIES, Pattern, Rule, Total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.engine.trace import Firing
    from advisor.explanation.assess import Assessment
    from advisor.explanation.reason import Reason
    from advisor.explanation.record import Ground
    from advisor.knowledge.strata import Entry
    from advisor.model.fact import Fact

    Homes = frozenset[str] | None

MOST_GROUNDS = 4
"""Ways to one conclusion that are told, each with all that it rests on."""
FEW = 2
"""Candidates that fail alike and are told one by one; more are told together."""


class Alike(Contract, frozen=True):
    """Homes, parties or other things of which the same is said."""

    says: str | None
    about: tuple[str, ...]


class Absence(NamedTuple):
    """A condition that nothing may meet, and what holds instead where something came nearest."""

    says: str
    """What had to be absent, as a clause."""
    steps: tuple[ProofStep, ...]
    """The conclusions on which the nearest candidates or rules fail."""
    only: tuple[Given, ...]
    """The answers on which alone a home or party fails that meets all else."""
    given: tuple[Given, ...]
    """The answers on which the others fail."""
    alike: tuple[Alike, ...]
    """Answers on which several homes or parties fail alike."""
    more: int
    """How many rules, homes or parties there are that come less near and are not told."""


class Counted(Contract, frozen=True):
    """What a total adds up, and what one thing alone keeps from being counted."""

    inside: tuple[Alike, ...]
    outside: tuple[Alike, ...]


class Ranked(Contract, frozen=True):
    """A home with what the considerations for it add up to."""

    home: str
    points: int


class ProofStep(NamedTuple):
    """One rule's conclusion, and what it rests on."""

    number: int
    """Its place in the outline; the same wherever the conclusion is used again."""
    reason: Reason
    weakest: bool
    """Whether no other step is less certain, and it is not firm itself."""
    again: bool
    """Whether it was shown before, with all that it rests on."""
    given: tuple[Given, ...] = ()
    """The answers it takes directly and that were not shown before."""
    given_before: tuple[str, ...] = ()
    """The names of answers it takes that were shown before."""
    counted: Counted | None = None
    """Of a total, what it adds up."""
    ranking: tuple[Ranked, ...] = ()
    """The homes that pass, the best first, where it rests on their order."""
    any_of: tuple[int, ...] = ()
    """The numbers of steps right below it of which any one is enough, as far as those go."""
    steps: tuple[ProofStep, ...] = ()
    """The conclusions it takes."""
    absent: tuple[Absence, ...] = ()
    """What had to be absent."""
    left_out: int = 0
    """How many steps below it are not shown, by the wish of whoever asked."""
    elsewhere: int = 0
    """How many conclusions about other homes it compares with and are not shown."""

    @property
    def each(self) -> Iterator[ProofStep]:
        """It and the steps that are shown below it: what it takes, then what it bars."""
        if not self.again:
            yield self
        for one in (*self.steps, *(step for absence in self.absent for step in absence.steps)):
            yield from one.each


class ProofTree:
    """Builds the tree of one proof; every conclusion is unfolded where it is first met."""

    def __init__(self, assessment: Assessment, fact: Fact, homes: Homes, *, fold: bool) -> None:
        """Takes a conclusion.

        Args:
            homes: The homes to tell of, besides those that would have to be passed over.
            fold: Whether numbers that only put homes in order are told in one line.
        """
        self._assessment = assessment
        self._record = assessment.record
        self._proofs = assessment.proofs
        self._fact = fact
        self._homes = homes
        self._fold = fold
        self._words = AnswerWords(assessment.record)
        self._clauses = Clauses(assessment.record)
        chain = assessment.proofs.chain([fact], homes)
        self._used = {id(firing) for firing in chain}
        self.weakest = max(CERTAINTIES.index(self._entry(one).certainty) for one in chain)
        """The place in `CERTAINTIES` of what is least certain in its shortest proof."""

    def steps(self, depth: int) -> list[ProofStep]:
        """The ways to the conclusion, each so many steps deep; all the way down for 0."""
        self._numbers: dict[int, int] = {}
        self._told: set[Given] = set()
        self._cut: set[int] = set()
        deep = depth or len(self._assessment.consultation.firings)
        grounds = self._proofs.grounds(self._fact)[:MOST_GROUNDS]
        return [self._step(one, self._homes, deep) for one in grounds]

    @property
    def firings(self) -> tuple[Firing, ...]:
        """All that the tree is made of, in the order of the record."""
        firings = self._assessment.consultation.firings
        return tuple(one for one in firings if id(one) in self._used)

    def _entry(self, firing: Firing) -> Entry:
        return self._assessment.knowledge.rulebook.entry(firing.rule)

    def _step(self, ground: Ground, homes: Homes, depth: int) -> ProofStep:
        """Firings that say the same of one conclusion, with what they rest on."""
        key = id(ground[0])
        self._used.update(map(id, ground))
        reason = self._assessment.narrator.reason(ground[0])
        weakest = 0 < CERTAINTIES.index(reason.certainty) == self.weakest
        number = self._numbers.get(key)
        if number is not None and not (depth > 0 and key in self._cut):
            return ProofStep(number, reason, weakest, again=True)
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        below = self._below(ground, homes)
        if depth <= 0:
            if below.grounds:
                self._cut.add(key)
            size = len(self._all_below(ground, homes)) - 1
            return ProofStep(number, reason, weakest, again=False, left_out=size)
        self._cut.discard(key)
        given = dict.fromkeys(one for firing in ground for one in self._words.behind(firing))
        new = tuple(one for one in given if one not in self._told)
        before = tuple(one.answer for one in given if one in self._told and one.answer)
        self._told.update(new)
        steps = {id(one[0]): self._step(one, homes, depth - 1) for one in below.grounds}
        return ProofStep(
            number,
            reason,
            weakest,
            again=False,
            given=new,
            given_before=before,
            counted=self._counted(ground[0]),
            ranking=below.ranking,
            any_of=tuple(sorted(steps[one].number for one in below.any_of)),
            steps=tuple(steps.values()),
            absent=tuple(self._absences(ground, homes, depth - 1)),
            elsewhere=below.elsewhere,
        )

    # What a step takes

    def _below(self, ground: Ground, homes: Homes) -> _Below:
        grounds: dict[int, Ground] = {}
        ranks: dict[Fact, None] = {}
        any_of: dict[int, None] = {}
        elsewhere = 0
        folds = self._fold and not self._ranks(ground[0].asserted[0])
        differing = _differing(ground)
        waiting = list(dict.fromkeys(fact for firing in ground for fact in firing.premises))
        if differing:
            waiting.sort(key=self._order)
        while waiting:
            fact = waiting.pop(0)
            if self._proofs.firing(fact) is None:
                continue
            if folds and self._ranks(fact):
                ranks[fact] = None
                more = (one for each in self._proofs.firings(fact) for one in each.premises)
                waiting += [one for one in more if one not in ranks and one not in waiting]
            elif elsewhere_than(homes, fact):
                elsewhere += not ranks
            elif folds or not self._fold or not self._is_told(fact):
                found = {id(one[0]): one for one in self._proofs.grounds(fact)[:MOST_GROUNDS]}
                grounds.update(found)
                if fact in differing or len(found) > 1:
                    any_of.update(dict.fromkeys(found))
        ranking = self._ranking(ranks)
        for fact in ranks if len(ranking) > 1 else ():  # what decides, where there is a choice
            (one, *_) = self._proofs.grounds(fact)
            if isinstance(self._entry(one[0]), Rule) and not elsewhere_than(homes, fact):
                grounds.setdefault(id(one[0]), one)
        told = (fact for fact in ranks if not elsewhere_than(homes, fact))
        self._used.update(id(self._proofs.firings(fact)[0]) for fact in told)
        return _Below([*grounds.values()], [*any_of], elsewhere, ranking)

    def _all_below(self, ground: Ground, homes: Homes) -> set[int]:
        """All steps that a step takes, itself among them."""
        found: set[int] = set()
        waiting = [ground]
        while waiting:
            one = waiting.pop()
            if id(one[0]) not in found:
                found.add(id(one[0]))
                waiting += self._below(one, homes).grounds
        return found

    def _is_told(self, fact: Fact) -> bool:
        return any(id(one[0]) in self._numbers for one in self._proofs.grounds(fact))

    def _order(self, fact: Fact) -> int:
        """Where the rule stands that concludes a fact; answers come first."""
        firing = self._proofs.firing(fact)
        return -1 if firing is None else self._entry(firing).order

    def _ranks(self, fact: Fact) -> bool:
        return self._assessment.knowledge.rulebook.vocabulary.kinds[fact.kind].ranks

    def _ranking(self, ranks: Iterable[Fact]) -> tuple[Ranked, ...]:
        """The homes that facts put in order, each with its sum."""
        found = []
        for fact in ranks:
            entry = self._entry(self._proofs.firings(fact)[0])
            if isinstance(entry, Total) and entry.for_each is not None:
                home = self._assessment.knowledge.homes[fact.word("home")]
                found.append(Ranked(home.label, int(fact.fields[-1][1])))
        return tuple(sorted(found, key=lambda one: -one.points))

    # What a step counts

    def _counted(self, firing: Firing) -> Counted | None:
        """What a total adds up, in words."""
        entry = self._entry(firing)
        if not isinstance(entry, Total):
            return None
        inside, near = counted(self._record, entry, dict(firing.bindings))
        asked = (one.field for one in entry.of.tests if not one.variable)
        fields = tuple(dict.fromkeys(asked))
        return Counted(self._items(inside, fields), self._items(near, fields))

    def _items(self, facts: Iterable[Fact], fields: tuple[str, ...]) -> tuple[Alike, ...]:
        """Facts that are counted, or are not, by what decides that."""
        found: dict[str, list[str]] = {}
        for fact in facts:
            if "party" in dict(fact.fields):
                name = self._assessment.narrator.party(fact.word("party"))
                said = "; ".join(self._clauses.fields(fact, fields))
            else:
                name, said = self._clauses.pattern(stating(fact.kind, fact.fields), {}), ""
            found.setdefault(said, []).append(name)
        return tuple(Alike(said or None, tuple(names)) for said, names in found.items())

    # What a step bars

    def _absences(self, ground: Ground, homes: Homes, depth: int) -> Iterator[Absence]:
        told: set[str] = set()
        for firing in ground:
            bindings = dict(firing.bindings)
            for pattern in getattr(self._entry(firing), "unless", ()):
                says = self._clauses.pattern(pattern, bindings)
                if says not in told:
                    told.add(says)
                    yield self._absence(says, bound(pattern, bindings), homes, depth)

    def _absence(self, says: str, pattern: Pattern, homes: Homes, depth: int) -> Absence:
        """What had to be absent, and what holds instead of the nearest that would be it."""
        found = () if depth <= 0 else lacks(self._record, pattern)
        near = nearest(found)
        steps: dict[int, ProofStep] = {}
        answers: dict[Given, bool] = {}
        more = 0
        for lack in found:
            given = self._answers(lack)
            if lack in near or lack.subject:  # candidates further off may fail alike
                answers.update(dict.fromkeys(given, bool(lack.subject) and lack.alone))
            more += lack not in near and not (lack.subject and given)
            for fact, _ in lack.instead if lack in near else ():
                here = None if homes is None else homes | homes_of(self._assessment, fact)
                for ground in self._proofs.grounds(fact)[:MOST_GROUNDS]:
                    step = self._step(ground, here, depth - 1)
                    steps.setdefault(step.number, step)
        others = [one for one, alone in answers.items() if not alone]
        times = Counter(one.says for one in others)
        return Absence(
            says,
            tuple(sorted(steps.values(), key=lambda one: one.number)),
            tuple(one for one, alone in answers.items() if alone),
            tuple(one for one in others if times[one.says] <= FEW),
            tuple(
                Alike(words, tuple(one.about or "" for one in others if one.says == words))
                for words, number in times.items()
                if number > FEW
            ),
            more if steps or answers else 0,
        )

    def _answers(self, lack: Lack) -> tuple[Given, ...]:
        """The answers that hold instead, as far as it is answers that do."""
        return tuple(
            one
            for fact, fields in lack.instead
            if self._proofs.firing(fact) is None
            for one in self._words.given(fact, fields)
        )


class _Below(NamedTuple):
    """What a step takes."""

    grounds: list[Ground]
    any_of: list[int]
    """Those of which any one is enough."""
    elsewhere: int
    ranking: tuple[Ranked, ...]


def _differing(ground: Ground) -> set[Fact]:
    """The facts of which one is enough: the one in which each firing differs from the others."""
    shared = set.intersection(*(set(firing.premises) for firing in ground))
    differing = [set(firing.premises) - shared for firing in ground]
    return set().union(*differing) if all(len(one) == 1 for one in differing) else set()


def homes_of(assessment: Assessment, fact: Fact) -> frozenset[str]:
    """The homes a fact speaks of."""
    values = (str(value) for _, value in fact.fields)
    return frozenset(value for value in values if value in assessment.knowledge.homes)
