"""What can follow at all: which facts any case could lead to, and which rules could ever fire.

Facts stand here for all their like: a form says what each field may hold. A rule that matches
forms gives a new form, until nothing is new. The truth about one case is always inside; a rule
that cannot fire here can fire nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import Pattern, Total, Variable
from advisor.knowledge.vocabulary import LARGEST_NUMBER
from advisor.verification.asked import Form, given_forms
from advisor.verification.domain import ANYTHING, Domain, of_tests, of_type, only

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Vocabulary
    from advisor.verification.draft import Draft

_ROUNDS = 200


class Stop(NamedTuple):
    """Why a rule can never fire."""

    entry: Entry
    pattern: Pattern | None
    """The pattern that nothing can match; nothing when the patterns exclude each other."""
    barrier: Pattern | None = None
    """The negated pattern that always matches when the others do."""


class Reach:
    """The forms of all facts, and the rules that can fire.

    Attributes:
        forms: The forms of each kind of fact.
        stopped: Why rules can never fire, by their place among all.
    """

    def __init__(self, draft: Draft) -> None:
        """Works out what can follow."""
        self._vocabulary = draft.vocabulary
        self.forms: dict[str, list[Form]] = defaultdict(list)
        self.given = given_forms(
            draft.vocabulary.kinds, draft.questions, draft.homes, draft.parties
        )
        for form in self.given:
            self.forms[form.kind].append(form)
        made: dict[tuple[int, int], Form] = {}
        for _ in range(_ROUNDS):
            if not self._round(draft.entries, made):
                break
        self.stopped = {
            entry.order: stop for entry in draft.entries if (stop := self._stop(entry)) is not None
        }

    def matches(self, pattern: Pattern) -> list[Form]:
        """The forms that a pattern could match."""
        tests = domains_of(self._vocabulary, pattern)
        kind = self._vocabulary.kinds[pattern.kind]
        return [
            form
            for form in self.forms[pattern.kind]
            if not any(
                _both(form.fields[kind.positions[field]], domain).empty
                for field, domain in tests.items()
            )
        ]

    def may_hold(self, kind: str, field: str) -> Domain:
        """All that a field of a kind can hold."""
        at = self._vocabulary.kinds[kind].positions[field]
        return _union(form.fields[at] for form in self.forms[kind])

    def _round(self, entries: Iterable[Entry], made: dict[tuple[int, int], Form]) -> bool:
        """Lets every rule fire once; whether anything was new."""
        new = False
        for entry in entries:
            found = self._bindings(entry)
            if isinstance(found, Stop):
                continue
            for place, head in enumerate(entry.then):
                types = self._vocabulary.kinds[head.kind].fields.values()
                fields = tuple(
                    found.get(value.name, ANYTHING).meet(of_type(type_))
                    if isinstance(value, Variable)
                    else only(value)
                    for value, type_ in zip(head.values, types)
                )
                form = Form(head.kind, fields, entry.id)
                before = made.get((entry.order, place))
                if form == before:
                    continue
                if before is not None:
                    self.forms[head.kind].remove(before)
                self.forms[head.kind].append(form)
                made[entry.order, place] = form
                new = True
        return new

    def _stop(self, entry: Entry) -> Stop | None:
        found = self._bindings(entry)
        return found if isinstance(found, Stop) else None

    def _bindings(self, entry: Entry) -> dict[str, Domain] | Stop:
        """What each variable may stand for, or why the entry can never fire."""
        if isinstance(entry, Total):
            patterns = [entry.for_each] if entry.for_each is not None else []
        else:
            patterns = list(entry.when)
        bound: dict[str, Domain] = {}
        for pattern in patterns:
            forms = self.matches(pattern)
            if not forms:
                return Stop(entry, pattern)
            kind = self._vocabulary.kinds[pattern.kind]
            tests = domains_of(self._vocabulary, pattern)
            for test in pattern.tests:
                if test.relation != "is" or not isinstance(test.operand, Variable):
                    continue
                at = kind.positions[test.field]
                here = _union(_both(form.fields[at], tests[test.field]) for form in forms)
                name = test.operand.name
                bound[name] = bound.get(name, ANYTHING).meet(here)
                if bound[name].empty:
                    return Stop(entry, None)
        if isinstance(entry, Total):
            bound.update(self._taken(entry))
        else:
            for pattern in entry.when:
                for barrier in entry.unless:
                    if pattern_implies(self._vocabulary, pattern, barrier, set(entry.variables)):
                        return Stop(entry, None, barrier)
        return bound

    def _taken(self, total: Total) -> dict[str, Domain]:
        """What the result of a total can be."""
        if total.share_of is not None:
            return {"total": Domain(low=0, high=100)}
        if total.measure == "count":
            return {"total": Domain(low=0, high=self._most(total))}
        kind = self._vocabulary.kinds[total.of.kind]
        taken = next(
            kind.positions[test.field]
            for test in total.of.tests
            if (test.relation, test.operand) == ("is", Variable(total.variable or ""))
        )
        of = _union(form.fields[taken] for form in self.matches(total.of))
        low, high = (
            (of.low, of.high)
            if of.values is None
            else (min(map(int, of.values), default=0), max(map(int, of.values), default=0))
        )
        return {"total": _measured(total.measure, low, high)}

    def _most(self, total: Total) -> int:
        """How many facts a total can count in one group."""
        kind = self._vocabulary.kinds[total.of.kind]
        tests = domains_of(self._vocabulary, total.of)
        fixed = {
            test.field
            for test in total.of.tests
            if isinstance(test.operand, Variable) and test.operand.name in total.variables
        }
        most = 1
        for field in kind.one_for if kind.one_for is not None else kind.fields:
            if field in fixed:
                continue
            values = self.may_hold(kind.name, field).meet(tests.get(field, ANYTHING)).values
            if values is None:
                return LARGEST_NUMBER
            most *= len(values)
        return most


def reach_of(draft: Draft) -> Reach:
    """What can follow in a knowledge base, worked out once."""
    if "reach" not in draft.prepared:
        draft.prepared["reach"] = Reach(draft)
    found = draft.prepared["reach"]
    assert isinstance(found, Reach)
    return found


def domains_of(vocabulary: Vocabulary, pattern: Pattern) -> dict[str, Domain]:
    """What each tested field of a pattern may hold."""
    kind = vocabulary.kinds[pattern.kind]
    fields = dict.fromkeys(test.field for test in pattern.tests)
    return {
        field: of_tests(kind.fields[field], (one for one in pattern.tests if one.field == field))
        for field in fields
    }


def pattern_implies(
    vocabulary: Vocabulary, pattern: Pattern, general: Pattern, bound: set[str]
) -> bool:
    """Whether every fact that matches one pattern of a rule matches another of the same rule.

    Args:
        vocabulary: The kinds of fact.
        pattern: The narrower pattern.
        general: The wider one.
        bound: The variables that have a value; all others stand for anything.
    """
    if pattern.kind != general.kind:
        return False
    types = vocabulary.kinds[pattern.kind].fields
    narrow = domains_of(vocabulary, pattern)
    free = [
        test.operand.name
        for test in general.tests
        if isinstance(test.operand, Variable) and test.operand.name not in bound
    ]
    for test in general.tests:
        if isinstance(test.operand, Variable):
            if (
                test.operand.name not in bound
                and test.relation == "is"
                and free.count(test.operand.name) == 1
            ):
                continue
            if not any(one[:3] == test[:3] for one in pattern.tests):
                return False
            continue
        wide = of_tests(types[test.field], (test,))
        if not narrow.get(test.field, of_type(types[test.field])).inside(wide):
            return False
    return True


def _both(fact: Domain, test: Domain) -> Domain:
    """What a fact may hold where it is tested; a number out of its reach is told of the number."""
    met = fact.meet(test)
    return fact if met.empty and fact.values is None and fact.bounded else met


def _measured(measure: str, low: int, high: int) -> Domain:
    """What a measure can come to of numbers between two others."""
    if measure == "spread":
        return Domain(low=0, high=min(high - low, LARGEST_NUMBER))
    if measure == "sum":
        return Domain(low=0) if low >= 0 else ANYTHING
    if measure == "mean":
        return Domain(low=max(10 * low, -LARGEST_NUMBER), high=min(10 * high, LARGEST_NUMBER))
    return Domain(low=low, high=high)


def _union(domains: Iterable[Domain]) -> Domain:
    found: Domain | None = None
    for domain in domains:
        found = domain if found is None else found.join(domain)
    return Domain(frozenset()) if found is None else found
