"""The arguments and options that several commands share, and what the tab key offers for them."""

from __future__ import annotations

import contextlib
import datetime
import functools
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

import advisor
from advisor.commands.files import check_output, give
from advisor.errors import InputError
from advisor.knowledge.locate import installing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from advisor.explanation.assess import Assessment

    Decorated = TypeVar("Decorated", bound=Callable[..., Any])

USUAL_WIDTH = 80
"""The columns of text that is not shown on a terminal."""

ENGINES = ("auto", "durable", "reference")


def _read_date(
    context: click.Context, option: click.Parameter, value: str | None
) -> datetime.date | None:
    if value is None:
        return None
    # Python 3.11 and newer read other forms too; the same words must work on every Python.
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with contextlib.suppress(ValueError):
            return datetime.date.fromisoformat(value)
    raise click.BadParameter(f"“{value}” is not a date. Write it like 2025-02-03.")


def _read_width(context: click.Context, option: click.Parameter, value: int | None) -> int:
    if value is not None:
        return value
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else USUAL_WIDTH


FILE = click.Path(readable=False, path_type=Path)
"""A file that is read. Whether it is there, and what is wrong with it, is its reader's to say."""


ENDINGS = {
    ".md": "markdown",
    ".json": "json",
    ".html": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".txt": "text",
}
"""The form that each ending of a file stands for."""


class FormOrEnding(click.Choice[str]):
    """A form of what is written, by its name or by the ending of its files."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name of the form.

        Raises:
            click.BadParameter: There is no such form.
        """
        return super().convert(ENDINGS.get(f".{value}", value), param, ctx)


class CaseOrExample(click.Path):
    """A case file, or an example by a word of its name that no other has, such as village."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The file; what is there under this name comes before an example."""
        from advisor.knowledge.locate import examples

        if isinstance(value, str) and value.isalnum() and not os.path.exists(value):
            meant = [path for name, path in examples().items() if value.lower() in name.split("-")]
            value = str(meant[0]) if len(meant) == 1 else value
        return super().convert(value, param, ctx)


CASE_OR_EXAMPLE = CaseOrExample(readable=False, path_type=Path)
"""For commands that only read the case."""

case_argument = click.argument("case", metavar="CASE", type=FILE)
case_or_example_argument = click.argument("case", metavar="CASE", type=CASE_OR_EXAMPLE)


def _existing_folder(context: click.Context, argument: click.Parameter, value: Path) -> Path:
    if not value.is_dir():
        raise InputError("There is no such folder.", file=str(value), remedy="Make it first.")
    return value


cases_argument = click.argument(
    "folder",
    default=".",
    metavar="[FOLDER]",
    callback=_existing_folder,
    type=click.Path(path_type=Path),
)
"""The folder of the cases that are served."""


@contextlib.contextmanager
def needing(extra: str, who: str) -> Iterator[None]:
    """Says what to install where an import finds nothing.

    Args:
        extra: The extra of the package that brings it.
        who: What needs it, with its verb.

    Raises:
        InputError: In the place of an import that failed.
    """
    try:
        yield
    except ImportError as error:
        raise InputError(
            f"{who} what is not installed here.",
            remedy=f"Install it with {installing(extra)}.",
        ) from error


date_option = click.option(
    "--date",
    callback=_read_date,
    metavar="DATE",
    help="The memo's date, like 2025-02-03. By default the date the answers describe (as-of).",
)

paper_option = click.option(
    "--paper",
    type=click.Choice(["letter", "a4"]),
    default="letter",
    show_default=True,
    help="The paper of a docx, pdf or html.",
)

brand_option = click.option(
    "--brand",
    type=FILE,
    metavar="FILE",
    help="A firm’s name, logo, colors, fonts and Word file for a docx, pdf or html; "
    "docs/documents.md shows one.",
)

circulation_option = click.option(
    "--circulation",
    is_flag=True,
    help="The memo for a board or the public record: without where named parties stand and what "
    "could be done about it.",
)

engine_option = click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    show_default=True,
    help="Which engine reasons. Both come to the same result; auto takes durable_rules where "
    "it can be loaded and the reference evaluator elsewhere.",
)

width_option = click.option(
    "--width",
    type=click.IntRange(40, 100),
    callback=_read_width,
    metavar="COLUMNS",
    help="The longest line of text, 40 to 100. By default as wide as the terminal, and 80 where "
    "there is none.",
)


RULES_NAMED = ("rules_folder", "old_rules", "new_rules", "own_file")
"""The arguments of commands about the rules that name some."""


