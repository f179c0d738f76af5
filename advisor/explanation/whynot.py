"""Why not: what speaks against a path or a home, and what would have to be different."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import InputError, echo, nearest
from advisor.explanation.answers import AnswerWords, Given
from advisor.explanation.clauses import Clauses
from advisor.explanation.near_miss import closest_facts, nearest_match
from advisor.explanation.trial import Trials, suppose_all
from advisor.explanation.ways_out import WaysOut
from advisor.model.case import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from advisor.engine.trace import Firing
    from advisor.explanation.acts import Act
    from advisor.explanation.assessment import Assessment
    from advisor.knowledge.rule import Pattern, Rule
    from advisor.model.fact import Fact

RULED_OUT = "ruled-out"
NOT_KNOWN = "not-known"
ON_CONDITION = "on-condition"
OUTRANKED = "outranked"
MISSING = "missing"
IN_THE_WAY = "in-the-way"
STANDINGS = (RULED_OUT, NOT_KNOWN, ON_CONDITION, OUTRANKED)
"""What a reason says of a path or a home, the gravest first."""

MOST_PAIRS = 400
"""Pairs of changes that are tried for one reason where no single one helps."""
OF_PAIRS = 60
"""Changes of which pairs are made."""
COMPARED = 24
"""Changes that are compared before the best of them is taken."""
MOST_BEHIND = 6
"""Answers that are told behind one reason."""

_SETTING = frozenset({"route", "path"})
"""Kinds of premise that say for which advice a reason is given, not what it is."""


class Remaining(NamedTuple):
    """What would still speak against it after a change."""

    standing: str
    sentence: str


class Missing(NamedTuple):
    """What would have to be different for one reason to disappear."""

    acts: tuple[Act, ...]
    """The changes; each says who decides it."""
    path: str
    """The path that would be advised then."""
    still: tuple[Remaining, ...]
    """What would still speak against it, the gravest first."""


class Outcome(NamedTuple):
    """How good a change is that makes a reason disappear; what is less is better."""

    unknown: int
    """2 if something would have to become unknown, 1 if an answer would be missing then, else 0."""
    fixed: bool
    """Whether nobody can bring it about."""
    adverse: bool
    """Whether nobody would wish for it."""
    last: bool
    """Whether it makes the work another one."""
    elsewhere: bool
    """Whether the advice becomes one of another kind, and not this path."""
    gravity: int
    """How grave the gravest is of what still speaks against it; least where nothing does."""
    left: int
    """How much still speaks against it."""
    others: bool
    """Whether somebody else has to act than who leads the work."""
    cost: int


class Block(NamedTuple):
    """One reason against a path or a home."""

    standing: str
    """`ruled-out`, `not-known`, `on-condition` or `outranked`; of a rule, `missing` or
    `in-the-way`."""
    why: str
    """The reason as one word, unique among those against one path or home."""
    sentence: str
    """The reason in words; of a rule, the condition that fails, as a clause."""
    rule: str
    """The rule that gives the reason."""
    statements: tuple[str, ...]
    """The statements of the articles it rests on."""
    behind: tuple[Given, ...]
    """The answers right behind it."""
    missing: Missing | None
    """What would have to be different; nothing where no small change was found."""


class WhyNot(NamedTuple):
    """What speaks against a path or a home."""

    assessment: Assessment
    subject: str
    """The path, or `verdict:` and the home."""
    standing: str
    """The gravest of its reasons."""
    by: str
    """The path that is advised instead."""
    blocks: tuple[Block, ...]
    """Its reasons, the gravest first."""
    holding: tuple[str, ...] = ()
    """Of a rule, the conditions that hold together, as clauses."""
    title: str = ""
    """Of a rule, its title."""


def whynot(assessment: Assessment, subject: str) -> WhyNot:
    """Says what blocks a path, a home or a rule, and what would have to be different.

    Args:
        assessment: An assessment.
        subject: A path, `verdict:` and a home, or the id of a rule.

    Returns:
        The reasons, the gravest first.

    Raises:
        InputError: If there is no such path, home or rule, or nothing speaks against it.
    """
    wanted = subject.strip().lower().replace("_", "-").replace(" ", "-")
    home = wanted.removeprefix("verdict:") if wanted.startswith("verdict:") else ""
    if wanted == "existing-school":
        home = wanted
    if home in assessment.knowledge.homes:
        return _found(assessment, f"verdict:{home}", _HomeReasons(assessment, home))
    for rule in assessment.knowledge.rulebook.rules:
        if rule.id == wanted:
            return _rule(assessment, rule)
    if wanted not in assessment.knowledge.paths:
        raise _no_such(assessment, subject, wanted)
    if wanted == assessment.path:
        raise InputError(
            f"The path “{wanted}” is the one advised.",
            remedy="“advisor why” proves it; “advisor whatif --flip” finds what would change it.",
        )
    return _found(assessment, wanted, _PathReasons(assessment, wanted))


def _no_such(assessment: Assessment, subject: str, wanted: str) -> InputError:
    match = nearest(wanted, subjects(assessment))
    return InputError(
        f"There is no path, home or rule {echo(subject)}.",
        remedy=f"Did you mean “{match}”?"
        if match
        else f"The paths are: {', '.join(assessment.knowledge.paths)}.",
    )


def subjects(assessment: Assessment) -> tuple[str, ...]:
    """What can be asked about: paths, verdicts on homes, rules."""
    return (
        *(path for path in assessment.knowledge.paths if path != assessment.path),
        *(f"verdict:{home}" for home in assessment.knowledge.homes),
        *(rule.id for rule in assessment.knowledge.rulebook.rules),
    )


class _Reasons:
    """The reasons against one path or home, in any assessment of the same case."""

    path = ""
    """The path itself, or the one that a home leads to."""

    def facts(self, facts: Iterable[Fact]) -> dict[str, list[Fact]]:
        """The facts that are reasons, by their word."""
        raise NotImplementedError

    def standing(self, why: str) -> str:
        """What a reason says."""
        raise NotImplementedError


class _PathReasons(_Reasons):
    def __init__(self, assessment: Assessment, path: str) -> None:
        self.path = path
        self._standings = assessment.knowledge.section("acts", "standing")

    def facts(self, facts: Iterable[Fact]) -> dict[str, list[Fact]]:
        return {
            fact.word("why"): [fact]
            for fact in facts
            if fact.kind == "not-chosen" and fact.word("path") == self.path
        }

    def standing(self, why: str) -> str:
        for standing, words in self._standings.items():
            if why in words:
                return str(standing)
        return RULED_OUT


class _HomeReasons(_Reasons):
    """What keeps a home from the best verdict: what rules it out, or is not known, or wanting."""

    _KINDS = (("blocked",), ("open-question",), ("gap", "assumed-reading"))

    def __init__(self, assessment: Assessment, home: str) -> None:
        self._home = home
        self.path = assessment.knowledge.homes[home].path

    def facts(self, facts: Iterable[Fact]) -> dict[str, list[Fact]]:
        about = [fact for fact in facts if dict(fact.fields).get("home") == self._home]
        for kinds in self._KINDS:
            found: dict[str, list[Fact]] = {}
            for fact in about:
                if fact.kind in kinds:
                    found.setdefault(f"{fact.kind}:{fact.fields[1][1]}", []).append(fact)
            if found:
                return found
        return {}

    def standing(self, why: str) -> str:
        kind = why.partition(":")[0]
        return {"blocked": RULED_OUT, "open-question": NOT_KNOWN}.get(kind, ON_CONDITION)


def _found(assessment: Assessment, subject: str, reasons: _Reasons) -> WhyNot:
    found = reasons.facts(assessment.consultation.facts)
    if not found:
        raise InputError(
            f"Nothing speaks against “{subject}” in this case.",
            remedy="“advisor why” proves what is said of it.",
        )
    order = assessment.record.rule_order
    blocks = []
    words = AnswerWords(assessment.record)
    trials, ways_out = Trials(assessment), WaysOut(assessment)
    for why, facts in found.items():
        firings = sorted(
            (one for fact in facts for one in assessment.proofs.firings(fact)),
            key=lambda one: order[one.rule],
        )
        blocks.append(
            Block(
                reasons.standing(why),
                why,
                *_told(assessment, firings[0]),
                tuple(_behind(assessment, words, firings[0]))[:MOST_BEHIND],
                _missing(trials, reasons, why, ways_out.of(firings)),
            )
        )
    blocks.sort(key=lambda one: (STANDINGS.index(one.standing), order[one.rule]))
    return WhyNot(assessment, subject, blocks[0].standing, assessment.path, tuple(blocks))


def _told(assessment: Assessment, firing: Firing) -> tuple[str, str, tuple[str, ...]]:
    reason = assessment.narrator.reason(firing)
    return reason.sentence, reason.rule, reason.statements


def _behind(assessment: Assessment, words: AnswerWords, firing: Firing) -> Iterator[Given]:
    """The answers a reason takes, and those one step behind what makes it a reason."""
    found: dict[Given, None] = {}
    premises = [one for one in firing.premises if one.kind not in _SETTING] or firing.premises
    seen = {id(firing)}
    waiting = [firing]
    for fact in premises:
        one = assessment.proofs.firing(fact)
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            waiting.append(one)
    for step in waiting:
        found.update(dict.fromkeys(words.behind(step)))
    if not found:  # further down, then
        for step in reversed(assessment.proofs.chain(premises)):
            found.update(dict.fromkeys(words.behind(step)))
    yield from found


# A rule


def _rule(assessment: Assessment, rule: Rule) -> WhyNot:
    record = assessment.record
    miss = nearest_match(record, rule)
    if miss.fires:
        raise InputError(
            f"The rule “{rule.id}” fires in this case.",
            remedy="“advisor why” shows what it concludes.",
        )
    clauses, words = Clauses(record), AnswerWords(record)
    ways_out = WaysOut(assessment)

    def block(standing: str, pattern: Pattern, facts: list[Fact]) -> Block:
        given: dict[Given, None] = {}
        firings = [one for fact in facts for one in assessment.proofs.firings(fact)]
        for fact in facts:
            if assessment.proofs.firing(fact) is None:
                fields = [test.field for test in pattern.tests]
                given.update(dict.fromkeys(words.given(fact, fields)))
        for firing in firings:
            given.update(dict.fromkeys(_behind(assessment, words, firing)))
        acts = ways_out.of(firings)
        if standing == MISSING:
            establishing = ways_out.establishing(pattern, miss.bindings)
            acts = [*map(ways_out.act, dict.fromkeys(establishing)), *acts]
        acts += [
            ways_out.act(supposed)
            for one in given
            if one.name
            for supposed in ways_out.otherwise(one.name, one.value)
        ]
        return Block(
            standing,
            str(pattern),
            clauses.pattern(pattern, miss.bindings),
            rule.id,
            rule.rests_on,
            tuple(given)[:MOST_BEHIND],
            _rule_missing(assessment, rule, pattern, standing, acts),
        )

    blocks = [
        block(MISSING, one, list(closest_facts(record, one, miss.bindings))[:1])
        for one in miss.missing
    ]
    blocks += [block(IN_THE_WAY, pattern, [fact]) for pattern, fact in miss.in_the_way]
    return WhyNot(
        assessment,
        rule.id,
        blocks[0].standing,
        assessment.path,
        tuple(blocks),
        tuple(clauses.pattern(one, miss.bindings) for one in miss.holding),
        rule.title,
    )


def _rule_missing(
    assessment: Assessment, rule: Rule, pattern: Pattern, standing: str, acts: list[Act]
) -> Missing | None:
    """The first change after which one condition of a rule no longer fails."""
    for act in list(dict.fromkeys(acts))[:COMPARED]:
        try:
            after = suppose_all(assessment, [act.supposed])
        except InputError:
            continue
        miss = nearest_match(after.record, rule)
        failing = miss.missing if standing == MISSING else tuple(one for one, _ in miss.in_the_way)
        if pattern not in failing:
            clauses = Clauses(after.record)
            still = [
                Remaining(MISSING, clauses.pattern(one, miss.bindings)) for one in miss.missing
            ]
            still += [
                Remaining(IN_THE_WAY, clauses.pattern(one, miss.bindings))
                for one, _ in miss.in_the_way
            ]
            return Missing((act,), after.path, tuple(dict.fromkeys(still)))
    return None


# What would have to be different


def _missing(trials: Trials, reasons: _Reasons, why: str, acts: list[Act]) -> Missing | None:
    """The easiest change after which a reason is gone, and the advice is of the same kind."""
    assessment = trials.assessment
    untold = assessment.knowledge.section("acts", "untold")

    def outcome(tried: tuple[Act, ...]) -> Outcome | None:
        """How good a change is, the least best; nothing where the reason does not go."""
        facts = trials.conclusions(one.supposed for one in tried)
        if facts is None:
            return None
        left = reasons.facts(facts)
        if why in left:
            return None
        path, route = (
            next(str(fact.fields[0][1]) for fact in facts if fact.kind == kind)
            for kind in ("path", "route")
        )
        gravest = min((STANDINGS.index(reasons.standing(word)) for word in left), default=9)
        return Outcome(
            2
            if any(one.supposed.value == UNKNOWN for one in tried)
            else int(path != reasons.path and path in untold),
            not all(one.who for one in tried),
            any(one.adverse for one in tried),
            any(one.last for one in tried),
            route != assessment.route and path != reasons.path,
            -gravest,
            len(left),
            not all(one.own for one in tried),
            sum(one.cost for one in tried),
        )

    own = -STANDINGS.index(reasons.standing(why))

    def good_enough(found: Outcome) -> bool:
        return not any(found[:5]) and found.gravity <= own

    found = _easiest(acts, outcome, good_enough)
    if found is None:
        return None
    after = suppose_all(assessment, [one.supposed for one in found])
    left = reasons.facts(after.consultation.facts)
    still = []
    for word, facts in left.items():
        reason = after.record.reason(facts[0])
        told = Remaining(reasons.standing(word), reason.sentence)
        still.append((after.record.rule_order[reason.rule], told))
    still.sort(key=lambda one: (STANDINGS.index(one[1].standing), one[0]))
    return Missing(found, after.path, tuple(dict.fromkeys(one for _, one in still)))


def _easiest(
    acts: list[Act],
    outcome: Callable[[tuple[Act, ...]], Outcome | None],
    good_enough: Callable[[Outcome], bool],
) -> tuple[Act, ...] | None:
    """The best change after which a reason is gone: a single one if there is any, else a pair."""
    best: tuple[Outcome, int] | None = None
    for place, act in enumerate(acts):
        if place >= COMPARED and best is not None and good_enough(best[0]):
            break
        found = outcome((act,))
        if found is not None and (best is None or (found, place) < best):
            best = (found, place)
    if best is not None:
        return (acts[best[1]],)
    near = acts[:OF_PAIRS]
    pairs = sorted(
        (
            (one.cost + other.cost, place, (one, other))
            for place, one in enumerate(near)
            for other in near[place + 1 :]
            if one.name != other.name
        ),
        key=lambda found: found[:2],
    )
    return next((pair for _, _, pair in pairs[:MOST_PAIRS] if outcome(pair) is not None), None)
