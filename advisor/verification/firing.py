"""Rules and patterns that can come to nothing, and rules that contradict or repeat each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import did_you_mean, echo
from advisor.knowledge.rule import Head, Pattern, Rule, Total, Variable
from advisor.knowledge.strata import ASKED, Entry, find_cycles, patterns_of
from advisor.knowledge.vocabulary import LARGEST_NUMBER
from advisor.verification import diagnostics as sorts
from advisor.verification.diagnostics import Finding
from advisor.verification.possible import Stop, possible_in
from advisor.verification.values import Form, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.verification.draft import RuleDraft

_CORRECT = "Correct its patterns, or delete it."


def cycles(draft: RuleDraft) -> Iterator[Finding]:
    """Conclusions that depend on their own absence, and totals that depend on themselves."""
    others = [one.reread for one in draft.entries if isinstance(one, Rule) and one.reread]
    for problem in find_cycles([*draft.entries, *others]):
        what = problem.what.replace(f"{draft.folder}/", "")
        about = what.split("”", 1)[0].lstrip("“")
        file = draft.relative(problem.file)
        yield Finding(*sorts.CYCLE, file, problem.line, about, what, problem.remedy)


def unasked(draft: RuleDraft) -> Iterator[Finding]:
    """Patterns that wait for facts nobody gives, and for answers nobody can give."""
    for entry in draft.entries:
        for pattern, negated in patterns_of(entry):
            at = (draft.relative(entry.file), pattern.line, entry.id)
            wrong = tuple(_answers(draft, entry, pattern))
            yield from wrong
            if wrong or not nobody_gives(draft, pattern):
                continue
            if negated:
                yield Finding(
                    *sorts.IDLE_NOT, *at,
                    f"“not: {pattern}” of “{entry.id}” stops nothing: no such fact can be there.",
                    "Correct the pattern, or delete the line.",
                )  # fmt: skip
            else:
                yield Finding(
                    *sorts.NOBODY_GIVES, *at,
                    f"No question asks for “{pattern}” of “{entry.id}”, and no rule concludes it.",
                    "Write the rule that concludes it, ask for it, or correct the pattern.",
                )  # fmt: skip


def unreachable(draft: RuleDraft) -> Iterator[Finding]:
    """Rules that no case can fire, and patterns that nothing can match though each test could pass.

    A pattern that nobody gives is told of already.
    """
    possible = possible_in(draft)
    for entry in draft.entries:
        stop = possible.stopped.get(entry.order)
        if stop is None:
            continue
        line, why, remedy = entry.line, _why(stop), _CORRECT
        if stop.pattern is not None:
            if nobody_gives(draft, stop.pattern):
                continue
            line = stop.pattern.line
            if not all(one.order in possible.stopped for one in givers(draft, stop.pattern)):
                why, remedy = (
                    f"no rule concludes all of “{stop.pattern}” together",
                    "Correct the pattern.",
                )
        yield Finding(
            *sorts.UNREACHABLE_RULE, draft.relative(entry.file), line, entry.id,
            f"“{entry.id}” can never fire: {why}.", remedy,
        )  # fmt: skip
    for entry, pattern in possible.unmatched:
        if all(one.order in possible.stopped for one in givers(draft, pattern)):
            continue  # what could give it is told of, or that nobody does
        at = (draft.relative(entry.file), pattern.line, entry.id)
        if isinstance(entry, Total):
            yield Finding(
                *sorts.UNREACHABLE_RULE, *at,
                f"“{entry.id}” counts nothing: no rule concludes all of “{pattern}” together.",
                "Correct the pattern.",
            )  # fmt: skip
        else:
            yield Finding(
                *sorts.IDLE_NOT, *at,
                f"“not: {pattern}” of “{entry.id}” stops nothing: no rule concludes all of "
                "this together.", "Correct the pattern, or delete the line.",
            )  # fmt: skip


def numbers(draft: RuleDraft) -> Iterator[Finding]:
    """Comparisons with a number that holds for all facts or for none; a threshold is told once."""
    values = values_of(draft)
    told: set[tuple[str, str, str]] = set()
    for entry in draft.entries:
        for pattern in entry.patterns:
            for test in pattern.tests:
                always = values.out_of_reach(pattern, test)
                name = test.threshold
                where = draft.relative(entry.file), test.line, entry.id
                if always is None:
                    continue
                if name is not None:
                    if (name, pattern.kind, test.field) in told:
                        continue
                    told.add((name, pattern.kind, test.field))
                    where = "thresholds.yaml", draft.thresholds[name].line, name
                held = values.bounds((pattern.kind, test.field))
                yield Finding(
                    *sorts.OUT_OF_REACH, *where,
                    f"“{test}” of “{entry.id}” {'always' if always else 'never'} holds: the field "
                    f"“{test.field}” of “{pattern.kind}” is {_between(held[0], held[-1])}.",
                    "Correct the value of the threshold." if name else "Correct the number.",
                )  # fmt: skip


def contradictions(draft: RuleDraft) -> Iterator[Finding]:
    """Pairs of rules that could give one thing two values."""
    told: set[tuple[str, str]] = set()
    for kind, one, other in possible_in(draft).clashes:
        if (one.id, other.id) in told:
            continue
        told.add((one.id, other.id))
        keys = draft.vocabulary.kinds[kind].one_for
        each = f"one for each {' and '.join(keys)}" if keys else "one in a case"
        if one is other:
            what = f"“{one.id}” may fire twice and conclude"
        else:
            place = f"{draft.relative(one.file)}:{one.line}"
            what = f"“{other.id}” and “{one.id}” ({place}) may both fire and conclude"
        yield Finding(
            *sorts.CONTRADICTORY_RULES, draft.relative(other.file), other.line,
            f"{one.id} + {other.id}",
            f"{what} two facts of kind “{kind}”, of which there is {each}.",
            "Let their conditions exclude each other, or say in explained.yaml what keeps them "
            "apart.",
        )  # fmt: skip


def repeated(draft: RuleDraft) -> Iterator[Finding]:
    """Rules that another makes superfluous."""
    covered = possible_in(draft).covered
    told: set[str] = set()
    for special, general in covered:
        if special.id in told:
            continue
        at = (draft.relative(special.file), special.line, special.id)
        other = f"“{general.id}” ({draft.relative(general.file)}:{general.line})"
        if (general, special) not in covered:
            told.add(special.id)
            yield Finding(
                *sorts.SUBSUMED_RULE, *at,
                f"Whenever “{special.id}” fires, {other} concludes the same.",
                "Delete it, or narrow the other.",
            )  # fmt: skip
        elif special.order > general.order:
            told.add(special.id)
            yield Finding(
                *sorts.DUPLICATE_RULE, *at, f"“{special.id}” and {other} say the same.",
                "Keep one of the two.",
            )  # fmt: skip


def givers(draft: RuleDraft, pattern: Pattern) -> list[Entry]:
    """The rules and totals that conclude what a pattern could match, fire they or not."""
    fields = draft.vocabulary.kinds[pattern.kind].fields
    concluding = values_of(draft).concluding.get(pattern.kind, ())
    return [entry for entry, head in concluding if could_match(fields, head, pattern)]


def could_match(fields: Mapping[str, object], head: Head, pattern: Pattern) -> bool:
    """Whether the values that a conclusion names pass the tests of a pattern.

    Args:
        fields: The fields of the kind of fact, in their order.
    """
    held = dict(zip(fields, head.values))
    return head.kind == pattern.kind and not any(
        test.named and not isinstance(value, Variable) and not test.accepts(value)
        for test in pattern.tests
        for value in (held[test.field],)
    )


def nobody_gives(draft: RuleDraft, pattern: Pattern) -> bool:
    """Whether no question and no rule, fire it or not, could give a fact for a pattern."""
    asked = any(_could_be(form, pattern) for form in values_of(draft).forms)
    return not asked and not givers(draft, pattern)


def _could_be(form: Form, pattern: Pattern) -> bool:
    """Whether a fact of a form could match a pattern, numbers aside."""
    return form.kind == pattern.kind and all(
        not isinstance(values, tuple)
        or any(
            all(test.accepts(value) for test in pattern.tests
                if test.field == field and test.named)
            for value in values
        )
        for field, values in form.fields.items()
    )  # fmt: skip


def _answers(draft: RuleDraft, entry: Entry, pattern: Pattern) -> Iterator[Finding]:
    """What is wrong with the question a pattern names, and with the answers it tests for."""
    name = ASKED.get(pattern.kind)
    kind = draft.vocabulary.kinds[pattern.kind]
    if draft.questions is None or name not in kind.fields or not kind.given:
        return
    asked = {form.source: form for form in values_of(draft).forms if form.kind == pattern.kind}
    file = draft.relative(entry.file)
    named = [test for test in pattern.tests if test.field == name and test.named]
    wanted = [str(value) for test in named for value in test.named]
    for test in named:
        for value in test.named:
            if value not in asked:
                yield Finding(
                    *sorts.NOBODY_GIVES, file, test.line, entry.id,
                    f"No question {echo(value)} gives a fact of kind “{pattern.kind}”.",
                    did_you_mean(str(value), asked, "Ask it, or correct its name."),
                )  # fmt: skip
    relations = {test.relation for test in named}
    if not wanted or not relations <= {"is", "one-of"} or not set(wanted) <= set(asked):
        return
    for test in pattern.tests:
        for value in test.named if test.field == "is" else ():
            if any(asked[question].may_hold("is", value) for question in wanted):
                continue
            answers = [str(one) for one in asked[wanted[0]].fields["is"] or ()]
            yield Finding(
                *sorts.UNKNOWN_VALUE, file, test.line, entry.id,
                f"The question “{wanted[0]}” does not take the answer {echo(value)}.",
                did_you_mean(str(value), answers, f"It takes {', '.join(sorted(answers)[:12])}."),
            )  # fmt: skip


def _why(stop: Stop) -> str:
    if stop.barrier is not None:
        return f"whenever its patterns match, its own “not: {stop.barrier}” does too"
    if stop.pattern is not None:
        return f"every rule that could give “{stop.pattern}” can never fire itself"
    return "its patterns exclude each other"


def _between(low: int, high: int) -> str:
    if high >= LARGEST_NUMBER:
        return f"at least {low}"
    return f"at most {high}" if low <= -LARGEST_NUMBER else f"between {low} and {high}"
