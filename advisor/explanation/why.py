"""Why something holds: the proof of a conclusion, down to answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from advisor.engine.trace import Firing
from advisor.explanation.answers import Given
from advisor.explanation.assess import Assessment
from advisor.explanation.proof_tree import ProofStep, ProofTree, homes_of
from advisor.explanation.record import find_conclusion
from advisor.explanation.robustness import GOAL, Robustness, WhoseWord, weigh, whose_word
from advisor.knowledge.rule import CERTAINTIES
from advisor.model.fact import Fact

DEEPEST = 3
"""Steps below a conclusion that are told in short, where they are few."""
A_SCREEN = 8
"""Steps that a screen holds with what they rest on."""


class Why(NamedTuple):
    """The proof of one conclusion."""

    assessment: Assessment
    conclusion: str
    """The name of the conclusion."""
    fact: Fact
    certainty: str
    """As sure as the weakest step, shown or not."""
    proof: ProofStep
    also: tuple[ProofStep, ...]
    """Other ways to the conclusion, each enough by itself."""
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
    firings: tuple[Firing, ...]
    """All that the whole proof is made of, in the order of the record."""
    for_a_screen: bool = False
    """Whether as much is asked for as a screen holds."""

    @property
    def others(self) -> tuple[int, ...]:
        """The numbers of the other ways."""
        return tuple(one.number for one in self.also)

    @property
    def steps(self) -> Iterator[ProofStep]:
        """Every step that is shown, in the order of the outline, each once."""
        found = {step.number: step for one in (self.proof, *self.also) for step in one.each}
        yield from found.values()


def why(
    assessment: Assessment,
    conclusion: str = "",
    *,
    depth: int | None = 0,
    every_home: bool = False,
) -> Why:
    """Proves a conclusion.

    Args:
        assessment: An assessment.
        conclusion: Its name, as `advisor.explanation.record` understands it; the advised
            path if it is empty.
        depth: How many steps below the conclusion are shown; all for 0; as many as about a screen
            holds, and at least one, for nothing.
        every_home: Whether to show also the homes the advised one was compared with, and all
            numbers by which they are put in order.

    Raises:
        InputError: If there is no such conclusion.
    """
    name, fact = find_conclusion(assessment, conclusion)
    tree = _tree(assessment, fact, every_home=every_home)
    whole = tree.steps(0)
    steps = [step for one in whole for step in one.each]
    given = dict.fromkeys(one for step in steps for one in step.given)
    proof, *also = whole if depth == 0 else _folded(tree, depth)
    return Why(
        assessment,
        name,
        fact,
        CERTAINTIES[tree.weakest],
        proof,
        tuple(also),
        tuple(one for one in given if one.basis == "assumed"),
        tuple(one for one in given if one.basis == "unknown"),
        tuple(sorted({number for step in steps for number in step.reason.statements})),
        whose_word(map(assessment.narrator.reason, tree.firings)),
        weigh(assessment) if fact.kind == GOAL else None,
        tree.firings,
        depth is None,
    )


def _folded(tree: ProofTree, depth: int | None) -> list[ProofStep]:
    """The ways to the conclusion so many steps deep, or as deep as about a screen holds."""
    for deep in range(DEEPEST, 0, -1) if depth is None else (depth,):
        found = tree.steps(deep)
        if len({step.number for one in found for step in one.each}) <= A_SCREEN:
            break
    return found


def proof_firings(assessment: Assessment, conclusion: str = "") -> tuple[Firing, ...]:
    """All that the proof of a conclusion is made of, in the order of the record.

    Args:
        conclusion: Its name, as for `why`.

    Raises:
        InputError: If there is no such conclusion.
    """
    tree = _tree(assessment, find_conclusion(assessment, conclusion).fact, every_home=False)
    tree.steps(0)
    return tree.firings


def _tree(assessment: Assessment, fact: Fact, *, every_home: bool) -> ProofTree:
    homes = None if every_home else told_homes(assessment, fact)
    return ProofTree(assessment, fact, homes, fold=not every_home)


def told_homes(assessment: Assessment, fact: Fact) -> frozenset[str]:
    """The homes a proof tells of: those the path is about, and the conclusion's own."""
    own = homes_of(assessment, fact)
    if fact.kind in ("path", "route", "chosen-home"):
        return assessment.told_homes | own
    return own or assessment.told_homes
