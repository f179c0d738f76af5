"""`advisor interview`: answers become a case file and a memo; `advisor rate`: ratings are added."""

from __future__ import annotations

import contextlib
import datetime
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import advisor
from advisor.commands.options import case_argument
from advisor.commands.streams import tell
from advisor.errors import InputError
from advisor.model.replacing import refuse_links

if TYPE_CHECKING:
    from advisor.commands.interviewing.console import Console
    from advisor.commands.interviewing.conversation import Conversation
    from advisor.explanation.assess import Assessment
    from advisor.interview.session import InterviewSession
    from advisor.knowledge.base import Knowledge
    from advisor.model.draft import Draft


@click.command(short_help="Answer questions; get the case file and the memo.")
@click.argument("case", metavar="[CASE.yaml]", default="my-case.yaml", required=False)
@click.option("--screen", is_flag=True, help="Ask ten questions at most, for a first look.")
@click.option(
    "--plain",
    is_flag=True,
    help="For a screen reader or an old terminal: plain letters only. There is never any color, "
    "box or redrawn line.",
)
@click.option(
    "--answers",
    metavar="FILE",
    help="Take the answers from a case file instead of asking; what it leaves out stays open.",
)
@click.option(
    "--defaults", is_flag=True, help="Ask nobody and leave everything open; for tests and scripts."
)
def interview(case: str, screen: bool, plain: bool, answers: str | None, defaults: bool) -> None:
    """Answer questions, and get a case file and a memo.

    You are asked only what can still change the advice, in plain words, with "I don't know"
    always an answer. At any question you can ask why, go back, change an answer, see what can
    be concluded so far, or quit: your answers are kept, and the same command goes on with them.
    At the end CASE.yaml holds your answers, to edit by hand as you like, and CASE.memo.md the
    memo. Answers can also come from a pipe, one a line.

    \b
    Examples:
      advisor interview                          into my-case.yaml
      advisor interview our-school.yaml
      advisor interview our-school.yaml --screen ten questions at most
      advisor interview copy.yaml --answers our-school.yaml
    """
    from advisor.commands.interviewing.console import Console
    from advisor.interview.session import InterviewSession
    from advisor.knowledge.base import usual_knowledge
    from advisor.model.draft import Draft, content_of_file

    knowledge = usual_knowledge()
    path = Path(case)
    _refuse_hopeless(path)
    source = None
    if answers is not None:
        source = Draft(content_of_file(answers, knowledge), rater=knowledge.interview.rater)
        source.entries("parties")
    console = Console(plain=plain, answers=source, defaults=defaults)
    with InterviewSession(path) as session:
        converse(path, knowledge, console, session, screen=screen)


def converse(
    path: Path, knowledge: Knowledge, console: Console, session: InterviewSession, *, screen: bool,
    today: datetime.date | None = None,
) -> None:  # fmt: skip
    """Begins or resumes an interview, asks, and writes what comes of it.

    Args:
        console: Where questions are put and answers come from.
        session: Where answers are kept; its lock is held.
        screen: Whether to ask the ten questions of the short form only.
        today: The day the answers describe; that of the computer if none is given.

    Raises:
        KeyboardInterrupt: If the person, the end of the input or many lines that are no answer
            stopped it; all is kept.
    """
    from advisor.commands.interviewing.at_the_prompt import Quit
    from advisor.commands.interviewing.conversation import TRIES, Conversation, GaveUp
    from advisor.interview.answered import Answered
    from advisor.interview.finishing import finish, kept_as
    from advisor.model.draft import Draft, content_of_file
    from advisor.presentation.interview import say

    before = None
    kept = answered = Answered.resumed(knowledge, session)
    if answered is None:
        rater = knowledge.interview.rater
        draft = Draft(rater=rater)
        if path.exists():
            draft = Draft(content_of_file(str(path), knowledge), rater=rater)
            before = path.read_bytes()  # which has been found to be an ordinary file
            draft.entries("parties")
        elif not console.silent:
            draft.put("as-of", (today or datetime.date.today()).isoformat())
        answered = Answered(knowledge, draft, session, screen=screen)
    talk = Conversation(
        knowledge, answered, console, case=quoted(path), so_far=_so_far(knowledge, console),
        today=today,
    )  # fmt: skip
    if kept is None:
        talk.take_over()
    if not console.silent:
        _greet(talk, console, knowledge, kept is not None, before, str(path))
        if kept is not None and session.has_changed():
            console.show(say("file-changed", console.width, file=str(path), session=answered.file,
                             kept=kept_as(path).name))  # fmt: skip
    try:
        talk.run()
        if not console.silent:
            talk.check()
    except (Quit, GaveUp, EOFError, KeyboardInterrupt) as stop:
        answered.save()
        console.show(
            say("stopped", console.width, answered=answered.number,
                session=answered.file, case=quoted(path),
                tries=TRIES if isinstance(stop, GaveUp) else 0,
                checking="check" in stop.args)
        )  # fmt: skip
        if isinstance(stop, Quit):
            return
        raise KeyboardInterrupt from None
    done = finish(path, talk.draft, knowledge, session)
    console.show(_result(done.assessment, knowledge, console))
    if not console.silent:
        console.show(
            say("done", console.width, case=quoted(path), memo=quoted(done.memo),
                kept=done.kept.name if done.kept else "")
        )  # fmt: skip
        if console.plain:
            _offer_to_read(done.assessment, console)
    tell(f"Wrote {path}")


