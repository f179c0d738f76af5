"""What nothing uses, fills or words, and what of ours on the way to a path nobody can vary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from advisor.errors import did_you_mean, echo, nearest
from advisor.explanation.reason import ONE_OR_MANY, styles_of
from advisor.explanation.record import KINDS_READ, THRESHOLDS_READ
from advisor.explanation.robustness import GOAL, OURS
from advisor.knowledge.rule import TOTAL_VARIABLES, Rule, Total, Variable
from advisor.knowledge.sentences import GIVEN
from advisor.knowledge.source import Mapping
from advisor.knowledge.strata import Entry, bearing_on, thresholds_of
from advisor.knowledge.texts import Place, misfits, places, places_in, texts_in
from advisor.verification import diagnostics as sorts
from advisor.verification.diagnostics import Finding
from advisor.verification.draft import WORD_FILES, RuleDraft
from advisor.verification.firing import could_match
from advisor.verification.values import ANSWERING, is_asked, values_of


def conclusions(draft: RuleDraft) -> Iterator[Finding]:
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
            yield Finding(
                *sorts.UNUSED_CONCLUSION, draft.relative(entry.file), head.line, entry.id,
                f"Nothing uses “{head.kind}({shown})”, which “{entry.id}” concludes.",
                "Let a rule read it, or delete the conclusion.",
            )  # fmt: skip


def questions(draft: RuleDraft) -> Iterator[Finding]:
    """Questions of the case file whose fact no pattern can match."""
    lines: dict[tuple[bool, str], int] = {}
    for question in draft.questions or ():
        if question.level in ANSWERING:
            lines.setdefault((question.level == "home", question.id), question.line)
    patterns = [pattern for entry in draft.entries for pattern in entry.patterns]
    told = _told(draft)
    for form in values_of(draft).forms:
        line = lines.get((form.kind.startswith("home-"), form.source))
        if line is not None and form.source not in told and not is_asked(form, patterns):
            yield Finding(
                *sorts.UNUSED_QUESTION, "questions.yaml", line, form.source,
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


def thresholds(draft: RuleDraft) -> Iterator[Finding]:
    """Numbers that neither a rule nor the program names."""
    texts = [text for _, content in draft.rule_files for _, text in texts_in(content, 1)]
    named = THRESHOLDS_READ | {text[1:] for text in texts if text.startswith("@")}
    tests = [test for entry in draft.memo_entries for one in entry.patterns for test in one.tests]
    named |= {test.threshold for test in tests if test.threshold}
    for threshold in draft.thresholds.values():
        name = threshold.name
        if name not in named and not any(f"{{threshold:{name}}}" in text for text in texts):
            yield Finding(
                *sorts.UNUSED_THRESHOLD, "thresholds.yaml", threshold.line, name,
                f"Nothing reads the threshold “{name}”.", "Name it in a rule, or delete it.",
            )  # fmt: skip


def variables(draft: RuleDraft) -> Iterator[Finding]:
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
                yield Finding(
                    *sorts.VARIABLE_ONCE, draft.relative(entry.file), test.line, entry.id,
                    f"“{entry.id}” names “{test.operand}” once, so it joins nothing and is told "
                    "nowhere.", f"Leave “{test}” out, or use the variable.",
                )  # fmt: skip


def numbers(draft: RuleDraft) -> Iterator[Finding]:
    """Numbers on the way to a path that have neither a range nor a role."""
    named = {name for entry in bearing_on([GOAL], draft.entries) for name in thresholds_of(entry)}
    for one in draft.thresholds.values():
        if one.name in named and not (one.range or one.role):
            yield Finding(
                *sorts.NO_RANGE, "thresholds.yaml", one.line, one.name,
                f"A path can hang on “{one.name}”, and nothing says what else it could be.",
                "Give “range” and “range-because”, or “role: defines” if it could be no other.",
            )  # fmt: skip


def judgments(draft: RuleDraft) -> Iterator[Finding]:
    """Rules of ours on the way to a path that have neither a role nor another reading."""
    for entry in bearing_on([GOAL], draft.entries):
        if not isinstance(entry, Rule) or entry.certainty != OURS:
            continue
        if not entry.role and entry.otherwise is None:
            yield Finding(
                *sorts.NO_OTHER_READING, draft.relative(entry.file), entry.line, entry.id,
                f"A path can hang on “{entry.id}”, and nothing says how one could judge otherwise.",
                "Give “otherwise”, or a “role” if it only adds up, ranks or defines.",
            )  # fmt: skip


WORDED = (("condition", "conditions", "conditions"),)
"""The kinds of fact that are told in words of their own: kind and field, file, list."""


def holes(draft: RuleDraft) -> Iterator[Finding]:
    """Places that nothing fills in files of words."""
    for name in (*WORD_FILES, "homes", "parties", "assumptions"):
        file = f"{name}.yaml"
        for one in misfits(name, draft.content(name)):
            about = one.place or f"{file}:{one.line}"
            yield Finding(*sorts.UNBOUND_IN_TEXT, file, one.line, about, one.what, one.remedy)


def reasons(draft: RuleDraft) -> Iterator[Finding]:
    """Places in reasons and titles of rules that would be said otherwise than the author means.

    That a place names a variable of its rule is the reader's business; here it is held against
    what `advisor.explanation.reason` can say of it.
    """
    worded = draft.content("words").get("values")
    worded = worded if isinstance(worded, Mapping) else {}
    for entry in draft.entries:
        numbers = _numbers(draft, entry)
        found = [
            ("because", *wrong)
            for place in places(entry.because)
            if place.name != "threshold"
            and (wrong := _wrong(place, place.name in numbers, place.name in worded))
        ]
        found += [
            ("title", f"Nothing fills the place {echo('{' + name + '}')} in a title.",
             "A title stands for every case; write it out.")
            for name in places_in(entry.title)
        ]  # fmt: skip
        for key, what, remedy in found:
            at = (draft.relative(entry.file), draft.line_of(entry, key), entry.id)
            yield Finding(*sorts.UNBOUND_IN_TEXT, *at, what, remedy)


def worded(draft: RuleDraft) -> Iterator[Finding]:
    """Conditions without words, and words for what no rule concludes."""
    for kind, file, part in WORDED:
        declared = draft.vocabulary.kinds.get(kind)
        if declared is None or kind not in declared.fields or not draft.has(file):
            continue
        written = {str(one.get("id")): one.line for one in draft.listed(file, part)}
        place = declared.positions[kind]
        for entry in draft.entries:
            for head in entry.then:
                name = head.values[place] if head.kind == kind else None
                if isinstance(name, str) and name not in written:
                    yield Finding(
                        *sorts.WORDS_MISSING, draft.relative(entry.file), head.line, entry.id,
                        f"“{entry.id}” concludes the {kind} “{name}”; {file}.yaml has no words "
                        "for it.", did_you_mean(name, written, "Write them."),
                    )  # fmt: skip
        for name, line in written.items():
            if not values_of(draft).may_hold(kind, kind, name):
                yield Finding(
                    *sorts.WORDS_IDLE, f"{file}.yaml", line, name,
                    f"No rule concludes the {kind} “{name}”.",
                    "Delete its words, or write the rule.",
                )  # fmt: skip


def _wrong(place: Place, number: bool, worded: bool) -> tuple[str, str] | None:
    """What is wrong with a place of a reason and what to do about it, or nothing."""
    name, shown = place.name, echo(str(place))
    if name == "case":
        return (
            f"A reason cannot say {shown}: no word of the case is filled in there.",
            "Name a variable of the rule.",
        )
    if place.forms is not None and (number or name not in ONE_OR_MANY):
        return (
            f"“${name}” has no form for many, so {shown} always says the first.",
            "Write one form that suits all.",
        )
    styles = styles_of(name, number=number, worded=worded)
    if place.style is None or place.style in styles:
        return None
    near = nearest(place.style, styles)
    if near:
        remedy = f"Did you mean “{{{name}:{near}}}”?"
    elif styles:
        known = ", ".join(f"{{{name}:{one}}}" for one in sorted(styles))
        remedy = f"Known are {{{name}}}, {known}."
    else:
        remedy = f"Write {{{name}}}."
    return f"{shown} names a style in which “${name}” cannot be said.", remedy


def _numbers(draft: RuleDraft, entry: Entry) -> set[str]:
    """The variables of an entry that stand for numbers."""
    kinds = draft.vocabulary.kinds
    found = {
        test.variable
        for pattern in entry.patterns
        for test in pattern.tests
        if test.variable and kinds[pattern.kind].fields[test.field].number
    }
    return found | set(TOTAL_VARIABLES) if isinstance(entry, Total) else found
