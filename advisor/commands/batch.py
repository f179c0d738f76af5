"""The commands for many cases: `advisor batch`, each by itself, and `advisor cohort`, as one."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.commands import options
from advisor.commands.failures import DONE, SOME_REFUSED
from advisor.commands.streams import show, tell
from advisor.model.names import file_name, slug_of, unique_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.commands.batching.results import Results
    from advisor.commands.batching.sources import Shelf
    from advisor.commands.batching.work import Order, Work
    from advisor.explanation.assess import Assessment
    from advisor.explanation.outlook import Outlook

PIECE = 25
"""Cases that a worker gets at once; with memos, which take longer, `PIECE_OF_MEMOS`."""
PIECE_OF_MEMOS = 5
ENOUGH_FOR_A_PROCESS = 20
"""Cases below which another process costs more than it saves."""
MOST_TOLD = 50
"""Problems that are told on the screen; all of them stand in the results."""
FORMS = {"markdown": "md", "html": "html", "docx": "docx", "pdf": "pdf", "json": "json"}
"""The forms of memos, with the endings of their names."""


def _processors() -> int:
    # Only Linux knows what a process may use.
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


@click.command(short_help="Assess many cases at once.")
@click.argument("cases", metavar="CASES…", nargs=-1, required=True)
@click.option(
    "--out", metavar="FOLDER", required=True, type=click.Path(path_type=Path),
    help="The folder for the results: results.sqlite, the same tables as CSV, and memos.",
)  # fmt: skip
@click.option(
    "--memos", type=options.FormOrEnding(["none", *FORMS]), default="none", show_default=True,
    help="Write a memo for each case, too, in the form that “advisor memo --format” has.",
)  # fmt: skip
@options.circulation_option
@options.paper_option
@options.brand_option
@click.option(
    "--jobs", type=click.IntRange(1, 256), metavar="N",
    help="How many processes work at once. By default as many as there are processors; 1 for none "
    "but this.",
)  # fmt: skip
@click.option(
    "--dask", metavar="ADDRESS",
    help="Have it done by the workers of a Dask cluster that you trust, such as tcp://host:8786.",
)  # fmt: skip
@click.option(
    "--engine", type=click.Choice(options.ENGINES), default="reference", show_default=True,
    help="Which engine reasons. All come to the same result; reference is the quickest for many.",
)  # fmt: skip
@click.pass_context
def batch(
    context: click.Context,
    cases: tuple[str, ...],
    out: Path,
    memos: str,
    circulation: bool,
    paper: str,
    brand: Path | None,
    jobs: int | None,
    dask: str | None,
    engine: str,
) -> None:
    """Assess many CASES: files, folders of them, a table with one case a row, or JSON lines.

    A case that cannot be used stops none of the others; all of them are reported with file and
    line, and the exit status is then 4. What was stopped goes on where it was when the same
    command is given again: only cases are assessed that are new or changed, or all of them under
    other rules. The same cases and rules always give the same files, to the byte.

    \b
    Examples:
      advisor batch clients/ --out results
      advisor batch districts.xlsx --out results --memos markdown
      advisor batch schools/ --out results --memos docx --brand brand.yml
      advisor batch answers.jsonl more.csv --out results --jobs 8
      advisor batch districts.csv --out results --dask tcp://cluster:8786
    """
    from advisor.commands.batching import results, running, sources, work
    from advisor.knowledge.base import usual_knowledge
    from advisor.presentation.text import batch_text

    found = sources.find_cases(cases, out)
    knowledge = usual_knowledge()
    if memos in work.DOCUMENTS:
        from advisor.presentation.documents.writing import check

        check(memos, "memo", paper, brand)
    elif brand:
        raise click.UsageError("--brand goes with docx, pdf and html.")
    wanted = work.Order(
        engine=engine,
        memos="" if memos == "none" else memos,
        paper=paper if memos in work.DOCUMENTS else "",
        brand=hashlib.sha256(brand.read_bytes()).hexdigest() if brand else "",
        circulation="yes" if circulation and memos != "none" else "",
        rules_hash=knowledge.hash,
        rules_version=knowledge.version,
        rules=str(knowledge.folder),
        brand_file=str(brand or ""),
    )
    total = sum(book.size for book in found.books)
    worthwhile = total if wanted.memos else 1 + total // ENOUGH_FOR_A_PROCESS
    for path in found.left_out:
        tell(f"advisor: {path}: Left out: it is a link, or holds no case (advisor-case).")
    with (
        closing(results.Results(out)) as kept,
        running.workers(jobs or min(_processors(), worthwhile), dask) as (begin, count),
        click.progressbar(
            length=total, label="Cases", show_pos=True, file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as bar,
    ):  # fmt: skip
        to_do = _to_do(found, wanted, kept, bar.update)
        size = max(1, min(PIECE_OF_MEMOS if wanted.memos else PIECE, total // (4 * count)))
        pieces = iter(lambda: list(islice(to_do, size)), [])
        work_on = partial(work.work, wanted=wanted)
        try:
            for tasks, came in running.in_order(begin, count, work_on, pieces, work.lost):
                kept.put(zip(tasks, came))
                bar.update(len(tasks))
        except KeyboardInterrupt:
            tell("Stopped. The same command goes on where it was.")
            raise
        summary = kept.finish()
    for problem in summary.problems[:MOST_TOLD]:
        tell(f"advisor: {problem}")
    if len(summary.problems) > MOST_TOLD:
        tell(f"advisor: {len(summary.problems) - MOST_TOLD:,} more are in {out / 'problems.csv'}.")
    show(batch_text(summary.paths, summary.refused, summary.known, str(out)))
    context.exit(SOME_REFUSED if summary.refused else DONE)


def _to_do(
    found: Shelf, wanted: Order, kept: Results, known: Callable[[int], None]
) -> Iterator[Work]:
    """The cases that are not done yet, each read when somebody asks for it.

    Args:
        known: Is told of each case that needs no work.
    """
    from advisor.commands.batching import work
    from advisor.commands.batching.results import MEMOS

    taken: set[str] = set()
    place = 0
    for book in found.books:
        for given in book.cases():
            place += 1
            memo = ""
            if wanted.memos:
                slug = unique_slug(slug_of(os.path.splitext(given.name)[0]) or "case", taken)
                memo = f"{MEMOS}/{slug}.{FORMS[wanted.memos]}"
            task = work.Work(place, work.key_of(given, wanted), given, memo)
            if kept.known(task):
                known(1)
            else:
                yield task


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
