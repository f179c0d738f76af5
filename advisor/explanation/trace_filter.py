"""Finds the steps of a trace that a person means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import InputError, echo, nearest
from advisor.explanation.conclusions import find_conclusion
from advisor.model.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.explanation.tracing import Trace, TraceStep
    from advisor.model.fact import Fact


def select(
    trace: Trace, *, rule: str = "", about: str = "", since: str = "", proof_of: str = ""
) -> tuple[TraceStep, ...]:
    """The steps that pass every filter that is not empty.

    Args:
        trace: A trace.
        rule: The id of a rule or total.
        about: A kind of fact, with values or without (`flag`, `seat:board`), or something that
            facts speak of, such as a party or a home.
        since: The number of the first step, or the rule whose first firing it is.
        proof_of: A conclusion; the steps it rests on, itself among them.

    Returns:
        The steps, in order.

    Raises:
        InputError: If a filter names something that this trace does not have.
    """
    steps = trace.steps
    if since:
        steps = steps[first_step(trace, since) - 1 :]
    if rule:
        wanted = fired_rule(trace, rule)
        steps = tuple(one for one in steps if one.firing.rule == wanted)
    if proof_of:
        proof = {one.number for one in proof_steps(trace, proof_of)}
        steps = tuple(one for one in steps if one.number in proof)
    if about:
        fits = facts_about(trace, about)
        steps = tuple(
            one
            for one in steps
            if any(map(fits, one.firing.asserted)) or any(map(fits, one.firing.premises))
        )
    return steps


def proof_steps(trace: Trace, conclusion: str = "") -> tuple[TraceStep, ...]:
    """The steps that a conclusion rests on.

    Args:
        trace: A trace.
        conclusion: Its name; the advised path if it is empty. Of the advised path, the homes it
            was compared with are left out, as `advisor why` does.

    Raises:
        InputError: If there is no such conclusion.
    """
    from advisor.explanation.why import told_homes

    assessment = trace.assessment
    fact = find_conclusion(assessment, conclusion).fact
    chain = assessment.proofs.chain([fact], told_homes(assessment, fact))
    return trace.steps_of(chain)


def fired_rule(trace: Trace, typed: str) -> str:
    """The id of a rule that fires in the case.

    Raises:
        InputError: If there is no such rule, or it does not fire; the message names the nearest.
    """
    rule = known_rule(trace, typed)
    if any(firing.rule == rule for firing in trace.firings):
        return rule
    raise InputError(
        f"The rule {echo(typed)} does not fire in this case.",
        remedy="“advisor whynot” says what is missing.",
    )


def known_rule(trace: Trace, typed: str) -> str:
    """The id of a rule or total, whether it fires in the case or not.

    Raises:
        InputError: If there is no such rule; the message names the nearest.
    """
    wanted = _as_slug(typed)
    known = [entry.id for entry in trace.assessment.knowledge.rulebook.entries]
    if wanted in known:
        return wanted
    match = nearest(wanted, known)
    raise InputError(
        f"There is no rule {echo(typed)}.",
        remedy=f"Did you mean “{match}”?" if match else "“advisor trace” with --short lists them.",
    )


def first_step(trace: Trace, typed: str) -> int:
    """The number of a step, given as a number or as the rule whose first firing it is.

    Raises:
        InputError: If there is no such step.
    """
    given = typed.strip()
    if given.isascii() and given.isdigit():
        number = int(given[:9])
        if 1 <= number <= len(trace.firings):
            return number
        raise InputError(
            f"There is no step {echo(given)}.", remedy=f"There are steps 1 to {len(trace.firings)}."
        )
    rule = fired_rule(trace, typed)
    return next(number for number, one in enumerate(trace.firings, 1) if one.rule == rule)


def facts_about(trace: Trace, typed: str) -> Callable[[Fact], bool]:
    """Tells the facts that a person means from the others.

    Args:
        trace: A trace.
        typed: A kind of fact, alone or with values after colons; or a value that facts hold, such
            as a party, by its id or name, or a home.

    Raises:
        InputError: If no fact of the case is meant; the message names the nearest word.
    """
    kind, *values = [_as_slug(part) for part in typed.split(":")]
    facts = trace.assessment.consultation.facts
    if kind in trace.assessment.knowledge.rulebook.vocabulary.kinds:
        found = frozenset(one for one in facts if one.kind == kind and _holds(one, values))
    else:
        names = {slug_of(party.name): party.id for party in trace.assessment.case.parties}
        kind = names.get(kind, kind)
        found = frozenset(one for one in facts if _holds(one, [kind, *values]))
    if found:
        return found.__contains__
    match = nearest(_as_slug(typed), dict.fromkeys(_words(trace)))
    raise InputError(
        f"No fact of this case is about {echo(typed)}.",
        remedy=f"Did you mean “{match}”?"
        if match
        else "Name a kind of fact, such as seat or flag:demand, a party or a home.",
    )


def _as_slug(typed: str) -> str:
    return typed.strip().lower().replace("_", "-").replace(" ", "-")


def _holds(fact: Fact, values: list[str]) -> bool:
    """Whether a fact holds all values, in that order, with others between them or not."""
    held = iter([str(value) for _, value in fact.fields])
    return all(value in held for value in values)


def _words(trace: Trace) -> Iterator[str]:
    """What a person could have meant."""
    yield from (slug_of(party.name) for party in trace.assessment.case.parties)
    for fact in trace.assessment.consultation.facts:
        yield fact.kind
        yield from (value for _, value in fact.fields if isinstance(value, str))
