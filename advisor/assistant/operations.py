"""The operations: what can be asked of the cases of a folder, and how it is answered."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import NODEFAULT, Meta

from advisor.assistant import answering
from advisor.assistant import contracts as own
from advisor.errors import AdvisorError, InputError, did_you_mean, echo
from advisor.explanation.assess import Assessment, assess
from advisor.explanation.flip import flips
from advisor.explanation.outlook import look_ahead
from advisor.explanation.side_by_side import whatif
from advisor.explanation.why import why as prove
from advisor.explanation.whynot import whynot
from advisor.interview.desk import LONGEST_NAME, Desk
from advisor.interview.typed import LONGEST, NotUnderstoodError
from advisor.knowledge.base import Knowledge, using
from advisor.knowledge.locate import templates_folder
from advisor.knowledge.source import parse, read
from advisor.model.case_reader import read_case
from advisor.model.names import slug_of
from advisor.presentation import interview, memo
from advisor.presentation.citations import cite
from advisor.presentation.contracts.memo import MemoJson, SentenceWhyJson, sentence_contracts
from advisor.presentation.contracts.reasoning import FlipsJson, WhatIfJson, WhyJson, WhyNotJson
from advisor.presentation.contracts.reasoning import reasoning_json as told_as
from advisor.presentation.contracts.result import AssessmentJson, assessment_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from advisor.explanation.answers import Given
    from advisor.interview.desk import Opened
    from advisor.presentation.contracts.contract import Contract

_Words = Annotated[str, Meta(max_length=LONGEST)]
_TAKEN = {
    "case": Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)],
    "text": Annotated[str, Meta(max_length=200)],
    "words": _Words,
    "answer": _Words | Annotated[int, Meta(ge=0, lt=10**9)]
    | Annotated[dict[str, _Words], Meta(max_length=40)],
    "changes": Annotated[
        tuple[Annotated[str, Meta(max_length=200)], ...], Meta(min_length=1, max_length=10)
    ],
    "depth": Annotated[int, Meta(ge=0, le=30)],
    "few": Annotated[int, Meta(ge=1, le=3)],
    "flag": bool,
}  # fmt: skip
"""What an argument can be, and its bounds."""
_STATEMENT = re.compile(r"[LX][0-9]{2,3}").fullmatch


class OperationResult(NamedTuple):
    """What an operation found."""

    result: Any
    case: Any = None
    """The answers of the case, where it is about one."""
    rules: Iterable[str] = ()
    """Rules it rests on that the result does not name."""
    statements: Iterable[str] = ()
    assumed: Iterable[Given] = ()


class Operation(NamedTuple):
    """Something that can be asked."""

    gives: type[Contract]
    run: Callable[[Any, Any], Any]
    """Takes the desk, a case of it or what follows from one, and the arguments."""
    over: Literal["desk", "case", "assessment"] = "case"
    changes: bool = False
    """Whether it changes a case."""


def perform(
    desk: Desk, name: str, given: Any, *, strict: bool = True
) -> own.ReplyJson | own.RefusedJson:
    """Does what a program asks, or says why not.

    Args:
        desk: The cases.
        name: The operation.
        given: Its arguments, as they came.
        strict: Whether numbers must come as numbers.
    """
    try:
        if name not in OPERATIONS:
            known = f"There are: {', '.join(OPERATIONS)}."
            hint = did_you_mean(name, OPERATIONS, known)
            raise InputError(f"There is no operation {echo(name)}.", remedy=hint)
        with using(desk.knowledge):
            ask = msgspec.convert(given, takes(name), strict=strict)
            return _reply(desk, name, ask, _done(desk, OPERATIONS[name], ask))
    except msgspec.ValidationError as error:
        return _refused(InputError(f"{error}.", remedy=words()["bad-arguments"]))
    except NotUnderstoodError as error:
        said = interview.say("wrong", 1000, what=error.what, **error.values)
        return _refused(InputError(" ".join(said.split()), remedy=words()["not-understood"]))
    except AdvisorError as error:
        return _refused(error)


@cache
def words() -> Any:
    """What programs are told in words."""
    return read(str(templates_folder() / "assistant.yaml"))


@cache
def takes(name: str) -> type[msgspec.Struct]:
    """The arguments of an operation as a class."""
    case = {} if name == "list_cases" else {"case": {"is": "case", "about": words()["case"]}}
    fields = []
    for key, one in {**case, **words()["operations"][name].get("takes", {})}.items():
        kind: Any = _TAKEN[str(one["is"])]
        usual = msgspec.convert(one["usual"], kind, strict=False) if "usual" in one else NODEFAULT
        fields.append((key, Annotated[kind, Meta(description=one["about"])], usual))
    return msgspec.defstruct(name, fields, forbid_unknown_fields=True)


def _reply(desk: Desk, name: str, ask: Any, told: OperationResult) -> own.ReplyJson:
    plain = msgspec.to_builtins(told.result)
    texts = [*_leaves(plain)]
    rules = {one for key, one in texts if key in ("rule", "rules")}.union(told.rules)
    named = {one for key, one in texts if key in ("statement", "statements", "id")}
    statements = {*filter(_STATEMENT, named), *told.statements}
    whole = "\n".join(one for _, one in texts)
    said = {one for _, one in _leaves(told.case) if slug_of(one) != one}
    entries = desk.knowledge.rulebook.entries
    return own.ReplyJson.of(
        operation=name,
        case=getattr(ask, "case", None),
        notice=words()["notice"],
        case_text=sorted(one for one in said if one in whole),
        result=plain,
        grounds=own.GroundsJson.of(
            rules=[own.RuleNamedJson.of(one) for one in entries if one.id in rules],
            statements=cite(desk.knowledge, statements),
            assumed=told.assumed,
        ),
    )


def _refused(error: AdvisorError) -> own.RefusedJson:
    faults = []
    for one in error.problems[:20] if isinstance(error, InputError) else ():
        line = f":{one.line}" if one.line else ""  # the folder's whereabouts are nobody's business
        faults.append(own.FaultJson(one.what, one.file and Path(one.file).name + line, one.remedy))
    return own.RefusedJson(problems=tuple(faults) or (own.FaultJson(str(error), None, ""),))


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value, with the key it stands under."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves(one, name)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _leaves(one, key)
    elif isinstance(value, str):
        yield key, value


@lru_cache(maxsize=8)
def _reasoned(data: bytes, file: str, knowledge: Knowledge) -> Assessment:
    """What follows from a case file, kept for the next question about it."""
    return assess(read_case(parse(data, file), file, knowledge), knowledge=knowledge)


def _done(desk: Desk, asked: Operation, ask: Any) -> OperationResult:
    if asked.over == "desk":
        return OperationResult(asked.run(desk, ask))
    with (desk.change if asked.changes else desk.open)(ask.case) as opened:
        if asked.over == "case":
            made = asked.run(opened, ask)
            told = made if isinstance(made, OperationResult) else OperationResult(made)
            return told._replace(case=opened.course.draft.content)
        data = answering.case_as_ended(opened)
    found = _reasoned(data, opened.path.name, desk.knowledge)
    made = asked.run(found, ask)
    told = made if isinstance(made, OperationResult) else OperationResult(json.loads(made))
    proof = prove(found, getattr(ask, "conclusion", ""))
    rules = [*told.rules, *(one.rule for one in proof.firings)]
    return told._replace(
        case=found.case.plain(), rules=rules, statements=proof.statements, assumed=proof.assumptions
    )


def _begin(desk: Desk, ask: Any) -> own.OpenedJson:
    if desk.exists(ask.case):
        raise InputError(f"There is a case {echo(ask.case)} already.", remedy="Open it instead.")
    with desk.change(ask.case, new=True) as opened:
        opened.course.answered.save()
        return answering.overview(opened, ask)


def _next(opened: Opened, ask: Any) -> OperationResult:
    asked, rules = answering.question(opened, ask.question)
    behind = {number for one in rules for number in one.rests_on}
    return OperationResult(asked, rules=[one.id for one in rules], statements=behind)


def _memo(found: Assessment, ask: Any) -> OperationResult:
    day = memo.memo_day(found, ask.date or None)
    made = json.loads(memo.memo_json(found, day, circulation=ask.circulation))
    behind = sentence_contracts(found, look_ahead(found), day)
    said = {one for key, one in _leaves(made["sections"]) if key == "id"} & {*behind}
    return OperationResult(
        made, rules=[one.rule or "" for each in said for one in behind[each].grounds]
    )


def _follows(gives: type[Contract], run: Callable[[Assessment, Any], Any]) -> Operation:
    return Operation(gives, run, "assessment")


OPERATIONS = {
    "list_cases": Operation(own.CasesJson, answering.listed, "desk"),
    "open_case": Operation(own.OpenedJson, answering.overview),
    "begin_case": Operation(own.OpenedJson, _begin, "desk", changes=True),
    "next_question": Operation(own.AskedJson, _next),
    "answer": Operation(own.KeptJson, answering.answer, changes=True),
    "save_case": Operation(own.SavedJson, answering.save, changes=True),
    "assess": _follows(AssessmentJson, lambda found, ask: assessment_json(found)),
    "why": _follows(
        WhyJson, lambda found, ask: told_as(prove(found, ask.conclusion, depth=ask.depth))
    ),
    "why_not": _follows(WhyNotJson, lambda found, ask: told_as(whynot(found, ask.subject))),
    "what_if": _follows(WhatIfJson, lambda found, ask: told_as(whatif(found, ask.changes))),
    "flip": _follows(
        FlipsJson, lambda found, ask: told_as(flips(found, ask.to, largest=ask.at_most))
    ),
    "memo": _follows(MemoJson, _memo),
    "why_sentence": _follows(
        SentenceWhyJson, lambda found, ask: memo.explain_sentence(found, ask.sentence).json()
    ),
}
"""Every operation by its name, in the order of use."""
