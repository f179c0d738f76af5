"""The rules, and what checks, cases and proofs find of them, as JSON.

`rules/rule-book.schema.json` and its neighbors describe it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from advisor.explanation.assess import Hash
from advisor.presentation.citations import cite
from advisor.presentation.contracts.contract import (
    At,
    Certainty,
    Contract,
    Count,
    Number,
    Versioned,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.verification.check import Report
    from advisor.verification.coverage import Coverage
    from advisor.verification.impact import Impact
    from advisor.verification.proof.prove import Proof
    from advisor.verification.rule_book import RuleBook, RulePage

Severity = Annotated[str, one_of("error", "warning", "hint")]

# The rule book


class NeighborJson(Contract, frozen=True):
    """A rule that another builds on, or that builds on it."""

    id: str
    kinds: tuple[str, ...]
    """The kinds of fact that pass between the two."""
    negated: bool
    """The facts must not hold."""


class RuleStatementJson(Contract, frozen=True):
    """A statement that a rule rests on."""

    id: str
    says: str
    author: str
    title: str
    year: str
    section: str | None
    article: bool
    """It is one of the five articles, and not a page read beside them."""


class RuleJson(Contract, frozen=True, rename={"if_": "if"}):
    """A rule or total in words, with what is around it."""

    id: Annotated[str, At("reading.id")]
    title: Annotated[str, At("reading.title")]
    topic: Annotated[str, At("reading.topic")]
    sort: Annotated[str, one_of("rule", "total"), At("reading.sort")]
    file: Annotated[str, At("reading.file")]
    """Seen from the folder of the knowledge."""
    line: Annotated[Number, At("reading.line")]
    if_: Annotated[tuple[str, ...], At("reading.when")]
    """The clauses that must hold; of a total, for what it is made, what counts, and out of what."""
    unless: Annotated[tuple[str, ...], At("reading.unless")]
    """The clauses of which none may hold."""
    measure: Annotated[
        str | None,
        one_of("count", "sum", "largest", "smallest", "spread", "mean", "percent", None),
        At("reading.measure"),
    ]
    """How a total is taken."""
    then: Annotated[tuple[str, ...], At("reading.then")]
    """The clauses that follow."""
    because: Annotated[str, At("reading.because")]
    certainty: Annotated[Certainty, At("reading.certainty")]
    statements: tuple[RuleStatementJson, ...]
    needs: tuple[NeighborJson, ...]
    """The rules that conclude what it asks for."""
    used_by: tuple[NeighborJson, ...]
    """The rules that ask for what it concludes."""
    examples: tuple[str, ...] | None
    """The examples that fire it; null in a copy without examples beside it."""


class RuleBookJson(Versioned, frozen=True, kw_only=True):
    """Rules and totals in words, with what is around them.

    A change that could break a reader raises contract_version.
    """

    rules_version: str
    rules_hash: Hash
    rules: tuple[RuleJson, ...]


def rule_book_contract(book: RuleBook, pages: Iterable[RulePage]) -> RuleBookJson:
    """Some rules of a rule book, as other programs read them."""
    knowledge = book.knowledge
    rules = [
        RuleJson.of(
            page,
            examples=page.examples if book.cases else None,
            statements=[
                RuleStatementJson.of(one, article=not one.secondary)
                for one in cite(knowledge, page.reading.statements)
            ],
        )
        for page in pages
    ]
    return RuleBookJson.of(rules_version=knowledge.version, rules_hash=knowledge.hash, rules=rules)


class NodeJson(Contract, frozen=True):
    """A rule, or a topic."""

    id: str
    label: str
    rules: Number | None
    """Of a topic, how many rules it holds."""


class LinkJson(Contract, frozen=True, rename={"from_": "from"}):
    """What builds on what."""

    from_: Annotated[str, At("source")]
    to: Annotated[str, At("target")]
    links: Annotated[Number, At("number")]
    """How many links between rules it stands for."""
    negated: bool
    """What is concluded must not hold there."""


class GraphJson(Versioned, frozen=True, kw_only=True):
    """What builds on what: between topics, or around one rule.

    A change that could break a reader raises contract_version.
    """

    rules_version: str
    rules_hash: Hash
    around: str | None
    """The rule in the middle; null where topics are shown."""
    nodes: tuple[NodeJson, ...]
    links: tuple[LinkJson, ...]


# The check


class FindingJson(Contract, frozen=True):
    """Something that is wrong with the knowledge, or may be."""

    code: Annotated[str, Meta(pattern="^K[0-9]{3}$"), At("sort.code")]
    """docs/diagnostics.md explains it."""
    sort: Annotated[str, At("sort.slug")]
    """The code's short name."""
    severity: Annotated[Severity, At("sort.severity")]
    file: str
    """Seen from the folder."""
    line: Number | None
    about: str
    """The id of the rule, question or threshold; explained.yaml names it so."""
    what: str
    remedy: str


