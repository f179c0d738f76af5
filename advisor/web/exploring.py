"""The explorer: a case as a picture, with a switch for every answer and the proof in layers.

What is supposed stands in the address alone: going back is the browser's own back, a state can be
sent as a link, and nothing is ever saved.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Response, redirect, request, url_for
from markupsafe import Markup

from advisor.errors import InputError
from advisor.explanation.assess import assess
from advisor.explanation.contract import Contract
from advisor.explanation.contrast import load_pairs
from advisor.explanation.side_by_side import supposing
from advisor.interview.desk import NoSuchCaseError
from advisor.knowledge.locate import examples
from advisor.model.case_reader import load_case
from advisor.model.names import party_id
from advisor.presentation.exploration import Beside, Exploration, Swept, beside, sweep
from advisor.presentation.picture import picture_of
from advisor.presentation.supposable import AnswerToSuppose, SupposableAnswers
from advisor.web.cases import desk, titled
from advisor.web.json_pages import FilePage, holds
from advisor.web.json_pages import shown as page
from advisor.web.memo import worked_out

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from advisor.explanation.acts import Act
    from advisor.explanation.assess import Assessment
    from advisor.explanation.contrast import ContrastPair
    from advisor.interview.worked_out import WorkedOut

pages = Blueprint("explorer", __name__, url_prefix="/case/<name>/explore")
MOST_CHANGES = 12
"""Answers that can be supposed at once, and parties that can be added."""
LONGEST_NAME = 80
"""Letters of the name of a party that is added."""
_EXAMPLE, _PAIR = "example/", "pair/"
"""Before the names of what no folder of cases holds."""


class ExplorePage(Contract, frozen=True):
    """A case with the answers that are supposed."""

    told: Exploration
    asked: tuple[AnswerToSuppose, ...]
    """The answers about the subject that the address names."""
    kinds: dict[str, str]
    """What a party can be that is added, each in words."""


class BesidePage(Contract, frozen=True):
    """Two cases or two states of one, and what parts them."""

    told: Beside
    names: tuple[str, str]
    ask: str
    """Of a pair of the examples, the question to a class."""
    expected: str
    """And what a good answer says."""
    cases: dict[str, str]
    """What can be set beside it, each as it is called: the case itself, cases of the folder,
    examples (`example/`), and pairs of them that are one answer apart (`pair/`)."""


class SweepPage(Contract, frozen=True):
    """What every value of one answer would lead to."""

    asked: AnswerToSuppose
    rows: tuple[Swept, ...]


@pages.get("/")
@holds(ExplorePage)
def shown(name: str) -> AnyResponse:
    """The case with the answers that are supposed."""
    empty = [key for key, value in request.args.items(multi=True) if not value]
    if empty:  # of the switches that were left as they are
        kept = [(key, one) for key, one in request.args.items(multi=True) if one]
        return redirect(f"{url_for('explorer.shown', name=name)}?{urlencode(tidy(kept))}", 303)
    found, then, acts = supposed(name, _kept())
    wanted = request.args.get("about", "")
    words = SupposableAnswers(then)
    content = ExplorePage(
        found.explorer.supposing(then, acts),
        words.of(wanted) if wanted in words.subjects() else (),
        {one.kind: one.one for one in then.knowledge.parties.values()},
    )
    return page(
        "explore.html.j2", content, said=then.case.plain(), case=name, about=wanted,
        changes=request.args.getlist("set"), added=request.args.getlist("add"),
        query=urlencode(_kept()), without=_without, with_=_with,
        beside=request.args.get("beside", ""),
        state=urlencode([one for one in _kept() if one[0] != "beside"]),
    )  # fmt: skip


@pages.get("/beside")
@holds(BesidePage)
def set_beside(name: str) -> Response:
    """The case beside another one, an example, or itself with other answers."""
    wanted = request.args.get("with", "")
    pairs = _pairs()
    pair = pairs.get(wanted.removeprefix(_PAIR)) if wanted.startswith(_PAIR) else None
    given = parse_qsl(request.args.get("beside", ""))
    if pair:
        called = (titled(PurePath(pair.case).parent.name),) * 2
        two = (_of_file(pair.case), _of_file(pair.case, pair.change))
    else:
        example = wanted.removeprefix(_EXAMPLE) if wanted.startswith(_EXAMPLE) else ""
        called = (name, titled(example) if example else wanted or name)
        file = examples().get(example)
        other = _of_file(str(file)) if file else supposed(wanted or name, given)[1:]
        two = (supposed(name, _kept())[1:], other)
    (left, _), (right, _) = two
    told = beside((left, right), [acts for _, acts in two])
    choices = {
        "": name,
        **{one.name: one.name for one in desk().listed() if one.name != name},
        **{f"{_EXAMPLE}{one}": titled(one) for one in examples()},
        **{f"{_PAIR}{key}": one.title for key, one in pairs.items()},
    }
    asked = (pair.ask, pair.expected) if pair else ("", "")
    return page(
        "beside.html.j2", BesidePage(told, called, *asked, choices),
        said=[left.case.plain(), right.case.plain()], case=name, wanted=wanted, kept=_kept(),
        supposed=bool(given),
        query=urlencode(_kept()),
        pictures=[
            Markup(one.picture.svg(f"-{place}")) if one.picture else ""
            for place, one in enumerate(told.sides)
        ],
    )  # fmt: skip


def _of_file(file: str, *changes: str) -> tuple[Assessment, tuple[Act, ...]]:
    """An example, with what is supposed in it."""
    knowledge = desk().knowledge
    found = assess(load_case(file, knowledge), engine="reference", knowledge=knowledge)
    return supposing(found, changes)


def _pairs() -> dict[str, ContrastPair]:
    """The contrast pairs of the examples; none in a copy without them."""
    return {one.id: one for one in load_pairs()} if examples() else {}


@pages.get("/network.svg")
@holds(FilePage)
def network(name: str) -> Response:
    """The picture of the network of one home."""
    _, then, _ = supposed(name, _kept())
    home = request.args.get("home", "")
    if home not in then.knowledge.homes:
        raise NoSuchCaseError("There is no such place.", remedy="Take one of the case.")
    picture = picture_of(then, home)
    if picture is None:
        raise NoSuchCaseError(
            "Nobody has power there, as far as is known.", remedy="Look at another place."
        )
    return Response(picture.svg(), mimetype="image/svg+xml")


@pages.get("/sweep")
@holds(SweepPage)
def swept(name: str) -> Response:
    """What every value of one answer would lead to."""
    _, then, _ = supposed(name, _kept())
    try:
        asked = SupposableAnswers(then).named(request.args.get("answer", ""))
    except KeyError:
        raise NoSuchCaseError(
            "There is no such answer in this case.", remedy="Take one that the explorer names."
        ) from None
    return page(
        "sweep.html.j2", SweepPage(asked, tuple(sweep(asked, then))), said=then.case.plain(),
        case=name, with_=_with, query=urlencode(_kept()),
    )  # fmt: skip


def supposed(
    name: str, given: list[tuple[str, str]]
) -> tuple[WorkedOut, Assessment, tuple[Act, ...]]:
    """The case as it is, with the parties and answers that are supposed, and the latter.

    Raises:
        InputError: If an answer cannot be what is supposed.
    """
    found = worked_out(name)
    changes = tuple(one for key, one in given if key == "set")
    added = [one.rpartition("|")[::2] for key, one in given if key == "add"]
    if len(changes) + len(added) > MOST_CHANGES:
        raise InputError(
            f"That is more than {MOST_CHANGES} changes at once.", remedy="Take some back first."
        )
    known = found.assessment.knowledge.parties
    if any(not one.strip() or len(one) > LONGEST_NAME or kind not in known for one, kind in added):
        raise InputError("A party needs a name and a kind.", remedy="Choose both again.")
    if not changes and not added:
        return found, found.assessment, ()
    then, acts = found.supposing(changes, tuple((one.strip(), kind) for one, kind in added))
    return found, then, acts


def _kept() -> list[tuple[str, str]]:
    """What the address supposes, and the state that is kept to be set beside it."""
    keys = ("add", "set", "beside")
    return [(key, one) for key in keys for one in request.args.getlist(key)]


def tidy(given: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """An address with each answer supposed once, the last value counting, and new parties named."""
    answers = {one.partition("=")[0]: one for key, one in given if key == "set"}
    called = dict(given).get("party", "").strip()
    kind = dict(given).get("kind", "")
    added = [one for key, one in given if key == "add"]
    if called and kind:
        added.append(f"{called}|{kind}")
        stance = dict(given).get("stance", "")
        if stance:
            key = f"parties.{party_id(called)}.stance"
            answers[key] = f"{key}={stance}"
    rest = [(key, one) for key, one in given if key in ("beside", "about")]
    return [*(("add", one) for one in added), *(("set", one) for one in answers.values()), *rest]


def _without(key: str, value: str) -> str:
    """The address without one of the things supposed."""
    kept = [one for one in _kept() if one != (key, value)]
    if key == "add":  # and without what is supposed of that party
        start = f"parties.{party_id(value.rpartition('|')[0])}."
        kept = [one for one in kept if not one[1].startswith(start)]
    return f"?{urlencode(kept)}" if kept else "."


def _with(key: str, value: str) -> str:
    """The address with one thing more supposed."""
    return f"?{urlencode(tidy([*_kept(), (key, value)]))}"
