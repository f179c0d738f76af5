"""Assessments beside each other: a few side by side, one as it is and as supposed, many as one.

Of many together it is told where they fall, what stands in the way of most, and what would free
most.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.explanation.acts import Act, Acts
from advisor.explanation.assess import Assessment, suppose_all
from advisor.explanation.contract import Contract, Versioned
from advisor.explanation.robustness import weigh
from advisor.knowledge.rule import Rule
from advisor.knowledge.texts import Place, fill, put
from advisor.model.answer_names import AnswerName, all_names, question_of
from advisor.model.case import UNKNOWN
from advisor.model.changed_case import answer_in, shown, suppose, with_party
from advisor.model.names import file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from advisor.explanation.assess import Assessment
    from advisor.explanation.happenings import Change
    from advisor.explanation.outlook import Outlook
    from advisor.explanation.reason import Reason

NOTHING = ""
"""Stands where an assessment has nothing of a sort."""
LISTED = "listed"
"""Stands for all answers about a party or a source of money that not every case has."""


class ComparedRow(NamedTuple):
    """One thing that several assessments say something about."""

    topic: str
    """`path`, `route`, `home`, `form`, `alignment`, `certainty`, `alternatives`, `verdict`, `flag`,
    `condition`, `keystone` or `answer`."""
    about: str
    """The home, risk, condition or answer; empty where the topic says it all."""
    values: tuple[str, ...]
    """What each says; empty where one has nothing of the sort."""

    @property
    def differs(self) -> bool:
        """Whether they do not all say the same."""
        return len(set(self.values)) > 1


class Comparison(NamedTuple):
    """Several assessments side by side."""

    assessments: tuple[Assessment, ...]
    names: tuple[str, ...]
    """A name for each, no two alike."""
    answers: tuple[ComparedRow, ...]
    """The answers that differ."""
    conclusions: tuple[ComparedRow, ...]
    """What is concluded: all of the main things, and whatever else differs."""


_ALWAYS = frozenset({"path", "route", "home", "alignment", "certainty"})
"""Topics that are told even where all say the same."""


def compare(assessments: Sequence[Assessment]) -> Comparison:
    """Puts assessments side by side.

    Args:
        assessments: At least two, of clients or of scenarios.

    Raises:
        ValueError: If there are fewer than two.
    """
    if len(assessments) < 2:
        raise ValueError("there is nothing to compare: give two assessments or more")
    return Comparison(
        tuple(assessments),
        _names(assessments),
        _answers(assessments),
        tuple(one for one in conclusions(assessments) if one.differs or one.topic in _ALWAYS),
    )


def conclusions(assessments: Sequence[Assessment]) -> tuple[ComparedRow, ...]:
    """What each of several assessments concludes, topic by topic."""
    found: dict[tuple[str, str], list[str]] = {}
    for place, one in enumerate(assessments):
        for topic, about, value in _said(one):
            values = found.setdefault((topic, about), [NOTHING] * len(assessments))
            if values[place] == NOTHING:  # of a risk seen twice, the graver, which comes first
                values[place] = value
    order = list(dict.fromkeys(topic for topic, _ in found))
    rows = [ComparedRow(topic, about, tuple(values)) for (topic, about), values in found.items()]
    return tuple(sorted(rows, key=lambda row: order.index(row.topic)))


def _said(one: Assessment) -> Iterable[tuple[str, str, str]]:
    yield "path", "", one.path
    yield "route", "", one.route
    yield "home", "", one.chosen_home or NOTHING
    yield "form", "", one.form or NOTHING
    yield "alignment", "", one.alignment
    yield "certainty", "", weigh(one).certainty
    yield "alternatives", "", ", ".join(other.path for other in one.alternatives)
    for home in one.homes:
        yield "verdict", home.home.home, home.verdict
    for flag in one.flags:
        yield "flag", flag.flag, flag.level
    yield "keystone", "", one.keystone.id if one.keystone else NOTHING
    for condition in one.conditions:
        yield "condition", condition.id, condition.by


def _names(assessments: Sequence[Assessment]) -> tuple[str, ...]:
    """The clients' names; where two are alike, those of the files."""
    clients = [one.case.short_name for one in assessments]
    if len(set(clients)) == len(clients):
        return tuple(clients)
    files = [file_name(one.case.file) for one in assessments]
    times = Counter(files)
    return tuple(
        name if times[name] == 1 else f"{name} ({place})" for place, name in enumerate(files, 1)
    )


