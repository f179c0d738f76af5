"""`advisor rules graph`: what builds on what, between topics or around one rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.options import output_option, width_option
from advisor.commands.rules.choosing import folder_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Draw what builds on what, by topic or around a rule.")
@click.argument("name", metavar="[RULE]", nargs=-1)
@click.option(
    "--depth",
    type=click.IntRange(1, 6),
    default=1,
    show_default=True,
    help="How many links away from RULE.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "mermaid", "dot", "json"]),
    default="text",
    show_default=True,
    help="text to read, mermaid for a document, dot for Graphviz, json for other programs "
    "(rules/rules-graph.schema.json describes it).",
)
@folder_option
@width_option
@output_option("the picture")
def graph(
    name: tuple[str, ...], depth: int, form: str, folder: Path | None, width: int, output: str
) -> None:
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
    from advisor.commands.files import check_output, give
    from advisor.presentation.rule_book import rules_graph

    book = rule_book(folder, with_examples=False)
    source = book.knowledge.folder
    check_output(output, source=source)
    around = book.find(" ".join(name)) if name else None
    text = rules_graph(book, form, around=around, depth=depth, width=width)
    give(text, output, source=source, read=form == "text")
