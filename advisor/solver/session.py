"""One case put to the solver, with the answers that may be different.

A session grounds the rules once. After that it can be asked, each time within some milliseconds,
what follows for some of the changes, or for every set of them up to some size: rules with "not"
and totals have exactly one result for given answers, so each choice of changes is one answer set,
and where there is none, that is proved.

clingo is imported only here, and only when a session begins.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine.program import needed_for
from advisor.errors import AdvisorError
from advisor.knowledge.strata import asked_of
from advisor.model.fact import Fact
from advisor.solver import answers
from advisor.solver.program import atom, predicate, program, term

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.vocabulary import Kind
    from advisor.model.case import Case
    from advisor.model.changed_case import Supposed

LARGEST = 3
"""Answers that a set of changes may change."""
OPTIONS = ("--warn=none", "--configuration=tweety", "--seed=1")
"""How clingo is run: always the same way, and without remarks on what no rule concludes."""


_CHANGED = "#count { P,S,Q,R : changed(P,S,Q,R) }"
_TOGETHER = """
{ grouped }.
{ made(N) : together(N,_,_,_,_,_) } 1 :- grouped.
:- made(N), together(N,P,S,Q,R,V), not picked(P,S,Q,R,V).
:- grouped, picked(P,S,Q,R,V), not made(N) : together(N,P,S,Q,R,V).
"""
"""Changes that go together: where they are grouped, those of one group are made and no others."""


MOST_PARTIES = 25
"""With more, one session takes over two seconds: the time grows with the cube of their number."""


class SolverMissingError(AdvisorError):
    """clingo cannot be loaded; says what it is needed for and how to get it."""

    exit_status = 2

    def __init__(self, cause: Exception) -> None:
        super().__init__(
            "The solver clingo cannot be loaded, and only it can say what holds for all answers "
            f"({cause}). Install it with “pip install clingo”; memos, assessments and proofs "
            "are made without it."
        )


class TooManyPartiesError(SolverMissingError):
    """A case has more parties than the solver can look at in the time that a person waits."""

    def __init__(self, parties: int) -> None:
        AdvisorError.__init__(
            self,
            f"The case has {parties} parties. What other answers would lead to is worked out for "
            f"at most {MOST_PARTIES}: keep those that can stop, decide or carry the work, and put "
            "people of one mind into one party.",
        )


class World(NamedTuple):
    """What follows where some answers are different."""

    changes: tuple[Supposed, ...]
    """The changes, in the order of the session's."""
    facts: tuple[Fact, ...]
    """The conclusions that are looked for, sorted."""

    def only(self, kind: str) -> Fact:
        """The one fact of a kind."""
        (found,) = (fact for fact in self.facts if fact.kind == kind)
        return found


