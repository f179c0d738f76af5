"""The rule base written as an answer-set program.

A rule becomes a rule of the program, a fact an atom, and a negated pattern a condition that
nothing meets: `not: {veto: {home: $home}}` is written `#false : f_veto(V_home,_)`, which holds
where no such fact does. A total becomes an aggregate. Rules with "not" and totals are stratified,
so for given facts the program has exactly one answer set, which is what the engines conclude; the
tests hold all three against each other. Where facts are left open, the solver speaks about every
way to close them.

Words are written as strings and numbers as numbers, so no value can be mistaken for a variable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.rule import Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from advisor.knowledge.rule import FieldTest, Head, Pattern, Total
    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.vocabulary import Value, Vocabulary
    from advisor.model.fact import Fact

COMPARED = {"not": "!=", "at-least": ">=", "at-most": "<=", "more-than": ">", "less-than": "<"}
"""How the relations between two values are written."""


def predicate(kind: str) -> str:
    """The name of a kind of fact in the program."""
    return "f_" + kind.replace("-", "_")


def term(value: Value) -> str:
    """A value as the program writes it."""
    return str(value) if isinstance(value, int) else f'"{value}"'


def variable(name: str) -> str:
    """The name of a rule's variable in the program."""
    return "V_" + name.replace("-", "_")


def atom(fact: Fact) -> str:
    """A fact as the program writes it."""
    return _applied(fact.kind, [term(value) for _, value in fact.fields])


def program(rulebook: Rulebook, only: Container[str] | None = None) -> str:
    """A rule base as text for clingo.

    Args:
        rulebook: The rules and totals.
        only: The ids of the entries that are wanted; all without it.

    Returns:
        The program, one line for each conclusion of each entry.
    """
    lines: list[str] = []
    for entry in rulebook.entries:
        if only is None or entry.id in only:
            writer = _Writer(rulebook.vocabulary)
            made = writer.rule(entry) if isinstance(entry, Rule) else writer.total(entry)
            lines.extend(made)
    return "\n".join(lines)


def _applied(kind: str, terms: list[str]) -> str:
    return f"{predicate(kind)}({','.join(terms)})"


def _operand(operand: Value | Variable | tuple[Value, ...]) -> str:
    if isinstance(operand, Variable):
        return variable(operand.name)
    assert not isinstance(operand, tuple)
    return term(operand)


class _Writer:
    """Writes one entry; counts the names it makes up for values that have none."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._kinds = vocabulary.kinds
        self._made_up = 0

    def rule(self, rule: Rule) -> Iterator[str]:
        """The lines of a rule."""
        body = [", ".join(self._literals(pattern)) for pattern in rule.when]
        body += [f"#false : {', '.join(self._literals(pattern))}" for pattern in rule.unless]
        for head in rule.then:
            yield f"{self._head(head)} :- {'; '.join(body)}."

    def total(self, total: Total) -> Iterator[str]:
        """The lines of a total."""
        group = [*self._literals(total.for_each)] if total.for_each is not None else []
        if total.share_of is None:
            bodies = self._measured(total, total.of, "total")
        else:
            part, whole, share = (variable(name) for name in ("part", "whole", "total"))
            (parts,) = self._measured(total, total.of, "part")
            (wholes,) = self._measured(total, total.share_of, "whole")
            bodies = [
                [*parts, *wholes, f"{whole} != 0", f"{share} = (100 * {part}) / {whole}"],
                [*parts, *wholes, f"{whole} = 0", f"{share} = 0"],
            ]
        for body in bodies:
            for head in total.then:
                yield f"{self._head(head)} :- {'; '.join((*group, *body))}."

    def _measured(self, total: Total, covered: Pattern, name: str) -> list[list[str]]:
        """One measure of the covered facts, bound to a variable; each way in which it can be."""
        result = variable(name)
        values, tests = self._fields(covered)
        # Every fact counts once, so every field of it must tell it apart.
        named = [self._fresh() if value == "_" else value for value in values]
        facts = ", ".join([_applied(covered.kind, named), *tests])
        taken = variable(total.variable) if total.variable is not None else "1"
        largest, smallest = f"#max{{ {taken} : {facts} }}", f"#min{{ {taken} : {facts} }}"
        # What is added up stands once for each fact, not for each of its values.
        added = f"#sum{{ {','.join((taken, *named))} : {facts} }}"
        number = f"#count{{ {','.join(named)} : {facts} }}"
        if total.measure == "count":
            return [[f"{result} = {number}"]]
        if total.measure == "sum":
            return [[f"{result} = {added}"]]
        if total.measure == "largest":
            return [[f"{result} = {largest}", f"{result} != #inf"]]
        if total.measure == "smallest":
            return [[f"{result} = {smallest}", f"{result} != #sup"]]
        one, other = self._fresh(), self._fresh()
        if total.measure == "spread":
            both = [f"{one} = {largest}", f"{other} = {smallest}", f"{one} != #inf"]
            return [[*both, f"{result} = {one} - {other}"]]
        # The mean in tenths, halves away from zero; the program divides toward zero.
        both = [f"{one} = {added}", f"{other} = {number}", f"{other} > 0"]
        up = f"{result} = (20 * {one} + {other}) / (2 * {other})"
        down = f"{result} = -((20 * -{one} + {other}) / (2 * {other}))"
        return [[*both, f"{one} >= 0", up], [*both, f"{one} < 0", down]]

    def _literals(self, pattern: Pattern) -> Iterator[str]:
        """A pattern: the fact it asks for, and what else it asks of its fields."""
        values, tests = self._fields(pattern)
        yield _applied(pattern.kind, values)
        yield from tests

    def _fields(self, pattern: Pattern) -> tuple[list[str], list[str]]:
        """What stands in each field of a pattern, and the tests beside it."""
        values: list[str] = []
        tests: list[str] = []
        for field in self._kinds[pattern.kind].fields:
            asked = [test for test in pattern.tests if test.field == field]
            value = next((_operand(test.operand) for test in asked if test.relation == "is"), None)
            if value is None:
                value = self._fresh() if asked else "_"
            values.append(value)
            for test in asked:
                tests.extend(_test(value, test))
        return values, tests

    def _head(self, head: Head) -> str:
        return _applied(head.kind, [_operand(value) for value in head.values])

    def _fresh(self) -> str:
        self._made_up += 1
        return f"X{self._made_up}"


def _test(value: str, test: FieldTest) -> Iterable[str]:
    """What a test asks of the value in a field, beside that it stands there."""
    if isinstance(test.operand, tuple):
        if test.relation == "one-of":
            return [f"{value} = ({'; '.join(map(term, test.operand))})"]
        return [f"{value} != {term(one)}" for one in test.operand]
    operand = _operand(test.operand)
    if test.relation == "is":
        return [] if operand == value else [f"{value} = {operand}"]
    return [f"{value} {COMPARED[test.relation]} {operand}"]
