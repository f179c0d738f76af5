"""The command line: what a person types, and what comes back.

Each command stands in a module of its own and is imported only when it is asked for, so that
a memo does not wait for what only other commands need.

What a command produces goes to standard output, or to the file named with `-o`; whatever it
has to say about that goes to standard error. The exit statuses are listed in
`advisor.commands.statuses`.
"""

from __future__ import annotations

from advisor.commands.group import advisor as advisor_command


def main() -> None:
    """Runs the command that was typed and leaves with its exit status."""
    advisor_command(prog_name="advisor")


__all__ = ["advisor_command", "main"]
