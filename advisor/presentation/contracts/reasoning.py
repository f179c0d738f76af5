"""What the reasoning says of itself as JSON.

`rules/why.schema.json` and its neighbors describe it. The module is long because each class is one
object of a published contract; they lean on one another and are read one at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from advisor.explanation.answers import Given
from advisor.explanation.contract import (
    At,
    Certainty,
    Contract,
    Count,
    Hash,
    Number,
    OneCase,
    Path,
    Statement,
    Versioned,
    one_of,
)
from advisor.explanation.contrast import Contrast, ContrastPair
from advisor.explanation.flip import Flips
from advisor.explanation.proof_tree import Alike, Counted, Ranked
from advisor.explanation.quiz import NOT_KNOWN, Quiz
from advisor.explanation.quiz_questions import KINDS
from advisor.explanation.robustness import WhoseWord
from advisor.explanation.side_by_side import Comparison, WhatIf
from advisor.explanation.tracing import Binding
from advisor.explanation.why import Why
from advisor.explanation.whynot import Remaining, Standing, WhyNot
from advisor.presentation.citations import cite
from advisor.presentation.language import join
from advisor.presentation.quiz import QuizWords

if TYPE_CHECKING:
    from advisor.explanation.tracing import Trace, TraceStep

Topic = Annotated[
    str,
    one_of(
        "path", "route", "home", "form", "alignment", "certainty", "alternatives", "verdict",
        "flag", "condition", "keystone", "answer",
    ),
]  # fmt: skip


class CitedJson(Contract, frozen=True):
    """A statement of the articles, what it says and where it stands."""

    statement: Annotated[Statement, At("id")]
    says: str
    author: str
    title: str
    year: str
    section: str
    certainty: Certainty


class FactJson(Contract, frozen=True):
    """A fact; some kinds have a field called "kind", so the fields keep to themselves."""

    kind: str
    """As rules/vocabulary.yaml names it."""
    fields: Annotated[Mapping[str, str | int], At(lambda fact: fact.as_dict())]


class ActJson(Contract, frozen=True):
    """A change of one answer."""

    answer: Annotated[str, At("name")]
    """The answer's name, as whatif --set takes it."""
    now: Annotated[str, At("before")]
    """The answer as it is, or unknown."""
    then: Annotated[str, At("after")]
    """The answer as it would be."""
    who: str | None
    """Who decides it; null where nobody can change it."""
    leader: Annotated[bool, At("own")]
    """Whether that is the person who leads the work."""
    cost: Count
    """How hard it is; our weights, rules/happenings.yaml."""
    adverse: bool
    """Whether nobody would wish for it, because the offer or its backing would be less."""


def _what_is_done(change: Any) -> str:
    return join([one.says for one in change.happenings])


def _who_does_it(change: Any) -> str:
    return join(dict.fromkeys(one.who for one in change.happenings))


class DeedJson(Contract, frozen=True, rename={"if_": "if"}):
    """Something that somebody could do, after which another path is advised."""

    if_: Annotated[str, At(_what_is_done)]
    """What is done, as a clause."""
    who: Annotated[str, At(_who_does_it)]
    """Who could bring it about."""
    path: Path
    adverse: bool
    """Whether nobody would wish for it."""
    answers: Annotated[tuple[str, ...], Meta(min_length=1), At("supposed")]
    """The answers as they would be, as whatif --set takes them."""


class HingeJson(Contract, frozen=True):
    """A number or a judgment of ours on which the path hangs."""

    id: Annotated[str, At("variation.id")]
    """The threshold, or the rule."""
    what: Annotated[str, At("variation.what")]
    """What the number decides, or what the judgment says."""
    because: Annotated[str, At("variation.because")]
    """Why somebody could set the number so, or judge otherwise."""
    value: Annotated[int | None, At("variation.value")]
    """The number as it is; null for a judgment."""
    moved: Annotated[int | None, At("variation.moved")]
    """The number at the end of its range; null for a judgment, which is read otherwise."""
    path: Path | None
    """The path that would be advised then; null where no single one would."""


