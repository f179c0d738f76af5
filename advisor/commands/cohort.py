"""The command `advisor cohort`: many cases as one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.commands import options
from advisor.commands.failures import DONE, SOME_REFUSED
from advisor.commands.streams import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.commands.batching.sources import Shelf
    from advisor.explanation.assess import Assessment
    from advisor.explanation.outlook import Outlook


@click.command(short_help="Show where many cases fall, and what would free most.")
@click.argument("cases", metavar="CASES…", nargs=-1, required=True)
@click.option(
    "--quick", is_flag=True,
    help="Leave out what would free the cases that wait: it takes a third of a second each.",
)  # fmt: skip
@options.report_options(
    "what was found",
    "rules/cohort.schema.json",
    forms=("text", "markdown", "html", "csv", "xlsx", "json"),
    told="text to read, markdown or html to hand on, csv or xlsx for a spreadsheet, json for other "
    "programs (rules/cohort.schema.json describes it).",
)
@click.pass_context
def cohort(
    context: click.Context, cases: tuple[str, ...], quick: bool, report: options.Wanted
) -> None:
    """Show what the CASES of a district, a state or a network have in common.

    Where they fall; what bars the places open to them; which single change would lead most of
    those that wait to another path; which conditions come again; who has power and has not been
    heard. CASES are what “advisor batch” takes. One that cannot be used is told with file and
    line, and the exit status is then 4.

    \b
    Examples:
      advisor cohort clients/
      advisor cohort clients/ --format html -o district.html
      advisor cohort districts.xlsx --quick --format xlsx -o districts-found.xlsx
    """
    from advisor.commands.batching.sources import find_cases
    from advisor.commands.files import check_output
    from advisor.commands.sheets import csv_of, workbook_of
    from advisor.explanation.side_by_side import survey
    from advisor.presentation import side_by_side as telling

    check_output(report.output, source=Path(cases[0]))
    shelf = find_cases(cases, Path(report.output))
    refused: list[str] = []
    found = survey(_assessed(shelf, report.engine, quick, refused))
    for problem in refused:
        tell(f"advisor: {problem}")
    report.give(
        Path(cases[0]),
        text=lambda: telling.cohort_text(found, width=report.width),
        markdown=lambda: telling.cohort_markdown(found),
        html=lambda: telling.cohort_page(found),
        csv=lambda: csv_of(telling.cohort_rows(found)),
        xlsx=lambda: workbook_of({"Cohort": telling.cohort_rows(found)}),
        json=found.json,
    )
    context.exit(SOME_REFUSED if refused else DONE)


def _assessed(
    shelf: Shelf, engine: str, quick: bool, refused: list[str]
) -> Iterator[tuple[str, Assessment, Outlook | None]]:
    """Each case assessed, and what would change it; what is wrong with the others is kept."""
    from advisor.commands.batching.work import read_written
    from advisor.errors import InputError
    from advisor.explanation.assess import assess
    from advisor.explanation.outlook import look_ahead
    from advisor.explanation.side_by_side import WAITING
    from advisor.model.names import file_name

    names: dict[str, int] = {}
    length = sum(book.size for book in shelf.books)
    with click.progressbar(
        length=length, label="Cases", show_pos=True, file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:  # fmt: skip
        for book in shelf.books:
            for given in book.cases():
                bar.update(1)
                try:
                    found = assess(read_written(given), engine=engine)
                except InputError as error:
                    refused += map(str, error.problems)
                    continue
                name = file_name(given.name)
                names[name] = names.get(name, 0) + 1
                name = name if names[name] == 1 else f"{name} ({names[name]})"
                waits = found.path in WAITING and not quick
                yield name, found, look_ahead(found) if waits else None
