"""Links for others: made and withdrawn by the leader, and what each of them opens.

Under `/link/SECRET` stand the same pages as elsewhere, less all that the link does not open. The
secret is part of each address there, so nothing is kept in the other person's browser.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, cast

from flask import Blueprint, abort, redirect, request, url_for

from advisor.errors import InputError
from advisor.explanation.contract import Contract, one_of
from advisor.interview import hearing
from advisor.interview.links import MOST_DAYS, RATER, SECTION, USUAL_DAYS, OpenLink
from advisor.interview.rating import Ratings, add_to_course, raters_of, refuse_again, still_wanted
from advisor.knowledge.interview import list_of
from advisor.web.cases import desk
from advisor.web.guarding import guard, kept_out
from advisor.web.json_pages import holds, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import WSGIEnvironment
    from werkzeug.wrappers import Response

    from advisor.interview.course import Course
    from advisor.interview.links import Links
    from advisor.knowledge.interview import Topic

pages = Blueprint("sharing", __name__)
PREFIX = "/link/"
LONGEST_ROLE = 80
_ENVIRON = "advisor.link"
_NOTHING = OpenLink("", "", "", "", "")
_ITS_OWN = frozenset({"static", "sharing.part", "sharing.rate"})
_OF_A_SECTION = frozenset({"interview.question", "interview.answer"})
_ONWARD = frozenset({"interview.tasks", "interview.following"})
SCALE = range(1, 6)


def guest() -> OpenLink | None:
    """The link by which the person has come; nothing for the leader."""
    return cast("OpenLink | None", request.environ.get(_ENVIRON))


def by_link(environ: WSGIEnvironment, known: Links) -> None:
    """Takes the secret of a link out of the address, and notes what it opens."""
    path = str(environ.get("PATH_INFO", ""))
    if path.startswith(PREFIX):
        secret, _, rest = path[len(PREFIX) :].partition("/")
        found = None
        with suppress(InputError):  # a damaged file of links opens nothing
            found = known.find(secret)
        environ[_ENVIRON] = found or _NOTHING
        environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}{PREFIX}{secret}"
        environ["PATH_INFO"] = f"/{rest}" if rest else "/part"


def check() -> Response | None:
    """Keeps who came by a link to what it opens."""
    link, page = guest(), request.endpoint
    if link is None or page == "static":
        return None
    if link is _NOTHING:
        return kept_out("link", 404)
    if page in _ITS_OWN:
        return None
    asked = request.view_args or {}
    if link.kind == SECTION and asked.get("name") == link.case:
        asks = _topic(link.part).asks
        after = request.args.get("after", "")  # a page shows the answer that was given before
        if list_of(after) not in (*asks, ""):
            return kept_out("elsewhere")
        if page in _ONWARD:
            return _onward(link)
        if page in _OF_A_SECTION and list_of(asked["item"]) in asks:
            return None
    return kept_out("elsewhere")


class AskedOfOther(Contract, frozen=True):
    """A question of a part, or two poles to rate."""

    id: str
    question: str
    settled: bool
    """Whether it is answered."""


class PartPage(Contract, frozen=True):
    """What a link opens."""

    kind: Annotated[str, one_of(RATER, SECTION)]
    part: str
    """The role of the rater, or the topic of the section."""
    until: str
    asks: tuple[AskedOfOther, ...]


class LinkListed(Contract, frozen=True):
    """A link that is open."""

    key: str
    """By which it is withdrawn."""
    kind: Annotated[str, one_of(RATER, SECTION)]
    part: str
    """The role of the rater, or the topic of the section."""
    until: str


class LinksPage(Contract, frozen=True):
    """The links into a case."""

    links: tuple[LinkListed, ...]
    rated: tuple[str, ...]
    """The roles that have rated."""
    titles: dict[str, str]
    """The sections that a link can open."""
    made: str
    """The address of the link that was made just now; it is told this once."""


@pages.get("/part")
@holds(PartPage)
def part() -> Response:
    """What the link opens: the questions of its section, or the tensions to rate."""
    link = guest() or abort(404)
    with desk().open(link.case) as opened:
        if link.kind == RATER:
            done = link.part in raters_of(opened.course.draft.content)
            return _rating(link, done=done)
        course = opened.course
        asks = [(one, course.wording.question_of(one, course.draft), course.draft.is_settled(one))
                for one in _items(course, link)]  # fmt: skip
    return shown("part.html.j2", _part(link, asks), link=link, topic=_topic(link.part))


@pages.post("/part")
def rate() -> tuple[Response, int] | Response:
    """Takes the ratings of one person."""
    link = guest() or abort(404)
    if link.kind != RATER:
        abort(404)
    ratings, halves = _given()
    if halves or not ratings:
        error = InputError(
            f"Of {', '.join(halves)}, one half is missing." if halves else "Nothing is rated.",
            remedy="Give both now-… and wanted-… of a choice, each from 1 to 5, or neither.",
        )
        return _rating(link, error, wrong=halves, nothing=not halves), 422
    try:
        with desk().change(link.case) as opened:
            add_to_course(opened.course, link.part, ratings)
    except InputError as error:
        return _rating(link, error), 409
    return redirect(url_for("sharing.part"), 303)


@pages.get("/case/<name>/links")
@holds(LinksPage)
def listing(name: str) -> Response:
    """The links into a case, and the forms to make more."""
    return _listing(name)


@pages.post("/case/<name>/links")
@holds(LinksPage)
def make(name: str) -> tuple[Response, int] | Response:
    """Makes a link, and shows it this once."""
    kind, part = request.form.get("kind", ""), hearing.clean(request.form.get("part", ""))
    days = request.form.get("days", "")
    try:
        if not days.isdecimal() or not 1 <= int(days[:4]) <= MOST_DAYS:
            raise InputError("This is no number of days.", remedy=f"Give 1 to {MOST_DAYS}.")
        if kind == RATER:
            _refuse_role(name, part)
        elif kind != SECTION or part not in {one.topic for one in _topics()}:
            raise InputError("There is no such section.", remedy="Choose one of those listed.")
        secret = desk().links.make(name, kind, part, int(days[:4]))
    except InputError as error:
        return _listing(name, kind, error=error), 422
    return _listing(name, kind, part, f"{guard().origin}{PREFIX}{secret}/")


@pages.post("/case/<name>/links/<key>/withdraw")
def withdraw(name: str, key: str) -> Response:
    """Has a link open nothing any more."""
    desk().links.withdraw(name, key)
    return redirect(url_for("sharing.listing", name=name), 303)


def _listing(
    name: str, kind: str = "", part: str = "", made: str = "", error: InputError | None = None
) -> Response:
    with desk().open(name) as opened:
        rated = raters_of(opened.course.draft.content)
    titles = {one.topic: one.title for one in _topics()}
    links = desk().links.of(name)
    content = LinksPage.of(links=links, rated=rated, titles=titles, made=made)
    return shown(
        "links.html.j2", content, error.problems if error else (),
        said=[*rated, *(one.part for one in links)], case=name, kind=kind, part=part,
        more=still_wanted(len(rated), desk().knowledge), days=USUAL_DAYS, most_days=MOST_DAYS,
        longest=LONGEST_ROLE,
    )  # fmt: skip


def _part(link: OpenLink, asks: Iterable[tuple[str, str, bool]]) -> PartPage:
    return PartPage.of(link, asks=[AskedOfOther(*one) for one in asks])


def _refuse_role(name: str, role: str) -> None:
    if not role or len(role) > LONGEST_ROLE:
        raise InputError(
            "A role is wanted.",
            remedy=f"Give that of the person, in {LONGEST_ROLE} letters at most.",
        )
    with desk().open(name) as opened:
        draft = opened.course.draft
    waiting = [one.part for one in desk().links.of(name) if one.kind == RATER]
    refuse_again([*raters_of(draft.content), draft.rater, *waiting], role)


def _rating(link: OpenLink, error: InputError | None = None, **more: Any) -> Response:
    knowledge = desk().knowledge
    asked = [(one, words, knowledge.questions.find("rater", one).question)
             for one, words in knowledge.tensions.items()]  # fmt: skip
    values = {"done": False, "wrong": (), "nothing": False, **more}
    content = _part(link, [(one, question, values["done"]) for one, _, question in asked])
    return shown(
        "rate.html.j2", content, error.problems if error else (), link=link, asked=asked,
        scale=SCALE, given=request.form, **values,
    )  # fmt: skip


def _given() -> tuple[Ratings, list[str]]:
    """The ratings of the form, and the tensions of which only one half was given, or nonsense."""
    ratings, halves = {}, []
    allowed = {str(one) for one in SCALE}
    for one in desk().knowledge.tensions:
        said = [request.form.get(f"{which}-{one}", "") for which in ("now", "wanted")]
        if {*said} <= allowed:
            ratings[one] = {"now": int(said[0]), "wanted": int(said[1])}
        elif any(said):
            halves.append(one)
    return ratings, halves


def _onward(link: OpenLink) -> Response:
    """Goes to the next question of a section, or to the section when all are answered."""
    with desk().open(link.case) as opened:
        course = opened.course
        left = [one for one in _items(course, link) if not course.draft.is_settled(one)]
    if not left:
        return redirect(url_for("sharing.part"), 303)
    more: Any = {key: request.args[key] for key in ("after", "card") if key in request.args}
    return redirect(url_for("interview.question", name=link.case, item=left[0], **more), 303)


def _items(course: Course, link: OpenLink) -> list[str]:
    """The questions of a section that are answered or could matter."""
    return [
        one for section in course.sections() if section.topic == link.part
        for one in (*section.items, *section.open)
    ]  # fmt: skip


def _topics() -> tuple[Topic, ...]:
    return desk().knowledge.interview.topics


def _topic(name: str) -> Topic:
    return next(one for one in _topics() if one.topic == name)
