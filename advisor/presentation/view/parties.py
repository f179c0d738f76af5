"""The parties: who could stop the work, who is silent, who would lose what."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from advisor.knowledge.parties import kind_named
from advisor.presentation.view.rows import PartyView
from advisor.presentation.view.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.explanation.network import Seat


def name_words(name: str) -> set[str]:
    """The words of a name that tell it from others."""
    words = {word.strip(".,;:()") for word in name.lower().replace(",", " ").split()}
    return words - {"the", "of", "and", "a"}


class Parties(Subject):
    """Who could stop the work, and how."""

    @cached_property
    def all_parties(self) -> tuple[PartyView, ...]:
        """The network of the planned place, or of the advised home if there is no place."""
        seats = self.assessment.seats
        if not seats and self.place == "nowhere" and self.assessment.chosen_home:
            seats = self.assessment.seats_at(self.assessment.chosen_home)
        return tuple(self._party(seat) for seat in seats)

    def _party(self, seat: Seat) -> PartyView:
        party = seat.party
        own = party.text("can-do")
        usual = self._knowledge.parties.get(party.kind)
        return PartyView(
            party.id, party.name, self.assessment.narrator.party(party.id), party.plural,
            seat.power, seat.stance, seat.side, seat.basis, seat.ally,
            own or (usual.can_do if usual else ""), not own, party.text("guards"),
            party.word("divided") == "yes",
        )  # fmt: skip

    @cached_property
    def parties(self) -> tuple[PartyView, ...]:
        """Those that the memo's table shows."""
        return self.all_parties[: self.room.parties]

    @cached_property
    def further_parties(self) -> tuple[PartyView, ...]:
        """Those that only the annex shows."""
        return self.all_parties[self.room.parties :]

    def on(self, *sides: str) -> tuple[PartyView, ...]:
        """The parties on these sides, the heaviest first."""
        return tuple(one for one in self.all_parties if one.side in sides)

    @cached_property
    def vetoes(self) -> tuple[PartyView, ...]:
        """Those that alone could end the work where it is planned, and would."""
        ids = {one.id for one in self.assessment.vetoes}
        return tuple(one for one in self.all_parties if one.id in ids)

    @cached_property
    def losers(self) -> tuple[PartyView, ...]:
        """Those not in favor with something to lose that joining does not already name.

        Who has no seat in the advised home keeps what it has.
        """
        given_up = self.in_home("joins-give-up")
        kinds = {party.id: party.kind for party in self.case.parties}
        objectors = [one for one in self.on("against") if one.guards]
        told = objectors[:1] if self.priority else []
        home = self.assessment.chosen_home
        kept = None
        if self.moved and home is not None:
            kept = {seat.party.id for seat in self.assessment.seats_at(home)}
        return tuple(
            one
            for one in self.on("against", "unknown")
            if one.guards
            and not _mostly_in(one.guards, given_up)
            and kinds[one.id] not in self._knowledge.kinds_of("far-from-learners")
            and one not in told
            and (kept is None or one.id in kept)
        )

    @cached_property
    def protectors(self) -> tuple[PartyView, ...]:
        """Those that have said they would stand up for the work in public."""
        return tuple(one for one in self.all_parties if one.ally == "yes" and one.side == "for")

    @cached_property
    def freed(self) -> tuple[PartyView, ...]:
        """Opponents of the plan who have nothing to stop in the advised home."""
        return tuple(one for one in self.on("against") if one.id in self._lost)

    @cached_property
    def _lost(self) -> Mapping[str, str]:
        """Members without a seat in the advised home, and why."""
        home = self.assessment.chosen_home
        if not self.moved or home is None:
            return {}
        lost = self.assessment.networks[home].lost_seats
        return {party.id: why for party, why in lost if why != "sheltered"}

    @cached_property
    def decider_unlisted(self) -> bool:
        """Whether the body that decides, as the client names it, is none of the parties."""
        body = name_words(self.decision.text("body"))
        kinds = {party.kind for party in self.case.parties}
        groups = self._knowledge.section("words", "groups")
        if not body or ("board" in body and "school-board" in kinds):
            return False
        named = kind_named(self.decision.text("body"), self._knowledge.parties)
        if named in kinds and named in groups["parent"]["kinds"]:  # a district has one of each
            return False
        lawmakers = set(groups["lawmakers"]["names"])
        if body & lawmakers:  # a body and a party may go by different words
            return not any(lawmakers & name_words(one.name) for one in self.case.parties)
        names = [name_words(party.name) for party in self.case.parties]
        return not any(body <= name or {"board"} <= name <= body for name in names)

    @cached_property
    def absent_kinds(self) -> tuple[str, ...]:
        """Groups that nobody on the list speaks for: `families`, `staff`."""
        kinds = {party.kind for party in self.case.parties}
        groups = self._knowledge.section("words", "groups")
        names = {word for party in self.case.parties for word in name_words(party.name)}
        return tuple(
            name
            for name in ("families", "staff")
            if not kinds.intersection(groups[name]["kinds"])
            and not names.intersection(groups[name]["names"])
        )

    @cached_property
    def beneficiaries_missing(self) -> bool:
        """Whether nobody on the list is a learner or marked as the one the work is meant for."""
        return bool(self.case.parties) and not any(
            party.word("beneficiary") == "yes" or party.kind == "learners"
            for party in self.case.parties
        )


def _mostly_in(guarded: str, given_up: str) -> bool:
    """Whether most of the telling words of one text stand in another."""
    telling = {word for word in name_words(guarded) if len(word) > 3}
    return bool(telling) and 2 * len(telling & name_words(given_up)) >= len(telling)
