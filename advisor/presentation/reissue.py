"""A memo made again: what it was made of, what changed since, and what a person changed in it.

A record beside the memo keeps the answers and every sentence with its id. With it, the memo as it
was issued, as somebody edited it, and as it would be today are set side by side.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from advisor.errors import InputError
from advisor.presentation.language import date as in_words
from advisor.presentation.memo import memo_day, write_memo
from advisor.presentation.merging import MemoUnit, taken_apart
from advisor.presentation.templating.rendering import DEFAULT, plain_template, render
from advisor.presentation.terminal import USUAL, fitted

if TYPE_CHECKING:
    import datetime

    from advisor.explanation.assessment import Assessment
    from advisor.explanation.side_by_side import Comparison
    from advisor.presentation.merging import Changed, Merged

VERSION = 1
"""The version of the record."""
_STAMP = re.compile(r"rules (\S+) \(`?([0-9a-f]{12})`?\), answers `?([0-9a-f]{12})`?")
_SHOWN = 12
"""The letters of a hash that a stamp has."""


class MemoRecord(msgspec.Struct, kw_only=True, rename="kebab"):
    """What a memo was made of."""

    advisor_memo: int = VERSION
    date: str
    template: str
    picture: str
    path: str
    rules_version: str
    rules_hash: str
    answers_hash: str
    advisor_version: str
    answers: dict[str, Any]
    """The case file as it was. It holds guesses about people, so it is never in the memo."""
    sentences: tuple[MemoUnit, ...]

    @property
    def stamp(self) -> StampRead:
        """What the stamp of its memo says."""
        return StampRead(self.rules_version, self.rules_hash[:_SHOWN], self.answers_hash[:_SHOWN])


class StampRead(NamedTuple):
    """What the last lines of a memo say of what it was made of."""

    rules_version: str
    rules_hash: str
    """The first twelve letters."""
    answers_hash: str


def record_of(
    assessment: Assessment,
    date: datetime.date | str | None = None,
    template: str = DEFAULT,
    picture: str = "",
) -> bytes:
    """The record of a memo, as it stands in the file beside it.

    Args:
        assessment: What the reasoning found.
        date: As for `write_memo`.
        template: As for `write_memo`.
        picture: As for `write_memo`.
    """
    stamp, day = assessment.stamp, memo_day(assessment, date)
    record = MemoRecord(
        date=day.isoformat() if day else "",
        template=template,
        picture=picture,
        path=assessment.path,
        rules_version=stamp.rules_version,
        rules_hash=stamp.rules_hash,
        answers_hash=stamp.answers_hash,
        advisor_version=stamp.advisor_version,
        answers=dict(assessment.case.source),
        sentences=units_of(assessment, date, template, picture),
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def read_record(data: bytes, file: str) -> MemoRecord:
    """Reads the record of a memo.

    Args:
        data: What the file holds.
        file: Its name, for messages.

    Raises:
        InputError: If it is no record.
    """
    try:
        record = msgspec.json.decode(data, type=MemoRecord)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise InputError(
            "This is no record of a memo.", file,
            remedy="Move it away; then only what the stamp of the memo proves is told.",
        ) from None  # fmt: skip
    if record.advisor_memo != VERSION:
        raise InputError("This record is of another version.", file, remedy="Move it away.")
    return record


def answers_in(record: MemoRecord) -> bytes:
    """The case file of a record, to be read as one."""
    return msgspec.json.encode(record.answers)


def stamp_in(document: str) -> StampRead | None:
    """What a memo in Markdown says of what it was made of; nothing where it has no stamp."""
    found = _STAMP.findall(document)
    return StampRead(*found[-1]) if found else None


def units_of(
    assessment: Assessment,
    date: datetime.date | str | None = None,
    template: str = DEFAULT,
    picture: str = "",
) -> tuple[MemoUnit, ...]:
    """A memo in Markdown, taken apart.

    Args:
        assessment: What the reasoning found.
        date: As for `write_memo`.
        template: As for `write_memo`.
        picture: As for `write_memo`.
    """
    document = write_memo(assessment, date, template, annotated=True, picture=picture)
    return taken_apart(document, assessment.knowledge.memo.sentences)


class Reissue(NamedTuple):
    """What changed between a memo and the same memo today."""

    record: MemoRecord | None
    stamp: StampRead
    """Of the old memo."""
    today: Assessment
    answers: Comparison | None
    """The old answers beside the new ones, both under the rules of today."""
    by_rules: tuple[Changed, ...]
    by_answers: tuple[Changed, ...]
    merged: Merged | None

    @property
    def same_rules(self) -> bool:
        """Whether the rules are the same to the byte."""
        return self.today.stamp.rules_hash.startswith(self.stamp.rules_hash)

    @property
    def same_answers(self) -> bool:
        """Whether the answers are the same."""
        return self.today.stamp.answers_hash.startswith(self.stamp.answers_hash)


def reissue_text(found: Reissue, *, width: int = USUAL) -> str:
    """What changed, for a terminal.

    Args:
        found: What was found.
        width: The columns there are.
    """
    issued = in_words(found.record.date) if found.record and found.record.date else ""
    values = {"found": found, "issued": issued}
    return fitted(render(plain_template("reissue.txt.j2"), values), width)
