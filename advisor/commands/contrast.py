"""`advisor contrast`: pairs of cases that differ in one answer and in the path."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.commands.options import engine_option, format_option, output_option, width_option


@click.command(short_help="Show pairs that differ in one answer, and in the path.")
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "--pairs",
    "file",
    metavar="FILE",
    type=click.Path(readable=False, path_type=Path),
    help="Pairs of your own instead of those that come with the examples.",
)
@click.option("--all", "everything", is_flag=True, help="Show every rule that differs.")
@format_option("rules/contrast.schema.json")
@width_option
@output_option("the pair")
@engine_option
def contrast(
    name: str | None,
    file: Path | None,
    everything: bool,
    form: str,
    width: int,
    output: str,
    engine: str,
) -> None:
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
    from advisor import contrast as work_out
    from advisor import contrast_text, load_pairs, reasoning_json
    from advisor.commands.files import check_output, give
    from advisor.explanation.contrast import find_pair, needed_pairs
    from advisor.presentation.contrast_text import pairs_text

    source = needed_pairs(file)
    check_output(output, source=source)
    pairs = load_pairs(source)
    if name is None and form == "json":
        give(reasoning_json(pairs), output, source=source)
        return
    if name is None:
        give(pairs_text(pairs, width=width), output, source=source, read=True)
        return
    pair = find_pair(name, pairs)
    check_output(output, source=Path(pair.case))
    found = work_out(pair, engine=engine)
    if form == "json":
        give(reasoning_json(found), output, source=source)
    else:
        text = contrast_text(found, width=width, every_firing=everything)
        give(text, output, source=source, read=True)
