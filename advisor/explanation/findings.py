"""What an assessment finds: homes, alternatives, risks, conditions, tensions, steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.explanation.reason import Reason
    from advisor.knowledge.homes import Home


class HomeReading(NamedTuple):
    """One home, read by the four questions."""

    home: Home
    open: str
    """`yes`, `no` or `assumed`."""
    place: bool
    """Whether the work sits there or is planned there."""
    chosen: bool
    """Whether the advice puts the work there."""
    autonomy: str
    policy: str
    opt_in: str
    trade_off: str
    weaker: str
    """A `yes` here is the favorable answer of the fourth question, with `better`."""
    better: str
    grid: str
    demand: str
    verdict: str
    """`supports`, `with-conditions`, `fails` or `unknown`."""
    blocked_by: tuple[str, ...]
    reasons: tuple[Reason, ...]
    """Why the verdict is what it is, the weightiest first."""


class Alternative(NamedTuple):
    """A path to fall back on."""

    path: str
    open: bool
    """Whether it needs no home that is closed to the client."""
    reason: Reason


class Flag(NamedTuple):
    """A risk."""

    flag: str
    level: str
    """`high`, `medium`, `low` or `warning`."""
    about: str
    reason: Reason


class Pull(NamedTuple):
    """How strongly the parent district draws the unit back."""

    level: str
    recorded: int
    unchecked: int
    at_most: str
    """The level if every unchecked sign turned out to be there."""
    signs: tuple[Reason, ...]
    unchecked_signs: tuple[Reason, ...]


class Condition(NamedTuple):
    """Something that must hold for the advice to work."""

    id: str
    home: str
    holder: str
    """Who can close it: `parent`, `rule-maker`, `payer`, `families`, `staff` or `project`."""
    by: str
    """`before-decision`, `before-launch`, `first-year` or `yearly`."""
    rank: int
    keystone: bool
    source: str
    """The source of money it is about, if any."""
    reasons: tuple[Reason, ...]
    words: Mapping[str, Any]
    """Its words from `rules/conditions.yaml`."""


class Lean(NamedTuple):
    """Which pole of a tension the path suggests, for the team to overrule."""

    tension: str
    toward: str
    """`one`, `five` or `middle`."""
    because: str
    benefit: str
    gives_up: str


class TensionState(NamedTuple):
    """What the ratings of a tension say; means are in tenths."""

    tension: str
    raters: int
    now: int | None
    wanted: int | None
    change: int | None
    spread_now: int | None
    spread_wanted: int | None
    state: str
    """`talk-first`, `move`, `leave`, `single-view` or `unrated`."""


class Step(NamedTuple):
    """A next step that belongs to the path as a whole."""

    id: str
    phase: str
    """`days-30`, `days-60` or `days-90`."""
    words: Mapping[str, Any]


class Tripwire(NamedTuple):
    """An observable event that triggers a named action."""

    id: str
    words: Mapping[str, Any]


class Unknown(NamedTuple):
    """An answer the file does not have, and what rests on it."""

    question: str
    home: str
    party: str
    what: str
    """What is not known, as a clause."""
    rests: tuple[str, ...]
    """What rests on it, as sentences."""


class NumberedReason(NamedTuple):
    """A step of the proof of the advised path."""

    number: int
    reason: Reason
    uses: tuple[int, ...]
    """The numbers of the steps it builds on."""


class Stamp(NamedTuple):
    """What is needed to make the same memo again."""

    rules_version: str
    rules_hash: str
    answers_hash: str
    engine: str
    engine_note: str
    advisor_version: str
    case_version: int
