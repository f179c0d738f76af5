"""Patterns that wait for facts nobody asks for or concludes, and for answers nobody can give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import echo, nearest
from advisor.knowledge.rule import Pattern, Total, Variable
from advisor.verification.asked import ANSWERS
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.reach import Reach, domains_of, reach_of
from advisor.verification.sorts import IDLE_NOT, NOBODY_GIVES, UNKNOWN_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.strata import Entry
    from advisor.verification.draft import Draft


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every pattern that no fact can match because nobody gives such a fact."""
    reach = reach_of(draft)
    for entry in draft.entries:
        for pattern, negated in patterns_of(entry):
            found = tuple(_answers(draft, reach, entry, pattern))
            yield from found
            if not found and nobody_gives(draft, reach, pattern):
                yield _nobody(draft, entry, pattern, negated)


def patterns_of(entry: Entry) -> Iterator[tuple[Pattern, bool]]:
    """Every pattern of a rule or a total, and whether it is negated."""
    if isinstance(entry, Total):
        for pattern in (entry.for_each, entry.of, entry.share_of):
            if pattern is not None:
                yield pattern, False
        return
    for pattern in entry.when:
        yield pattern, False
    for pattern in entry.unless:
        yield pattern, True


def nobody_gives(draft: Draft, reach: Reach, pattern: Pattern) -> bool:
    """Whether no question and no rule, fire it or not, could give a fact for a pattern."""
    if reach.matches(pattern):
        return False
    kind = draft.vocabulary.kinds[pattern.kind]
    tested = domains_of(draft.vocabulary, pattern)
    for entry in draft.entries:
        for head in entry.then:
            if head.kind == pattern.kind and all(
                isinstance(value, Variable) or field not in tested or tested[field].takes(value)
                for field, value in zip(kind.fields, head.values)
            ):
                return False  # a rule says so, though it may never fire: that is told of the rule
    return True


def _answers(draft: Draft, reach: Reach, entry: Entry, pattern: Pattern) -> Iterator[Diagnostic]:
    """What is wrong with the question a pattern names, and with the answers it tests for."""
    name = ANSWERS.get(pattern.kind)
    kind = draft.vocabulary.kinds[pattern.kind]
    if draft.questions is None or name not in kind.fields or not kind.given:
        return
    asked = {form.source: form for form in reach.given if form.kind == pattern.kind}
    named = [test for test in pattern.tests if test.field == name]
    wanted: list[str] = []
    for test in named:
        listed = test.operand if isinstance(test.operand, tuple) else (test.operand,)
        for value in listed:
            if isinstance(value, Variable):
                continue
            wanted.append(str(value))
            if value not in asked:
                near = nearest(str(value), asked)
                yield Diagnostic(
                    NOBODY_GIVES, draft.relative(entry.file), test.line, entry.id,
                    f"No question {echo(value)} gives a fact of kind “{pattern.kind}”.",
                    f"Did you mean “{near}”?" if near else "Ask it, or correct its name.",
                )  # fmt: skip
    relations = {test.relation for test in named}
    if not wanted or not relations <= {"is", "one-of"} or not set(wanted) <= set(asked):
        return
    for test in pattern.tests:
        if test.field != "is":
            continue
        listed = test.operand if isinstance(test.operand, tuple) else (test.operand,)
        place = kind.positions["is"]
        for value in listed:
            if isinstance(value, Variable):
                continue
            if any(asked[question].fields[place].takes(value) for question in wanted):
                continue
            answers = [str(one) for one in asked[wanted[0]].fields[place].values or ()]
            near = nearest(str(value), answers)
            yield Diagnostic(
                UNKNOWN_VALUE, draft.relative(entry.file), test.line, entry.id,
                f"The question “{wanted[0]}” does not take the answer {echo(value)}.",
                f"Did you mean “{near}”?"
                if near
                else f"It takes {', '.join(sorted(answers)[:12])}.",
            )  # fmt: skip


def _nobody(draft: Draft, entry: Entry, pattern: Pattern, negated: bool) -> Diagnostic:
    at = (draft.relative(entry.file), pattern.line, entry.id)
    if negated:
        return Diagnostic(
            IDLE_NOT, *at,
            f"“not: {pattern}” of “{entry.id}” stops nothing: no such fact can be there.",
            "Correct the pattern, or delete the line.",
        )  # fmt: skip
    return Diagnostic(
        NOBODY_GIVES, *at,
        f"No question asks for “{pattern}” of “{entry.id}”, and no rule concludes it.",
        "Write the rule that concludes it, ask for it, or correct the pattern.",
    )  # fmt: skip
