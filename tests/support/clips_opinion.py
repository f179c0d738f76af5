"""What CLIPS makes of a rulebook: a third opinion, made from the rules in the plainest way.

Every field of every pattern gets a variable of its own, what it must equal stands beside it, and
every test becomes a `test`, so the translation shares no idea with the engines it is to judge.
Totals, which CLIPS does not have, are made by looking at all facts for each group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import clips

from advisor.knowledge.rule import FieldTest, Pattern, Rule, Total, Variable
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.rulebook import Rulebook

_OPERATORS = {
    "is": "eq", "not": "neq", "at-least": ">=", "at-most": "<=",
    "more-than": ">", "less-than": "<",
}  # fmt: skip
_RELATIONS = {
    "is": lambda left, right: left == right,
    "not": lambda left, right: left != right,
    "at-least": lambda left, right: left >= right,
    "at-most": lambda left, right: left <= right,
    "more-than": lambda left, right: left > right,
    "less-than": lambda left, right: left < right,
    "one-of": lambda left, right: left in right,
    "none-of": lambda left, right: left not in right,
}


ASKED = 50
"""After how many cases CLIPS is begun anew. clipspy holds on to every fact that goes in by itself,
so that each case takes longer than the one before."""


class ClipsOpinion:
    """A rulebook inside CLIPS, for one case after another."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Hands the kinds and the rules over.

        Args:
            rulebook: The rulebook.
        """
        self.asked = 0
        self._rulebook = rulebook
        self._environment = environment = clips.Environment()
        environment.build("(deftemplate stratum (slot number))")
        for kind in rulebook.vocabulary.kinds.values():
            slots = " ".join(f"(slot {field})" for field in kind.fields)
            environment.build(f"(deftemplate {kind.name} {slots})")
        for rule in rulebook.rules:
            environment.build(_rule(rulebook, rule))

    def facts(self, base: Iterable[Fact]) -> tuple[Fact, ...]:
        """Everything that follows from base facts, as CLIPS finds it."""
        self.asked += 1
        rulebook, environment = self._rulebook, self._environment
        environment.reset()
        for fact in base:
            environment.find_template(fact.kind).assert_fact(**dict(fact.fields))
        for stratum in range(rulebook.strata.height):
            totals = [one for one in rulebook.totals if rulebook.strata.entries[one.id] == stratum]
            known = _facts(environment, {kind for total in totals for kind in total.reads})
            for total in totals:
                for kind, values in _total(rulebook, total, known):
                    environment.find_template(kind).assert_fact(**values)
            environment.find_template("stratum").assert_fact(number=stratum)
            environment.run()
        return tuple(sorted(_facts(environment, rulebook.vocabulary.kinds)))


def facts_by_clips(rulebook: Rulebook, base: Iterable[Fact]) -> tuple[Fact, ...]:
    """Everything that follows from base facts, as CLIPS finds it."""
    found = rulebook.prepared.get("clips")
    if not isinstance(found, ClipsOpinion) or found.asked >= ASKED:
        found = rulebook.prepared["clips"] = ClipsOpinion(rulebook)
    return found.facts(base)


def _facts(environment: Any, kinds: Iterable[str]) -> list[Fact]:
    """The facts of some kinds in CLIPS."""
    return [
        Fact(kind, tuple(dict(fact).items()))
        for kind in kinds
        for fact in environment.find_template(kind).facts()
    ]


def _rule(rulebook: Rulebook, rule: Rule) -> str:
    """A rule as a `defrule`."""
    names: dict[str, str] = {}
    fields = rulebook.vocabulary.kinds
    lines: list[Any] = [f"(stratum (number {rulebook.strata.entries[rule.id]}))"]
    late = []
    for place, pattern in enumerate(rule.when):
        lines.append(_slots(pattern, list(fields[pattern.kind].fields), f"p{place}", names))
        for test in pattern.tests:
            waits = isinstance(test.operand, Variable)  # perhaps for a later pattern
            (late if waits else lines).append((test, f"p{place}"))
    lines = [one if isinstance(one, str) else _test(*one, names) for one in [*lines, *late]]
    for place, pattern in enumerate(rule.unless):
        own = dict(names)
        slots = _slots(pattern, list(fields[pattern.kind].fields), f"n{place}", own)
        tests = " ".join(_test(test, f"n{place}", own) for test in pattern.tests)
        lines.append(f"(not (and {slots} {tests}))")
    heads = []
    for head in rule.then:
        inside = " ".join(
            f"({field} {_value(value, names)})"
            for field, value in zip(fields[head.kind].fields, head.values, strict=True)
        )
        heads.append(f"(assert ({head.kind} {inside}))")
    return f"(defrule {rule.id} {' '.join(lines)} => {' '.join(heads)})"


def _slots(pattern: Pattern, fields: list[str], prefix: str, names: dict[str, str]) -> str:
    """A pattern with a variable for each field, and what the field must equal."""
    parts = {field: f"?{prefix}-{field}" for field in fields}
    for test in pattern.tests:
        if test.relation != "is":
            continue
        if isinstance(test.operand, Variable):
            first = names.setdefault(test.operand.name, f"?{prefix}-{test.field}")
            if first != f"?{prefix}-{test.field}":
                parts[test.field] += f"&{first}"
        else:
            parts[test.field] += f"&{_value(test.operand, names)}"
    return f"({pattern.kind} {' '.join(f'({field} {part})' for field, part in parts.items())})"


def _test(test: FieldTest, prefix: str, names: dict[str, str]) -> str:
    """A test as CLIPS writes it."""
    field = f"?{prefix}-{test.field}"
    if isinstance(test.operand, tuple):
        inside = " ".join(f"(eq {field} {_value(value, names)})" for value in test.operand)
        either = f"(or {inside} FALSE)"
        return f"(test {either})" if test.relation == "one-of" else f"(test (not {either}))"
    return f"(test ({_OPERATORS[test.relation]} {field} {_value(test.operand, names)}))"


def _value(value: Any, names: dict[str, str]) -> str:
    """A value or a variable as CLIPS writes it; words are strings, so that “4” is no number."""
    if isinstance(value, Variable):
        return names[value.name]
    return str(value) if isinstance(value, int) else f'"{value}"'


def _total(
    rulebook: Rulebook, total: Total, known: list[Fact]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What follows from a total, for each group."""
    groups = _bindings(total.for_each, known, {}) if total.for_each else [((), {})]
    distinct = {tuple(sorted(values.items())): values for _, values in groups}
    for values in distinct.values():
        counted = _numbers(total, total.of, known, values)
        result = _measure(total.measure, counted)
        if result is None:
            continue
        if total.share_of is not None:
            whole = sum(_numbers(total, total.share_of, known, values))
            result = 100 * result // whole if whole else 0
        every = {**values, "total": result}
        for head in total.then:
            fields = rulebook.vocabulary.kinds[head.kind].fields
            yield (
                head.kind,
                {
                    field: every[value.name] if isinstance(value, Variable) else value
                    for field, value in zip(fields, head.values, strict=True)
                },
            )


