"""Which path would be advised, for very many supposed cases: quick, because parts are kept."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.consultation import conclusions
from advisor.engine.locality import Halves, halves
from advisor.errors import InputError
from advisor.model.changed_case import Supposed, changed_case
from advisor.model.fact import Fact
from advisor.model.fact_parts import FactParts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.explanation.assessment import Assessment
    from advisor.knowledge.rulebook import Rulebook
    from advisor.model.case import Case

_GOAL = "path"
_SUBJECT = "home"


class World(NamedTuple):
    """The facts of a supposed case that bear on the path."""

    common: frozenset[Fact]
    """About the change, the parties and money."""
    homes: tuple[tuple[str, frozenset[Fact]], ...]
    """About each home that counts: it is open, or the work sits there."""


class Paths:
    """Finds the path of supposed cases.

    A home is judged by itself, so what follows for it is worked out once for all supposed cases in
    which the same is said of it; so is what follows from the homes together.
    """

    def __init__(self, assessment: Assessment) -> None:
        """Takes the assessment of the case as it is."""
        self._assessment = assessment
        self._parts = FactParts(assessment.knowledge)
        self._judged: dict[tuple[frozenset[Fact], frozenset[Fact]], frozenset[Fact]] = {}
        self._local: dict[frozenset[Fact], frozenset[Fact]] = {}
        self._whole: dict[frozenset[Fact], frozenset[Fact]] = {}
        self._chosen: dict[frozenset[Fact], str] = {}
        self._closed: dict[Fact, bool] = {}
        self._plainer: dict[Fact, Fact] = {}

    @cached_property
    def _halves(self) -> Halves:
        return _halves_of(self._assessment.knowledge.rulebook)

    def world(self, changes: Iterable[Supposed]) -> World | None:
        """The facts of a supposed case.

        Args:
            changes: What is supposed.

        Returns:
            The facts that bear on the path; nothing where an answer cannot be so.
        """
        try:
            case = changed_case(self._assessment.case, changes, self._assessment.knowledge)
        except InputError:
            return None
        return self._world(case)

    def _world(self, case: Case) -> World:
        parts = self._parts.of(case)
        common: set[Fact] = set()
        homes: dict[str, set[Fact]] = {home: set() for home in parts.homes}
        about = self._about
        for fact in parts.common:
            if self._reads(fact):
                if fact.kind in about:
                    homes[fact.word(_SUBJECT)].add(fact)
                else:
                    common.add(self._plain(fact))
        counting = []
        for home, facts in parts.homes.items():
            if not self._counts(facts):
                continue
            homes[home].update(fact for fact in facts if self._reads(fact))
            counting.append((home, frozenset(homes[home])))
        return World(frozenset(common), tuple(counting))

    @cached_property
    def _about(self) -> frozenset[str]:
        kinds = self._assessment.knowledge.rulebook.vocabulary.kinds
        return frozenset(name for name, kind in kinds.items() if _SUBJECT in kind.fields)

    def _reads(self, fact: Fact) -> bool:
        """Whether a fact can make a difference to the path; remembered."""
        known = self._closed.get(fact)
        if known is None:
            known = self._closed[fact] = self._halves.reads(fact)
        return known

    def _plain(self, fact: Fact) -> Fact:
        """A fact with one value for all that make no difference in a field nobody reads."""
        known = self._plainer.get(fact)
        if known is None:
            kind = self._assessment.knowledge.rulebook.vocabulary.kinds[fact.kind]
            read = self._halves.fields.get(fact.kind, frozenset())
            known = self._plainer[fact] = Fact(
                fact.kind,
                tuple(
                    (name, value if name in read or not (allowed := kind.fields[name].allowed)
                     else allowed[0])
                    for name, value in fact.fields
                ),
            )  # fmt: skip
        return known

    def _counts(self, facts: Iterable[Fact]) -> bool:
        """Whether a home can be chosen or the work sits there: it is open, or the place."""
        for fact in facts:
            if fact.kind == _SUBJECT:
                return fact.get("open") != "no" or fact.get("place") == "yes"
        return False

    def path(self, world: World) -> str:
        """The path that would be advised.

        Args:
            world: The facts of a supposed case.
        """
        common = self._local.get(world.common)
        if common is None:
            reads = self._halves.reads_local
            common = self._local[world.common] = frozenset(
                fact for fact in world.common if reads(fact)
            )
        whole = self._halves.reads_whole
        known = self._whole.get(world.common)
        if known is None:
            known = self._whole[world.common] = frozenset(
                fact for fact in world.common if whole(fact)
            )
        everything = set(known)
        for _, facts in world.homes:
            everything |= self._judge(common, facts)
        if not world.homes:
            everything |= self._judge(common, frozenset())
        key = frozenset(everything)
        path = self._chosen.get(key)
        if path is None:
            found = conclusions(self._halves.whole, key, [_GOAL])
            path = self._chosen[key] = found[0].word("path") if found else ""
        return path

    def _judge(self, common: frozenset[Fact], home: frozenset[Fact]) -> frozenset[Fact]:
        """What follows for one home, as far as it matters to the others."""
        key = (common, home)
        found = self._judged.get(key)
        if found is None:
            handed = self._halves.handed_over
            whole = self._halves.reads_whole
            facts = conclusions(self._halves.local, common | home, handed)
            found = frozenset(fact for fact in facts if whole(fact))
            self._judged[key] = found
        return found


def _halves_of(rulebook: Rulebook) -> Halves:
    """The halves of a rulebook, divided the first time they are asked for."""
    found = rulebook.prepared.get("halves")
    if not isinstance(found, Halves):
        found = rulebook.prepared["halves"] = halves(rulebook, _GOAL, _SUBJECT)
    return found
