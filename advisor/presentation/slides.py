"""A lesson as slides, one idea each: what the class sees, and the speaker's notes.

A plan names what a slide shows; here it is worked out from the case and put into lines. The same
slides become a web page, a PDF and the chapters of the trainer's guide.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from markupsafe import Markup

from advisor.explanation.answers import AnswerWords
from advisor.explanation.assess import assess
from advisor.explanation.quiz_questions import POWER_CHANNELS
from advisor.explanation.side_by_side import parted, supposing
from advisor.explanation.why import why
from advisor.knowledge.locate import templates_folder
from advisor.knowledge.source import read
from advisor.model.case_reader import load_case
from advisor.model.changed_case import shown
from advisor.presentation.citations import cite
from advisor.presentation.exploration import QUESTIONS
from advisor.presentation.language import capital, join, words
from advisor.presentation.picture import picture_of
from advisor.presentation.templating.rendering import (
    markdown_template,
    page_template,
    render,
    screen,
)
from advisor.presentation.terminal import USUAL
from advisor.presentation.wording import CaseWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.explanation.assess import Assessment
    from advisor.explanation.lesson_plan import LessonPlan, PlanSlide
    from advisor.explanation.reason import Reason
    from advisor.presentation.citations import Citation
    from advisor.presentation.picture import Picture

WORDS_A_MINUTE = 200
MOST_BELOW = 2
"""Sentences below an answer that a slide has room for."""


class SlideLine(msgspec.Struct, frozen=True):
    """A line of a slide or of its notes."""

    form: str
    """`ask`, `text`, `answer`, `below`, `row` or `source`; of the notes `note`, or `rests` for a
    statement behind the slide."""
    lead: str
    text: str


class Slide(msgspec.Struct, frozen=True):
    """One idea: what is shown, and what only the speaker reads."""

    number: int
    title: str
    lines: tuple[SlideLine, ...]
    notes: tuple[SlideLine, ...]
    picture: str
    """SVG; or empty."""
    told: str
    """The picture in words."""
    minutes: float
    """As reckoned: reading it aloud with its notes, a minute for a question, and the work."""
    until: int
    """The minute of the lesson at its end."""


class Slides(NamedTuple):
    """A lesson, ready to be shown."""

    title: str
    minutes: int
    goals: tuple[str, ...]
    slides: tuple[Slide, ...]
    before: int
    """How many of them are another lesson’s, with which it begins."""
    first: int
    """The minutes of that lesson."""


def slides_of(plan: LessonPlan) -> Slides:
    """Works a lesson plan out from its cases.

    Raises:
        InputError: If a case cannot be read, or does not come to what a slide is to show.
    """
    at = cache(lambda file: assess(load_case(file), engine="reference"))
    made: list[Slide] = []
    minutes = 0.0
    for number, one in enumerate(plan.slides, start=1):
        slide = _Working(one, at(one.case or plan.case)).slide(number)
        minutes += slide.minutes
        made.append(msgspec.structs.replace(slide, until=round(minutes)))
    return Slides(plan.title, plan.minutes, plan.goals, tuple(made), plan.before, plan.first)


def slides_page(lesson: Slides) -> str:
    """The slides as one web page that needs no network, and no script to go back and forward."""
    pictures = {one.number: Markup(one.picture) for one in lesson.slides if one.picture}
    return render(page_template("slides.html.j2"), {"lesson": lesson, "pictures": pictures})


def slides_markdown(lesson: Slides) -> str:
    """The slides with their notes as a chapter to read."""
    return render(markdown_template("slides"), {"lesson": lesson})


def slides_pdf(lesson: Slides) -> bytes:
    """The slides as PDF/UA-1, and after them the notes; needs the extra `documents`."""
    from advisor.presentation.documents.pdf import slides_set

    return slides_set(msgspec.json.encode(lesson._asdict()).decode())


def lessons_text(plans: Mapping[str, LessonPlan], width: int = USUAL) -> str:
    """The lessons there are, by name."""
    return screen("lessons", width, {"plans": plans})


@cache
def _words() -> Any:
    return read(str(templates_folder() / "slides.yaml"))


def _line(form: str, key: str, **values: str) -> SlideLine:
    """A line in words of ours: what leads, and what is told."""
    lead, _, text = _words()[key].rpartition("|")
    return SlideLine(form, lead, " ".join(text.format(**values).split()))


class _Shown(NamedTuple):
    """What a slide shows of a case, with the rule behind it."""

    lines: tuple[SlideLine, ...] = ()
    reason: Reason | None = None
    picture: Picture | None = None


class _Working:
    """One slide in the making."""

    def __init__(self, plan: PlanSlide, case: Assessment) -> None:
        self._plan = plan
        self._case = case

    def slide(self, number: int) -> Slide:
        plan = self._plan
        found: _Shown = getattr(self, f"_{plan.shows}")() if plan.shows else _Shown()
        lines = [*(SlideLine("text", "", one) for one in plan.text), *found.lines]
        if plan.ask:
            lines.append(SlideLine("ask", "", plan.ask))
        notes = list(self._notes())
        if found.reason:
            cited = cite(self._case.knowledge, found.reason.statements)
            first = sorted(cited, key=lambda one: one.id != plan.cite)[:1]
            ours = "ours" if found.reason.certainty == "ours" else "rule"
            lines.append(_line("source", ours, rule=found.reason.title))
            lines += [_line("source", "article", **_cited(one)) for one in first]
            notes += [_line("rests", "statement", says=one.says, **_cited(one)) for one in cited]
        picture = found.picture
        read = " ".join((plan.title, *(f"{one.lead} {one.text}" for one in (*lines, *notes))))
        return Slide(
            number, plan.title, tuple(lines), tuple(notes),
            picture.svg(f"-{number}", large=True) if picture else "",
            picture.text if picture else "",
            words(read) / WORDS_A_MINUTE + bool(plan.ask) + (plan.minutes or 0), 0,
        )  # fmt: skip

    def _notes(self) -> Iterator[SlideLine]:
        plan = self._plan
        if plan.expected:
            yield _line("note", "expected", text=plan.expected)
        if plan.say:
            yield _line("note", "say", text=" ".join(one.says for one in plan.say))
        if plan.misunderstanding:
            instead = " ".join(one.says for one in plan.instead)
            yield _line("note", "misunderstanding", text=f"{plan.misunderstanding} {instead}")
        if plan.notes:
            yield _line("note", "notes", text=plan.notes)

    def _network(self) -> _Shown:
        seats = self._case.seats_at(self._plan.network)
        picture = picture_of(self._case, self._plan.network)
        named = dict(zip(POWER_CHANNELS, _words()["channels"].split("|")))
        held: dict[str, list[str]] = {}
        for one in seats:
            through = join(words for channel, words in named.items() if channel in one.channels)
            held.setdefault(through, []).append(self._case.narrator.party(one.party.id))
        told = " ".join(f"{capital(one)}: {join(names)}." for one, names in held.items())
        reason = why(self._case, seats[0].party.id, depth=1).proof.reason
        return _Shown((SlideLine("below", "", told),), reason, picture)

    def _questions(self) -> _Shown:
        home = self._case.home(self._plan.questions)
        asked = _words()["questions"].split("|")
        rows = tuple(
            SlideLine("row", question, str(getattr(home, one)))
            for question, one in zip(asked, QUESTIONS)
        )
        reason = why(self._case, f"verdict:{self._plan.questions}", depth=1).proof.reason
        return _Shown((*rows, SlideLine("answer", "", reason.sentence)), reason)

    def _why(self) -> _Shown:
        proof = why(self._case, self._plan.why, depth=1).proof
        carries = {one.partition("=")[0] for claim in self._plan.say for one in claim.without}
        given = sorted(proof.given, key=lambda one: one.answer not in carries)
        room = MOST_BELOW if self._plan.below is None else self._plan.below
        below = [
            *(_line("below", "to-do", says=one) for one in self._to_do(proof.reason)),
            *(_line("below", "answer", says=one.says) for one in given),
            *(SlideLine("below", "", one.reason.sentence) for one in proof.steps),
        ][:room]
        return _Shown((SlideLine("answer", "", proof.reason.sentence), *below), proof.reason)

    def _to_do(self, reason: Reason) -> Iterator[str]:
        """What a reason calls for, if it is one for a condition."""
        asked = {one.word("condition") for one in reason.firing.asserted if one.kind == "condition"}
        words = CaseWords(self._case)
        yield from (words.condition(one) for one in self._case.conditions if one.id in asked)

    def _whatif(self) -> _Shown:
        now, wanted = self._case, self._plan.why
        then, acts = supposing(now, self._plan.whatif)
        said = AnswerWords(then.record)
        supposed = tuple(
            _line("below", "supposed", about=capital(said.name(one.name)) or _words()["work"],
                  then=said.clause(one.name, shown(one.after)))
            for one in acts
        )  # fmt: skip
        label = now.knowledge.paths
        before, path = (str(label[one.path]["label"]) for one in (now, then))
        same = "stays" if before == path else "becomes"
        if wanted:
            reason = why(then, wanted, depth=1).proof.reason
        else:
            _, reason = parted(now, then)
        return _Shown((
            *supposed, _line("answer", same, before=before, path=path),
            SlideLine("below", "", reason.sentence),
        ), reason)  # fmt: skip


def _cited(one: Citation) -> dict[str, str]:
    return {"id": one.id, "author": one.author, "title": one.title, "year": one.year}
