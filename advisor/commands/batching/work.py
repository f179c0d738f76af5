"""What is done with each case of a batch, wherever a worker runs.

A worker gets cases as they are written and gives back rows and memos: plain values, the same
whoever did the work. The knowledge is read once in each process.
"""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from advisor._version import __version__
from advisor.commands import spare_time
from advisor.commands.batching.results import ADVISED, ERROR, NOTE, REFUSED, TABLES
from advisor.errors import AdvisorError, FormerWordsWarning, InputError, Problem
from advisor.explanation.assess import outline, read_assessment
from advisor.knowledge.base import Knowledge, using, usual_knowledge
from advisor.model.case import answers_hash
from advisor.model.case_reader import case_from_bytes, read_case
from advisor.model.flat_case import case_from_row, read_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.commands.batching.results import Rows
    from advisor.commands.batching.sources import Written
    from advisor.explanation.assess import Outline
    from advisor.explanation.record import Record
    from advisor.model.case import Case

DOCUMENTS = ("html", "docx", "pdf")
_ONE_AT_A_TIME = Lock()
"""A worker of a cluster may have threads; the reasoning has one."""


class Order(NamedTuple):
    """What is wanted of each case."""

    engine: str
    memos: str
    """The form of the memos; empty without them."""
    paper: str
    brand: str
    """The hash of what the brand says; `brand_file` is where it stands."""
    circulation: str
    """Whether the memos are to be without what parties think: `yes` or empty."""
    rules_hash: str
    """The hash of the knowledge that the asker has: a worker with another is no help."""
    rules_version: str
    """What a memo's stamp calls it."""
    rules: str
    """Its folder."""
    brand_file: str


class Work(NamedTuple):
    """A case to be worked on."""

    place: int
    """Its place in the batch."""
    key: str
    """The hash of what it says and of all that its results depend on."""
    given: Written
    memo: str
    """The name of its memo, or empty."""


class Done(NamedTuple):
    """What came of a case."""

    rows: Rows
    memo: bytes


def key_of(given: Written, wanted: Order) -> str:
    """The hash of what a case says and of all that its results depend on."""
    own = wanted._replace(rules="", brand_file="")  # the same rules may be elsewhere the next time
    parts = (*own, __version__, str(given.is_row), str(given.line))
    digest = hashlib.sha256("\n".join(parts).encode())
    digest.update(given.data)
    return digest.hexdigest()


def work(tasks: Sequence[Work], wanted: Order) -> list[Done]:
    """Works on some cases; none of them can stop the others.

    Raises:
        InputError: If this worker has other rules than whoever asks.
    """
    with _ONE_AT_A_TIME:
        spare_time()  # a worker does not begin as a command does
        knowledge = usual_knowledge()
        if knowledge.hash != wanted.rules_hash and os.path.isdir(wanted.rules):
            knowledge = _knowledge_of(wanted)
        if knowledge.hash != wanted.rules_hash:
            what = "A worker has other rules than the program that gives it work."
            remedy = "Install the same Advisor on all machines, and share the folder of the rules."
            raise InputError(what, remedy=remedy)
        with using(knowledge):
            return [_work(task, wanted) for task in tasks]


@lru_cache(1)
def _knowledge_of(wanted: Order) -> Knowledge:
    """The knowledge of another folder, read once in a process."""
    knowledge = Knowledge(Path(wanted.rules))
    knowledge.version = wanted.rules_version
    return knowledge


def _work(task: Work, wanted: Order) -> Done:
    given = task.given
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always", FormerWordsWarning)
            case = read_written(given)
        found = outline(case, usual_knowledge(), wanted.engine)
        memo = _memo(found.record, wanted) if wanted.memos else b""
    except InputError as error:
        return refused(given, error.problems)
    except AdvisorError as error:
        return refused(given, [Problem(str(error), given.file, given.line)])
    except Exception as error:  # noqa: BLE001 - a fault is reported with its case, and stops none
        text = " ".join(f"{type(error).__name__}: {error}".split())
        what = f"A fault in Advisor, not in your case: {text}."
        return refused(given, [Problem(what, given.file, given.line, "Please report it.")])
    notes = [Problem(str(one.message)) for one in said]
    return Done(_rows(given, found, (*case.warnings, *notes), task.memo), memo)


