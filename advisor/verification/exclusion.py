"""Whether two rules could fire in one case with conclusions that cannot both be true.

The patterns of both rules are laid together, their variables joined where both speak of the same
thing, and searched for a clash: a fact one needs and the other forbids, one single-valued fact
with two values, a variable without a value. Facts that other rules conclude are followed back to
those rules a few steps, because what keeps two rules apart often stands further up.

A clash found is a proof that the rules exclude each other. None found is no proof of the
opposite: the author may know better, and says why in the data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import FieldTest, Head, Pattern, Rule, Variable
from advisor.knowledge.vocabulary import Value
from advisor.verification.domain import Domain, of_tests, of_type, only

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Kind, Vocabulary
    from advisor.verification.draft import Draft

DEEPEST = 3
"""Steps back from a conclusion to what it rests on."""
MOST_STEPS = 400
"""Worlds looked at for one pair of rules before the search gives up."""

Term = Value | Variable

_OPPOSITE = {
    "at-least": "less-than", "less-than": "at-least",
    "at-most": "more-than", "more-than": "at-most", "is": "not", "not": "is",
}  # fmt: skip
_MOST_WAYS = 24
"""Rules a fact may come from, for all of them to be followed back."""
_FEW = 4
"""Values of a variable that are tried one by one."""


class Literal(NamedTuple):
    """A fact that must be there, or must not: what its fields hold."""

    kind: str
    terms: Mapping[str, Variable]
    """The fields that hold a variable."""
    domains: Mapping[str, Domain]
    """What the tested fields may hold."""
    others: tuple[tuple[str, str, Variable], ...]
    """Field, relation and variable of every comparison with a variable."""


class _World:
    """Facts that must be there, facts that must not, and what the variables stand for."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self.kinds = kinds
        self.there: list[Literal] = []
        self.absent: list[tuple[Literal, frozenset[Variable]]] = []
        """Each with the variables that stand for anything."""
        self.same: dict[Variable, Variable] = {}
        self.holds: dict[Variable, Domain] = {}
        self.differ: list[tuple[Variable, Variable]] = []

    def copy(self) -> _World:
        other = _World(self.kinds)
        other.there = list(self.there)
        other.absent = list(self.absent)
        other.same = dict(self.same)
        other.holds = dict(self.holds)
        other.differ = list(self.differ)
        return other

    def root(self, variable: Variable) -> Variable:
        while variable in self.same:
            variable = self.same[variable]
        return variable

    def domain(self, literal: Literal, field: str) -> Domain:
        """What a field of a fact may hold, by its own tests and by its variable."""
        domain = literal.domains.get(field)
        if domain is None:
            domain = of_type(self.kinds[literal.kind].fields[field])
        variable = literal.terms.get(field)
        if variable is not None:
            domain = domain.meet(self.holds.get(self.root(variable), Domain()))
        return domain

    def narrow(self, variable: Variable, domain: Domain) -> bool:
        """Lets a variable hold no more than a domain; false when nothing is left."""
        root = self.root(variable)
        met = self.holds.get(root, Domain()).meet(domain)
        self.holds[root] = met
        return not met.empty

    def join(self, one: Variable, other: Variable) -> bool:
        """Makes two variables stand for the same; false when they cannot."""
        first, second = self.root(one), self.root(other)
        if first == second:
            return True
        self.same[second] = first
        return self.narrow(first, self.holds.pop(second, Domain()))

    def need(self, literal: Literal) -> bool:
        """Adds a fact that must be there; false when that cannot be."""
        self.there.append(literal)
        return all(
            self.narrow(variable, self.domain(literal, field))
            for field, variable in literal.terms.items()
        )

    def impossible(self) -> bool:
        """Whether what must be there clashes; joins what is found to be the same on the way."""
        changed = True
        while changed:
            changed = False
            for place, one in enumerate(self.there):
                for other in self.there[place + 1 :]:
                    found = self._single(one, other)
                    if found is None:
                        return True
                    changed = changed or found
        return any(self._one(*pair) for pair in self.differ) or any(
            self._matches(literal, barred, free)
            for barred, free in self.absent
            for literal in self.there
            if literal.kind == barred.kind
        )

    def _single(self, one: Literal, other: Literal) -> bool | None:
        """Joins the fields of two literals that must be one fact; nothing when they clash."""
        keys = self.kinds[one.kind].one_for if one.kind == other.kind else None
        if keys is None or not all(self._equal(one, other, key) for key in keys):
            return False
        if self._compared_both_ways(one, other):
            return None
        changed = False
        for field in self.kinds[one.kind].fields:
            if self.domain(one, field).meet(self.domain(other, field)).empty:
                return None
            left, right = one.terms.get(field), other.terms.get(field)
            if left is not None and right is not None:
                if self.root(left) != self.root(right):
                    changed = True
                    if not self.join(left, right):
                        return None
            elif left is not None or right is not None:
                variable, known = (left, other) if left is not None else (right, one)
                assert variable is not None
                before = self.holds.get(self.root(variable), Domain())
                if not self.narrow(variable, self.domain(known, field)):
                    return None
                changed = changed or before != self.holds[self.root(variable)]
        return changed

    def _compared_both_ways(self, one: Literal, other: Literal) -> bool:
        """Whether one field would have to be, say, at least and less than the same number."""
        return any(
            field == theirs and how == _OPPOSITE[relation] and self._one(whom, variable)
            for field, relation, variable in one.others
            for theirs, how, whom in other.others
        )

    def _one(self, one: Variable, other: Variable) -> bool:
        """Whether two variables stand for the same."""
        if self.root(one) == self.root(other):
            return True
        value = self.holds.get(self.root(one), Domain()).single
        return value is not None and value == self.holds.get(self.root(other), Domain()).single

    def _equal(self, one: Literal, other: Literal, field: str) -> bool:
        """Whether a field surely holds the same in both."""
        left, right = one.terms.get(field), other.terms.get(field)
        if left is not None and right is not None and self.root(left) == self.root(right):
            return True
        value = self.domain(one, field).single
        return value is not None and value == self.domain(other, field).single

    def _matches(self, literal: Literal, barred: Literal, free: frozenset[Variable]) -> bool:
        """Whether a fact that is there surely is one that must not be."""
        for field, variable in barred.terms.items():
            if variable in free:
                if sum(one == variable for one in barred.terms.values()) > 1:
                    return False
                continue
            mine = literal.terms.get(field)
            if mine is not None and self.root(mine) == self.root(variable):
                continue
            value = self.domain(literal, field).single
            if value is None or value != self.holds.get(self.root(variable), Domain()).single:
                return False
        for field, domain in barred.domains.items():
            if not self.domain(literal, field).inside(domain):
                return False
        for field, relation, variable in barred.others:
            if not any(
                (field, relation) == (own, how) and self.root(variable) == self.root(whom)
                for own, how, whom in literal.others
            ):
                return False
        return True


