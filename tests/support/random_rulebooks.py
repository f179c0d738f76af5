"""Random rulebooks and cases, for holding the two engines against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.rule import FieldTest, Head, Pattern, Rule, Total, Variable
from advisor.knowledge.rulebook import Rulebook
from advisor.knowledge.vocabulary import FieldType, Kind, Vocabulary
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from random import Random

WORDS = ("red", "green", "blue", "4")
NUMBERS = (0, 1, 2, 4)
WORD = FieldType("text-slug", number=False)
NUMBER = FieldType("number", number=True)
BASE = 3
"""Kinds that come from the case; the others are concluded."""


def vocabulary(random: Random) -> Vocabulary:
    """Kinds `k0`, `k1`, … with one to three fields each."""
    kinds = {}
    for number in range(BASE + random.randint(2, 6)):
        fields = {
            f"a{at}": random.choice((WORD, WORD, NUMBER)) for at in range(random.randint(1, 3))
        }
        positions = {name: at for at, name in enumerate(fields)}
        name = f"k{number}"
        kinds[name] = Kind(name, "", number < BASE, fields, positions, 1)
    return Vocabulary(kinds, {}, "vocabulary.yaml")


def value(random: Random, number: bool) -> str | int:
    """A word or a number from a few, so that joins meet."""
    return random.choice(NUMBERS if number else WORDS)


def case(random: Random, words: Vocabulary) -> list[Fact]:
    """Base facts."""
    facts = []
    for kind in list(words.kinds.values())[:BASE]:
        for _ in range(random.randint(0, 6)):
            row = [(name, value(random, type_.number)) for name, type_ in kind.fields.items()]
            facts.append(Fact(kind.name, tuple(row)))
    return facts


class RuleMaker:
    """Makes one valid rule or total after another."""

    def __init__(self, random: Random, words: Vocabulary) -> None:
        self.random = random
        self.words = words
        self.order = 0

    def rulebook(self) -> Rulebook:
        """A rulebook in which no conclusion depends on its own absence."""
        rules = []
        totals = []
        for _ in range(self.random.randint(3, 14)):
            self.order += 1
            if self.random.random() < 0.25:
                totals.append(self.total())
            else:
                rules.append(self.rule())
        return Rulebook(self.words, rules, totals)

    def rule(self) -> Rule:
        """A rule that concludes a kind from kinds up to it, and negates only kinds below it."""
        random = self.random
        target = random.randint(BASE, len(self.words.kinds) - 1)
        bound: dict[str, bool] = {}
        when = [self.pattern(self.kind(target), bound) for _ in range(random.randint(1, 4))]
        when = [self.compared(pattern, bound) for pattern in when]
        unless = []
        for _ in range(random.choice((0, 0, 0, 1, 1, 2, 3))):
            inside = dict(bound)
            pattern = self.pattern(self.kind(target - 1), inside)
            unless.append(self.compared(pattern, inside))
        return Rule(
            f"rule-{self.order}", "", "", tuple(when), tuple(unless), self.heads(target, bound),
            "", (), "ours", "rules.yaml", self.order, self.order,
        )  # fmt: skip

    def total(self) -> Total:
        """A total over kinds below the one it concludes."""
        random = self.random
        target = random.randint(BASE, len(self.words.kinds) - 1)
        bound: dict[str, bool] = {}
        for_each = self.pattern(self.kind(target - 1), bound) if random.random() < 0.7 else None
        group = dict(bound)
        of = self.pattern(self.kind(target - 1), bound)
        numbers = [name for name in of.variables if bound[name]]
        measure = random.choice(("sum", "largest", "smallest", "spread", "mean"))
        taken = random.choice(numbers) if numbers else None
        if taken is None:
            measure = "count"
        share_of = None
        if measure in ("count", "sum") and random.random() < 0.5:
            share_of = of._replace(tests=tuple(
                test for test in of.tests
                if isinstance(test.operand, Variable) and test.relation == "is"
            ))  # fmt: skip
        group["total"] = True
        return Total(
            f"total-{self.order}", "", "", for_each, of, measure, taken, share_of,
            self.heads(target, group)[:1], "", (), "ours", "rules.yaml", self.order, self.order,
        )  # fmt: skip

    def kind(self, highest: int) -> Kind:
        """A kind up to some number; base kinds are likelier."""
        number = self.random.randint(0, highest)
        return self.words.kinds[f"k{number}"]

    def pattern(self, kind: Kind, bound: dict[str, bool]) -> Pattern:
        """A pattern with literals, lists and variables; notes what it binds."""
        tests = []
        for field, type_ in kind.fields.items():
            tests.extend(self.field_tests(field, type_.number, bound))
        return Pattern(kind.name, tuple(tests), 1)

    def field_tests(self, field: str, number: bool, bound: dict[str, bool]) -> list[FieldTest]:
        """One or more tests on a field, or none."""
        random = self.random
        sort = random.random()
        if sort < 0.1:
            return []
        if sort < 0.25:
            return [FieldTest(field, "is", value(random, number), 1)]
        if sort < 0.32:
            return [FieldTest(field, random.choice(("one-of", "none-of")), self.values(number), 1)]
        if sort < 0.38:
            return [FieldTest(field, "not", value(random, number), 1)]
        if sort < 0.45 and number:
            relation = random.choice(("at-least", "at-most", "more-than", "less-than"))
            return [FieldTest(field, relation, value(random, True), 1)]
        prefix = "n" if number else "w"
        name = f"{prefix}{random.randint(1, 3)}"
        bound[name] = number
        return [FieldTest(field, "is", Variable(name), 1)]

    def values(self, number: bool) -> tuple[str | int, ...]:
        """Two values."""
        return tuple({value(self.random, number): 1, value(self.random, number): 1})

    def compared(self, pattern: Pattern, bound: dict[str, bool]) -> Pattern:
        """The pattern, sometimes with a comparison with a variable added."""
        random = self.random
        tests = list(pattern.tests)
        for field, type_ in self.words.kinds[pattern.kind].fields.items():
            names = [name for name, number in bound.items() if number == type_.number]
            if names and random.random() < 0.15:
                relations = ["not"]
                if type_.number:
                    relations += ["at-least", "at-most", "more-than", "less-than"]
                tests.append(
                    FieldTest(field, random.choice(relations), Variable(random.choice(names)), 1)
                )
        return pattern._replace(tests=tuple(tests))

    def heads(self, target: int, bound: dict[str, bool]) -> tuple[Head, ...]:
        """One or two conclusions from a kind on."""
        random = self.random
        found = []
        for number in {target, random.choice((target, len(self.words.kinds) - 1))}:
            kind = self.words.kinds[f"k{number}"]
            values: list[str | int | Variable] = []
            for type_ in kind.fields.values():
                names = [name for name, is_number in bound.items() if is_number == type_.number]
                if names and random.random() < 0.8:
                    values.append(Variable(random.choice(names)))
                else:
                    values.append(value(random, type_.number))
            found.append(Head(kind.name, tuple(values), 1))
        return tuple(found)


def random_rulebook(random: Random) -> Rulebook:
    """A rulebook with chains, joins, comparisons, negation and totals."""
    return RuleMaker(random, vocabulary(random)).rulebook()
