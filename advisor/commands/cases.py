"""The commands about whole cases: `advisor new`, `memo`, `assess` and `compare`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

import advisor
from advisor.commands import files, options
from advisor.commands.streams import tell


@click.command(short_help="Write a commented case file to fill in.")
@click.argument("case", metavar="CASE.yaml")
def new(case: str) -> None:
    """Write a case file with every question, what it is for, and how to answer it.

    A file that is there already is never touched. Only a few answers are needed; leave out
    what you do not know, or write unknown.

    \b
    Examples:
      advisor new my-case.yaml
      advisor new -              show it here
    """
    files.create(advisor.new_case_text(), case)
    if case != "-":
        tell(f"Wrote {case}. Fill it in, then: advisor memo {case}")


@click.command(short_help="Write the memo for a case.")
@options.case_argument
@options.output_option("the memo")
@options.date_option
@click.option(
    "--template",
    default="memo",
    show_default=True,
    metavar="NAME|DIR",
    help="memo, brief (one page for a board), or a folder with your own template, which may "
    "extend ours and change only some blocks.",
)
@click.option(
    "--annotated",
    is_flag=True,
    help="Put the id of each sentence behind it: “advisor why CASE --sentence ID” tells what it "
    "rests on.",
)
@click.option(
    "--picture",
    type=click.Choice(["svg", "mermaid", "none"]),
    default="svg",
    show_default=True,
    help="svg writes the picture of the network as NAME.svg beside the memo, where that is a file; "
    "mermaid draws it in the text; with none, and on standard output, its words stand alone.",
)
@click.option(
    "--format",
    "form",
    type=options.FormOrEnding([*options.ENDINGS.values()]),
    help="docx for Word, pdf (PDF/UA-1) and html (each sentence opens to what it rests on) to "
    "deliver, text for plain lines to be read aloud, json for other programs "
    "(rules/memo.schema.json describes it). By default what the ending of FILE says, "
    "else markdown.",
)
@options.paper_option
@options.brand_option
@options.circulation_option
@click.option(
    "--no-record",
    "unrecorded",
    is_flag=True,
    help="Write no record (NAME.memo.json) beside a memo in Markdown or Word. It holds the answers "
    "and the sentences, for “advisor reissue”; only you can read it.",
)
@options.engine_option
def memo(
    case: Path,
    output: str,
    date: datetime.date | None,
    template: str,
    annotated: bool,
    picture: str,
    form: str | None,
    paper: str,
    brand: Path | None,
    circulation: bool,
    unrecorded: bool,
    engine: str,
) -> None:
    """Write the memo for the CASE, in Markdown or as a document to deliver.

    Word files and PDF need the extra “documents”; without it one line says what to type.

    The same case, rules and options always give the same memo, to the byte: its date is not
    today's but the case's, unless you give one.

    \b
    Examples:
      advisor memo my-case.yaml                               read it here
      advisor memo my-case.yaml -o memo.md                    write it to a file
      advisor memo my-case.yaml -o memo.docx --paper a4       for Word; likewise .pdf, .html
      advisor memo my-case.yaml --format text                 in plain lines, to be read aloud
      advisor memo my-case.yaml --date 2025-02-03 -o memo.md
      advisor memo my-case.yaml --template brief -o board.md  one page for the board
      advisor memo my-case.yaml --template our-firm/          your own template
      advisor memo my-case.yaml --annotated                   with the id of each sentence
      advisor memo my-case.yaml --circulation -o public.md    for the public record
    """
    files.check_output(output, source=case)
    if circulation and annotated:
        raise click.UsageError("--annotated leads to reasons that name parties; leave it out.")
    form = form or options.ENDINGS.get(Path(output).suffix.lower(), "markdown")
    as_document = form in ("html", "docx", "pdf", "text")
    if as_document:
        of_markdown = annotated or picture != "svg"
        _check_document(form, template, paper, brand, output, markdown=of_markdown)
    elif brand is not None:
        raise click.UsageError("--brand goes with docx, pdf and html.")
    to_file = output != files.STANDARD_OUTPUT
    beside, record = Path(output).with_suffix(".svg"), files.record_beside(Path(output))
    drawn = picture == "svg" and form == "markdown" and to_file and not circulation
    drawn = drawn and beside != Path(output)
    if drawn:
        files.refuse_foreign(beside, files.PICTURE_MARK)
    word = form == "docx" and Path(output).suffix.lower() == files.WORD
    recorded = (word or (form == "markdown" and to_file and not annotated)) and not unrecorded
    recorded = recorded and not circulation and files.is_ordinary(output)
    if recorded:
        files.refuse_foreign(record, files.RECORD_MARK)
    assessment = advisor.assess(advisor.load_case(case), engine=engine)
    svg = advisor.memo_picture(assessment, date=date) if drawn else ""
    named = picture if picture == "mermaid" else beside.name if svg else ""
    made: str | bytes
    if as_document:
        made = advisor.write_document(
            assessment, form, date=date, template=template, paper=paper, brand=brand,
            circulation=circulation,
        )  # fmt: skip
    elif form == "json":
        made = advisor.memo_json(assessment, date=date, circulation=circulation)
    else:
        made = advisor.write_memo(
            assessment, date=date, template=template, annotated=annotated, picture=named,
            circulation=circulation,
        )  # fmt: skip
    kept = b""
    if recorded and isinstance(made, bytes):
        kept = advisor.memo_record(assessment, date=date, template=template, word=made)
    elif recorded:
        kept = advisor.memo_record(assessment, date=date, template=template, picture=named)
    if svg:
        files.give(svg, str(beside), source=case)
    files.give(made, output, source=case)
    if recorded:
        files.write(kept, str(record), source=case, private=True)


def _check_document(
    form: str, template: str, paper: str, brand: Path | None, output: str, *, markdown: bool
) -> None:
    """Refuses a document that makes no sense or cannot be made, before any work is done for it."""
    if markdown:
        raise click.UsageError("--annotated and --picture go with Markdown.")
    if form in ("docx", "pdf") and output == files.STANDARD_OUTPUT and sys.stdout.isatty():
        raise click.UsageError("This is no text for a terminal. Name a file with -o.")
    from advisor.presentation.documents.writing import check

    check(form, template, paper, brand)


@click.command(short_help="Show the result of a case, in short or as JSON.")
@options.case_or_example_argument
@options.report_options("the result", "rules/assessment.schema.json")
def assess(case: Path, report: options.Wanted) -> None:
    """Show what Advisor concludes from the CASE.

    The path, the alternatives, what must hold and the risks; then the last steps to the path,
    why the other paths were not chosen, and what the result rests on that you did not say. JSON
    has all the steps and the four questions home by home.

    \b
    Examples:
      advisor assess my-case.yaml
      advisor assess my-case.yaml --format json -o result.json
      advisor assess my-case.yaml --format json | jq .path
    """
    found = report.assess(case)
    report.give(
        case,
        text=lambda: advisor.assessment_text(found, width=report.width),
        json=lambda: advisor.assessment_json(found),
    )


@click.command(short_help="Put cases side by side: what differs, and what is advised.")
@click.argument("cases", metavar="CASE CASE…", nargs=-1, required=True, type=options.FILE)
@click.option("--all", "everything", is_flag=True, help="Show all that differs, not the first.")
@options.report_options(
    "the comparison",
    "rules/compare.schema.json",
    forms=("text", "markdown", "json"),
    told="text to read, markdown for a document, json for other programs "
    "(rules/compare.schema.json describes it).",
)
def compare(cases: tuple[Path, ...], everything: bool, report: options.Wanted) -> None:
    """Put two CASEs or more side by side.

    The path, its home, the fit and how sure it is for each, and how much else differs; with
    --all also verdicts on homes, risks, conditions, and the answers behind them. For clients, or
    for scenarios of one client kept in files of their own.

    \b
    Examples:
      advisor compare north.yaml south.yaml
      advisor compare plan-a.yaml plan-b.yaml plan-c.yaml --format markdown -o plans.md
      advisor compare clients/*.yaml --format json | jq .conclusions
    """
    if len(cases) < 2:
        raise click.UsageError("There is nothing to compare: name two cases or more.")
    for case in cases:  # before the first of them is reasoned about
        files.check_output(report.output, source=case)
    found = advisor.compare([report.assess(case) for case in cases])
    report.give(
        cases[0],
        text=lambda: advisor.compare_text(found, width=report.width, everything=everything),
        markdown=lambda: advisor.compare_markdown(found),
        json=lambda: advisor.reasoning_json(found),
    )
