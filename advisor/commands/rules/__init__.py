"""`advisor rules`: the commands about the knowledge itself, for those who write it."""

from __future__ import annotations

import click

from advisor.commands.group import LazyGroup

RULES_COMMANDS = {
    "check": "advisor.commands.rules.check",
    "coverage": "advisor.commands.rules.coverage",
    "verify": "advisor.commands.rules.verify",
}
"""Each subcommand and the module whose function of the same name is it, in order of use."""


@click.group(cls=LazyGroup, modules=RULES_COMMANDS, short_help="Check the rules themselves.")
def rules() -> None:
    """Look at the knowledge itself: the rules, and whether they can be trusted.

    For those who write or change rules. Without a folder, each command looks at the knowledge
    that comes with Advisor.

    \b
    Examples:
      advisor rules check             what is wrong or odd in the rules
      advisor rules check my-rules/   the same for rules of your own
      advisor rules coverage          which cases exercise which rules and statements
      advisor rules verify            a proof over all combinations of answers
    """
