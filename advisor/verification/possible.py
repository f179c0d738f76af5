"""What can be in some case and what in none, asked of the solver for each kind of fact.

Whatever is said to be impossible here is so in every case; what is possible in a slice of the
rules (see `advisor.verification.worlds`) may still be impossible for a reason further back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import Head, Pattern, Rule, Variable
from advisor.knowledge.strata import Entry, find_cycles, patterns_of
from advisor.solver.program import operand
from advisor.solver.session import OPTIONS, load_clingo
from advisor.verification.values import values_of
from advisor.verification.worlds import Slice

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from advisor.verification.draft import RuleDraft


NEAR, FURTHER = 12, 130
"""Rules of a slice after which the way back ends; further for rules that seem to contradict each
other, because what keeps them apart often stands further back."""


class Stop(NamedTuple):
    """Why a rule can never fire."""

    pattern: Pattern | None = None
    """The pattern that nothing can match; nothing when the patterns exclude each other."""
    barrier: Pattern | None = None
    """The negated pattern that always matches when the others do."""


class Possible:
    """What can be.

    Attributes:
        stopped: Why rules can never fire, by their place among all.
        unmatched: The negated patterns, and those of totals, that nothing can match.
        clashes: The pairs of rules that could give one thing two values, with the kind of fact.
        covered: The rules whenever one of which fires a second concludes the same.
    """

    def __init__(self, draft: RuleDraft) -> None:
        self._kinds = draft.vocabulary.kinds
        self._values = values_of(draft)
        self.stopped: dict[int, Stop] = {}
        self.unmatched: list[tuple[Entry, Pattern]] = []
        self.clashes: list[tuple[str, Rule, Rule]] = []
        self.covered: list[tuple[Rule, Rule]] = []
        self._concluding: dict[str, list[Entry]] = {}
        for entry in draft.entries:
            for kind in entry.concludes:
                self._concluding.setdefault(kind, []).append(entry)
        if not find_cycles(draft.entries):  # what a circle means nobody can say
            for kind in self._premises_first():
                self._ask(kind)

    def _premises_first(self) -> list[str]:
        """The kinds that are concluded, each after those its rules read, circles aside."""
        order: dict[str, None] = {}
        begun: set[str] = set()

        def visit(kind: str) -> None:
            if kind not in begun:
                begun.add(kind)
                for entry in self._concluding.get(kind, ()):
                    for pattern in entry.patterns:
                        visit(pattern.kind)
                order[kind] = None

        for kind in self._concluding:
            visit(kind)
        return [kind for kind in order if kind in self._concluding]

    def _ask(self, kind: str) -> None:
        """Asks everything about the rules that conclude one kind of fact."""
        part = self._slice(kind)
        own = [entry for entry in part.own if entry.concludes[0] == kind]
        alone: list[tuple[Entry, Pattern]] = []
        for entry in own:
            if isinstance(entry, Rule):
                part.add(f"fires({entry.order})", part.body(entry))
            for pattern, negated in patterns_of(entry):
                if negated or not isinstance(entry, Rule):
                    part.add(f"matches({len(alone)})", ", ".join(part.pattern(_alone(pattern))))
                    alone.append((entry, pattern))
        pairs = list(self._pairs(part, [one for one in own if isinstance(one, Rule)]))
        clashing = [one for one in part.own if isinstance(one, Rule)]
        self._contradict(part, kind, clashing)
        found = _possible(part.lines)
        for entry in own:
            if isinstance(entry, Rule) and ("fires", entry.order) not in found:
                self.stopped[entry.order] = self._why(kind, entry)
        for number, (entry, pattern) in enumerate(alone):
            if ("matches", number) not in found:
                self.unmatched.append((entry, pattern))
        self.covered += [
            (special, general) for special, general in pairs
            if special.order not in self.stopped
            and ("free", special.order, general.order) not in found
        ]  # fmt: skip
        if clashes := _pairs_in(found, clashing):
            further = self._slice(kind, FURTHER)
            self._contradict(
                further, kind, list(dict.fromkeys(one for pair in clashes for one in pair))
            )
            clashes = _pairs_in(_possible(further.lines), clashing)
        self.clashes += [(kind, *pair) for pair in clashes]
        for entries in self._concluding.values():
            entries[:] = [one for one in entries if one.order not in self.stopped]

    def _slice(self, kind: str, most: int = NEAR) -> Slice:
        return Slice(kind, self._kinds, self._concluding, self._values, most)

    def _pairs(self, part: Slice, rules: list[Rule]) -> Iterator[tuple[Rule, Rule]]:
        """The pairs of rules that may conclude the same; asks if one does without the other."""
        reads = {one.order: set(one.reads) for one in part.own}
        for special in rules:
            for general in part.own:
                if (
                    general is special
                    or not isinstance(general, Rule)
                    or not reads[general.order] <= reads[special.order]
                ):
                    continue
                same = [next((other for other in general.then if _same(one, other)), None)
                        for one in special.then]  # fmt: skip
                if None in same:
                    continue
                for head, other in zip(special.then, filter(None, same)):
                    mine, theirs = self._says(part, special, head), self._says(part, general, other)
                    part.lines += [
                        f"free({special.order},{general.order}) :- "
                        f"{one.format('K,V')}, not {another.format('K,V')}."
                        for one, another in zip(mine, theirs)
                    ]
                yield special, general

    def _says(self, part: Slice, rule: Rule, head: Head) -> list[str]:
        """Writes what a rule concludes, and how the program speaks of it.

        Field by field where there is one such fact for some fields; of values that can stand in
        each other's place, one is enough to tell which fact is meant.
        """
        kind = self._kinds[head.kind]
        terms = {field: operand(value) for field, value in zip(kind.fields, head.values)}
        body = part.body(rule)
        keys = dict(terms)
        if kind.one_for is not None:
            keys = {field: terms[field] for field in kind.one_for}
            body = "; ".join(
                [body, *(f"not spare({one})" for one in keys.values() if one[0] == "V")]
            )
        joined = f"({','.join(keys.values())},)" if keys else "()"
        held = [term for field, term in terms.items() if field not in keys] or ["0"]
        place = f"{rule.order},{rule.then.index(head)}"
        for number, term in enumerate(held):
            part.add(f"says({place},{number},{joined},{term})", body)
        return [f"says({place},{number},{{}})" for number in range(len(held))]

    def _contradict(self, part: Slice, name: str, rules: Iterable[Rule]) -> None:
        """Asks whether two of some rules could conclude two of what there is one of."""
        kind = self._kinds[name]
        if kind.one_for is None or len(kind.one_for) == len(kind.fields):
            return
        for rule in rules:
            for head in rule.then:
                for number, said in enumerate(self._says(part, rule, head)):
                    if head.kind == name:
                        fact = f"one({rule.order},{number},K,V)"
                        part.lines.append(f"{fact} :- {said.format('K,V')}.")
        part.lines.append("clash(R,S) :- one(R,F,K,V), one(S,F,K,W), R <= S, V != W.")

    def _why(self, kind: str, rule: Rule) -> Stop:
        """Why a rule can never fire."""
        part = self._slice(kind)
        groups = [*((pattern,) for pattern in rule.when), rule.when]
        for place, when in enumerate(groups):
            bound = {name for pattern in when for name in pattern.variables}
            only = rule._replace(when=tuple(map(_alone, when)) if len(when) == 1 else when)
            part.add(f"passes({place},-1)", part.body(only._replace(unless=())))
            for number, barrier in enumerate(rule.unless):
                named = {str(test.operand)[1:] for test in barrier.tests if not test.named}
                if named.intersection(rule.variables) <= bound:
                    part.add(
                        f"passes({place},{number})", part.body(only._replace(unless=(barrier,)))
                    )
        found = _possible(part.lines)
        for place, pattern in enumerate(rule.when):
            if ("passes", place, -1) not in found:
                return Stop(pattern)
        for place in range(len(groups)):
            for number, barrier in enumerate(rule.unless):
                if {("passes", place, -1), ("passes", place, number)} & found == {
                    ("passes", place, -1)
                }:
                    return Stop(None, barrier)
        return Stop()


def possible_in(draft: RuleDraft) -> Possible:
    """What can be by the rules of a knowledge base, asked once.

    Raises:
        SolverMissingError: If clingo cannot be loaded.
    """
    if "possible" not in draft.prepared:
        draft.prepared["possible"] = Possible(draft)
    found = draft.prepared["possible"]
    assert isinstance(found, Possible)
    return found


def _possible(lines: list[str]) -> set[tuple[str | int, ...]]:
    """What some answer set of a program holds, of what it was asked for."""
    control = load_clingo().Control([*OPTIONS, "--enum-mode=brave", "--models=0"])
    asked = ("fires/1", "matches/1", "passes/2", "free/2", "clash/2")
    control.add("base", [], "\n".join([*dict.fromkeys(lines), *(f"#show {one}." for one in asked)]))
    control.ground([("base", [])])
    with control.solve(yield_=True) as handle:
        for _ in handle:
            pass
        last = handle.last()
        found = last.symbols(shown=True) if last is not None else ()
    return {(one.name, *(each.number for each in one.arguments)) for one in found}


def _pairs_in(found: Container[object], rules: list[Rule]) -> list[tuple[Rule, Rule]]:
    """The pairs of rules that were found to clash."""
    return [
        (one, other)
        for place, one in enumerate(rules)
        for other in rules[place:]
        if ("clash", one.order, other.order) in found
    ]


def _alone(pattern: Pattern) -> Pattern:
    """A pattern without what compares it with others."""
    own = [one for one in pattern.tests
           if one.relation == "is" or not one.variable]  # fmt: skip
    return pattern._replace(tests=tuple(own))


def _same(one: Head, other: Head) -> bool:
    """Whether two conclusions could be the same fact."""
    return one.kind == other.kind and all(
        isinstance(mine, Variable) or isinstance(theirs, Variable) or mine == theirs
        for mine, theirs in zip(one.values, other.values)
    )
