"""Why something holds: the proof as a tree, from a conclusion down to answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.explanation.answers import AnswerWords, Given
from advisor.explanation.conclusions import find_conclusion
from advisor.explanation.robustness import GOAL, Robustness, WhoseWord, weigh, whose_word
from advisor.explanation.speech import Clauses
from advisor.knowledge.rule import CERTAINTIES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from advisor.engine.trace import Firing
    from advisor.explanation.assessment import Assessment
    from advisor.explanation.reason import Reason
    from advisor.knowledge.strata import Entry
    from advisor.model.fact import Fact


class ProofStep(NamedTuple):
    """One rule's conclusion, and what it rests on."""

    number: int
    """Its place in the outline; the same wherever the conclusion is used again."""
    reason: Reason
    weakest: bool
    """Whether no other step is less certain, and it is not firm itself."""
    given: tuple[Given, ...]
    """The answers it takes directly and that were not shown before."""
    given_before: tuple[str, ...]
    """The names of answers it takes that were shown before."""
    steps: tuple[ProofStep, ...]
    """The conclusions it takes."""
    absent: tuple[str, ...]
    """What had to be absent, as clauses."""
    again: bool
    """Whether it was shown before, with all that it rests on."""
    left_out: int
    """How many steps below it are not shown, by the wish of whoever asked."""
    elsewhere: int
    """How many conclusions about other homes it compares with and are not shown."""


class Why(NamedTuple):
    """The proof of one conclusion."""

    assessment: Assessment
    conclusion: str
    """The name of the conclusion."""
    fact: Fact
    certainty: str
    """As sure as the weakest step, shown or not."""
    proof: ProofStep
    assumptions: tuple[Given, ...]
    """What it takes for granted, each once."""
    unknowns: tuple[Given, ...]
    """What is not known among its answers, each once."""
    statements: tuple[str, ...]
    """The numbers of the statements that the whole proof rests on."""
    whose_word: WhoseWord
    """The rules of the whole proof, the articles’ and ours."""
    robustness: Robustness | None
    """Whether the path stands whatever is ours; nothing for another conclusion."""

    @property
    def steps(self) -> Iterator[ProofStep]:
        """Every step that is shown, in the order of the outline, each once."""
        found: dict[int, ProofStep] = {}
        waiting = [self.proof]
        while waiting:
            step = waiting.pop()
            if not step.again:
                found[step.number] = step
            waiting.extend(reversed(step.steps))
        yield from found.values()


def why(
    assessment: Assessment, conclusion: str = "", *, depth: int = 0, every_home: bool = False
) -> Why:
    """Proves a conclusion.

    Args:
        assessment: An assessment.
        conclusion: Its name, as `advisor.explanation.conclusions` understands it; the advised
            path if it is empty.
        depth: How many steps below the conclusion are shown; all for 0.
        every_home: Whether to show also the homes the advised one was compared with.

    Returns:
        The proof.

    Raises:
        InputError: If there is no such conclusion.
    """
    name, fact = find_conclusion(assessment, conclusion)
    homes = None if every_home else told_homes(assessment, fact)
    chain = assessment.proofs.chain([fact], homes)
    tree = _Tree(assessment, chain, homes, depth)
    last = assessment.proofs.firing(fact)
    assert last is not None
    proof = tree.step(last, depth or len(chain) + 1)
    words = AnswerWords(assessment.record)
    given = dict.fromkeys(one for firing in chain for one in words.behind(firing))
    statements = {one for firing in chain for one in assessment.narrator.reason(firing).statements}
    return Why(
        assessment,
        name,
        fact,
        CERTAINTIES[tree.weakest],
        proof,
        tuple(one for one in given if one.basis == "assumed"),
        tuple(one for one in given if one.basis == "unknown"),
        tuple(sorted(statements)),
        whose_word(map(assessment.narrator.reason, chain)),
        weigh(assessment) if fact.kind == GOAL else None,
    )


def told_homes(assessment: Assessment, fact: Fact) -> frozenset[str]:
    """The homes a proof tells of: those the path is about, and the conclusion's own."""
    own = {str(value) for _, value in fact.fields if value in assessment.knowledge.homes}
    if fact.kind in ("path", "route", "chosen-home"):
        return assessment.told_homes | own
    return frozenset(own) or assessment.told_homes


class _Tree:
    """Builds the tree of one proof; every conclusion is unfolded where it is first met."""

    def __init__(
        self,
        assessment: Assessment,
        chain: tuple[Firing, ...],
        homes: Container[str] | None,
        depth: int,
    ) -> None:
        self._assessment = assessment
        self._homes = homes
        self._words = AnswerWords(assessment.record)
        self._clauses = Clauses(assessment.record)
        self._shown = {id(firing) for firing in chain}
        self._numbers: dict[int, int] = {}
        self._sizes: dict[int, set[int]] = {}
        self._told: set[Given] = set()
        self._cut: set[int] = set()
        self.weakest = max(CERTAINTIES.index(self.entry(one).certainty) for one in chain)

    def entry(self, firing: Firing) -> Entry:
        """The rule or total of a firing."""
        return self._assessment.knowledge.rulebook.entry(firing.rule)

    def step(self, firing: Firing, depth: int) -> ProofStep:
        """A firing with what it rests on, so many steps deep."""
        reason = self._assessment.narrator.reason(firing)
        weakest = 0 < CERTAINTIES.index(reason.certainty) == self.weakest
        number = self._numbers.get(id(firing))
        if number is not None and not (depth > 0 and id(firing) in self._cut):
            return ProofStep(number, reason, weakest, (), (), (), (), True, 0, 0)
        number = self._numbers.setdefault(id(firing), len(self._numbers) + 1)
        below, elsewhere = self._below(firing)
        if depth <= 0:
            size = len(self._all_below(firing)) - 1
            if below:
                self._cut.add(id(firing))
            return ProofStep(number, reason, weakest, (), (), (), (), False, size, 0)
        self._cut.discard(id(firing))
        given = self._words.behind(firing)
        new = tuple(one for one in given if one not in self._told)
        before = tuple(one.name for one in given if one in self._told and one.name)
        self._told.update(new)
        return ProofStep(
            number,
            reason,
            weakest,
            new,
            before,
            tuple(self.step(one, depth - 1) for one in below),
            self._clauses.absent(firing),
            False,
            0,
            elsewhere,
        )

    def _below(self, firing: Firing) -> tuple[list[Firing], int]:
        """The firings a firing takes conclusions of, each once, and how many are not told."""
        below: dict[int, Firing] = {}
        elsewhere = 0
        for fact in firing.premises:
            one = self._assessment.proofs.firing(fact)
            if one is None:
                continue
            if id(one) in self._shown:
                below.setdefault(id(one), one)
            else:
                elsewhere += 1
        return list(below.values()), elsewhere

    def _all_below(self, firing: Firing) -> set[int]:
        """All firings a firing rests on, itself among them."""
        found = self._sizes.get(id(firing))
        if found is None:
            found = {id(firing)}.union(*map(self._all_below, self._below(firing)[0]))
            self._sizes[id(firing)] = found
        return found
