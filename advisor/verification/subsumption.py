"""Whether one rule is a special case of another: whenever it fires, the other says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.rule import FieldTest, Pattern, Rule, Variable
from advisor.knowledge.vocabulary import Value
from advisor.verification.domain import of_tests, of_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.vocabulary import FieldType, Vocabulary

MOST_STEPS = 2_000
"""Ways of laying one rule over another that are tried before the search gives up."""

Stands = dict[str, object]
"""What each variable of the general rule stands for in the special one."""


class Subsumption:
    """Compares rules of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Takes the kinds of fact."""
        self._kinds = vocabulary.kinds
        self._steps = 0

    def covers(self, general: Rule, special: Rule) -> bool:
        """Whether the general rule fires and concludes the same whenever the special one does.

        No is also the answer when it would take too long to find out.
        """
        if not set(special.concludes) <= set(general.concludes):
            return False
        if not set(general.reads) <= set(special.reads):
            return False
        self._steps = 0
        return self._lay(general, special, 0, {})

    def _lay(self, general: Rule, special: Rule, at: int, stands: Stands) -> bool:
        """Finds a pattern of the special rule for each of the general one, one after another."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            return False
        if at == len(general.when):
            return self._negated(general, special, stands) and _concludes(general, special, stands)
        return any(
            found is not None and self._lay(general, special, at + 1, found)
            for place, pattern in enumerate(special.when)
            if (found := self._over(general.when[at], pattern, place, stands)) is not None
        )

    def _over(self, wide: Pattern, narrow: Pattern, place: int, stands: Stands) -> Stands | None:
        """What the variables stand for if one pattern asks no more than another."""
        if wide.kind != narrow.kind:
            return None
        types = self._kinds[wide.kind].fields
        found = dict(stands)
        compared = []
        for test in wide.tests:
            if not isinstance(test.operand, Variable):
                if not _asks_as_much(types[test.field], test, narrow):
                    return None
            elif test.relation == "is":
                term = _term(types[test.field], narrow, test.field, place)
                if found.setdefault(test.operand.name, term) != term:
                    return None
            else:
                compared.append(test)
        for test in compared:
            assert isinstance(test.operand, Variable)
            if not _compared(test, found.get(test.operand.name), narrow):
                return None
        return found

    def _negated(self, general: Rule, special: Rule, stands: Stands) -> bool:
        """Whether the special rule makes sure of everything that must be absent."""
        return all(
            any(self._bars(pattern, other, general, special, stands) for other in special.unless)
            for pattern in general.unless
        )

    def _bars(
        self, pattern: Pattern, other: Pattern, general: Rule, special: Rule, stands: Stands
    ) -> bool:
        """Whether the absence the special rule asks for includes one the general rule asks for."""
        if pattern.kind != other.kind:
            return False
        types = self._kinds[pattern.kind].fields
        own = set(special.variables)
        for test in other.tests:
            operand = test.operand
            if not isinstance(operand, Variable):
                if not _asks_as_much(types[test.field], test, pattern):
                    return False
            elif operand.name not in own and test.relation == "is":
                if sum(one.operand == operand for one in other.tests) > 1:
                    return False
            elif not any(
                one.field == test.field
                and one.relation == test.relation
                and isinstance(one.operand, Variable)
                and one.operand.name in general.variables
                and stands.get(one.operand.name) == operand
                for one in pattern.tests
            ):
                return False
        return True


def _asks_as_much(type_: FieldType, test: FieldTest, narrow: Pattern) -> bool:
    """Whether a pattern allows nothing in a field that a test would refuse."""
    own = of_tests(type_, (one for one in narrow.tests if one.field == test.field))
    return own.inside(of_tests(type_, (test,)))


def _term(type_: FieldType, narrow: Pattern, field: str, place: int) -> object:
    """What a field of a pattern holds: its variable, its one value, or something of its own."""
    for test in narrow.tests:
        if test.field == field and test.relation == "is" and isinstance(test.operand, Variable):
            return test.operand
    tests = [one for one in narrow.tests if one.field == field]
    single = of_tests(type_, tests).single if tests else of_type(type_).single
    return single if single is not None else (place, field)


def _compared(test: FieldTest, stands: object, narrow: Pattern) -> bool:
    """Whether a pattern compares a field in the same way with the same thing."""
    return any(one[:2] == test[:2] and one.operand == stands for one in narrow.tests)


def _concludes(general: Rule, special: Rule, stands: Mapping[str, object]) -> bool:
    """Whether everything the special rule concludes is concluded by the general one."""
    concluded = {
        (head.kind, tuple(_value(value, stands) for value in head.values)) for head in general.then
    }
    return all((head.kind, head.values) in concluded for head in special.then)


def _value(value: Value | Variable, stands: Mapping[str, object]) -> object:
    return stands.get(value.name) if isinstance(value, Variable) else value
