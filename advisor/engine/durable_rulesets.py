"""Puts rules into the form that durable_rules takes, so that its matcher is sound.

An author need not know of this. The choices, each because the other way was seen to fail or to
cost more:

* what a pattern asks of a fact by itself is found out here, and the fact bears a *mark* for each
  pattern that it meets, a field that is 1; so a condition asks for its mark, and joins. The matcher
  looks a field up by its name, but compares its value with all that rules ask for, one by one;
* the last join of a condition is always true: the matcher reads past the end of its list after a
  last join that is false;
* each stage has rulesets of its own, with a session of their own that begins when all before are
  quiet, and in it what rules negate is handed over before what they match: otherwise negation is
  decided too early;
* a rule is handed over when it may fire for the first time, with others of its stage, but not too
  many: to make a ruleset takes as long as its rules times its rules;
* a fact may match two conditions of one rule (`dist: 0`), as in every other engine;
* no joins on `id` or `sid`, no arithmetic, no patterns of text, no lists, no retraction;
* sizes behind which it hangs, crashes, or answers with a bare number are refused before. They are
  read off its sources (2.0.28) and confirmed by trying.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from advisor.engine.alpha import Alpha, Row, row_picker
from advisor.engine.joins import Join
from advisor.engine.plans import Match, RulePlan
from advisor.errors import ConsultationError
from advisor.knowledge.rule import Rule

WARM_UP_RULE = "warm-up"
"""The rule that fires at the beginning of every session."""
WARM_UP_FACT = '{"id":"0","w":1}'
"""The fact on which it fires."""
ALWAYS = "z"
"""A field that is 0 in every fact, for joins that are always true."""

TOGETHER = 100
"""How many matches of a rule may fire together."""
RULES = 64
"""How many rules stand in a ruleset, unless they rest on each other."""
GROUP = 16
"""How many marks stand in a group, which has a field of its own: names are searched too."""
AT_ONCE = 32
"""How many marks a fact bears when it is handed over; with more, it is handed over in parts."""
MOST_FORMS = 1000
"""How many forms of facts are remembered."""

POSITIVE = 15
"""Positive conditions of one rule."""
JOINS = 28
"""Joins of one condition."""
MOST_RULES = 4000
"""Rules of one rulebook."""
BRANCHES = 511
"""Different tests side by side, here groups of marks; the 513th makes it hang."""
DEPTH = 64
"""Tests that one fact may pass side by side and one below the other."""

_OPERATORS = {
    "not": "$neq",
    "at-least": "$gte",
    "at-most": "$lte",
    "more-than": "$gt",
    "less-than": "$lt",
}


class FactForm(NamedTuple):
    """How facts with certain marks are handed over."""

    text: str
    """The JSON, with places for the number of the fact and its values."""
    values: Callable[[Row], Row]
    """Picks the values."""


class MarkedCondition(NamedTuple):
    """One pattern of a rule as durable_rules takes it."""

    alias: str
    """What durable_rules calls the fact that meets it."""
    number: int
    """Its number in its ruleset, by which its mark is named."""
    alpha: Alpha
    """What a fact must pass to bear the mark."""
    joins: tuple[Join, ...]
    negated: bool
    """Whether no fact may meet it."""

    def data(self, rule: Sequence[MarkedCondition]) -> dict[str, Any]:
        """The condition in its own form."""
        tests: list[dict[str, Any]] = [{mark: 1} for mark in mark_names(self.number)]
        for join in self.joins:
            test: dict[str, Any] = {f"f{join.place}": {rule[join.earlier].alias: f"f{join.at}"}}
            tests.append(test if join.relation == "is" else {_OPERATORS[join.relation]: test})
        if self is not rule[0]:
            tests.append({"$gte": {ALWAYS: {rule[0].alias: ALWAYS}}})  # must stay the last
        return {self.alias + ("$not" if self.negated else ""): {"$and": tests}}


class HandedRule:
    """A rule as durable_rules takes it."""

    def __init__(self, ruleset: Ruleset, plan: RulePlan, number: int) -> None:
        self.ruleset = ruleset
        self.plan = plan
        way = plan.way()
        positive = len(plan.entry.when)
        self._arrange = way.arrange
        self.conditions = [
            MarkedCondition(f"a{at}", number + at, element.alpha, joins, at >= positive)
            for at, (element, joins) in enumerate(way.conditions)
        ]
        joins = 1 + max(len(one.joins) for one in self.conditions)  # one is always there
        if joins > JOINS:
            raise _too_much(f"{joins} joins in {_shown(plan.entry)}", JOINS, "Split the rule.")
        self.positive = self.conditions[:positive]
        self.negated = self.conditions[positive:]

    def data(self) -> dict[str, Any]:
        """The rule in its own form."""
        listed = [one.data(self.conditions) for one in self.conditions]
        return {"all": listed, "dist": 0, "cap": TOGETHER}

    def match(self, rows: Sequence[Row]) -> Match:
        """A match made of the rows that meet the positive conditions, in their order."""
        return self._arrange(sum(rows, self.plan.literals))


class Ruleset:
    """Rules that durable_rules works on together."""

    def __init__(self, plans: Sequence[RulePlan], circular: bool) -> None:
        """Takes the rules.

        Args:
            circular: Whether they rest on each other.

        Raises:
            ConsultationError: If there are more than durable_rules has room for.
        """
        self.circular = circular
        self.handle = -1
        """What durable_rules calls it, once it has it."""
        self.rules: list[HandedRule] = []
        """The rules in their own form."""
        self.forms: dict[str, dict[int, list[FactForm]]] = defaultdict(dict)
        """What `form` has made so far, by kind and marks."""
        number = 0
        for plan in plans:
            self.rules.append(HandedRule(self, plan, number))
            number += len(self.rules[-1].conditions)
        if number > GROUP * BRANCHES:
            what = f"{number} patterns in rules that rest on each other"
            raise _too_much(what, GROUP * BRANCHES, "Merge rules.")

    def definition(self) -> str:
        """All of it, as JSON."""
        found: dict[str, Any] = {WARM_UP_RULE: {"all": [{"w": {"$and": [{"w": 1}]}}]}}
        for place, rule in enumerate(self.rules):
            found[f"r{place}"] = rule.data()
        return json.dumps(found, separators=(",", ":"))

    @cached_property
    def _joined(self) -> dict[int, set[int]]:
        """For each condition, by its number, the places that are joined of facts that meet it."""
        found: dict[int, set[int]] = {}
        for rule in self.rules:
            for one in rule.conditions:
                found.setdefault(one.number, set()).update(join.place for join in one.joins)
                for join in one.joins:
                    found[rule.conditions[join.earlier].number].add(join.at)
        return found

    def form(self, kind: str, marks: int, row: Row) -> list[FactForm]:
        """How facts that bear some marks are handed over.

        Args:
            marks: The conditions that they meet, each a bit at the place of its number.
            row: One of them; the rows of a kind have one shape.

        Returns:
            One form, or more if there are too many marks for one.
        """
        forms = self.forms[kind]
        if len(forms) > MOST_FORMS:  # a long run must not fill the memory
            forms.clear()
        numbers = list(_bits(marks))
        parts = [numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE)]
        forms[marks] = [self._form(part, row) for part in parts]
        return forms[marks]

    def _form(self, numbers: Sequence[int], row: Row) -> FactForm:
        # Values are slugs and whole numbers, checked when they entered working memory, so nothing
        # needs escaping.
        places = sorted(set().union(*(self._joined[number] for number in numbers)))
        parts = ['"id":"%d"', f'"{ALWAYS}":0']
        parts += [f'"f{at}":"%s"' if isinstance(row[at], str) else f'"f{at}":%d' for at in places]
        names = dict.fromkeys(name for number in numbers for name in mark_names(number))
        parts += [f'"{name}":1' for name in names]
        return FactForm("{" + ",".join(parts) + "}", row_picker(places))


def mark_names(number: int) -> tuple[str, str]:
    """The fields that say that a fact meets a condition: of its group, and its own."""
    return f"g{number // GROUP}", f"m{number}"


def _bits(marks: int) -> Iterator[int]:
    """The places of the bits that are set, upwards."""
    while marks:
        lowest = marks & -marks
        yield lowest.bit_length() - 1
        marks ^= lowest


def check_rules(rules: Sequence[Rule]) -> None:
    """Refuses rules that durable_rules cannot take.

    Raises:
        ConsultationError: If a limit would be passed; the message names the rule.
    """
    if len(rules) > MOST_RULES:
        raise _too_much(f"{len(rules)} rules", MOST_RULES, "Merge rules.")
    for rule in rules:
        if len(rule.when) > POSITIVE:
            what = f"{len(rule.when)} patterns in {_shown(rule)}"
            raise _too_much(what, POSITIVE, "Split the rule.")


def _shown(rule: Rule) -> str:
    return f"the rule “{rule.id}” ({rule.file}:{rule.line})"


def _too_much(what: str, limit: int, remedy: str) -> ConsultationError:
    """The error about a limit."""
    return ConsultationError(
        f"The rules are too large for durable_rules: {what}, at most {limit} are safe. {remedy} "
        "The reference engine has no such limit."
    )
