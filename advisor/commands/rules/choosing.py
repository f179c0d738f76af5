"""What the commands that read out rules share: whose rules, and the cases beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from advisor.verification.rule_book import RuleBook

folder_option = click.option(
    "--rules",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="The knowledge base to use instead of the one that comes with Advisor.",
)


def open_book(folder: Path | None, *, with_examples: bool) -> RuleBook:
    """The rule book of a knowledge base.

    Args:
        folder: Where the knowledge is; without one, that which comes with Advisor.
        with_examples: Whether to run the examples, to say which rule they fire.
    """
    from advisor.knowledge.base import Knowledge, shipped_knowledge
    from advisor.verification.case_set import read_cases, usual_places
    from advisor.verification.rule_book import RuleBook

    knowledge = Knowledge(folder) if folder is not None else shipped_knowledge()
    places = [one for one in usual_places() if one.name == "examples"] if with_examples else []
    return RuleBook(knowledge, read_cases(places, knowledge))
