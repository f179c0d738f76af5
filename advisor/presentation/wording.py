"""Fills the words of `rules/conditions.yaml` and `rules/steps.yaml` with those of a case.

The places to fill, such as `{case:name}` and `{date:21}`, are explained at the head of these
files.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.explanation.assessment import find_holder
from advisor.knowledge import texts
from advisor.knowledge.parties import looks_plural
from advisor.presentation import language

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from advisor.explanation.assessment import Assessment
    from advisor.explanation.leading import Tripwire
    from advisor.explanation.risks import Condition
    from advisor.knowledge.texts import Place

_by_date = re.compile(r"\b([Bb])y \{date:([0-9]+)\}")
_date = re.compile(r"\{date:([0-9]+)\}")
_on_date = re.compile(r" on \{date:([0-9]+)\}")
_indefinite = re.compile(r"(?i)^an? ")
_COUNTED = "-without-number"


class Owner(NamedTuple):
    """Who does something."""

    role: str
    """The role as a table has it."""
    proposed: bool
    """Whether we propose it because the client named nobody."""


class CaseWords:
    """The words of one case for conditions, steps and tripwires."""

    def __init__(self, assessment: Assessment, day: datetime.date | None) -> None:
        """Takes the assessment and the memo's date, if it has one."""
        self._assessment = assessment
        self._case = assessment.case
        self._knowledge = assessment.knowledge
        self._day = day

    # The case

    @cached_property
    def name(self) -> str:
        """The change as a sentence calls it: its name, else its description with "the".

        A summary is a sentence of its own and cannot stand inside another.
        """
        name = self._case.change.text("name")
        return "the " + name[4:] if name.startswith("The ") else name or self._described

    @cached_property
    def plural(self) -> bool:
        """Whether the change's name takes "are"."""
        return looks_plural(self.name)

    @property
    def _described(self) -> str:
        words = self._case.change.text("short") or self._case.change.text("name")
        return _indefinite.sub("the ", words) or "the change"

    @cached_property
    def sector(self) -> str:
        """Whose usual words are taken: `school`, `district`, `state` and so on."""
        sectors = self._knowledge.section("steps", "sectors")
        home = self._assessment.chosen_home
        group = self._knowledge.homes[home].group if home else ""
        by_role = sectors["by-role"]
        return str(
            sectors["by-group"].get(group)
            or by_role.get(self._case.client.word("role"), by_role["unknown"])
        )

    @cached_property
    def body(self) -> str:
        """Who decides, with "the"."""
        body = self._case.decision.text("body")
        if not body:
            return str(self._knowledge.section("steps", "bodies")[self.sector])
        return with_the(body)

    def parts(self, which: str) -> tuple[str, ...]:
        """The parts of the change that stand `backed` or `disputed`, as the client calls them."""
        order = self._assessment.part_order
        found = (order.backed if which == "backed" else order.disputed) if order else ()
        return tuple(one.name for one in found)

    # Dates and people

    def due(self, days: int, *, exact: bool = False) -> str:
        """The date so many days after the memo's, or the days themselves without one.

        Args:
            days: The days after the memo's date.
            exact: Whether that very day is meant, for a meeting on file, and not the working
                day before a weekend.
        """
        return language.due(self._day, days, exact=exact)

    def workday(self, days: int) -> int:
        """So many days after the memo's date, or fewer where that is a Saturday or Sunday."""
        return language.workday(self._day, days)

    def owner(self, task: str) -> Owner:
        """Who does a task: the client's own choice, else a usual role."""
        named = self._case.owners.get(task, "")
        if task == "decision":
            named = self._case.decision.text("chair") or named
        if named:
            return Owner(named, False)
        usual = self._knowledge.section("steps", "owners")
        role = str(usual.get(task, usual["project"])[self.sector])
        if task == "decision":
            role = self._presiding() or role
        elif self.sector not in ("school", "district"):
            # Elsewhere roles differ too much to guess: the one who leads the work proposes.
            role = self._case.owners.get("project", "") or role
        known = (*self._case.owners.values(), self._case.decision.text("chair"))
        return Owner(role, role.casefold() not in {str(one).casefold() for one in known})

    def _presiding(self) -> str:
        """Who presides over a body that has no chair in the usual sense, or nothing."""
        body = self._case.decision.text("body").lower()
        presiding = self._knowledge.section("steps", "presiding")
        found = next((str(presiding[one]) for one in presiding if one in body), "")
        return found or (str(presiding["many"]) if looks_plural(body) else "")

    @cached_property
    def needed(self) -> int | None:
        """How many learners must come, if the case says.

        How many are to come at the start is a hope, not the number without which it fails.
        """
        home = self._assessment.chosen_home
        own = self._case.in_home(home, "break-even") if home else None
        return own if isinstance(own, int) else None

    # Filling

    def condition(self, condition: Condition, key: str) -> str:
        """One of a condition's texts.

        Args:
            condition: The condition.
            key: `label`, `keystone`, `closes`, `document` or `fallback`.
        """
        return self.fill(self._text(condition.words, key), condition)

    def step(self, words: Mapping[str, Any], condition: Condition | None = None) -> str:
        """What a step does."""
        return self.fill(self._text(words, "do"), condition, str(words.get("owner", "project")))

    def tripwire(self, tripwire: Tripwire, key: str, latest: int | None = None) -> str:
        """What to see or what to do then.

        Money is that of the condition it watches over, else that for which it was raised.

        Args:
            tripwire: The tripwire.
            key: `when` or `act`.
            latest: The day after which it would be too late to watch, if there is one.
        """
        words = tripwire.words
        watched = (
            one.source
            for one in self._assessment.conditions
            if one.source and one.words.get("watched-by") == tripwire.id
        )
        source = next(watched, tripwire.source)
        text = self._text(words, key)
        if latest is not None:
            text = _date.sub(lambda match: f"{{date:{min(int(match[1]), latest)}}}", text)
        return self.fill(text, task=str(words["owner"]), source=source)

    def _text(self, words: Mapping[str, Any], key: str) -> str:
        if self.needed is None and key + _COUNTED in words:
            key += _COUNTED
        return str(words.get(key, ""))

    def fill(
        self,
        text: str,
        condition: Condition | None = None,
        task: str = "project",
        source: str = "",
    ) -> str:
        """Fills the places of a text.

        Args:
            text: A text of the rules.
            condition: The condition it belongs to.
            task: The task whose owner it names.
            source: The id of the money it is about, where it belongs to no condition.
        """
        if condition is not None:
            source = condition.source
        if self._day is None:
            text = _by_date.sub(_within, text)
            text = _on_date.sub(r" \1 days after this memo", text)
        return texts.fill(text, lambda place: self._value(place, condition, task, source))

    def _value(self, place: Place, condition: Condition | None, task: str, source: str) -> str:
        name, style = place.name, place.style or ""
        if name == "case":
            return {
                "change": self._described,
                "name": self.name,
                "client": self._case.short_name,
                "body": self.body,
                "it": "them" if self.plural else "it",
            }[style]
        if name == "date":
            return self.due(int(style))
        if name == "parts":
            return language.join(self.parts(style))
        if name == "needed":
            return language.number(self.needed or 0)
        if name == "owner":
            return role_in_sentence(self.owner(task).role)
        home = condition.home if condition else self._assessment.chosen_home or ""
        if name == "home":
            words = self._knowledge.homes[home]
            return words.at if style == "at" else words.as_
        if name == "source":
            return self._source(source)
        if name == "objectors":
            against = [one for one in self._assessment.seats if one.side == "against"]
            return language.join([self._assessment.narrator.party(one.party.id) for one in against])
        if name == "partner":
            return self._assessment.narrator.party(condition.party if condition else "")
        if name == "holder":
            return self._condition_holder(condition) if condition else self._holder("parent")
        if name == "shelter":
            return str(
                self._case.in_home(home, "shelter-name")
                or self._knowledge.section("steps", "shelter")
            )
        if name == "shelter-holder":
            given = self._case.in_home(home, "shelter-holder")
            return str(given) if given else self._holder("rule-maker")
        raise KeyError(str(place))

    def _source(self, source: str) -> str:
        if any(one.id == source for one in self._case.money):
            return self._assessment.narrator.source(source)
        return source.replace("-", " ")

    def _condition_holder(self, condition: Condition) -> str:
        """The party on which a condition hangs, else the usual words for who holds it.

        What the project itself has to do is up to whoever leads it.
        """
        if condition.holder == "project" and self._case.owners.get("project"):
            return role_in_sentence(self.owner("project").role)
        party = find_holder(self._assessment, condition)
        return self._assessment.narrator.party(party) if party else self._holder(condition.holder)

    def _holder(self, holder: str) -> str:
        return str(self._knowledge.section("steps", "holders")[holder][self.sector])


def _within(match: re.Match[str]) -> str:
    """A date for a memo without one."""
    return f"{'W' if match[1] == 'B' else 'w'}ithin {match[2]} days of this memo"


def with_the(name: str) -> str:
    """A body's name inside a sentence, with "the" unless it has an article of its own."""
    first = name.split(" ", 1)[0].lower()
    if first in {"the", "a", "an", "our", "its", "their", "whoever", "all", "both", "each"}:
        return name[:1].lower() + name[1:]
    return f"the {name}"


def role_in_sentence(role: str) -> str:
    """A role inside a sentence: "the superintendent", "both principals".

    A role with a capital inside, such as Commissioner of Education, keeps its capitals.
    """
    first, _, rest = role.partition(" ")
    proper = any(word[:1].isupper() for word in rest.split()) or first[1:2].isupper()
    return with_the(role if proper else role[:1].lower() + role[1:])
