"""Reasons: what a rule concluded, said in a sentence about this case."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from advisor.explanation.naming import Naming
from advisor.knowledge.parties import looks_plural
from advisor.knowledge.texts import Place, fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.engine.trace import Firing
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.vocabulary import Value
    from advisor.model.case import Case

_PARTIES = frozenset({"party", "parties", "silent"})
_PARTS = frozenset({"part", "backed", "disputed", "help"})
_HOMES = frozenset({"home", "first", "place", "undecided"})
_WAY = ", through "
"""Behind it stands by which way money comes: "the state, through the district"."""
ONE_OR_MANY = _PARTIES | _PARTS | {"source"}
"""The variables that choose between a form for one and a form for many."""


def styles_of(name: str, *, number: bool, worded: bool) -> frozenset[str]:
    """The styles in which a place of a sentence can say a variable.

    Args:
        number: Whether it stands for a number.
        worded: Whether `rules/words.yaml` has words for its values.
    """
    if number:
        return frozenset({"tenths"})
    if name in _HOMES:
        return frozenset({"at", "as", "at:sentence", "as:sentence"})
    return frozenset({"clause"}) if worded and name not in ONE_OR_MANY else frozenset()


class Reason(NamedTuple):
    """Why something holds, in words about this case."""

    rule: str
    """The id of the rule or total."""
    title: str
    sentence: str
    """One sentence, client words unescaped, capital first, period last."""
    statements: tuple[str, ...]
    """The numbered statements of the articles it rests on, as far as they fit this case."""
    certainty: str
    firing: Firing


def bound(reasons: Iterable[Reason], variable: str) -> str:
    """What a variable stands for in the first of some reasons that has it, or nothing."""
    for reason in reasons:
        for name, value in reason.firing.bindings:
            if name == variable:
                return str(value)
    return ""


class Narrator:
    """Turns firings into reasons for one case."""

    def __init__(self, case: Case, knowledge: Knowledge) -> None:
        self._case = case
        self._knowledge = knowledge
        self._parties = {party.id: party for party in case.parties}
        self._sources = {money.id: money for money in case.money}
        self._parts = {part.id: part.name for part in case.parts}

    @cached_property
    def naming(self) -> Naming:
        """How the client's names stand in a sentence."""
        return Naming(self._knowledge, self._case)

    @cached_property
    def _words(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        return self._knowledge.section("words", "values")  # type: ignore[no-any-return]

    def reason(self, firing: Firing) -> Reason:
        """The reason a firing gives.

        Returns:
            The reason, its sentence in the words of the case.
        """
        entry = self._knowledge.rulebook.entry(firing.rule)
        sentence = self.say(entry.because, dict(firing.bindings))
        facts = (*firing.premises, *firing.asserted)
        about = {value for fact in facts for _, value in fact.fields}
        statements = self.fitting(entry.rests_on, about)
        return Reason(entry.id, entry.title, sentence, statements, entry.certainty, firing)

    def fitting(self, statements: tuple[str, ...], about: Iterable[Value]) -> tuple[str, ...]:
        """The statements that fit what a conclusion is about.

        Args:
            about: The parties and homes it is about, among other values.

        Returns:
            The statements without those on other kinds of party or other homes alone; all of
            them where nothing would be left.
        """
        here: dict[str, set[str]] = {"party": set(), "home": set()}
        for value in map(str, about):
            if value in self._parties:
                here["party"].add(self._parties[value].kind)
            if value in self._knowledge.homes:
                here["home"].add(value)
        told = self._knowledge.statements
        fitting = (
            number
            for number in statements
            if not any(
                here[key] and here[key].isdisjoint(only)
                for key, only in told.get(number, {}).get("about", {}).items()
            )
        )
        return tuple(fitting) or statements

    def say(self, because: str, bindings: Mapping[str, Value]) -> str:
        """Fills the places of a sentence.

        Returns:
            The sentence with a capital at its start.
        """
        said = self.clause(because, bindings)
        return said[:1].upper() + said[1:]

    def clause(self, words: str, bindings: Mapping[str, Value]) -> str:
        """Fills the places of words that stand inside a sentence."""
        return fill(words, lambda place: self._place(place, bindings))

    def party(self, party: str) -> str:
        """A party's name as it stands inside a sentence."""
        one = self._parties.get(party)
        if one is None:
            return party.replace("-", " ")
        return self.naming.in_sentence(one.name, one.plural)

    def value(self, name: str, value: Value) -> str:
        """What a variable of a rule stands for, as it stands inside a sentence."""
        return str(value) if isinstance(value, int) else self._word(name, value, "label")

    def source(self, source: str) -> str:
        """A source of money as it stands inside a sentence, without the way it takes."""
        one = self._sources.get(source)
        if one is None:
            return source.replace("-", " ")
        return self.naming.in_sentence(one.name.partition(_WAY)[0], self.source_plural(source))

    def source_plural(self, source: str) -> bool:
        """Whether a source's name takes "are"."""
        one = self._sources.get(source)
        return one is not None and looks_plural(one.name.partition(_WAY)[0])

    def _place(self, place: Place, bindings: Mapping[str, Value]) -> str:
        name = place.name
        if name == "threshold":
            return str(self._knowledge.rulebook.thresholds[str(place.style)].value)
        value = bindings[name]
        if place.forms is not None:
            return place.forms[1 if self._is_plural(name, str(value)) else 0]
        if place.style == "tenths" and isinstance(value, int):
            return f"{value / 10:.1f}"
        if isinstance(value, int):
            return str(value)
        return self._word(name, value, place.style or "label")

    def _is_plural(self, name: str, value: str) -> bool:
        if name in _PARTIES:
            return value in self._parties and self._parties[value].plural
        if name in _PARTS:
            return value in self._parts and looks_plural(self._parts[value])
        return name == "source" and self.source_plural(value)

    def _word(self, name: str, value: str, style: str) -> str:
        if name in _PARTIES:
            return self.party(value)
        if name in _PARTS and value in self._parts:
            return self._parts[value]
        if name in _HOMES and value in self._knowledge.homes:
            home = self._knowledge.homes[value]
            kind = style.split(":")[0]
            return {"at": home.at, "as": home.as_}.get(kind, home.label)
        if name == "source":
            return self.source(value)
        if name == "shelter":  # in the client's own words
            return value
        if name == "tension":
            label = str(self._knowledge.tensions[value]["label"])
            return label[:1].lower() + label[1:]
        known = self._words.get(name, {}).get(value)
        if known is not None:
            return known["clause" if style == "clause" else "label"]
        return value.replace("-", " ")
