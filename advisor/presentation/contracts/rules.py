"""The rules, and what checks, cases and proofs find of them, as JSON.

`rules/rule-book.schema.json` and its neighbors describe it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from advisor.explanation.contract import (
    At,
    Certainty,
    Contract,
    Hash,
    Number,
    Versioned,
    one_of,
)
from advisor.presentation.citations import cite

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.verification.rule_book import RuleBook, RulePage

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

    from_: str
    to: str
    links: Number
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
