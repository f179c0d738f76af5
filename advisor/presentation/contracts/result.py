"""The result of a case as JSON; `rules/assessment.schema.json` describes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from advisor.explanation.assess import Assessment, Stamp
from advisor.explanation.carrying_out import Lean
from advisor.explanation.contract import (
    At,
    Certainty,
    Contract,
    Home,
    Number,
    Path,
    Statement,
    Versioned,
    one_of,
)
from advisor.explanation.outlook import look_ahead
from advisor.explanation.places import FitArithmetic
from advisor.explanation.robustness import WhoseWord
from advisor.model import days
from advisor.presentation.contracts.memo import SentenceJson, memo_contract
from advisor.presentation.contracts.reasoning import DeedJson, RobustnessJson
from advisor.presentation.summary import Summary

YesNo = Annotated[str, one_of("yes", "no", "unknown")]
Reading = Annotated[str, one_of("yes", "partly", "no", "unknown")]
Level = Annotated[str, one_of("low", "medium", "high")]
Stance = Annotated[
    str, one_of("firmly-against", "against", "neutral", "for", "firmly-for", "unknown")
]


class AlternativeJson(Contract, frozen=True):
    """A path to fall back on."""

    open: bool
    """Whether it needs no home that is closed to the client."""
    reason: str


class PartyJson(Contract, frozen=True):
    """A party with power where the work is planned."""

    id: Annotated[str, At("party.id")]
    name: Annotated[str, At("party.name")]
    power: Annotated[int, Meta(ge=0, le=3)]
    stance: Stance
    basis: Annotated[str, one_of("said", "signs", "guess", "unknown")]
    channels: tuple[Annotated[str, one_of("resources", "regulation", "governance")], ...]
    ally: YesNo


class SetAsideJson(Contract, frozen=True, rename={"as_": "as"}):
    """A party that is not counted for the decision."""

    id: Annotated[str, At("party.id")]
    name: Annotated[str, At("party.name")]
    as_: Annotated[
        str, one_of("stakeholder", "social-network", "ecosystem", "shared-values", "not-known")
    ]
    reason: str


class HomeJson(Contract, frozen=True):
    """One home, read by the four questions."""

    open: Annotated[str, one_of("yes", "no", "assumed", "unknown")]
    place: bool
    chosen: bool
    autonomy: Reading
    policy: Reading
    opt_in: Reading
    trade_off: Reading
    """Weaker at first on the usual measures and better on what its people want; yes is the
    favorable answer."""
    weaker: Reading
    better: Reading
    grid: str
    demand: str
    verdict: Annotated[str, one_of("supports", "with-conditions", "fails", "unknown")]
    blocked_by: tuple[str, ...]
    reasons: tuple[str, ...]


class FlagJson(Contract, frozen=True):
    """A risk."""

    flag: str
    level: Annotated[str, one_of("warning", "high", "medium", "low")]
    about: str
    reason: str


class PullJson(Contract, frozen=True):
    """How strongly a parent district draws the unit back."""

    level: Level
    at_most: Level
    signs: tuple[str, ...]
    unchecked: Annotated[tuple[str, ...], At("unchecked_signs")]


class ConditionJson(Contract, frozen=True):
    """Something that must hold for the advice to work."""

    condition: Annotated[str, At("id")]
    home: Home
    holder: Annotated[
        str,
        one_of("parent", "rule-maker", "payer", "families", "staff", "project", "partner"),
    ]
    by: Annotated[str, one_of("before-decision", "before-launch", "first-year", "yearly")]
    keystone: bool
    label: str
    reasons: tuple[str, ...]


class UnknownJson(Contract, frozen=True):
    """An answer that the file does not have, and what rests on it."""

    question: str
    home: Home | None
    party: str | None
    what: str
    rests_on_it: Annotated[tuple[str, ...], At("rests")]
    decides: bool
    """Whether it alone could lead to another path once it is found out."""


class AssumptionJson(Contract, frozen=True):
    """Something taken for granted because the case does not say."""

    question: str
    home: Home | None
    party: str | None
    value: str
    reason: str
    statements: tuple[Statement, ...]


class ReasonJson(Contract, frozen=True, rename={"from_": "from"}):
    """A step of the proof of the path."""

    number: Number
    from_: Annotated[tuple[Number, ...], At("uses")]
    """The steps it builds on."""
    sentence: Annotated[str, At("reason.sentence")]
    rule: Annotated[str, At("reason.rule")]
    statements: Annotated[tuple[Statement, ...], At("reason.statements")]
    certainty: Annotated[Certainty, At("reason.certainty")]


class AssessmentJson(Versioned, frozen=True, kw_only=True):
    """What Advisor concludes about a case.

    Slugs are stable; sentences are for people and may be reworded. A change that could break a
    reader raises contract_version.
    """

    client: str
    """The client's name."""
    change: str
    """The change, as a sentence calls it."""
    as_of: Annotated[str | None, At("case.as_of")]
    """The day the answers describe."""
    path: Path
    """The advised path."""
    route: Annotated[str, one_of("playbook", "new-home", "split", "hold", "ask")]
    """The kind of path."""
    form: str | None
    """The form the work takes, beside its home."""
    home: Annotated[Home | None, At("chosen_home")]
    """The home of the advised work; for a hold and for asking, the planned one."""
    place: Annotated[str, Meta(extra_json_schema={"$ref": "#/$defs/place"})]
    """Where the work sits or is planned."""
    alignment: Annotated[str, one_of("aligned", "clash", "mixed", "unknown", "none")]
    """Whether the work fits where it is planned; none where it has no place."""
    certainty: Certainty
    """As sure as the articles' own steps where the path stands whatever is ours; else ours."""
    robustness: RobustnessJson
    whose_word: WhoseWord
    alternatives: Annotated[tuple[Path, ...], Meta(min_length=1)]
    """Paths to fall back on, best first."""
    alternative_reasons: Mapping[Path, AlternativeJson]
    not_chosen: Mapping[Path, str]
    """Every other path, with the reason it was not chosen."""
    fit: FitArithmetic | None
    """The arithmetic of the fit; null without a place."""
    parties: Annotated[tuple[PartyJson, ...], At("seats")]
    """Those with power where the work is planned, the heaviest first."""
    set_aside: tuple[SetAsideJson, ...]
    homes: Mapping[Home, HomeJson]
    """All twelve homes, by the four questions."""
    flags: tuple[FlagJson, ...]
    """Risks, the gravest first."""
    pull: PullJson | None
    """How strongly a parent district draws the unit back; null outside a district."""
    keystone: str | None
    """The condition on which most hangs."""
    conditions: tuple[ConditionJson, ...]
    tensions: Annotated[tuple[Lean, ...], At("leans")]
    """Leans of this path, our inference; ratings of the team, from 1 to 5."""
    advice: tuple[str, ...]
    """What the memo advises first, sentence by sentence."""
    steps: tuple[SentenceJson, ...]
    """The next steps, as the memo tells them, the earliest first."""
    tripwires: tuple[SentenceJson, ...]
    """What to watch, and who does what then, as the memo tells it."""
    changes: tuple[DeedJson, ...]
    """What would lead to another path: what one would wish for first, then what is adverse."""
    unknowns: tuple[UnknownJson, ...]
    not_worked_out: str | None
    """Why changes are left out, and unknowns but for those of the proof; null where all is told."""
    assumptions: tuple[AssumptionJson, ...]
    """What was taken for granted because the case does not say."""
    contradictions: tuple[str, ...]
    reasons: Annotated[tuple[ReasonJson, ...], Meta(min_length=1)]
    """The proof of the path; from lists the steps each builds on."""
    rules_version: Annotated[str, At("stamp.rules_version")]
    stamp: Stamp


