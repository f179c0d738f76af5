"""Numbers that a rule compares with what can never reach them, or always does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import FieldTest, Pattern, Variable
from advisor.knowledge.vocabulary import LARGEST_NUMBER
from advisor.verification.checks.unasked import patterns_of
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.domain import Domain, of_tests
from advisor.verification.reach import Reach, reach_of
from advisor.verification.sorts import OUT_OF_REACH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.strata import Entry
    from advisor.verification.draft import Draft


class _Outside(NamedTuple):
    """A number that lies outside of what it is compared with."""

    entry: Entry
    test: FieldTest
    kind: str
    never: bool
    low: int
    high: int


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every comparison that holds for all facts or for none; a threshold is told once."""
    told: set[tuple[str, str, str]] = set()
    for one in _outside(draft):
        name = one.test.threshold
        where = draft.relative(one.entry.file), one.test.line, one.entry.id
        if name is not None:
            if (name, one.kind, one.test.field) in told:
                continue
            told.add((name, one.kind, one.test.field))
            where = "thresholds.yaml", draft.thresholds[name].line, name
        holds = "never" if one.never else "always"
        yield Diagnostic(
            OUT_OF_REACH, *where,
            f"“{one.test}” of “{one.entry.id}” {holds} holds: the field “{one.test.field}” of "
            f"“{one.kind}” is {_between(one.low, one.high)}.",
            "Correct the number." if name is None else "Correct the value of the threshold.",
        )  # fmt: skip


def _outside(draft: Draft) -> Iterator[_Outside]:
    reach = reach_of(draft)
    for entry in draft.entries:
        for pattern, _ in patterns_of(entry):
            types = draft.vocabulary.kinds[pattern.kind].fields
            for test in pattern.tests:
                if not types[test.field].number or isinstance(test.operand, Variable):
                    continue
                span = _span(reach, draft, pattern, test)
                if span is None or span.empty:
                    continue
                asked = of_tests(types[test.field], (test,))
                never = span.meet(asked).empty
                if never or span.inside(asked) or _bars_nothing(span, test):
                    yield _Outside(entry, test, pattern.kind, never, span.low, span.high)


def _bars_nothing(span: Domain, test: FieldTest) -> bool:
    """Whether a test rules out numbers only that cannot be there anyway."""
    if test.relation not in ("not", "none-of"):
        return False
    barred = test.operand if isinstance(test.operand, tuple) else (test.operand,)
    return not any(isinstance(one, int) and span.takes(one) for one in barred)


def _between(low: int, high: int) -> str:
    if high >= LARGEST_NUMBER:
        return f"at least {low}"
    return f"at most {high}" if low <= -LARGEST_NUMBER else f"between {low} and {high}"


def _span(reach: Reach, draft: Draft, pattern: Pattern, test: FieldTest) -> Domain | None:
    """The numbers that a field can hold, whatever else the pattern asks; nothing without bounds."""
    others = tuple(one for one in pattern.tests if one.field != test.field)
    at = draft.vocabulary.kinds[pattern.kind].positions[test.field]
    low, high = None, None
    for form in reach.matches(pattern._replace(tests=others)):
        domain = form.fields[at]
        ends = (
            (domain.low, domain.high)
            if domain.values is None
            else (min(map(int, domain.values)), max(map(int, domain.values)))
        )
        low = ends[0] if low is None else min(low, ends[0])
        high = ends[1] if high is None else max(high, ends[1])
    if low is None or high is None:
        return None
    span = Domain(low=low, high=high)
    return span if span.bounded else None