class KnownFindingJson(FindingJson, frozen=True):
    """A finding that stays, with the reason explained.yaml gives."""

    reason: str


class CountsJson(Contract, frozen=True):
    """Findings that want mending, by severity."""

    error: Count
    warning: Count
    hint: Count


class CheckJson(Versioned, frozen=True, kw_only=True):
    """The findings of a check of the knowledge.

    A change that could break a reader raises contract_version.
    """

    folder: str
    """The folder that was checked, as it was named."""
    rules: Count
    """Rules and totals that could be read."""
    counts: CountsJson
    findings: tuple[FindingJson, ...]
    known: tuple[KnownFindingJson, ...]
    absent_files: Annotated[tuple[str, ...], At("absent")]
    """Files of a whole knowledge base that are not there."""
    left_out: tuple[str, ...]
    """What was not looked for, because not every file could be read."""


def check_json(report: Report) -> str:
    """The findings of a check as JSON text with a line break at its end."""
    return CheckJson.of(report, counts=CountsJson(**report.counts)).json()


# Coverage


class CoveredRuleJson(Contract, frozen=True):
    """A rule and the cases that exercise it."""

    id: str
    title: str
    file: str
    """Seen from the folder."""
    line: Number
    rests_on: tuple[str, ...]
    cases: tuple[str, ...]
    """The cases that fire it."""
    reason: str | None
    """Why no case fires it, from explained.yaml."""


class CoveredStatementJson(Contract, frozen=True):
    """A statement of the articles and what carries it."""

    id: str
    says: str
    carried: Annotated[str | None, one_of("rule", "glossary", "background", None)]
    how: str | None
    """The glossary's term, or why no rule needs it."""
    rules: tuple[str, ...]
    """The rules that rest on it."""
    cases: tuple[str, ...]
    """The cases that fire one of them."""


class CoverageJson(Versioned, frozen=True, kw_only=True):
    """Which cases exercise which rules, and what carries each statement.

    A change that could break a reader raises contract_version.
    """

    folder: str
    """The folder of the knowledge base."""
    complete: bool
    """Every rule fired or excused with a reason, every statement accounted for."""
    cases: tuple[str, ...]
    """The cases that were run; a variation is named FILE/NAME."""
    rules: tuple[CoveredRuleJson, ...]
    statements: tuple[CoveredStatementJson, ...]


def coverage_json(coverage: Coverage) -> str:
    """What cases cover as JSON text with a line break at its end."""
    return CoverageJson.of(coverage).json()


# Other rules


class ChangedCaseJson(Contract, frozen=True):
    """A case that two knowledge bases do not treat alike."""

    name: str
    before: str
    """The path by the old rules."""
    after: str
    gone: tuple[str, ...]
    """Where the path is another: the rules of the old proof that are not in the new one."""
    new: tuple[str, ...]
    unsaid: tuple[str, ...]
    """The sentences of the old memo that the new one does not have."""
    said: tuple[str, ...]


class ImpactJson(Versioned, frozen=True, kw_only=True):
    """What other rules would change.

    A change that could break a reader raises contract_version.
    """

    old: str
    """The version of the old rules."""
    new: str
    cases: Count
    """How many cases were tried."""
    changed: tuple[ChangedCaseJson, ...]
    """Those not treated alike; first those with another path."""


def impact_json(impact: Impact) -> str:
    """What other rules would change, as JSON text with a line break at its end."""
    return ImpactJson.of(impact).json()


# The proof


class ViolationJson(Contract, frozen=True):
    """A case that breaks a property."""

    says: str
    case: Annotated[str, At("case_file")]
    """The smallest case found, as a case file; empty where it is no case."""
    facts: tuple[str, ...]
    """What the combination consists of, where no whole case shows it."""


class PropertyJson(Contract, frozen=True):
    """A property and whether it holds."""

    property: Annotated[str, At("about")]
    """Its id; docs/proof.md states it."""
    holds: bool
    examined: Count
    """How many questions were put to the solver, or cases looked at."""
    notes: tuple[str, ...]
    violations: tuple[ViolationJson, ...]


class ProofJson(Versioned, frozen=True, kw_only=True):
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
    properties: Annotated[tuple[PropertyJson, ...], Meta(min_length=1), At("findings")]


def verify_json(proof: Proof) -> str:
    """What came of the proof as JSON text with a line break at its end."""
    return ProofJson.of(proof).json()