class Exclusion:
    """Proves that rules exclude each other."""

    def __init__(self, vocabulary: Vocabulary, entries: Iterable[Entry]) -> None:
        """Takes all rules: the way back from a conclusion leads through them."""
        self._kinds = vocabulary.kinds
        self._concluding: dict[str, list[tuple[Entry, Head]]] = {}
        for entry in entries:
            for head in entry.then:
                self._concluding.setdefault(head.kind, []).append((entry, head))
        self._fresh = 0
        self._steps = 0

    def may_clash(self, one: Rule, first: Head, other: Rule, second: Head) -> bool:
        """Whether two conclusions might both follow and contradict each other.

        Args:
            one: A rule.
            first: Its conclusion, of a kind with one fact for each of some fields.
            other: Another rule, or the same for two of its firings.
            second: Its conclusion, of the same kind.
        """
        kind = self._kinds[first.kind]
        assert kind.one_for is not None
        world = _World(self._kinds)
        left = self._add(world, one)
        right = self._add(world, other)
        if left is None or right is None:
            return False
        mine, theirs = _named(first, left, kind), _named(second, right, kind)
        for field in kind.one_for:
            if not _unify(world, mine[field], theirs[field], of_type(kind.fields[field])):
                return False
        for field in kind.fields:
            if field in kind.one_for:
                continue
            apart = _apart(world, mine[field], theirs[field])
            if apart is not None and not self._ruled_out(apart, DEEPEST):
                return True
        return False

    def never(self, rule: Rule) -> bool:
        """Whether the patterns of one rule exclude each other."""
        world = _World(self._kinds)
        return self._add(world, rule) is None or self._ruled_out(world, 2)

    def unmatched(self, pattern: Pattern) -> bool:
        """Whether no fact can match a pattern, because its tests exclude each other.

        Each by itself may well be met; what excludes the others may stand further up, in the
        rules that conclude such facts.
        """
        self._fresh += 1
        own = {
            test.operand.name: Variable(f"{test.operand.name}.{self._fresh}")
            for test in pattern.tests
            if isinstance(test.operand, Variable)
        }
        world = _World(self._kinds)
        literal = _literal(self._kinds, pattern, own)
        return not world.need(literal) or self._ruled_out(world, DEEPEST)

    def _add(self, world: _World, rule: Rule) -> dict[str, Variable] | None:
        """Adds what a rule needs, under variables of its own; nothing when that cannot be."""
        self._fresh += 1
        own = {name: Variable(f"{name}.{self._fresh}") for name in rule.variables}
        for pattern in rule.when:
            if not world.need(_literal(self._kinds, pattern, own)):
                return None
        for pattern in rule.unless:
            inside = dict(own)
            for test in pattern.tests:
                if isinstance(test.operand, Variable) and test.operand.name not in inside:
                    inside[test.operand.name] = Variable(f"{test.operand.name}.{self._fresh}.any")
            free = frozenset(one for name, one in inside.items() if name not in own)
            world.absent.append((_literal(self._kinds, pattern, inside), free))
        return own

    def _ruled_out(self, world: _World, deepest: int) -> bool:
        """Whether a world cannot be; short ways back are tried before long ones."""
        for depth in range(deepest + 1):
            self._steps = 0
            if self._excluded(world.copy(), depth):
                return True
        return False

    def _excluded(self, world: _World, depth: int, start: int = 0) -> bool:
        """Whether a world cannot be, by itself or by what its facts must rest on."""
        self._steps += 1
        if world.impossible():
            return True
        if self._split(world):
            return True
        if depth == 0 or self._steps > MOST_STEPS:
            return False
        for place in range(start, len(world.there)):
            literal = world.there[place]
            if self._kinds[literal.kind].given:
                continue
            ways = [
                way
                for way in self._concluding.get(literal.kind, ())
                if self._could_give(world, literal, way[1])
            ]
            if len(ways) > _MOST_WAYS:
                continue
            if all(self._way_excluded(world, place, one, head, depth) for one, head in ways):
                return True
            if self._steps > MOST_STEPS:
                return False
        return False

    def _split(self, world: _World) -> bool:
        """Whether some variable of few values can have none of them."""
        asked = {
            world.root(variable)
            for literal in world.there
            for field, variable in literal.terms.items()
            if field in (self._kinds[literal.kind].one_for or ())
        }
        for variable in sorted(asked, key=str):
            values = world.holds.get(variable, Domain()).values
            if values is None or not 1 < len(values) <= _FEW:
                continue
            for value in sorted(values, key=str):
                inside = world.copy()
                if inside.narrow(variable, only(value)) and not inside.impossible():
                    break
            else:
                return True
        return False

    def _could_give(self, world: _World, literal: Literal, head: Head) -> bool:
        """Whether a conclusion, by its fixed values, could be a fact of the world."""
        return all(
            isinstance(value, Variable) or world.domain(literal, field).takes(value)
            for value, field in zip(head.values, self._kinds[head.kind].fields)
        )

    def _way_excluded(
        self, world: _World, place: int, entry: Entry, head: Head, depth: int
    ) -> bool:
        """Whether one rule cannot be what a fact of the world rests on."""
        if not isinstance(entry, Rule):
            return False
        kind = self._kinds[head.kind]
        literal = world.there[place]
        inside = world.copy()
        own = self._add(inside, entry)
        if own is None:
            return True
        terms = _named(head, own, kind)
        for field in kind.fields:
            mine = literal.terms.get(field)
            theirs = terms[field]
            if mine is not None:
                if not _unify(inside, mine, theirs, of_type(kind.fields[field])):
                    return True
            elif isinstance(theirs, Variable) and not inside.narrow(
                theirs, inside.domain(literal, field)
            ):
                return True
        return self._excluded(inside, depth - 1, place + 1)


