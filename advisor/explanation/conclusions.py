"""The names of conclusions, as a person types them: `alignment`, `flag:demand`, `charter-school`.

A conclusion is named by its kind, then by as many of its values as it takes to tell it from
others of that kind, with colons between. A path, a home, a party or a rule stands for what is
concluded about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import InputError, as_name, did_you_mean, echo
from advisor.model.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.explanation.assess import Assessment
    from advisor.model.fact import Fact

NAMES_SHOWN = 6


class Conclusion(NamedTuple):
    """A conclusion with the name by which it can be asked for."""

    name: str
    fact: Fact


def find_conclusion(assessment: Assessment, typed: str = "") -> Conclusion:
    """The conclusion a person means.

    Args:
        assessment: An assessment.
        typed: Its name; the advised path if it is empty.

    Returns:
        The conclusion.

    Raises:
        InputError: If there is no such conclusion, or several.
    """
    wanted = as_name(typed) or "path"
    found = list(dict.fromkeys(_meant(assessment, wanted)))
    if len(found) == 1:
        return Conclusion(name_of_fact(assessment, found[0]), found[0])
    if found:
        names = [name_of_fact(assessment, fact) for fact in found]
        shown = ", ".join(names[:NAMES_SHOWN]) + (", …" if len(names) > NAMES_SHOWN else "")
        raise InputError(
            f"{echo(typed)} could be any of {len(found)} conclusions.",
            remedy=f"Name one: {shown}",
        )
    raise _nothing(assessment, typed, wanted)


def _nothing(assessment: Assessment, typed: str, wanted: str) -> InputError:
    knowledge = assessment.knowledge
    if wanted in knowledge.paths:
        return InputError(
            f"The path {echo(typed)} is not advised in this case.",
            remedy="“advisor whynot” says why; “advisor why” without a name proves the one that "
            "is.",
        )
    if wanted in {entry.id for entry in knowledge.rulebook.entries}:
        return InputError(
            f"The rule {echo(typed)} does not fire in this case.",
            remedy="“advisor whynot” says what is missing.",
        )
    if wanted in knowledge.rulebook.vocabulary.kinds:
        return InputError(
            f"Nothing of the kind {echo(typed)} is concluded in this case.",
            remedy="“advisor assess” shows what is.",
        )
    otherwise = (
        "Name a path, a home, a party, a rule, or a kind with its values, such as alignment or "
        "flag:demand."
    )
    return InputError(
        f"There is no conclusion {echo(typed)} in this case.",
        remedy=did_you_mean(wanted, conclusion_names(assessment), otherwise),
    )


def _meant(assessment: Assessment, wanted: str) -> Iterator[Fact]:
    """The facts a name stands for."""
    record, knowledge = assessment.record, assessment.knowledge
    if wanted in knowledge.paths:
        if wanted == assessment.path:
            yield from record.of("path")
        elif wanted in knowledge.homes:
            yield from record.about("verdict", wanted)
        return
    if wanted in knowledge.homes:
        yield from record.about("verdict", wanted)
        return
    for party in assessment.case.parties:
        if wanted in (party.id, f"party:{party.id}", slug_of(party.name)):
            yield from record.about("member", party.id, "party")
            yield from record.about("set-aside", party.id, "party")
            return
    kind, *values = wanted.split(":")
    if kind == "home" and len(values) == 1:
        yield from record.about("verdict", values[0])
        return
    if kind in knowledge.rulebook.vocabulary.kinds:
        for fact in record.of(kind):
            if assessment.proofs.firing(fact) is not None and holds_in_order(fact, values):
                yield fact
        return
    for firing in assessment.consultation.firings:
        if firing.rule == wanted:
            yield from firing.asserted[:1]


def holds_in_order(fact: Fact, values: Iterable[str]) -> bool:
    """Whether a fact holds all values, in that order, with others between them or not."""
    left = iter([str(value) for _, value in fact.fields])
    return all(value in left for value in values)


def name_of_fact(assessment: Assessment, fact: Fact) -> str:
    """The shortest name that stands for one conclusion."""
    if fact.kind == "path":
        return fact.word("path")
    values = [str(value) for _, value in fact.fields]
    among = [
        one
        for one in assessment.record.of(fact.kind)
        if one != fact and assessment.proofs.firing(one) is not None
    ]
    for size in range(len(values) + 1):
        if not any(holds_in_order(other, values[:size]) for other in among):
            return ":".join([fact.kind, *values[:size]])
    return ":".join([fact.kind, *values])


def conclusion_names(assessment: Assessment) -> tuple[str, ...]:
    """The names a person is likely to type: the path, homes, parties, kinds and risks."""
    vocabulary = assessment.knowledge.rulebook.vocabulary
    concluded = {
        name: assessment.record.of(name)
        for name, kind in vocabulary.kinds.items()
        if not kind.given
    }
    parties = (party.id for party in assessment.case.parties)
    single = (kind for kind, facts in concluded.items() if len(facts) == 1)
    several = (fact for facts in concluded.values() if len(facts) > 1 for fact in facts)
    names = (name_of_fact(assessment, fact) for fact in several)
    known = (assessment.path, *assessment.knowledge.homes, *parties, *single, *names)
    return tuple(dict.fromkeys(known))
