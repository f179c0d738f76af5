"""A case to explore: its networks, the four questions, the path, and what another answer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import InputError
from advisor.explanation.assess import suppose_one
from advisor.explanation.contract import Contract
from advisor.explanation.side_by_side import compare, parted, parting
from advisor.presentation.citations import Citation, cite
from advisor.presentation.picture import Picture, picture_of
from advisor.presentation.side_by_side import in_words
from advisor.presentation.summary import last_steps
from advisor.presentation.supposable import AnswerChanged, AnswerToSuppose, SupposableAnswers

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from advisor.explanation.acts import Act
    from advisor.explanation.assess import Assessment
    from advisor.explanation.places import HomeReading, Seat
    from advisor.explanation.reason import Reason

LAST_STEPS = 5
"""Steps to the path that the layer of the path shows."""
QUESTIONS = ("autonomy", "policy", "opt_in", "trade_off")
"""The four questions, as a reading of a home holds their answers."""
ABOUT_A_PARTY = ("stance", "power", "supplies", "sets-rules", "votes")
"""The answers about a party that stand beside its name."""


class ExploredStep(Contract, frozen=True):
    """One step of the proof, with the rule and the articles behind it."""

    number: int
    """Its number in the trace, by which `advisor why` explains it."""
    says: str
    rule: str
    title: str
    certainty: str
    """`firm` where the articles say it, else that it is ours."""
    citations: tuple[Citation, ...]
    new: bool
    """Whether it holds only since the answers are others."""


class Layer(Contract, frozen=True):
    """One layer of the proof: `network`, `fit`, `questions` or `path`."""

    layer: str
    steps: tuple[ExploredStep, ...]


class ExploredSeat(Contract, frozen=True):
    """A party with power in one home."""

    name: str
    side: str
    power: int
    channels: tuple[str, ...]
    basis: str
    number: int
    """The step of the trace that gives it a seat."""


class ExploredHome(Contract, frozen=True):
    """One home: who has power there, and how the four questions read."""

    home: str
    label: str
    place: bool
    chosen: bool
    verdict: str
    readings: tuple[str, ...]
    """The answers to the four questions, in their order."""
    differs: tuple[bool, ...]
    """Which of them, and last the verdict, are others than without the supposed answers."""
    seats: tuple[ExploredSeat, ...]


class ExploredParty(Contract, frozen=True):
    """A party with its switches."""

    id: str
    name: str
    aside: str
    """Why it does not count, if it does not."""
    switches: tuple[AnswerToSuppose, ...]


class Swept(Contract, frozen=True):
    """What one value of an answer leads to."""

    value: str
    label: str
    path: str
    now: bool


class Exploration(Contract, frozen=True):
    """A case as it is or with other answers."""

    path: str
    before: str
    """The path without the supposed answers."""
    fit: str
    supposed: tuple[AnswerChanged, ...]
    homes: tuple[ExploredHome, ...]
    """Those where the work sits, is planned or could be, the planned one first."""
    layers: tuple[Layer, ...]
    parted: tuple[ExploredStep, ...]
    """Where the roads part: the first rule toward the path as it was, and toward the other one."""
    parties: tuple[ExploredParty, ...]
    subjects: dict[str, str]
    """What else can be switched, by the first words of the names of its answers."""


class Explorer:
    """One case as it is, beside what it would be with other answers."""

    def __init__(self, now: Assessment) -> None:
        self._now = now

    def as_it_is(self) -> Exploration:
        """The case without supposed answers."""
        return self.supposing(self._now, ())

    def supposing(self, then: Assessment, changes: Iterable[Act]) -> Exploration:
        """The case with supposed answers and parties."""
        now, label = self._now, self._now.knowledge.paths
        old = now.record.said.keys() if then is not now else None
        words = SupposableAnswers(then)
        return Exploration(
            str(label[then.path]["label"]),
            str(label[now.path]["label"]),
            then.alignment,
            tuple(map(words.changed, changes)),
            tuple(_homes(now, then)),
            tuple(_layers(then, old)),
            self._parted(then) if now.path != then.path else (),
            tuple(_parties(then, words)),
            {key: one for key, one in words.subjects().items() if not key.startswith("parties.")},
        )

    def _parted(self, then: Assessment) -> tuple[ExploredStep, ...]:
        gone, come = parted(self._now, then)
        return _step(gone, self._now, None), _step(come, then, self._now.record.said.keys())


class SetBeside(Contract, frozen=True):
    """One of two cases that are set side by side, or of two states of one."""

    path: str
    fit: str
    supposed: tuple[AnswerChanged, ...]
    home: ExploredHome | None
    """The advised home, else the one where the work sits or is planned."""
    picture: Picture | None
    """Its network; nothing where nobody is known to have power there."""


class Differing(Contract, frozen=True):
    """Something that the two say differently, in words."""

    topic: str
    about: str
    values: tuple[str, ...]


class Beside(Contract, frozen=True):
    """Two cases side by side, and what parts them."""

    sides: tuple[SetBeside, ...]
    parted: tuple[ExploredStep, ...]
    """For each the first step toward its path whose rule does not carry the other; nothing where
    both come to the same path."""
    conclusions: tuple[Differing, ...]
    answers: tuple[Differing, ...]


def beside(two: tuple[Assessment, Assessment], supposed: Iterable[Iterable[Act]]) -> Beside:
    """Two cases, or two states of one, side by side."""
    found = compare(two)
    conclusions, answers = (in_words(each, two) for each in (found.conclusions, found.answers))
    return Beside(
        tuple(map(_side, two, supposed)),
        tuple(_parting(*two)) if two[0].path != two[1].path else (),
        tuple(Differing(*each) for each in conclusions if each.differs),
        tuple(Differing(*each) for each in answers),
    )


def _parting(one: Assessment, other: Assessment) -> Iterable[ExploredStep]:
    """Where the roads part.

    Between two cases names differ, and much that does not decide: where their kinds of path are
    two, it is the step to each of these; else the first by a rule that carries nothing in the
    other.
    """
    same = one.case.file == other.case.file
    for case, beside_it in ((one, other), (other, one)):
        known = {key if same else key[0] for key in beside_it.record.said}
        only = [each for key, each in case.record.said.items()
                if (key if same else key[0]) not in known]  # fmt: skip
        if not same and one.route != other.route:
            only = [*case.record.reasons(case.record.of("route"))]
        yield _step(parting(case, only), case, None)


def _side(case: Assessment, supposed: Iterable[Act]) -> SetBeside:
    told = Explorer(case).as_it_is()
    home = next((one for one in told.homes if one.chosen), next(iter(told.homes), None))
    changed = SupposableAnswers(case).changed
    return SetBeside(
        told.path, told.fit, tuple(map(changed, supposed)), home,
        picture_of(case, home.home) if home else None,
    )  # fmt: skip


def sweep(asked: AnswerToSuppose, now: Assessment) -> Iterable[Swept]:
    """What every value of an answer leads to; values that no case can hold are left out."""
    for value, label in asked.choices:
        try:
            then = suppose_one(now, f"{asked.name}={value}")
        except InputError:
            continue
        path = str(now.knowledge.paths[then.path]["label"])
        yield Swept(value, label, path, value == asked.now)


def _homes(now: Assessment, then: Assessment) -> Iterable[ExploredHome]:
    before = {one.home.home: one for one in now.homes}
    found = [one for one in then.homes if one.place or one.chosen or one.open in ("yes", "assumed")]
    for one in sorted(found, key=lambda one: (not one.place, not one.chosen)):
        was, home = before[one.home.home], one.home.home
        readings, then_ = _readings(was), _readings(one)
        yield ExploredHome(
            home, one.home.label, one.place, one.chosen, one.verdict, then_,
            tuple(a != b for a, b in zip((*readings, was.verdict), (*then_, one.verdict))),
            tuple(_seat(seat, home, then) for seat in then.seats_at(home)),
        )  # fmt: skip


def _readings(home: HomeReading) -> tuple[str, ...]:
    return tuple(str(getattr(home, one)) for one in QUESTIONS)


def _seat(seat: Seat, home: str, then: Assessment) -> ExploredSeat:
    facts = then.record.about("seat", home)
    (fact, *_) = (one for one in facts if one.word("party") == seat.party.id)
    return ExploredSeat(
        seat.party.name, seat.side, seat.power, seat.channels, seat.basis,
        then.record.number_of(then.proofs.firings(fact)[0]),
    )  # fmt: skip


def _parties(then: Assessment, words: SupposableAnswers) -> Iterable[ExploredParty]:
    aside = {one.party.id: one.reason.sentence for one in then.set_aside}
    for party in then.case.parties:
        switches = tuple(words.named(f"parties.{party.id}.{key}") for key in ABOUT_A_PARTY)
        yield ExploredParty(party.id, party.name, aside.get(party.id, ""), switches)


def _layers(then: Assessment, old: Container[tuple[str, str]] | None) -> Iterable[Layer]:
    home = then.place if then.seats else then.chosen_home or then.place
    record = then.record
    told = [one for one in then.homes if one.place or one.chosen]
    members = record.about("seat", home)
    by_layer: dict[str, Iterable[Reason]] = {
        "network": (*record.reasons(members), *(one.reason for one in then.set_aside)),
        "fit": record.reasons((*record.about("fit", home), *record.of("alignment"))),
        "questions": (reason for one in told for reason in one.reasons),
        "path": (one.reason for one in last_steps(then, LAST_STEPS)),
    }
    for layer, reasons in by_layer.items():
        said = {one.sentence: one for one in reasons}
        if said:
            yield Layer(layer, tuple(_step(one, then, old) for one in said.values()))


def _step(reason: Reason, then: Assessment, old: Container[tuple[str, str]] | None) -> ExploredStep:
    new = old is not None and (reason.rule, reason.sentence) not in old
    citations = cite(then.knowledge, reason.statements)
    return ExploredStep(
        then.record.number_of(reason.firing), reason.sentence, reason.rule, reason.title,
        reason.certainty, citations, new,
    )  # fmt: skip
