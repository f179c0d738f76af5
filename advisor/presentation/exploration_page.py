"""The explorer as one page to take along: every single change of an answer worked out before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup
from msgspec.structs import replace

from advisor.errors import InputError
from advisor.explanation.assess import suppose_one
from advisor.model.answer_names import all_names, question_of
from advisor.presentation.exploration import Explorer
from advisor.presentation.picture import picture_of
from advisor.presentation.supposable import SupposableAnswers
from advisor.presentation.templating.rendering import page_template, render
from advisor.presentation.wording import CaseWords

if TYPE_CHECKING:
    from advisor.explanation.assess import Assessment
    from advisor.presentation.exploration import Exploration, ExploredHome, ExploredSeat
    from advisor.presentation.supposable import AnswerToSuppose

_OF_A_HOME = ("label", "place", "chosen", "verdict", "readings", "differs")
"""What the page tells of a home beside its picture."""


class Group(NamedTuple):
    """The answers about one subject that can be switched."""

    title: str
    switches: tuple[AnswerToSuppose, ...]


def exploration_page(now: Assessment) -> str:
    """The explorer as one page without network: the case, and what each change of it does.

    Returns:
        HTML. Not switched are answers of several values, numbers and words, and those about
        places that the path does not tell of; the page lists them.
    """
    words = SupposableAnswers(now)
    subjects = words.subjects()
    beside = {key for key in subjects if key.startswith("homes.") and not _is_told(now, key)}
    groups = [Group(title, words.of(key)) for key, title in subjects.items() if key not in beside]
    explorer = Explorer(now)
    base = explorer.as_it_is()
    drawn: dict[str, int] = {}
    outcomes = {
        f"{one.name}={value}": _outcome(now, explorer, base, one, value, drawn)
        for group in groups
        for one in group.switches
        for value, _ in one.choices
        if value != one.now
    }
    values = {
        "case": CaseWords(now).heading,
        "told": base,
        "homes": [(one, _svg(now, one.home)) for one in base.homes],
        "groups": [one for one in groups if one.switches],
        "paths": {key: one and one["path"] for key, one in outcomes.items()},
        "outcomes": _data(outcomes),
        "drawn": _data([*drawn]),
        "left": _left_out(now),
        "beside": [title for key, title in subjects.items() if key in beside],
    }
    return render(page_template("explore.html.j2"), values)


def _data(found: Any) -> Markup:
    """Data that a script of the page reads."""
    return Markup(json.dumps(found, ensure_ascii=False).replace("<", "\\u003c"))


def _outcome(
    now: Assessment,
    explorer: Explorer,
    base: Exploration,
    one: AnswerToSuppose,
    value: str,
    drawn: dict[str, int],
) -> dict[str, Any] | None:
    """What one change does, as the page needs it; nothing where no case can hold it.

    Many changes lead to the same picture, so each is held once, by its number in `drawn`.
    """
    try:
        then = suppose_one(now, f"{one.name}={value}")
    except InputError:
        return None
    told = base if then is now else explorer.supposing(then, ())
    before = {home.home: home for home in base.homes}
    others = [home for home in told.homes if home != before.get(home.home)]
    return {
        "path": told.path,
        "fit": told.fit,
        "parted": [_step(step) for step in told.parted],
        "homes": {
            home.home: {key: getattr(home, key) for key in _OF_A_HOME} for home in others
        },
        "gone": sorted(before.keys() - {home.home for home in told.homes}),
        "pictures": {
            home.home: drawn.setdefault(_svg(then, home.home), len(drawn))
            for home in others
            if _seats(home) != _seats(before.get(home.home))
        },
        "new": [_step(step) for layer in told.layers for step in layer.steps if step.new],
    }  # fmt: skip


def _seats(home: ExploredHome | None) -> list[ExploredSeat]:
    """Who has power in a home, without where in the proof that is."""
    return [replace(seat, number=0) for seat in home.seats] if home else []


def _step(step: Any) -> dict[str, Any]:
    cited = [f"{one.id}: {one.says} ({one.title}, {one.year})" for one in step.citations]
    return {"says": step.says, "rule": step.title, "cited": cited}


def _is_told(now: Assessment, subject: str) -> bool:
    """Whether the path tells of a home."""
    home = now.home(subject.removeprefix("homes."))
    return home.place or home.chosen


def _svg(assessment: Assessment, home: str) -> str:
    picture = picture_of(assessment, home)
    return Markup(picture.svg(f"-{home}")) if picture else ""


def _left_out(now: Assessment) -> tuple[str, ...]:
    """The questions whose answers the page does not switch."""
    names = all_names(now.case, now.knowledge).values()
    asked = (question_of(one, now.knowledge) for one in names)
    left = (one.question for one in asked if one.type not in ("choice", "home"))
    return tuple(dict.fromkeys(left))
