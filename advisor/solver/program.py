"""The rule base written as an answer-set program.

A rule becomes a rule of the program, a fact an atom, and a negated pattern a condition that
nothing meets: `not: {veto: {home: $home}}` is written `not f_veto(V_home,_)`, or, where it compares
something, `#false : …`, which holds where no such fact does. A total becomes an aggregate, and a
number that is only compared stands in one of its own. Rules with "not" and totals are stratified,
so for given facts the program has exactly one answer set, which is what the engines conclude; the
tests hold all three against each other. Where facts are left open, the solver speaks about every
way to close them.

Words are written as strings and numbers as numbers, so no value can be mistaken for a variable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.rule import FieldTest, Head, Pattern, Rule, Total, Variable

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.vocabulary import Value, Vocabulary
    from advisor.model.fact import Fact

COMPARED = {"not": "!=", "at-least": ">=", "at-most": "<=", "more-than": ">", "less-than": "<"}
"""How the relations between two values are written."""


def predicate(kind: str) -> str:
    """The name of a kind of fact in the program."""
    return "f_" + kind.replace("-", "_")


def term(value: Value) -> str:
    """A value as the program writes it; a text of a client's ends only where we end it."""
    if isinstance(value, int):
        return str(value)
    inside = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inside}"'


def variable(name: str) -> str:
    """The name of a rule's variable in the program."""
    return "V_" + name.replace("-", "_")


def atom(fact: Fact) -> str:
    """A fact as the program writes it."""
    return _applied(fact.kind, [term(value) for _, value in fact.fields])


def column(kind: str, field: str) -> str:
    """The name of one field of a kind of fact that is written field by field."""
    return f"{predicate(kind)}__{field.replace('-', '_')}"


def literals(vocabulary: Vocabulary, pattern: Pattern, split: Container[str] = ()) -> str:
    """A pattern as what the body of a rule asks for; its variables keep their names.

    Args:
        split: The kinds of fact that are written field by field.
    """
    return ", ".join(_Writer(vocabulary, split).literals(pattern))


def program(
    rulebook: Rulebook, only: Container[str] | None = None, split: Container[str] = ()
) -> str:
    """A rule base as text for clingo.

    Args:
        only: The ids of the entries that are wanted; all without it.
        split: The kinds of base fact that are written field by field: one atom says that there
            is such a fact, by the fields that tell it apart, and one what each other field holds.

    Returns:
        The program, one line for each conclusion of each entry.
    """
    lines: list[str] = []
    for entry in rulebook.entries:
        if only is None or entry.id in only:
            writer = _Writer(rulebook.vocabulary, split)
            made = writer.rule(entry) if isinstance(entry, Rule) else writer.total(entry)
            lines.extend(made)
    return "\n".join(lines)


def _applied(kind: str, terms: list[str]) -> str:
    return f"{predicate(kind)}({','.join(terms)})"


def operand(value: Value | Variable | tuple[Value, ...]) -> str:
    """What a test or a conclusion names, as the program writes it."""
    if isinstance(value, Variable):
        return variable(value.name)
    assert not isinstance(value, tuple)
    return term(value)


