"""Whole cases as base facts: drawn at random, carried out, written down as case files.

Only what bears on the properties is in them. A party stands for nothing but its seats: it is of
no special kind, and the case states its power in each home. What the assessment of such a case
announces is held against what comes once one open answer is settled.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from advisor.engine.consultation import conclusions
from advisor.errors import InputError
from advisor.explanation.assess import Assessment, assess
from advisor.explanation.outlook import look_ahead, open_answers
from advisor.knowledge.source import parse
from advisor.model.answer_names import AnswerName, question_of
from advisor.model.case_reader import read_case
from advisor.model.case_text import case_text
from advisor.model.changed_case import Supposed
from advisor.model.fact import Fact
from advisor.solver.session import Session
from advisor.verification.proof.networks import HOME, PARTY, POWERS, SEAT, Seat
from advisor.verification.proof.space import GOALS, ORDERS, SORTED, UNKNOWN, Space

Facts = tuple[Fact, ...]
POWER_WORDS = ("none", "slowly", "within-a-year", "at-once")


class Voter(NamedTuple):
    """A party that stands for nothing but its seats."""

    stance: str
    basis: str
    powers: dict[str, int]
    """Its power in each home in which it has any."""


def place_of(facts: Iterable[Fact]) -> str:
    """The home in which the work sits or is planned, or nothing."""
    planned = (one for one in facts if one.kind == HOME and one.get("place") == "yes")
    return next((one.word(HOME) for one in planned), "")


def outcome(space: Space, facts: Facts) -> Facts:
    """The base facts and what the reference engine concludes from them for the properties."""
    goals = [one for one in (*GOALS, SEAT) if one in space.rulebook.vocabulary.kinds]
    return (*facts, *conclusions(space.rulebook, facts, goals))


def party_facts(space: Space, voters: Iterable[Voter]) -> Iterator[Fact]:
    """The facts of some parties, whose power is stated for each home."""
    fields = space.rulebook.vocabulary.kinds[PARTY].fields
    usual = {
        name: UNKNOWN if UNKNOWN in (one.allowed or ()) else "" for name, one in fields.items()
    }
    for number, voter in enumerate(voters):
        name = f"party-{number + 1}"
        own: dict[str, str | int] = {
            PARTY: name, "kind": "other", "power": max(voter.powers.values(), default=0),
            "supplies": "yes", "hold": "stated", "stance": voter.stance, "basis": voter.basis,
            "tie": "power",
        }  # fmt: skip
        yield Fact(PARTY, tuple((one, own.get(one, usual[one])) for one in fields))
        for home in space.homes:
            stated = ((PARTY, name), (HOME, home), ("power", voter.powers.get(home, 0)))
            yield Fact("power-stated", stated)


TODAY = "2030-01-01"
EVENT_DATES = {"within-a-year": "2030-06-01", "later": "2032-01-01", "undated": UNKNOWN}
"""A day for each answer to when an event comes, told from the day of the case."""


def voters_of(networks: dict[str, list[Seat]]) -> list[Voter]:
    """Parties for the seats in each home; one may have a seat in several homes."""
    found: dict[tuple[str, str, int], dict[str, int]] = {}
    for home, seats in networks.items():
        alike = Counter[tuple[str, str]]()
        for seat in seats:
            sort = (str(seat["stance"]), str(seat["basis"]))
            found.setdefault((*sort, alike[sort]), {})[home] = int(seat["power"])
            alike[sort] += 1
    return [Voter(stance, basis, powers) for (stance, basis, _), powers in found.items()]


def random_case(space: Space, dice: random.Random) -> Facts:
    """A case drawn at random; about half of the questions are answered."""
    place = dice.choice(["", *space.homes, *list(space.homes)[:1]])
    opened, share = dice.choice((0.1, 0.3, 0.8)), dice.choice((0.3, 0.6, 0.9))
    facts = [Fact("decision", (("body", UNKNOWN), ("dated", "no")))]
    for name, home in space.homes.items():
        known = ("yes", "assumed") if dice.random() < opened else ("no", UNKNOWN)
        is_open = dice.choice(known)
        told = ("yes", "yes") if name == place else (is_open, "no")
        facts.append(Fact(HOME, ((HOME, name), ("group", home.group), ("open", told[0]),
                                 ("place", told[1]))))  # fmt: skip
    for kind, about in space.asked:
        if about:
            for name in space.homes if kind.startswith("home-") else ("",):
                answered = dice.random() < share
                facts.extend(_random_answer(space, kind, name, about, answered, dice))
        elif kind in SORTED:
            facts.extend(dice.sample(space.sorts_of(kind), dice.choice((0, 0, 1, 2))))
    bases = space.rulebook.vocabulary.kinds[PARTY].fields["basis"].allowed or ()
    stances = space.rulebook.vocabulary.values["stance"]
    voters = []
    for _ in range(dice.choice((0, 1, 2, 3, 5, 9))):
        most = dice.choice((1, 2, 3, 3))
        powers = {name: dice.choice(POWERS[: most + 1]) for name in space.homes}
        voters.append(Voter(str(dice.choice(stances)), str(dice.choice(bases)), powers))
    return tuple(sorted((*facts, *party_facts(space, voters))))


def _random_answer(
    space: Space, kind: str, home: str, about: str, answered: bool, dice: random.Random
) -> Iterator[Fact]:
    """The facts of one answer."""
    names = list(space.rulebook.vocabulary.kinds[kind].fields)
    head = (home, about) if home else (about,)
    question = space.question(kind, about)
    values = list(question.values) if question is not None else []

    def fact(*rest: str | int) -> Fact:
        return Fact(kind, tuple(zip(names, (*head, *rest))))

    if kind in ("answer", "home-answer"):
        answer = dice.choice(values) if answered and values else UNKNOWN
        basis = dice.choice(("stated", "assumed")) if home else "stated"
        yield fact(answer, basis if answer != UNKNOWN else UNKNOWN)
    elif answered and kind in ("item", "home-item"):
        chosen = [one for one in values if one != "none" and dice.random() < 0.4]
        yield from (fact(one) for one in chosen or [one for one in values if one == "none"])
    elif answered and kind in ("figure", "home-figure"):
        yield fact(dice.choice(ORDERS))
    elif answered and kind == "home-decides":
        yield fact(dice.choice(space.rulebook.vocabulary.values["reading"]))


def as_case_file(space: Space, facts: Facts) -> str:
    """A whole case as a case file that can be assessed.

    An answer that was only assumed is written as an answer; a comment says so.
    """
    place = place_of(facts)
    case: dict[str, Any] = {
        "advisor-case": 1, "place": place or "nowhere", "client": {"name": "A client"},
        "change": {"short": "a change", "kind": UNKNOWN}, "homes": defaultdict(dict),
        "parties": list(_parties(facts)),
    }  # fmt: skip
    homes, assumed = case["homes"], []
    for fact in facts:
        home, kind = str(dict(fact.fields).get(HOME, "")), fact.kind
        values = [value for _, value in fact.fields]
        if kind in ("answer", "home-answer", "item", "home-item", "figure", "home-figure"):
            *about, question, value = values if kind.endswith(("item", "figure")) else values[:-1]
            level = homes[home] if about else _level(space, str(question), case)
            if kind.endswith("item"):
                level.setdefault(str(question), []).append(value)
            elif value != UNKNOWN:
                level[str(question)] = value
            if "assumed" in values:
                assumed.append(f"{home}: {question}")
        elif kind == "home-decides":
            homes[home].setdefault("decides", {})[values[-2]] = values[-1]
        elif kind == "money":
            given = {name: fact.get(name) for name in ("source", "kind", "share")}
            case.setdefault("money", []).append(given)
        elif kind == "event":
            case["as-of"] = TODAY
            given = {"kind": fact.get("kind"), "date": EVENT_DATES[fact.word("when")]}
            case.setdefault("events", []).append({**given, "what": "an event"})
        elif kind == HOME and home != place and fact.get("open") != "no":
            homes[home]["open"] = UNKNOWN if fact.get("open") == UNKNOWN else "yes"
    # Once the file says of one home whether it is open, none is taken to be.
    silent = [one for one in space.homes if "open" not in homes.get(one, ())]
    for sure in [place] if place else silent[:1]:
        homes[sure]["open"] = "yes" if place else "no"
    head = f"Assumed, not stated: {', '.join(assumed)}" if assumed else "A case."
    return case_text(case, space.knowledge.questions, head)


def _parties(facts: Facts) -> Iterator[dict[str, object]]:
    for fact in facts:
        if fact.kind == PARTY:
            stated = {
                str(one.get(HOME)): POWER_WORDS[one.number("power")]
                for one in facts
                if one.kind == "power-stated" and one.get(PARTY) == fact.get(PARTY)
            }
            yield {
                "name": fact.word(PARTY).replace("party-", "Party "), "kind": "other",
                "stance": fact.get("stance"), "basis": fact.get("basis"), "supplies": "yes",
                "power": POWER_WORDS[fact.number("power")], "power-at": stated,
            }  # fmt: skip


def _level(space: Space, question: str, case: dict[str, Any]) -> dict[str, Any]:
    """The part of a case in which a question that is about no home is answered."""
    levels = space.knowledge.questions.levels
    return next((case[one] for one in ("client", "change") if question in levels[one].questions),
                case)  # fmt: skip


def unannounced(space: Space, case: Facts) -> Iterator[str]:
    """Gives every answer to every open question of a whole case, one at a time.

    Args:
        case: The base facts of a case; it is written down, read and assessed as a client's is.

    Yields:
        What leads to a path that the assessment did not announce.
    """
    file = parse(as_case_file(space, case).encode(), "case")
    try:
        given = read_case(file, "case", space.knowledge)
    except InputError:  # no client gives these answers together
        return
    assessment = assess(given, engine="reference", knowledge=space.knowledge)
    named = {one.key for one in look_ahead(assessment).unknowns if one.decides}
    settled = [
        Supposed(name, answer)
        for name in _open(space, assessment)
        for answer in question_of(name, space.knowledge).values
        if answer != UNKNOWN
    ]
    session = Session(given, space.knowledge, settled)
    for world in session.worlds(at_most=1, without=[assessment.record.only("path")]):
        (change,), path = world.changes, world.only("path").word("path")
        name = change.name
        if (name.question, name.home, name.party) not in named:
            yield f"{name} is settled as {change.value}, and {path} is advised unannounced"


def _open(space: Space, assessment: Assessment) -> Iterator[AnswerName]:
    """The open questions with one answer on which the path can depend."""
    for fact, name, _ in open_answers(assessment):
        if name.party or (fact.kind, name.question) in space.asked:
            yield name
