"""The proof as a whole: what must hold is put to the solver, over all answers at once.

`properties.lp` states the properties, `space` makes the program of all answers. For each property
and home the solver is asked for answers with which the property is broken; that it finds none is
the proof. What it finds is made as small as can be, carried out by the reference engine, and
written down as a case file.

The module is long because the ways of asking share what is made ready for the solver, and how a
violation is made small, carried out and told is one argument for all of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Annotated

import clingo
from msgspec import Meta

from advisor.explanation.contract import Contract, Count, Versioned
from advisor.knowledge.base import Knowledge
from advisor.model.fact import Fact
from advisor.solver.program import atom, predicate
from advisor.solver.session import fact_of
from advisor.verification.proof.cases import (
    Facts,
    as_case_file,
    outcome,
    party_facts,
    random_case,
    unannounced,
    voters_of,
)
from advisor.verification.proof.networks import HOME, PARTY, SEAT
from advisor.verification.proof.space import GOALS, REPLACED, UNKNOWN, Space

PROPERTIES = Path(__file__).with_name("properties.lp")
"""The properties, as rules of an answer-set program."""


def ground(text: str, *parts: str) -> clingo.Control:
    """A program with the properties, made ready."""
    control = clingo.Control(["--warn=none", "--configuration=tweety"])
    control.load(str(PROPERTIES))
    control.add("base", [], text)
    control.ground([(part, []) for part in parts])
    return control


def model_of(
    control: clingo.Control, *assumed: clingo.Symbol | tuple[clingo.Symbol, bool]
) -> list[clingo.Symbol] | None:
    """What holds in one way in which some atoms hold, or do not; nothing if there is none."""
    found: list[clingo.Symbol] = []
    given = [one if isinstance(one, tuple) else (one, True) for one in assumed]
    result = control.solve(assumptions=given, on_model=lambda one: keep(one, found))
    return found if result.satisfiable else None


def keep(model: clingo.Model, found: list[clingo.Symbol]) -> None:
    """Takes over what holds in a model, in place of what held in the one before."""
    found[:] = model.symbols(atoms=True)


def possible(control: clingo.Control, name: str) -> set[clingo.Symbol]:
    """The atoms of a name each of which holds in some way."""
    found: set[clingo.Symbol] = set()
    for one in [one.symbol for one in control.symbolic_atoms if one.symbol.name == name]:
        if one not in found:
            found.update(each for each in model_of(control, one) or () if each.name == name)
    return found


def atoms_of(control: clingo.Control, kind: str, name: str) -> list[clingo.Symbol]:
    """The atoms of a property, in order."""
    symbols = (one.symbol for one in control.symbolic_atoms if one.symbol.name == kind)
    return sorted(one for one in symbols if one.arguments[0].string == name)


def sentence(says: clingo.Symbol) -> str:
    """What is wrong, from its parts."""
    if says.type is clingo.SymbolType.Function and says.arguments:
        return " ".join(map(sentence, says.arguments))
    return says.string if says.type is clingo.SymbolType.String else str(says)


class Violation(Contract, frozen=True):
    """A case that breaks a property."""

    says: str
    case: str = ""
    """The smallest case found, as a case file; empty where it is no case."""
    facts: tuple[str, ...] = ()
    """What the combination consists of, where no whole case shows it."""


class Property(Contract, frozen=True):
    """A property and whether it holds."""

    property: str
    """Its id; docs/proof.md states it."""
    holds: bool
    examined: Count
    """How many questions were put to the solver, or cases looked at."""
    notes: tuple[str, ...]
    violations: tuple[Violation, ...]


class Proof(Versioned, frozen=True, kw_only=True):
    """What came of the proof over all answers, or of a slice of it.

    A change that could break a reader raises contract_version.
    """

    folder: str
    """The folder of the knowledge base."""
    holds: bool
    """No property is broken."""
    sampled: Count
    """How many whole cases were drawn at random; 0 for the whole proof."""
    seed: int
    """Which cases were drawn."""
    rules: Count
    """How many rules and totals bear on the path."""
    answers: tuple[str, ...]
    """The answers that bear on the path."""
    ways: Count
    """In how many ways a network of any size can stand to the rules."""
    properties: Annotated[tuple[Property, ...], Meta(min_length=1)]


def found_of(
    name: str,
    examined: int,
    violations: tuple[Violation, ...] = (),
    notes: tuple[str, ...] = (),
) -> Property:
    """What came of one property, which holds where nothing broke it."""
    return Property(name, not violations, examined, notes, violations)


ANNOUNCED, LEFT_OUT, IDLE, PATHS = (
    "unknowns-are-announced", "nothing-left-out", "no-idle-rule", "every-path",
)  # fmt: skip
IN_ONE_CASE = (
    "one-path", "open-home", "no-veto", "aligned-home", "lead-what-fits", "ask-where-it-matters",
)  # fmt: skip
IN_TWO_WORLDS = ("grants-never-harm", "yes-is-best", ANNOUNCED)
OPPONENTS, PLANNING = "opponents-keep-power", "planning-changes-nothing"
IDS = (*IN_ONE_CASE, PATHS, *IN_TWO_WORLDS, PLANNING, OPPONENTS, LEFT_OUT, IDLE)
"""The properties, in the order in which they are proved."""

MOST = 3
"""How many violations of one property are worked out; the first few are enough to mend it."""
SMALLER_FOR = 10.0
"""For how many seconds a smaller case is looked for."""
CASES, SEED = 60, 3
"""How many random cases have to be in the space, and which."""
ANNOUNCING, ANNOUNCING_SEED = 25, 11
"""In how many random cases each open answer is settled, and which."""

SMALL = """
#minimize { 1,Q : f_answer(Q,V,_), V != "unknown"; 1,H,Q : f_home_answer(H,Q,V,_), V != "unknown";
  1,b,H,Q : f_home_answer(H,Q,_,"assumed"); 1,Q,V : f_item(Q,V); 1,H,Q,V : f_home_item(H,Q,V);
  1,n,Q : f_figure(Q,_); 1,n,H,Q : f_home_figure(H,Q,_); 1,d,H,I : f_home_decides(H,I,_);
  1,m,S : f_money(S,_,_,_,_,_,_); 1,e,E : f_event(E,_,_); 1,o,H : f_home(H,_,O,"no"), O != "no";
  1 : planned;
  N,s,W : stands(_,W), seats(W,N); 1,s,H : stands(H,W), seats(W,N), N > 0 }.
