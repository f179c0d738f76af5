"""The space of all answers, as an answer-set program: every way in which a case can be given.

For each home one of the ways is chosen in which a network of any size can stand (`networks`), in
place of the rules that seat parties and of the totals over seats; and what rests on lists of
parties or parts alone is taken either way. So every case is in the space, and some that cannot be:
what holds in all of it holds in every case. The rules that are replaced are carried out by
themselves on a case with one party (`seating`). In the space of two worlds one answer differs.

The module is long because each sort of answer is left open in its own way, and what is left out of
one of them would be left out of every proof.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain, product
from typing import TYPE_CHECKING

from advisor.engine.program import needed_for
from advisor.knowledge.rule import Total, Variable
from advisor.knowledge.strata import Dependencies, Entry
from advisor.model.fact import Fact
from advisor.solver.program import atom, predicate, program, term
from advisor.verification.proof.networks import HOME, POWERS, SEAT, Networks, Told, held_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.questions import Question
    from advisor.knowledge.vocabulary import Value

UNKNOWN = "unknown"
GOALS = ("path", "verdict", "veto", "candidate", "fit", "reads", "route", "chosen-home",
         "front-runner", "family-choice", "first-users", "weaker", "alignment",
         "demand-fails")  # fmt: skip
"""What the properties speak of; the rules that can bear on it are in the programs."""
LISTS = frozenset({"party", "part"})
"""Kinds of given fact of which a case can have any number."""
SORTED = frozenset({"money", "event"})
"""Kinds of given fact of which one of each sort is enough: no rule counts them or compares two."""
REPLACED = LISTS | {"power-stated", "usual"}
"""Kinds of given fact that nothing but the rules that are replaced reads."""
ABOUT = ("to", "of", "item")
"""The fields that say which question a given fact answers."""
ORDERS = (1, 2, 3)
"""Numbers that are only compared with one another: three values give every order of three."""
CLOSED_PLACE = {("case", "place", ("any",)), ("home", "open", ("no",))}
"""The answers that put the work in a place and say that this place is not open ..."""
GIVEN_UP = ("case", "place", "nowhere")
"""... where the reader of cases goes on without a place, if the knowledge base tells it to."""


class Space:
    """All answers that bear on what the properties speak of, for one knowledge base.

    Attributes:
        knowledge: The knowledge base.
        homes: The homes there are.
        rulebook: Its rules.
        entries: The rules and totals that can bear on the goals.
        networks: The ways in which networks can stand.
    """

    def __init__(self, knowledge: Knowledge, homes: Iterable[str] = ()) -> None:
        """Reads which answers count.

        Args:
            homes: The homes there are; all of them, when none is named.
        """
        self.knowledge = knowledge
        wanted = set(homes) or set(knowledge.homes)
        self.homes = {name: home for name, home in knowledge.homes.items() if name in wanted}
        self.rulebook = knowledge.rulebook
        self._kinds = self.rulebook.vocabulary.kinds
        goals = [kind for kind in GOALS if kind in self._kinds]
        needed = needed_for(self.rulebook, goals)
        self.entries = tuple(one for one in self.rulebook.entries if one.id in needed)
        self.networks = Networks(self.rulebook, self.entries)

    @cached_property
    def bearing(self) -> tuple[Entry, ...]:
        """The rules and totals on which the path can depend, through what they conclude."""
        links = Dependencies(self.rulebook)
        waiting = [one.id for one in self.rulebook.concluding("path")]
        found = set(waiting)
        while waiting:
            more = {one.source for one in links.needs(waiting.pop())} - found
            found |= more
            waiting.extend(more)
        return tuple(one for one in self.entries if one.id in found)

    @cached_property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """The kinds of given fact that rules read, each with the question it answers, if any."""
        return self._asked_by(self.entries)

    def _asked_by(self, entries: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
        found: dict[tuple[str, str], None] = {}
        for entry in entries:
            for pattern in entry.patterns:
                if self._kinds[pattern.kind].given:
                    about = [one.operand for one in pattern.tests if one.field in ABOUT]
                    allowed = [
                        field.allowed
                        for name, field in self._kinds[pattern.kind].fields.items()
                        if name in ABOUT
                    ]
                    if about and isinstance(about[0], str):
                        found[pattern.kind, about[0]] = None
                    elif about and isinstance(about[0], tuple):
                        found.update(((pattern.kind, str(one)), None) for one in about[0])
                    else:
                        words = allowed[0] or () if allowed else ("",)
                        found.update(((pattern.kind, str(one)), None) for one in words)
        return tuple(sorted(found))

    def question(self, kind: str, about: str) -> Question | None:
        """The question that a given fact answers."""
        levels = ("home",) if kind.startswith("home-") else ("change", "client", "case")
        found = (self.knowledge.questions.levels[one].questions.get(about) for one in levels)
        return next((one for one in found if one is not None), None)

    def objections(self) -> Iterator[str]:
        """What some rule asks of an answer that the space does not tell apart."""
        for entry in self.entries:
            for pattern in entry.patterns:
                measured = isinstance(entry, Total) and pattern is not entry.for_each
                if measured and pattern.kind in LISTS | SORTED:
                    yield f"{entry.id} takes a total over {pattern.kind}, of which there is no end"
                if pattern.kind in ("figure", "home-figure", *self._numbers):
                    for test in pattern.tests:
                        if isinstance(test.operand, int):
                            yield f"{entry.id} compares a number with one that stands in the rules"

    @cached_property
    def _numbers(self) -> set[str]:
        """The kinds of conclusion that take over a number the case gives."""
        return {
            head.kind
            for entry in self.entries
            if any(one.kind in ("figure", "home-figure") for one in entry.patterns)
            for head in entry.then
            for name, field in zip(self._kinds[head.kind].fields.values(), head.values)
            if name.number and isinstance(field, Variable)
        }

    # The programs

    def one_world(self) -> str:
        """Every answer, and what follows."""
        parts = (self.frame(), self._answers(self.asked), self._standing(), self._free())
        return "\n".join([self._program(self.carried_out), *chain(*parts)])

    def two_worlds(self) -> str:
        """Every answer, what follows, and what follows for the verdicts once one has changed."""
        needed = needed_for(self.rulebook, ["verdict"])
        again = self._program(one for one in self.carried_out if one.id in needed)
        return "\n".join([self.one_world(), _after(again), *self.copied(), *self._clashes()])

    def moved(self) -> str:
        """Every answer, what follows, and what follows once the work is planned elsewhere."""
        needed = needed_for(self.rulebook, ["verdict", "reads"])
        again = self._program(one for one in self.carried_out if one.id in needed)
        return "\n".join([self.one_world(), _after(again), *self.copied(moved=True)])

    def firing(self) -> str:
        """Every answer, what follows, and which rule fires for it."""
        return "\n".join([*self._fires(self.carried_out), *self.frame(), *self._answers(self.asked),
                          *self._standing(), *self._free()])  # fmt: skip

    def seating(self) -> str:
        """One party and one part, and which rule fires of those that the space replaces."""
        replaced = [one for one in self.entries if one not in self.carried_out]
        rules = [one for one in replaced if one not in self.networks.totals]
        known = (",".join(map(term, one.values())) for one in self.networks.seats)
        return "\n".join([*self._fires(rules), *self.frame(), *self._answers(self._asked_by(rules)),
                          *self._lists(), *self._beside(rules),
                          *(f"a_seat({one})." for one in known)])  # fmt: skip

    def _beside(self, rules: Iterable[Entry]) -> Iterator[str]:
        """What rules about one party read that follows from answers alone, taken either way."""
        rules = tuple(rules)
        own = {kind for one in rules for kind in one.concludes}
        read = {p.kind for one in rules for p in one.patterns} - own
        for kind in sorted(one for one in read if not self._kinds[one].given):
            values = list(self._kinds[kind].fields.values())[1:]
            words = ",".join(f"({';'.join(map(term, one.allowed or ()))})" for one in values)
            yield f"{{ {predicate(kind)}(H,{words}) }} 1 :- a_home(H)."

    @cached_property
    def carried_out(self) -> tuple[Entry, ...]:
        """The rules and totals that nothing in the space replaces."""
        replaced = (*self.networks.totals, *self._freed, *self._of_lists)
        return tuple(
            one for one in self.entries if one not in replaced and SEAT not in one.concludes
        )

    @cached_property
    def _of_lists(self) -> tuple[Entry, ...]:
        """Rules that read a party or part beside other things; the space names none."""
        return tuple(
            one for one in self.entries
            if one not in self._freed and any(p.kind in LISTS for p in one.patterns)
        )  # fmt: skip

    def _program(self, entries: Iterable[Entry]) -> str:
        return program(self.rulebook, {one.id for one in entries})

    def _fires(self, entries: Iterable[Entry]) -> Iterator[str]:
        """Rules and totals, each saying that it fires and for what."""
        kinds: set[str] = set()
        for entry in entries:
            kinds.update(entry.concludes)
            for line in self._program([entry]).splitlines():
                head, body = line.split(" :- ", 1)
                yield f"fires({term(entry.id)},{head}) :- {body}"
        for kind in sorted(kinds):
            fact = self._general(kind)
            yield f"{fact} :- fires(_,{fact})."

    def _general(self, kind: str) -> str:
        """Any fact of a kind."""
        return (
            f"{predicate(kind)}({','.join(f'X{n}' for n in range(len(self._kinds[kind].fields)))})"
        )

    def frame(self) -> Iterator[str]:
        """What the properties ask of a knowledge base."""
        words = self.rulebook.vocabulary.values
        yield f"#const veto_power={self.networks.veto_power}."
        yield f"#const strong_power={self.networks.strong_power}."
        yield from (f"a_home({term(one)})." for one in self.homes)
        yield from (f"a_question({term(one)})." for one in words.get("question", ()))
        items = self._kinds["home-decides"].fields["item"].allowed or ()
        yield from (f"an_item({term(one)})." for one in items)
        yield from (f"asked({term(kind)},{term(about)})." for kind, about in self.asked)
        for question in self.knowledge.questions.levels["home"].questions.values():
            yield from (f"sums_up({term(question.id)},{term(one)})." for one in question.summary_of)
            yield from (f"an_answer({term(question.id)},{term(one)})." for one in question.values)

    @cached_property
    def _freed(self) -> tuple[Entry, ...]:
        """Rules that read lists of parties or parts alone, of which there is no end."""
        kinds = set(LISTS)
        found: list[Entry] = []
        for entry in (one for stratum in (self.entries, self.entries) for one in stratum):
            if entry not in found and all(one.kind in kinds for one in entry.patterns):
                others = [one for head in entry.then for one in self.rulebook.concluding(head.kind)]
                if all(p.kind in kinds for one in others for p in one.patterns):
                    found.append(entry)
                    kinds.update(entry.concludes)
        return tuple(found)

    @cached_property
    def either(self) -> list[str]:
        """The kinds of conclusion from lists that other rules read."""
        read = {p.kind for one in self.carried_out for p in one.patterns}
        listed = (*self._freed, *self._of_lists)
        return sorted(({one for entry in listed for one in entry.concludes} & read) - {SEAT})

    def _free(self) -> Iterator[str]:
        return (f"{{ {one} }}." for one in self.either_way())

    def either_way(self) -> Iterator[str]:
        """Conclusions from lists alone, which may come out or not, each for two names."""
        for kind in self.either:
            fields = self._kinds[kind].fields.items()
            values = (one.allowed or (f"one-{name}", f"other-{name}") for name, one in fields)
            for chosen in product(*values):
                yield _atom(kind, *chosen)

    def _standing(self) -> Iterator[str]:
        """A network for each home, by the way in which it stands."""
        ways = self.networks.ways
        yield f"way(0..{len(ways) - 1}). 1 {{ stands(H,W) : way(W) }} 1 :- a_home(H)."
        for number, way in enumerate(ways):
            for place, seat in enumerate(self.networks.seats_of(way)):
                values = ",".join(map(term, seat.values()))
                yield f'f_seat(H,"party-{place}",{values}) :- stands(H,{number}).'
            yield from (f"{_of_home(one)} :- stands(H,{number})." for one in way.totals)

    def copied(self, moved: bool = False) -> Iterator[str]:
        """What is the same in the second world, but for what the properties say of it.

        Args:
            moved: Whether it is the place that differs, and not an answer about a home.
        """
        changing = {HOME} if moved else {"home-answer", "home-decides", "home-figure"}
        same = {kind for kind, _ in self.asked} | {HOME, "decision", SEAT, *self.either}
        for kind in sorted(same - changing - LISTS):
            fact = self._general(kind)
            yield f"{_after(fact)} :- {fact}."
        ally = ",".join(map(term, self.networks.ally.values()))
        yield f'g_seat(H,"ally",{ally}) :- joined(H).'
        for number, way in enumerate(self.networks.ways):
            for told, when in ((way.totals, "not joined(H)"), (way.with_ally, "joined(H)")):
                for one in told:
                    yield f"{_after(_of_home(one))} :- stands(H,{number}), {when}."

    def _clashes(self) -> Iterator[str]:
        """Answers that no case that is read has beside one another, in either world.

        The reader of cases names such a clash and goes on with the cautious answer. Only what is
        stated clashes; what is assumed gives way.
        """
        for one in self.knowledge.questions.incompatible:
            sides = [self._side(*side) for side in one.when]
            if len(sides) == 2 and all(sides) and one.when[0][2] != ("same",):
                at_place = ['f_home(H,_,_,"yes")'] if one.at_place else []
                for both in product(*sides):
                    clash = f"clash :- {', '.join([*both, *at_place])}."
                    yield from (clash, _after(clash))

    def _side(self, level: str, question: str, answers: tuple[str, ...]) -> list[str]:
        """The facts that are one side of a clash."""
        prefix, home = ("home-", "H,") if level == "home" else ("", "")
        words = "V" if "any" in answers else f"({';'.join(map(term, answers))})"
        found = []
        for kind, basis in (("answer", ',"stated"'), ("item", "")):
            if (prefix + kind, question) in self.asked:
                fact = f"{predicate(prefix + kind)}({home}{term(question)},{words}{basis})"
                found.append(fact + (', V != "none"' if words == "V" else ""))
        return found

    def _answers(self, asked: Iterable[tuple[str, str]]) -> Iterator[str]:
        """The place, the homes, and every answer to every question that is asked."""
        for name, home in self.homes.items():
            word, group = term(name), term(home.group)
            yield f'1 {{ open({word},("yes";"no";"assumed";"unknown")) }} 1.'
            yield f'f_home({word},{group},O,"yes") :- open({word},O), place({word}).'
            yield f'f_home({word},{group},O,"no") :- open({word},O), not place({word}).'
        yield "{ place(H) : a_home(H) } 1. planned :- place(H)."
        if any(
            set(one.when) == CLOSED_PLACE and GIVEN_UP in one.then
            for one in self.knowledge.questions.incompatible
        ):
            yield ':- place(H), open(H,"no").'
        yield '1 { f_decision(("stated";"unknown"),("yes";"no")) } 1.'
        for kind, about in asked:
            if kind in SORTED:
                yield from (f"{{ {atom(one)} }}." for one in self.sorts_of(kind))
            elif about:
                yield from self._question(kind, about)

    def _question(self, kind: str, about: str) -> Iterator[str]:
        """Every answer to one question."""
        name, of_home = predicate(kind), kind.startswith("home-")
        head, body = ("H,", " :- a_home(H)") if of_home else ("", "")
        start, question = f"{name}({head}{term(about)}", self.question(kind, about)
        words = [term(one) for one in question.values] if question is not None else []
        if kind in ("answer", "home-answer"):
            bases = '("stated";"assumed")' if of_home else '"stated"'
            listed = f"{start},({';'.join(words)}),{bases}); " if words else ""
            yield f'1 {{ {listed}{start},"unknown","unknown") }} 1{body}.'
        elif kind in ("item", "home-item"):
            yield f"{{ {start},({';'.join(words)})) }}{body}."
            if '"none"' in words:  # the reader of cases refuses a list with none and something else
                yield f':- {start},"none"), {start},V), V != "none".'
        elif kind in ("figure", "home-figure"):
            yield f"{{ {start},({';'.join(map(str, ORDERS))})) }} 1{body}."
        elif kind == "home-decides":
            readings = map(term, self.rulebook.vocabulary.values["reading"])
            yield f"{{ {start},({';'.join(readings)})) }} 1{body}."
        else:
            raise LookupError(kind)

    def sorts_of(self, kind: str) -> tuple[Fact, ...]:
        """A source of money, or an event, of each sort: of each answer to what rules ask of one."""
        fields, tested = self._kinds[kind].fields, self._tested(kind)
        values = (
            (one.allowed or (name,))[: None if name in tested else 1]
            for name, one in fields.items()
        )
        return tuple(
            Fact(kind, tuple(zip(fields, (f"{kind}-{number}", *chosen[1:]))))
            for number, chosen in enumerate(product(*values))
        )

    def _lists(self) -> Iterator[str]:
        """One party with any answers, and one part of the change that may turn on it."""
        kinds = (*sorted(self._named("kind", "party")), "other")
        for kind in ("party", "part"):
            own: dict[str, tuple[Value, ...]] = {
                kind: ("one",), "turns": ("one", "nobody"), "kind": kinds, "power": POWERS
            }  # fmt: skip
            read = self._tested(kind)
            there, names, body = f"a_{kind}", list[str](), list[str]()
            yield f"{{ {there} }}."
            for name, field in self._kinds[kind].fields.items():
                chosen = f"its_{kind}_{name.replace('-', '_')}"
                words = own.get(name, field.allowed or ())[: None if name in read else 1]
                yield f"1 {{ {chosen}(({';'.join(map(term, words))})) }} 1 :- {there}."
                names.append(f"X{len(names)}")
                body.append(f"{chosen}({names[-1]})")
            yield f"{predicate(kind)}({','.join(names)}) :- {', '.join(body)}."
        powers = ";".join(map(str, POWERS))
        yield f"{{ f_power_stated(P,H,({powers})) }} 1 :- its_party_party(P), a_home(H)."
        for home in self.homes:
            channels = ";".join(
                sorted({term(kind.at[home]) for kind in self.knowledge.parties.values()})
            )
            yield f"{{ f_usual(K,{term(home)},({channels})) }} 1 :- its_party_kind(K)."

    def _named(self, field: str, kind: str) -> set[str]:
        """The values that rules ask for by name in a field of a kind."""
        return {
            str(value)
            for entry in self.entries
            for pattern in entry.patterns
            for test in pattern.tests
            for value in test.named
            if (pattern.kind, test.field) == (kind, field)
        }

    def _tested(self, kind: str) -> set[str]:
        """The fields of a kind that rules ask something of, or hold against another field.

        A field that is only passed on to a conclusion comes out alike whatever stands in it.
        """
        return {
            test.field
            for entry in self.entries
            for one in entry.patterns
            if one.kind == kind
            for test in one.tests
            if not test.variable or test.variable in held_together(entry)
        }


def _after(text: str) -> str:
    """A part of a program as it is said of the second world."""
    return re.sub(r"\bf_", "g_", text)


def _of_home(told: Told) -> str:
    """A conclusion about a home, whichever it is."""
    kind, values = told
    return f"{predicate(kind)}({','.join(('H', *map(term, values)))})"


def _atom(kind: str, *values: Value) -> str:
    return f"{predicate(kind)}({','.join(map(term, values))})"
