"""The rows of a memo's tables and lists, as templates see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.explanation.robustness import Hinge, Robustness


class PartyView(NamedTuple):
    """A member of the network as the memo shows it."""

    id: str
    name: str
    """The client's name for it."""
    said: str
    """The name inside a sentence."""
    plural: bool
    power: int
    stance: str
    side: str
    basis: str
    ally: str
    can_do: str
    """What it can do to the work, after "can"."""
    usual: bool
    """Whether `can_do` is what such parties usually can do, not the client's words."""
    guards: str
    """What it would lose first; empty if the client does not say."""
    divided: bool
    """Whether it is not of one mind."""


class MoneyView(NamedTuple):
    """A source of money that a condition is about."""

    said: str
    """What the client calls it, inside a sentence."""
    amount: str
    covers: str


class Held(NamedTuple):
    """A condition in the words of the case."""

    id: str
    label: str
    keystone: str
    closes: str
    document: str
    fallback: str
    by: str
    money: MoneyView | None
    """The money it is about, if any."""
    holder: str
    """Who the rules say can close it: `payer`, `parent` and so on."""
    party: str
    """The party of the case on which it hangs, inside a sentence, or nothing."""
    on_file: str
    """What the file has on it, as a sentence, or nothing."""


class Risk(NamedTuple):
    """A risk; `items` are what a sentence of the template lists, if there are several."""

    flag: str
    level: str
    sentence: str
    items: tuple[str, ...] = ()


class Rejected(NamedTuple):
    """A path that was considered and not chosen."""

    path: str
    label: str
    sentence: str
    open: bool = True
    """Whether it needs no home that is closed to the client."""


class Failure(NamedTuple):
    """The fact of the case on which a way that the client had in mind fails."""

    by: str
    """The sort of fact: `veto`, `not-ready` and so on, or `nothing` where there is none."""
    party: PartyView | None
    """The party it is about."""
    items: tuple[str, ...]
    """What is missing, or what draws the work back, or the money, in words."""
    known_kind: bool
    """Whether the client says what sort of way it is."""


class NotChosen(NamedTuple):
    """A reason against one or several paths."""

    labels: tuple[str, ...]
    sentence: str
    rule: str
    """The rule that gives the reason."""
    told: bool
    """Whether the memo itself has given it."""
    told_of: str = ""
    """The path of which the memo has given it, where it is none of these."""


class TurningPoint(NamedTuple):
    """A change after which the advice is another one."""

    says: str
    """The change as a clause after "if"."""
    path: str
    label: str
    adverse: bool
    """Whether nobody would wish for it."""


class LeadingChoice(NamedTuple):
    """One of the seven choices about leading, with the lean of this path."""

    id: str
    label: str
    lean: str
    """The pole's words; empty for the middle."""
    other: str
    because: str
    price: str
    """What the lean costs, in words of the case where a fact of it makes the choice matter."""
    fact: str
    """The fact of the case that makes it matter, or nothing."""
    ask: str
    """A question for the team's agenda about that fact, without a capital, or nothing."""
    talk: str
    """The usual question."""
    state: str
    raters: int
    spread: int
    views: tuple[tuple[str, int], ...]
    """The two raters who stand furthest apart, with their marks, the lower first."""
    marked: str = "now"
    """What these marks are: `now`, how it is led today, or `wanted`, how it should be led."""


class StepView(NamedTuple):
    """A next step."""

    do: str
    owner: str
    proposed: bool
    days: int
    by: str
    product: str


class TripwireView(NamedTuple):
    """What to watch, and who does what then."""

    when: str
    act: str


class Assumed(NamedTuple):
    """One assumption, for all homes or parties it was made for."""

    what: str
    value: str
    about: tuple[str, ...]
    reason: str


class Gap(NamedTuple):
    """Something unknown and what rests on it."""

    what: str
    question: str
    rests: str
    """A sentence."""


class HingeView(NamedTuple):
    """A number or a judgment of ours on which the path hangs."""

    id: str
    """The threshold, or the rule."""
    what: str
    """What it decides, as a clause."""
    because: str
    """Why it could be set or read otherwise, as a clause."""
    value: int | None
    """The number as it is; nothing for a judgment."""
    turns: tuple[tuple[int | None, str], ...]
    """The numbers at which another path is advised, each with the path in a few words.

    Without words, where no single path would be.
    """


def hinges_of(robustness: Robustness, label: Callable[[str], str]) -> tuple[HingeView, ...]:
    """What of ours a path hangs on, each once, ready to be told.

    Args:
        robustness: What was found.
        label: Gives the words of a path.
    """
    turns: dict[str, list[Hinge]] = {}
    for one in robustness.hinges:
        turns.setdefault(one.variation.id, []).append(one)
    return tuple(
        HingeView(
            name,
            found[0].variation.what.rstrip("."),
            found[0].variation.because.rstrip("."),
            found[0].variation.value,
            tuple((one.variation.moved, one.path and label(one.path)) for one in found),
        )
        for name, found in turns.items()
    )
