"""`advisor quiz`: questions on the reasoning about a case, marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.options import (
    case_argument,
    engine_option,
    format_option,
    output_option,
    width_option,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advisor.explanation.quiz import Question
    from advisor.presentation.quiz_text import QuizScreens

PROMPT = "quiz> "
_DUNNO = frozenset({"?", "i don't know", "i dont know", "don't know", "unknown"})
_QUIT = frozenset({"q", "quit", "exit"})


@click.command(short_help="Ask questions on the reasoning about a case, and mark them.")
@case_argument
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
@format_option("rules/quiz.schema.json")
@width_option
@output_option("the questions as JSON")
@engine_option
def quiz(
    case: Path,
    number: int | None,
    seed: int | None,
    state: str,
    plain: bool,
    form: str,
    width: int,
    output: str,
    engine: str,
) -> None:
    """Ask which rule fires next in the CASE, what is concluded, and which path is advised.

    Each answer is marked, with the reason and what it rests on. “I don't know” is an answer; q
    or Ctrl-D ends the quiz with the score so far. Answers may come from a pipe.

    With --format json nothing is asked: the questions are written with their choices, marks and
    reasons, and with --state the answers kept there and the score.

    \b
    Examples:
      advisor quiz examples/02-village-high-school/case.yaml
      advisor quiz my-case.yaml --questions 5 --seed 7
      advisor quiz my-case.yaml --state my-quiz.json
      advisor quiz my-case.yaml --state my-quiz.json --format json -o score.json
      printf 'a\\n?\\nq\\n' | advisor quiz my-case.yaml
    """
    from advisor import assess, load_case, reasoning_json
    from advisor import quiz as quiz_of
    from advisor.commands.files import check_output, give, write
    from advisor.commands.stepping import Bold
    from advisor.errors import InputError
    from advisor.explanation.quiz_state import QuizState, read_state, state_text
    from advisor.presentation.quiz_text import QuizScreens

    if output != "-" and form != "json":
        raise click.UsageError("-o goes with --format json.")
    check_output(output, source=case)
    if state:
        check_output(state, source=case)
    kept = read_state(state) if state else None
    assessment = assess(load_case(case), engine=engine)
    stamp = assessment.stamp
    begun = QuizState(
        stamp.answers_hash,
        stamp.rules_hash,
        seed if seed is not None else kept.seed if kept else 1,
        number if number is not None else kept.number if kept else 10,
    )
    asked = quiz_of(assessment, seed=begun.seed, number=begun.number)
    try:
        if kept is not None:
            if not kept.fits(begun):
                raise ValueError
            asked = asked.answered(kept.given)
    except ValueError:
        raise InputError(
            "This quiz was begun with another case, other rules, or other options.",
            state,
            remedy="Name a file that is not there yet, to begin a new one.",
        ) from None
    if form == "json":
        give(reasoning_json(asked), output, source=case)
        return
    questions, given = asked.questions, list(asked.given)
    screens = QuizScreens(assessment, questions, width=width)
    show = Bold(plain).show
    show(screens.start(len(given)))
    while len(given) < len(questions):
        place = len(given)
        show(screens.question(place))
        taken = _ask(questions[place], screens, show)
        if taken is None:
            break
        given.append(taken)
        if state:
            write(state_text(begun._replace(given=tuple(given))), state, source=case)
        show(screens.mark(place, taken))
    show(screens.sheet(given, state))


def _ask(question: Question, screens: QuizScreens, show: Callable[[str], None]) -> int | None:
    """The choice that is taken; nothing when the person wants to end."""
    from advisor.commands.stepping import read_line
    from advisor.explanation.quiz_state import NOT_KNOWN
    from advisor.presentation.quiz_text import LETTERS

    letters = LETTERS[: len(question.choices)]
    while True:
        line = read_line(PROMPT)
        said = "q" if line is None else line.strip().lower().rstrip(").")
        if said in _QUIT:
            return None
        if said in _DUNNO:
            return NOT_KNOWN
        if len(said) == 1 and said in letters:
            return letters.index(said)
        show(screens.unclear(len(letters)))
