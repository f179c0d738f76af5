"""`advisor explore`: a case as one page with a switch for every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Make a page on which every answer is a switch.")
@options.case_or_example_argument
@options.output_option("the page")
def explore(case: Path, output: str) -> None:
    """Make one page of CASE that works without network.

    It shows the value network as a picture, the four questions, the proof in layers, and what
    every single change of an answer does.

    CASE is a case file, or the name of an example such as village. To change several answers at
    once or add a party, explore it in “advisor serve”.

    \b
    Examples:
      advisor explore village -o village.html
      advisor explore our-school.yaml -o our-school.html
    """
    import advisor
    from advisor.commands.files import check_output, give
    from advisor.presentation.exploration_page import exploration_page

    check_output(output, source=case)
    found = advisor.assess(advisor.load_case(case), engine="reference")
    give(exploration_page(found), output, source=case)
