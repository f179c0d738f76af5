"""Checks that the variables of a rule have values, and that the values fit.

A variable gets its value where a positive pattern says `field: $variable`. What it may then
hold follows from the types of those fields; using it where it can never fit, or might not, is
refused before any case is read.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import NamedTuple

from advisor.knowledge.reading import Reader
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
from advisor.knowledge.vocabulary import FieldType, Value, Vocabulary, hint

MISMATCH, UNBOUND = "type-mismatch", "unbound-variable"


class Domain(NamedTuple):
    """What a variable may hold."""

    number: bool
    values: frozenset[Value] | None
    """The possible values; nothing when every word or number is possible."""

    @property
    def sort(self) -> str:
        """The sort of value, as a noun."""
        return "number" if self.number else "word"


Domains = dict[str, Domain]

NUMBER = Domain(number=True, values=None)


def check_rule(reader: Reader, vocabulary: Vocabulary, rule: Rule) -> None:
    """Notes every variable of a rule that has no value or does not fit.

    Args:
        reader: The file, which takes note of problems.
    """
    check = _Check(reader, vocabulary, f"the rule “{rule.id}”")
    for pattern in rule.when:
        check.bind(pattern, check.domains)
    for pattern in rule.when:
        check.uses(pattern, check.domains)
    for pattern in rule.unless:
        check.negated(pattern)
    for head in rule.then:
        check.head(head)


def check_total(reader: Reader, vocabulary: Vocabulary, total: Total, take_line: int) -> None:
    """Notes every variable of a total that has no value or does not fit.

    Args:
        reader: The file, which takes note of problems.
    """
    check = _Check(reader, vocabulary, f"the total “{total.id}”")
    if total.for_each is not None:
        check.bind(total.for_each, check.domains)
        check.uses(total.for_each, check.domains)
    for name in TOTAL_VARIABLES:
        if name in check.domains:
            what = f"${name} has a meaning of its own in a total."
            reader.wrong(what, total.line, f"Give the variable in {check.where} another name.")
    for pattern in (total.of, total.share_of):
        if pattern is not None:
            inside = dict(check.domains)
            check.bind(pattern, inside)
            check.uses(pattern, inside)
            if total.variable is not None:
                check.taken(total.variable, inside, take_line)
    added = TOTAL_VARIABLES if total.share_of is not None else TOTAL_VARIABLES[:1]
    check.domains.update(dict.fromkeys(added, NUMBER))
    for head in total.then:
        check.head(head)


class _Check:
    """The check of one rule or total.

    Attributes:
        where: The rule, for messages.
        domains: What its variables may hold, as far as its positive patterns say.
    """

    def __init__(self, reader: Reader, vocabulary: Vocabulary, where: str) -> None:
        self.where = where
        self.domains: Domains = {}
        self._reader = reader
        self._kinds = vocabulary.kinds

    def bind(self, pattern: Pattern, domains: Domains) -> None:
        """Adds what a pattern says about the values of its variables."""
        for test in pattern.tests:
            if test.relation != "is" or not test.variable:
                continue
            name = test.variable
            here = self._domain(pattern, test)
            before = domains.get(name, here)
            values = here.values if before.values is None else before.values
            none_left = False
            if before.values is not None and here.values is not None:
                values = before.values & here.values
                none_left = name in domains and not values
            place = f"“{test.field}” of “{pattern.kind}”"
            what = ""
            if before.number != here.number:
                what = f"${name} is a {before.sort} before, but {place} holds a {here.sort}."
            elif none_left:
                what = f"${name} can have no value that {place} allows."
            if what:
                remedy = "The two can never be equal; use two variables."
                self._reader.wrong(what, test.line, remedy, MISMATCH)
            else:
                domains[name] = Domain(here.number, values)

    def uses(self, pattern: Pattern, domains: Domains) -> None:
        """Notes comparisons with a variable that has no value or another type."""
        for test in pattern.tests:
            if not test.variable or test.relation == "is":
                continue
            name = test.variable
            if name not in domains:
                self._unbound(name, domains, test.line)
            elif domains[name].number != self._kinds[pattern.kind].fields[test.field].number:
                self._reader.wrong(
                    f"${name} is a {domains[name].sort}, which “{test.relation}” cannot compare "
                    f"with “{test.field}” of “{pattern.kind}”.",
                    test.line, "Compare numbers with numbers and words with words.", MISMATCH,
                )  # fmt: skip

    def negated(self, pattern: Pattern) -> None:
        """Checks a negated pattern, whose own variables stand for anything at all."""
        inside = dict(self.domains)
        self.bind(pattern, inside)
        self.uses(pattern, inside)
        used = [test.variable for test in pattern.tests if test.variable]
        for test in pattern.tests:
            if not test.variable or test.variable in self.domains:
                continue
            name = test.variable
            close = get_close_matches(name, self.domains, n=1, cutoff=0.8)
            if used.count(name) == 1 and close and test.relation in ("is", *COMPARISONS):
                what = f"${name} occurs only here, in a negated pattern of {self.where}."
                remedy = f"Did you mean “${close[0]}”? If not, leave the field out."
                self._reader.wrong(what, test.line, remedy, UNBOUND)

    def head(self, head: Head) -> None:
        """Notes variables of a fact that follows which have no value or may not fit."""
        for (field, type_), value in zip(self._kinds[head.kind].fields.items(), head.values):
            if not isinstance(value, Variable):
                continue
            if value.name not in self.domains:
                self._unbound(value.name, self.domains, head.line)
            elif problem := _misfit(self.domains[value.name], type_):
                what = f"{value} may not fit “{field}” of “{head.kind}” in {self.where}: {problem}."
                remedy = "Narrow the variable in the pattern, or widen the field in the vocabulary."
                self._reader.wrong(what, head.line, remedy, MISMATCH)

    def taken(self, name: str, domains: Domains, line: int) -> None:
        """Notes a variable that a total cannot take."""
        if name not in domains:
            self._unbound(name, domains, line)
        elif not domains[name].number:
            what = f"${name} holds words, which cannot be added up."
            self._reader.wrong(what, line, "Take a number.", MISMATCH)

    def _domain(self, pattern: Pattern, test: FieldTest) -> Domain:
        """What a field may hold, after the other tests on the same field."""
        type_ = self._kinds[pattern.kind].fields[test.field]
        if type_.allowed is None:
            return Domain(type_.number, None)
        values = set(type_.allowed)
        for other in pattern.tests:
            open_ = other.variable or other.relation in COMPARISONS
            if other.field == test.field and not open_:
                values = {value for value in values if other.accepts(value)}
        return Domain(type_.number, frozenset(values))

    def _unbound(self, name: str, domains: Domains, line: int) -> None:
        """Notes a variable without a value."""
        near = hint(name, domains).replace("“", "“$")
        remedy = f"Bind it in a positive pattern (“field: ${name}”).{near}"
        self._reader.wrong(f"${name} has no value in {self.where}.", line, remedy, UNBOUND)


def _misfit(domain: Domain, type_: FieldType) -> str:
    """Why values of a variable may not fit a field; empty when they always do."""
    if domain.number != type_.number:
        return f"it is a {domain.sort}, the field takes {type_.describe()}"
    if type_.allowed is None or domain.values is None:
        return ""  # what an open field brings is checked when the rule fires
    outside = sorted(str(value) for value in domain.values - set(type_.allowed))
    return f"it may be {', '.join(outside[:5])}, which the field does not take" if outside else ""
