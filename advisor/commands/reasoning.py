"""The commands that show the reasoning behind a result: `advisor why` and `contrast`."""

from __future__ import annotations

from pathlib import Path

import click

import advisor
from advisor.commands import options
from advisor.commands.files import check_output


@click.command(short_help="Show what a conclusion rests on, down to the answers.")
@options.case_argument
@click.argument(
    "conclusion", required=False, default="", shell_complete=options.complete_conclusion
)
@click.option(
    "--depth",
    type=click.IntRange(1),
    metavar="N",
    help="Show so many steps below the conclusion only. By default all, down to the answers.",
)
@click.option(
    "--every-home",
    is_flag=True,
    help="Show also the homes that the advised one was compared with.",
)
@click.option("--statements", is_flag=True, help="Say what each statement of the articles says.")
@options.report_options("the proof", "rules/why.schema.json")
def why(
    case: Path,
    conclusion: str,
    depth: int | None,
    every_home: bool,
    statements: bool,
    report: options.Wanted,
) -> None:
    """Show why a CONCLUSION of the CASE holds.

    An outline from the conclusion down to your answers: what each step says in words, the rule
    behind it, the answer and its line, what was assumed, and the articles it rests on. The
    weakest steps are marked. Without a CONCLUSION it is the advised path.

    Name a conclusion as you would: a path or a home (private-microschool), a party (board), a
    rule, or a kind of conclusion with as much more as tells it from others (alignment,
    flag:demand, verdict:charter-school, reads:charter-school:autonomy).

    \b
    Examples:
      advisor why my-case.yaml                        the advised path
      advisor why my-case.yaml --depth 2              in short
      advisor why my-case.yaml alignment
      advisor why my-case.yaml flag:demand --statements
      advisor why my-case.yaml private-microschool --format json
    """
    assessment = report.assess(case)
    found = advisor.why(assessment, conclusion, depth=depth or 0, every_home=every_home)
    report.give(
        case,
        text=lambda: advisor.why_text(found, width=report.width, statements=statements),
        json=lambda: advisor.reasoning_json(found),
    )


@click.command(short_help="Show pairs that differ in one answer, and in the path.")
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "--pairs",
    "file",
    metavar="FILE",
    type=options.FILE,
    help="Pairs of your own instead of those that come with the examples.",
)
@click.option("--all", "everything", is_flag=True, help="Show every rule that differs.")
@options.report_options("the pair", "rules/contrast.schema.json")
def contrast(name: str | None, file: Path | None, everything: bool, report: options.Wanted) -> None:
    """Show the pair NAME: one answer changed, and another path is advised.

    What was changed, both paths, the rule at which the roads part, what differs, and which
    firings there are on one side alone. Without a NAME, the pairs there are.

    \b
    Examples:
      advisor contrast
      advisor contrast rule-maker-turns
      advisor contrast another-model-or-not --all
      advisor contrast rule-maker-turns --format json
      advisor contrast --pairs my-pairs.yaml
    """
    from advisor.explanation.contrast import find_pair, needed_pairs, work_out
    from advisor.presentation.reasoning_text import pairs_text

    source = needed_pairs(file)
    check_output(report.output, source=source)
    pairs = advisor.load_pairs(source)
    if name is None:
        report.give(
            source,
            text=lambda: pairs_text(pairs, width=report.width),
            json=lambda: advisor.reasoning_json(pairs),
        )
        return
    pair = find_pair(name, pairs)
    found = work_out(report.assess(Path(pair.case)), pair)
    report.give(
        source,
        text=lambda: advisor.contrast_text(found, width=report.width, every_firing=everything),
        json=lambda: advisor.reasoning_json(found),
    )
