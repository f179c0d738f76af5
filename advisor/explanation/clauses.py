"""What a rule asks for, in words: the clauses of `rules/clauses.yaml`, filled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from advisor.knowledge.rule import Variable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.engine.trace import Firing
    from advisor.explanation.record import Record
    from advisor.knowledge.rule import FieldTest, Pattern
    from advisor.knowledge.vocabulary import Value

_place = re.compile(r"\{([a-z-]+)(:at)?\}")
_PARTIES = frozenset({"party"})
_ANSWERS = {
    "answer": ("to", "is"), "home-answer": ("to", "is"), "item": ("of", "is"),
    "home-item": ("of", "is"), "figure": ("of", "value"), "home-figure": ("of", "value"),
}  # fmt: skip


class Clauses:
    """Says in words what patterns ask for, in one case."""

    def __init__(self, record: Record) -> None:
        """Takes the record of a consultation, for the client's words."""
        self._record = record
        self._knowledge = record.knowledge

    def pattern(self, pattern: Pattern, bindings: Mapping[str, Value]) -> str:
        """What a pattern asks for, as a clause.

        Args:
            pattern: A pattern of a rule.
            bindings: What variables stand for; of the others anything will do.
        """
        fields: dict[str, str] = {}
        homes: dict[str, str] = {}
        for test in pattern.tests:
            said = self._test(test, bindings)
            if said and fields.get(test.field):
                fields[test.field] += f" {self._word('tests', 'or')} {said}"
            elif said:
                fields[test.field] = said
            operand = self._operand(test, bindings)
            if test.relation == "is" and operand in self._knowledge.homes:
                homes[test.field] = self._knowledge.homes[str(operand)].at
        if pattern.kind in _ANSWERS:
            return self._answer(pattern, fields, homes)
        template = self._knowledge.section("clauses", "clauses").get(pattern.kind)
        if template is None:
            return self._plain(pattern, fields)

        def fill(match: re.Match[str]) -> str:
            name = match[1]
            if match[2]:
                return homes.get(name) or str(self._any()["at"])
            return fields.get(name) or str(self._any().get(name, self._any()["other"]))

        return _place.sub(fill, template)

    def absent(self, firing: Firing) -> tuple[str, ...]:
        """What had to be absent for a firing, as clauses."""
        entry = self._knowledge.rulebook.entry(firing.rule)
        bindings = dict(firing.bindings)
        return tuple(self.pattern(one, bindings) for one in getattr(entry, "unless", ()))

    def _answer(self, pattern: Pattern, fields: Mapping[str, str], homes: Mapping[str, str]) -> str:
        """A pattern on answers: the question and what it would have to be."""
        asked, held = _ANSWERS[pattern.kind]
        question = next((str(test.operand) for test in pattern.tests if test.field == asked), asked)
        said = self._choice(question, pattern, held) or (
            f"{question.replace('-', ' ')}: {fields.get(held) or self._any()['other']}"
        )
        at = homes.get("home") or (str(self._any()["at"]) if "home" in pattern.kind else "")
        return f"{at}, {said}" if at else said

    def _choice(self, question: str, pattern: Pattern, held: str) -> str:
        """The clause of the one answer a pattern asks for, or nothing."""
        tests = [test for test in pattern.tests if test.field == held]
        if len(tests) != 1 or tests[0].relation != "is" or isinstance(tests[0].operand, Variable):
            return ""
        for level in self._knowledge.questions.levels.values():
            found = level.questions.get(question)
            if found is not None and str(tests[0].operand) in found.values:
                return found.values[str(tests[0].operand)].clause
        return ""

    def _plain(self, pattern: Pattern, fields: Mapping[str, str]) -> str:
        """A fact of the client that has no clause: its kind with what is asked of it."""
        inside = "; ".join(f"{name.replace('-', ' ')}: {said}" for name, said in fields.items())
        return f"{pattern.kind.replace('-', ' ')} ({inside})" if inside else pattern.kind

    def _operand(self, test: FieldTest, bindings: Mapping[str, Value]) -> Any:
        if isinstance(test.operand, Variable):
            return bindings.get(test.operand.name)
        return test.operand

    def _test(self, test: FieldTest, bindings: Mapping[str, Value]) -> str:
        """What is asked of one field, in words; empty where anything will do."""
        operand = self._operand(test, bindings)
        if operand is None:
            return ""
        values = operand if isinstance(operand, tuple) else (operand,)
        said = f" {self._word('tests', 'or')} ".join(self._value(test.field, one) for one in values)
        if test.relation in ("is", "one-of"):
            return said
        relation = "not" if test.relation == "none-of" else test.relation
        return f"{self._word('tests', relation)} {said}"

    def _value(self, field: str, value: Value) -> str:
        word = str(value)
        if word in self._knowledge.homes and field in ("home", "path"):
            return self._knowledge.homes[word].label
        if field in _PARTIES:
            return self._record.narrator.party(word)
        values = self._knowledge.section("words", "values")
        known = values.get(field, values["reading"] if field == "is" else {}).get(word)
        return str(known["label"]) if known else word.replace("-", " ")

    def _any(self) -> Mapping[str, Any]:
        return self._knowledge.section("clauses", "any")  # type: ignore[no-any-return]

    def _word(self, part: str, name: str) -> str:
        return str(self._knowledge.section("clauses", part)[name])
