"""Asks every engine for its opinion, and makes a disagreement as small as it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from support.solver_opinion import facts_by_solver

from advisor.engine import durable
from advisor.engine.consultation import conclusions, consult
from advisor.errors import ConsultationError, KnowledgeError
from advisor.knowledge.rule import TOTAL_VARIABLES, Pattern, Rule, Total, Variable
from advisor.knowledge.rulebook import Rulebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from advisor.knowledge.strata import Entry
    from advisor.model.fact import Fact

Opinion = tuple[Any, ...]
"""The facts that follow, sorted; or one line that says why the engine refuses."""


def _by_reference(rulebook: Rulebook, base: Sequence[Fact]) -> Opinion:
    return consult(rulebook, base, "reference").facts


def _by_durable(rulebook: Rulebook, base: Sequence[Fact]) -> Opinion:
    return consult(rulebook, base, "durable").facts


ENGINES: dict[str, Callable[[Rulebook, Sequence[Fact]], Opinion]] = {
    "reference": _by_reference,
    "what-if": conclusions,
    "clingo": facts_by_solver,
}
"""Each engine by name; the one every other is held against comes first."""
if not durable.why_missing():
    ENGINES["durable_rules"] = _by_durable


class Dispute(NamedTuple):
    """A rule set and a case on which engines differ."""

    rulebook: Rulebook
    base: tuple[Fact, ...]
    opinions: Mapping[str, Opinion]

    def __str__(self) -> str:
        """The rules, the case, and what each engine makes of it."""
        given = set(self.base)
        first, *others = self.opinions.items()
        lines = ["The engines disagree. The smallest rules and case that show it:"]
        lines += [f"  {shown(entry)}" for entry in self.rulebook.entries]
        lines += ["given:", *(f"  {fact}" for fact in self.base)]
        lines += [f"{first[0]}:", *(f"  {fact}" for fact in first[1] if fact not in given)]
        for name, opinion in others:
            if opinion == first[1]:
                lines.append(f"{name}: the same")
                continue
            lines.append(f"{name}:")
            lines += [f"  + {fact}" for fact in opinion if fact not in first[1]]
            lines += [f"  - {fact}" for fact in first[1] if fact not in opinion]
        return "\n".join(lines)


def opinions(rulebook: Rulebook, base: Sequence[Fact]) -> dict[str, Opinion]:
    """What each engine concludes."""
    found = {}
    for name, ask in ENGINES.items():
        try:
            found[name] = ask(rulebook, base)
        except ConsultationError as error:
            found[name] = (f"refused: {error}",)
    return found


def dispute(rulebook: Rulebook, base: Sequence[Fact]) -> Dispute | None:
    """Where engines differ over a case, made as small as it gets; nothing if they agree."""
    found = _dispute(rulebook, tuple(base))
    return None if found is None else smallest(found)


def _dispute(rulebook: Rulebook, base: tuple[Fact, ...]) -> Dispute | None:
    said = opinions(rulebook, base)
    first, *others = said.values()
    return Dispute(rulebook, base, said) if any(one != first for one in others) else None


def smallest(found: Dispute) -> Dispute:
    """The same dispute without anything that it does not need.

    Tries to leave out ever smaller parts: many rules or facts at once, then one, then patterns,
    tests and conclusions of what is left; until nothing more can go.
    """
    size = max(len(found.rulebook.entries), len(found.base)) // 2
    while True:
        for rulebook, base in _smaller(found, max(size, 1)):
            less = _dispute(rulebook, base)
            if less is not None:
                found = less
                break
        else:
            if size <= 1:
                return found
            size //= 2


def _smaller(found: Dispute, size: int) -> Iterator[tuple[Rulebook, tuple[Fact, ...]]]:
    """The same with a few entries, facts or parts of rules less."""
    entries, base = list(found.rulebook.entries), found.base
    for at in range(0, len(entries), size):
        yield from _with(found, [*entries[:at], *entries[at + size :]])
    for at in range(0, len(base), size):
        yield found.rulebook, base[:at] + base[at + size :]
    if size == 1:
        for at, entry in enumerate(entries):
            for less in _parts_less(entry):
                if _is_whole(less):
                    yield from _with(found, [*entries[:at], less, *entries[at + 1 :]])


def _with(found: Dispute, entries: list[Entry]) -> Iterator[tuple[Rulebook, tuple[Fact, ...]]]:
    rules = [one for one in entries if isinstance(one, Rule)]
    totals = [one for one in entries if isinstance(one, Total)]
    try:
        yield Rulebook(found.rulebook.vocabulary, rules, totals), found.base
    except KnowledgeError:
        return


def _parts_less(entry: Entry) -> Iterator[Entry]:
    """The entry with one pattern, one test or one conclusion less."""
    if len(entry.then) > 1:
        for at in range(len(entry.then)):
            yield entry._replace(then=entry.then[:at] + entry.then[at + 1 :])
    if isinstance(entry, Total):
        if entry.share_of is not None:
            yield entry._replace(share_of=None)
        for place in ("for_each", "of", "share_of"):
            pattern = getattr(entry, place)
            for less in _tests_less(pattern) if pattern is not None else ():
                yield entry._replace(**{place: less})
        return
    for place, patterns in (("when", entry.when), ("unless", entry.unless)):
        for at, pattern in enumerate(patterns):
            yield entry._replace(**{place: patterns[:at] + patterns[at + 1 :]})
            for less in _tests_less(pattern):
                yield entry._replace(**{place: (*patterns[:at], less, *patterns[at + 1 :])})


def _tests_less(pattern: Pattern) -> Iterator[Pattern]:
    for at in range(len(pattern.tests)):
        yield pattern._replace(tests=pattern.tests[:at] + pattern.tests[at + 1 :])


def _is_whole(entry: Entry) -> bool:
    """Whether every variable that is used has a value."""
    bound = set(entry.variables)
    used = {value.name for head in entry.then for value in head.values if _is_variable(value)}
    if isinstance(entry, Total):
        counted = {*bound, *entry.of.variables}
        taken = {entry.variable} if entry.variable is not None else set()
        whole = entry.share_of is None or _bound(entry.share_of, bound)
        return used <= bound | set(TOTAL_VARIABLES) and taken <= counted and whole and all(
            _bound(one, bound) for one in (entry.for_each, entry.of) if one is not None
        )  # fmt: skip
    return (
        bool(entry.when)
        and used <= bound
        and all(_bound(one, bound) for one in (*entry.when, *entry.unless))
    )


def _bound(pattern: Pattern, bound: set[str]) -> bool:
    known = bound | set(pattern.variables)
    return all(test.operand.name in known for test in pattern.tests if _is_variable(test.operand))


def _is_variable(value: object) -> bool:
    return isinstance(value, Variable)


def shown(entry: Entry) -> str:
    """A rule or total on one line."""
    heads = ", ".join(f"{one.kind}({', '.join(map(str, one.values))})" for one in entry.then)
    if isinstance(entry, Total):
        taken = f" ${entry.variable}" if entry.variable else ""
        parts = [f"{entry.measure}{taken} of {entry.of}"]
        parts += [f"for each {entry.for_each}"] if entry.for_each is not None else []
        parts += [f"share of {entry.share_of}"] if entry.share_of is not None else []
    else:
        parts = [*map(str, entry.when), *(f"not {one}" for one in entry.unless)]
    return f"{entry.id}: {', '.join(parts)} => {heads}"
