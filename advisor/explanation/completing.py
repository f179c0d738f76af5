"""Ways in which the remaining answers of a draft may turn out.

The search for witnesses looks where rules are nearly met: it supposes in turn that everything not
yet known turns out well for one of the places and badly for the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.explanation.agenda import Unit
from advisor.knowledge.interview import LISTS
from advisor.model.case import EVERY_HOME, UNKNOWN

if TYPE_CHECKING:
    from advisor.explanation.agenda import Agenda
    from advisor.knowledge.base import Knowledge
    from advisor.model.draft import Draft

OPENING = ("place", "homes", "parties", "money", "client.role")
"""What settles which other questions there are."""
MOST_PLACES = 6
"""Places that are each supposed to turn out well while it is not known which are open."""


class Supposition(NamedTuple):
    """A way to complete the remaining answers."""

    name: str
    plain: str
    """How questions about the work turn out: hopeful, grim, bound, unknown, or silent."""
    parties: str
    """How the parties are supposed to stand."""
    homes: str
    """How every place but one turns out."""
    home: str = ""
    """The place that turns out well when the others do not."""


SILENT = Supposition("silent", "silent", "silent", "silent")
HOPEFUL = Supposition("hopeful", "hopeful", "hopeful", "hopeful")
NONE_WELL = Supposition("none-well", "hopeful", "grim", "grim")
SAMPLED = Supposition("sampled", "", "", "")
"""Stands for answers that were put together at random."""
FOR_ALL_PLACES = (
    SILENT,
    HOPEFUL,
    Supposition("grim", "grim", "grim", "grim"),
    Supposition("modest", "grim", "grim", "hopeful"),
    Supposition("parties-against", "silent", "grim", "silent"),
    Supposition("bound", "bound", "silent", "bound"),
    Supposition("not-known", UNKNOWN, "silent", UNKNOWN),
)


def well(home: str) -> Supposition:
    """That one place turns out well and all others do not."""
    return Supposition(f"well-{home}", "hopeful", "grim", "grim", home)


class Completing:
    """Completes drafts."""

    def __init__(self, knowledge: Knowledge, agenda: Agenda) -> None:
        """Prepares for one interview.

        Args:
            knowledge: The knowledge base.
            agenda: What could be asked.
        """
        self._knowledge = knowledge
        self._agenda = agenda
        self._state: tuple[str, ...] = ()
        self._kept: dict[Supposition, Draft] = {}

    def suppositions(self, draft: Draft) -> tuple[Supposition, ...]:
        """The ways to complete the answers among which witnesses are looked for."""
        in_play = draft.homes(self._knowledge)
        if not draft.is_settled("homes"):
            in_play = tuple(dict.fromkeys((*in_play, *self._knowledge.homes)))[:MOST_PLACES]
        return (*map(well, in_play), *FOR_ALL_PLACES)

    def completed(self, draft: Draft, supposing: Supposition, but: Unit | None = None) -> Draft:
        """A draft with the remaining answers supposed; not to be changed.

        Args:
            draft: The answers so far.
            supposing: How the rest turns out.
            but: An answer that does not count; it is left open if it settles what there is to ask.
        """
        if but is not None and but.item in OPENING:
            return self._complete(draft, supposing, but)
        state = draft.state
        if self._state != state:
            self._state = state
            self._kept.clear()
        if supposing not in self._kept:
            self._kept[supposing] = self._complete(draft, supposing, None)
        return self._kept[supposing]

    def _complete(self, draft: Draft, supposing: Supposition, but: Unit | None) -> Draft:
        full = draft.copy()
        if supposing.plain == supposing.parties == supposing.homes == "silent":
            return full
        for item in ("place", "homes"):
            unit = Unit(item)
            if not draft.is_settled(item) and unit != but:
                value = "existing-school" if item == "place" else [*self._knowledge.homes]
                unit.put(full, [one for one in value if one != full.place]
                         if item == "homes" else value)  # fmt: skip
        if not draft.is_settled("parties") and but != Unit("parties"):
            full.put("parties", self._agenda.usual_entries("parties", full))
        in_play = full.homes(self._knowledge)
        for item in self._agenda.items(full):
            if item in ("place", "homes", *LISTS) or draft.is_settled(item):
                continue
            for unit in self._agenda.units(item, full, in_play):
                if unit != but:
                    self._suppose(full, unit, supposing)
        return full

    def _suppose(self, full: Draft, unit: Unit, supposing: Supposition) -> None:
        head, _, tail = unit.item.partition(".")
        if head in LISTS:
            if supposing.parties != "silent":
                rows = self._agenda.domain(unit, full, ())
                unit.put(full, rows[0] if supposing.parties == "grim" else rows[1])
            return
        how = supposing.plain
        if head == "homes":
            turns_out_well = unit.home in (supposing.home, EVERY_HOME) and supposing.home
            carried = len(self._agenda.homes(unit.item, full, ("", ""))) == 1
            hopeful = turns_out_well or (carried and supposing.home)
            how = "hopeful" if hopeful else supposing.homes
        if how == UNKNOWN:
            question = self._agenda.question(unit.item)
            if question is not None and question.type == "choice":
                unit.put(full, UNKNOWN)
            return
        value = self._agenda.plan.suppose.get(how, {}).get(tail or head)
        if value is not None:
            unit.put(full, value)
