"""`advisor trace`: the reasoning of a case, firing by firing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

import advisor
from advisor.commands import options
from advisor.commands.files import check_output
from advisor.commands.streams import tell

FILTERS = ("rule", "about", "since", "proof_of")
PICTURES = ("mermaid", "dot", "html")
"""Forms that show some dozens of steps best: without a filter, the layers of the proof."""
MOST_ARROWS = 500
"""Of a picture in Mermaid, as it is usually set up."""


@click.command(short_help="Show the reasoning in layers, or step by step.")
@click.argument("case", metavar="CASE", required=False, type=options.CASE_OR_EXAMPLE)
@click.option("--short", "detail", flag_value="short", help="A sentence for each firing.")
@click.option(
    "--full",
    "detail",
    flag_value="full",
    help="Show the facts, and the agenda and working memory before each firing, too.",
)
@click.option(
    "--step",
    "stepping",
    is_flag=True,
    help="Walk through it, step by step: the layers, with a filter what it chooses, with --full "
    "every firing. Reads commands, from a pipe too. Type help in it.",
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
    shell_complete=options.complete_rule,
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
    shell_complete=options.complete_conclusion,
    help="Only the firings that a CONCLUSION rests on, named as for advisor why; path is the "
    "advised path.",
)
@options.report_options(
    "the trace",
    "rules/trace.schema.json",
    forms=("text", "json", *PICTURES),
    told="text to read; json for other programs (rules/trace.schema.json describes it); mermaid "
    "and dot as a picture of what leads to what; html as one page with the network as a picture, "
    "for a projector. The last three show the layers of the proof unless a filter says otherwise.",
)
def trace(case: Path | None, report: options.Wanted, **chosen: Any) -> None:
    """Show how Advisor comes from the answers in the CASE to its advice.

    The proof of the path in four layers on about a screen: who has power, whether it fits, the
    four questions, the last steps. With a filter, --short or --full the firings in order: what
    each says about this case, what it takes and where that comes from, and the statements of the
    articles it rests on.

    docs/tracing.md says how the order comes about, and what the agenda is here.

    With --step you walk through it: which rule is next and what it takes, what it says; forward,
    back, to a breakpoint; with --full what is on the agenda, why that rule is next, and what
    changes in working memory, too. The filters say where to stop. Ctrl-D ends it with status 0,
    Ctrl-C with status 130.

    \b
    Examples:
      advisor trace my-case.yaml                      the layers
      advisor trace my-case.yaml --short              every firing
      advisor trace my-case.yaml --proof-of path      what the advised path rests on
      advisor trace my-case.yaml --about board        everything about one party
      advisor trace my-case.yaml --rule front-runner --full
      advisor trace my-case.yaml --since 500 --format json
      advisor trace my-case.yaml --format html -o proof.html
      advisor trace my-case.yaml --step               walk through it
      advisor trace my-case.yaml --record lesson.yaml
      advisor trace --replay lesson.yaml --notes
    """
    _refuse_what_does_not_go_together(case, report, chosen)
    if chosen["replay"]:
        from advisor.commands.stepping import replay

        wanted = {name: chosen[name] for name in ("notes", "pace", "plain")}
        replay(chosen["replay"], case, width=report.width, **wanted)
    elif case is not None:
        _show(case, report, chosen)


def _show(case: Path, report: options.Wanted, chosen: Mapping[str, Any]) -> None:
    """Does what was asked for with a case."""
    record, stepping = chosen["record"], chosen["stepping"]
    if record:
        check_output(record)
    found = advisor.trace(report.assess(case))
    filters = {name: chosen[name] for name in FILTERS}
    unasked = not any(filters.values())
    if (report.form == "html" or (record and not stepping)) and unasked:
        filters["proof_of"] = "path"
    steps = found.select(**filters)
    notes: Mapping[int, str] = {}
    questions: Mapping[int, str] = {}
    if stepping:
        from advisor.commands.stepping import step_through
        from advisor.presentation.trace_text import layered_steps

        full = chosen["detail"] == "full"
        if not full and unasked:
            steps = layered_steps(found)
        how = {"plain": chosen["plain"], "recording": bool(record), "full": full}
        steps, notes, questions = step_through(found, steps, width=report.width, **how)
    if record:
        from advisor.commands.stepping import write_lesson

        write_lesson(found, steps, record, case, notes, questions)
    elif not stepping:
        detail = chosen["detail"] or ("layers" if unasked else "normal")
        drawn = None if unasked else steps
        report.give(
            case,
            text=lambda: advisor.trace_text(found, steps, detail=detail, width=report.width),
            json=lambda: advisor.trace_json(found, steps, full=detail == "full"),
            html=lambda: advisor.trace_page(found, steps, proof_of=chosen["proof_of"]),
            mermaid=lambda: _drawable(advisor.trace_graph(found, drawn, "mermaid")),
            dot=lambda: advisor.trace_graph(found, drawn, "dot"),
        )


def _drawable(picture: str) -> str:
    """The picture in Mermaid; says so where most programs would not draw it."""
    arrows = picture.count(" --> ") + picture.count(" -.-> ")
    if arrows > MOST_ARROWS:
        tell(f"advisor: The picture has {arrows:,} arrows; most programs draw {MOST_ARROWS} at "
             "most. “--proof-of path” and the other filters choose fewer steps.")  # fmt: skip
    return picture


def _refuse_what_does_not_go_together(
    case: Path | None, report: options.Wanted, chosen: Mapping[str, Any]
) -> None:
    """Refuses options of which one would have no effect."""
    step, record, replay = chosen["stepping"], chosen["record"], chosen["replay"]
    form, detail, pace = report.form, chosen["detail"], chosen["pace"]
    shown = report.output != "-" or form != "text" or (detail and (detail != "full" or not step))
    filtered = any(chosen[name] for name in FILTERS)
    wrong = {
        "Name the case: advisor trace CASE.": case is None and not replay,
        "--short and --full go with text, --full with json, too.": detail and form in PICTURES,
        "--short goes with text; json has every step whole.": detail == "short" and form == "json",
        "--step goes with filters, --full, --record, --plain and --width only.": step and shown,
        "--record goes with filters and --step only.": record and shown,
        "--replay goes with --notes, --pace, --plain and --width only.": replay
        and (shown or step or record or filtered),
        "--plain goes with --step and --replay.": chosen["plain"] and not (step or replay),
        "--notes and --pace go with --replay.": not replay
        and (chosen["notes"] or pace is not None),
    }
    for told, is_so in wrong.items():
        if is_so:
            raise click.UsageError(told)