class _Writer:
    """Writes one entry; counts the names it makes up for values that have none."""

    def __init__(self, vocabulary: Vocabulary, split: Container[str] = ()) -> None:
        self._kinds = vocabulary.kinds
        self._split = split
        self._made_up = 0
        self._needed: set[str] | None = None
        """The variables that are asked for twice; nothing means all."""

    def rule(self, rule: Rule) -> Iterator[str]:
        """The lines of a rule; what a variable stands for that is named once, nobody asks."""
        patterns, heads = (*rule.when, *rule.unless), rule.then
        named = [test.variable for pattern in patterns for test in pattern.tests
                 if test.variable]  # fmt: skip
        named += [one.name for head in heads for one in head.values if isinstance(one, Variable)]
        self._needed = {name for name in named if named.count(name) > 1}
        apart = self._only_compared(rule.when)
        body = [
            f"#count{{ 1 : {asked} }} >= 1" if pattern in apart else asked
            for pattern in rule.when
            for asked in [", ".join(self.literals(pattern))]
        ]
        bound = {name for pattern in rule.when for name in _named(pattern, "is")}
        body += [self._absent(pattern, bound) for pattern in rule.unless]
        for head in rule.then:
            yield f"{self._head(head)} :- {'; '.join(body)}."

    def _absent(self, pattern: Pattern, bound: set[str]) -> str:
        """That nothing meets a pattern; an atom by itself is grounded in half the time."""
        asked = [*self.literals(pattern)]
        named = _named(pattern) & (self._needed or set())
        alone = len(asked) == 1 and named <= bound
        return f"not {asked[0]}" if alone else f"#false : {', '.join(asked)}"

    def _only_compared(self, patterns: Sequence[Pattern]) -> list[Pattern]:
        """Patterns that compare a number and give no variable its value.

        That there is such a fact is asked by itself, whatever the number: a rule that asks it of
        two shares would otherwise be there for every two percentages.
        """
        numbers = [one for one in patterns if any(self._measures(one, test) for test in one.tests)]
        bound = {name for one in patterns if one not in numbers for name in _named(one, "is")}
        apart = []
        for pattern in numbers:
            if _named(pattern) <= bound:
                apart.append(pattern)
            bound |= _named(pattern, "is")
        return apart

    def _measures(self, pattern: Pattern, test: FieldTest) -> bool:
        """Whether a test compares a number."""
        field = self._kinds[pattern.kind].fields[test.field]
        return field.number and test.relation in COMPARED

    def total(self, total: Total) -> Iterator[str]:
        """The lines of a total."""
        group = [*self.literals(total.for_each)] if total.for_each is not None else []
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
        # Every fact counts once: by the fields that tell it apart, or else by all of them.
        kind = self._kinds[covered.kind]
        keys = kind.one_for or tuple(kind.fields)
        values = [
            self._fresh() if field in keys and value == "_" else value
            for field, value in zip(kind.fields, values)
        ]
        named = [value for field, value in zip(kind.fields, values) if field in keys]
        facts = ", ".join([*self._atoms(covered, values), *tests])
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

    def literals(self, pattern: Pattern) -> Iterator[str]:
        """A pattern: the fact it asks for, and what else it asks of its fields."""
        values, tests = self._fields(pattern)
        yield from self._atoms(pattern, values)
        yield from tests

    def _atoms(self, pattern: Pattern, values: list[str]) -> Iterator[str]:
        """The fact a pattern asks for: one atom, or one for each field it looks at."""
        kind = self._kinds[pattern.kind]
        if pattern.kind not in self._split:
            yield _applied(pattern.kind, values)
            return
        asked = {test.field for test in pattern.tests if not self._asks_nothing(test)}
        looked_at = [field for field in asked if not self._is_key(pattern, field)]
        keys = [value for field, value in zip(kind.fields, values) if self._is_key(pattern, field)]
        if len(looked_at) > 1:
            keys = [self._fresh() if value == "_" else value for value in keys]
        if not looked_at:
            yield _applied(pattern.kind, keys)
        for field, value in zip(kind.fields, values):
            if field in looked_at:
                yield f"{column(pattern.kind, field)}({','.join((*keys, value))})"

    def _is_key(self, pattern: Pattern, field: str) -> bool:
        """Whether a field tells the facts of a kind apart."""
        return field in (self._kinds[pattern.kind].one_for or ())

    def _fields(self, pattern: Pattern) -> tuple[list[str], list[str]]:
        """What stands in each field of a pattern, and the tests beside it."""
        values: list[str] = []
        tests: list[str] = []
        for field in self._kinds[pattern.kind].fields:
            asked = [test for test in pattern.tests if test.field == field]
            asked = [test for test in asked if not self._asks_nothing(test)]
            value = next((operand(test.operand) for test in asked if test.relation == "is"), None)
            if value is None:
                value = self._fresh() if asked else "_"
            values.append(value)
            for test in asked:
                tests.extend(comparisons(value, test))
        return values, tests

    def _asks_nothing(self, test: FieldTest) -> bool:
        """Whether a test only names a value that nothing else asks for."""
        name = test.variable or None
        return name is not None and self._needed is not None and name not in self._needed

    def _head(self, head: Head) -> str:
        return _applied(head.kind, [operand(value) for value in head.values])

    def _fresh(self) -> str:
        self._made_up += 1
        return f"X{self._made_up}"


def _named(pattern: Pattern, relation: str = "") -> set[str]:
    """The variables of a pattern; with a relation, those that stand in it."""
    tests = (test for test in pattern.tests if relation in ("", test.relation))
    return {test.variable for test in tests if test.variable}


def comparisons(value: str, test: FieldTest) -> Iterable[str]:
    """What a test asks of the value in a field, beside that it stands there."""
    if isinstance(test.operand, tuple):
        if test.relation == "one-of":
            return [f"{value} = ({'; '.join(map(term, test.operand))})"]
        return [f"{value} != {term(one)}" for one in test.operand]
    other = operand(test.operand)
    if test.relation == "is":
        return [] if other == value else [f"{value} = {other}"]
    return [f"{value} {COMPARED[test.relation]} {other}"]