def exclusion_of(draft: Draft) -> Exclusion:
    """What proves that rules of a knowledge base exclude each other, made once."""
    if "exclusion" not in draft.prepared:
        draft.prepared["exclusion"] = Exclusion(draft.vocabulary, draft.entries)
    found = draft.prepared["exclusion"]
    assert isinstance(found, Exclusion)
    return found


def _literal(kinds: Mapping[str, Kind], pattern: Pattern, names: Mapping[str, Variable]) -> Literal:
    types = kinds[pattern.kind].fields
    tested: dict[str, list[FieldTest]] = {}
    terms: dict[str, Variable] = {}
    others = []
    for test in pattern.tests:
        if isinstance(test.operand, Variable):
            variable = names[test.operand.name]
            if test.relation == "is" and test.field not in terms:
                terms[test.field] = variable
            else:
                others.append((test.field, test.relation, variable))
        else:
            tested.setdefault(test.field, []).append(test)
    domains = {field: of_tests(types[field], tests) for field, tests in tested.items()}
    return Literal(pattern.kind, terms, domains, tuple(others))


def _named(head: Head, names: Mapping[str, Variable], kind: Kind) -> dict[str, Term]:
    """The fields of a conclusion, its variables under their own names in this world."""
    return {
        field: names[value.name] if isinstance(value, Variable) else value
        for field, value in zip(kind.fields, head.values)
    }


def _unify(world: _World, one: Term, other: Term, whole: Domain) -> bool:
    """Makes two fields hold the same; false when they cannot."""
    if isinstance(one, Variable) and isinstance(other, Variable):
        return world.join(one, other) and world.narrow(one, whole)
    if isinstance(one, Variable):
        assert not isinstance(other, Variable)
        return world.narrow(one, only(other))
    if isinstance(other, Variable):
        return world.narrow(other, only(one))
    return one == other


def _apart(world: _World, one: Term, other: Term) -> _World | None:
    """A copy in which two fields differ; nothing when they cannot."""
    inside = world.copy()
    if isinstance(one, Variable) and isinstance(other, Variable):
        inside.differ.append((one, other))
        return inside
    if not isinstance(one, Variable) and not isinstance(other, Variable):
        return inside if one != other else None
    variable, value = (one, other) if isinstance(one, Variable) else (other, one)
    assert isinstance(variable, Variable)
    assert not isinstance(value, Variable)
    return inside if inside.narrow(variable, Domain(barred=frozenset([value]))) else None
