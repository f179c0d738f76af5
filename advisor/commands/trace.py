"""`advisor trace`: the reasoning of a case, firing by firing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advisor.commands.options import (
    complete_conclusion,
    complete_rule,
    engine_option,
    output_option,
    width_option,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.explanation.tracing import Trace, TraceStep

FILTERS = ("rule", "about", "since", "proof_of")
PICTURES = ("mermaid", "dot", "html")
"""Forms that show some dozens of steps best: without a filter, the proof of the path."""


@click.command(short_help="Show the reasoning, firing by firing.")
@click.argument(
    "case", metavar="CASE", required=False, type=click.Path(readable=False, path_type=Path)
)
@click.option("--short", "detail", flag_value="short", help="One line for each firing.")
@click.option(
    "--full",
    "detail",
    flag_value="full",
    help="Show the agenda and working memory before each firing, too.",
)
@click.option(
    "--step",
    "stepping",
    is_flag=True,
    help="Walk through it, one firing at a time; reads commands, from a pipe too. Type help in it.",
)
@click.option(
    "--plain",
    is_flag=True,
    help="With --step: words in place of marks, for a screen reader; with it and --replay: no bold "
    "type.",
)
@click.option(
    "--record",
    metavar="FILE",
    help="Write a lesson to a new FILE: the proof of the advised path, or what the filters choose; "
    "with --step, where you stop. It can be edited, and shown with --replay.",
)
@click.option("--replay", metavar="FILE", help="Show a lesson, one step after the other.")
@click.option("--notes", is_flag=True, help="With --replay: show the speaker's notes, too.")
@click.option(
    "--pace",
    type=click.IntRange(0, 3600),
    metavar="SECONDS",
    help="With --replay: go on after so many seconds instead of waiting for Enter.",
)
@click.option(
    "--rule",
    metavar="RULE",
    default="",
    shell_complete=complete_rule,
    help="Only the firings of this rule or total.",
)
@click.option(
    "--about",
    metavar="FACT",
    default="",
    help="Only firings that take or conclude such a fact: a kind (seat, flag:demand), or a word "
    "that facts hold, such as a party or a home.",
)
@click.option(
    "--since",
    metavar="N",
    default="",
    help="Only from step N on, or from the first firing of the rule N.",
)
@click.option(
    "--proof-of",
    metavar="CONCLUSION",
    default="",
    shell_complete=complete_conclusion,
    help="Only the firings that a CONCLUSION rests on, named as for advisor why; path is the "
    "advised path.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "mermaid", "dot", "html"]),
    default="text",
    show_default=True,
    help="text to read; json for other programs (rules/trace.schema.json describes it); mermaid "
    "and dot as a picture of what leads to what; html as one page with the proof as an outline, "
    "for a projector. The last three show the proof of the advised path unless a filter says "
    "otherwise.",
)
@width_option
@output_option("the trace")
@engine_option
def trace(case: Path | None, **chosen: Any) -> None:
    """Show how Advisor comes from the answers in the CASE to its advice.

    The firings in order: the rule, what it says about this case, the facts it takes and where
    they come from, what it concludes, and the statements of the articles it rests on.

    docs/tracing.md says how the order comes about, and what the agenda is here.

    With --step you walk through the firings: what is on the agenda, which rule is next and why,
    what changes in working memory; forward, back, to a breakpoint. The filters then say where to
    stop. Ctrl-D ends it with status 0, Ctrl-C with status 130.

    \b
    Examples:
      advisor trace my-case.yaml --short
      advisor trace my-case.yaml --proof-of path      what the advised path rests on
      advisor trace my-case.yaml --about board        everything about one party
      advisor trace my-case.yaml --rule front-runner --full
      advisor trace my-case.yaml --since 500 --format json
      advisor trace my-case.yaml --format html -o proof.html
      advisor trace my-case.yaml --step               walk through it
      advisor trace my-case.yaml --record lesson.yaml
      advisor trace --replay lesson.yaml --notes
    """
    _refuse_what_does_not_go_together(case, chosen)
    if chosen["replay"]:
        from advisor.commands.lesson import replay

        wanted = {name: chosen[name] for name in ("width", "notes", "pace", "plain")}
        replay(chosen["replay"], case, **wanted)
    elif case is not None:
        _show(case, chosen)


def _show(case: Path, chosen: Mapping[str, Any]) -> None:
    """Does what was asked for with a case."""
    from advisor import assess, load_case
    from advisor import trace as trace_of
    from advisor.commands.files import check_output
    from advisor.commands.lesson import refuse_taken, write_lesson

    check_output(chosen["output"], source=case)
    if chosen["record"]:
        refuse_taken(chosen["record"])
    found = trace_of(assess(load_case(case), engine=chosen["engine"]))
    filters = {name: chosen[name] for name in FILTERS}
    few = chosen["form"] in PICTURES or (chosen["record"] and not chosen["stepping"])
    if few and not any(filters.values()):
        filters["proof_of"] = "path"
    steps = found.select(**filters)
    if chosen["stepping"]:
        from advisor.commands.stepping import step_through

        visit = step_through(
            found,
            steps,
            width=chosen["width"],
            plain=chosen["plain"],
            recording=bool(chosen["record"]),
        )
        if chosen["record"]:
            write_lesson(found, visit.steps, chosen["record"], case, visit.notes, visit.questions)
    elif chosen["record"]:
        write_lesson(found, steps, chosen["record"], case)
    else:
        _give(found, steps, case, chosen)


def _give(
    found: Trace, steps: tuple[TraceStep, ...], case: Path, chosen: Mapping[str, Any]
) -> None:
    """Gives the trace in the form that was asked for."""
    from advisor import trace_graph, trace_json, trace_page, trace_text
    from advisor.commands.files import give

    form, detail = chosen["form"], chosen["detail"] or "normal"
    if form == "text":
        text = trace_text(found, steps, detail=detail, width=chosen["width"])
    elif form == "json":
        text = trace_json(found, steps, full=detail == "full")
    elif form == "html":
        text = trace_page(found, steps, proof_of=chosen["proof_of"])
    else:
        text = trace_graph(found, steps, form)
    give(text, chosen["output"], source=case, read=form == "text")


def _refuse_what_does_not_go_together(case: Path | None, chosen: Mapping[str, Any]) -> None:
    """Refuses options of which one would have no effect."""
    shown = chosen["output"] != "-" or chosen["form"] != "text" or chosen["detail"]
    if case is None and not chosen["replay"]:
        raise click.UsageError("Name the case: advisor trace CASE.")
    if chosen["detail"] and chosen["form"] in PICTURES:
        raise click.UsageError("--short and --full go with text, --full with json, too.")
    if chosen["detail"] == "short" and chosen["form"] == "json":
        raise click.UsageError("--short goes with text; json has every step whole.")
    if chosen["stepping"] and shown:
        raise click.UsageError("--step goes with filters, --record, --plain and --width only.")
    if chosen["record"] and shown:
        raise click.UsageError("--record goes with filters and --step only.")
    if chosen["replay"] and (
        shown or chosen["stepping"] or chosen["record"] or any(chosen[one] for one in FILTERS)
    ):
        raise click.UsageError("--replay goes with --notes, --pace, --plain and --width only.")
    if chosen["plain"] and not (chosen["stepping"] or chosen["replay"]):
        raise click.UsageError("--plain goes with --step and --replay.")
    if not chosen["replay"] and (chosen["notes"] or chosen["pace"] is not None):
        raise click.UsageError("--notes and --pace go with --replay.")
