"""`advisor rules show`: one rule as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.options import format_option, output_option, width_option
from advisor.commands.rules.choosing import folder_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Show one rule: if, then, because, sources, where it is used.")
@click.argument("name", metavar="RULE", nargs=-1, required=True)
@click.option("--all", "every", is_flag=True, help="Name every rule before and after it.")
@folder_option
@format_option("rules/rule-book.schema.json")
@width_option
@output_option("the rule")
def show(
    name: tuple[str, ...], every: bool, folder: Path | None, form: str, width: int, output: str
) -> None:
    """Show a RULE in words: if, then, because, the statements it rests on and where they stand.

    Then the rules that conclude what it asks for, those that use what it concludes, and, in a
    checkout, the examples that fire it. A RULE is named by its id, or by words that stand in the
    id or the title of one rule alone. The id of a table, or of an ordered choice, shows all its
    rows.

    \b
    Examples:
      advisor rules show veto-holder
      advisor rules show firmly opposed party
      advisor rules show front-runner --all
      advisor rules show grid
      advisor rules show route
      advisor rules show route-split --format json
    """
    from advisor import rule_book
    from advisor.commands.files import check_output, give
    from advisor.presentation.rule_book import rule_text, rules_json, table_text

    book = rule_book(folder, with_examples=True)
    source = book.knowledge.folder
    check_output(output, source=source)
    table = book.table(" ".join(name))
    if table is not None:
        rulebook = book.knowledge.rulebook
        text = (
            rules_json(book, [rulebook.entry(row.rule) for row in table.rows])
            if form == "json"
            else table_text(book, table, width=width)
        )
        give(text, output, source=source, read=form != "json")
        return
    entry = book.find(" ".join(name))
    if form == "json":
        give(rules_json(book, [entry]), output, source=source)
    else:
        text = rule_text(book, entry, width=width, every=every)
        give(text, output, source=source, read=True)