class RobustnessJson(Contract, frozen=True):
    """Whether the path stands whatever our own numbers and judgments.

    One at a time each number is moved to the ends of its range, and each judgment read otherwise.
    """

    stands: bool
    """Whether none of them leads to another path."""
    tried: Count
    """How many of them conclude anything else about this case."""
    hangs_on: Annotated[tuple[HingeJson, ...], At("hinges")]
    """Those that lead to another path."""


class FiredJson(Contract, frozen=True):
    """What a rule says."""

    rule: str
    title: str
    sentence: str


# Why


def _numbers(source: Any) -> list[int]:
    """The numbers of the steps right below."""
    return [one.number for one in source.steps]


class AbsenceJson(Contract, frozen=True):
    """Something that had to be absent, and what holds instead where something came nearest."""

    says: str
    instead: Annotated[tuple[Number, ...], At(_numbers)]
    """Numbers of the steps on which the nearest candidates or rules fail."""
    for_want_of: Annotated[tuple[Given, ...], At("only")]
    """Answers on which alone a home or party fails that meets all else."""
    answers: Annotated[tuple[Given, ...], At("given")]
    """Answers on which others fail."""
    alike: tuple[Alike, ...]
    """Answers on which several fail alike."""
    more: Count
    """How many rules, homes or parties come less near."""


class ProofStepJson(Contract, frozen=True, rename={"from_": "from"}):
    """One rule's conclusion, and what it rests on."""

    number: Number
    sentence: Annotated[str, At("reason.sentence")]
    rule: Annotated[str, At("reason.rule")]
    """The rule or total."""
    title: Annotated[str, At("reason.title")]
    """The rule's title."""
    certainty: Annotated[Certainty, At("reason.certainty")]
    weakest: bool
    statements: Annotated[tuple[Statement, ...], At("reason.statements")]
    answers: Annotated[tuple[Given, ...], At("given")]
    """Answers it takes that no earlier step has shown."""
    answers_before: Annotated[tuple[str, ...], At("given_before")]
    """Names of answers it takes that an earlier step has shown."""
    counted: Counted | None
    """Of a total, what it adds up."""
    ranking: tuple[Ranked, ...]
    """The homes that pass, the best first, where it rests on their order."""
    from_: Annotated[tuple[Number, ...], At(_numbers)]
    """Numbers of the steps it takes."""
    any_of: tuple[Number, ...]
    """Those of them of which any one is enough."""
    nothing_says: Annotated[tuple[AbsenceJson, ...], At("absent")]
    """What had to be absent, and what holds instead."""
    steps_left_out: Annotated[Count, At("left_out")]
    about_other_homes: Annotated[Count, At("elsewhere")]


class WhyJson(OneCase, frozen=True, kw_only=True):
    """The proof of one conclusion. A change that could break a reader raises contract_version."""

    conclusion: str
    """The conclusion's name."""
    fact: Mapping[str, str | int]
    """The conclusion as a fact: its kind and fields."""
    certainty: Certainty
    """As sure as the weakest step."""
    whose_word: WhoseWord
    robustness: RobustnessJson | None
    """Null for another conclusion than the path."""
    steps: Annotated[tuple[ProofStepJson, ...], Meta(min_length=1)]
    """In the order of the outline; the first is the conclusion itself."""
    also: Annotated[tuple[Number, ...], At("others")]
    """Numbers of steps by which the conclusion comes about in another way."""
    assumptions: tuple[Given, ...]
    unknowns: tuple[Given, ...]
    statements: tuple[CitedJson, ...]


# Why not


class MissingJson(Contract, frozen=True):
    """The easiest change found after which a reason is gone."""

    changes: Annotated[tuple[ActJson, ...], Meta(min_length=1), At("acts")]
    path: Path
    """The path then."""
    still: tuple[Remaining, ...]
    """What still speaks against it."""


class BlockJson(Contract, frozen=True):
    """A reason against a path, a home or a rule."""

    standing: Standing
    why: str
    """The reason as one word."""
    sentence: str
    """The reason in words; of a rule, the condition that fails."""
    also: tuple[str, ...]
    """The same of others, where the rule gives the reason of several, such as two parties."""
    rule: str
    statements: tuple[Statement, ...]
    behind: tuple[Given, ...]
    missing: MissingJson | None


