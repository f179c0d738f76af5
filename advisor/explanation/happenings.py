"""Happenings: what can happen to such work, in words, and the answers it sets together.

What they are, the knowledge says (`rules/happenings.yaml`); nothing else would change the advice
but these and the answers that nobody has yet.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.model.answer_names import AnswerName
from advisor.model.changed_case import Supposed
from advisor.model.home_facts import takes_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from advisor.explanation.assess import Assessment
    from advisor.knowledge.vocabulary import Value
    from advisor.model.fact import Fact
    from advisor.solver.session import World

_FAVORABLE = ("for", "firmly-for")
_HOSTILE = ("against", "firmly-against")
_CHOICE = "by-choice"
"""How a party bears on a home to which only those come who want to."""


class Happening(NamedTuple):
    """Something that can happen."""

    id: str
    """What sort of happening it is, as in `rules/happenings.yaml`."""
    says: str
    """What happens, as a clause that follows "if"."""
    who: str
    """Who could bring it about."""
    adverse: bool
    """Whether nobody would wish for it."""
    subject: str
    """The party, home or source of money it is about, or empty."""
    supposed: tuple[Supposed, ...]
    """The answers as they would be."""


class Change(NamedTuple):
    """What would change the advice: a happening, or two together."""

    happenings: tuple[Happening, ...]
    path: str = ""
    """The path advised then; empty while it is not known."""

    @property
    def id(self) -> str:
        """What sort of change it is; empty for two together."""
        return self.happenings[0].id if len(self.happenings) == 1 else ""

    @property
    def adverse(self) -> bool:
        """Whether nobody would wish for it."""
        return any(one.adverse for one in self.happenings)

    @property
    def supposed(self) -> tuple[Supposed, ...]:
        """The answers as they would be."""
        return tuple(one for happening in self.happenings for one in happening.supposed)

    def leading(self, paths: Mapping[frozenset[Supposed], str]) -> Change:
        """The same with the path it leads to.

        Args:
            paths: Where sets of answers lead, as `led_to` gives it.
        """
        return self._replace(path=paths.get(frozenset(self.supposed), ""))


def led_to(worlds: Iterable[World]) -> dict[frozenset[Supposed], str]:
    """The path that each set of changes leads to."""
    return {frozenset(one.changes): one.only("path").word("path") for one in worlds}


class Happenings:
    """Finds what can happen in one case."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._on: dict[str, Callable[[Mapping[str, Any]], Iterator[Happening]]] = {
            "party": self._each,
            "money": self._each,
            "parties": self._all_parties,
            "closed": self._each_home,
            "chosen": self._each_home,
            "home": self._each_home,
            "every-home": self._every_home,
            "case": self._the_change,
        }

    def every(self) -> Iterator[Happening]:
        """Everything that would change an answer, in the order of the knowledge base."""
        assessment = self._assessment
        for entry in self._section("happenings"):
            if assessment.route in entry.get("for", (assessment.route,)):
                yield from (one for one in self._on[entry["on"]](entry) if one.supposed)

    def _section(self, name: str) -> Any:
        return self._assessment.knowledge.section("happenings", name)

    def _happening(
        self,
        entry: Mapping[str, Any],
        subject: str,
        bindings: Mapping[str, Value],
        supposed: Iterable[Supposed],
    ) -> Happening:
        says = self._assessment.narrator.say(str(entry["says"]), bindings)
        says = says if says[1:2].isupper() else says[:1].lower() + says[1:]
        who, adverse = str(entry["who"]), "adverse" in entry
        return Happening(str(entry["id"]), says, who, adverse, subject, tuple(supposed))

    # Parties and money

    def _members(self) -> list[Fact]:
        """The members of the planned place's network, the heaviest first."""
        seated = {seat.party.id: place for place, seat in enumerate(self._assessment.seats)}
        facts = [one for one in self._assessment.record.of("party") if one.get("party") in seated]
        return sorted(facts, key=lambda one: seated[one.word("party")])

    def _each(self, entry: Mapping[str, Any]) -> Iterator[Happening]:
        """About each party, or each source of money, that an entry is for."""
        part, key, facts = "parties", "party", self._members()
        if entry["on"] == "money":
            part, key, facts = "money", "source", [*self._assessment.record.of("money")]
        for fact in facts:
            if all(fact.get(field) in values for field, values in entry.get("only", {}).items()):
                subject = fact.word(key)
                supposed = [*_differing(part, subject, fact, entry["set"])]
                if entry["set"].get("stance") in _HOSTILE:
                    supposed += self._lost_demand(fact)
                yield self._happening(entry, subject, {key: subject}, supposed)

    def _lost_demand(self, party: Fact) -> Iterator[Supposed]:
        """What is lost where those turn against the work who would come by choice."""
        record, lost = self._assessment.record, self._section("lost-demand")
        kinds = lost["kinds"]
        others = [
            one
            for one in record.of("party")
            if one != party and one.get("kind") in kinds and one.get("stance") in _FAVORABLE
        ]
        if party.get("kind") in kinds and not others:
            for usual in record.of("usual"):
                home = usual.word("home")
                chooses = (usual.get("kind"), usual.get("channel")) == (party.get("kind"), _CHOICE)
                if chooses and home in self._homes:
                    yield from self._answers(home, lost["set"])

    def _all_parties(self, entry: Mapping[str, Any]) -> Iterator[Happening]:
        members = self._members()
        reluctant = [one for one in members if one.get("stance") not in _FAVORABLE]
        if len(reluctant) > 1:
            supposed: list[Supposed] = []
            for fact in members:
                stance = entry["set"] if fact in reluctant else {"basis": entry["set"]["basis"]}
                supposed += _differing("parties", fact.word("party"), fact, stance)
            first = reluctant[0].word("party")
            yield self._happening(entry, "", {"parties": first, "party": first}, supposed)

    # Homes

    def _each_home(self, entry: Mapping[str, Any]) -> Iterator[Happening]:
        """About each closed alternative, about the advised home, or about each that counts."""
        assessment = self._assessment
        among: dict[str, list[str | None]] = {
            "closed": [one.path for one in assessment.alternatives if not one.open],
            "chosen": [assessment.chosen_home],
            "home": [*self._homes],
        }
        for name in among[entry["on"]]:
            home = assessment.knowledge.homes.get(str(name))
            if home is not None and home.group in entry.get("groups", (home.group,)):
                yield self._about_homes(entry, [home.home], home.home)

    def _every_home(self, entry: Mapping[str, Any]) -> Iterator[Happening]:
        """At every home that is not closed: to say anything of a closed one changes nothing."""
        yield self._about_homes(entry, self._homes, "")

    @cached_property
    def _homes(self) -> tuple[str, ...]:
        """The homes that are not closed."""
        homes = self._assessment.record.of("home")
        return tuple(one.word("home") for one in homes if takes_part(one))

    def _about_homes(
        self, entry: Mapping[str, Any], homes: Iterable[str], subject: str
    ) -> Happening:
        supposed: list[Supposed] = []
        for home in homes:
            now, only = self._now(home), entry.get("only", {})
            if all(now.get(to) in allowed for to, allowed in only.items()):
                supposed += self._answers(home, entry["set"])
        shelter = self._assessment.case.in_home(subject, "shelter-name") if subject else None
        bindings = {"home": subject, "shelter": str(shelter or self._usual_shelter(subject))}
        return self._happening(entry, subject, bindings, supposed)

    def _now(self, home: str) -> dict[str, str]:
        """What holds in a home, by question."""
        record = self._assessment.record
        now = {one.word("to"): one.word("is") for one in record.about("home-answer", home)}
        return {**now, "open": record.about("home", home)[0].word("open")}

    def _answers(self, home: str, wanted: Mapping[str, Any]) -> Iterator[Supposed]:
        """The answers about a home that would be different."""
        now = self._now(home)
        for question, value in wanted.items():
            if now.get(question) != value:
                yield Supposed(AnswerName("homes", home, question), value)

    def _usual_shelter(self, home: str) -> str:
        """What frees a home from ordinary rules, where the client has no name for it."""
        knowledge = self._assessment.knowledge
        kinds = knowledge.questions.find("home", "shelter").values
        for fact in self._assessment.record.about("home-answer", home):
            found = kinds.get(fact.word("is")) if fact.get("to") == "shelter" else None
            if found is not None and found.name not in ("none", "other"):
                return f"the {found.label.removeprefix('a ').removeprefix('an ')}"
        return str(knowledge.section("conditions", "shelter"))

    # The change

    def _the_change(self, entry: Mapping[str, Any]) -> Iterator[Happening]:
        now = {one.word("to"): one.word("is") for one in self._assessment.record.of("answer")}
        supposed = [
            Supposed(AnswerName("change", "", question), value)
            for question, value in entry["set"].items()
            if now.get(question) != value
        ]
        yield self._happening(entry, "", {}, supposed)


def _differing(
    part: str, subject: str, fact: Fact, values: Mapping[str, Any]
) -> Iterator[Supposed]:
    """The answers about a party or source of money that would be different."""
    for question, value in values.items():
        if fact.get(question) != value:
            yield Supposed(AnswerName(part, subject, question), value)
