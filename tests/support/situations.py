"""Situations: a documented case with a few facts changed, and what is concluded then."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from support.scrambled import NAMES, PAIRS, RULE_CASES, facts_of, scrambled

from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import read
from advisor.model.fact import Fact, fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE = Path(__file__).parents[1] / "cases" / "situations.yaml"
FINGERPRINTS = FILE.with_name("fingerprints.yaml")

KEYS: dict[str, tuple[str, ...]] = {
    kind.name: tuple(kind.fields) if kind.one_for is None else kind.one_for
    for kind in shipped_knowledge().rulebook.vocabulary.kinds.values()
    if kind.given
}
"""For each kind of base fact the fields that say which one it is; the others are its content."""

GENERATED = 40
"""Generated cases that are watched beside the documented ones and the situations."""


class Situation(NamedTuple):
    """A documented case with a few facts changed."""

    name: str
    base: str
    """The example or minimal pair it starts from."""
    given: tuple[Fact, ...]
    """Facts that take the place of those with the same key, or are added."""
    without: tuple[Fact, ...]
    """Facts left out."""
    concludes: tuple[str, ...] = ()
    """Conclusions that the change brings, as `kind(field: value, …)`."""
    concludes_not: tuple[str, ...] = ()
    """Conclusions that it takes away."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that the reasoning starts from."""
        return changed(facts_of(self.base), self.given, self.without)


def key_of(one: Fact) -> tuple[object, ...]:
    """What says which fact it is."""
    return one.kind, *(one.get(field) for field in KEYS[one.kind])


def changed(
    facts: Iterable[Fact], given: Iterable[Fact], without: Iterable[Fact]
) -> tuple[Fact, ...]:
    """The facts after a change."""
    found = {key_of(one): one for one in facts}
    for one in without:
        found.pop(key_of(one), None)
    found.update({key_of(one): one for one in given})
    return tuple(found.values())


@cache
def fingerprints() -> dict[str, dict[str, str]]:
    """The fingerprints of each case, part by part."""
    found: Any = read(str(FINGERPRINTS)) if FINGERPRINTS.is_file() else {}
    return dict(found)


def watched_names() -> list[str]:
    """Every case whose conclusions are held."""
    generated = (f"generated {seed}" for seed in range(GENERATED))
    return [*NAMES, *PAIRS, *RULE_CASES, *_entries(), *generated]


@cache
def facts_watched(name: str) -> tuple[Fact, ...]:
    """The base facts of a case whose conclusions are held."""
    if name in _entries():
        return situation(name).facts
    if name.startswith("generated "):
        return scrambled(Random(int(name.split()[1])))
    return facts_of(name)


def watched() -> dict[str, tuple[Fact, ...]]:
    """The base facts of every case whose conclusions are held, by name."""
    return {name: facts_watched(name) for name in watched_names()}


def situation_names() -> list[str]:
    """The names of the situations of situations.yaml."""
    return [*_entries()]


def situations() -> dict[str, Situation]:
    """The situations of situations.yaml by name."""
    return {name: situation(name) for name in _entries()}


@cache
def _entries() -> Mapping[str, Any]:
    found: Any = read(str(FILE)) if FILE.is_file() else {}
    return dict(found)


@cache
def _known(base: str) -> Mapping[tuple[object, ...], Fact]:
    return {key_of(one): one for one in facts_of(base)}


@cache
def situation(name: str) -> Situation:
    """One situation of situations.yaml."""
    body = _entries()[name]
    known = _known(body["base"])
    given = tuple(_fact(one, known) for one in body.get("given") or ())
    without = tuple(_fact(one, known) for one in body.get("without") or ())
    return Situation(
        name, body["base"], given, without, tuple(body.get("concludes") or ()),
        tuple(body.get("concludes-not") or ()),
    )  # fmt: skip


def _fact(entry: Mapping[str, Any], known: Mapping[tuple[object, ...], Fact]) -> Fact:
    """A fact as the file writes it: its key and what is other than in the base."""
    ((kind, values),) = entry.items()
    before = known.get((kind, *(values[field] for field in KEYS[kind])))
    every = {**(before.as_dict() if before else {}), **values}
    return fact(shipped_knowledge().rulebook.vocabulary, kind, every)
