"""`advisor quiz`: questions on the theory, asked of a case and marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import advisor
from advisor.commands import options
from advisor.commands.files import check_output, write
from advisor.commands.streams import read_line, show_heading

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.presentation.quiz import QuizScreens

PROMPT = "quiz> "
_DUNNO = frozenset({"?", "i don't know", "i dont know", "don't know", "unknown"})
_QUIT = frozenset({"q", "quit", "exit"})


@click.command(short_help="Ask questions on the theory about a case, and mark them.")
@options.case_or_example_argument
@click.option(
    "--questions",
    "number",
    type=click.IntRange(2, 30),
    metavar="N",
    help="How many questions at most, 2 to 30; 10 if you do not say.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 1_000_000),
    metavar="N",
    help="Another number, another quiz; 1 if you do not say. The same number gives a whole class "
    "the same questions.",
)
@click.option(
    "--state",
    metavar="FILE",
    default="",
    help="Keep the answers in FILE after each question, and go on from there if it is there.",
)
@click.option("--plain", is_flag=True, help="No bold type.")
@options.report_options("the questions as JSON", "rules/quiz.schema.json")
def quiz(
    case: Path,
    number: int | None,
    seed: int | None,
    state: str,
    plain: bool,
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
    screens = QuizScreens(asked, width=report.width)
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
    from advisor.presentation.quiz import LETTERS

    while (line := read_line(PROMPT)) is not None:
        said = line.strip().lower().rstrip(").")
        if said in _QUIT:
            break
        if said in _DUNNO:
            return NOT_KNOWN
        if len(said) == 1 and said in LETTERS[:choices]:
            return LETTERS.index(said)
        show_heading(screens.unclear(choices), plain=plain)
    return None
