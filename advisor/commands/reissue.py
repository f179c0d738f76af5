"""The command `advisor reissue`: last year's memo, made again."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

import advisor
from advisor.commands import files, options
from advisor.errors import InputError, echo

_OURS = ("memo", "brief")
"""The templates that come with Advisor."""
_LARGEST = 2_000_000
"""Bytes of a record."""


@click.command(short_help="Make a memo again: what changed, and its edits by hand kept.")
@click.argument("memo", metavar="MEMO", type=options.FILE)
@options.case_argument
@options.output_option("the new memo")
@click.option(
    "--marked",
    metavar="FILE",
    help="Write the new memo with everything marked that is otherwise, in CriticMarkup.",
)
@click.option(
    "--template",
    metavar="NAME|DIR",
    help="The template of the new memo. By default that of the old one, where it is one of ours.",
)
@options.paper_option
@options.brand_option
@options.date_option
@options.width_option
@options.engine_option
def reissue(
    memo: Path,
    case: Path,
    output: str,
    marked: str | None,
    template: str | None,
    paper: str,
    brand: Path | None,
    date: datetime.date | None,
    width: int,
    engine: str,
) -> None:
    """Make the MEMO again for the CASE as it is today, and tell what changed.

    With the record that “advisor memo -o” wrote beside the memo (MEMO.memo.json), it tells which
    answers differ, which sentences the rules changed, and which the answers and the date. What
    somebody edited in the memo by hand is kept in the new one, sentence by sentence; where the new
    memo changed the same sentence, both are shown and marked. Without the record it tells what
    the stamp of the memo proves. Of a Word file, what was edited is listed beside what the new one
    says there. The old memo stays as it is.

    \b
    Examples:
      advisor reissue memo-2025.md my-case.yaml                     what changed
      advisor reissue memo-2025.md my-case.yaml -o memo-2026.md     and the new memo
      advisor reissue memo-2025.md my-case.yaml --marked changes.md
      advisor reissue memo-2025.docx my-case.yaml -o memo-2026.docx
    """
    from advisor.commands.streams import show
    from advisor.explanation.side_by_side import compare
    from advisor.knowledge.source import parse, read_text_source
    from advisor.model.case_reader import read_case
    from advisor.presentation import edited_word as word
    from advisor.presentation import reissue as again

    for target in filter(None, (output, marked)):
        files.check_output(target, source=case)
        if target != files.STANDARD_OUTPUT and Path(target).resolve() == memo.resolve():
            raise InputError(
                "This is the old memo, which stays as it is.", target,
                remedy="Name another file for the new one.",
            )  # fmt: skip
    is_word = memo.suffix.lower() == files.WORD
    if output != files.STANDARD_OUTPUT and is_word != (Path(output).suffix.lower() == files.WORD):
        raise InputError(
            "A Word file is made again as a Word file, a memo in Markdown as Markdown.", output,
            remedy="Give the new one the ending of the old one.",
        )  # fmt: skip
    if is_word:
        paragraphs = word.paragraphs_in(read_text_source(str(memo), word.LARGEST), str(memo))
        document = "\n".join(paragraphs)
    else:
        paragraphs = ()
        document = read_text_source(str(memo)).decode("utf-8-sig", "replace")
        document = document.replace("\r\n", "\n")
    beside = files.record_beside(memo)
    today = advisor.assess(advisor.load_case(case), engine=engine)
    record, stamp = None, again.stamp_in(document)
    if beside.exists():
        record = again.read_record(read_text_source(str(beside), _LARGEST), str(beside))
        if stamp is not None and stamp != record.stamp:
            raise InputError(
                "This record is of another memo than the one beside it.", str(beside),
                remedy="Move it away; then only what the stamp of the memo proves is told.",
            )  # fmt: skip
        stamp = record.stamp
    if stamp is None:
        raise InputError(
            "This is no memo in Markdown or Word: it has neither a record beside it nor a stamp.",
            str(memo), remedy="Name the file that “advisor memo -o” wrote.",
        )  # fmt: skip
    used, picture = (record.template, record.picture) if record else ("memo", "")
    if template is None and used not in _OURS:  # nobody typed it; a stranger may have written it
        raise InputError(
            f"The memo was made with a template of its own, {echo(used)}.", str(memo),
            remedy="Name it with --template, if you trust it.",
        )  # fmt: skip
    template = template or used
    drawn = Path(output).with_suffix(".svg")
    svg = ""
    if picture.endswith(".svg") and output != files.STANDARD_OUTPUT:
        files.refuse_foreign(drawn, files.PICTURE_MARK)
        svg, picture = advisor.memo_picture(today, date=date), drawn.name
    new = again.units_of(today, date, template, picture)
    made: bytes | str = b""
    if is_word:
        made = advisor.write_document(
            today, "docx", date=date, template=template, paper=paper, brand=brand
        )
    if record is None:
        found = again.Reissue(None, stamp, today, None, (), (), None)
    else:
        file = f"{beside} (answers)"
        old_case = read_case(parse(again.answers_in(record), file), file, today.knowledge)
        old = advisor.assess(old_case, engine=engine)
        same = again.units_of(old, record.date or "unknown", template, record.picture)
        found = again.Reissue(
            record, stamp, today, compare([old, today]), again.changes(record.sentences, same),
            again.changes(same, new), None,
        )  # fmt: skip
        if isinstance(made, bytes) and made:
            there = word.paragraphs_in(made, "")
            found = found._replace(edited=word.edits(record.paragraphs, paragraphs, there))
        else:
            merged = again.merged(record.sentences, again.taken_apart(document, {}), new)
            found = found._replace(merged=merged)
    if marked:
        issued = record.sentences if record else again.taken_apart(document, {})
        files.give(again.difference(issued, new), marked, source=case)
    if output == files.STANDARD_OUTPUT:
        show(again.reissue_text(found, width=width))
        return
    if not is_word:
        made = again.put_together(found.merged.units if found.merged else new)
    newer = files.record_beside(Path(output))
    files.refuse_foreign(newer, files.RECORD_MARK)
    if svg:
        files.give(svg, str(drawn), source=case)
    files.give(made, output, source=case)
    data = again.record_of(today, date, template, picture, made if isinstance(made, bytes) else b"")
    files.write(data, str(newer), source=case, private=True)
    show(again.reissue_text(found, width=width))
