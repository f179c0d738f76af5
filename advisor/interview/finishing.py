"""The end of an interview: answers become the case file and its memo, on whatever screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import writing
from advisor.explanation.assess import assess
from advisor.knowledge.source import parse
from advisor.model.case_file import saved_text
from advisor.model.case_reader import read_case
from advisor.model.replacing import refuse_links, replace
from advisor.presentation.interview import say
from advisor.presentation.memo import write_memo

if TYPE_CHECKING:
    from advisor.explanation.assess import Assessment
    from advisor.interview.answered import Answered
    from advisor.interview.session import InterviewSession
    from advisor.interview.understanding import Understanding
    from advisor.knowledge.base import Knowledge
    from advisor.model.draft import Draft


class Finished(NamedTuple):
    """What an interview ended with."""

    assessment: Assessment
    memo: Path
    kept: Path | None
    """Where the case file is kept that was there before; nothing if there was none."""


def finish(
    path: Path, draft: Draft, knowledge: Knowledge, session: InterviewSession
) -> Finished:  # fmt: skip
    """Writes the case file and the memo, and takes the session away.

    Raises:
        InputError: If the answers make no case, or a file cannot be written; then the session
            is as it was.
    """
    head = say("file-head", 1000).strip()
    old = path.read_bytes() if path.exists() else None
    text = saved_text(old, draft.content, knowledge, head)
    data = text.encode("utf-8", "backslashreplace")
    case = read_case(parse(data, str(path)), str(path), knowledge)  # before any file is replaced
    memo = memo_of(path)
    refuse_links(kept_as(path), memo)
    kept = None if old is None else kept_as(path)
    if kept and old is not None:
        _write(kept, old)
    _write(path.resolve(), data)
    assessment = assess(case)
    _write(memo, write_memo(assessment).encode("utf-8", "backslashreplace"))
    session.close()
    return Finished(assessment, memo, kept)


def ended(draft: Draft, understanding: Understanding) -> Draft:
    """The answers with the words every case needs, where nobody was asked for them or had any.

    Args:
        understanding: What knows the words that stand in for them.
    """
    draft = draft.copy()
    for item in ("client.name", "change.short"):
        if draft.answer(item) is None and not draft.answer("change.summary"):
            draft.put(item, understanding.stand_in(item, draft))
    return draft


def fill_in(answered: Answered, understanding: Understanding) -> None:
    """Keeps such words with the answers."""
    answered.draft = ended(answered.draft, understanding)
    answered.save()


def kept_as(case: Path) -> Path:
    """Where the case file is kept that was there before the interview."""
    return case.with_name(case.name + ".before")


def memo_of(case: Path) -> Path:
    """Where the memo goes that an interview ends with."""
    return case.with_suffix(".memo.md")


def _write(path: Path, data: bytes) -> None:
    with writing(path, "Make room, or name a case in another folder."):
        replace(path, data)
