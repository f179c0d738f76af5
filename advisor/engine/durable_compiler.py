"""Translates a rulebook into the data that durable_rules takes.

Only forms that were measured to be sound are used; `docs/rule-language.md` says nothing of
them, since an author need not know. The choices, each because the other way was seen to fail:

* inside a condition, tests against literals come first and the kind is the first of them:
  such tests are shared between rules, so a fact is compared once, not once for each rule;
* to be of a kind, and to hold a value that a rule asks for, is a field of its own that is 1: the
  matcher looks a field up by its name, but compares its value with all that rules ask for, one
  after the other; where there are many, they stand in groups, and a field names the group;
* then come the joins, and the last join of a condition is always true: the matcher reads past
  the end of its list after a last join that is false;
* a list of allowed values, and a comparison of two fields of one fact, become such a field too,
  worked out before the fact is handed over: an `$or` hides the joins after it;
* a rule with negation begins with a condition on a token for its stratum, which is handed
  over when all lower strata are quiet: otherwise negation is decided too early;
* a fact may match two conditions of one rule (`dist: 0`), as in every other engine;
* no joins on `id` or `sid`, no arithmetic, no patterns of text, no retraction.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine.durable_limits import USERS, Literal, PatternTests, check_limits
from advisor.engine.memory import row_picker
from advisor.engine.plan import RELATIONS, among, between, in_good_order
from advisor.knowledge.rule import FieldTest, Pattern, Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from advisor.engine.memory import Row
    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.vocabulary import Kind, Value, Vocabulary

GROUP = 16
"""How many values a field may have that are looked up without a group before them."""
WARM_UP = -1
"""The token that every session begins with; a rule of its own fires on it."""
TOKEN = "t"
"""The alias of the token in a rule."""
ALWAYS = "z"
"""A field that is 0 in every fact, for joins that are always true."""
WIDTH = 24
"""How many joins may hang directly below one series of literal tests."""
MOST_TAILS = 5000
"""How many ways of bearing marks are remembered for a kind."""

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

Condition = dict[str, Any]


class Compiled(NamedTuple):
    """A rulebook as durable_rules takes it."""

    definition: str
    """The rules, as JSON."""
    encoders: dict[str, Encoder]
    """How facts are handed over, for each kind that a rule reads."""
    rules: tuple[str, ...]
    """The ids of the rules by their number; in durable_rules they are named `r` and the number."""


class Encoder:
    """Writes facts of one kind as JSON, with no more than rules look at.

    A fact is handed over with the fields that are joined or compared, and with a field that is 1
    for each *mark* it bears: the values that rules ask for, and the tests it passes.
    """

    def __init__(self, number: int, kind: Kind, *, grouped: bool) -> None:
        """Begins with no field and no mark.

        Args:
            number: The number that stands for the kind.
            kind: The kind.
            grouped: Whether there are so many kinds that they stand in groups.
        """
        self.kind = Literal(f"k{number}", 1, "", "k")
        """The test of being of the kind."""
        self._group = f"K{number // GROUP}" if grouped else ""
        self._numbers = tuple(field.number for field in kind.fields.values())
        self._fields: dict[int, str] = {}
        self._values: dict[int, dict[Value, str]] = {}
        self._tests: dict[str, tuple[str, Callable[[Row], bool]]] = {}
        self._looked_at: set[int] = set()
        self._conditions: set[frozenset[str]] = set()
        self._begin()

    def _begin(self) -> None:
        self._template = ""
        self._pick = self._pick_marked = row_picker(())
        self._tails: dict[Row, str | None] = {}

    def field(self, place: int) -> str:
        """The name under which the value at a place is handed over."""
        return self._fields.setdefault(place, f"f{place}")

    def value(self, place: int, value: Value) -> Literal:
        """The test of holding a value at a place."""
        self._looked_at.add(place)
        values = self._values.setdefault(place, {})
        return Literal(values.setdefault(value, f"v{place}-{len(values)}"), 1, "", f"v{place}")

    def passes(self, key: str, test: Callable[[Row], bool], *places: int) -> Literal:
        """The test of passing a test that is carried out before the fact is handed over.

        Args:
            key: What tells this test from others.
            test: The test.
            *places: All it looks at.
        """
        self._looked_at.update(places)
        name, _ = self._tests.setdefault(key, (f"w{len(self._tests)}", test))
        return Literal(name, 1)

    def grouped(self, literals: list[Literal]) -> list[Literal]:
        """Tests with, before each that is one of many, the test of belonging to its group."""
        found = []
        for literal in literals:
            group = self._group_of(literal.field) if literal.one_of else ""
            if group:
                found.append(Literal(group, 1, "", literal.one_of))
            found.append(literal)
        return found

    def note(self, literals: list[Literal]) -> None:
        """Takes note of the marks that a condition asks for together."""
        marks = {one.field for one in literals if not one.operator}
        self._conditions.add(frozenset(marks - {self.kind.field, self._group}))

    def _group_of(self, mark: str) -> str:
        """The group of a mark; nothing where there are few."""
        if mark == self.kind.field:
            return self._group
        place, _, number = mark[1:].partition("-")
        if len(self._values[int(place)]) <= GROUP:
            return ""
        return f"V{place}-{int(number) // GROUP}"

    def encode(self, number: int, row: Row) -> str | None:
        """A fact as JSON, or nothing if it can meet no condition.

        Values are slugs and whole numbers, checked when they entered working memory, so
        nothing needs escaping.

        Args:
            number: The number of the fact, its `id`.
            row: Its values.

        Returns:
            One JSON object.
        """
        if not self._template:
            self._finish()
        marked = self._pick_marked(row)
        try:
            tail = self._tails[marked]
        except KeyError:
            if len(self._tails) > MOST_TAILS:  # a long run must not fill the memory
                self._tails.clear()
            tail = self._tails[marked] = self._tail(row)
        return None if tail is None else self._template % (number, *self._pick(row)) + tail

    def _tail(self, row: Row) -> str | None:
        """The marks of a fact, as the end of its JSON."""
        held = [values.get(row[place]) for place, values in self._values.items()]
        marks = [mark for mark in held if mark is not None]
        groups = [group for group in map(self._group_of, marks) if group]
        marks += [name for name, test in self._tests.values() if test(row)]
        borne = frozenset((*groups, *marks))
        if not any(wanted <= borne for wanted in self._conditions):
            return None
        return "".join(f',"{name}":1' for name in (*groups, *marks)) + "}"

    def _finish(self) -> None:
        """Writes the form that all facts of the kind share; no field is added after this."""
        group = f'"{self._group}":1,' if self._group else ""
        parts = [f'{{"id":"%d",{group}"{self.kind.field}":1,"{ALWAYS}":0']
        for place, name in self._fields.items():
            parts.append(f'"{name}":%d' if self._numbers[place] else f'"{name}":"%s"')
        self._template = ",".join(parts)
        self._pick = row_picker(tuple(self._fields))
        self._pick_marked = row_picker(tuple(sorted(self._looked_at)))


def encode_token(number: int, stratum: int) -> str:
    """The token of a stratum as JSON."""
    marks = "".join(f',"{test.field}":1' for test in token_tests(stratum).literals)
    return f'{{"id":"{number}","{ALWAYS}":0{marks}}}'


def token_tests(stratum: int) -> PatternTests:
    """The condition that a stratum may begin."""
    return PatternTests([Literal("k", 1, "", "k"), Literal(f"s{stratum}", 1, "", "s")], [])


class _Binding(NamedTuple):
    """Where a variable has its value: a field of the fact under an alias."""

    alias: str
    field: str


class _Part(NamedTuple):
    """One pattern on its way to become a condition."""

    alias: str
    encoder: Encoder
    pattern: Pattern
    positions: Any
    """The place of each field."""


class RuleCompiler:
    """Translates one rule."""

    def __init__(self, vocabulary: Vocabulary, encoders: dict[str, Encoder], stratum: int) -> None:
        """Begins a rule.

        Args:
            vocabulary: The kinds of fact.
            encoders: How facts of each kind are handed over; gains what this rule needs.
            stratum: The stratum in which the rule fires.
        """
        self._vocabulary = vocabulary
        self._encoders = encoders
        self._stratum = stratum
        self._known: dict[str, _Binding] = {}
        self._waiting: list[tuple[FieldTest, _Binding]] = []
        self._first: str | None = None

    def conditions(self, rule: Rule) -> list[tuple[str, PatternTests]]:
        """The conditions of the rule, in the order in which they are joined.

        Args:
            rule: The rule.

        Returns:
            For each condition its alias and its tests.
        """
        found: list[tuple[str, PatternTests]] = []
        if rule.unless:
            found.append((TOKEN, token_tests(self._stratum)))
            self._first = TOKEN
        for place in in_good_order(rule.when):
            found.append((f"a{place}", self._condition(rule.when[place], f"a{place}")))
        for place, pattern in enumerate(rule.unless):
            alias = f"n{place}"
            found.append((f"{alias}$not", self._condition(pattern, alias)))
        return found

    def _condition(self, pattern: Pattern, alias: str) -> PatternTests:
        """One pattern as literal tests and joins."""
        encoder = self._encoders[pattern.kind]
        part = _Part(alias, encoder, pattern, self._vocabulary.kinds[pattern.kind].positions)
        literals = [encoder.kind]
        joins: list[Condition] = []
        own: dict[str, str] = {}
        for test in pattern.tests:
            self._bind(part, test, own)
        for test in pattern.tests:
            if isinstance(test.operand, Variable):
                self._variable_test(part, test, own, literals, joins)
            else:
                literals.extend(_literal_tests(part, test))
        self._settle_waiting(part, own, joins)
        if not alias.startswith("n"):
            for name, field in own.items():
                self._known.setdefault(name, _Binding(alias, encoder.field(part.positions[field])))
        if self._first is None:
            self._first = alias
        else:
            joins.append({ALWAYS: {self._first: ALWAYS}})  # must stay the last
        # One order for all rules, so that as many as possible share their tests.
        literals[1:] = sorted(dict.fromkeys(literals[1:]), key=_by_operator)
        return PatternTests(literals, joins)

    def _bind(self, part: _Part, test: FieldTest, own: dict[str, str]) -> None:
        """Notes the field in which a pattern gives a variable its value."""
        operand = test.operand
        if test.relation != "is" or not isinstance(operand, Variable):
            return
        if operand.name not in self._known:
            own.setdefault(operand.name, test.field)

    def _variable_test(
        self,
        part: _Part,
        test: FieldTest,
        own: dict[str, str],
        literals: list[Literal],
        joins: list[Condition],
    ) -> None:
        """A test against a variable: a join, a flag inside the fact, or one for later."""
        assert isinstance(test.operand, Variable)
        name = test.operand.name
        known = self._known.get(name)
        if known is not None:
            field = part.encoder.field(part.positions[test.field])
            joins.append(_join(test.relation, field, known))
        elif name in own:
            if own[name] != test.field or test.relation != "is":
                literals.append(_inside(part, test, own[name]))
        else:
            field = part.encoder.field(part.positions[test.field])
            self._waiting.append((test, _Binding(part.alias, field)))

    def _settle_waiting(self, part: _Part, own: dict[str, str], joins: list[Condition]) -> None:
        """Adds comparisons of earlier facts with a variable that only now has a value."""
        left = []
        for test, earlier in self._waiting:
            assert isinstance(test.operand, Variable)
            name = test.operand.name
            if name in own and earlier.alias != part.alias:
                field = part.encoder.field(part.positions[own[name]])
                joins.append(_join(_TURNED[test.relation], field, earlier))
            else:
                left.append((test, earlier))
        self._waiting = left


def _join(relation: str, field: str, other: _Binding) -> Condition:
    """A test of a field against a field of an earlier fact."""
    test = {field: {other.alias: other.field}}
    return test if relation == "is" else {_OPERATORS[relation]: test}


def _by_operator(test: Literal) -> tuple[str, str, str]:
    """The order of literal tests: equality first."""
    return test.operator, test.field, str(test.value)


def _literal_tests(part: _Part, test: FieldTest) -> list[Literal]:
    """A test against values that are written in the rule."""
    place = part.positions[test.field]
    operand = test.operand
    if isinstance(operand, tuple):
        if test.relation == "none-of":
            field = part.encoder.field(place)
            return [Literal(field, value, "$neq") for value in operand]
        allowed: frozenset[Value] = frozenset(operand)
        key = f"{place} in {sorted(map(str, allowed))}"
        return [part.encoder.passes(key, partial(among, place, allowed), place)]
    assert not isinstance(operand, Variable)
    if test.relation == "is":
        return [part.encoder.value(place, operand)]
    return [Literal(part.encoder.field(place), operand, _OPERATORS[test.relation])]


def _inside(part: _Part, test: FieldTest, other: str) -> Literal:
    """A test between two fields of one fact, as a flag."""
    left, right = part.positions[test.field], part.positions[other]
    key = f"{left} {test.relation} {right}"
    compares = partial(between, RELATIONS[test.relation], left, right)
    return part.encoder.passes(key, compares, left, right)


def compile_rulebook(rulebook: Rulebook) -> Compiled:
    """Translates a rulebook.

    Args:
        rulebook: The rules.

    Returns:
        The definition for durable_rules, and how facts are handed over.

    Raises:
        ConsultationError: If the rules would pass a limit of durable_rules, behind which it
            hangs or crashes.
    """
    kinds = sorted({kind for rule in rulebook.rules for kind in (*rule.reads, *rule.waits_for)})
    encoders = {
        kind: Encoder(number, rulebook.vocabulary.kinds[kind], grouped=len(kinds) >= GROUP)
        for number, kind in enumerate(kinds)
    }
    translated = []
    for rule in rulebook.rules:
        stratum = rulebook.strata.entries[rule.id]
        compiler = RuleCompiler(rulebook.vocabulary, encoders, stratum)
        translated.append((rule, compiler.conditions(rule)))
    _group(
        [one for rule, conditions in translated for one in _of_kinds(rule, conditions)], encoders
    )
    _divide_wide_nodes([tests for _, conditions in translated for _, tests in conditions])
    warm_up = token_tests(WARM_UP)
    check_limits(translated, warm_up)
    definition: dict[str, Any] = {"warm-up": {"all": [{TOKEN: warm_up.condition()}]}}
    for number, (_, conditions) in enumerate(translated):
        listed = [{alias: tests.condition()} for alias, tests in conditions]
        definition[f"r{number}"] = {"all": listed, "dist": 0}
    return Compiled(
        json.dumps(definition, separators=(",", ":")),
        encoders,
        tuple(rule.id for rule in rulebook.rules),
    )


def _group(conditions: Iterable[tuple[str, PatternTests]], encoders: dict[str, Encoder]) -> None:
    """Puts the groups before tests that are some of many, now that all of them are known."""
    for kind, tests in conditions:
        tests.literals[:] = encoders[kind].grouped(tests.literals)
        encoders[kind].note(tests.literals)


def _of_kinds(
    rule: Rule, conditions: Iterable[tuple[str, PatternTests]]
) -> Iterator[tuple[str, PatternTests]]:
    """The conditions of a rule that are patterns, each with the kind it is about."""
    for alias, tests in conditions:
        if alias != TOKEN:
            patterns = rule.when if alias.startswith("a") else rule.unless
            yield patterns[int(alias.partition("$")[0][1:])].kind, tests


def _divide_wide_nodes(conditions: Sequence[PatternTests]) -> None:
    """Spreads what would hang below the same literal tests over several branches.

    A fact is compared with at most 64 tests side by side, and at most 255 conditions may end
    in the same test. Where many rules go on from the same literals, a test that is always
    true, but another one for each group of rules, divides them.
    """
    series: dict[tuple[bool, tuple[Literal, ...]], list[PatternTests]] = {}
    for tests in conditions:
        series.setdefault((bool(tests.joins), tuple(tests.literals)), []).append(tests)
    for (joined, _), alike in series.items():
        width = WIDTH if joined else USERS
        if len(alike) > width:
            for place, tests in enumerate(alike):
                tests.literals.append(Literal(ALWAYS, -(place // width), "$gte"))
