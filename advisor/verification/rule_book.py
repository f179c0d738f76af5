"""The rule book as a person reads it: every rule in words, where it is used, what fires it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from advisor.errors import InputError, did_you_mean, echo
from advisor.explanation.rule_words import RuleReading, RuleWords, SentenceReading
from advisor.knowledge.base import Knowledge, usual_knowledge
from advisor.knowledge.reading import Reader
from advisor.knowledge.strata import Dependencies, Entry, Link
from advisor.knowledge.tables import Table
from advisor.verification.coverage import NamedCase, fired, read_cases, usual_places

_FEW = 8
"""Names told when a word fits many rules."""


class Neighbor(NamedTuple):
    """A rule at the other end of a link."""

    id: str
    title: str
    kinds: tuple[str, ...]
    """The kinds of fact that pass between them."""
    negated: bool
    """Whether the link is only that they must not hold."""


class RulePage(NamedTuple):
    """A rule with what is around it."""

    reading: RuleReading
    needs: tuple[Neighbor, ...]
    """The rules that conclude what it asks for."""
    used_by: tuple[Neighbor, ...]
    """The rules that ask for what it concludes."""
    examples: tuple[str, ...]
    """The cases that fire it, of those that were given."""


class RuleTopic(NamedTuple):
    """The rules of one topic."""

    name: str
    label: str
    about: str
    """What the topic is about, as its file says."""
    entries: tuple[Entry, ...]


class RuleBook:
    """The rules of a knowledge base, to be read."""

    def __init__(self, knowledge: Knowledge, cases: Iterable[NamedCase] = ()) -> None:
        """Takes the knowledge.

        Args:
            cases: Cases of which each rule says whether they fire it.
        """
        self.knowledge = knowledge
        self.cases = tuple(cases)
        self.words = RuleWords(knowledge)
        self.dependencies = Dependencies(knowledge.rulebook)

    def page(self, entry: Entry) -> RulePage:
        """A rule with what is around it.

        Args:
            entry: A rule or total of the knowledge.
        """
        return RulePage(
            self.words.read(entry),
            self._neighbors(self.dependencies.needs(entry.id), "source"),
            self._neighbors(self.dependencies.used_by(entry.id), "target"),
            self._fired.get(entry.id, ()),
        )

    def topics(self) -> tuple[RuleTopic, ...]:
        """The topics in the order of the reasoning, each with its rules."""
        found: dict[str, list[Entry]] = {}
        for entry in self.knowledge.rulebook.entries:
            found.setdefault(entry.topic, []).append(entry)
        return tuple(
            RuleTopic(name, self.words.topic(name), _about(entries[0].file), tuple(entries))
            for name, entries in found.items()
        )

    def find(self, name: str) -> Entry:
        """The rule that is meant.

        Args:
            name: An id, or words that stand in the id or the title of one rule alone.

        Raises:
            InputError: If no rule, or more than one, is of that name.
        """
        entries = self.knowledge.rulebook.entries
        for entry in entries:
            if entry.id == name:
                return entry
        words = name.lower().split()
        fitting = [one for one in entries if words and fits_words(one, words)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            named = ", ".join(one.id for one in fitting[:_FEW])
            more = f" and {len(fitting) - _FEW} more" if len(fitting) > _FEW else ""
            raise InputError(
                f"More than one rule is of the name {echo(name)}.",
                remedy=f"Name one of them: {named}{more}.",
            )
        known = [one.id for one in entries]
        raise InputError(
            f"There is no rule or total {echo(name)}.",
            remedy=did_you_mean(name, known, "“advisor rules list” has them all."),
        )

    def sentence(self, name: str) -> SentenceReading | None:
        """The memo's sentence of that id, read aloud; nothing where there is none."""
        knowledge = self.knowledge
        if name in {entry.id for entry in knowledge.rulebook.entries} or not knowledge.tells:
            return None
        found = knowledge.memo.sentences.get(name)
        kinds = knowledge.memo.rulebook.vocabulary.kinds
        return RuleWords(knowledge, kinds).sentence(found) if found is not None else None

    def table(self, name: str) -> Table | None:
        """The table of that id, if there is one and no rule has the same."""
        rulebook = self.knowledge.rulebook
        known = any(entry.id == name for entry in rulebook.entries)
        return None if known else rulebook.table(name)

    def around(self, entry: Entry, depth: int) -> tuple[set[str], tuple[Link, ...]]:
        """The rules within some links of a rule, before it and after it.

        Returns:
            Their ids, and the links among them.
        """
        shown = {entry.id}
        for end, other in (("source", "target"), ("target", "source")):
            edge = {entry.id}
            for _ in range(depth):
                edge = {
                    getattr(one, other)
                    for one in self.dependencies.links
                    if getattr(one, end) in edge
                }
                shown |= edge
        links = [
            one for one in self.dependencies.links if one.source in shown and one.target in shown
        ]
        return shown, tuple(links)

    def _neighbors(self, links: Iterable[Link], end: str) -> tuple[Neighbor, ...]:
        found: dict[str, list[Link]] = {}
        for one in links:
            found.setdefault(getattr(one, end), []).append(one)
        return tuple(
            Neighbor(
                rule,
                self.knowledge.rulebook.entry(rule).title,
                tuple(dict.fromkeys(one.kind for one in through)),
                all(one.negated for one in through),
            )
            for rule, through in found.items()
        )

    @cached_property
    def _fired(self) -> Mapping[str, tuple[str, ...]]:
        """The cases that fire each rule."""
        return fired(self.knowledge, self.cases)


def fits_words(entry: Entry, words: Iterable[str]) -> bool:
    """Whether every word stands in the id or the title of a rule.

    Args:
        entry: The rule or total.
    """
    said = f"{entry.id} {entry.title}".lower()
    return all(word in said for word in words)


def _about(file: str) -> str:
    reader = Reader(file)
    top = reader.mapping(reader.content, "The file", 1)
    return " ".join(str(top.get("about", "")).split())


def known_name(name: str | None, names: Iterable[str], what: str) -> str | None:
    """A name that was given, if it is one of those there are.

    Args:
        name: The name; nothing if none was given.
        what: What they are names of, for the message.

    Raises:
        InputError: If it is none of them.
    """
    names = tuple(names)
    if name is None or name in names:
        return name
    listed = f"There are: {', '.join(names[:20])}."
    raise InputError(f"There is no {what} {echo(name)}.", remedy=did_you_mean(name, names, listed))


def open_book(
    folder: str | os.PathLike[str] | None = None, *, with_examples: bool = True
) -> RuleBook:
    """The rules of a knowledge base, to be read, searched and drawn.

    Args:
        folder: Where the knowledge is; without one, that which comes with Advisor.
        with_examples: Whether to run the examples, to say which rule they fire.

    Returns:
        The rule book; its `find` finds a rule by its id or by words, its `page` tells all about
        one, its `topics` lists them in order.
    """
    knowledge = Knowledge(Path(folder)) if folder is not None else usual_knowledge()
    places = [one for one in usual_places() if one.name == "examples" and with_examples]
    return RuleBook(knowledge, read_cases(places, knowledge))
