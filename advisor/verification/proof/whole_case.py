"""Whole cases made of combinations of answers: carried out at once, made small, written down.

The proof works in parts; here the parts are put together again. A whole case has all homes and
every rule of the knowledge base is at work on it, so it can confirm what the parts say, show a
violation to a person, and be drawn at random.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine.consultation import conclusions
from advisor.model.fact import Fact
from advisor.verification.proof.answers import UNKNOWN
from advisor.verification.proof.columns import Column
from advisor.verification.proof.likeness import Content, content_of
from advisor.verification.proof.network import POWERS, SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from advisor.verification.proof.space import Space

GOALS = ("path", "chosen-home", "verdict", "veto", "front-runner", "candidate", "fit", "reads",
         "alternative", "seat", "route")  # fmt: skip
"""What the properties speak of."""


NOT_ANSWERS = ("decision", "part", "party", "power-stated", "usual", "seat")
"""Given columns that a whole case makes of its voters, or leaves out."""


class Voter(NamedTuple):
    """A party that stands for nothing but its seats."""

    stance: str
    basis: str
    powers: tuple[tuple[str, int], ...]
    """Its power in each home in which it has any."""


class WholeCase(NamedTuple):
    """One combination of answers about everything."""

    place: str
    """The home in which the work is planned, or nothing."""
    answers: tuple[tuple[Column, Content], ...]
    """What is answered; every other question is open."""
    voters: tuple[Voter, ...] = ()

    def without(self, column: Column) -> WholeCase:
        """The same case with one answer left out."""
        left = tuple(one for one in self.answers if one[0] != column)
        return self._replace(answers=left)


class Outcome(NamedTuple):
    """What follows in a whole case."""

    case: WholeCase
    facts: tuple[Fact, ...]
    homes: Mapping[str, str]
    """Whether each home is open."""
    stopping_power: int
    """The power from which a firm opponent alone can end the work."""

    def values(self, kind: str, field: str, **fixed: str) -> list[Any]:
        """The values of a field in the facts of a kind, with some fields fixed."""
        return [
            fact.get(field)
            for fact in self.facts
            if fact.kind == kind and all(fact.get(name) == value for name, value in fixed.items())
        ]

    @property
    def paths(self) -> list[str]:
        """The paths that follow; there should be one."""
        return self.values("path", "path")


def case_behind(space: Space, place: str, answers: Mapping[Column, Content]) -> WholeCase:
    """The whole case behind a combination that the proof found.

    Args:
        space: The space it was found in.
        place: The home in which the work is planned.
        answers: What is answered.

    Returns:
        A case with parties for the seats.
    """
    voters = [
        Voter(str(stance), str(basis), ((column.home, int(power)),))
        for column, content in sorted(answers.items())
        if column.kind == "seat"
        for _, power, stance, _, basis in content
    ]
    given = [
        (column, content)
        for column, content in sorted(answers.items())
        if column.kind not in ("seat", "decision") and not _says_nothing(column, content)
    ]
    return WholeCase(place, tuple(given), tuple(voters))


def _says_nothing(column: Column, content: Content) -> bool:
    rows = content.rows
    if column.kind in ("answer", "home-answer"):
        return all(UNKNOWN in row for row in rows)
    if column.kind == "home":
        return rows[0][1] == "no" and rows[0][2] == "no"
    return not rows


def facts_of(space: Space, case: WholeCase) -> list[Fact]:
    """The base facts of a whole case."""
    stated = dict(case.answers)
    facts = [Fact("decision", (("body", UNKNOWN), ("dated", "no")))]
    homes = space.homes
    columns = [one for one in space.relevant if one.kind not in NOT_ANSWERS]
    for column in columns:
        spread = [column._replace(home=home) for home in homes] if column.kind.startswith(
            "home"
        ) else [column]  # fmt: skip
        for one in spread:
            content = stated.get(one)
            rows = content.rows if content is not None else _open(space, one, case.place)
            facts.extend(space.reasoner.fact(one, row) for row in rows)
    facts.extend(_parties(space, case))
    return facts


def _open(space: Space, column: Column, place: str) -> tuple[tuple[str | int, ...], ...]:
    """What stands for an open question."""
    if column.kind == "home":
        planned = column.home == place
        return ((space.homes[column.home].group, "yes" if planned else "no",
                 "yes" if planned else "no"),)  # fmt: skip
    if column.kind in ("answer", "home-answer"):
        return ((column.about, UNKNOWN, UNKNOWN),)
    return ()


def _parties(space: Space, case: WholeCase) -> Iterable[Fact]:
    """Parties of no special kind, whose power in each home the file states."""
    for number, voter in enumerate(case.voters):
        name, powers = f"party-{number + 1}", dict(voter.powers)
        yield Fact(
            "party",
            (
                ("party", name), ("kind", "other"), ("power", powers.get(case.place, 0)),
                ("stance", voter.stance), ("basis", voter.basis), ("supplies", "yes"),
                ("sets-rules", UNKNOWN), ("votes", UNKNOWN), ("tie", "power"), ("ally", UNKNOWN),
                ("beneficiary", UNKNOWN), ("stop-mode", UNKNOWN),
            ),
        )  # fmt: skip
        for home in space.homes:
            if home != case.place:
                stated = (("party", name), ("home", home), ("power", powers.get(home, 0)))
                yield Fact("power-stated", stated)


def carry_out(space: Space, case: WholeCase) -> Outcome:
    """Carries out the rules that bear on the goals on a whole case, all at once."""
    facts = facts_of(space, case)
    known = [one for one in GOALS if one in space.rulebook.vocabulary.kinds]
    found = conclusions(space.rulebook, facts, known)
    open_ = {fact.word("home"): fact.word("open") for fact in facts if fact.kind == "home"}
    threshold = space.rulebook.thresholds.get("veto-power")
    return Outcome(case, found, open_, threshold.value if threshold is not None else max(POWERS))


def smallest(
    space: Space, case: WholeCase, breaks: Callable[[WholeCase], bool]
) -> WholeCase | None:
    """The smallest case found that still breaks a property: answers are left out one by one.

    Args:
        space: The space.
        case: A case.
        breaks: Whether a case breaks the property.

    Returns:
        A case from which nothing more can be left out, or nothing if the case as a whole does
        not break the property.
    """
    if not breaks(case):
        return None
    shrunk = True
    while shrunk:
        shrunk = False
        for smaller in _smaller(case):
            if breaks(smaller):
                case, shrunk = smaller, True
                break
    return case


def _smaller(case: WholeCase) -> Iterable[WholeCase]:
    for number in range(len(case.voters)):
        yield case._replace(voters=case.voters[:number] + case.voters[number + 1 :])
    homes = dict.fromkeys(column.home for column, _ in case.answers if column.home)
    for home in homes:
        yield case._replace(answers=tuple(one for one in case.answers if one[0].home != home))
    for column, content in case.answers:
        yield case.without(column)
        if len(content) > 1:
            for row in content:
                rest = content_of(tuple(one for one in content if one != row))
                yield case._replace(
                    answers=tuple(
                        (one, rest if one == column else old) for one, old in case.answers
                    )
                )


def random_case(space: Space, dice: random.Random) -> WholeCase:
    """A whole case drawn at random; about half of the questions are answered."""
    homes = space.homes
    place = dice.choice(["", *homes, "existing-school" if "existing-school" in homes else ""])
    answers: dict[Column, Content] = {}
    share = dice.choice((0.3, 0.6, 0.9))
    opened = dice.choice((0.1, 0.3, 0.8))
    for column in space.relevant:
        if column.kind in NOT_ANSWERS:
            continue
        for home in homes if column.kind.startswith("home") else ("",):
            one = column._replace(home=home)
            if column.kind == "home":
                answers[one] = _random_home(space, home, place, opened, dice)
            elif dice.random() < share:
                answers[one] = dice.choice(space.answers.contents(one))
    voters = tuple(_random_voter(space, dice) for _ in range(dice.choice((0, 1, 2, 3, 5, 9))))
    given = [(column, one) for column, one in sorted(answers.items())]
    return WholeCase(place, tuple(given), voters)


def _random_home(
    space: Space, home: str, place: str, opened: float, dice: random.Random
) -> Content:
    group = space.homes[home].group
    if home == place:
        return content_of(((group, "yes", "yes"),))
    open_ = dice.choice(("yes", "assumed")) if dice.random() < opened else "no"
    return content_of(((group, open_, "no"),))


def _random_voter(space: Space, dice: random.Random) -> Voter:
    stance = dice.choice(tuple(SIDES))
    basis = dice.choice(("said", "signs", "guess", UNKNOWN))
    most = dice.choice((1, 2, 3, 3))
    powers = [(home, dice.choice(POWERS[: most + 1])) for home in space.homes]
    return Voter(stance, basis, tuple(powers))


def as_case_file(space: Space, case: WholeCase) -> str:
    """A whole case as a case file that can be assessed.

    An answer that was only assumed is written as an answer; a comment says so.
    """
    lines = ["advisor-case: 1", f"place: {case.place or 'nowhere'}"]
    parts: dict[str, list[str]] = {"client": [], "change": [], "case": []}
    homes: dict[str, list[str]] = {}
    notes: list[str] = []
    for column, content in case.answers:
        if not content.rows:
            continue  # nothing is answered
        line = _line(column, content)
        if column.kind == "home":
            homes.setdefault(column.home, []).append(f"open: {_word(content.rows[0][1])}")
        elif column.kind == "money":
            rows = content.rows
            parts["case"].append("money:")
            parts["case"].extend(
                f"- {{source: {row[0]}, kind: {row[1]}, share: {row[4]}}}" for row in rows
            )
        elif column.home:
            homes.setdefault(column.home, []).append(line)
            if column.kind == "home-answer" and "assumed" in content.rows[0]:
                notes.append(f"# {column.home}, {column.about}: assumed, not stated")
        else:
            parts[_level(space, column.about)].append(line)
    parts["client"].insert(0, "name: A client")
    parts["change"].insert(0, "short: a change")
    if not any(one.startswith("kind:") for one in parts["change"]):
        parts["change"].append("kind: unknown")
    for level in ("client", "change"):
        lines.append(f"{level}:")
        lines.extend(f"  {one}" for one in parts[level])
    lines.extend(parts["case"])
    if case.voters:
        lines.append("parties:")
    for number, voter in enumerate(case.voters):
        powers = dict(voter.powers)
        lines.append(f"- name: Party {number + 1}")
        lines.append(f"  stance: {voter.stance}")
        lines.append(f"  basis: {voter.basis}")
        lines.append("  supplies: yes")
        lines.append(f"  power: {_POWER[powers.get(case.place, 0)]}")
        others = {home: power for home, power in powers.items() if home != case.place}
        if others:
            inside = ", ".join(f"{home}: {_POWER[power]}" for home, power in others.items())
            lines.append(f"  power-at: {{{inside}}}")
    if not any(one.startswith("open:") for answers in homes.values() for one in answers):
        # Once the file says of one home whether it is open, none is taken to be.
        sure = case.place or next(iter(space.homes))
        homes.setdefault(sure, []).append(f"open: {'yes' if case.place else 'no'}")
    if homes:
        lines.append("homes:")
    for home, answers in homes.items():
        lines.append(f"  {home}:")
        tables = [one for one in answers if one.startswith("decides ")]
        lines.extend(f"    {one}" for one in answers if one not in tables)
        if tables:
            lines.append("    decides:")
            lines.extend(f"      {one.removeprefix('decides ')}" for one in tables)
    return "\n".join([*notes, *lines]) + "\n"


_POWER = ("none", "slowly", "within-a-year", "at-once")


def _word(value: object) -> str:
    return "yes" if value == "assumed" else str(value)


def _level(space: Space, question: str) -> str:
    for level in ("client", "change"):
        if question in space.knowledge.questions.levels[level].questions:
            return level
    return "case"


def _line(column: Column, content: Content) -> str:
    rows = content.rows
    if column.kind == "home-decides":
        return f"decides {column.about}: {rows[0][1]}"
    if column.kind in ("figure", "home-figure"):
        return f"{column.about}: {rows[0][1]}"
    if column.kind in ("item", "home-item"):
        return f"{column.about}: [{', '.join(str(row[1]) for row in rows)}]"
    return f"{column.about}: {rows[0][1] if rows else UNKNOWN}"
