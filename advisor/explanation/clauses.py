"""What a rule asks for in one case, in words: the clauses of the vocabulary, filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.explanation.speech import Speech
from advisor.knowledge.rule import Variable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.engine.trace import Firing
    from advisor.explanation.record import Record
    from advisor.knowledge.rule import FieldTest, Pattern
    from advisor.knowledge.vocabulary import Value


class Clauses(Speech):
    """Says in words what patterns ask for, in one case."""

    def __init__(self, record: Record) -> None:
        """Takes the record of a consultation, for the client's words."""
        super().__init__(record.knowledge)
        self._record = record

    def pattern(self, pattern: Pattern, bindings: Mapping[str, Value]) -> str:
        """What a pattern asks for, as a clause.

        Args:
            pattern: A pattern of a rule.
            bindings: What variables stand for; of the others anything will do.
        """
        tests = []
        for test in pattern.tests:
            if not isinstance(test.operand, Variable):
                tests.append(test)
            elif test.operand.name in bindings:
                tests.append(test._replace(operand=bindings[test.operand.name]))
        passed = {
            test.field
            for test in pattern.tests
            if isinstance(test.operand, Variable) and test.relation == "is"
        }
        return self.clause(pattern._replace(tests=tuple(tests)), silent=passed)

    def conclusion(self, pattern: Pattern) -> str:
        """What a rule concludes, without what the clause of that kind leaves out."""
        return self.clause(pattern, silent={test.field for test in pattern.tests})

    def absent(self, firing: Firing) -> tuple[str, ...]:
        """What had to be absent for a firing, as clauses."""
        entry = self._knowledge.rulebook.entry(firing.rule)
        bindings = dict(firing.bindings)
        return tuple(self.pattern(one, bindings) for one in getattr(entry, "unless", ()))

    def _unnamed(self, test: FieldTest) -> str:
        return ""  # whatever the case has bound it to

    def _variable(self, name: str) -> str:
        return self._any(name)

    def _value(self, field: str, value: Value) -> str:
        if field == "party":
            return self._record.narrator.party(str(value))
        if field == "source":
            return self._record.narrator.source(str(value))
        return super()._value(field, value)
