"""What would change the advice: answers are changed, and the same rules are run again."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine.consultation import conclusions
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.explanation.assessment import Assessment
    from advisor.knowledge.vocabulary import Value

ENOUGH = 4
"""How many changes are found before the search stops."""

OF_ONE_PATH = 2
"""How many of them may lead to the same path, so that a reader sees different ways out."""

MOST_TRIALS = 16
"""How many trials are made at most; the levers that matter most stand first."""

_GOAL = "path"


class Change(NamedTuple):
    """A change of answers after which the advice is another one."""

    lever: str
    """The id of the lever in `rules/levers.yaml`."""
    says: str
    """The change as a clause that follows "if"."""
    who: str
    """Who could bring it about."""
    path: str
    """The path advised then."""
    subject: str
    """The party, home or source of money it is about, or empty."""


class _Trial(NamedTuple):
    """A lever applied to one subject."""

    lever: Mapping[str, Any]
    bindings: Mapping[str, Value]
    subject: str
    facts: Mapping[Fact, Fact]
    """Each fact that changes, and what it changes into."""


def find_changes(assessment: Assessment) -> tuple[Change, ...]:
    """Finds changes that lead to another path.

    Args:
        assessment: An assessment.

    Returns:
        At most `ENOUGH` changes in the order of the levers, each lever once.
    """
    found: list[Change] = []
    trials = (trial for trial in _trials(assessment) if trial.facts)
    for trial in islice(trials, MOST_TRIALS):
        if trial.lever["id"] in [one.lever for one in found]:
            continue
        path = _path_after(assessment, trial)
        often = [one.path for one in found].count(path) == OF_ONE_PATH
        if path == assessment.path or often:
            continue
        says = assessment.narrator.say(str(trial.lever["says"]), trial.bindings)
        says = says if says[1:2].isupper() else says[:1].lower() + says[1:]
        found.append(
            Change(str(trial.lever["id"]), says, str(trial.lever["who"]), path, trial.subject)
        )
        if len(found) == ENOUGH:
            break
    return tuple(found)


def _path_after(assessment: Assessment, trial: _Trial) -> str:
    """The path after a trial; homes that stay closed take no part, as they never can."""
    facts = [trial.facts.get(fact, fact) for fact in assessment.base.facts]
    kept = {
        fact.get("home")
        for fact in facts
        if fact.kind == "home" and (fact.get("open") != "no" or fact.get("place") == "yes")
    }
    facts = [one for one in facts if one.fields[0][0] != "home" or one.get("home") in kept]
    facts = [one for one in facts if one.kind != "usual" or one.get("home") in kept]
    result = conclusions(assessment.knowledge.rulebook, facts, [_GOAL])
    return str(result[0].get("path")) if result else assessment.path


# Trials


def _trials(assessment: Assessment) -> Iterator[_Trial]:
    for lever in assessment.knowledge.section("levers", "levers"):
        if "for" in lever and assessment.route not in lever["for"]:
            continue
        yield from _SUBJECTS[lever["on"]](assessment, lever)


def _with(fact: Fact, values: Mapping[str, Value]) -> Fact:
    return Fact(fact.kind, tuple((name, values.get(name, old)) for name, old in fact.fields))


def _fits(fact: Fact, lever: Mapping[str, Any]) -> bool:
    return all(fact.get(field) in values for field, values in lever.get("only", {}).items())


def _of_kind(assessment: Assessment, kind: str) -> list[Fact]:
    return [one for one in assessment.base.facts if one.kind == kind]


def _members(assessment: Assessment) -> list[Fact]:
    seated = {seat.party.id: place for place, seat in enumerate(assessment.seats)}
    facts = [one for one in _of_kind(assessment, "party") if one.get("party") in seated]
    return sorted(facts, key=lambda one: seated[str(one.get("party"))])


def _each_party(assessment: Assessment, lever: Mapping[str, Any]) -> Iterator[_Trial]:
    for fact in _members(assessment):
        if _fits(fact, lever):
            party = str(fact.get("party"))
            yield _Trial(lever, {"party": party}, party, {fact: _with(fact, lever["set"])})


def _all_parties(assessment: Assessment, lever: Mapping[str, Any]) -> Iterator[_Trial]:
    reluctant = [one for one in _members(assessment) if one.get("stance") not in _FAVORABLE]
    if len(reluctant) > 1:
        changed = {
            one: _with(one, lever["set"])
            for one in _members(assessment)
            if one in reluctant or one.get("basis") != "said"
        }
        first = str(reluctant[0].get("party"))
        yield _Trial(lever, {"parties": first, "party": first}, "", changed)


_FAVORABLE = ("for", "firmly-for")


def _each_source(assessment: Assessment, lever: Mapping[str, Any]) -> Iterator[_Trial]:
    for fact in _of_kind(assessment, "money"):
        if _fits(fact, lever):
            source = str(fact.get("source"))
            yield _Trial(lever, {"source": source}, source, {fact: _with(fact, lever["set"])})


def _closed_homes(assessment: Assessment, lever: Mapping[str, Any]) -> Iterator[_Trial]:
    passing = [one.path for one in assessment.alternatives if not one.open]
    for home in passing:
        yield _home_trial(assessment, lever, [home], home)


def _chosen(assessment: Assessment, lever: Mapping[str, Any]) -> Iterator[_Trial]:
    if assessment.chosen_home is not None:
        home = assessment.chosen_home
        group = assessment.knowledge.homes[home].group
        if group not in lever.get("groups", (group,)):
            return
        yield _home_trial(assessment, lever, [home], home)


def _planned(assessment: Assessment, lever: Mapping[str, Any]) -> Iterator[_Trial]:
    if assessment.place in assessment.knowledge.homes:
        yield _home_trial(assessment, lever, [assessment.place], assessment.place)


def _every_home(assessment: Assessment, lever: Mapping[str, Any]) -> Iterator[_Trial]:
    yield _home_trial(assessment, lever, assessment.knowledge.homes, "")


def _home_trial(
    assessment: Assessment, lever: Mapping[str, Any], homes: Iterable[str], subject: str
) -> _Trial:
    wanted, among = lever["set"], set(homes)
    changed: dict[Fact, Fact] = {}
    if not all(
        fact.get("is") in lever["only"][fact.get("to")]
        for fact in assessment.base.facts
        if fact.kind == "home-answer"
        and fact.get("home") in among
        and fact.get("to") in lever.get("only", {})
    ):
        return _Trial(lever, {}, subject, changed)
    for fact in assessment.base.facts:
        if fact.kind == "home-answer" and fact.get("home") in among:
            to = str(fact.get("to"))
            if to in wanted and fact.get("is") != wanted[to]:
                changed[fact] = _with(fact, {"is": wanted[to], "basis": "stated"})
        elif fact.kind == "home" and fact.get("home") in among and "open" in wanted:
            changed[fact] = _with(fact, {"open": wanted["open"]})
    shelter = assessment.case.in_home(subject, "shelter-name") if subject else None
    return _Trial(
        lever,
        {"home": subject, "shelter": str(shelter or _usual_shelter(assessment, subject))},
        subject,
        changed,
    )


def _usual_shelter(assessment: Assessment, home: str) -> str:
    """What frees a home from ordinary rules, where the client has no name for it."""
    kinds = assessment.knowledge.questions.find("home", "shelter").values
    for fact in assessment.base.facts:
        if fact.kind == "home-answer" and fact.get("home") == home and fact.get("to") == "shelter":
            found = kinds.get(str(fact.get("is")))
            if found is not None and found.name not in ("none", "other"):
                return f"the {found.label}"
    return str(assessment.knowledge.section("steps", "shelter"))


def _about_the_change(assessment: Assessment, lever: Mapping[str, Any]) -> Iterator[_Trial]:
    changed = {
        fact: _with(fact, {"is": lever["set"][fact.get("to")], "basis": "stated"})
        for fact in _of_kind(assessment, "answer")
        if fact.get("to") in lever["set"] and fact.get("is") != lever["set"][fact.get("to")]
    }
    yield _Trial(lever, {}, "", changed)


_SUBJECTS = {
    "party": _each_party,
    "parties": _all_parties,
    "money": _each_source,
    "closed": _closed_homes,
    "chosen": _chosen,
    "place": _planned,
    "every-home": _every_home,
    "case": _about_the_change,
}
