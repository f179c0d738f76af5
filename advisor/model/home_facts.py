"""The facts about homes: which are open, and what holds in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.model.case import EVERY_HOME, NOWHERE, UNKNOWN, Case
from advisor.model.fact import ASSUMED, STATED, Assumption, Fact, Ledger, Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.homes import Home, Supplied
    from advisor.knowledge.questions import Question


def homes_in_play(case: Case, knowledge: Knowledge) -> Mapping[str, Home]:
    """The homes that can have a part in the advice.

    Returns:
        Those that are open, stated or assumed, and the one where the work sits or is planned.
    """
    return HomeFacts(Ledger(), case, knowledge).in_play()


def takes_part(home: Fact) -> bool:
    """Whether a home can have a part in the advice.

    Args:
        home: The fact that says whether a home is open and whether the work sits there.

    Returns:
        No for a home that is closed, unless the work sits or is planned there.
    """
    return home.get("open") != "no" or home.get("place") == "yes"


class HomeFacts:
    """Makes the facts about the homes of one case."""

    def __init__(self, ledger: Ledger, case: Case, knowledge: Knowledge) -> None:
        self._ledger = ledger
        self._case = case
        self._homes = knowledge.homes
        self._assumptions = knowledge.assumptions
        self._finer = knowledge.questions.levels["home"].questions
        questions = self._finer.values()
        self._choices = [one for one in questions if one.type == "choice"]
        self._several = [one for one in questions if one.type == "several"]
        self._numbers = [one for one in questions if one.type == "number"]
        self._tables = [one for one in questions if one.gives == "home-decides"]
        self._carried_with: dict[str, tuple[str, ...]] = {}
        self._nobody_says_open = not any(
            "open" in answers for home, answers in case.homes.items() if home != EVERY_HOME
        )
        self._nearest = self._assumptions.chosen_within.get(case.place)
        self._unlooked = self._nobody_looked()
        self._instead = {
            (clash.home, question): answer
            for clash in case.contradictions
            for level, question, answer in clash.instead
            if level == "home"
        }

    def in_play(self) -> dict[str, Home]:
        """The homes that are open or taken for open, and the one where the work sits or is planned.

        One that is taken for open because nobody looked is none of which a leader can tell.
        """
        return {
            slug: home
            for slug, home in self._homes.items()
            if slug == self._case.place or self._can_be_told_of(home)
        }

    def add(self) -> None:
        """Adds the facts about every home."""
        for home in self._homes.values():
            self._add_facts(home)

    def _add_facts(self, home: Home) -> None:
        open_, reason = self._open(home)
        self._add_home(home, open_, reason)
        for question in self._choices:
            self._add_answer(home, question, open_)
        for question in self._several:
            self._add_items(home.home, question)
        for question in self._numbers:
            self._add_figure(home.home, question)
        for question in self._tables:
            self._add_decisions(home.home, question)

    # Is it open?

    def _open(self, home: Home) -> tuple[str, str]:
        """Whether a home is open (yes, no, assumed or unknown), and why if that was assumed."""
        case = self._case
        stated = case.in_home(home.home, "open")
        if stated is not None:
            return str(stated), ""
        if case.place == home.home:
            return "yes", ""
        if home.home == self._nearest and self._chosen_there():
            place = self._homes[case.place].at
            return ASSUMED, self._assumptions.because("chosen-within", place=place)
        own = case.homes.get(home.home)
        asked = self._line(home.home, "open") is not None
        if own is not None and not asked:  # the file names it without a word on "open"
            return ASSUMED, self._assumptions.because("answered-home")
        if home.home == self._nearest and self._unlooked:
            return ASSUMED, self._assumptions.because("nobody-looked")
        if asked:
            return UNKNOWN, ""
        if not self._nobody_says_open:
            return "no", ""
        role = case.client.word("role")
        why = "within-reach"
        if role in self._assumptions.for_others:
            if case.place in (NOWHERE, UNKNOWN):
                return "no", ""
            role = self._homes[case.place].usual_role
            why = "within-reach-of-place"
        if role not in home.open_to:
            return "no", ""
        return ASSUMED, self._assumptions.because(why, role=role.replace("-", " "))

    def _can_be_told_of(self, home: Home) -> bool:
        """Whether a home is open or taken for open, and named where nobody else looked at it."""
        open_, why = self._open(home)
        looked = home.home in self._case.homes or why != self._assumptions.because("nobody-looked")
        return open_ in ("yes", ASSUMED) and looked

    def _nobody_looked(self) -> bool:
        """Whether new work is planned in a place, and the file names none of another sort for it.

        A rule that forbids its core stands in the way, unless a waiver can be had.
        """
        case, place = self._case, self._case.place
        if self._nearest is None or case.change.word("kind") not in self._assumptions.new_work:
            return False
        group = self._homes[self._nearest].group
        named = case.homes.keys() - {EVERY_HOME, place}
        forbidden = case.in_home(place, "forbids-core") == "yes"
        waived = case.in_home(place, "shelter-status") in self._assumptions.waiver_in_reach
        return all(self._homes[home].group == group for home in named) and (not forbidden or waived)

    def _chosen_there(self) -> bool:
        """Whether the work runs in its place with people who asked to come and keep a seat."""
        case, place = self._case, self._case.place
        enrollment = case.in_home(place, "enrollment")
        chosen = (
            case.in_home(place, "family-choice") == "yes"
            if enrollment is None
            else enrollment in self._assumptions.enrolled_by_choice
        )
        runs = case.change.word("running") == "yes"
        return runs and chosen and case.in_home(place, "seat-kept") == "yes"

    def _add_home(self, home: Home, open_: str, reason: str) -> None:
        slug = home.home
        assumption = None
        if open_ == ASSUMED:
            assumption = self._ledger.assume(
                Assumption("open", slug, "", "yes", reason, self._assumptions.open_rests_on)
            )
        place = "yes" if self._case.place == slug else "no"
        given = str(self._case.in_home(slug, "open") or "")
        origin = Origin(
            "open", slug, "", self._open_line(slug), given,
            ASSUMED if assumption else STATED, assumption,
        )  # fmt: skip
        fields = {"home": slug, "group": home.group, "open": open_, "place": place}
        self._ledger.add("home", fields, origin)

    # What holds there?

    def _add_answer(self, home: Home, question: Question, open_: str) -> None:
        slug, name = home.home, question.id
        if name == "open" and open_ == ASSUMED:
            is_, basis, given = "yes", ASSUMED, ""
            assumption = self._ledger.assumptions[-1]
        elif name == "open" and self._case.in_home(slug, name) is None and open_ == "yes":
            is_, basis, given, assumption = "yes", STATED, "", None
        elif name == "open" and self._line(slug, name) is None:  # passed over: counts as closed
            is_, basis, given, assumption = "no", UNKNOWN, "", None
        else:
            is_, basis, given, assumption = self._answer(home, question)
        line = self._open_line(slug) if name == "open" else self._line(slug, name)
        origin = Origin(name, slug, "", line, given, basis, assumption)
        fields = {"home": slug, "to": name, "is": is_, "basis": basis}
        self._ledger.add("home-answer", fields, origin)

    def _answer(self, home: Home, question: Question) -> tuple[str, str, str, Assumption | None]:
        """Stated for the home, stated for every home, supplied by the template, or unknown.

        A summary gives way to finer answers: a summary for every home to items given for this
        one, and the template's to items given for this one or for every home, unless all of
        them are answers beside which the usual stands.
        """
        slug, name = home.home, question.id
        own = self._case.homes.get(slug)
        every = self._case.homes.get(EVERY_HOME)
        finer_own = own is not None and any(one in own for one in question.summary_of)
        given = ""
        if own is not None and name in own:
            given = str(own[name])
        elif every is not None and name in every and not finer_own:
            given = str(every[name])
        instead = self._caution(slug, name)
        if instead is not None:
            return instead, UNKNOWN if instead == UNKNOWN else STATED, given, None
        if given:
            return given, STATED, given, None
        asked = own is not None and own.line_of(name) is not None
        carried = self._carried(slug, question)
        if isinstance(carried, str):
            return carried, ASSUMED, "", self._assume_carried(slug, name, carried)
        supplied = home.assume.get(name)
        # A template's shelter must stay out where the client spoke of shelter.
        speaks = name == "shelter-status" and self._case.in_home(slug, "shelter") is not None
        if supplied is None or asked or speaks or self._gives_way(supplied, slug, question):
            return UNKNOWN, UNKNOWN, "", None
        assumption = self._ledger.assume(
            Assumption(name, slug, "", supplied.answer, supplied.because, supplied.rests_on)
        )
        return supplied.answer, ASSUMED, "", assumption

    def _gives_way(self, supplied: Supplied, home: str, question: Question) -> bool:
        """Whether what is usual for a summary gives way to a finer answer.

        A usual *no* gives way to any; else an answer in the work's favor would count against it.
        """
        given = ((self._finer[one], self._case.in_home(home, one)) for one in question.summary_of)
        return any(
            value is not None and (supplied.answer == "no" or not finer.leaves_usual(value))
            for finer, value in given
        )

    def _carried(self, home: str, question: Question) -> object:
        """What the client says of the planned place, where this home is passed over in silence.

        A question carries only together with the finer ones it sums up, so that a home never
        has a summary from one place and the items from another.
        """
        case = self._case
        if not question.carries or home == case.place or case.place not in self._homes:
            return None
        if any(case.in_home(home, name) is not None for name in self._together(question)):
            return None
        own = case.homes.get(home)
        asked = own is not None and own.line_of(question.id) is not None
        return None if asked else case.in_home(case.place, question.id)

    def _together(self, question: Question) -> tuple[str, ...]:
        """A question with the finer ones that it sums up and those that sum it up."""
        found = self._carried_with.get(question.id)
        if found is None:
            coarser = (
                one.id for one in (*self._choices, *self._several) if question.id in one.summary_of
            )
            found = (question.id, *question.summary_of, *coarser)
            self._carried_with[question.id] = found
        return found

    def _assume_carried(self, home: str, question: str, answer: str) -> Assumption:
        place = self._homes[self._case.place]
        reason = self._assumptions.because("carried", place=place.at)
        return self._ledger.assume(Assumption(question, home, "", answer, reason))

    def _caution(self, home: str, question: str) -> str | None:
        """The cautious answer, where the client's answers clash."""
        if (home, question) in self._instead:
            return self._instead[home, question]
        own = self._case.homes.get(home)
        return None if own is not None else self._instead.get((EVERY_HOME, question))

    def _add_items(self, home: str, question: Question) -> None:
        name = question.id
        if self._caution(home, name) is not None:
            return
        carried = self._carried(home, question)
        words = carried if isinstance(carried, tuple) else self._case.in_home(home, name) or ()
        for word in words:
            if word not in question.values:
                continue
            assumption = self._assume_carried(home, name, word) if carried else None
            basis = ASSUMED if assumption else STATED
            line = None if assumption else self._line(home, name)
            given = "" if assumption else word
            origin = Origin(name, home, "", line, given, basis, assumption)
            self._ledger.add("home-item", {"home": home, "of": name, "is": word}, origin)

    def _add_figure(self, home: str, question: Question) -> None:
        number = self._case.in_home(home, question.id)
        if number is not None:
            origin = Origin(question.id, home, "", self._line(home, question.id), str(number))
            fields = {"home": home, "of": question.id, "value": number}
            self._ledger.add("home-figure", fields, origin)

    def _add_decisions(self, home: str, question: Question) -> None:
        for item, answer in (self._case.in_home(home, question.id) or {}).items():
            line = self._line(home, question.id)
            origin = Origin(question.id, home, "", line, f"{item}: {answer}")
            fields = {"home": home, "item": item, "is": answer}
            self._ledger.add("home-decides", fields, origin)

    def _open_line(self, home: str) -> int | None:
        """The line that says a home is open, or that the work sits there."""
        line = self._line(home, "open")
        at_place = line is None and home == self._case.place
        return self._case.top.line_of("place") if at_place else line

    def _line(self, home: str, question: str) -> int | None:
        """The line where an answer for a home stands."""
        for key in (home, EVERY_HOME):
            answers = self._case.homes.get(key)
            if answers is not None and answers.line_of(question) is not None:
                return answers.line_of(question)
        return None
