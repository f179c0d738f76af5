"""Faults put into the knowledge on purpose, one condition of one rule at a time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from support.agreement import _bound, _is_variable, _is_whole

from advisor.knowledge.rule import FieldTest, Head, Pattern, Rule, Total
from advisor.knowledge.texts import Place, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Value

_FLIPPED = {
    "is": "not", "not": "is", "one-of": "none-of", "none-of": "one-of",
    "at-least": "less-than", "less-than": "at-least",
    "more-than": "at-most", "at-most": "more-than",
}  # fmt: skip
_MEASURES = {
    "sum": "largest", "largest": "smallest", "smallest": "largest", "spread": "largest",
    "mean": "largest",
}  # fmt: skip


class Mutant(NamedTuple):
    """A rulebook with one fault: one rule or total is gone or another."""

    rule: str
    """The id of the rule or total."""
    fault: str
    """What was done to it."""
    entry: Entry | None
    """What stands in its place; nothing when it is gone."""

    @property
    def name(self) -> str:
        """The rule and the fault, on one line."""
        return f"{self.rule}: {self.fault}"


def mutants(rulebook: Rulebook) -> list[Mutant]:
    """Every fault of the kinds tried, each once.

    A rule or total is dropped; a pattern is dropped or negated, and a negated one is dropped or
    asked for; a test is dropped or turned into its opposite, a number it names is raised and
    lowered by one, each value of a list is left out; a variable shared by two patterns is shared
    no more; a total takes another measure or is no percentage any more; a value that is concluded
    becomes another. What leaves a variable without a value is no rule, and what only leaves out
    a name that nothing else in the rule mentions is the same rule; neither is tried.
    """
    found: list[Mutant] = []
    heads = _values_of_heads(rulebook)
    for entry in rulebook.entries:
        seen = {_meaning(entry)}
        found.append(Mutant(entry.id, "dropped", None))
        changes = _of_rule(entry) if isinstance(entry, Rule) else _of_total(entry)
        for fault, changed in (*changes, *_of_heads(entry, rulebook, heads)):
            meaning = _meaning(changed)
            if meaning not in seen and _is_whole(changed):
                seen.add(meaning)
                found.append(Mutant(entry.id, fault, changed))
    return found


def _meaning(entry: Entry) -> Entry:
    """The entry without the names that nothing else in it mentions: it matches the same facts."""
    said = [one.name for one in parts(entry.because) if isinstance(one, Place)]
    if isinstance(entry, Total):
        shared = entry.for_each.variables if entry.for_each is not None else ()
        kept = {*shared, *said, entry.variable}
        return entry._replace(
            order=0,
            of=_without_lone(entry.of, kept, Counter(_named(entry.of))),
            share_of=entry.share_of
            and _without_lone(entry.share_of, kept, Counter(_named(entry.share_of))),
        )
    kept = {*said, *(one.name for head in entry.then for one in head.values if _is_variable(one))}
    times = Counter(name for one in (*entry.when, *entry.unless) for name in _named(one))
    return entry._replace(
        order=0,
        when=tuple(_without_lone(one, kept, times) for one in entry.when),
        unless=tuple(_without_lone(one, kept, times) for one in entry.unless),
    )


def _named(pattern: Pattern) -> list[str]:
    return [test.operand.name for test in pattern.tests if _is_variable(test.operand)]


def _without_lone(pattern: Pattern, kept: set[str | None], times: Counter[str]) -> Pattern:
    return pattern._replace(
        tests=tuple(
            test
            for test in pattern.tests
            if test.relation != "is"
            or not _is_variable(test.operand)
            or test.operand.name in kept
            or times[test.operand.name] > 1
        )
    )


def _of_rule(rule: Rule) -> Iterator[tuple[str, Entry]]:
    when, unless = rule.when, rule.unless
    for at, pattern in enumerate(when):
        rest = when[:at] + when[at + 1 :]
        yield f"without {pattern}", rule._replace(when=rest)
        bound = {name for one in rest for name in one.variables}
        if _bound(pattern, bound):
            yield f"not {pattern}", rule._replace(when=rest, unless=(*unless, pattern))
        for fault, changed in _of_pattern(pattern):
            yield fault, rule._replace(when=(*when[:at], changed, *when[at + 1 :]))
    for at, pattern in enumerate(unless):
        rest = unless[:at] + unless[at + 1 :]
        yield f"without not {pattern}", rule._replace(unless=rest)
        yield f"{pattern} instead of its absence", rule._replace(when=(*when, pattern), unless=rest)
        for fault, changed in _of_pattern(pattern):
            yield f"not … {fault}", rule._replace(unless=(*unless[:at], changed, *unless[at + 1 :]))


def _of_total(total: Total) -> Iterator[tuple[str, Entry]]:
    for place in ("for_each", "of", "share_of"):
        pattern = getattr(total, place)
        for fault, changed in _of_pattern(pattern) if pattern is not None else ():
            yield f"{place}: {fault}", total._replace(**{place: changed})
    if total.share_of is not None:
        yield "no percentage", total._replace(share_of=None)
    if total.measure in _MEASURES:
        other = _MEASURES[total.measure]
        yield f"{other} instead of {total.measure}", total._replace(measure=other, share_of=None)


def _of_pattern(pattern: Pattern) -> Iterator[tuple[str, Pattern]]:
    tests = pattern.tests
    for at, test in enumerate(tests):
        where = f"in {pattern}"
        yield f"without {test} {where}", pattern._replace(tests=tests[:at] + tests[at + 1 :])
        for changed in _of_test(test):
            replaced = (*tests[:at], changed, *tests[at + 1 :])
            yield f"{changed} {where}", pattern._replace(tests=replaced)


def _of_test(test: FieldTest) -> Iterator[FieldTest]:
    yield test._replace(relation=_FLIPPED[test.relation])
    operand = test.operand
    if isinstance(operand, tuple):
        if len(operand) > 1:
            for at in range(len(operand)):
                yield test._replace(operand=operand[:at] + operand[at + 1 :])
    elif type(operand) is int:
        yield test._replace(operand=operand + 1)
        yield test._replace(operand=operand - 1)


def _of_heads(
    entry: Entry, rulebook: Rulebook, known: dict[tuple[str, str], list[Value]]
) -> Iterator[tuple[str, Entry]]:
    for at, head in enumerate(entry.then):
        kind = rulebook.vocabulary.kinds[head.kind]
        for place, (value, (name, field)) in enumerate(zip(head.values, kind.fields.items())):
            if _is_variable(value):
                continue
            if field.number:
                other: Value = int(value) + 1  # type: ignore[arg-type]
            else:
                values = list(field.allowed or known[head.kind, name])
                other = values[(values.index(value) + 1) % len(values)]  # type: ignore[arg-type]
            changed = Head(
                head.kind, (*head.values[:place], other, *head.values[place + 1 :]), head.line
            )
            then = (*entry.then[:at], changed, *entry.then[at + 1 :])
            yield f"concludes {name} {other} in {head.kind}", entry._replace(then=then)


def _values_of_heads(rulebook: Rulebook) -> dict[tuple[str, str], list[Value]]:
    """For each field of each kind the values that rules conclude."""
    found: dict[tuple[str, str], dict[Value, None]] = {}
    for entry in rulebook.entries:
        for head in entry.then:
            names = rulebook.vocabulary.kinds[head.kind].fields
            for name, value in zip(names, head.values):
                if not _is_variable(value):
                    found.setdefault((head.kind, name), {})[value] = None  # type: ignore[index]
    return {place: list(values) for place, values in found.items()}
