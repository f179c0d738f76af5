"""`advisor rules`: the commands about the knowledge itself, for those who write it."""

from __future__ import annotations

import click

from advisor.commands.group import LazyGroup

RULES_COMMANDS = {
    "list": "advisor.commands.rules.reading",
    "show": "advisor.commands.rules.reading",
    "graph": "advisor.commands.rules.reading",
    "book": "advisor.commands.rules.reading",
    "check": "advisor.commands.rules.checking",
    "coverage": "advisor.commands.rules.checking",
    "verify": "advisor.commands.rules.checking",
    "impact": "advisor.commands.rules.checking",
    "try": "advisor.commands.rules.checking",
}
"""Each subcommand and the module whose function of the same name is it, in order of use."""


@click.group(cls=LazyGroup, modules=RULES_COMMANDS, short_help="Read the rules, and check them.")
def rules() -> None:
    """Look at the knowledge itself: the rules, and whether they can be trusted.

    To read the rules in words, and for those who write or change them. Without a folder, each
    command looks at the knowledge that comes with Advisor.

    \b
    Examples:
      advisor rules list veto         the rules about a veto
      advisor rules show veto-holder  one rule in words: if, then, because, sources
      advisor rules graph             which topics build on which
      advisor rules check             what is wrong or odd in the rules
      advisor rules check my-rules/   the same for rules of your own
      advisor rules coverage          which cases exercise which rules and statements
      advisor rules verify            a proof over all combinations of answers
      advisor rules try ours.yaml     what a file of your own changes in the examples
    """