def _result(assessment: Assessment, knowledge: Knowledge, console: Console) -> str:
    """The result in ten lines, without the reasons; in sentences where it is read aloud."""
    if not console.plain:
        text = advisor.assessment_text(assessment, width=console.width)
        return "\n" + text.split("\nWhy\n")[0].strip() + "\n"
    from advisor.presentation.documents.writing import memo_to_read
    from advisor.presentation.interview import say

    told = say("summary", console.width, path=knowledge.paths[assessment.path]["label"],
               conditions=len(assessment.conditions))  # fmt: skip
    return told + memo_to_read(assessment, console.width, ("advice", "decision", "hinge", "sure"))


def _offer_to_read(assessment: Assessment, console: Console) -> None:
    """Reads the memo in plain lines, if the person wants it."""
    from advisor.interview import hearing
    from advisor.presentation.documents.writing import memo_to_read
    from advisor.presentation.interview import say

    console.show(say("read-memo", console.width))
    with contextlib.suppress(EOFError, KeyboardInterrupt):  # the memo is written
        line = hearing.plain(hearing.clean(console.line("")))
        if line.startswith("read") or hearing.agrees(line) == "yes":
            console.show(memo_to_read(assessment, console.width))


def _greet(
    talk: Conversation, console: Console, knowledge: Knowledge, resumed: bool,
    before: bytes | None, file: str,
) -> None:  # fmt: skip
    from advisor.explanation.relevance import PATH
    from advisor.interview.finishing import kept_as
    from advisor.presentation.interview import say

    likely, answered = knowledge.interview.likely, talk.answered
    goals = PATH if answered.stage == "path" else knowledge.interview.goals
    console.show(
        say("welcome", console.width, screen=answered.screen, session=answered.file,
            most=talk.relevance.most(talk.draft, goals), likely=likely["path"],
            across=len(knowledge.interview.across),
            stage=answered.stage, begun=resumed or before is not None)
    )  # fmt: skip
    if resumed:
        console.show(say("resumed", console.width, answered=answered.number))
    elif before is not None:
        console.show(say("from-file", console.width, file=file, kept=kept_as(Path(file)).name))


def _so_far(knowledge: Knowledge, console: Console) -> Any:
    def text(draft: Draft) -> str:
        found = advisor.assess(draft.case(knowledge), engine="reference")
        return _result(found, knowledge, console)

    return text


def quoted(path: Path) -> str:
    """A path as it can be typed behind a command."""
    if os.name == "nt":
        return f'"{path}"' if " " in str(path) else str(path)
    return shlex.quote(str(path))


def _refuse_hopeless(path: Path) -> None:
    """Refuses a case that could not be written at the end, before anything is asked."""
    from advisor.errors import InputError
    from advisor.interview.finishing import kept_as, memo_of

    if path.is_dir():
        raise InputError("This is a folder.", file=str(path), remedy="Name a file in it.")
    refuse_links(kept_as(path), memo_of(path))
    if not path.resolve().parent.is_dir():
        raise InputError("There is no such folder.", file=str(path), remedy="Make it first.")
    if str(path) == "-" or sys.stdin is None:
        raise InputError("The interview needs a file for the answers.", remedy="Name one.")


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
    from advisor.interview.rating import add_to_file, refuse_again, still_wanted
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
    raters = add_to_file(case, who, ratings, knowledge) if ratings else 0
    console.show(say("rate-done", console.width, role=who, case=str(case), number=len(ratings),
                     more=still_wanted(raters, knowledge) if ratings else 0))  # fmt: skip


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
            rows=(), table=(), homes=(), tell_home=False, kind="tension", example="", first=True,
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