class Session:
    """The rules over one case, with changes that may be made to its answers.

    Attributes:
        changes: The changes that may be made, each once.
    """

    def __init__(
        self,
        case: Case,
        knowledge: Knowledge,
        changes: Iterable[Supposed],
        goals: Sequence[str] = ("path",),
        more: str = "",
        together: Iterable[tuple[Supposed, ...]] = (),
    ) -> None:
        """Grounds the rules for a case.

        Args:
            changes: What may be different; of two changes of one answer only one is made.
            goals: The kinds of conclusion that are looked for.
            together: Changes that go together, for `after_one`; they are among those that may be
                made.

        Raises:
            SolverMissingError: If clingo cannot be loaded.
            TooManyPartiesError: If it would not come to an end soon.
        """
        clingo = load_clingo()
        if len(case.parties) > MOST_PARTIES:
            raise TooManyPartiesError(len(case.parties))
        groups = dict.fromkeys(together)
        self.changes = tuple(dict.fromkeys((*changes, *(one for group in groups for one in group))))
        self._kinds = {predicate(goal): knowledge.rulebook.vocabulary.kinds[goal] for goal in goals}
        self._control = clingo.Control([*OPTIONS])
        lines = [rules_for(knowledge, tuple(goals)), answers.told(case, knowledge), more]
        lines += [f"{atom(fact)}." for fact in answers.fixed_facts(case, knowledge)]
        lines += [answers.may_be(one.name, v) for one in self.changes for v in _values(one)]
        sizes = range(1, LARGEST + 1)
        lines += [f"{{ at_most({n}) }}. :- at_most({n}), {n} < {_CHANGED}." for n in sizes]
        lines += [
            f"together({number},{','.join(map(term, words))})."
            for number, group in enumerate(groups)
            for one in group
            for words in _words(one)
        ]
        lines.append(_TOGETHER)
        lines += [f"#show {name}/{len(kind.fields)}." for name, kind in self._kinds.items()]
        self._control.add("base", [], "\n".join((*lines, "#show picked/5.")))
        self._control.ground([("base", [])])
        atoms = self._control.symbolic_atoms
        of_words = {words_of(one.symbol): one.literal for one in atoms.by_signature("picked", 5)}
        self._places = {one: place for place, one in enumerate(self.changes)}
        self._of_words: dict[tuple[Any, ...], list[Supposed]] = {}
        """The changes that each word that may be picked belongs to."""
        for one in self.changes:
            for words in _words(one):
                self._of_words.setdefault(words, []).append(one)
        self._literals = {
            one: tuple(of_words[words] for words in _words(one)) for one in self.changes
        }
        self._picks = frozenset(of_words.values())
        (self._grouped,) = (one.literal for one in atoms.by_signature("grouped", 0))
        self._sizes = {
            one.symbol.arguments[0].number: one.literal for one in atoms.by_signature("at_most", 1)
        }

    def possible(self, kind: str) -> tuple[Fact, ...]:
        """The conclusions of a kind that some set of changes could have; there are no others.

        Args:
            kind: One of the kinds that are looked for.
        """
        found = self._control.symbolic_atoms.by_signature(
            predicate(kind), len(self._kinds[predicate(kind)].fields)
        )
        return tuple(sorted(fact_of(self._kinds[one.symbol.name], one.symbol) for one in found))

    def world(self, changes: Iterable[Supposed]) -> World | None:
        """What follows from some changes, all of them made.

        Returns:
            The conclusions; nothing where the changes cannot be made together.
        """
        made = tuple(changes)
        fixed = [literal for one in made for literal in self._literals[one]]
        return next(self._solve(fixed, set(fixed), 0, (), ()), None)

    def worlds(
        self,
        among: Collection[Supposed] | None = None,
        at_most: int = 0,
        without: Iterable[Fact] = (),
        having: Iterable[Fact] = (),
    ) -> list[World]:
        """What follows from every set of changes.

        Args:
            among: The changes that may be made; all of the session's without it.
            at_most: How many answers a set changes at most; any number if it is 0.
            without: Conclusions that must not follow.
            having: Conclusions that must follow.

        Returns:
            The sets with what follows from each, in the order of the session's changes. There
            are no others.
        """
        allowed = self.changes if among is None else among
        literals = {literal for one in allowed for literal in self._literals[one]}
        found = self._solve([], literals, at_most, without, having)
        place = self._places
        return sorted(found, key=lambda one: (len(one.changes), [place[c] for c in one.changes]))

    def after_one(self, without: Iterable[Fact] = ()) -> list[World]:
        """What follows from each group of changes that go together, all of one group made.

        Args:
            without: Conclusions that must not follow.

        Returns:
            What follows, in no order; groups that cannot be made are left out, and none made is
            one, too.
        """
        return list(self._solve([self._grouped], self._picks, 0, without, ()))

    def _solve(
        self,
        fixed: Iterable[int],
        allowed: Collection[int],
        at_most: int,
        without: Iterable[Fact],
        having: Iterable[Fact],
    ) -> Iterator[World]:
        assumed = [*fixed, *(-one for one in self._picks if one not in allowed)]
        if self._grouped not in assumed:
            assumed.append(-self._grouped)
        assumed += [one if size == at_most else -one for size, one in self._sizes.items()]
        symbols = self._control.symbolic_atoms
        for fact in without:
            found = symbols[_symbol(fact)]
            if found is not None:
                assumed.append(-found.literal)
        for fact in having:
            found = symbols[_symbol(fact)]
            if found is None:
                return
            assumed.append(found.literal)
        self._control.configuration.solve.models = 0
        with self._control.solve(assumptions=sorted(assumed), yield_=True) as models:
            for model in models:
                yield self._world(model.symbols(shown=True))

    def _world(self, symbols: Iterable[Any]) -> World:
        picked = set()
        facts = []
        for symbol in symbols:
            if symbol.name in self._kinds:
                facts.append(fact_of(self._kinds[symbol.name], symbol))
            else:
                picked.add(words_of(symbol))
        picks = dict.fromkeys(one for words in picked for one in self._of_words[words])
        made = [one for one in picks if picked.issuperset(_words(one))]
        return World(tuple(sorted(made, key=self._places.__getitem__)), tuple(sorted(facts)))


@lru_cache(maxsize=8)
def rules_for(knowledge: Knowledge, goals: tuple[str, ...]) -> str:
    """The program of all cases: from answers to facts, and from these to some conclusions.

    Args:
        goals: The kinds of conclusion that are looked for.
    """
    needed = needed_for(knowledge.rulebook, goals)
    reads = asked_of(entry for entry in knowledge.rulebook.entries if entry.id in needed)
    rules = program(knowledge.rulebook, needed, answers.SPLIT)
    return "\n".join((answers.RULES, answers.tables(knowledge, reads), rules))


def load_clingo() -> Any:
    """The solver.

    Raises:
        SolverMissingError: If it cannot be loaded.
    """
    try:
        import clingo
    except (ImportError, OSError) as error:
        raise SolverMissingError(error) from error
    return clingo


def _values(change: Supposed) -> tuple[Any, ...]:
    return change.value if isinstance(change.value, tuple) else (change.value,)


def _words(change: Supposed) -> Iterator[tuple[Any, ...]]:
    """What `picked` says of a change: an answer that holds several words is several atoms."""
    return ((*change.name, value) for value in _values(change))


@lru_cache(maxsize=20_000)
def words_of(symbol: Any) -> tuple[Any, ...]:
    """The values in an atom as facts hold them; numbers are told by their sort, words by theirs.

    Remembered, for each is some twenty calls of the solver, and at each another thread may go on.
    """
    return tuple(
        one.number if one.type.name == "Number" else one.string for one in symbol.arguments
    )


def fact_of(kind: Kind, symbol: Any) -> Fact:
    """The fact of a kind that an atom stands for."""
    return Fact(kind.name, tuple(zip(kind.fields, words_of(symbol))))


def _symbol(fact: Fact) -> Any:
    clingo = load_clingo()
    return clingo.Function(
        predicate(fact.kind),
        [
            clingo.Number(value) if isinstance(value, int) else clingo.String(value)
            for _, value in fact.fields
        ],
    )
