"""`advisor rules book`: the whole rule book as a page in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.options import output_option
from advisor.commands.rules.choosing import folder_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Write the rule book as a page in Markdown.")
@folder_option
@output_option("the rule book")
def book(folder: Path | None, output: str) -> None:
    """Write every rule in words, by topic, with its statements and where it is used.

    docs/rule-book.md is made by this command.

    \b
    Examples:
      advisor rules book -o rule-book.md
      advisor rules book --rules my-rules/ -o my-rule-book.md
    """
    from advisor import rule_book
    from advisor.commands.files import check_output, give
    from advisor.presentation.rule_book import rule_book_markdown

    found = rule_book(folder, with_examples=True)
    check_output(output, source=found.knowledge.folder)
    give(rule_book_markdown(found), output, source=found.knowledge.folder)
