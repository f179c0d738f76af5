"""The operations: what can be asked of the cases of a folder, and how it is answered."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import NODEFAULT, Meta

import advisor
from advisor.assistant import answering
from advisor.assistant import contracts as own
from advisor.errors import AdvisorError, InputError, Problem, did_you_mean, echo
from advisor.explanation.contract import Contract
from advisor.explanation.outlook import look_ahead
from advisor.interview.desk import LONGEST_NAME, Desk
from advisor.interview.hearing import LONGEST, NotUnderstoodError
from advisor.knowledge.base import Knowledge, using
from advisor.knowledge.locate import templates_folder
from advisor.knowledge.source import parse, read
from advisor.model.case_reader import read_case
from advisor.model.names import slug_of
from advisor.presentation import interview, memo
from advisor.presentation.citations import cite
from advisor.presentation.contracts import memo as memos
from advisor.presentation.contracts import reasoning, result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.explanation.assess import Assessment

_Words = Annotated[str, Meta(max_length=LONGEST)]
_Short = Annotated[str, Meta(max_length=200)]
_TAKEN = {
    "case": Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)],
    "text": _Short,
    "answer": _Words | Annotated[int, Meta(ge=0, lt=10**9)]
    | Annotated[dict[_Short, _Words], Meta(max_length=60)],
    "changes": Annotated[tuple[_Short, ...], Meta(min_length=1, max_length=10)],
    "depth": Annotated[int, Meta(ge=0, le=30)],
    "few": Annotated[int, Meta(ge=1, le=3)],
    "flag": bool,
}  # fmt: skip
"""What an argument can be, and its bounds."""
_STATEMENT = re.compile(r"[LX][0-9]{2,3}").fullmatch


class Operation(NamedTuple):
    """Something that can be asked."""

    gives: type[Contract]
    run: Callable[..., own.OperationResult]
    """Takes the desk, a case of it or what follows from one, and the arguments by name."""
    over: Literal["desk", "case", "assessment"] = "case"
    changes: bool = False
    """Whether it changes a case."""


def perform(desk: Desk, name: str, given: Any) -> own.ReplyJson | own.RefusedJson:
    """Does what a program asks, or says why not.

    Args:
        given: Its arguments, as they came.
    """
    try:
        if name not in OPERATIONS:
            known = f"There are: {', '.join(OPERATIONS)}."
            hint = did_you_mean(name, OPERATIONS, known)
            raise InputError(f"There is no operation {echo(name)}.", remedy=hint)
        with using(desk.knowledge):
            asked = msgspec.structs.asdict(msgspec.convert(given, takes(name), strict=False))
            return reply(desk, name, asked.get("case"), _done(desk, OPERATIONS[name], asked))
    except (msgspec.ValidationError, UnicodeError) as error:  # what no text can hold
        return refused(InputError(f"{error}.", remedy=words()["bad-arguments"]))
    except NotUnderstoodError as error:
        said = interview.say("wrong", 1000, what=error.what, **error.values)
        return refused(InputError(" ".join(said.split()), remedy=words()["not-understood"]))
    except AdvisorError as error:
        return refused(error)


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


def reply(desk: Desk, operation: str, case: str | None, told: own.OperationResult) -> own.ReplyJson:
    """What was found, with what it rests on and the words of the case that are in it."""
    plain = msgspec.to_builtins(told.result)
    texts = [*_leaves(plain)]
    rules = {one for key, one in texts if key in ("rule", "rules")}.union(told.rules)
    entries = [one for one in desk.knowledge.rulebook.entries if one.id in rules]
    named = {one for key, one in texts if key in ("statement", "statements", "id")}
    statements = {*filter(_STATEMENT, named)}.union(*(one.rests_on for one in entries))
    whole = " ".join(" ".join(one for _, one in texts).casefold().split())
    said = {one for _, one in _leaves(told.case) if slug_of(one) != one}
    cited = cite(desk.knowledge, statements)
    return own.ReplyJson.of(
        operation=operation, case=case, notice=words()["notice"], result=plain,
        case_text=sorted(one for one in said if any(run in whole for run in _runs(one))),
        grounds=own.GroundsJson.of(rules=entries, statements=cited, assumed=told.assumed),
    )  # fmt: skip


def _runs(text: str) -> set[str]:
    """Each three words in a row of a text, by which it is known where it was fitted in."""
    words = text.casefold().split()
    return {" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))}


def refused(error: AdvisorError) -> own.RefusedJson:
    """Why nothing was done."""
    found = error.problems[:20] if isinstance(error, InputError) else (Problem(str(error)),)
    # Where the folder is, is nobody's business.
    named = (one._replace(file=one.file and Path(one.file).name) for one in found)
    return own.RefusedJson.of(problems=named)


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value, with the key it stands under."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, (dict, list, tuple)):
        inside = value.items() if isinstance(value, dict) else ((key, one) for one in value)
        for name, one in inside:
            yield from _leaves(one, name)


@lru_cache(maxsize=8)
def _reasoned(data: bytes, file: str, knowledge: Knowledge) -> Assessment:
    """What follows from a case file, kept for the next question about it."""
    return advisor.assess(read_case(parse(data, file), file, knowledge), knowledge=knowledge)


def _done(desk: Desk, asked: Operation, given: dict[str, Any]) -> own.OperationResult:
    if asked.over == "desk":
        return asked.run(desk, **given)
    more = {key: one for key, one in given.items() if key != "case"}
    with (desk.change if asked.changes else desk.open)(given["case"]) as opened:
        if asked.over == "case":
            told = asked.run(opened, **more)
            return told._replace(case=opened.course.draft.content)
        data = answering.case_as_ended(opened)
    found = _reasoned(data, opened.path.name, desk.knowledge)
    told, proof = asked.run(found, **more), advisor.why(found, more.get("conclusion", ""))
    rules = (*told.rules, *(one.rule for one in proof.firings))
    return told._replace(case=found.case.plain(), rules=rules, assumed=proof.assumptions)


def _memo(found: Assessment, circulation: bool, date: str) -> own.OperationResult:
    day, outlook = memo.memo_day(found, date or None), look_ahead(found)
    made = memos.memo_contract(found, outlook, day, circulation=circulation)
    behind = memos.sentence_contracts(found, outlook, day)
    said = {one for key, one in _leaves(msgspec.to_builtins(made.sections)) if key == "id"}
    grounds = (one for each in said & {*behind} for one in behind[each].grounds)
    return own.OperationResult(made, rules=tuple(one.rule for one in grounds if one.rule))


def _follows(gives: type[Contract], find: Any, tell: Any = advisor.reasoning_json) -> Operation:
    """An operation that tells what a function finds of an assessment, as its command does."""

    def run(found: Assessment, **given: Any) -> own.OperationResult:
        return own.OperationResult(json.loads(tell(find(found, **given))))

    return Operation(gives, run, "assessment")


OPERATIONS = {
    "list_cases": Operation(
        own.CasesJson, lambda desk: own.OperationResult(own.CasesJson(tuple(desk.listed()))), "desk"
    ),
    "open_case": Operation(own.OpenedJson, answering.overview),
    "begin_case": Operation(own.OpenedJson, answering.begin, "desk", changes=True),
    "next_question": Operation(own.AskedJson, answering.question),
    "answer": Operation(own.KeptJson, answering.answer, changes=True),
    "save_case": Operation(own.SavedJson, answering.save, changes=True),
    "assess": _follows(result.AssessmentJson, lambda found: found, advisor.assessment_json),
    "why": _follows(reasoning.WhyJson, advisor.why),
    "why_not": _follows(reasoning.WhyNotJson, advisor.whynot),
    "what_if": _follows(reasoning.WhatIfJson, advisor.whatif),
    "flip": _follows(reasoning.FlipsJson, advisor.flip),
    "memo": Operation(memos.MemoJson, _memo, "assessment"),
    "why_sentence": _follows(memos.SentenceWhyJson, advisor.explain_sentence, Contract.json),
}
"""Every operation by its name, in the order of use."""
