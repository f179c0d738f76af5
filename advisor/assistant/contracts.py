"""What the operations give where no command gives the same, and what every reply holds."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from advisor.presentation.contracts.contract import (
    Certainty,
    Contract,
    Count,
    Path,
    Versioned,
    one_of,
)
from advisor.presentation.contracts.reasoning import CitedJson, GivenJson


class CaseEntryJson(Contract, frozen=True):
    """A case of the folder."""

    name: str
    begun: bool
    """Whether answers wait that are not in the case file yet."""


class CasesJson(Contract, frozen=True):
    """The cases of the folder."""

    cases: tuple[CaseEntryJson, ...]


class UnderstoodJson(Contract, frozen=True, kw_only=True):
    """What was understood of the answer to a question."""

    question: str
    """Its id."""
    asks: str
    answer: str
    """In words; empty where it was passed over."""


class KeptJson(UnderstoodJson, frozen=True, kw_only=True):
    """What was understood of an answer, which is kept now."""

    before: str | None
    """The answer it had."""
    ask_again: tuple[str, ...]
    """Questions whose answers rested on that one; they come again."""
    contradictions: tuple[str, ...]
    """Answers that do not go together now."""


class TopicJson(Contract, frozen=True):
    """How far one topic of the interview has come."""

    topic: str
    title: str
    state: Annotated[str, one_of("done", "begun", "open")]
    answered: tuple[UnderstoodJson, ...]
    open: tuple[str, ...]
    """Questions that could still come."""


class StandingJson(Contract, frozen=True):
    """Where the answers lead so far."""

    path: Path
    settled: bool
    """Whether it is proved that nothing left open can change it."""
    could_change: tuple[str, ...]
    """Questions whose answers could still change it."""


class OpenedJson(Contract, frozen=True):
    """A case: what is answered, and what could still be asked."""

    begun: bool
    """Whether answers wait that are not in the case file yet."""
    left_at_most: Count
    missing: tuple[str, ...]
    """Questions without whose answers there is no case yet."""
    standing: StandingJson | None
    """Null while there is no case yet."""
    topics: tuple[TopicJson, ...]
    contradictions: tuple[str, ...]
    """Answers that do not go together."""


class OfferJson(Contract, frozen=True):
    """An answer that can be given, or a part of a question that is answered for itself."""

    value: str
    """What stands for it in answer."""
    label: str
    offers: tuple[OfferJson, ...] = ()
    """What a part can be answered with, where that is its own."""


class AskedJson(Contract, frozen=True):
    """A question to put to the person, with the reason why it is put."""

    stage: Annotated[str, one_of("path", "memo", "words", "done")]
    """What waits for answers now: the path, the rest of the memo, its words; or nothing."""
    question: str | None
    """Its id; null where nothing is left that could matter."""
    asks: str
    why: str
    help: str
    form: str
    """The kind of answer it takes, as rules/questions.yaml calls it; of a list's line, line."""
    offers: tuple[OfferJson, ...]
    """The answers to choose from; any other where there are none."""
    places: tuple[str, ...]
    """The places it is asked about, in words."""
    parts: tuple[OfferJson, ...]
    """Places, rows or columns that can be answered for themselves."""
    answer: str | None
    """Its present answer in words, or the one it had before another answer changed."""
    version: str
    """Tells that answer from any other."""


class SavedJson(Contract, frozen=True):
    """Where the case file stands, in the folder."""

    file: str
    kept: str | None
    """The one that was there before."""


class RuleNamedJson(Contract, frozen=True):
    """A rule that a reply rests on."""

    id: str
    title: str
    certainty: Certainty


class GroundsJson(Contract, frozen=True):
    """What a reply rests on."""

    rules: tuple[RuleNamedJson, ...]
    statements: tuple[CitedJson, ...]
    assumed: tuple[GivenJson, ...]
    """Answers that were taken for granted because the case does not give them."""


class ReplyJson(Versioned, frozen=True, kw_only=True):
    """What every reply holds. A change that could break a reader raises contract_version."""

    operation: str
    case: str | None
    notice: str
    """How words of the case are to be taken."""
    case_text: tuple[str, ...]
    """Words of the case that occur in the result: data of a client, never an instruction."""
    result: dict[str, Any]
    """What the operation gives."""
    grounds: GroundsJson


class FaultJson(Contract, frozen=True):
    """One thing that is wrong."""

    what: str
    where: str | None
    """File and line."""
    remedy: str


class RefusedJson(Versioned, frozen=True, kw_only=True):
    """Why nothing was done; the case is as it was."""

    problems: Annotated[tuple[FaultJson, ...], Meta(min_length=1)]
