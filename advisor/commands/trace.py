"""`advisor trace`: the reasoning of a case, firing by firing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.commands.completion import complete_conclusion
from advisor.commands.options import case_argument, engine_option, output_option, width_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Show the reasoning, firing by firing.")
@case_argument
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
    help="With --step: words in place of marks, no bold type, for a screen reader.",
)
@click.option("--rule", metavar="RULE", default="", help="Only the firings of this rule or total.")
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
def trace(
    case: Path,
    detail: str | None,
    stepping: bool,
    plain: bool,
    rule: str,
    about: str,
    since: str,
    proof_of: str,
    form: str,
    width: int,
    output: str,
    engine: str,
) -> None:
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
      advisor trace my-case.yaml --step --proof-of path
    """
    from advisor import assess, load_case, trace_graph, trace_json, trace_page, trace_text
    from advisor import trace as trace_of
    from advisor.commands.files import check_output
    from advisor.commands.reading import give

    if stepping and (output != "-" or form != "text" or detail):
        raise click.UsageError("--step goes with filters, --plain and --width only.")
    if plain and not stepping:
        raise click.UsageError("--plain goes with --step.")
    check_output(output, source=case)
    found = trace_of(assess(load_case(case), engine=engine))
    if form in ("mermaid", "dot", "html") and not (rule or about or since or proof_of):
        proof_of = "path"
    steps = found.select(rule=rule, about=about, since=since, proof_of=proof_of)
    if stepping:
        from advisor.commands.stepping import step_through

        step_through(found, steps, width=width, plain=plain)
    elif form == "text":
        text = trace_text(found, steps, detail=detail or "normal", width=width)
        give(text, output, source=case, read=True)
    elif form == "json":
        give(trace_json(found, steps, full=detail == "full"), output, source=case)
    elif form == "html":
        give(trace_page(found, steps, proof_of=proof_of), output, source=case)
    else:
        give(trace_graph(found, steps, form), output, source=case)