"""
"""How small a case is: the less is answered in it the smaller."""


def prove(
    knowledge: Knowledge,
    only: Iterable[str] = (),
    homes: Iterable[str] = (),
    ended: Callable[[Property], None] | None = None,
) -> Proof:
    """Proves the properties of a knowledge base over all answers.

    Args:
        only: The ids of the properties wanted; all, when none is named.
        homes: The homes there are; all of them, when none is named.
        ended: What hears of each property as it ends.
    """
    prover = Prover(Space(knowledge, homes))
    wanted = set(only) or set(IDS)
    findings = []
    for name in (one for one in IDS if one in wanted):
        findings.append(prover.prove(name))
        if ended is not None:
            ended(findings[-1])
    return _proof(prover.space, findings)


def sample(knowledge: Knowledge, number: int, seed: int = 0) -> Proof:
    """Looks at whole cases drawn at random; a quick slice of the proof.

    Returns:
        What came of the properties that can be seen in one case, as the reference engine
        concludes; of what is announced; and of the check that every case is in the space.
    """
    prover = Prover(Space(knowledge))
    dice = random.Random(seed)
    cases = [random_case(prover.space, dice) for _ in range(number)]
    outcomes = [outcome(prover.space, one) for one in cases]
    findings = [prover.look(name, outcomes) for name in IN_ONE_CASE]
    findings.append(found_of(ANNOUNCED, number, prover.unannounced(cases)))
    findings.append(found_of(LEFT_OUT, number, prover.left_out(cases)))
    return _proof(prover.space, findings, number, seed)


def _proof(space: Space, findings: Sequence[Property], sampled: int = 0, seed: int = 0) -> Proof:
    return Proof(
        folder=space.knowledge.folder.name,
        holds=all(one.holds for one in findings),
        sampled=sampled,
        seed=seed,
        rules=len(space.bearing),
        answers=tuple(" ".join(filter(None, one)) for one in space.asked),
        ways=len(space.networks.ways),
        properties=tuple(findings),
    )


class Prover:
    """Puts the properties of one knowledge base to the solver."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self._kinds = {predicate(one): one for one in space.rulebook.vocabulary.kinds}

    def prove(self, name: str) -> Property:
        """What comes of one property."""
        if self.space.networks.objections and name != LEFT_OUT:
            says = "some rule sees more of a network than can be told: see nothing-left-out"
            return found_of(name, 0, (Violation(says),))
        if name == PATHS:
            return self._every_path()
        if name == LEFT_OUT:
            return self._nothing_left_out()
        if name == OPPONENTS:
            return found_of(name, 1, tuple(map(Violation, self._of_seats(name))))
        if name == IDLE:
            return self._no_idle_rule()
        finding = self._never(name)
        if name == ANNOUNCED:
            dice = random.Random(ANNOUNCING_SEED)
            cases = [random_case(self.space, dice) for _ in range(ANNOUNCING)]
            found = (*finding.violations, *self.unannounced(cases))
            return found_of(name, finding.examined + ANNOUNCING, found)
        return finding

    @cached_property
    def _one_world(self) -> clingo.Control:
        return ground(self.space.one_world(), "base")

    @cached_property
    def _two_worlds(self) -> clingo.Control:
        return ground(self.space.two_worlds(), "base", "two_worlds")

    @cached_property
    def _moved(self) -> clingo.Control:
        return ground(self.space.moved(), "base", "moved")

    @cached_property
    def _seating(self) -> clingo.Control:
        return ground(self.space.seating(), "base", "seats", "rules")

    # What must never be

    def _never(self, name: str) -> Property:
        """Looks for answers with which a property is broken, home by home."""
        control = (
            self._two_worlds if name in IN_TWO_WORLDS
            else self._moved if name == PLANNING else self._one_world
        )  # fmt: skip
        asked, found, homes = 0, list[Violation](), set[str]()
        for symbol in atoms_of(control, "bad", name):
            where = symbol.arguments[1].string
            if where in homes or len(found) >= MOST:
                continue
            asked += 1
            if model_of(control, symbol) is not None:
                homes.add(where)
                found.append(self._smallest(name, symbol))
        return found_of(name, asked, tuple({one.says: one for one in found}.values()))

    def _smallest(self, name: str, broken: clingo.Symbol) -> Violation:
        """The smallest case in which a property is broken so."""
        two = name in IN_TWO_WORLDS
        seats = "".join(
            f"seats({number},{len(self.space.networks.seats_of(way))}). "
            for number, way in enumerate(self.space.networks.ways)
        )
        text = self.space.two_worlds() if two else self.space.one_world()
        parts = ("base", "two_worlds") if two else ("base",)
        unread = "".join(f"#minimize {{ 9,{one} : {one} }}. " for one in self.space.either_way())
        control = ground(f"{text}\n{seats}{SMALL}{unread}:- not {broken}.", *parts)
        model: list[clingo.Symbol] = []
        with control.solve(async_=True, on_model=lambda one: keep(one, model)) as handle:
            if not handle.wait(SMALLER_FOR):
                handle.cancel()
        facts = self._case_of(model)
        change = [one for one in model if one.name in ("grant", "settle", "settled")]
        says = self._broken(name, facts, change)
        if says:
            return Violation(says[0], as_case_file(self.space, facts))
        told = [str(one) for one in facts if UNKNOWN not in str(one)]
        told += [str(one) for one in model if self._kinds.get(one.name) in self.space.either]
        return Violation(sentence(broken.arguments[2]), "", tuple(told))

    def _case_of(self, model: Iterable[clingo.Symbol], world: str = "f_") -> Facts:
        """The base facts of a case that stands as the solver says."""
        facts = [one for one in self._facts(model, world) if self._given(one)]
        networks = self.space.networks
        seated = {
            one.arguments[0].string: networks.example(networks.ways[one.arguments[1].number])
            for one in model
            if one.name == "stands"
        }
        return tuple(sorted((*facts, *party_facts(self.space, voters_of(seated)))))

    def _given(self, fact: Fact) -> bool:
        return self.space.rulebook.vocabulary.kinds[fact.kind].given

    def _facts(self, model: Iterable[clingo.Symbol], world: str = "f_") -> Iterator[Fact]:
        """The facts of one of the worlds of a model."""
        for symbol in model:
            kind = self._kinds.get(symbol.name.replace(world, "f_", 1))
            if kind is not None and symbol.name.startswith(world):
                yield fact_of(self.space.rulebook.vocabulary.kinds[kind], symbol)

    def _broken(self, name: str, facts: Facts, change: Sequence[clingo.Symbol] = ()) -> list[str]:
        """What is wrong in a case, as the reference engine concludes.

        Args:
            change: What changes in it, for a property of two worlds.
        """
        lines = [f"{atom(one)}." for one in outcome(self.space, facts)]
        lines += [*self.space.frame(), "#defined f_veto/2."]
        if not change:
            control = ground("\n".join(lines), "base")
        else:
            lines += [f":- not {one}." for one in change]
            after = model_of(
                ground("\n".join([*lines, *self.space.copied()]), "base", "two_worlds")
            )
            changed = [one for one in self._facts(after or (), "g_") if self._given(one)]
            ally = [one for one in change if str(one).endswith(",ally)")]
            kept = [one for one in facts if one.kind in (PARTY, "power-stated")]
            voters = voters_of(
                {one.arguments[0].string: [self.space.networks.ally] for one in ally}
            )
            joined = [_renamed(one) for one in party_facts(self.space, voters)]
            concluded = outcome(self.space, tuple(sorted({*changed, *kept, *joined})))
            lines += [
                atom(one).replace("f_", "g_", 1) + "." for one in concluded if one.kind == "verdict"
            ]
            control = ground("\n".join(lines), "base", "two_worlds")
        model = model_of(control) or ()
        return [
            sentence(one.arguments[2])
            for one in model
            if one.name == "bad" and one.arguments[0].string == name
        ]

    # Whole cases

    def look(self, name: str, outcomes: Sequence[Facts]) -> Property:
        """Looks at a property in whole cases."""
        found: dict[str, Violation] = {}
        for facts in outcomes:
            given = tuple(one for one in facts if self._given(one))
            for says in self._broken(name, given)[:1]:
                found.setdefault(says, Violation(says, as_case_file(self.space, given)))
        return found_of(name, len(outcomes), tuple(found.values())[:MOST])

    def unannounced(self, cases: Iterable[Facts]) -> tuple[Violation, ...]:
        """Cases in which settling one open answer leads to a path that was not announced."""
        found: dict[str, Violation] = {}
        for facts in cases:
            for says in islice(unannounced(self.space, facts), 1):
                found.setdefault(says, Violation(says, as_case_file(self.space, facts)))
        return tuple(found.values())[:MOST]

    def left_out(self, cases: Iterable[Facts]) -> tuple[Violation, ...]:
        """Cases that are not in the space with what the reference engine concludes of them."""
        found = (self._left_out(one) for one in cases)
        return tuple(one for one in found if one is not None)[:MOST]

    def _left_out(self, facts: Facts) -> Violation | None:
        concluded = outcome(self.space, facts)
        networks = self.space.networks
        given = {atom(one) for one in facts}
        for home in self.space.homes:
            seats = [
                {name: value for name, value in one.fields if name not in (HOME, PARTY)}
                for one in concluded
                if one.kind == SEAT and one.get(HOME) == home
            ]
            way = networks.ways.index(networks.way_of(seats))
            given.add(f'stands("{home}",{way})')
        choices = ("stands", *(predicate(kind) for kind in self._choices))
        assumed = [
            (one.symbol, str(one.symbol) in given)
            for one in self._one_world.symbolic_atoms
            if one.symbol.name in choices
        ]
        model = model_of(self._one_world, *assumed)
        told = {str(one) for one in self._facts(model or ()) if self._compared(one)}
        expected = {str(one) for one in concluded if self._compared(one)}
        if told == expected:
            return None
        differing = ", ".join(sorted(told ^ expected)[:MOST])
        return Violation(
            f"a case is not in the space: {differing}", as_case_file(self.space, facts)
        )

    @cached_property
    def _choices(self) -> set[str]:
        return {
            HOME,
            "decision",
            *self.space.either,
            *(kind for kind, _ in self.space.asked),
        } - REPLACED

    def _compared(self, fact: Fact) -> bool:
        """Whether a fact has to be the same; a veto names parties, which differ."""
        return fact.kind in self._choices or (fact.kind in GOALS and fact.kind != "veto")

    # What must be somewhere

    def _every_path(self) -> Property:
        """Every path is the advice in some case; the reference engine confirms it."""
        words = self.space.rulebook.vocabulary.values.get("path", ())
        closed = set(self.space.knowledge.homes) - set(self.space.homes)
        fresh = ground(self.space.one_world(), "base")  # what it has learned leads to odd networks
        paths = [str(one) for one in words if one not in closed]
        reached = {
            symbol.arguments[1].string
            for symbol in atoms_of(fresh, "some", PATHS)
            if self._confirmed(fresh, symbol)
        }
        found = (
            Violation(f"no case leads to the path {one}") for one in paths if one not in reached
        )
        return found_of(PATHS, len(paths), tuple(found))

    def _confirmed(self, control: clingo.Control, reached: clingo.Symbol) -> bool:
        """Whether a whole case comes to a path; of the solver's without parts of the change.

        Networks take long to make up, so other homes have none if that can be.
        """
        path = reached.arguments[1].string
        unread = [
            (one.symbol, False)
            for kind in self.space.either
            for one in control.symbolic_atoms
            if one.symbol.name == predicate(kind)
        ]
        empty = self.space.networks.ways.index(self.space.networks.way_of([]))
        others = [
            one for one in self.space.homes if one not in (path, next(iter(self.space.homes)))
        ]
        nobody = [(clingo.parse_term(f'stands("{one}",{empty})'), True) for one in others]
        model = model_of(control, (reached, True), *unread, *nobody)
        if model is None:
            model = model_of(control, (reached, True), *unread)
        concluded = outcome(self.space, self._case_of(model)) if model is not None else ()
        return [one.get("path") for one in concluded if one.kind == "path"] == [path]

    def _no_idle_rule(self) -> Property:
        """Every rule that bears on the path fires somewhere."""
        fired, alone = set[str](), set[str]()
        for control in (ground(self.space.firing(), "base", "rules"), self._seating):
            for symbol in possible(control, "some"):
                name, rule = (one.string for one in symbol.arguments)
                if name in (IDLE, "alone"):
                    (fired if name == IDLE else alone).add(rule)
        totals = {one.id for one in self.space.networks.totals}
        bearing = [one for one in self.space.bearing if one.id not in totals]
        idle = (f"{one.id} (line {one.line}) never fires" for one in bearing if one.id not in fired)
        notes = (
            f"{one.id} never concludes anything alone: it only adds a reason"
            for one in bearing
            if one.id in fired and one.id not in alone
        )
        return found_of(IDLE, len(bearing), tuple(map(Violation, idle)), tuple(notes))

    def _of_seats(self, name: str) -> list[str]:
        """What is wrong with the seats that one party can have."""
        broken = atoms_of(self._seating, "bad", name)
        found = (one for one in broken if model_of(self._seating, one) is not None)
        return [sentence(one.arguments[2]) for one in found]

    def _nothing_left_out(self) -> Property:
        """What the proof rests on: the space leaves no case out."""
        says = [*self.space.objections(), *self.space.networks.objections]
        if says:
            return found_of(LEFT_OUT, 0, tuple(map(Violation, says[:MOST])))
        says += self._of_seats(LEFT_OUT)
        dice = random.Random(SEED)
        cases = [random_case(self.space, dice) for _ in range(CASES)]
        return found_of(LEFT_OUT, CASES, (*map(Violation, says[:MOST]), *self.left_out(cases)))


def _renamed(fact: Fact) -> Fact:
    """A fact of the supporter who joins, beside the parties there are."""
    return Fact(fact.kind, tuple((one, "ally" if one == PARTY else v) for one, v in fact.fields))
