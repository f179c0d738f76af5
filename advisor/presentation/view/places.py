"""The places the memo's table of the four questions shows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from advisor.presentation import language
from advisor.presentation.view.parties import Parties

if TYPE_CHECKING:
    from advisor.explanation.paths import HomeReading


class Places(Parties):
    """The places the work could live in."""

    @cached_property
    def questions_apply(self) -> bool:
        """Whether the four questions are put: not where the change fits as it is."""
        return self.route != "playbook"

    @cached_property
    def all_closed(self) -> bool:
        """Whether the client says that places are closed, and of none that it is open."""
        said = [self.case.in_home(one.home.home, "open") for one in self.assessment.homes]
        return "no" in said and all(one.open == "no" for one in self.assessment.homes)

    @cached_property
    def homes(self) -> tuple[HomeReading, ...]:
        """The homes the memo's table shows: advised, planned, fallbacks, others that are open."""
        order: list[str] = []
        wanted = [self.assessment.chosen_home, self.place]
        wanted += [one.path for one in self.assessment.alternatives]
        wanted += [one.home.home for one in self.assessment.homes if one.open == "yes"]
        known = {one.home.home for one in self.assessment.homes}
        for slug in wanted:
            if slug in known and slug not in order:
                order.append(str(slug))
        return tuple(self.assessment.home(slug) for slug in order[: self.room.homes])

    @cached_property
    def stronger(self) -> str:
        """What the work offers more of at the start, in the client's words or else in ours."""
        own = self.in_home("stronger-in-words")
        return own or language.join(
            self.named(self.assessment.chosen_home or self.place, "stronger-on")
        )

    @cached_property
    def by_referral(self) -> bool:
        """Whether others send the learners to the advised home."""
        home = self.assessment.chosen_home
        return home is not None and self.case.in_home(home, "enrollment") == "referral"

    @cached_property
    def by_lottery(self) -> bool:
        """Whether a lottery decides where more ask for the advised home than it holds."""
        home = self.assessment.chosen_home
        return home is not None and self.case.in_home(home, "enrollment") == "lottery"

    @cached_property
    def weaker_unsaid(self) -> bool:
        """Whether the client says in so many words that a weaker start is not known."""
        answers = self.case.homes.get(self.assessment.chosen_home or self.place)
        if answers is None or answers.line_of("weaker") is None:
            return False
        return "weaker" not in answers

    @cached_property
    def seat_kept(self) -> bool:
        """Whether an ordinary seat is kept for those who would rather not come."""
        home = self.assessment.chosen_home or self.place
        return bool(self.case.in_home(home, "seat-kept") == "yes")

    def named(self, home: str, question: str) -> tuple[str, ...]:
        """Several answers about a home in words, "none" left out."""
        given = self.case.in_home(home, question)
        if not isinstance(given, tuple):
            return ()
        choices = self._knowledge.questions.find("home", question).values
        return tuple(choices[one].label or one for one in given if one != "none")
