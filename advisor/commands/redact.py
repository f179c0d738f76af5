"""The command `advisor redact`: a case, a memo or a trace without the names in it."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.commands import options
from advisor.commands.failures import FINDINGS
from advisor.commands.files import check_output, give, write
from advisor.commands.streams import at_terminal, read_line, tell
from advisor.errors import InputError
from advisor.model.replacing import refuse_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from advisor.model.redaction import Key, Left, Ordinary

_DOCUMENTS = (".docx", ".pdf", ".xlsx")
_CASE = re.compile(rb"""(?m)^\s*\{?\s*["']?advisor-case["']?\s*:""")
"""What a case file begins with, and no memo and no trace."""
_LARGEST = 50_000_000
"""Bytes of a trace."""


@click.command(short_help="Take the names out of a case, a memo or a trace.")
@click.argument("source", metavar="CASE|MEMO|TRACE", type=options.FILE)
@options.output_option("what is redacted")
@click.option(
    "--key",
    "key_file",
    metavar="FILE",
    type=options.FILE,
    help="The key: which placeholder stands for what. Of a case it is written, by default as "
    "CASE.key.json beside it, and goes on where it is there; a memo or trace needs that of its "
    "case. Only you can read it. Keep it apart from what you hand on.",
)
@click.option(
    "--names",
    metavar="FILE",
    type=options.FILE,
    help="More names to replace, one a line, such as “Ann Lee” or “Staff: Ann Lee”.",
)
@click.option(
    "--accept",
    is_flag=True,
    help="Leave what is left in free text as it is, without asking.",
)
def redact(
    source: Path, output: str, key_file: Path | None, names: Path | None, accept: bool
) -> None:
    """Put placeholders for the names in a CASE, or in a MEMO or TRACE of it.

    The client, the parties, places, programs, payers and amounts become “Client A”, “Families A”
    and so on, the same throughout. The redacted case is a case: it leads to the same path by the
    same rules. Its sources, its comments and what a register said besides are left out.

    Names are known from the case and from --names. Whatever else in free text has a capital or a
    number, or looks like an address, is shown for you to say whether it may stay; without a
    terminal it is listed, nothing is written, and the status is 3. Advisor looks for names and
    does not understand them: read what you hand on.

    \b
    Examples:
      advisor redact my-case.yaml -o teaching.yaml
      advisor redact my-case.yaml -o teaching.yaml --names people.txt --accept
      advisor redact memo.md --key my-case.key.json -o teaching-memo.md
    """
    from advisor.knowledge.base import usual_knowledge  # here: help needs none of them
    from advisor.knowledge.locate import templates_folder
    from advisor.knowledge.source import parse, read_text_source
    from advisor.model.case_reader import read_case
    from advisor.model.redaction import Key, RedactedCase, ordinary_words, read_key

    if source.suffix.lower() in _DOCUMENTS:
        raise InputError(
            "Word files, PDF and spreadsheets are not redacted.", str(source),
            remedy="Redact the case, and make the document from that.",
        )  # fmt: skip
    check_output(output, source=source)
    knowledge = usual_knowledge()
    places = knowledge.section("words", "places") or ()
    ordinary = ordinary_words([knowledge.folder, templates_folder()], places)
    data = read_text_source(str(source), _LARGEST)
    if _CASE.search(data):
        case = read_case(parse(data, str(source)), str(source), knowledge)
        file = key_file or source.with_suffix(".key.json")
        if key_file is None:
            refuse_links(file)
        key = read_key(read_text_source(str(file)), str(file)) if file.exists() else Key()
        _add_names(names, key)
        redacted = RedactedCase(case, knowledge, key, ordinary)
        _look_at(redacted.free_texts, key, ordinary, accept=accept, ours=False)
        text = redacted.text()
    else:
        if key_file is None:
            raise InputError(
                "A memo or a trace is redacted with the key of its case.", str(source),
                remedy="Redact the case first, then say --key CASE.key.json.",
            )  # fmt: skip
        file, key = key_file, read_key(read_text_source(str(key_file)), str(key_file))
        _add_names(names, key)
        text = _told(data.decode("utf-8-sig", "replace"), key, ordinary, accept=accept)
    write(key.json(), str(file), source=source, private=True)
    give(text, output, source=source)
    tell(f"The key is {file}; only you can read it. Read what you hand on: names may be left.")


def _told(text: str, key: Key, ordinary: Ordinary, *, accept: bool) -> str:
    """A memo or a trace without its names; of JSON, only what stands in texts."""
    from advisor.model.redaction import strings_in, with_strings

    try:
        value = json.loads(text)
    except ValueError:
        _look_at(lambda: [key.redacted(text)], key, ordinary, accept=accept, ours=True)
        return key.redacted(text)

    def texts() -> Iterable[str]:
        return map(key.redactor(), dict.fromkeys(strings_in(value)))

    _look_at(texts, key, ordinary, accept=accept, ours=True)
    made = with_strings(value, functools.cache(key.redactor()))
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _add_names(names: Path | None, key: Key) -> None:
    """Takes the names of a list, each with what it is called before a colon, into the key."""
    from advisor.knowledge.source import read_text_source
    from advisor.model.redaction import NAME

    if names is None:
        return
    for line in read_text_source(str(names)).decode("utf-8-sig", "replace").splitlines():
        kind, colon, name = line.partition(":")
        if line.strip():
            key.placeholder((name if colon else line).strip(), kind.strip() if colon else NAME)


def _look_at(
    texts: Callable[[], Iterable[str]], key: Key, ordinary: Ordinary, *, accept: bool, ours: bool
) -> None:
    """Has a person look at what is left in free text.

    Raises:
        Exit: If there is something to look at, and no terminal.
    """
    from advisor.model.redaction import left_in

    found: dict[str, Left] = {}
    for text in texts():
        for one in left_in(text, key, ordinary, ours=ours):
            found.setdefault(one.text, one)
    if not found or accept:
        return
    if not at_terminal():
        tell(f"{len(found)} things in free text to look at; nothing was written:")
        tell(*(f"  {one.text}    … {one.around} …" for one in found.values()))
        tell("Answer at a terminal, put names into a list (--names), or leave them (--accept).")
        raise click.exceptions.Exit(FINDINGS)
    for one in found.values():
        _ask(one, key)


def _ask(one: Left, key: Key) -> None:
    """Asks whether something may stay; what may not gets a placeholder.

    Raises:
        Abort: If the input ends.
    """
    tell(f"… {one.around} …")
    while True:
        answer = read_line(f"May “{one.text}” stay? (yes or no) ")
        if answer is None:
            raise click.Abort
        if answer.strip().lower() in ("y", "yes"):
            key.kept.append(one.text)
            return
        if answer.strip().lower() in ("n", "no"):
            key.placeholder(one.text, one.kind)
            return
