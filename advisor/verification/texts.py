"""Texts with a place that nothing fills, conclusions without words, words without a conclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import did_you_mean, echo, nearest
from advisor.explanation.reason import ONE_OR_MANY, styles_of
from advisor.knowledge.rule import TOTAL_VARIABLES, Total
from advisor.knowledge.source import Mapping
from advisor.knowledge.texts import Place, misfits, places, places_in
from advisor.verification import diagnostics as sorts
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.draft import WORD_FILES
from advisor.verification.values import values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.strata import Entry
    from advisor.verification.draft import RuleDraft

WORDED = (("condition", "conditions", "conditions"),)
"""The kinds of fact that are told in words of their own: kind and field, file, list."""


def holes(draft: RuleDraft) -> Iterator[Diagnostic]:
    """Places that nothing fills in files of words."""
    for name in (*WORD_FILES, "homes", "parties", "assumptions"):
        file = f"{name}.yaml"
        for one in misfits(name, draft.content(name)):
            about = one.place or f"{file}:{one.line}"
            yield Diagnostic(sorts.UNBOUND_IN_TEXT, file, one.line, about, one.what, one.remedy)


def reasons(draft: RuleDraft) -> Iterator[Diagnostic]:
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
            yield Diagnostic(sorts.UNBOUND_IN_TEXT, *at, what, remedy)


def worded(draft: RuleDraft) -> Iterator[Diagnostic]:
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
                    yield Diagnostic(
                        sorts.WORDS_MISSING, draft.relative(entry.file), head.line, entry.id,
                        f"“{entry.id}” concludes the {kind} “{name}”; {file}.yaml has no words "
                        "for it.", did_you_mean(name, written, "Write them."),
                    )  # fmt: skip
        for name, line in written.items():
            if not values_of(draft).may_hold(kind, kind, name):
                yield Diagnostic(
                    sorts.WORDS_IDLE, f"{file}.yaml", line, name,
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
