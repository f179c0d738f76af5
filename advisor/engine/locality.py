"""Divides a rulebook by what each conclusion is about: one subject, or all of them together.

Most rules judge one home at a time: whatever they read is about that home or about none. What they
conclude can be worked out home by home and kept, however the other homes change. Only
the rest, such as which home ranks first, has to look at all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.patterns import ASKED, asked_of, patterns_of
from advisor.engine.program import needed_for
from advisor.knowledge.rule import Pattern, Total, Variable
from advisor.knowledge.rulebook import Rulebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from advisor.knowledge.rule import Head
    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Kind, Value
    from advisor.model.fact import Fact


class Halves(NamedTuple):
    """A rulebook divided by subject, as far as it bears on one goal."""

    local: Rulebook
    """The rules that judge one subject at a time, or none."""
    whole: Rulebook
    """The rules that look at several."""
    handed_over: tuple[str, ...]
    """The kinds of fact that the second half reads."""
    reads_local: Callable[[Fact], bool]
    """Whether a base fact can make a difference to the first half."""
    reads_whole: Callable[[Fact], bool]
    """Whether a base fact can make a difference to the second half by itself."""
    reads: Callable[[Fact], bool]
    """Whether a base fact can make a difference at all."""
    fields: dict[str, frozenset[str]]
    """Of each kind, the fields that are looked at."""


def halves(rulebook: Rulebook, goal: str, field: str) -> Halves:
    """Divides a rulebook.

    Args:
        rulebook: The rulebook.
        goal: The kind of conclusion that is wanted.
        field: The field that names the subject, such as `home`.
    """
    needed = needed_for(rulebook, [goal])
    entries = [entry for entry in rulebook.entries if entry.id in needed]
    local = _local(rulebook, entries, field)
    whole = [entry for entry in entries if entry.id not in local]
    kinds = {kind for entry in whole for kind in (*entry.reads, *entry.waits_for)}
    return Halves(
        part_of(rulebook, local),
        part_of(rulebook, {entry.id for entry in whole}),
        tuple(sorted(kinds)),
        _reader(entry for entry in entries if entry.id in local),
        _reader(whole),
        _reader(entries),
        _fields(entries, rulebook.vocabulary.kinds),
    )


def _fields(entries: list[Entry], kinds: Mapping[str, Kind]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in entries:
        for pattern in patterns_of(entry):
            fields = found.setdefault(pattern.kind, set())
            fields.update(test.field for test in pattern.tests)
            if isinstance(entry, Total):  # facts that differ anywhere count as two
                fields.update(kinds[pattern.kind].fields)
    return {kind: frozenset(fields) for kind, fields in found.items()}


def part_of(rulebook: Rulebook, ids: Iterable[str]) -> Rulebook:
    """A rulebook with some of its rules and totals only.

    Args:
        rulebook: The rulebook.
        ids: The ids of those that are kept.
    """
    wanted = frozenset(ids)
    return Rulebook(
        rulebook.vocabulary,
        [rule for rule in rulebook.rules if rule.id in wanted],
        [total for total in rulebook.totals if total.id in wanted],
        rulebook.thresholds,
    )


def _local(rulebook: Rulebook, entries: list[Entry], field: str) -> set[str]:
    """The entries that judge one subject at a time, on nothing but such conclusions."""
    kinds = rulebook.vocabulary.kinds
    about = {name for name, kind in kinds.items() if field in kind.fields}
    local = {entry.id: entry for entry in entries if _one_subject(entry, about, field, rulebook)}
    while True:
        mixed = {kind for entry in entries if entry.id not in local for kind in entry.concludes}
        left = {
            name: entry
            for name, entry in local.items()
            if not mixed.intersection((*entry.reads, *entry.waits_for))
        }
        if len(left) == len(local):
            return set(left)
        local = left


def _one_subject(entry: Entry, about: set[str], field: str, rulebook: Rulebook) -> bool:
    """Whether all that an entry reads and concludes is about one subject, or about none."""
    subjects: set[object] = set()
    for pattern in patterns_of(entry):
        if pattern.kind in about:
            subject = _subject(pattern, field)
            if subject is None:
                return False
            subjects.add(subject)
    concluded = {_concluded(head, field, rulebook) for head in entry.then if head.kind in about}
    if any(head.kind not in about for head in entry.then) and subjects:
        return False
    return len(subjects | concluded) <= 1 and concluded <= (subjects or concluded)


def _subject(pattern: Pattern, field: str) -> Value | Variable | None:
    """The one subject a pattern is about."""
    for test in pattern.tests:
        if test.field == field and test.relation == "is" and not isinstance(test.operand, tuple):
            return test.operand
    return None


def _concluded(head: Head, field: str, rulebook: Rulebook) -> Value | Variable:
    return head.values[list(rulebook.vocabulary.kinds[head.kind].fields).index(field)]


def _reader(entries: Iterable[Entry]) -> Callable[[Fact], bool]:
    """Tells whether a base fact is of a kind that is read, and of a question that is asked."""
    asked = asked_of(entries)

    def reads(fact: Fact) -> bool:
        if fact.kind not in asked:
            return False
        known = asked[fact.kind]
        return known is None or fact.get(ASKED[fact.kind]) in known

    return reads
