"""`advisor rules verify`: the proof over all answers."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.commands.options import format_option, output_option


@click.command(short_help="Prove that the advice is sound whatever the answers.")
@click.argument(
    "folder", metavar="[FOLDER]", required=False,
    type=click.Path(readable=False, path_type=Path),
)  # fmt: skip
@click.option(
    "--property", "only", multiple=True, metavar="ID", help="Prove only this property; repeatable."
)
@click.option(
    "--sample",
    "number",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="Look at N whole cases drawn at random instead: a quick slice.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Which cases are drawn.")
@format_option("rules/rules-verify.schema.json")
@output_option("what was found")
@click.pass_context
def verify(
    context: click.Context,
    folder: Path | None,
    only: tuple[str, ...],
    number: int | None,
    seed: int,
    form: str,
    output: str,
) -> None:
    """Prove the properties every advice must have, over all combinations of answers.

    Exactly one path; never a home that is not open or has a veto holder left in it; never a
    call for more information when everything is answered; every path possible; no rule without
    effect; granting something never makes a home fail; and no home that supports the work
    fails once an unknown is settled. docs/proof.md says what each means, what is enumerated and
    what is not. It takes a minute and a half; standard error names each property as it ends.
    A violation is shown with the smallest case found.

    The exit status is 3 if a property is broken.

    \b
    Examples:
      advisor rules verify
      advisor rules verify my-rules/ --property one-path
      advisor rules verify --sample 500 --seed 7
    """
    from advisor.commands.failures import DONE, FINDINGS
    from advisor.commands.files import check_output, give
    from advisor.commands.streams import tell
    from advisor.errors import InputError, nearest
    from advisor.knowledge.base import Knowledge, usual_knowledge
    from advisor.presentation.contracts.rules import verify_json
    from advisor.presentation.rules_text import verify_text
    from advisor.verification.proof.prove import IDS, prove, sample

    for name in only:
        if name not in IDS:
            meant = nearest(name, IDS)
            raise InputError(
                f"There is no property “{name}”.",
                remedy=f"Did you mean “{meant}”?" if meant else f"There are: {', '.join(IDS)}.",
            )
    knowledge = Knowledge(folder) if folder is not None else usual_knowledge()
    check_output(output, source=knowledge.folder)
    proof = (
        sample(knowledge, number, seed)
        if number is not None
        else prove(knowledge, only, ended=lambda one: tell(f"{one.about}: {_came(one.holds)}"))
    )
    text = verify_json(proof) if form == "json" else verify_text(proof)
    give(text, output, source=knowledge.folder, read=form == "text")
    context.exit(DONE if proof.holds else FINDINGS)


def _came(holds: bool) -> str:
    return "holds" if holds else "broken"