def assessment_contract(assessment: Assessment) -> AssessmentJson:
    """The result of a case, as other programs read it."""
    case = assessment.case
    outlook = look_ahead(assessment)
    summary = Summary(assessment, outlook)
    memo = memo_contract(assessment, outlook, days.calendar_day(case.as_of))
    keystone, label = assessment.keystone, summary.words.condition
    return AssessmentJson.of(
        assessment,
        client=case.client.text("name"),
        change=summary.name,
        certainty=summary.robustness.certainty,
        robustness=summary.robustness,
        whose_word=summary.whose_word,
        alternatives=[one.path for one in assessment.alternatives],
        alternative_reasons={one.path: one for one in assessment.alternatives},
        homes={one.home.home: one for one in assessment.homes},
        keystone=keystone.id if keystone else None,
        conditions=[ConditionJson.of(one, label=label(one)) for one in assessment.conditions],
        advice=[one.text for one in memo.said("advice")],
        steps=memo.said("steps"),
        tripwires=memo.said("again"),
        changes=outlook.changes,
        unknowns=summary.unanswered,
        not_worked_out=outlook.missing,
        contradictions=summary.contradictions,
    )


def assessment_json(assessment: Assessment) -> str:
    """The result as JSON; `rules/assessment.schema.json` describes it.

    Args:
        assessment: What the reasoning found.

    Returns:
        JSON text with a line break at its end. The same assessment always gives the same text.
    """
    return assessment_contract(assessment).json()
