"""The commands for a class: `advisor quiz`, `advisor lesson`, `advisor explore`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import advisor
from advisor.commands import options
from advisor.commands.files import check_output, write
from advisor.commands.streams import read_line, show_heading
from advisor.explanation.quiz_size import (
    FEWEST_QUESTIONS,
    LARGEST_SEED,
    MOST_QUESTIONS,
    NUMBER,
    SEED,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.presentation.quiz import QuizScreens
    from advisor.presentation.slides import Slides


PROMPT = "quiz> "


@click.command(short_help="Ask questions on the theory about a case, and mark them.")
@options.case_or_example_argument
@click.option(
    "--questions",
    "number",
    type=click.IntRange(FEWEST_QUESTIONS, MOST_QUESTIONS),
    metavar="N",
    help=f"How many questions at most, {FEWEST_QUESTIONS} to {MOST_QUESTIONS}; {NUMBER} if you do "
    "not say.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    metavar="N",
    help=f"Another number, another quiz; {SEED} if you do not say. The same number gives a whole "
    "class the same questions.",
)
@click.option(
    "--state",
    metavar="FILE",
    default="",
    help="Keep the answers in FILE after each question, and go on from there if it is there.",
)
@click.option("--plain", is_flag=True, help="No bold type.")
@click.option("--full", is_flag=True, help="Fold nothing, however long it gets.")
@options.report_options("the questions as JSON", "rules/quiz.schema.json")
def quiz(
    case: Path,
    number: int | None,
    seed: int | None,
    state: str,
    plain: bool,
    full: bool,
    report: options.Wanted,
) -> None:
    """Ask what the theory says of the CASE: who is a member, and what would overturn the advice.

    Also: through what a party holds power, what the work fits or clashes with, whether a place
    passes the four questions, which path is advised, and what is not known. No question tells what
    a later one asks. Each answer is marked, with the reason, its rule and what it rests on. “I
    don't know” is an answer; q or Ctrl-D ends the quiz with the score so far. Answers may come
    from a pipe. CASE is a case file, or the name of an example such as village. To take the quiz
    in a browser, open the case in “advisor serve” and explore it.

    With --format json nothing is asked: the questions are written with their choices, marks and
    reasons, and with --state the answers kept there and the score.

    \b
    Examples:
      advisor quiz village
      advisor quiz my-case.yaml --questions 5 --seed 7
      advisor quiz my-case.yaml --state my-quiz.json
      advisor quiz my-case.yaml --state my-quiz.json --format json -o score.json
      printf 'a\\n?\\nq\\n' | advisor quiz my-case.yaml
    """
    from advisor.explanation.quiz import resume, state_text
    from advisor.presentation.quiz import QuizScreens

    if report.output != "-" and report.form != "json":
        raise click.UsageError("-o goes with --format json.")
    if state:
        check_output(state, source=case)
    asked = resume(report.assess(case), state, seed=seed, number=number)
    if report.form == "json":
        report.give(case, json=lambda: advisor.reasoning_json(asked))
        return
    screens = QuizScreens(asked, width=report.width, full=full)
    show_heading(screens.start(), plain=plain)
    for place in range(len(asked.given), len(asked.questions)):
        show_heading(screens.question(place), plain=plain)
        taken = _ask(len(asked.questions[place].choices), screens, plain=plain)
        if taken is None:
            break
        asked = asked.answered((*asked.given, taken))
        if state:
            write(state_text(asked), state, source=case)
        show_heading(screens.mark(place, taken), plain=plain)
    show_heading(screens.sheet(asked, state), plain=plain)


def _ask(choices: int, screens: QuizScreens, *, plain: bool) -> int | None:
    """The choice that is taken, counted from 0; nothing when the person wants to end."""
    from advisor.explanation.quiz import NOT_KNOWN
    from advisor.interview.hearing import is_said, is_unknown
    from advisor.presentation.quiz import LETTERS

    while (line := read_line(PROMPT)) is not None:
        said = line.strip().lower().rstrip(").")
        if len(said) == 1 and said in LETTERS[:choices]:
            return LETTERS.index(said)
        if said in ("q", "quit") or is_said("quit", said):
            break
        if said == "?" or is_unknown(said):
            return NOT_KNOWN
        show_heading(screens.unclear(choices), plain=plain)
    return None


@click.command(short_help="Make the slides of a lesson, with notes.")
@click.argument("lesson", metavar="[LESSON]", required=False)
@options.output_option("the slides")
def lesson(lesson: str | None, output: str) -> None:
    """Make the slides of LESSON, one idea each, with notes for the speaker.

    The ending of FILE says the form: .html is one page that needs no network, .pdf has the notes
    on pages of their own behind the slides (it needs the extra “documents”), and .md is a chapter
    to read, as docs/trainers-guide.md has them.

    LESSON is 20, 45 or 90, the lessons that come with Advisor, a plan of your own
    (examples/lessons/20.yaml shows how one is written), or a lesson that “advisor trace --record”
    wrote. What a slide shows is worked out from the case. Without LESSON, those there are are
    listed.

    \b
    Examples:
      advisor lesson
      advisor lesson 20 -o slides.html
      advisor lesson 45 -o slides.pdf
      advisor lesson my-lesson.yaml -o slides.html
    """
    from advisor.commands.files import STANDARD_OUTPUT, check_output, give
    from advisor.commands.streams import show
    from advisor.explanation.lesson_plan import lesson_plans, load_lesson_plan
    from advisor.presentation.slides import (
        lessons_text,
        slides_markdown,
        slides_of,
        slides_page,
        slides_pdf,
    )

    if lesson is None:
        show(lessons_text({name: load_lesson_plan(name) for name in lesson_plans()}))
        return
    makers: dict[str, Callable[[Slides], str | bytes]] = {
        ".html": slides_page,
        ".pdf": slides_pdf,
        ".md": slides_markdown,
    }
    ending = Path(output).suffix.lower()
    if output == STANDARD_OUTPUT or ending not in makers:
        raise click.UsageError(f"Name a file with -o; it ends in {', '.join(makers)}.")
    plan = load_lesson_plan(lesson)
    source = Path(plan.case)
    check_output(output, source=source)
    if ending == ".pdf":
        with options.needing("documents", "A PDF needs"):
            import typst  # noqa: F401 - only whether it is there
    give(makers[ending](slides_of(plan)), output, source=source)


@click.command(short_help="Make a page on which every answer is a switch.")
@options.case_or_example_argument
@options.output_option("the page")
def explore(case: Path, output: str) -> None:
    """Make one page of CASE that works without network.

    It shows the value network as a picture, the four questions, the proof in layers, and what
    every single change of an answer does.

    CASE is a case file, or the name of an example such as village. To change several answers at
    once or add a party, explore it in “advisor serve”.

    \b
    Examples:
      advisor explore village -o village.html
      advisor explore our-school.yaml -o our-school.html
    """
    import advisor
    from advisor.commands.files import check_output, give
    from advisor.presentation.exploration_page import exploration_page

    check_output(output, source=case)
    found = advisor.assess(advisor.load_case(case), engine="reference")
    give(exploration_page(found), output, source=case)