def read_written(given: Written) -> Case:
    """Reads one case as it is written.

    Raises:
        InputError: With all that is wrong with it.
    """
    knowledge = usual_knowledge()
    if given.unread:
        raise InputError.together(given.unread)
    if given.is_row:
        pairs = json.loads(given.data)
        columns = read_columns((name for name, _ in pairs), given.file, 1, knowledge)
        row = case_from_row(zip(columns, (text for _, text in pairs)), given.line)
        return read_case(row, given.file, knowledge)
    try:
        return case_from_bytes(given.data, given.file, knowledge)
    except InputError as error:
        if given.name == given.file:
            raise
        # It stands on one line of the file, whatever its reader counts.
        problems = (one._replace(line=given.line) for one in error.problems)
        raise InputError.together(problems) from None


def _memo(record: Record, wanted: Order) -> bytes:
    found = read_assessment(record.case, record.knowledge, record.base, record.consultation)
    # Only here: what makes memos is slow to load.
    circulation = wanted.circulation == "yes"
    if wanted.memos in DOCUMENTS:
        from advisor.presentation.documents.writing import write_document

        return write_document(
            found, wanted.memos, paper=wanted.paper, brand=wanted.brand_file or None,
            circulation=circulation,
        )  # fmt: skip
    from advisor.presentation.memo import memo_json, write_memo

    write = memo_json if wanted.memos == "json" else write_memo
    return write(found, circulation=circulation).encode("utf-8", "backslashreplace")


def lost(task: Work) -> Done:
    """What is kept of a case that ended its worker every time."""
    what = "The process that worked on this case ended every time."
    remedy = "Try “advisor assess” with the case alone, and report it."
    return refused(task.given, [Problem(what, task.given.file, task.given.line, remedy)])


def refused(given: Written, problems: Sequence[Problem]) -> Done:
    """What is kept of a case that cannot be used: what is wrong, and where."""
    case = (given.file, given.line, REFUSED, *[None] * (len(TABLES["cases"]) - 5))
    return Done({"cases": [case], "problems": _problem_rows(ERROR, problems, given)}, b"")


def _problem_rows(
    weight: str, problems: Sequence[Problem], given: Written
) -> list[tuple[object, ...]]:
    return [(weight, one.file or given.file, one.line, one.what, one.remedy) for one in problems]


def _rows(given: Written, found: Outline, notes: Sequence[Problem], memo: str) -> Rows:
    case, knowledge, advice = found.record.case, found.record.knowledge, found.advice
    keystone = next((one.id for one in found.conditions if one.keystone), None)
    return {
        "cases": [
            (
                given.file, given.line, ADVISED, case.client.text("name"),
                case.client.text("region"), case.client.word("role"), case.change.word("kind"),
                case.change.word("scope"), case.place, advice.path, advice.route, advice.form,
                advice.chosen_home, advice.alignment, keystone, len(found.record.base.assumptions),
                memo or None, answers_hash(case), knowledge.version, knowledge.hash,
                found.record.consultation.engine, __version__,
            )
        ],
        "alternatives": [
            (rank, path, _yes(not closed))
            for rank, (path, closed) in enumerate(found.alternatives, 1)
        ],
        "homes": [
            (
                one.home.home, one.open, _yes(one.place), _yes(one.chosen), one.autonomy,
                one.policy, one.opt_in, one.trade_off, one.grid, one.demand, one.verdict,
            )
            for one in found.homes
        ],
        "bars": [(one.home.home, by) for one in found.homes for by in one.blocked_by],
        "parties": [
            (
                one.party.id, one.party.name, one.party.kind, one.power, one.stance, one.basis,
                "|".join(one.channels), one.ally,
            )
            for one in found.seats
        ],
        "risks": found.flags,
        "conditions": [
            (one.id, one.home, one.holder, one.by, _yes(one.keystone)) for one in found.conditions
        ],
        "problems": _problem_rows(NOTE, notes, given),
    }  # fmt: skip


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
