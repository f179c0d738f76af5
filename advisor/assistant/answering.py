"""Questions and answers for a program: the same course and form as on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.assistant import contracts as own
from advisor.errors import InputError, did_you_mean, echo
from advisor.interview import hearing, shelf
from advisor.interview.finishing import ended, finish
from advisor.interview.forms import DATE, Field, Option, QuestionForm
from advisor.interview.reasons import reason_of
from advisor.interview.worked_out import case_file
from advisor.model.case import UNKNOWN
from advisor.presentation.interview import say

if TYPE_CHECKING:
    from advisor.explanation.relevance import Asked
    from advisor.interview.course import Course
    from advisor.interview.desk import Desk, Opened

    Said = str | int | dict[str, str]
    """An answer in words, or by the names of fields."""


def begin(desk: Desk, case: str) -> own.OperationResult:
    """Begins a case under a name that is not taken."""
    shelf.begin(desk, case)
    with desk.open(case) as opened:
        return overview(opened)


def overview(opened: Opened) -> own.OperationResult:
    """The answers of a case in words, and what could still be asked."""
    course = opened.course
    topics = [own.TopicJson.of(one, answered=map(course.told, one.items))
              for one in course.sections()]  # fmt: skip
    found = own.OpenedJson.of(
        begun=opened.is_begun,
        left_at_most=course.left_at_most(),
        missing=course.missing(),
        standing=course.standing(),
        topics=topics,
        contradictions=_clashes(course),
    )
    return own.OperationResult(found)


def question(opened: Opened, question: str) -> own.OperationResult:
    """A question with its reason, and the first rules that take its answer.

    What the answer could lead to is left out: that is not concluded of the case.

    Args:
        question: The question to put again; the next one if it is empty.

    Raises:
        InputError: If the case has no such question.
    """
    course = opened.course
    asked = _named(course, question) if question else course.next()
    stage = course.answered.stage
    if asked is None:
        return own.OperationResult(own.AskedJson(stage=stage))
    agenda, wording = course.relevance.agenda, course.wording
    reason = reason_of(asked._replace(witness=None), course.answered, agenda, wording)
    found = own.AskedJson.of(
        course.told(asked.item),
        stage=stage,
        why=say("why", 1000, **reason._asdict()).strip(),
        help=wording.help_of(asked.item, course.draft),
        places=map(wording.home, asked.homes),
        fields=_fields(QuestionForm(course, asked, each=True, card=True)),
        version=course.version(asked.item),
    )
    rules = () if reason.words_only else reason.rules
    return own.OperationResult(found, rules=tuple(one.id for one in rules))


def answer(opened: Opened, question: str, answer: Said, version: str) -> own.OperationResult:
    """Takes an answer and says what was understood.

    Raises:
        InputError: If there is no such question, or another answer to it, or no case can hold it.
        NotUnderstoodError: If it is no answer to the question.
    """
    course = opened.course
    asked, settled = _named(course, question), course.draft.is_settled(question)
    present = course.draft.answer(question) if settled else None
    told = None if present is None else course.told(question).answer
    if version != course.version(question) and (version or told is not None):
        raise InputError(
            f"This question has another answer by now: {echo(told or 'none')}.",
            remedy="Ask for the question again; to change its answer, give the version it tells.",
        )
    before = {*course.answered.offers}
    course.keep(asked, _meant(course, asked, answer))
    again = sorted({*course.answered.offers} - before)
    kept = own.KeptJson.of(
        course.told(question), before=told, ask_again=again, contradictions=_clashes(course)
    )
    return own.OperationResult(kept)


def case_as_ended(opened: Opened) -> bytes:
    """The case file as it is, or as it would be if the interview ended now."""
    course = opened.course
    content = ended(course.draft, course.understanding).content if opened.is_begun else None
    return case_file(opened, course.knowledge, content)


def save(opened: Opened) -> own.OperationResult:
    """Ends the interview: writes the case file and the memo beside it.

    Raises:
        InputError: If the answers are no case yet, or a file cannot be written.
    """
    course, kept = opened.course, None
    if opened.is_begun:
        draft = ended(course.draft, course.understanding)
        kept = finish(opened.path, draft, course.knowledge, opened.session).kept
    return own.OperationResult(own.SavedJson(opened.path.name, kept.name if kept else None))


def _named(course: Course, item: str) -> Asked:
    if not course.is_item(item):
        items = course.relevance.agenda.items(course.draft, words=True)
        raise InputError(
            f"This case has no question {echo(item)}.",
            remedy=did_you_mean(item, items, "Take an id that next_question or open_case gives."),
        )
    return course.asked(item)


def _fields(form: QuestionForm) -> tuple[Field, ...]:
    """What is to be filled in; of a list, the usual entries, and names of others."""
    if form.listing is None:
        return form.fields
    options = (Option(one.key, one.name, one.picked) for one in form.listing.rows)
    return (Field("pick", "several", options=tuple(options)), Field("names", "line"))


def _meant(course: Course, asked: Asked, given: Said) -> Any:
    """The answer as a case file holds it."""
    form = QuestionForm(course, asked, each=isinstance(given, dict), card=True)
    fields = {one.name: one for one in _fields(form)}
    if not isinstance(given, dict):
        text = hearing.clean(str(given))
        if not text or hearing.is_unknown(text):
            return form.unknown() if text else form.skipped()
        first = next(iter(fields.values()))
        offered = form.kind in ("fields", "list") and _keys(first, text)
        if not offered and form.kind != "line":  # it is said in other words than were offered
            choices = course.wording.choices(asked.item, course.draft, asked.homes)
            old = course.draft.answer(asked.item)
            beside = course.wording.known_beside(asked.item, choices, course.draft)
            return course.understanding.answer(asked, choices, text, old, beside)
        given = {first.name: text} if offered else {}
    if not given or not {*given} <= {*fields}:
        raise InputError(
            "This is no answer to this question.",
            remedy=f"Give an object with some of: {', '.join(fields)}.",
        )
    filled = form.unchanged
    for name, one in given.items():
        field, said = fields[name], hearing.clean(one)
        filled[name] = _keys(field, said)
        filled[f"{name}.{DATE}"] = [said]
        if not filled[name]:
            known = ", ".join(option.key for option in field.options)
            raise InputError(f"{echo(said)} is no answer to {name}.", remedy=f"Give: {known}.")
    return QuestionForm(course, asked, filled, each=form.each, card=True).value()


def _keys(field: Field, said: str) -> list[str]:
    """The options that are meant, as they were offered; or what is to be written."""
    if not field.options:
        return ["?" if hearing.is_unknown(said) else said]
    known = {word.casefold(): one.key for one in field.options for word in (one.label, one.key)}
    parts = [said] if said.casefold() in known else said.split(",")
    found = [known.get(one.strip().casefold(), "") for one in parts]
    if hearing.is_unknown(said):
        found = [UNKNOWN]
    return found if all(found) else [DATE] * field.dated


def _clashes(course: Course) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.says for one in course.clashes()))
