"""`advisor parties`: registers of stakeholders into a case, and out of it."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.commands import options
from advisor.commands.files import STANDARD_OUTPUT, check_output, give
from advisor.commands.group import LazyGroup
from advisor.commands.streams import show, tell
from advisor.model.replacing import replace

COMMANDS = {"import": "advisor.commands.parties", "export": "advisor.commands.parties"}


@click.group(
    cls=LazyGroup,
    modules=COMMANDS,
    short_help="Take a register of stakeholders in, or give it out.",
)
def parties() -> None:
    """Keep the parties of a case in a spreadsheet.

    A register of stakeholders comes in as it is: its columns are known by their usual names. What
    is not understood is kept with its party and comes back on export.

    \b
    Examples:
      advisor parties import register.xlsx my-case.yaml           what each row would become
      advisor parties import register.xlsx my-case.yaml --write   take it in
      advisor parties export my-case.yaml -o register.xlsx        and out again
    """


@click.command("import", short_help="Take the parties of a register into a case.")
@click.argument("register", metavar="REGISTER", type=click.Path())
@options.case_argument
@click.option(
    "--sheet", metavar="NAME", default="", help="The sheet of a workbook; else its first."
)
@click.option(
    "--map", "mapped", metavar="COLUMN=ANSWER", multiple=True,
    help="Which answer a column gives, such as “Clout=power”. May be given several times.",
)  # fmt: skip
@click.option("--write", "write_", is_flag=True, help="Write the case; without it, only show.")
@options.width_option
def import_(
    register: str, case: Path, sheet: str, mapped: tuple[str, ...], write_: bool, width: int
) -> None:
    """Take the parties of a REGISTER (.csv or .xlsx) into the CASE, which may be new.

    Shows what each row becomes, what is not understood and kept, and of whom it is not known
    whether they have a hold over the work or are merely interested. Power and influence tell how
    strongly somebody could act, never through what. A party that is there, by its id or name, is
    updated; an empty cell says nothing. Only --write changes the case, whose comments stay.

    \b
    Examples:
      advisor parties import register.xlsx my-case.yaml
      advisor parties import register.csv my-case.yaml --write
      advisor parties import map.xlsx my-case.yaml --sheet Elements --map "Clout=power"
    """
    from advisor.commands.sheets import rows_of_table, sheet_names
    from advisor.knowledge.base import usual_knowledge
    from advisor.knowledge.source import parse
    from advisor.model.case_file import saved_text
    from advisor.model.case_reader import read_case
    from advisor.model.draft import content_of_file
    from advisor.model.register import merged, read_register, without_hold
    from advisor.presentation.text import register_text

    knowledge = usual_knowledge()
    pairs = [one.partition("=") for one in mapped]
    for column, equals, answer in pairs:
        if not (column and equals and answer):
            raise click.BadParameter(f"“{column}” is no column with an answer: “Clout=power”.")
    if str(case) == STANDARD_OUTPUT:
        raise click.UsageError("A register is taken into a file: name one.")
    check_output(str(case), source=Path(register))
    sheets = sheet_names(register)
    others = [one for one in sheets if one.casefold() != (sheet or sheets[0]).casefold()]
    if others:
        tell(f"advisor: {register}: Not read: {', '.join(others)}. --sheet names another sheet.")
    by_hand = {column.strip(): answer.strip() for column, _, answer in pairs}
    found = read_register(rows_of_table(register, sheet), register, knowledge, by_hand)
    content = content_of_file(str(case), knowledge) if case.exists() else {"advisor-case": 1}
    made, changes = merged(content, found)
    text = saved_text(case.read_bytes() if case.exists() else None, made, knowledge, "")
    read_case(parse(text.encode(), str(case)), str(case), knowledge, begun=True)
    show(
        register_text(
            found, changes, without_hold(made), case=str(case), written=write_, width=width
        )
    )
    if write_ and made != content:
        replace(case.resolve(), text.encode())
        tell(f"Wrote {case}")


@click.command(short_help="Give the parties of a case out as a register.")
@options.case_argument
@click.option(
    "-o", "--output", metavar="FILE", default=STANDARD_OUTPUT,
    help="Write to FILE: .csv, .xlsx with sheets of elements and connections, or .json, as Kumu "
    "takes them. Otherwise CSV on standard output.",
)  # fmt: skip
def export(case: Path, output: str) -> None:
    """Give the parties of the CASE out as a register, with all that an import kept.

    Taken in again, it gives the same parties. No cell is a formula.

    \b
    Examples:
      advisor parties export my-case.yaml > register.csv
      advisor parties export my-case.yaml -o register.xlsx
      advisor parties export my-case.yaml -o kumu.json
    """
    from advisor.commands.sheets import csv_of, workbook_of
    from advisor.knowledge.base import usual_knowledge
    from advisor.model.draft import content_of_file
    from advisor.model.register import as_table, connections

    check_output(output, source=case)
    knowledge = usual_knowledge()
    content = content_of_file(str(case), knowledge)
    names, rows = as_table(content, knowledge)
    client = str((content.get("client") or {}).get("name", ""))
    links = connections(content, client)
    ending = Path(output).suffix.lower()
    if ending == ".xlsx":
        sheets = {"Elements": [names, *rows], "Connections": [["From", "To", "Type"], *links]}
        give(workbook_of(sheets), output, source=case)
    else:
        text = _kumu(names, rows, links) if ending == ".json" else csv_of([names, *rows])
        give(text, output, source=case)


def _kumu(names: list[str], rows: list[list[str]], links: list[list[str]]) -> str:
    """Elements and connections as Kumu reads them."""
    import json

    elements = [{name.lower(): cell for name, cell in zip(names, row) if cell} for row in rows]
    told = [{"from": one, "to": other, "type": kind} for one, other, kind in links]
    whole = {"elements": elements, "connections": told}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