class WhyNotJson(OneCase, frozen=True, kw_only=True):
    """What speaks against a path, a home or a rule, the gravest first.

    A change that could break a reader raises contract_version.
    """

    subject: str
    """The path, verdict: and a home, or the rule."""
    standing: Standing
    title: str | None
    """Of a rule, its title."""
    holding: tuple[str, ...]
    """Of a rule, its conditions that hold together."""
    blocks: Annotated[tuple[BlockJson, ...], Meta(min_length=1)]


# What if


class DifferenceJson(Contract, frozen=True):
    """Something that is concluded differently."""

    topic: Topic
    about: str | None
    """The home, risk or condition."""
    now: Annotated[str | None, At(lambda row: row.values[0])]
    """Null where there is none now."""
    then: Annotated[str | None, At(lambda row: row.values[1])]
    """Null where there is none then."""


class WhatIfJson(OneCase, frozen=True, kw_only=True):
    """A case as it is and as it is supposed.

    A change that could break a reader raises contract_version.
    """

    changes: Annotated[tuple[ActJson, ...], Meta(min_length=1)]
    path_then: Annotated[Path, At("after.path")]
    differences: tuple[DifferenceJson, ...]
    appear: tuple[FiredJson, ...]
    """What rules conclude only then."""
    disappear: tuple[FiredJson, ...]
    """What rules conclude only now."""


class FlipJson(Contract, frozen=True):
    """A smallest set of changes after which the path is another one."""

    changes: Annotated[tuple[ActJson, ...], Meta(min_length=1, max_length=3), At("acts")]
    path: Path
    cost: Count


class FoldedJson(Contract, frozen=True):
    """Sets that differ only in changes of which any will do; one of each list makes a set."""

    any_of: Annotated[
        tuple[tuple[str, ...], ...], Meta(min_length=1, max_length=3),
        At(lambda sets: [[str(act.supposed) for act in acts] for acts in sets.choices]),
    ]  # fmt: skip
    """Changes of which any will do, as whatif --set takes them."""
    path: Path
    sets: Count
    """How many sets these are."""


class FlipsJson(OneCase, frozen=True, kw_only=True):
    """The smallest sets of changed answers that lead to another path.

    A change that could break a reader raises contract_version.
    """

    wanted: Annotated[str | None, At("to")]
    """The path that was wanted; null if any other would do."""
    flips: tuple[FlipJson, ...]
    """All there are, the easiest first; all of one size. That no others are is proved."""
    folded: tuple[FoldedJson, ...]
    """The same sets, with interchangeable changes put together."""
    size: Count
    """How many answers each set changes; without any, how many were allowed at most."""
    changes_possible: Annotated[Count, At("acts")]
    """Changes of one answer that somebody can bring about."""
    deeds: tuple[DeedJson, ...]
    """What somebody would wish for that changes several answers at once and leads there."""
    against: tuple[DeedJson, ...]
    """What nobody would wish for and what would lead there all the same."""


# Contrast


class RoadsPartJson(Contract, frozen=True):
    """The first step to each path that the other side lacks."""

    now: FiredJson
    then: FiredJson


class ContrastJson(WhatIfJson, frozen=True, kw_only=True):
    """One pair worked out: the same as advisor whatif, with the rules at which the roads part."""

    pair: ContrastPair
    roads_part: RoadsPartJson


class PairsJson(Versioned, frozen=True, kw_only=True):
    """The contrast pairs that there are."""

    pairs: tuple[ContrastPair, ...]


# Compare


class ComparedJson(Contract, frozen=True):
    """One of the cases."""

    name: str
    client: str
    file: str
    path: Path
    answers_hash: Hash


class RowJson(Contract, frozen=True):
    """An answer or a conclusion, case by case."""

    topic: Topic
    about: str | None
    """The home, risk, condition or answer."""
    differs: bool
    values: tuple[str | None, ...]
    """One for each case, in their order; null where it has none."""


