"""What a shell offers when a person presses the tab key, from the case on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click

    from advisor.explanation.assessment import Assessment


def complete_conclusion(context: click.Context, option: click.Parameter, typed: str) -> list[str]:
    """The conclusions of the case whose names begin with what was typed."""
    from advisor.explanation.conclusions import conclusion_names

    return _beginning(context, typed, conclusion_names)


def complete_subject(context: click.Context, option: click.Parameter, typed: str) -> list[str]:
    """The paths, homes and rules that could be asked about."""
    from advisor.explanation.whynot import subjects

    return _beginning(context, typed, subjects)


def complete_change(context: click.Context, option: click.Parameter, typed: str) -> list[str]:
    """The answers that can be supposed to be different, then the values of one."""
    from advisor.model.changed_case import possible_changes

    return _beginning(context, typed, lambda one: possible_changes(one.case, one.knowledge, typed))


def complete_rule(context: click.Context, option: click.Parameter, typed: str) -> list[str]:
    """The rules that fire in the case and whose ids begin with what was typed."""
    return _beginning(
        context, typed, lambda found: sorted({one.rule for one in found.consultation.firings})
    )


def _beginning(
    context: click.Context, typed: str, names: Callable[[Assessment], Iterable[str]]
) -> list[str]:
    """The names that begin with what was typed; none where the case cannot be read."""
    from advisor import assess, load_case
    from advisor.errors import AdvisorError

    case = context.params.get("case")
    if case is None:
        return []
    try:
        return [name for name in names(assess(load_case(case))) if name.startswith(typed)]
    except AdvisorError:
        return []
