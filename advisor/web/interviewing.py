"""The interview in pages: the task list, one question a page, and checking the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from advisor.errors import InputError
from advisor.interview.desk import NoSuchCaseError
from advisor.interview.finishing import fill_in, finish
from advisor.interview.forms import QuestionForm, UnfitError
from advisor.interview.hearing import NotUnderstoodError
from advisor.knowledge.interview import list_of
from advisor.web.cases import desk
from advisor.web.json_pages import holds

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from advisor.explanation.relevance import Asked
    from advisor.interview.course import Course, TheAnswer
    from advisor.interview.desk import Opened

pages = Blueprint("interview", __name__, url_prefix="/case/<name>")
_NOT_SENT_ON = {"seen", "do", "instead"}
"""Posted fields that are of one page alone."""


@pages.get("/")
@holds("open_case")
def tasks(name: str) -> str:
    """The sections of the interview, and how far each has come."""
    with desk().open(name) as opened:
        current_app.extensions["ahead"].look_at(name)
        course = opened.course
        sections = [(one, [course.told(item) for item in _in_order(course, one)])
                    for one in course.sections()]  # fmt: skip
        return render_template(
            "tasks.html.j2", case=name, sections=sections, left=course.left_at_most(),
            number=course.answered_so_far(),
            asked=course.next(), begun=bool(course.answered_so_far()),
            written=opened.path.exists(), standing=course.standing_in_words(at_once=True),
        )  # fmt: skip


@pages.get("/next")
@holds("next_question")
def following(name: str) -> ResponseReturnValue:
    """Goes to the question that comes next, or to the answers if the memo can be had."""
    with desk().open(name) as opened:
        asked = opened.course.next()
        settled = opened.course.comes_to_the_memo()
    more: dict[str, Any] = {
        key: request.args[key] for key in ("after", "card") if key in request.args
    }
    if asked is None or settled:
        return redirect(url_for("interview.check", name=name, **more), 303)
    return redirect(url_for("interview.question", name=name, item=asked.item, **more), 303)


@pages.get("/question/<item>")
@holds("next_question")
def question(name: str, item: str) -> str:
    """One question, with its reason and what can be answered."""
    with desk().open(name) as opened:
        current_app.extensions["ahead"].look_at(name)  # while the person reads
        return _page(opened, item)


@pages.post("/question/<item>")
@holds("answer")
def answer(name: str, item: str) -> ResponseReturnValue:
    """Takes an answer, and goes on; or shows the question again with what was typed."""
    try:
        with desk().change(name) as opened:
            return _answered(opened, item)
    except NoSuchCaseError:
        raise
    except InputError as error:  # somebody has it at a terminal, or it cannot be written
        refused = NotUnderstoodError("refused", says=error.problems[0].what)
        with desk().open(name) as opened:
            return _page(opened, item, request.form, UnfitError(refused, "")), 409


@pages.get("/check")
@holds("open_case")
def check(name: str, missing: bool = False) -> str:
    """All answers, to be looked through and changed."""
    with desk().open(name) as opened:
        course = opened.course
        sections = [(one, [course.told(item) for item in one.items])
                    for one in course.sections() if one.items]  # fmt: skip
        clashes = [(one.says, [course.told(item) for item in one.items if course.is_item(item)])
                   for one in course.clashes()]  # fmt: skip
        needed = [course.told(one) for one in course.missing()] if missing else []
        return render_template(
            "check.html.j2", case=name, sections=sections, clashes=clashes, missing=needed,
            left=course.left_at_most(), number=course.answered_so_far(), asked=course.next(),
            standing=course.standing_in_words(), after=_after(course), turn=course.turn,
            ready=course.is_ready(), sure=course.answered.stage != "path",
        )  # fmt: skip


@pages.post("/finish")
@holds("save_case")
def finished(name: str) -> ResponseReturnValue:
    """Writes the case file, as far as it goes, and leads to the memo."""
    with desk().change(name) as opened:
        course = opened.course
        needed = set(course.missing()) - {"client.name", "change.short"}
        if not needed:
            fill_in(course.answered, course.understanding)
            finish(opened.path, course.draft, course.knowledge, opened.session)
            return redirect(url_for("memo.shown", name=name), 303)
    return check(name, missing=True), 409


def _answered(opened: Opened, item: str) -> ResponseReturnValue:
    """What comes of a posted answer: the next page, or the same one again."""
    course, way = opened.course, request.form.get("do", "save")
    posted: MultiDict[str, str] = request.form
    if "instead" in posted:  # what was proposed in the place of what was typed
        field, _, meant = posted["instead"].partition("=")
        posted, way = MultiDict([*((key, one) for key, one in posted.items(multi=True)
                                   if key != field), (field, meant)]), "save"  # fmt: skip
    form = _form(course, item, posted)
    if way in ("each", "all"):
        return _page(opened, item, posted)
    try:
        if way == "save" and form.listing is not None and form.listing.added:
            return _page(opened, item, posted, understood=True)
        ways = {"unknown": form.unknown, "skip": form.skipped, "none": list}
        value = ways.get(way, form.value)()
        card: dict[str, Any] = {"card": "1"} if form.card else {}
        kept = course.answered.offered(item)
        if posted.get("seen") != course.version(item) and value != kept:
            return _both(opened, form, posted, value), 409
        course.keep(form.asked, value)
    except UnfitError as unfit:
        return _page(opened, item, posted, unfit), 422
    except InputError as error:  # an answer that no case can hold
        refused = NotUnderstoodError("refused", says=error.problems[0].what)
        return _page(opened, item, posted, UnfitError(refused, "")), 422
    return redirect(url_for("interview.following", name=opened.name, after=item, **card), 303)


def _both(opened: Opened, form: QuestionForm, posted: MultiDict[str, str], value: Any) -> str:
    """A page with the answer that came meanwhile and the one that was posted."""
    course, item = opened.course, form.asked.item
    return render_template(
        "both.html.j2", case=opened.name, item=item, told=course.told(item),
        theirs=course.in_words(item, course.answered.offered(item)),
        mine=course.in_words(item, value), seen=course.version(item), do=posted.get("do", "save"),
        posted=[one for one in posted.items(multi=True) if one[0] not in _NOT_SENT_ON],
    )  # fmt: skip


def _form(course: Course, item: str, posted: MultiDict[str, str] | None = None) -> QuestionForm:
    """The form of a question, about the places that were shown."""
    if not course.is_item(item):
        raise NoSuchCaseError(
            "There is no such question in this case.", remedy="Go back to the list of questions."
        )
    asked = course.asked(item)
    each: bool | None = None
    if posted is not None:
        known = {*asked.homes, *course.again(item).homes}
        homes = tuple(one for one in posted.getlist("homes") if one in known)
        asked = asked._replace(homes=homes or asked.homes)
        way = posted.get("do", "save")
        each = way == "each" if way in ("each", "all") else "each" in posted
    card = "card" in (request.args if posted is None else posted)
    fields = None if posted is None else posted.to_dict(flat=False)
    return QuestionForm(course, asked, fields, each=each, card=card)


def _page(
    opened: Opened, item: str, posted: MultiDict[str, str] | None = None,
    unfit: UnfitError | None = None, *, understood: bool = False,
) -> str:  # fmt: skip
    """The page of a question, empty, with its answer, or with what was posted."""
    course = opened.course
    form = _form(course, item, posted)
    draft, plan = course.draft, course.knowledge.interview
    found = course.relevance.agenda.question(item)
    help_ = course.wording.help_of(item, course.draft)
    told = course.told(item)
    says = [told.question, help_, *(f"{one.about} {one.help}" for one in form.fields),
            *(option.label for one in form.fields for option in one.options)]  # fmt: skip
    tension = course.knowledge.tensions.get(item.partition(".")[2], {})
    return render_template(
        "question.html.j2", case=opened.name, item=item, form=form, told=told, help=help_,
        question=found, of=list_of(item), tension=tension, unfit=unfit,
        understood=understood, terms=course.terms(item, *says),
        reason=course.reason(item, at_length="why" in request.args), why="why" in request.args,
        topic=plan.topic_of(list_of(item)), left=course.left_at_most(),
        number=course.answered_so_far(), before=course.before(item),
        seen=posted["seen"] if posted and "seen" in posted else course.version(item),
        standing=course.standing_in_words(at_once=True), after=_after(course), turn=course.turn,
        homes=_homes(course, form.asked),
        listed=draft.entries(list_of(item)) if form.kind == "line" else [],
    )  # fmt: skip


def _homes(course: Course, asked: Asked) -> list[tuple[str, str]]:
    return [(one, course.wording.home(one)) for one in asked.homes]


def _after(course: Course) -> TheAnswer | None:
    """The question that was answered on the page before."""
    item = request.args.get("after", "")
    return course.told(item) if course.is_item(item) else None


def _in_order(course: Course, section: Any) -> list[str]:
    """The questions of a section in the order of the plan."""
    every = (*section.items, *section.open, *section.rest)
    return [one for one in course.relevance.agenda.items(course.draft, words=True) if one in every]