def _answers(assessments: Sequence[Assessment]) -> tuple[ComparedRow, ...]:
    known = [all_names(one.case, one.knowledge) for one in assessments]
    rows = []
    alone: set[tuple[str, str]] = set()
    for typed, name in {key: one for names in known for key, one in names.items()}.items():
        if name.subject and not all(typed in names for names in known):
            subject = (name.part, name.subject)
            if subject not in alone:
                alone.add(subject)
                listed = tuple(LISTED if typed in names else NOTHING for names in known)
                rows.append(ComparedRow("answer", f"{name.part}.{name.subject}", listed))
            continue
        values = [
            _answer(one, name) if typed in names else NOTHING
            for one, names in zip(assessments, known, strict=True)
        ]
        if len(set(values)) > 1:
            rows.append(ComparedRow("answer", str(name), tuple(values)))
    return tuple(rows)


def _answer(one: Assessment, name: AnswerName) -> str:
    given: Any = answer_in(one.case, name)
    if name.part == "homes" and given is not None:
        own = one.case.homes.get(name.subject)
        if own is None or name.question not in own:
            return NOTHING  # said for every home, and told there
    if given is None:
        return NOTHING
    kind = question_of(name, one.knowledge).type
    return ",".join(sorted(given)) if kind == "several" else shown(given)


class WhatIf(NamedTuple):
    """A case as it is and as it is supposed, side by side."""

    before: Assessment
    after: Assessment
    changes: tuple[Act, ...]
    """The answers that are supposed, each with who could change it."""
    differences: tuple[ComparedRow, ...]
    """What is concluded differently."""
    appear: tuple[Reason, ...]
    """What rules conclude only then."""
    disappear: tuple[Reason, ...]
    """What rules conclude only now."""


def whatif(assessment: Assessment, changes: Iterable[str]) -> WhatIf:
    """Supposes other answers.

    Args:
        assessment: An assessment.
        changes: Answers with values, such as `change.kind=upgrade`.

    Raises:
        InputError: If there is no such answer, or it cannot be that.
    """
    after, acts = supposing(assessment, changes)
    return WhatIf(
        assessment,
        after,
        acts,
        tuple(row for row in conclusions((assessment, after)) if row.differs),
        only_in(after, assessment),
        only_in(assessment, after),
    )


def supposing(
    assessment: Assessment, changes: Iterable[str], parties: Iterable[tuple[str, str]] = ()
) -> tuple[Assessment, tuple[Act, ...]]:
    """A case with more parties and other answers.

    Args:
        changes: Answers with values, of the parties added too.
        parties: The name and the kind of each party that is added.

    Returns:
        The case as it would be, by the reference engine, and the answers that are supposed.

    Raises:
        InputError: If there is no such answer, or no case can hold it or such a party.
    """
    case, knowledge = assessment.case, assessment.knowledge
    for name, kind in parties:
        case = with_party(case, {"name": name, "kind": kind}, knowledge)
    supposed = [suppose(one, case, knowledge) for one in changes]
    then = suppose_all(assessment, supposed, case)
    return then, tuple(map(Acts(case, knowledge).act, supposed))


def only_in(one: Assessment, other: Assessment) -> tuple[Reason, ...]:
    """The reasons that hold in one assessment and not in the other, each sentence once."""
    known = other.record.said
    return tuple(reason for key, reason in one.record.said.items() if key not in known)