class ComparisonJson(Versioned, frozen=True, kw_only=True):
    """Cases side by side. A change that could break a reader raises contract_version."""

    rules_version: str
    rules_hash: Hash
    cases: Annotated[tuple[ComparedJson, ...], Meta(min_length=2)]
    answers: tuple[RowJson, ...]
    """The answers that differ."""
    conclusions: tuple[RowJson, ...]
    """The main conclusions, and whatever else differs."""


# Quiz


class ChoiceJson(Contract, frozen=True):
    """One of the answers that a question of a quiz offers."""

    id: str
    text: Annotated[str, At("says")]
    is_right: Annotated[bool, At("right")]


class ShownJson(Contract, frozen=True):
    """What a question shows of the case."""

    what: str
    says: str


class QuestionJson(Contract, frozen=True):
    """A question of a quiz."""

    number: Number
    id: str
    kind: Annotated[str, one_of(*KINDS)]
    asks: str
    shown: tuple[ShownJson, ...]
    choices: Annotated[tuple[ChoiceJson, ...], Meta(min_length=3, max_length=4)]
    right: Number
    """The number of the right choice."""
    reasons: tuple[FiredJson, ...]
    """Why that is right."""
    statements: tuple[CitedJson, ...]


class AnsweredJson(Contract, frozen=True):
    """What somebody chose."""

    question: Number
    choice: Number | None
    """Null where it was not known."""
    is_right: bool


class ScoreJson(Contract, frozen=True, rename={"of_": "of"}):
    """How many answers were right."""

    right: Count
    not_known: Count
    answered: Count
    of_: Count


class QuizJson(OneCase, frozen=True, kw_only=True):
    """The questions of a quiz with their choices, and what has been answered.

    A change that could break a reader raises contract_version.
    """

    seed: Count
    """The same seed makes the same quiz."""
    questions: tuple[QuestionJson, ...]
    given: tuple[AnsweredJson, ...]
    """What has been answered, in order."""
    score: ScoreJson


# Trace


class TakenJson(Contract, frozen=True):
    """A fact that a rule was matched with."""

    fact: FactJson
    step: int | None
    basis: Annotated[str | None, one_of("stated", "assumed", "unknown", "standing", None)]
    line: int | None


class TraceStepJson(Contract, frozen=True):
    """One firing of a rule or total."""

    number: Number
    """Its place among all firings of the case."""
    stratum: Number
    round: Count
    """0 for a total; else how many rounds of its stratum it takes until all its premises hold."""
    rule: Annotated[str, At("reason.rule")]
    """The id of the rule or total."""
    title: Annotated[str, At("reason.title")]
    sentence: Annotated[str, At("reason.sentence")]
    """The reason, in words about this case."""
    certainty: Annotated[Certainty, At("reason.certainty")]
    statements: Annotated[tuple[Statement, ...], At("reason.statements")]
    """The statements of the articles it rests on."""
    bindings: tuple[Binding, ...]
    """What the variables of the rule stand for."""
    takes: Annotated[tuple[TakenJson, ...], At("premises")]
    """The facts that the rule was matched with."""
    nothing_says: Annotated[tuple[str, ...], At("absent")]
    """What had to be absent, as clauses."""
    concludes: Annotated[tuple[FactJson, ...], At("firing.new")]
    """The facts that come into working memory."""
    held_before: Annotated[tuple[FactJson, ...], At("old")]
    """What it concludes too, and held already."""
    facts_before: Count
    """How many facts hold before it."""
    agenda: tuple[int, ...] | None
    """With --full: the steps that could be taken, the next first; docs/tracing.md says what an
    agenda is here."""
    chosen_because: Annotated[
        str | None,
        one_of("only", "total-first", "earlier-round", "earlier-rule", "by-values", None),
    ]
    """With --full: why it comes before the second on the agenda."""


