"""Questions and answers for a program: the same course as on every screen, in plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.assistant.contracts import (
    AskedJson,
    CasesJson,
    KeptJson,
    OfferJson,
    OpenedJson,
    SavedJson,
    StandingJson,
    TopicJson,
    UnderstoodJson,
)
from advisor.errors import InputError, did_you_mean, echo
from advisor.interview import typed
from advisor.interview.finishing import finish
from advisor.interview.reasons import reason_of
from advisor.interview.worked_out import case_file
from advisor.model.line import with_words
from advisor.presentation.interview import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.explanation.relevance import Asked
    from advisor.interview.course import Course
    from advisor.interview.desk import Desk, Opened
    from advisor.knowledge.strata import Entry
    from advisor.model.draft import Draft
    from advisor.presentation.interview import NumberedAnswer


def listed(desk: Desk, ask: Any) -> CasesJson:
    """The cases of the folder."""
    return CasesJson.of(cases=desk.listed())


def overview(opened: Opened, ask: Any) -> OpenedJson:
    """The answers of a case in words, and what could still be asked."""
    course, so_far = opened.course, opened.course.standing()
    could = tuple(dict.fromkeys(one.item for one in so_far.could_change)) if so_far else ()
    return OpenedJson.of(
        begun=opened.is_begun,
        left_at_most=course.left_at_most(),
        missing=course.missing(),
        standing=so_far and StandingJson(so_far.path, so_far.settled, could),
        topics=[
            TopicJson.of(one, answered=[UnderstoodJson(**_understood(course, item))
                                        for item in one.items])
            for one in course.sections()
        ],
        contradictions=_clashes(course),
    )  # fmt: skip


def question(opened: Opened, item: str) -> tuple[AskedJson, tuple[Entry, ...]]:
    """A question with its reason, and the first rules that take its answer.

    What the answer could lead to is left out: that is not concluded of the case.

    Args:
        opened: The case.
        item: The question to put again; the next one if it is empty.

    Raises:
        InputError: If the case has no such question.
    """
    course = opened.course
    asked = _named(course, item) if item else course.next()
    stage = course.answered.stage
    if asked is None:
        return AskedJson(stage, None, "", "", "", "", (), (), (), None, ""), ()
    agenda, wording = course.relevance.agenda, course.wording
    known = agenda.question(asked.item)
    reason = reason_of(asked._replace(witness=None), course.answered, agenda, wording)
    old = course.answered.offered(asked.item)
    found = AskedJson(
        stage,
        asked.item,
        wording.question_of(asked.item, course.draft),
        say("why", 1000, **reason._asdict()).strip(),
        agenda.plan.help.get(asked.item, known.help) if known else "",
        known.type if known else "line",
        _offers(wording.choices(asked.item, course.draft, asked.homes)),
        tuple(wording.home(one) for one in asked.homes),
        _parts(course, asked),
        None if old is None else wording.answer(asked.item, old),
        course.version(asked.item),
    )
    return found, () if reason.words_only else reason.rules


def answer(opened: Opened, ask: Any) -> KeptJson:
    """Takes an answer and says what was understood.

    Raises:
        InputError: If there is no such question, or another answer to it, or no case can hold it.
        NotUnderstoodError: If it is no answer to the question.
    """
    course, item = opened.course, ask.question
    asked, present = _named(course, item), course.draft.answer(item)
    told = None if present is None else course.wording.answer(item, present)
    if ask.version != course.version(item) and (ask.version or told is not None):
        raise InputError(
            f"This question has another answer by now: {echo(told or 'none')}.",
            remedy="Ask for the question again; to change its answer, give the version it tells.",
        )
    before = {*course.answered.offers}
    course.keep(asked, _meant(course, asked, ask.answer))
    again = tuple(sorted({*course.answered.offers} - before))
    return KeptJson(
        **_understood(course, item), before=told, ask_again=again, contradictions=_clashes(course)
    )


def case_as_ended(opened: Opened) -> bytes:
    """The case file as it is, or as it would be if the interview ended now."""
    knowledge = opened.course.knowledge
    return case_file(opened, knowledge, _ended(opened.course).content if opened.is_begun else None)


def save(opened: Opened, ask: Any) -> SavedJson:
    """Ends the interview: writes the case file and the memo beside it.

    Raises:
        InputError: If the answers are no case yet, or a file cannot be written.
    """
    course, kept = opened.course, None
    if opened.is_begun:
        kept = finish(opened.path, _ended(course), course.knowledge, opened.session).kept
    return SavedJson(opened.path.name, kept.name if kept else None)


def _ended(course: Course) -> Draft:
    """The answers with the words that every case needs."""
    draft = course.draft.copy()
    for item in ("client.name", "change.short"):
        if draft.answer(item) is None and not draft.answer("change.summary"):
            draft.put(item, course.understanding.stand_in(item, draft))
    return draft


def _understood(course: Course, item: str) -> dict[str, str]:
    """A question, and its answer in words."""
    draft, wording = course.draft, course.wording
    told = wording.answer(item, draft.answer(item))
    return {"question": item, "asks": wording.question_of(item, draft), "answer": told}


def _named(course: Course, item: str) -> Asked:
    if not course.is_item(item):
        items = course.relevance.agenda.items(course.draft, words=True)
        raise InputError(
            f"This case has no question {echo(item)}.",
            remedy=did_you_mean(item, items, "Take an id that next_question or open_case gives."),
        )
    return course.asked(item)


def _meant(course: Course, asked: Asked, given: str | int | dict[str, str]) -> Any:
    """The answer as a case file holds it."""
    item, understanding, old = asked.item, course.understanding, course.draft.answer(asked.item)
    choices = course.wording.choices(item, course.draft, asked.homes)
    parts = {one.value for one in _parts(course, asked)}
    if isinstance(given, dict):
        said = {key: typed.clean(one) for key, one in given.items()}
        if said and {*said} <= parts:
            return _in_parts(course, asked, choices, said)
    else:
        text = typed.clean(str(given))
        if not text:
            return understanding.passed_over(item, choices)
        if typed.is_unknown(text):
            return understanding.not_known(asked)
        if not typed.is_line(item):
            return understanding.answer(asked, choices, _by_number(text, choices), old)
    raise InputError(
        "This is no answer to this question.",
        remedy=f"Give an object with some of: {', '.join(parts)}." if parts else "Give a text.",
    )


def _in_parts(
    course: Course, asked: Asked, choices: tuple[NumberedAnswer, ...], said: dict[str, str]
) -> Any:
    """An answer that was given part by part."""
    item, understanding = asked.item, course.understanding
    if typed.is_line(item):
        row = {**(course.draft.answer(item) or {})}
        for column in understanding.columns(item):
            if said.get(column.column):
                offered = course.wording.of_column(column)
                text = _by_number(said[column.column], offered)
                row = with_words(row, column, understanding.of_column(item, column, offered, text))
        return row
    if asked.homes and {*said} <= {*asked.homes}:
        return {
            home: understanding.answer(
                asked._replace(homes=(home,)), choices, _by_number(one, choices), None
            )[home]
            for home, one in said.items()
        }
    rows = course.relevance.agenda.question(item).rows  # type: ignore[union-attr]
    letters = (
        "?" if typed.is_unknown(one) else one[:1] for one in (said.get(row) or "?" for row in rows)
    )
    return understanding.answer(asked, choices, " ".join(letters), None)


def _by_number(text: str, choices: tuple[NumberedAnswer, ...]) -> str:
    """Values and labels as they were offered by their numbers, which mean nothing else."""
    numbers = {word.casefold(): str(one.number) for one in choices
               for word in (str(one.number), one.label, str(one.value))}  # fmt: skip
    if text.casefold() in numbers:
        return numbers[text.casefold()]
    found = [numbers.get(one.strip().casefold(), "") for one in text.split(",")]
    return ", ".join(found) if all(found) else text


def _parts(course: Course, asked: Asked) -> tuple[OfferJson, ...]:
    """What of a question can be answered for itself."""
    wording, known = course.wording, course.relevance.agenda.question(asked.item)
    if typed.is_line(asked.item):
        columns = course.understanding.columns(asked.item)
        return tuple(
            OfferJson(one.column, one.ask, _offers(wording.of_column(one))) for one in columns
        )
    if known is not None and known.type == "table":
        return tuple(OfferJson(one.name, one.label or one.name) for one in known.rows.values())
    return tuple(OfferJson(one, wording.home(one)) for one in asked.homes)


def _offers(choices: Iterable[NumberedAnswer]) -> tuple[OfferJson, ...]:
    return tuple(
        OfferJson(one.value if isinstance(one.value, str) else str(one.number), one.label)
        for one in choices
    )


def _clashes(course: Course) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.says for one in course.clashes()))
