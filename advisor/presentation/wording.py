"""The change by its name, and the labels of conditions, in the words of a case."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.knowledge import texts
from advisor.knowledge.parties import looks_plural
from advisor.presentation import language

if TYPE_CHECKING:
    from advisor.explanation.assess import Assessment
    from advisor.explanation.carrying_out import Condition
    from advisor.knowledge.texts import Place

UNNAMED = "the change"
"""The change as a sentence calls it where the client has no words for it."""
_indefinite = re.compile(r"(?i)^an? ")
_ADDED = re.compile(r"(?<=\w), (?!(?:[^,]*,)|.*\b(?:and|or)\b)[a-z].*$")
"""What a description adds after its only comma, without which it can stand inside a sentence."""


class CaseWords:
    """The words of one case."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._case = assessment.case

    @cached_property
    def name(self) -> str:
        """The change as a sentence calls it: its name, else its description with "the".

        A summary is a sentence of its own and cannot stand inside another.
        """
        name = self._case.change.text("name")
        short = language.to_reader(_ADDED.sub("", self._case.change.text("short")))
        described = _indefinite.sub("the ", short) or UNNAMED
        if not name:
            return described
        one = not looks_plural(name)
        return self._assessment.narrator.naming.program(name, one=one)

    @property
    def heading(self) -> str:
        """The change and the client, as a screen is headed."""
        both = (language.capital(self.name), self._case.client.text("name"))
        return ", ".join(dict.fromkeys(both))

    @cached_property
    def plural(self) -> bool:
        """Whether the change's name takes "are".

        A name of its own, such as United Readers, does so only where what it names does too.
        """
        name, described = self._case.change.text("name"), self._case.change.text("short")
        one = bool(described) and _is_own_name(name) and not looks_plural(described)
        return looks_plural(self.name) and not one

    def parts(self, which: str) -> tuple[str, ...]:
        """The parts of the change that stand `backed` or `disputed`, as the client calls them."""
        named = {one.get(which) for one in self._assessment.record.of("part-order")}
        return tuple(part.name for part in self._case.parts if part.id in named)

    def condition(self, condition: Condition) -> str:
        """A condition as a noun phrase, from `rules/conditions.yaml`."""
        label = str(condition.words.get("label", condition.id.replace("-", " ")))
        return texts.fill(label, lambda place: self._value(place, condition))

    def _value(self, place: Place, condition: Condition) -> str:
        if place.name == "case":
            return self.name
        if place.name == "parts":
            return language.join(self.parts(str(place.style)))
        if place.name == "source":
            return self._assessment.narrator.source(condition.source)
        if place.name == "partner":
            return self._assessment.narrator.party(condition.party)
        given = self._case.in_home(condition.home, "shelter-name")
        return str(given or self._assessment.knowledge.section("conditions", "shelter"))


def _is_own_name(name: str) -> bool:
    """Whether a name is one of its own: with capitals throughout and no article."""
    return bool(name) and all(word[:1].isupper() or word[:1].isdigit() for word in name.split())