def _numbers(
    total: Total, pattern: Pattern, known: list[Fact], values: dict[str, Any]
) -> list[int]:
    """What each fact that counts brings."""
    found = _bindings(pattern, known, values)
    return [1 if total.variable is None else inside[total.variable] for _, inside in found]


def _measure(measure: str, numbers: list[int]) -> int | None:
    """The measure of some numbers."""
    if measure in ("count", "sum"):
        return sum(numbers)
    if not numbers:
        return None
    if measure == "mean":
        tenths = 10 * abs(sum(numbers)) / len(numbers)
        rounded = int(tenths + 0.5)
        return rounded if sum(numbers) >= 0 else -rounded
    low, high = min(numbers), max(numbers)
    return {"largest": high, "smallest": low, "spread": high - low}[measure]


def _bindings(
    pattern: Pattern, known: list[Fact], values: dict[str, Any]
) -> list[tuple[Fact, dict[str, Any]]]:
    """Each fact that matches a pattern, with what the variables are then."""
    found = []
    for fact in known:
        if fact.kind != pattern.kind:
            continue
        row = dict(fact.fields)
        inside = dict(values)
        for test in pattern.tests:
            if test.relation == "is" and isinstance(test.operand, Variable):
                inside.setdefault(test.operand.name, row[test.field])
        if all(_passes(test, row, inside) for test in pattern.tests):
            found.append((fact, inside))
    return found


def _passes(test: FieldTest, row: dict[str, Any], values: dict[str, Any]) -> bool:
    """Whether a fact passes a test."""
    operand = test.operand
    right = values[operand.name] if isinstance(operand, Variable) else operand
    return bool(_RELATIONS[test.relation](row[test.field], right))
