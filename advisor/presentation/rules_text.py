"""The rules as a person reads them, and what checks, cases and proofs find of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from advisor.presentation import markdown
from advisor.presentation.citations import cite
from advisor.presentation.contracts.rules import (
    GraphJson,
    LinkJson,
    NodeJson,
    rule_book_contract,
)
from advisor.presentation.templating.rendering import memo_template, plain_template, render, screen
from advisor.presentation.terminal import USUAL, fitted
from advisor.presentation.trace_text import DOT, dot_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from advisor.explanation.rule_words import SentenceReading
    from advisor.knowledge.strata import Entry, Link
    from advisor.knowledge.tables import Table
    from advisor.verification.check import Report
    from advisor.verification.coverage import Coverage
    from advisor.verification.impact import Impact
    from advisor.verification.proof.prove import Proof
    from advisor.verification.rule_book import RuleBook

SHOWN = 3
"""Cases named beside a rule or a statement in the text; JSON has all."""


def check_text(report: Report, *, known: bool = False) -> str:
    """The findings as text: one a line with its place first, as editors like it.

    Args:
        known: Whether to show the known findings with their reasons.
    """
    return render(plain_template("rules-check.txt.j2"), {"report": report, "known": known})


def coverage_text(coverage: Coverage, *, rules: bool = False, statements: bool = False) -> str:
    """The coverage as text: the sums, what is missing, and if asked every rule or statement.

    Args:
        rules: Whether to list every rule with its cases.
        statements: Whether to list every statement with what carries it.
    """
    values = {"coverage": coverage, "rules": rules, "statements": statements, "shown": SHOWN}
    return render(plain_template("rules-coverage.txt.j2"), values)


def impact_text(impact: Impact, *, width: int = USUAL) -> str:
    """What other rules would change, as text."""
    return screen("rules-impact", width, {"impact": impact})


def verify_text(proof: Proof) -> str:
    """The proof as text: a line for each property, and the smallest case of each violation."""
    return render(plain_template("rules-verify.txt.j2"), {"proof": proof})


MOST = 8
"""Neighbors of a rule that are told unless all are asked for."""

LONGEST = 70
"""Characters of a title that a picture shows."""


def rules_list_text(
    book: RuleBook, entries: Sequence[Entry] | None = None, *, width: int = USUAL
) -> str:
    """Rules by topic, a line each.

    Args:
        book: The rule book.
        entries: The rules to list; all if none are given.
        width: The columns there are.
    """
    wanted = {one.id for one in _or_all(book, entries)}
    topics = [
        {"name": topic.name, "label": topic.label, "rules": rules}
        for topic in book.topics()
        if (rules := [book.words.read(one) for one in topic.entries if one.id in wanted])
    ]
    return screen("rules-list", width, {"topics": topics})


def rule_text(book: RuleBook, entry: Entry, *, width: int = USUAL, every: bool = False) -> str:
    """One rule: if, then, because, what it rests on, where it is used.

    Args:
        book: The rule book it stands in.
        entry: The rule, as `book.find` returns it.
        width: The columns there are.
        every: Whether to name every neighbor.
    """
    page = book.page(entry)
    values = {
        "page": page,
        "table": book.knowledge.rulebook.table_of(page.reading.id),
        "topic": book.words.topic(page.reading.topic),
        "citations": cite(book.knowledge, page.reading.statements),
        "most": max(len(page.needs), len(page.used_by)) if every else MOST,
        "examples": len(book.cases) or None,
        "named": page.examples if every else page.examples[:MOST],
    }
    return screen("rules-show", width, values)


def sentence_reading_text(book: RuleBook, sentence: SentenceReading, *, width: int = USUAL) -> str:
    """A sentence of the memo read aloud: what must hold for it, and what it says.

    Args:
        sentence: The sentence, as `book.sentence` returns it.
    """
    values = {"one": sentence, "citations": cite(book.knowledge, sentence.statements)}
    return screen("rules-sentence", width, values)


def table_text(book: RuleBook, table: Table, *, width: int = USUAL) -> str:
    """A table read aloud: what all rows say, and each row in words.

    Args:
        table: The table or ordered choice.
    """
    values = {"table": book.words.table(table), "topic": book.words.topic(table.topic)}
    return screen("rules-table", width, values)


def rules_json(book: RuleBook, entries: Sequence[Entry] | None = None) -> str:
    """Rules with all that is around them, as JSON; `rules/rule-book.schema.json` describes it.

    Args:
        book: The rule book.
        entries: The rules; all if none are given.
    """
    pages = map(book.page, _or_all(book, entries))
    return rule_book_contract(book, pages).json()


def _or_all(book: RuleBook, entries: Sequence[Entry] | None) -> Sequence[Entry]:
    return book.knowledge.rulebook.entries if entries is None else entries


def rules_graph(
    book: RuleBook,
    form: str = "text",
    *,
    around: Entry | None = None,
    depth: int = 1,
    width: int = USUAL,
) -> str:
    """What builds on what: between topics, or around one rule.

    Args:
        book: The rule book.
        form: `text`, `mermaid`, `dot`, or `json` as `rules/rules-graph.schema.json` describes it.
        around: The rule in the middle; without one, topics are shown.
        depth: How many links away from it.
        width: The columns there are, for text.
    """
    nodes, links = _rules_around(book, around, depth) if around else _topics(book)
    graph = GraphJson(
        rules_version=book.knowledge.version,
        rules_hash=book.knowledge.hash,
        around=around.id if around else None,
        nodes=tuple(nodes),
        links=tuple(links),
    )
    if form == "json":
        return graph.json()
    quoted: Callable[[object], str] = partial(markdown.label, longest=LONGEST)
    letter = "r" if around else "t"
    text = render(
        plain_template(f"rules-graph.{'txt' if form == 'text' else form}.j2"),
        {
            "graph": graph, "center": around,
            "keys": {one.id: f"{letter}{number}" for number, one in enumerate(nodes, 1)},
            "labels": {one.id: one.label for one in nodes},
            "quoted": dot_label if form == DOT else quoted,
        },
    )  # fmt: skip
    return fitted(text, width) if form == "text" else text


def _topics(book: RuleBook) -> tuple[list[NodeJson], list[LinkJson]]:
    nodes = [NodeJson(one.name, one.label, len(one.entries)) for one in book.topics()]
    places = {one.id: place for place, one in enumerate(nodes)}
    between = sorted(
        book.dependencies.between_topics().items(),
        key=lambda one: [places[name] for name in one[0]],
    )
    return nodes, [LinkJson(*ends, number, False) for ends, number in between]


def _rules_around(
    book: RuleBook, entry: Entry, depth: int
) -> tuple[list[NodeJson], list[LinkJson]]:
    shown, links = book.around(entry, depth)
    entries = [one for one in book.knowledge.rulebook.entries if one.id in shown]
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        pairs.setdefault((link.source, link.target), []).append(link)
    return [NodeJson(one.id, one.title, None) for one in entries], [
        LinkJson(*ends, 1, all(one.negated for one in through)) for ends, through in pairs.items()
    ]


def rule_book_markdown(book: RuleBook) -> str:
    """The whole rule book as a page in Markdown.

    Args:
        book: The rule book, with the examples.
    """
    between = book.dependencies.between_topics()
    topics = [
        {
            "name": topic.name,
            "label": topic.label,
            "about": topic.about,
            "pages": [book.page(one) for one in topic.entries],
            "builds_on": [
                book.words.topic(source) for source, target in between if target == topic.name
            ],
        }
        for topic in book.topics()
    ]
    rulebook = book.knowledge.rulebook
    values = {
        "topics": topics,
        "rules": len(rulebook.rules),
        "totals": len(rulebook.totals),
        "most": MOST,
        "examples": len(book.cases),
        "citations": cite(
            book.knowledge, (one for entry in rulebook.entries for one in entry.rests_on)
        ),
        "picture": Markup(rules_graph(book, "mermaid").rstrip()),
    }
    return render(memo_template("_rule-book"), values)