def with_knowledge(command: click.Command) -> click.Command:
    """Lets a command take rules of your own: `--rules FOLDER` and `--add FILE`."""
    run = command.callback
    if run is None or any("--add" in one.opts for one in command.params):
        return command

    @functools.wraps(run)
    def knowing(*args: Any, own_adds: tuple[Path, ...], **others: Any) -> Any:
        folder = others.pop("own_rules")
        from advisor.commands.watching import watched  # here: most commands take none

        name = command.name or ""
        if folder is None and not own_adds:
            with watched(name) if any(map(others.get, RULES_NAMED)) else contextlib.nullcontext():
                return run(*args, **others)
        if "rules_folder" in others:
            folder, others["rules_folder"] = others["rules_folder"] or folder, None
        from advisor.knowledge.base import using
        from advisor.knowledge.overlay import load_knowledge

        with watched(name) as before_the_end:
            knowledge = load_knowledge(folder, own_adds)
            before_the_end.append(knowledge.close)
            with contextlib.closing(knowledge), using(knowledge):
                return run(*args, **others)

    command.callback = knowing
    command.params += [
        click.Option(
            ["--rules", "own_rules"], metavar="FOLDER", type=FILE,
            help="Take the rules of FOLDER instead of those that come with Advisor.",
        ),
        click.Option(
            ["--add", "own_adds"], metavar="FILE", type=FILE, multiple=True,
            help="Lay a file of your own rules, numbers or sentences over the rules; "
            "docs/own-rules.md says what it holds. May be given several times.",
        ),
    ]  # fmt: skip
    return command


def output_option(what: str) -> Callable[[Decorated], Decorated]:
    """The option `-o FILE`.

    Args:
        what: What the command writes, for the help text.
    """
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        default="-",
        help=f"Write {what} to FILE instead of standard output. A FILE that is there is replaced "
        "only once the new one is complete.",
    )


class Wanted(NamedTuple):
    """How what a command finds is wanted: what `--format`, `--width`, `-o`, `--engine` say."""

    form: str
    width: int
    """Columns."""
    output: str
    """A file, or `-`."""
    engine: str

    def begin(self, source: Path) -> None:
        """Refuses a hopeless output before any work is done for it."""
        check_output(self.output, source=source)

    def assess(self, case: Path) -> Assessment:
        """Reasons over a case, unless the result could not be written.

        Raises:
            InputError: If the output is hopeless, or the case cannot be used.
        """
        self.begin(case)
        return advisor.assess(advisor.load_case(case), engine=self.engine)

    def give(self, source: Path, **forms: Callable[[], str | bytes]) -> None:
        """Gives what was found in the form that is wanted.

        Args:
            source: The file that was read; it is never overwritten.
            **forms: For each value of `--format`, what makes the text or the file.
        """
        give(forms[self.form](), self.output, source=source, read=self.form == "text")


def report_options(
    what: str,
    schema: str,
    *,
    forms: tuple[str, ...] = ("text", "json"),
    told: str = "",
    width: bool = True,
    engine: bool = True,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options of a command that reports on something, which gets them as one `Wanted`.

    Args:
        what: What the command writes, for the help text.
        forms: The forms there are, the usual one first.
        told: What to say of the forms, where there are others than text and JSON.
        width: Whether its text is made to fit a width.
        engine: Whether an engine reasons for it.
    """
    usual = f"text to read, json for other programs ({schema} describes it)."
    form_option = click.option(
        "--format",
        "form",
        type=FormOrEnding(forms),
        default=forms[0],
        show_default=True,
        help=told or usual,
    )

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(form: str, output: str, **others: Any) -> None:
            columns, reasons = others.pop("width", USUAL_WIDTH), others.pop("engine", "auto")
            command(report=Wanted(form, columns, output, reasons), **others)

        run = engine_option(run) if engine else run
        run = output_option(what)(run)
        run = width_option(run) if width else run
        return form_option(run)

    return decorate


def rules_report(what: str, schema: str, **more: Any) -> Callable[..., Callable[..., None]]:
    """The options of a command that reports on the rules; as for `report_options`."""
    return report_options(what, f"rules/{schema}.schema.json", engine=False, **more)


def complete_conclusion(context: click.Context, option: click.Parameter, typed: str) -> list[str]:
    """The conclusions of the case whose names begin with what was typed."""
    from advisor.explanation.record import conclusion_names

    return _beginning(context, typed, conclusion_names)


def complete_subject(context: click.Context, option: click.Parameter, typed: str) -> list[str]:
    """The paths, homes and rules that could be asked about."""
    from advisor.explanation.whynot import subjects

    return _beginning(context, typed, subjects)


def complete_change(context: click.Context, option: click.Parameter, typed: str) -> list[str]:
    """The answers that can be supposed to be different, then the values of one."""
    from advisor.model.changed_case import possible_changes

    return _beginning(context, typed, lambda one: possible_changes(one.case, one.knowledge, typed))


def complete_rule(context: click.Context, option: click.Parameter, typed: str) -> list[str]:
    """The rules that fire in the case and whose ids begin with what was typed."""
    return _beginning(
        context, typed, lambda found: sorted({one.rule for one in found.consultation.firings})
    )


def _beginning(
    context: click.Context, typed: str, names: Callable[[Assessment], Iterable[str]]
) -> list[str]:
    """The names that begin with what was typed; none where the case cannot be read."""
    from advisor.errors import AdvisorError

    case = context.params.get("case")
    if case is None:
        return []
    try:
        found = names(advisor.assess(advisor.load_case(case)))
        return [name for name in found if name.startswith(typed)]
    except AdvisorError:
        return []
