"""The command `advisor` itself: finds the subcommand, and turns every failure into a message."""

from __future__ import annotations

import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any, NoReturn

import click

from advisor._version import __version__
from advisor.commands.failures import noticing_a_gone_reader, status_of
from advisor.commands.streams import telling_of_former_words
from advisor.errors import did_you_mean

SUBCOMMANDS = {
    "new": "advisor.commands.cases",
    "memo": "advisor.commands.cases",
    "assess": "advisor.commands.cases",
    "interview": "advisor.commands.interview",
    "serve": "advisor.commands.serve",
    "mcp": "advisor.commands.serve",
    "rate": "advisor.commands.interview",
    "why": "advisor.commands.reasoning",
    "trace": "advisor.commands.trace",
    "whynot": "advisor.commands.reasoning",
    "contrast": "advisor.commands.reasoning",
    "explore": "advisor.commands.teaching",
    "lesson": "advisor.commands.teaching",
    "quiz": "advisor.commands.teaching",
    "rules": "advisor.commands.rules",
    "whatif": "advisor.commands.reasoning",
    "compare": "advisor.commands.cases",
    "batch": "advisor.commands.batch",
    "cohort": "advisor.commands.batch",
    "redact": "advisor.commands.redact",
    "parties": "advisor.commands.parties",
    "reissue": "advisor.commands.reissue",
}
"""Each subcommand and the module whose function of the same name is it, in order of use."""


class LazyGroup(click.Group):
    """A group of commands that imports a command when it is asked for.

    Args:
        modules: Each subcommand, in the order in which a newcomer needs them, and the module
            whose function of the same name is it.
    """

    def __init__(self, *args: Any, modules: dict[str, str], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The subcommands in the order in which a newcomer needs them."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of that name, or nothing."""
        module = self.modules.get(cmd_name)
        if module is None:
            return None
        name = cmd_name.replace("-", "_")
        command = getattr(import_module(module), f"{name}_" if iskeyword(name) else name)
        assert isinstance(command, click.Command)
        if isinstance(command, click.Group):
            return command
        from advisor.commands.options import with_knowledge

        return with_knowledge(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The subcommand that was typed; a word that is none is answered with the nearest."""
        typed = args[0]
        if not typed.startswith("-") and typed not in self.modules:
            hint = did_you_mean(typed, self.modules, f"There are: {', '.join(self.modules)}.")
            ctx.fail(f"There is no command “{typed}”. {hint}")
        return super().resolve_command(ctx, args)


class CommandLine(LazyGroup):
    """The group of all commands: it also turns every failure into a message and a status."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Reads the words of the command line; some, as `--help`, are answered on the way."""
        with noticing_a_gone_reader():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the subcommand."""
        with noticing_a_gone_reader(), telling_of_former_words():
            return super().invoke(ctx)

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Runs the command line and leaves with a documented exit status.

        Args:
            *args: As for any command of click: first the words after the program's name.
            **extra: As for any command of click, but that failures always become messages here.
        """
        try:
            status = super().main(*args, **{**extra, "standalone_mode": False})
            if sys.stdout is not None:
                sys.stdout.flush()
        except BaseException as failure:  # noqa: BLE001 - all become messages here
            status = status_of(failure)
        sys.exit(status if isinstance(status, int) else 0)


@click.group(
    cls=CommandLine,
    modules=SUBCOMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog="""\b
    Exit status:
      0    done
      1    a fault in Advisor itself, or an engine that cannot be loaded
      2    the case, an option or the place to write cannot be used; nothing was written
      3    a check of the rules found an error (with --strict: or something left over)
      4    some cases of a batch cannot be used; the results of all others were written
      130  stopped with Ctrl-C, or the input of an interview ended too soon
      141  the reader of the output stopped reading
    """,
)
@click.version_option(__version__, "-V", "--version", message="advisor %(version)s")
def advisor() -> None:
    """Advise on where a change in schooling should live, and say why.

    Write down what you know of a planned change and of the place where it would live. Advisor
    reasons with published rules on value networks, picks a path, and writes a memo in which
    every conclusion can be followed back to an answer and to a source.

    \b
    Start here:
      advisor interview my-case.yaml        answer questions; get a case file and a memo
      advisor new my-case.yaml              or a commented case file to fill in
      advisor memo my-case.yaml -o memo.md  the memo for the client
      advisor assess my-case.yaml           the result in short

    "I don't know" is always an answer: leave a line out, or write unknown.
    """