class TraceJson(OneCase, frozen=True, kw_only=True):
    """The firings of a case in order.

    Working memory before a step is what was given and what the steps before it conclude. A change
    that could break a reader raises contract_version.
    """

    firings: Number
    """How many there are in all."""
    strata: Number
    given: tuple[FactJson, ...] | None
    """With --full: the facts the reasoning starts from."""
    steps: tuple[TraceStepJson, ...]
    """Those that were asked for, in order."""
    statements: tuple[CitedJson, ...]


Found = Why | WhyNot | WhatIf | Flips | Comparison | Quiz | Contrast | tuple[ContrastPair, ...]
"""What the functions that tell of the reasoning return."""


def reasoning_json(found: Found) -> str:
    """JSON text of what was found, with a line break at its end.

    Args:
        found: A proof, what speaks against something, what would be different, a comparison, a
            quiz, a contrast pair worked out, or the pairs there are.
    """
    return _contract(found).json()


def _contract(found: Found) -> Contract:
    if isinstance(found, Why):
        knowledge = found.assessment.knowledge
        return WhyJson.about(
            found.assessment,
            found,
            fact={"kind": found.fact.kind, **found.fact.as_dict()},
            statements=cite(knowledge, found.statements),
        )
    if isinstance(found, WhyNot):
        return WhyNotJson.about(found.assessment, found)
    if isinstance(found, WhatIf):
        return WhatIfJson.about(found.before, found)
    if isinstance(found, Flips):
        return FlipsJson.about(found.assessment, found)
    if isinstance(found, Contrast):
        return ContrastJson.about(
            found.found.before, found.found, pair=found.pair, roads_part=RoadsPartJson.of(found)
        )
    if isinstance(found, Comparison):
        return _comparison(found)
    if isinstance(found, Quiz):
        return _quiz(found)
    return PairsJson.of(pairs=found)


def _comparison(found: Comparison) -> ComparisonJson:
    return ComparisonJson.of(
        found,
        rules_version=found.assessments[0].stamp.rules_version,
        rules_hash=found.assessments[0].stamp.rules_hash,
        cases=[
            ComparedJson(
                name, one.case.client.text("name"), one.case.file, one.path, one.stamp.answers_hash
            )
            for name, one in zip(found.names, found.assessments, strict=True)
        ],
    )


def _quiz(found: Quiz) -> QuizJson:
    words = QuizWords(found)
    return QuizJson.about(
        found.assessment,
        found,
        questions=[
            QuestionJson.of(
                words.question(place),
                id=one.id,
                shown=[ShownJson(*each) for each in words.question(place).shown],
                right=one.right + 1,
                statements=cite(
                    found.assessment.knowledge,
                    [number for reason in one.reasons for number in reason.statements],
                ),
            )
            for place, one in enumerate(found.questions)
        ],
        given=[
            AnsweredJson(number, None if one == NOT_KNOWN else one + 1, one == question.right)
            for number, (one, question) in enumerate(zip(found.given, found.questions), 1)
        ],
        score=ScoreJson(found.right, found.unknown, len(found.given), len(found.questions)),
    )


def trace_json(
    trace: Trace, steps: Sequence[TraceStep] | None = None, *, full: bool = False
) -> str:
    """A trace as JSON text with a line break at its end.

    Memory before a step is `given` and what earlier steps conclude.

    Args:
        trace: A trace.
        steps: The steps to tell of, in order; all if none are given.
        full: Whether to give the facts at the start and the agenda before each step.
    """
    shown = trace.steps if steps is None else tuple(steps)
    statements = {one for step in shown for one in step.reason.statements}
    return TraceJson.about(
        trace.assessment,
        trace,
        firings=len(trace.firings),
        given=trace.given if full else None,
        steps=[_trace_step(trace, one, full=full) for one in shown],
        statements=cite(trace.assessment.knowledge, statements),
    ).json()


def _trace_step(trace: Trace, step: TraceStep, *, full: bool) -> TraceStepJson:
    done = step.number - 1
    return TraceStepJson.of(
        step,
        facts_before=trace.memory_size(done),
        agenda=[one.number for one in trace.agenda(done)] if full else None,
        chosen_because=trace.choice(done) if full else None,
    )
