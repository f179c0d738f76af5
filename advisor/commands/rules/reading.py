"""The commands that read out the rules: `advisor rules list`, `show`, `graph` and `book`."""

from __future__ import annotations

import click

from advisor.commands.options import Wanted, output_option, rules_report


@click.command(short_help="Show one rule: if, then, because, sources, where it is used.")
@click.argument("name", metavar="RULE", nargs=-1, required=True)
@click.option("--all", "every", is_flag=True, help="Name every rule before and after it.")
@rules_report("the rule", "rule-book")
def show(name: tuple[str, ...], every: bool, report: Wanted) -> None:
    """Show a RULE in words: if, then, because, the statements it rests on and where they stand.

    Then the rules that conclude what it asks for, those that use what it concludes, and, in a
    checkout, the examples that fire it. A RULE is named by its id, or by words that stand in the
    id or the title of one rule alone. The id of a table, or of an ordered choice, shows all its
    rows; that of a sentence of the memo, what must hold for it and what it says.

    \b
    Examples:
      advisor rules show veto-holder
      advisor rules show firmly opposed party
      advisor rules show front-runner --all
      advisor rules show grid
      advisor rules show route
      advisor rules show title-open
      advisor rules show route-split --format json
    """
    from advisor import rule_book
    from advisor.presentation.rules_text import (
        rule_text,
        rules_json,
        sentence_reading_text,
        table_text,
    )

    book = rule_book(with_examples=True)
    source, called = book.knowledge.folder, " ".join(name)
    report.begin(source)
    table = book.table(called)
    if table is not None:
        rows = [book.knowledge.rulebook.entry(row.rule) for row in table.rows]
        report.give(
            source,
            text=lambda: table_text(book, table, width=report.width),
            json=lambda: rules_json(book, rows),
        )
        return
    sentence = book.sentence(called)
    if sentence is not None and report.form == "text":
        report.give(source, text=lambda: sentence_reading_text(book, sentence, width=report.width))
        return
    entry = book.find(called)
    report.give(
        source,
        text=lambda: rule_text(book, entry, width=report.width, every=every),
        json=lambda: rules_json(book, [entry]),
    )


@click.command(short_help="Draw what builds on what, by topic or around a rule.")
@click.argument("name", metavar="[RULE]", nargs=-1)
@click.option(
    "--depth",
    type=click.IntRange(1, 6),
    default=1,
    show_default=True,
    help="How many links away from RULE.",
)
@rules_report(
    "the picture",
    "rules-graph",
    forms=("text", "mermaid", "dot", "json"),
    told="text to read, mermaid for a document, dot for Graphviz, json for other programs "
    "(rules/rules-graph.schema.json describes it).",
)
def graph(name: tuple[str, ...], depth: int, report: Wanted) -> None:
    """Draw which topics build on which; with a RULE, the rules before and after it.

    A link leads from a rule that concludes something to a rule that asks for it; where it must
    not hold, the line is dotted.

    \b
    Examples:
      advisor rules graph
      advisor rules graph veto-holder
      advisor rules graph --format mermaid -o topics.mmd
      advisor rules graph front-runner --depth 2 --format dot | dot -Tsvg -o rules.svg
    """
    from advisor import rule_book
    from advisor.presentation.rules_text import rules_graph

    book = rule_book(with_examples=False)
    report.begin(book.knowledge.folder)
    around = book.find(" ".join(name)) if name else None
    text = rules_graph(book, report.form, around=around, depth=depth, width=report.width)
    report.give(book.knowledge.folder, **{report.form: lambda: text})


@click.command(short_help="Write the rule book as a page in Markdown.")
@output_option("the rule book")
def book(output: str) -> None:
    """Write every rule in words, by topic, with its statements and where it is used.

    docs/rule-book.md is made by this command.

    \b
    Examples:
      advisor rules book -o rule-book.md
      advisor rules book --rules my-rules/ -o my-rule-book.md
    """
    from advisor import rule_book
    from advisor.commands.files import check_output, give
    from advisor.presentation.rules_text import rule_book_markdown

    found = rule_book(with_examples=True)
    check_output(output, source=found.knowledge.folder)
    give(rule_book_markdown(found), output, source=found.knowledge.folder)


@click.command(name="list", short_help="List the rules by topic.")
@click.argument("words", metavar="[WORDS]...", nargs=-1)
@click.option("--topic", metavar="TOPIC", help="Only the rules of this topic.")
@click.option("--statement", metavar="ID", help="Only the rules that rest on this statement.")
@click.option("--concludes", metavar="KIND", help="Only the rules that conclude such facts.")
@click.option("--asks", metavar="KIND", help="Only the rules that ask for such facts.")
@click.option(
    "--certainty",
    type=click.Choice(["firm", "mostly", "sometimes", "one-author", "ours"]),
    help="Only the rules that are so sure.",
)
@rules_report("the list", "rule-book")
def list(  # noqa: A001  (the name of the command)
    words: tuple[str, ...],
    topic: str | None,
    statement: str | None,
    concludes: str | None,
    asks: str | None,
    certainty: str | None,
    report: Wanted,
) -> None:
    """List the rules and totals by topic, in the order of the reasoning.

    WORDS that stand in the id or the title of a rule choose among them; so do the options, and
    all that is asked for must fit.

    \b
    Examples:
      advisor rules list
      advisor rules list veto
      advisor rules list --topic alignment
      advisor rules list --statement L058 --certainty firm
      advisor rules list --concludes verdict --format json
    """
    from advisor import rule_book
    from advisor.presentation.rules_text import rules_json, rules_list_text
    from advisor.verification.rule_book import fits_words, known_name

    book = rule_book(with_examples=report.form == "json")
    knowledge = book.knowledge
    report.begin(knowledge.folder)
    kinds = knowledge.rulebook.vocabulary.kinds
    topics = [one.name for one in book.topics()]
    topic = known_name(topic, topics, "topic")
    statement = known_name(statement and statement.upper(), knowledge.statements, "statement")
    concludes, asks = (known_name(one, kinds, "kind of fact") for one in (concludes, asks))
    found = [
        one
        for one in knowledge.rulebook.entries
        if topic in (None, one.topic)
        and (statement is None or statement in one.rests_on)
        and (concludes is None or concludes in one.concludes)
        and (asks is None or asks in (*one.reads, *one.waits_for))
        and certainty in (None, one.certainty)
        and fits_words(one, [word.lower() for word in words])
    ]
    report.give(
        knowledge.folder,
        text=lambda: rules_list_text(book, found, width=report.width),
        json=lambda: rules_json(book, found),
    )
