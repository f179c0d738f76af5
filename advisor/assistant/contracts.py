"""What the operations give where no command gives the same, and what every reply holds."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from advisor.explanation.answers import Given
from advisor.explanation.contract import At, Certainty, Contract, Path, Versioned, one_of
from advisor.interview.desk import Listed
from advisor.interview.forms import Field
from advisor.presentation.contracts.reasoning import CitedJson


class CasesJson(Contract, frozen=True):
    """The cases of the folder."""

    cases: tuple[Listed, ...]


class UnderstoodJson(Contract, frozen=True, kw_only=True):
    """What was understood of the answer to a question."""

    question: Annotated[str | None, At("item")] = None
    """Its id; null where nothing is left that could matter."""
    asks: Annotated[str, At("question")] = ""
    answer: str = ""
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
    could_change: Annotated[tuple[str, ...], At("questions")]
    """Questions whose answers could still change it."""


class OpenedJson(Contract, frozen=True):
    """A case: what is answered, and what could still be asked."""

    begun: bool
    """Whether answers wait that are not in the case file yet."""
    left_at_most: int
    missing: tuple[str, ...]
    """Questions without whose answers there is no case yet."""
    standing: StandingJson | None
    """Null while there is no case yet."""
    topics: tuple[TopicJson, ...]
    contradictions: tuple[str, ...]
    """Answers that do not go together."""


class AskedJson(UnderstoodJson, frozen=True, kw_only=True):
    """A question to put to the person, with the reason why it is put."""

    stage: Annotated[str, one_of("path", "memo", "words", "done")]
    """What waits for answers now: the path, the rest of the memo, its words; or nothing."""
    why: str = ""
    help: str = ""
    places: tuple[str, ...] = ()
    """The places it is asked about, in words."""
    fields: tuple[Field, ...] = ()
    """What can be filled in, each place, row or column for itself, with the answers that are
    offered. What is picked or written is its present answer, or the one it had before another
    one changed."""
    version: str = ""
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
    assumed: tuple[Given, ...]
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
    where: Annotated[str | None, At("place")]
    """File and line."""
    remedy: str


class RefusedJson(Versioned, frozen=True, kw_only=True):
    """Why nothing was done; the case is as it was."""

    problems: tuple[FaultJson, ...]
    """At least one."""


class OperationResult(NamedTuple):
    """What an operation found, and what a reply says besides."""

    result: Any
    case: Any = ()
    """Where words of the case stand."""
    rules: tuple[str, ...] = ()
    """Rules it rests on that the result does not name."""
    assumed: tuple[Given, ...] = ()
