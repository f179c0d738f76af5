"""A lesson plan: what is shown to a class slide by slide, asked, and said, with what carries it.

A plan holds no results. What a slide shows is named, and worked out from the case each time; and
whatever the speaker is told to say of the case names the conclusion it rests on and the answers
without which that conclusion would be gone, so that it can be put to the test.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import InputError, KnowledgeError, did_you_mean, echo
from advisor.explanation.lesson import Lesson, load_lesson
from advisor.explanation.record import find_conclusion
from advisor.explanation.side_by_side import supposing
from advisor.knowledge.locate import examples_folder
from advisor.knowledge.reading import Reader
from advisor.model.answer_names import AnswerName
from advisor.model.changed_case import answer_in, shown

if TYPE_CHECKING:
    import os

    from advisor.explanation.assess import Assessment
    from advisor.knowledge.source import Mapping as YamlMapping
    from advisor.model.case import Case

_values = re.compile(r"[\w-]+(?![\w-]*:)").findall
"""Of a fact as it is written, its kind and its values."""
VERSION = 1
"""The version of the file of a plan."""
_SHOWN = ("network", "questions", "whatif", "why")
"""What a slide can show, one of them; beside what is supposed, also why something holds then."""


class Claim(NamedTuple):
    """A sentence of a slide or its notes, and what carries it.

    One of what follows names a conclusion, and answers without which it would be gone; one of the
    case names answers on file; one of the theory names the statements of the articles.
    """

    says: str
    why: str = ""
    """The conclusion, as for `advisor why`, with as many of its values as the sentence says."""
    given: tuple[str, ...] = ()
    """Answers that are supposed; without any, the case as it is."""
    without: tuple[str, ...] = ()
    """Answers that take the support away, none of them to spare."""
    answers: tuple[str, ...] = ()
    """Answers on file that say so, each as it is or, of a text, some words of it; `sources` are
    those of the case file, each with its title, publisher and date."""
    rests_on: tuple[str, ...] = ()


class PlanSlide(NamedTuple):
    """One idea."""

    title: str
    text: tuple[str, ...] = ()
    """Lines as they stand."""
    ask: str = ""
    """A question to the class; the next slide shows the answer."""
    seen: str = ""
    """Words of the next slide that answer it."""
    expected: str = ""
    say: tuple[Claim, ...] = ()
    misunderstanding: str = ""
    """What somebody will say, which is wrong."""
    instead: tuple[Claim, ...] = ()
    """What to say to that."""
    notes: str = ""
    facts: tuple[Claim, ...] = ()
    """What text, question, expectation and notes say of the case or the theory."""
    minutes: int | None = None
    """Minutes of work that the class needs besides."""
    case: str = ""
    """The case file it is about, if another than that of the lesson."""
    network: str = ""
    """The home whose network is shown."""
    questions: str = ""
    """The home to which the four questions are put."""
    why: str = ""
    """The conclusion that is shown, as for `advisor why`; with `whatif`, one that holds then."""
    whatif: tuple[str, ...] = ()
    """What is supposed."""
    below: int | None = None
    """How many lines stand below the answer, if fewer than there is room for."""
    cite: str = ""
    """The statement that stands on the slide, if another than the first."""

    @property
    def shows(self) -> str:
        """What it shows; empty for one that only says or asks."""
        return next((one for one in _SHOWN if getattr(self, one)), "")


class LessonPlan(NamedTuple):
    """What is taught in so many minutes."""

    title: str
    minutes: int
    """0 where nobody has said so."""
    goals: tuple[str, ...]
    case: str
    """The case file; those of its slides are seen from here, too."""
    slides: tuple[PlanSlide, ...]
    before: int = 0
    """How many of them are another lesson’s, with which it begins."""
    first: int = 0
    """The minutes of that lesson."""


class _Top(NamedTuple):
    """The file, without its slides."""

    advisor_plan: int | None
    title: str
    minutes: int | None
    case: str
    goals: tuple[str, ...] = ()
    first: str = ""
    """A plan with which it begins."""


def lesson_plans() -> dict[str, Path]:
    """The plans that come with the examples, by name; none in a copy without examples."""
    folder = examples_folder()
    found = sorted((folder / "lessons").glob("*.yaml")) if folder else []
    return {one.stem: one for one in found}


def load_lesson_plan(name: str | os.PathLike[str]) -> LessonPlan:
    """Reads a lesson plan, or makes one of a lesson that was recorded.

    Args:
        name: A file, or the name of a plan that comes with the examples, such as `20`.

    Raises:
        InputError: With everything that is wrong, each with its line.
    """
    path, known = Path(name), lesson_plans()
    if not path.exists() and str(name) in known:
        path = known[str(name)]
    elif not path.exists():
        remedy = did_you_mean(str(name), known, f"There are: {', '.join(known)}. Or name a file.")
        raise InputError(f"There is no lesson {echo(str(name))}.", remedy=remedy)
    try:
        return _read(path)
    except KnowledgeError as error:  # the reader is that of the rules; this file is not one
        raise InputError.together(error.problems) from None


def _read(path: Path) -> LessonPlan:
    reader = Reader(str(path))
    whole = reader.mapping(reader.content, "A lesson plan", 1)
    if "advisor-lesson" in whole:
        return _of_recorded(load_lesson(path), path.parent)
    slides = reader.sequence(whole.pop("slides", None), "“slides”", 1)
    top = reader.record(_Top, whole, "a lesson plan")
    if top.advisor_plan != VERSION:
        what = "This is no lesson plan: it has no line “advisor-plan: 1”."
        raise InputError(what, str(path), 1, "examples/lessons/20.yaml shows how one is written.")
    found = [_slide(reader, reader.mapping(one, "A slide", slides.line)) for one in slides]
    if not isinstance(top.minutes, int):
        reader.wrong("“minutes” is not a number.", whole.lines.get("minutes"), "Write a number.")
    reader.finish()
    first = load_lesson_plan(path.parent / top.first) if top.first else None
    before = first.slides if first else ()
    own = (one._replace(case=_beside(path, one.case)) for one in found)
    return LessonPlan(
        top.title, top.minutes or 0, top.goals, _beside(path, top.case), (*before, *own),
        len(before), first.minutes if first else 0,
    )  # fmt: skip


def _beside(path: Path, file: str) -> str:
    return (path.parent / file).as_posix() if file else ""


def _slide(reader: Reader, one: YamlMapping) -> PlanSlide:
    line = one.lines.get("say", one.line)
    say, instead, facts = (
        tuple(
            reader.record(Claim, claim, "what is said")
            for claim in reader.sequence(one.get(key), f"“{key}”", line)
        )
        for key in ("say", "instead", "facts")
    )
    shown = [key for key in _SHOWN if one.get(key)]
    if len(shown) > 1 and shown != ["whatif", "why"]:
        what = f"A slide shows one thing, not {' and '.join(shown)}."
        reader.wrong(what, one.lines[shown[1]], "Make two slides of it.")
    for claim in (*say, *instead, *facts):
        if not (claim.rests_on or claim.answers or (claim.why and claim.without)):
            reader.wrong(
                f"Nothing carries {echo(claim.says)}.", line,
                "Give “why” and “without”, “answers”, or the statements under “rests-on”.",
            )  # fmt: skip
    return reader.record(PlanSlide, one, "a slide", say=say, instead=instead, facts=facts)


def _of_recorded(lesson: Lesson, folder: Path) -> LessonPlan:
    """A lesson that was recorded from a trace: a slide for each question, and one for each step."""
    slides: list[PlanSlide] = []
    for step in lesson.steps:
        if step.ask:
            slides.append(PlanSlide(lesson.title, ask=step.ask))
        shown = ":".join(_values(step.concludes[0])) if step.concludes else step.rule
        slides.append(PlanSlide(lesson.title, why=shown, notes=step.notes))
    case = (folder / lesson.case_file).as_posix()
    return LessonPlan(lesson.title, 0, (), case, tuple(slides))


def carried(claim: Claim, assessment: Assessment) -> bool:
    """Whether a claim about a case stands, and falls with its support and with nothing less.

    Args:
        claim: One with a conclusion, or with answers.
    """
    if claim.answers:
        return all(_on_file(one, assessment.case) for one in claim.answers)
    now, _ = supposing(assessment, claim.given) if claim.given else (assessment, ())
    try:
        fact = find_conclusion(now, claim.why).fact
    except InputError:  # it does not hold to begin with
        return False

    def stands(*taken: str) -> bool:
        return fact in supposing(now, taken)[0].record.of(fact.kind)

    spared = (claim.without[:at] + claim.without[at + 1 :] for at in range(len(claim.without)))
    return not stands(*claim.without) and all(stands(*one) for one in spared if one)


def _on_file(typed: str, case: Case) -> bool:
    """Whether an answer, or a source, is on file as a claim has it."""
    name, _, value = typed.partition("=")
    if name == "sources":
        return any(value in ", ".join(map(str, one.values())) for one in case.sources)
    *where, question = name.split(".")
    part, subject = (*where, "", "")[:2]
    given = shown(answer_in(case, AnswerName(part, subject, question)))
    return value in (given, *given.split(",")) or (" " in given and value in given)
