"""What nothing uses, and what of ours nobody can vary to see whether a path hangs on it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from advisor.explanation.record import KINDS_READ, THRESHOLDS_READ
from advisor.explanation.robustness import GOAL, OURS
from advisor.knowledge.rule import Rule, Total, Variable
from advisor.knowledge.sentences import GIVEN
from advisor.knowledge.strata import bearing_on, thresholds_of
from advisor.knowledge.texts import places, texts_in
from advisor.verification import diagnostics as sorts
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.firing import could_match
from advisor.verification.values import ANSWERING, ANSWERS, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import RuleDraft


def conclusions(draft: RuleDraft) -> Iterator[Diagnostic]:
    """Conclusions that no rule reads and no part of the memo shows."""
    readers = (*draft.entries, *draft.memo_entries)
    patterns = [pattern for entry in readers for pattern in entry.patterns]
    for entry in draft.entries:
        for head in entry.then:
            fields = draft.vocabulary.kinds[head.kind].fields
            if head.kind in KINDS_READ or any(could_match(fields, head, one) for one in patterns):
                continue
            shown = ", ".join(
                f"{field}: {value}"
                for field, value in zip(fields, head.values)
                if not isinstance(value, Variable)
            )
            yield Diagnostic(
                sorts.UNUSED_CONCLUSION, draft.relative(entry.file), head.line, entry.id,
                f"Nothing uses “{head.kind}({shown})”, which “{entry.id}” concludes.",
                "Let a rule read it, or delete the conclusion.",
            )  # fmt: skip


def questions(draft: RuleDraft) -> Iterator[Diagnostic]:
    """Questions of the case file whose fact no pattern can match."""
    lines: dict[tuple[bool, str], int] = {}
    for question in draft.questions or ():
        if question.level in ANSWERING:
            lines.setdefault((question.level == "home", question.id), question.line)
    asked = [
        (pattern.kind, [one for one in pattern.tests
                        if one.field == ANSWERS[pattern.kind] and one.named])
        for entry in draft.entries
        for pattern in entry.patterns
        if pattern.kind in ANSWERS
    ]  # fmt: skip
    told = _told(draft)
    for form in values_of(draft).forms:
        line = lines.get((form.kind.startswith("home-"), form.source))
        if (
            line is not None
            and form.source not in told
            and not any(
                kind == form.kind and all(test.accepts(form.source) for test in tests)
                for kind, tests in asked
            )
        ):
            yield Diagnostic(
                sorts.UNUSED_QUESTION, "questions.yaml", line, form.source,
                f"No rule needs the question “{form.source}”.",
                "Write the rule, delete the question, or let it give nothing.",
            )  # fmt: skip


def _told(draft: RuleDraft) -> set[str]:
    """The questions whose answers the memo prints or asks about."""
    return {
        str(test.operand)
        for entry in draft.memo_entries
        for pattern in entry.patterns
        if pattern.kind in (GIVEN, "stated", "count")
        for test in pattern.tests
        if test.field == "to"
    }


def thresholds(draft: RuleDraft) -> Iterator[Diagnostic]:
    """Numbers that neither a rule nor the program names."""
    texts = [text for _, content in draft.rule_files for _, text in texts_in(content, 1)]
    named = THRESHOLDS_READ | {text[1:] for text in texts if text.startswith("@")}
    tests = [test for entry in draft.memo_entries for one in entry.patterns for test in one.tests]
    named |= {test.threshold for test in tests if test.threshold}
    for threshold in draft.thresholds.values():
        name = threshold.name
        if name not in named and not any(f"{{threshold:{name}}}" in text for text in texts):
            yield Diagnostic(
                sorts.UNUSED_THRESHOLD, "thresholds.yaml", threshold.line, name,
                f"Nothing reads the threshold “{name}”.", "Name it in a rule, or delete it.",
            )  # fmt: skip


def variables(draft: RuleDraft) -> Iterator[Diagnostic]:
    """Variables that a rule names once, so that they join nothing and are told nowhere."""
    for entry in draft.entries:
        tests = [test for pattern in entry.patterns for test in pattern.tests]
        used = Counter(test.variable for test in tests if test.variable)
        used.update(one.name for head in entry.then for one in head.values
                    if isinstance(one, Variable))  # fmt: skip
        used.update(place.name for place in places(entry.because))
        if isinstance(entry, Total):
            used[entry.variable or ""] += 1
        for test in tests:
            if test.variable and used[test.variable] == 1:
                yield Diagnostic(
                    sorts.VARIABLE_ONCE, draft.relative(entry.file), test.line, entry.id,
                    f"“{entry.id}” names “{test.operand}” once, so it joins nothing and is told "
                    "nowhere.", f"Leave “{test}” out, or use the variable.",
                )  # fmt: skip


def numbers(draft: RuleDraft) -> Iterator[Diagnostic]:
    """Numbers on the way to a path that have neither a range nor a role."""
    named = {name for entry in bearing_on([GOAL], draft.entries) for name in thresholds_of(entry)}
    for one in draft.thresholds.values():
        if one.name in named and not (one.range or one.role):
            yield Diagnostic(
                sorts.NO_RANGE, "thresholds.yaml", one.line, one.name,
                f"A path can hang on “{one.name}”, and nothing says what else it could be.",
                "Give “range” and “range-because”, or “role: defines” if it could be no other.",
            )  # fmt: skip


def judgments(draft: RuleDraft) -> Iterator[Diagnostic]:
    """Rules of ours on the way to a path that have neither a role nor another reading."""
    for entry in bearing_on([GOAL], draft.entries):
        if not isinstance(entry, Rule) or entry.certainty != OURS:
            continue
        if not entry.role and entry.otherwise is None:
            yield Diagnostic(
                sorts.NO_OTHER_READING, draft.relative(entry.file), entry.line, entry.id,
                f"A path can hang on “{entry.id}”, and nothing says how one could judge otherwise.",
                "Give “otherwise”, or a “role” if it only adds up, ranks or defines.",
            )  # fmt: skip
