"""Two ways to complete the same open answers, beside each other in one program.

A question can still matter exactly if there are two completions of the answers so far that differ
in its answer alone and come to different conclusions. So the rules stand in the program twice, the
second time under other names, and the solver is asked for two such completions; it finds them, or
has proved that there are none. With a single completion it is asked for any that ends elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from advisor.model.answer_names import AnswerName
from advisor.model.fact import Fact
from advisor.solver import answers
from advisor.solver.program import atom, predicate, term
from advisor.solver.session import OPTIONS, fact_of, load_clingo, rules_for, words_of

if TYPE_CHECKING:
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.vocabulary import Value
    from advisor.model.case import Case

Pick = tuple[AnswerName, "Value"]
"""One answer with what is picked for it."""
Picks = frozenset[Pick]
Unit = TypeVar("Unit", bound=Hashable)
"""What stands for one open answer, which may have several names."""

OTHER = "_b"
"""What the names of the second completion end with."""
_NAME = re.compile(r'"[^"]*"|(?<![#\w])[a-z]\w*')
_HEAD = re.compile(r"^\{?\s*([a-z]\w*)(?=[^.\"]*(?:\"[^\"]*\"[^.\"]*)*:-)", re.MULTILINE)

DIFFERENT = """
differs(U) :- belongs(U,P,S,Q,R), picked(P,S,Q,R,V), not picked_b(P,S,Q,R,V).
differs(U) :- belongs(U,P,S,Q,R), picked_b(P,S,Q,R,V), not picked(P,S,Q,R,V).
{ may_differ(U) : belongs(U,_,_,_,_) }.
:- differs(U), not may_differ(U).
{ clashing }.
:- clash(_,_), not clashing.
:- clash_b(_,_), not clashing.
{ elsewhere }.
:- elsewhere, not other.
{ in_one_alone }.
:- in_one_alone, 2 { differs(U) : belongs(U,_,_,_,_) }.
"""
"""What makes the two completions a pair; what is in braces is decided by whoever asks."""

BESIDE = """
money("any-source") :- picked("sources","","any","","yes").
one_source :- picked("sources","","any","","yes"), no_source.
f_event("any",K,"undated") :- picked("events","","kind","",K).
f_rating(T,"rater",N,W,W-N) :- picked("tensions",T,"now","",N), picked("tensions",T,"wanted","",W).
f_figure("missing-parties",1) :- picked("","","missing-parties","","any").
f_decision(B,D) :- decision_body(B), decision_dated(D).
decision_body("stated") :- picked("decision","","body","",_).
decision_body("unknown") :- decision_open, not picked("decision","","body","",_).
decision_dated("yes") :- picked("decision","",("next-meeting";"deadline"),"",_).
decision_dated("no") :- decision_open, not picked("decision","",("next-meeting";"deadline"),"",_).
"""
"""Facts of lists that are still to be given, of which one entry stands for any."""


CONFLICTS = 20_000
"""How often the solver may find that it went astray before a question counts as undecided."""


class UndecidedError(Exception):
    """The solver has not come to an end within what it may take."""


@dataclass(frozen=True)
class Pair(Generic[Unit]):
    """Two completions that come to different conclusions."""

    differs: tuple[Unit, ...]
    """The answers in which they differ."""
    picks: tuple[Picks, Picks]
    conclusions: tuple[tuple[Fact, ...], tuple[Fact, ...]]


class Pairs(Generic[Unit]):
    """The rules over one case with open answers, ready to be asked.

    Attributes:
        units: The answers that may be open, by what they belong to.
    """

    def __init__(
        self,
        case: Case,
        knowledge: Knowledge,
        goals: tuple[str, ...],
        units: Mapping[Unit, Iterable[tuple[AnswerName, tuple[Value, ...]]]],
        homes: Iterable[str],
        standing: Iterable[Fact] = (),
    ) -> None:
        """Grounds the rules.

        Args:
            units: For each answer that may be open, what may be picked for each name in it.
            homes: The homes that can have a part in the advice.
            standing: Facts of the knowledge that hold in every case.

        Raises:
            SolverMissingError: If clingo cannot be loaded.
        """
        clingo = load_clingo()
        self.units = dict.fromkeys(units)
        kinds = knowledge.rulebook.vocabulary.kinds
        self._kinds = {predicate(goal): kinds[goal] for goal in goals}
        numbers = {unit: number for number, unit in enumerate(units)}
        lines = [
            f"belongs({number},{_named(name)})."
            for unit, number in numbers.items()
            for name, _ in units[unit]
        ]
        lines += [
            answers.may_be(name, value)
            for open_ in units.values()
            for name, values in open_
            for value in values
        ]
        lines += answers.told(case, knowledge).splitlines()
        open_parts = {name.part for open_ in units.values() for name, _ in open_}
        fixed = (*answers.fixed_facts(case, knowledge), *standing)
        lines += [f"{atom(one)}." for one in fixed
                  if one.kind != "decision" or "decision" not in open_parts]  # fmt: skip
        lines += ["decision_open."] * ("decision" in open_parts)
        lines += ["no_source."] * (not case.money)
        text, heads = _twice(knowledge, goals, tuple(homes))
        made = [line for line in lines if line[: line.find("(")] in heads]
        lines += [_renamed(line, heads) for line in made]
        lines += [f"#show {name}{end}/{len(kind.fields)}."
                  for name, kind in self._kinds.items() for end in ("", OTHER)]  # fmt: skip
        lines += ["#show picked/5.", f"#show picked{OTHER}/5."]
        self._control = clingo.Control([*OPTIONS])
        self._control.add("base", [], "\n".join((text, *lines)))
        self._control.ground([("base", [])])
        self._control.configuration.solve.solve_limit = str(CONFLICTS)
        atoms = self._control.symbolic_atoms
        literals_of: dict[Pick, list[int]] = {}
        for end in ("", OTHER):
            for one in atoms.by_signature(f"picked{end}", 5):
                literals_of.setdefault(_pick(one.symbol), []).append(one.literal)
        self._of_unit = {
            unit: {(name, value): literals_of[name, value] for name, values in open_
                   for value in values}
            for unit, open_ in units.items()
        }  # fmt: skip
        self._unit_of = {name: unit for unit, open_ in units.items() for name, _ in open_}
        literals = {one.symbol.arguments[0].number: one.literal
                    for one in atoms.by_signature("may_differ", 1)}  # fmt: skip
        self._may_differ = {unit: literals[number] for unit, number in numbers.items()
                            if number in literals}  # fmt: skip
        self._clashing = atoms[clingo.Function("clashing")].literal
        self._elsewhere = atoms[clingo.Function("elsewhere")].literal
        self._in_one_alone = atoms[clingo.Function("in_one_alone")].literal

    def differing(
        self,
        among: Iterable[Unit],
        given: Mapping[Unit, Picks],
        *,
        clashing: bool = False,
        in_one_alone: bool = True,
    ) -> Pair[Unit] | None:
        """Two completions that come to different conclusions.

        Args:
            among: The answers in which they may differ.
            given: What is picked for answers that are not open.
            clashing: Whether answers that cannot hold together count.
            in_one_alone: Whether they differ in one of the answers alone, or in as many as it
                takes.

        Returns:
            The completions; nothing if it is proved that there are none.

        Raises:
            UndecidedError: If the solver has not come to an end.
        """
        differ = set(among)
        assumed = [self._elsewhere]
        for literal, wanted in ((self._clashing, clashing), (self._in_one_alone, in_one_alone)):
            assumed.append(literal if wanted else -literal)
        assumed += [one if unit in differ else -one for unit, one in self._may_differ.items()]
        for unit, picks in given.items():
            for pick, literals in self._of_unit.get(unit, {}).items():
                assumed += literals if pick in picks else [-one for one in literals]
        with self._control.solve(assumptions=assumed, yield_=True) as models:
            for model in models:
                return self._read(model.symbols(shown=True))
            if not models.get().unsatisfiable:
                raise UndecidedError
        return None

    def agree(self, pair: Pair[Unit], given: Mapping[Unit, Picks]) -> bool:
        """Whether both completions of a pair have these answers.

        Args:
            given: What is picked for some answers.
        """
        both = pair.picks[0] & pair.picks[1]
        return all(
            unit not in pair.differs
            and picks == {one for one in self._of_unit.get(unit, ()) if one in both}
            for unit, picks in given.items()
        )

    def _read(self, symbols: Iterable[object]) -> Pair[Unit]:
        picks: tuple[set[Pick], set[Pick]] = (set(), set())
        facts: tuple[list[Fact], list[Fact]] = ([], [])
        for symbol in symbols:
            name = symbol.name  # type: ignore[attr-defined]
            side = int(name.endswith(OTHER))
            kind = self._kinds.get(name.removesuffix(OTHER))
            if kind is None:
                picks[side].add(_pick(symbol))
            else:
                facts[side].append(fact_of(kind, symbol))
        return Pair(
            tuple(dict.fromkeys(self._unit_of[name] for name, _ in sorted(picks[0] ^ picks[1]))),
            (frozenset(picks[0]), frozenset(picks[1])),
            (tuple(sorted(facts[0])), tuple(sorted(facts[1]))),
        )


@lru_cache(maxsize=4)
def _twice(
    knowledge: Knowledge, goals: tuple[str, ...], homes: tuple[str, ...]
) -> tuple[str, frozenset[str]]:
    """The program of all cases for two completions, and the names that each has of its own."""
    text = f"{rules_for(knowledge, goals)}\n{BESIDE}"
    kept = [line for line in text.splitlines() if not _is_elsewhere(line, knowledge, homes)]
    text = "\n".join(kept)
    heads = frozenset(_HEAD.findall(text))
    kinds = knowledge.rulebook.vocabulary.kinds
    other = []
    for goal in goals:
        name = predicate(goal)
        fields = ",".join(f"X{place}" for place in range(len(kinds[goal].fields)))
        for one, two in (("", OTHER), (OTHER, "")):
            other.append(f"other :- {name}{one}({fields}), not {name}{two}({fields}).")
    second = "\n".join(_renamed(line, heads) for line in kept if not _is_fact(line, heads))
    return "\n".join((text, second, DIFFERENT, *other)), heads


def _is_elsewhere(line: str, knowledge: Knowledge, homes: tuple[str, ...]) -> bool:
    """Whether a line of the tables tells of a home that can have no part."""
    found = re.match(r'home\("([^"]*)"\)\.$', line)
    return found is not None and found[1] in knowledge.homes and found[1] not in homes


def _is_fact(line: str, heads: frozenset[str]) -> bool:
    """Whether a line of the tables is the same for both completions."""
    found = re.match(r"([a-z]\w*)\(([^()]*)\)\.$", line)
    return found is not None and found[1] not in heads


def _renamed(text: str, heads: frozenset[str]) -> str:
    """A part of the program as the second completion has it."""
    change: Callable[[re.Match[str]], str] = lambda one: (  # noqa: E731
        one[0] + OTHER if one[0] in heads else one[0]
    )
    return _NAME.sub(change, text)


def _named(name: AnswerName) -> str:
    return ",".join(map(term, name))


def _pick(symbol: object) -> Pick:
    *name, value = words_of(symbol)
    return AnswerName(*map(str, name)), value
