"""`advisor rate`: one member of a team rates the seven tensions alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import advisor
from advisor.commands.options import case_argument
from advisor.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.commands.interviewing.console import Console
    from advisor.knowledge.base import Knowledge


@click.command(short_help="Rate the seven tensions alone, as one member of a team.")
@case_argument
@click.option("--as", "role", required=True, metavar="ROLE", help="Who rates; a role, not a name.")
@click.option("--plain", is_flag=True, help="Plain letters only, for a screen reader.")
def rate(case: Path, role: str, plain: bool) -> None:
    """Rate the seven tensions alone; the ratings are added to the CASE.

    Let each member of the team do so. Nobody sees here what the others said; the memo then shows
    where the team agrees, where it does not, and where it wants to be elsewhere than it is. Every
    other line of the file stays as it is. Nothing is written before the last answer.

    \b
    Examples:
      advisor rate my-case.yaml --as Principal
      advisor rate my-case.yaml --as "Board member"
    """
    from advisor.commands.interviewing.console import Console
    from advisor.interview.hearing import clean
    from advisor.interview.rating import add_to_file, refuse_again
    from advisor.knowledge.base import usual_knowledge
    from advisor.presentation.interview import say

    who = clean(role)[:200]
    if not who:
        raise InputError("--as needs a role.", remedy="Write for example --as Principal.")
    knowledge = usual_knowledge()
    refuse_again((one.who for one in advisor.load_case(case).raters), who, str(case))
    console = Console(plain=plain)
    console.show(say("rate-welcome", console.width, role=who))
    try:
        ratings = _ratings(console, knowledge)
    except (EOFError, KeyboardInterrupt) as stop:
        tries = stop.args[0] if stop.args else 0
        console.show(say("rate-stopped", console.width, tries=tries, case=str(case)))
        raise KeyboardInterrupt from None
    if ratings:
        add_to_file(case, who, ratings, knowledge)
    console.show(say("rate-done", console.width, role=who, case=str(case), number=len(ratings)))


def _ratings(console: Console, knowledge: Knowledge) -> dict[str, dict[str, int]]:
    """Where the person sees each tension; those that were skipped left out."""
    tensions = list(knowledge.tensions)
    found: dict[str, dict[str, int]] = {}
    at = 0
    while at < len(tensions):
        answer = _rating(console, knowledge, tensions[at], at + 1, found.get(tensions[at]))
        if answer == "back":
            at = max(0, at - 1)
            continue
        if isinstance(answer, dict):
            found[tensions[at]] = answer
        else:
            found.pop(tensions[at], None)
        at += 1
    return found


def _rating(
    console: Console, knowledge: Knowledge, tension: str, number: int, old: dict[str, int] | None
) -> Any:
    """One tension: the rating, `back`, or nothing if it is skipped.

    Raises:
        KeyboardInterrupt: On `quit`; with their number if too many lines are no answer.
    """
    from advisor.commands.interviewing.at_the_prompt import command_of
    from advisor.commands.interviewing.conversation import TRIES
    from advisor.interview import counting, hearing
    from advisor.presentation.interview import say

    question = knowledge.questions.find("rater", tension)
    words = knowledge.tensions[tension]
    console.show(
        say("question", console.width, number=number, question=question, instead="", help="",
            rows=(), table=(), homes=(), tell_home=False, kind="tension", example="",
            low=words["one"]["label"], high=words["five"]["label"],
            old=f"{old['now']} {old['wanted']}" if old else "")
    )  # fmt: skip
    for _ in range(TRIES):
        line = hearing.clean(console.line(""))
        if not line and old:
            return old
        if line.lower() in ("", "skip") or hearing.is_unknown(line):
            console.show(say("rate-left-out", console.width))
            return None
        if command_of(line) == "back":
            return "back"
        command = command_of(line)
        if command in ("help", "?", "why"):
            console.show(say("rate-why" if command == "why" else "rate-help", console.width))
            continue
        if command == "quit":
            raise KeyboardInterrupt
        try:
            return counting.rating(line)
        except hearing.NotUnderstoodError as error:
            console.show(say("wrong", console.width, what=error.what, **error.values))
    raise KeyboardInterrupt(TRIES)
