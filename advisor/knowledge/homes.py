"""The homes the work could live in, and what is taken for granted where a case is silent.

They stand in `rules/homes.yaml` and `rules/assumptions.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from advisor.knowledge.reading import Reader
from advisor.knowledge.texts import put

_OTHERWISE = "otherwise"
_SAYS = (
    "channel", "could-stop", "no-hold", "ends-it", "power", "stop-mode", "several", "answered-home",
    "within-reach", "within-reach-of-place", "chosen-within", "nobody-looked", "carried",
)  # fmt: skip


class Supplied(NamedTuple):
    """What is taken for granted in a home when the client gives no answer."""

    question: str
    is_: str
    because: str
    rests_on: tuple[str, ...]

    @property
    def answer(self) -> str:
        """The answer that is taken for given."""
        return self.is_


class Home(NamedTuple):
    """One home; its fields are explained at the head of `rules/homes.yaml`."""

    home: str
    label: str
    as_: str
    at: str
    about: str
    group: str
    path: str
    form: str
    ages: tuple[str, ...]
    fills: str
    open_to: tuple[str, ...]
    usual_role: str
    assume: Mapping[str, Supplied]


def read_homes(path: str) -> Mapping[str, Home]:
    """Reads the homes.

    Returns:
        The homes by their slugs, in the order of the file.

    Raises:
        KnowledgeError: If the file is not as described at its head.
    """
    reader = Reader(path)
    homes: dict[str, Home] = {}
    for slug, mapping in reader.named("homes", "home", "A home", "The home"):
        given = reader.mapping(mapping.get("assume"), "“assume”", mapping.line)
        assume = {
            question: reader.record(
                Supplied, supplied, "an assumption", ("question",), question=question
            )
            for question, supplied in given.items()
        }
        homes[slug] = reader.record(Home, mapping, "a home", assume=MappingProxyType(assume))
    reader.finish()
    return MappingProxyType(homes)


class Assumptions(NamedTuple):
    """What is assumed where a case is silent; explained at the head of the file."""

    power: Mapping[str, str]
    """By how a kind of party bears on the planned place: the power it is given."""
    lasting: frozenset[str]
    """Kinds of money that do not end by themselves."""
    for_others: frozenset[str]
    """Roles of a client that do not say what is open."""
    chosen_within: Mapping[str, str]
    """By a place: the home by choice nearest to it, which may be taken for open."""
    new_work: frozenset[str]
    """Kinds of change for which it is, where the file speaks of no other place."""
    enrolled_by_choice: frozenset[str]
    """Ways of enrolling by which people choose to come."""
    waiver_in_reach: frozenset[str]
    """States of a shelter from a rule in which the rule need not stand in the way."""
    open_rests_on: tuple[str, ...]
    """The statements behind taking a place for open that is usually within reach."""
    says: Mapping[str, str]
    """The reasons, by what is assumed."""

    def power_by(self, bearings: Iterable[str]) -> str:
        """The power a party is given, as the question names it."""
        found = set(bearings)
        return next((self.power[one] for one in self.power if one in found), self.power[_OTHERWISE])

    def because(self, assumed: str, **places: str) -> str:
        """Why something is assumed, as a clause.

        Args:
            assumed: What, by its name in the file.
            places: What fills the places of the text.
        """
        return put(self.says[assumed], **places)


def read_assumptions(path: str) -> Assumptions:
    """Reads the assumptions.

    Raises:
        KnowledgeError: If the file is not as described at its head.
    """
    reader = Reader(path)
    found = reader.record(Assumptions, reader.content, "this file")
    if _OTHERWISE not in found.power:
        reader.wrong("“power” does not say what holds otherwise.", 1, "Add “otherwise”.")
    says = reader.mapping(reader.content.get("says"), "“says”", 1)
    reader.only(says, _SAYS, "“says”", required=_SAYS)
    reader.finish()
    return found
