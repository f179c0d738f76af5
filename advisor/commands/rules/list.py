"""`advisor rules list`: the rules by topic, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.options import format_option, output_option, width_option
from advisor.commands.rules.choosing import folder_option

if TYPE_CHECKING:
    from pathlib import Path


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
@folder_option
@format_option("rules/rule-book.schema.json")
@width_option
@output_option("the list")
def list(  # noqa: A001  (the name of the command)
    words: tuple[str, ...],
    topic: str | None,
    statement: str | None,
    concludes: str | None,
    asks: str | None,
    certainty: str | None,
    folder: Path | None,
    form: str,
    width: int,
    output: str,
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
    from advisor.commands.files import check_output, give
    from advisor.presentation.rule_book import rules_json, rules_list_text
    from advisor.verification.rule_book import fits_words, known_name

    book = rule_book(folder, with_examples=form == "json")
    knowledge = book.knowledge
    check_output(output, source=knowledge.folder)
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
    if form == "json":
        give(rules_json(book, found), output, source=knowledge.folder)
    else:
        text = rules_list_text(book, found, width=width)
        give(text, output, source=knowledge.folder, read=True)