def apart(now: Sequence[str], then: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What there is only now, and only then, each once."""
    return (
        tuple(one for one in dict.fromkeys(now) if one not in then),
        tuple(one for one in dict.fromkeys(then) if one not in now),
    )


def parted(now: Assessment, then: Assessment) -> tuple[Reason, Reason]:
    """Where the roads part: what holds no more, and what holds instead."""
    return parting(now, only_in(now, then)), parting(then, only_in(then, now))


def parting(assessment: Assessment, only_here: Iterable[Reason]) -> Reason:
    """The first rule in the proof of the path that fires in one of two cases alone.

    Totals are passed over: another number says little where a rule says why.
    """
    known = {(one.rule, one.sentence) for one in only_here}
    entry = assessment.knowledge.rulebook.entry
    steps = [one.reason for one in assessment.reasons]
    own = [one for one in steps if (one.rule, one.sentence) in known
           and isinstance(entry(one.rule), Rule)]  # fmt: skip
    return own[0] if own else steps[-1]


SHARED = ("paths", "barred", "freed", "conditions", "unasked")
"""What a cohort tells of several cases at once."""
WAITING = ("hold", "need-more-information")
"""The paths that something would free a case from."""


class Member(Contract, frozen=True):
    """One case of a cohort."""

    name: str
    client: str
    change: str
    path: str
    """The words for the advised path."""
    keystone: str
    """What most hangs on; may be empty."""


class Share(Contract, frozen=True):
    """Something that is so in several cases."""

    what: str
    cases: tuple[str, ...]


class Cohort(Versioned, frozen=True, kw_only=True):
    """What is found of many cases together; each list has what is so in most cases first.

    A change that could break a reader raises contract_version.
    """

    members: tuple[Member, ...]
    paths: tuple[Share, ...]
    barred: tuple[Share, ...]
    """What bars the places open to the clients, by place."""
    waiting: tuple[str, ...]
    """The cases that are held, or wait for answers."""
    freed: tuple[Share, ...]
    """What would, alone, lead those that wait to another path."""
    conditions: tuple[Share, ...]
    unasked: tuple[Share, ...]
    """Kinds of party with power of whom nobody knows where they stand."""


def survey(cases: Iterable[tuple[str, Assessment, Outlook | None]]) -> Cohort:
    """Puts cases together.

    Args:
        cases: Each with its name, what the reasoning found and what would change it; without
            that, nothing is said of what would free it.
    """
    words: Mapping[str, Mapping[str, str]] = {}
    members: list[Member] = []
    waiting: list[str] = []
    counted: dict[str, dict[str, dict[str, None]]] = {}

    def count(list_: str, what: str, name: str) -> None:
        counted.setdefault(list_, {}).setdefault(what, {})[name] = None

    for name, found, outlook in cases:
        words = words or found.knowledge.section("words", "cohort")
        labels = {
            one.id: fill(str(one.words["label"]), _generic(words)) for one in found.conditions
        }
        path = str(found.knowledge.paths[found.path]["label"])
        change, keystone = found.case.change, found.keystone
        members.append(
            Member(
                name, found.case.client.text("name"), change.text("name") or change.text("short"),
                path, labels[keystone.id] if keystone else "",
            )
        )  # fmt: skip
        count("paths", path, name)
        for home in found.homes:
            for by in home.blocked_by if home.open == "yes" else ():
                count("barred", f"{home.home.label}: {words['bars'][by]}", name)
        for label in labels.values():
            count("conditions", label, name)
        for seat in found.seats:
            if seat.stance == UNKNOWN:
                count("unasked", found.knowledge.parties[seat.party.kind].many, name)
        if found.path in WAITING:
            waiting.append(name)
            for change_ in outlook.changes if outlook else ():
                if change_.id in words["freed"] and change_.path not in WAITING:
                    count("freed", _freed(found, change_, words["freed"]), name)
    shares = {
        list_: tuple(
            Share(what, tuple(names))
            for what, names in sorted(whats.items(), key=lambda one: (-len(one[1]), one[0]))
        )
        for list_, whats in counted.items()
    }
    lists: dict[str, Any] = {name: shares.get(name, ()) for name in SHARED}
    return Cohort(members=tuple(members), waiting=tuple(waiting), **lists)


def _generic(words: Mapping[str, Mapping[str, str]]) -> Callable[[Place], str]:
    """Fills what differs from case to case with what it is in any of them."""
    return lambda place: words["places"][
        place.name if not place.style else f"{place.name}:{place.style}"
    ]


def _freed(found: Assessment, change: Change, says: Mapping[str, str]) -> str:
    """What would lead a case to another path, as it can be said of several."""
    subject = change.happenings[0].subject
    kinds = {one.id: found.knowledge.parties[one.kind].many for one in found.case.parties}
    home = found.knowledge.homes.get(subject)
    return put(says[change.id], kind=kinds.get(subject, ""), home=home.label if home else "")
