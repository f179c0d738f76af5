"""The commands that show the reasoning: `advisor why`, `whynot`, `whatif` and `contrast`."""

from __future__ import annotations

from pathlib import Path

import click

import advisor
from advisor.commands import options
from advisor.commands.files import check_output


@click.command(short_help="Show what a conclusion rests on, down to the answers.")
@options.case_or_example_argument
@click.argument(
    "conclusion", required=False, default="", shell_complete=options.complete_conclusion
)
@click.option(
    "--depth",
    type=click.IntRange(1),
    metavar="N",
    help="Show so many steps below the conclusion. By default as many as about a screen "
    "holds, as json all.",
)
@click.option(
    "--full",
    is_flag=True,
    help="Show everything, down to the answers, with the names of rules and answers to type.",
)
@click.option(
    "--every-home",
    is_flag=True,
    help="Show also the homes that the advised one was compared with.",
)
@click.option("--statements", is_flag=True, help="Say what each statement of the articles says.")
@click.option(
    "--sentence",
    metavar="ID",
    default="",
    help="Show what a sentence of the memo rests on; “advisor memo CASE --annotated” prints the "
    "ids.",
)
@options.report_options("the proof", "rules/why.schema.json")
def why(
    case: Path,
    conclusion: str,
    depth: int | None,
    full: bool,
    every_home: bool,
    statements: bool,
    sentence: str,
    report: options.Wanted,
) -> None:
    """Show why a CONCLUSION of the CASE holds.

    An outline of about a screen, with --full down to your answers: what each step says in words,
    the answer and its line, what was assumed, and the articles it rests on. The weakest steps are
    marked. Without a CONCLUSION it is the advised path.

    Name a conclusion as you would: a path or a home (private-microschool), a party (board), a
    rule, the number of a step, or a kind of conclusion with as much more as tells it from others
    (alignment, flag:demand, verdict:charter-school, reads:charter-school:autonomy).

    \b
    Examples:
      advisor why my-case.yaml                        the advised path
      advisor why my-case.yaml --full                 down to the answers
      advisor why my-case.yaml alignment
      advisor why my-case.yaml flag:demand --statements
      advisor why my-case.yaml private-microschool --format json
      advisor why my-case.yaml --sentence title-open   a sentence of the memo
    """
    assessment = report.assess(case)
    if sentence:
        told = advisor.explain_sentence(assessment, sentence)
        report.give(
            case,
            text=lambda: advisor.sentence_text(told, width=report.width),
            json=told.json,
        )
        return
    everything = full or report.form != "text"
    shown = depth or (0 if everything else None)
    found = advisor.why(assessment, conclusion, depth=shown, every_home=every_home)
    report.give(
        case,
        text=lambda: advisor.why_text(found, width=report.width, statements=statements, full=full),
        json=lambda: advisor.reasoning_json(found),
    )


@click.command(short_help="Show what speaks against a path, and what would have to change.")
@options.case_or_example_argument
@click.argument("subject", metavar="PATH|HOME|RULE", shell_complete=options.complete_subject)
@click.option("--all", "everything", is_flag=True, help="Fold nothing, however long it gets.")
@options.report_options("the reasons", "rules/whynot.schema.json")
def whynot(case: Path, subject: str, everything: bool, report: options.Wanted) -> None:
    """Show why a PATH is not advised in the CASE, and what would have to be different.

    Each reason against it, the gravest first: whether it rules the path out, leaves it open, or
    puts another path before it; the answers behind it; the easiest change of answers after
    which the reason is gone, and who could make it; and what would still speak against the
    path after that. What is more than a screen is folded; --all shows it.

    Ask of a home with verdict: before it, and of a rule by its id.

    \b
    Examples:
      advisor whynot my-case.yaml charter-school
      advisor whynot my-case.yaml lead-within
      advisor whynot my-case.yaml verdict:private-microschool
      advisor whynot my-case.yaml route-split --format json
    """
    found = advisor.whynot(report.assess(case), subject)
    report.give(
        case,
        text=lambda: advisor.whynot_text(found, width=report.width, everything=everything),
        json=lambda: advisor.reasoning_json(found),
    )


@click.command(short_help="Show what other answers would change.")
@options.case_or_example_argument
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="ANSWER=VALUE",
    shell_complete=options.complete_change,
    help="Suppose that an answer is another one. May be given several times.",
)
@click.option(
    "--flip",
    "flipping",
    is_flag=True,
    help="Find the smallest changes after which another path is advised.",
)
@click.option(
    "--to",
    metavar="PATH",
    default="",
    help="With --flip: the path that is wanted, instead of any other.",
)
@click.option(
    "--at-most",
    "largest",
    type=click.IntRange(1, 3),
    default=3,
    show_default=True,
    metavar="N",
    help="With --flip: how many answers may change.",
)
@click.option("--all", "everything", is_flag=True, help="Show all that was found, not the first.")
@options.report_options(
    "the result", "rules/whatif.schema.json, with --flip rules/flip.schema.json"
)
def whatif(
    case: Path,
    changes: tuple[str, ...],
    flipping: bool,
    to: str,
    largest: int,
    everything: bool,
    report: options.Wanted,
) -> None:
    """Suppose other answers in the CASE, and show what is different then.

    Name an answer by the way to it in the case file: change.kind, place, homes.HOME.open,
    parties.PARTY.stance, money.SOURCE.aims. The first word may be left out where it is clear
    what is meant. Several values are divided by commas. The file itself is left as it is.

    With --flip nothing is supposed: of all changes that somebody can bring about, the smallest sets
    that lead to another path are shown, up to three answers, the easiest first, with who could
    make them. What is not shown is proved not to lead there.

    \b
    Examples:
      advisor whatif my-case.yaml --set change.scope=volunteers
      advisor whatif my-case.yaml --set board.stance=for --set board.basis=said
      advisor whatif my-case.yaml --flip
      advisor whatif my-case.yaml --flip --to charter-school --at-most 2
    """
    if flipping == bool(changes):
        raise click.UsageError("Give either --set ANSWER=VALUE, or --flip.")
    if to and not flipping:
        raise click.UsageError("--to goes with --flip.")
    assessment = report.assess(case)
    if flipping:
        flips = advisor.flip(assessment, to, largest=largest)
        report.give(
            case,
            text=lambda: advisor.flip_text(flips, width=report.width, every_flip=everything),
            json=lambda: advisor.reasoning_json(flips),
        )
        return
    found = advisor.whatif(assessment, changes)
    report.give(
        case,
        text=lambda: advisor.whatif_text(found, width=report.width, everything=everything),
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
        text=lambda: advisor.contrast_text(found, width=report.width, everything=everything),
        json=lambda: advisor.reasoning_json(found),
    )
