"""Checks that the variables of a rule have values, and that the values fit.

A variable gets its value where a positive pattern says `field: $variable`. What it may then
hold follows from the types of those fields; using it where it can never fit, or might not, is
refused before any case is read.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import (
    COMPARISONS,
    TOTAL_VARIABLES,
    FieldTest,
    Head,
    Pattern,
    Rule,
    Total,
    Variable,
)
from advisor.knowledge.vocabulary import FieldType, Value, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.reading import Reader
    from advisor.knowledge.vocabulary import Vocabulary


class Domain(NamedTuple):
    """What a variable may hold."""

    number: bool
    values: frozenset[Value] | None
    """The possible values; nothing when every word or number is possible."""


Domains = dict[str, Domain]

NUMBER = Domain(number=True, values=None)


def check_rule(reader: Reader, vocabulary: Vocabulary, rule: Rule) -> None:
    """Notes every variable of a rule that has no value or does not fit.

    Args:
        reader: The file, which takes note of problems.
        vocabulary: The kinds of fact.
        rule: The rule.
    """
    where = f"the rule “{rule.id}”"
    domains: Domains = {}
    for pattern in rule.when:
        _bind(reader, vocabulary, pattern, domains)
    _check_uses(reader, vocabulary, rule.when, domains, where)
    for pattern in rule.unless:
        _check_negated(reader, vocabulary, pattern, domains, where)
    for head in rule.then:
        _check_head(reader, vocabulary, head, domains, where)


def check_total(reader: Reader, vocabulary: Vocabulary, total: Total, take_line: int) -> None:
    """Notes every variable of a total that has no value or does not fit.

    Args:
        reader: The file, which takes note of problems.
        vocabulary: The kinds of fact.
        total: The total.
        take_line: Where it says what it takes.
    """
    where = f"the total “{total.id}”"
    domains: Domains = {}
    if total.for_each is not None:
        _bind(reader, vocabulary, total.for_each, domains)
        _check_uses(reader, vocabulary, (total.for_each,), domains, where)
    for name in domains:
        if name in TOTAL_VARIABLES:
            reader.wrong(
                f"${name} has a meaning of its own in a total.",
                total.line,
                f"Give the variable in {where} another name.",
            )
    for pattern in (total.of, total.share_of):
        if pattern is None:
            continue
        inside = dict(domains)
        _bind(reader, vocabulary, pattern, inside)
        _check_uses(reader, vocabulary, (pattern,), inside, where)
        if total.variable is not None:
            _check_taken(reader, inside, total.variable, take_line, where)
    domains["total"] = NUMBER
    if total.share_of is not None:
        domains["part"] = domains["whole"] = NUMBER
    for head in total.then:
        _check_head(reader, vocabulary, head, domains, where)


def _bind(reader: Reader, vocabulary: Vocabulary, pattern: Pattern, domains: Domains) -> None:
    """Adds what a pattern says about the values of its variables."""
    for test in pattern.tests:
        if test.relation != "is" or not isinstance(test.operand, Variable):
            continue
        name = test.operand.name
        here = _field_domain(vocabulary, pattern, test)
        before = domains.get(name)
        if before is None:
            domains[name] = here
            continue
        if before.number != here.number:
            reader.wrong(
                f"${name} is a {_sort(before)} before, but “{test.field}” of “{pattern.kind}” "
                f"holds a {_sort(here)}.",
                test.line,
                "The two can never be equal; use two variables.",
                fault="type-mismatch",
            )
            continue
        if before.values is None or here.values is None:
            values = before.values if here.values is None else here.values
        else:
            values = before.values & here.values
            if not values:
                reader.wrong(
                    f"${name} can have no value that “{test.field}” of “{pattern.kind}” allows.",
                    test.line,
                    "The two can never be equal; use two variables.",
                    fault="type-mismatch",
                )
                continue
        domains[name] = Domain(here.number, values)


def _field_domain(vocabulary: Vocabulary, pattern: Pattern, test: FieldTest) -> Domain:
    """What a field may hold, after the other tests on the same field."""
    type_ = vocabulary.kinds[pattern.kind].fields[test.field]
    if type_.allowed is None:
        return Domain(type_.number, None)
    values = set(type_.allowed)
    for other in pattern.tests:
        if other.field != test.field or isinstance(other.operand, Variable):
            continue
        listed = other.operand if isinstance(other.operand, tuple) else (other.operand,)
        if other.relation in ("is", "one-of"):
            values.intersection_update(listed)
        elif other.relation in ("not", "none-of"):
            values.difference_update(listed)
    return Domain(type_.number, frozenset(values))


def _check_uses(
    reader: Reader,
    vocabulary: Vocabulary,
    patterns: Iterable[Pattern],
    domains: Domains,
    where: str,
) -> None:
    """Notes comparisons with a variable that has no value or another type."""
    for pattern in patterns:
        for test in pattern.tests:
            if not isinstance(test.operand, Variable) or test.relation == "is":
                continue
            name = test.operand.name
            if name not in domains:
                _unbound(reader, name, domains, test.line, where)
                continue
            type_ = vocabulary.kinds[pattern.kind].fields[test.field]
            if domains[name].number != type_.number:
                reader.wrong(
                    f"${name} is a {_sort(domains[name])}, which “{test.relation}” cannot compare "
                    f"with “{test.field}” of “{pattern.kind}”.",
                    test.line,
                    "Compare numbers with numbers and words with words.",
                    fault="type-mismatch",
                )


def _check_negated(
    reader: Reader, vocabulary: Vocabulary, pattern: Pattern, domains: Domains, where: str
) -> None:
    """Checks a negated pattern, whose own variables stand for anything at all."""
    inside = dict(domains)
    _bind(reader, vocabulary, pattern, inside)
    _check_uses(reader, vocabulary, (pattern,), inside, where)
    used = [test.operand.name for test in pattern.tests if isinstance(test.operand, Variable)]
    for test in pattern.tests:
        if not isinstance(test.operand, Variable) or test.operand.name in domains:
            continue
        name = test.operand.name
        close = get_close_matches(name, domains, n=1, cutoff=0.8)
        if used.count(name) == 1 and close and test.relation in ("is", *COMPARISONS):
            reader.wrong(
                f"${name} occurs only here, in a negated pattern of {where}.",
                test.line,
                f"Did you mean “${close[0]}”? If not, leave the field out.",
                fault="unbound-variable",
            )


def _check_head(
    reader: Reader, vocabulary: Vocabulary, head: Head, domains: Domains, where: str
) -> None:
    """Notes variables of a fact that follows which have no value or may not fit."""
    kind = vocabulary.kinds[head.kind]
    for (field, type_), value in zip(kind.fields.items(), head.values):
        if not isinstance(value, Variable):
            continue
        if value.name not in domains:
            _unbound(reader, value.name, domains, head.line, where)
            continue
        problem = _misfit(domains[value.name], type_)
        if problem:
            reader.wrong(
                f"{value} may not fit “{field}” of “{head.kind}” in {where}: {problem}.",
                head.line,
                "Narrow the variable in the pattern, or widen the field in the vocabulary.",
                fault="type-mismatch",
            )


def _misfit(domain: Domain, type_: FieldType) -> str:
    """Why values of a variable may not fit a field; empty when they always do."""
    if domain.number != type_.number:
        return f"it is a {_sort(domain)}, the field takes {type_.describe()}"
    if type_.allowed is None or domain.values is None:
        return ""  # what an open field brings is checked when the rule fires
    outside = sorted(str(value) for value in domain.values - set(type_.allowed))
    return f"it may be {', '.join(outside[:5])}, which the field does not take" if outside else ""


def _check_taken(reader: Reader, domains: Domains, name: str, line: int, where: str) -> None:
    """Notes a variable that a total cannot take."""
    if name not in domains:
        _unbound(reader, name, domains, line, where)
    elif not domains[name].number:
        reader.wrong(
            f"${name} holds words, which cannot be added up.",
            line,
            "Take a number.",
            fault="type-mismatch",
        )


def _unbound(reader: Reader, name: str, domains: Domains, line: int, where: str) -> None:
    """Notes a variable without a value."""
    reader.wrong(
        f"${name} has no value in {where}.",
        line,
        f"Bind it in a positive pattern (“field: ${name}”)."
        + did_you_mean(name, domains).replace("“", "“$"),
        fault="unbound-variable",
    )


def _sort(domain: Domain) -> str:
    """The sort of value, as a noun."""
    return "number" if domain.number else "word"
