"""Translates a rulebook into the data that durable_rules takes, one set of rules a stratum.

Only forms that were measured to be sound are used; `docs/rule-language.md` says nothing of
them, since an author need not know. The choices, each because the other way was seen to fail or
to cost more:

* a condition asks for its mark (`advisor.engine.durable_facts`), and joins;
* the last join of a condition is always true: the matcher reads past the end of its list after a
  last join that is false;
* each stratum is a set of rules of its own, with a session of its own that begins when all lower
  strata are quiet, and in it what rules negate is handed over before what they match: otherwise
  negation is decided too early;
* a fact may match two conditions of one rule (`dist: 0`), as in every other engine;
* no joins on `id` or `sid`, no arithmetic, no patterns of text, no lists, no retraction.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine.durable_facts import ALWAYS, Encoder, Marks, Reader, mark_names
from advisor.engine.durable_limits import check_conditions, check_names, check_rules
from advisor.engine.plan import check, in_good_order
from advisor.knowledge.rule import FieldTest, Head, Pattern, Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.vocabulary import Kind

WARM_UP_RULE = "warm-up"
"""The rule that fires at the beginning of every session."""
WARM_UP_FACT = '{"id":"0","w":1}'
"""The fact on which it fires."""

TOGETHER = 100
"""How many matches of a rule may fire together."""

_OPERATORS = {
    "not": "$neq",
    "at-least": "$gte",
    "at-most": "$lte",
    "more-than": "$gt",
    "less-than": "$lt",
}
_TURNED = {
    "not": "not",
    "at-least": "at-most",
    "at-most": "at-least",
    "more-than": "less-than",
    "less-than": "more-than",
}

Join = dict[str, Any]


class Condition(NamedTuple):
    """One pattern of a rule as durable_rules takes it."""

    alias: str
    number: int
    """Its number in its stratum, by which its mark is named."""
    joins: list[Join]

    @property
    def negated(self) -> bool:
        """Whether no fact may meet it."""
        return self.alias.endswith("$not")

    def data(self) -> dict[str, Any]:
        """The condition in its own form."""
        marks = [{mark: 1} for mark in mark_names(self.number)]
        return {self.alias: {"$and": [*marks, *self.joins]}}


class RuleMarks(NamedTuple):
    """What has to be known of a rule to say that it cannot fire."""

    needs: Marks
    """The conditions that facts must meet."""
    own: Marks
    """These, and those that no fact may meet."""
    supplies: Marks
    """The conditions that what it concludes may meet."""


class Compiled(NamedTuple):
    """A rulebook as durable_rules takes it."""

    readers: dict[str, Reader]
    """What facts meet, for each kind that a rule reads."""
    strata: tuple[CompiledStratum, ...]


class CompiledStratum(NamedTuple):
    """The rules of one stratum as durable_rules takes them."""

    definition: str
    """The rules, as JSON."""
    encoders: dict[str, Encoder]
    """How facts are handed over, for each kind that a rule reads."""
    names: tuple[str, ...]
    """What the rules are called in durable_rules, in their order."""
    marks: tuple[RuleMarks, ...]
    """The same rules, for `wanted`."""
    negated: Marks
    """The conditions that no fact may meet."""

    def wanted(self, met: Marks) -> Marks:
        """The conditions of the rules that may fire.

        A rule may fire if each condition is met by some fact that holds, or may be met by what
        another rule concludes that may fire.

        Args:
            met: What the facts that hold meet.

        Returns:
            The conditions, negated ones among them; of other rules nobody need hear.
        """
        wanted = 0
        waiting: Sequence[RuleMarks] = self.marks
        before = -1
        while len(waiting) != before:
            before = len(waiting)
            left = []
            for rule in waiting:
                if rule.needs & met == rule.needs:
                    wanted |= rule.own
                    met |= rule.supplies
                else:
                    left.append(rule)
            waiting = left
        return wanted


class Parts(NamedTuple):
    """What the rules of a stratum share."""

    stratum: int
    kinds: Mapping[str, Kind]
    readers: dict[str, Reader]
    """What facts meet; learns what each pattern asks of a fact by itself."""
    encoders: dict[str, Encoder]
    """How facts are handed over; learns which fields are joined."""
    numbers: dict[tuple[str, str], int]
    """The number of each condition, by rule and alias."""


class _Value(NamedTuple):
    """A value in the fact that meets a condition."""

    alias: str
    number: int
    """The number of the condition."""
    place: int
    encoder: Encoder

    def field(self) -> str:
        """The field in which it is handed over from now on."""
        return self.encoder.join(self.number, self.place)


class RuleCompiler:
    """Translates one rule."""

    def __init__(self, parts: Parts) -> None:
        """Begins with no variable known."""
        self._parts = parts
        self._known: dict[str, _Value] = {}
        self._waiting: list[tuple[FieldTest, _Value]] = []
        self._first: str | None = None

    def conditions(self, rule: Rule) -> list[Condition]:
        """The conditions of the rule, in the order in which they are joined."""
        numbers = self._parts.numbers
        named = [*_named(rule)]
        named[: len(rule.when)] = [named[place] for place in in_good_order(rule.when)]
        return [
            self._condition(pattern, alias, numbers[rule.id, alias]) for alias, pattern in named
        ]

    def _condition(self, pattern: Pattern, alias: str, number: int) -> Condition:
        """One pattern as a mark and joins."""
        parts = self._parts
        positions = parts.kinds[pattern.kind].positions
        encoder = parts.encoders[pattern.kind]
        own = self._own(pattern)
        by_itself: list[FieldTest] = []
        joins: list[Join] = []
        for test in pattern.tests:
            value = _Value(alias, number, positions[test.field], encoder)
            if not isinstance(test.operand, Variable):
                by_itself.append(test)
            elif test.operand.name in self._known:
                joins.append(_join(test.relation, value, self._known[test.operand.name]))
            elif test.operand.name not in own:
                self._waiting.append((test, value))
            elif own[test.operand.name] != value.place or test.relation != "is":
                by_itself.append(test)
        parts.readers[pattern.kind].condition(parts.stratum, number, by_itself, own)
        for name, place in own.items():
            value = _Value(alias, number, place, encoder)
            joins += self._settled(name, value)
            if not alias.endswith("$not"):
                self._known[name] = value
        if self._first is None:
            self._first = alias
        else:
            joins.append({"$gte": {ALWAYS: {self._first: ALWAYS}}})  # must stay the last
        return Condition(alias, number, joins)

    def _own(self, pattern: Pattern) -> dict[str, int]:
        """The variables to which a pattern gives a value, each with the place of the value."""
        positions = self._parts.kinds[pattern.kind].positions
        own: dict[str, int] = {}
        for test in pattern.tests:
            operand = test.operand
            if not isinstance(operand, Variable) or operand.name in self._known:
                continue
            if test.relation == "is":
                own.setdefault(operand.name, positions[test.field])
        return own

    def _settled(self, name: str, value: _Value) -> list[Join]:
        """Comparisons of earlier facts with a variable that only now has a value."""
        settled = [one for one in self._waiting if one[0].operand == Variable(name)]
        self._waiting = [one for one in self._waiting if one not in settled]
        return [_join(_TURNED[test.relation], value, earlier) for test, earlier in settled]


def _join(relation: str, value: _Value, other: _Value) -> Join:
    """A test of a value against one of an earlier fact."""
    test = {value.field(): {other.alias: other.field()}}
    return test if relation == "is" else {_OPERATORS[relation]: test}


def _named(rule: Rule) -> Iterator[tuple[str, Pattern]]:
    """The patterns of a rule, in its own order, with what durable_rules calls their facts."""
    for place, pattern in enumerate(rule.when):
        yield f"a{place}", pattern
    for place, pattern in enumerate(rule.unless):
        yield f"n{place}$not", pattern


def compile_rulebook(rulebook: Rulebook) -> Compiled:
    """Translates a rulebook.

    Args:
        rulebook: The rules.

    Returns:
        What facts meet, and for each stratum the definition for durable_rules.

    Raises:
        ConsultationError: If the rules would pass a limit of durable_rules, behind which it
            hangs or crashes.
    """
    check_rules(len(rulebook.rules))
    kinds = rulebook.vocabulary.kinds
    height = rulebook.strata.height
    read = {pattern.kind for rule in rulebook.rules for _, pattern in _named(rule)}
    readers = {kind: Reader(kinds[kind], height) for kind in sorted(read)}
    strata: list[list[Rule]] = [[] for _ in range(height)]
    for rule in rulebook.rules:
        strata[rulebook.strata.entries[rule.id]].append(rule)
    return Compiled(
        readers,
        tuple(_compile(number, rules, kinds, readers) for number, rules in enumerate(strata)),
    )


def _compile(
    stratum: int, rules: Sequence[Rule], kinds: Mapping[str, Kind], readers: dict[str, Reader]
) -> CompiledStratum:
    """Translates the rules of one stratum."""
    patterns = [(pattern, rule.id, alias) for rule in rules for alias, pattern in _named(rule)]
    # By kind, so that what one fact meets mostly stands in few groups.
    patterns.sort(key=lambda one: one[0].kind)
    numbers = {(rule, alias): number for number, (_, rule, alias) in enumerate(patterns)}
    encoders = {pattern.kind: Encoder(kinds[pattern.kind]) for pattern, _, _ in patterns}
    parts = Parts(stratum, kinds, readers, encoders, numbers)
    translated = [(rule, RuleCompiler(parts).conditions(rule)) for rule in rules]
    check_conditions(translated)
    check_names([mark_names(number) for number in numbers.values()])
    names = tuple(f"r{place}" for place in range(len(rules)))
    definition: dict[str, Any] = {WARM_UP_RULE: {"all": [{"w": {"$and": [{"w": 1}]}}]}}
    for name, (_, conditions) in zip(names, translated):
        listed = [one.data() for one in conditions]
        definition[name] = {"all": listed, "dist": 0, "cap": TOGETHER}
    return CompiledStratum(
        json.dumps(definition, separators=(",", ":")),
        encoders,
        names,
        tuple(
            RuleMarks(
                sum(1 << one.number for one in conditions if not one.negated),
                sum(1 << one.number for one in conditions),
                sum(
                    1 << number
                    for number, (pattern, _, _) in enumerate(patterns)
                    if any(_may_meet(head, pattern, kinds) for head in rule.then)
                ),
            )
            for rule, conditions in translated
        ),
        sum(1 << one.number for _, conditions in translated for one in conditions if one.negated),
    )


def _may_meet(head: Head, pattern: Pattern, kinds: Mapping[str, Kind]) -> bool:
    """Whether a conclusion may meet a pattern, as far as what is written in both says."""
    if head.kind != pattern.kind:
        return False
    for test in pattern.tests:
        value = head.values[kinds[head.kind].positions[test.field]]
        if isinstance(value, Variable) or isinstance(test.operand, Variable):
            continue
        if not check(test, 0, {})((value,)):
            return False
    return True
