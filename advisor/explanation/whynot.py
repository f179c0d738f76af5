"""Why not: what speaks against a path or a home, and what would have to be different."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, NamedTuple

from advisor.engine.trace import Firing
from advisor.errors import InputError, as_name, did_you_mean, echo
from advisor.explanation.acts import Act, WaysOut
from advisor.explanation.answers import AnswerWords, Given
from advisor.explanation.assess import Assessment
from advisor.explanation.contract import Contract, one_of
from advisor.explanation.near_miss import bound, closest_fact, nearest_match
from advisor.explanation.speech import Clauses
from advisor.knowledge.rule import Rule, Total
from advisor.model.fact import Fact
from advisor.solver.answers import SPLIT
from advisor.solver.program import atom, literals
from advisor.solver.session import World

RULED_OUT = "ruled-out"
NOT_KNOWN = "not-known"
ON_CONDITION = "on-condition"
OUTRANKED = "outranked"
MISSING = "missing"
IN_THE_WAY = "in-the-way"
Standing = Annotated[
    str, one_of(RULED_OUT, NOT_KNOWN, ON_CONDITION, OUTRANKED, MISSING, IN_THE_WAY)
]
STANDINGS = (RULED_OUT, NOT_KNOWN, ON_CONDITION, OUTRANKED)
"""What a reason says of a path or a home, the gravest first."""

MOST_BEHIND = 6
"""Answers that are told behind one reason."""

_SETTING = frozenset({"route", "path"})
"""Kinds of premise that say for which advice a reason is given, not what it is."""


class Remaining(Contract, frozen=True):
    """What still speaks against something."""

    standing: Standing
    sentence: str


class Missing(NamedTuple):
    """What would have to be different for one reason to disappear."""

    acts: tuple[Act, ...]
    """The changes; each says who decides it."""
    path: str
    """The path that would be advised then."""
    still: tuple[Remaining, ...]
    """What would still speak against it, the gravest first."""


class Block(NamedTuple):
    """One reason against a path or a home."""

    standing: str
    """`ruled-out`, `not-known`, `on-condition` or `outranked`; of a rule, `missing` or
    `in-the-way`."""
    why: str
    """The reason as one word, unique among those against one path or home."""
    sentence: str
    """The reason in words; of a rule, the condition that fails, as a clause."""
    also: tuple[str, ...]
    """The same of others, where the rule gives the reason of several, such as two parties."""
    rule: str
    """The rule that gives the reason."""
    statements: tuple[str, ...]
    """The statements of the articles it rests on."""
    behind: tuple[Given, ...]
    """The answers right behind it."""
    missing: Missing | None
    """What would have to be different; nothing where no act of anybody is enough."""


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

    Raises:
        InputError: If there is no such path, home or rule, or nothing speaks against it.
    """
    wanted = as_name(subject)
    home = wanted.removeprefix("verdict:") if wanted.startswith("verdict:") else ""
    if wanted == "existing-school":
        home = wanted
    if home in assessment.knowledge.homes:
        return _found(assessment, f"verdict:{home}", _HomeReasons(assessment, home))
    for rule in assessment.knowledge.rulebook.rules:
        if rule.id == wanted:
            return _rule(assessment, rule)
    if wanted not in assessment.knowledge.paths:
        otherwise = f"The paths are: {', '.join(assessment.knowledge.paths)}."
        raise InputError(
            f"There is no path, home or rule {echo(subject)}.",
            remedy=did_you_mean(wanted, subjects(assessment), otherwise),
        )
    if wanted == assessment.path:
        raise InputError(
            f"The path “{wanted}” is the one advised.",
            remedy="“advisor why” proves it; “advisor whatif --flip” finds what would change it.",
        )
    return _found(assessment, wanted, _PathReasons(assessment, wanted))


def subjects(assessment: Assessment) -> tuple[str, ...]:
    """What can be asked about: paths, verdicts on homes, rules."""
    return (
        *(path for path in assessment.knowledge.paths if path != assessment.path),
        *(f"verdict:{home}" for home in assessment.knowledge.homes),
        *(rule.id for rule in assessment.knowledge.rulebook.rules),
    )


class _Reasons:
    """The reasons against one path or home, in any assessment of the same case."""

    kinds: tuple[str, ...]
    """The kinds of conclusion that are reasons."""
    path: str
    """The path itself, or the one that a home leads to."""

    def word(self, fact: Fact) -> str:
        """The reason that a conclusion is, as one word; empty where it is none."""
        raise NotImplementedError

    def standing(self, why: str) -> str:
        """What a reason says."""
        raise NotImplementedError

    def facts(self, facts: Iterable[Fact]) -> dict[str, list[Fact]]:
        """The facts that are reasons, by their word."""
        found: dict[str, list[Fact]] = {}
        for fact in facts:
            if fact.kind in self.kinds and (why := self.word(fact)):
                found.setdefault(why, []).append(fact)
        return found


class _PathReasons(_Reasons):
    kinds = ("not-chosen",)

    def __init__(self, assessment: Assessment, path: str) -> None:
        self.path = path
        self._standings = assessment.knowledge.section("happenings", "standing")

    def word(self, fact: Fact) -> str:
        return fact.word("why") if fact.word("path") == self.path else ""

    def standing(self, why: str) -> str:
        told = (str(standing) for standing, words in self._standings.items() if why in words)
        return next(told, RULED_OUT)


class _HomeReasons(_Reasons):
    """What keeps a home from the best verdict: what rules it out, or is not known, or wanting."""

    kinds = ("blocked", "open-question", "gap", "assumed-reading")

    def __init__(self, assessment: Assessment, home: str) -> None:
        self._home = home
        self.path = assessment.knowledge.homes[home].path

    def word(self, fact: Fact) -> str:
        return f"{fact.kind}:{fact.fields[1][1]}" if fact.get("home") == self._home else ""

    def standing(self, why: str) -> str:
        kind = why.partition(":")[0]
        return {"blocked": RULED_OUT, "open-question": NOT_KNOWN}.get(kind, ON_CONDITION)

    def facts(self, facts: Iterable[Fact]) -> dict[str, list[Fact]]:
        """Only the gravest: what is wanting in a home that is ruled out anyway is no reason."""
        found = super().facts(facts)
        gravest = min((STANDINGS.index(self.standing(why)) for why in found), default=0)
        return {
            why: facts for why, facts in found.items() if self.standing(why) == STANDINGS[gravest]
        }


def _found(assessment: Assessment, subject: str, reasons: _Reasons) -> WhyNot:
    found = reasons.facts(assessment.consultation.facts)
    if not found:
        raise InputError(
            f"Nothing speaks against “{subject}” in this case.",
            remedy="“advisor why” proves what is said of it.",
        )
    rule = assessment.knowledge.rulebook.entry
    blocks = []
    words = AnswerWords(assessment.record)
    ways_out = WaysOut(assessment, ("path", "route", *reasons.kinds))
    for why, facts in found.items():
        firings = [one for fact in facts for one in assessment.proofs.firings(fact)]
        first = min(firings, key=lambda one: rule(one.rule).order)
        alike = [one for one in firings if one.rule == first.rule]
        reasons_given = [assessment.narrator.reason(one) for one in alike]
        reason, *_ = reasons_given
        sentences = dict.fromkeys(one.sentence for one in reasons_given)
        behind = dict.fromkeys(one for each in alike for one in _behind(assessment, words, each))
        blocks.append(
            Block(
                reasons.standing(why),
                why,
                reason.sentence,
                tuple(sentences)[1:],
                reason.rule,
                tuple(sorted({number for one in reasons_given for number in one.statements})),
                tuple(behind)[: MOST_BEHIND * len(sentences)],
                _missing(assessment, ways_out, reasons, why),
            )
        )
    blocks.sort(key=lambda one: (STANDINGS.index(one.standing), rule(one.rule).order))
    return WhyNot(assessment, subject, blocks[0].standing, assessment.path, tuple(blocks))


def _missing(
    assessment: Assessment, ways_out: WaysOut, reasons: _Reasons, why: str
) -> Missing | None:
    """The easiest change after which a reason is gone, and the advice is of the same kind."""
    untold = assessment.knowledge.section("happenings", "untold")

    def rank(world: World) -> tuple[Any, ...]:
        left = [STANDINGS.index(reasons.standing(word)) for word in reasons.facts(world.facts)]
        path, route = world.only("path").word("path"), world.only("route").word("by")
        elsewhere = route != assessment.route and path != reasons.path
        is_untold = path != reasons.path and path in untold
        return is_untold, elsewhere, -min(left, default=len(STANDINGS)), len(left)

    could_be = (fact for kind in reasons.kinds for fact in ways_out.session.possible(kind))
    gone = [fact for fact in could_be if reasons.word(fact) == why]
    advised = Fact("path", (("path", reasons.path),))  # one reason less is not worth a loss
    found = ways_out.easiest(rank, without=gone, worth=[advised])
    if found is None:
        return None
    acts, after = found
    still = []
    for word, facts in reasons.facts(after.consultation.facts).items():
        reason = after.record.reason(facts[0])
        told = Remaining(reasons.standing(word), reason.sentence)
        order = after.knowledge.rulebook.entry(reason.rule).order
        still.append((STANDINGS.index(told.standing), order, told))
    still.sort(key=lambda one: one[:2])
    return Missing(acts, after.path, tuple(dict.fromkeys(told for *_, told in still)))


def _behind(assessment: Assessment, words: AnswerWords, firing: Firing) -> tuple[Given, ...]:
    """The answers a reason takes, and those right behind what makes it a reason, each once.

    Where parties or numbers of them make it a reason, it is the answers about each of them.
    """
    proofs, rulebook = assessment.proofs, assessment.knowledge.rulebook
    premises = [one for one in firing.premises if one.kind not in _SETTING] or firing.premises
    found = dict.fromkeys(words.behind(firing))
    waiting = list(premises)
    for fact in waiting:
        steps = proofs.firings(fact)
        given = [one for step in steps for one in words.behind(step)]
        found.update(dict.fromkeys(given))
        for below in () if given else (one for step in steps for one in step.premises):
            by = proofs.firing(below)
            total = by is not None and isinstance(rulebook.entry(by.rule), Total)
            if (total or "party" in dict(below.fields)) and below not in waiting:
                waiting.append(below)
    if not found:  # further down, then
        chain = reversed(proofs.chain(premises))
        found = dict.fromkeys(one for step in chain for one in words.behind(step))
    return tuple(found)


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
    failing = [
        *((MISSING, one, closest_fact(record, one, miss.bindings)) for one in miss.missing),
        *((IN_THE_WAY, pattern, [fact]) for pattern, fact in miss.in_the_way),
    ]
    vocabulary = assessment.knowledge.rulebook.vocabulary
    holds = "\n".join(
        f"{atom(_holds(number))} :- {literals(vocabulary, bound(one, miss.bindings), SPLIT)}."
        for number, (_, one, _) in enumerate(failing)
    )
    ways_out = WaysOut(assessment, ("path", *rule.concludes), holds)
    blocks = []
    for number, (standing, pattern, facts) in enumerate(failing):
        given: list[Given] = []
        for fact in facts:
            if assessment.proofs.firing(fact) is None:
                given += words.given(fact, [test.field for test in pattern.tests])
            for firing in assessment.proofs.firings(fact):
                given += _behind(assessment, words, firing)
        blocks.append(
            Block(
                standing,
                str(pattern),
                clauses.pattern(pattern, miss.bindings),
                (),
                rule.id,
                record.narrator.fitting(rule.rests_on, miss.bindings.values()),
                tuple(dict.fromkeys(given))[:MOST_BEHIND],
                _rule_missing(ways_out, rule, standing, _holds(number)),
            )
        )
    return WhyNot(
        assessment,
        rule.id,
        blocks[0].standing,
        assessment.path,
        tuple(blocks),
        tuple(clauses.pattern(one, miss.bindings) for one in miss.holding),
        rule.title,
    )


def _holds(number: int) -> Fact:
    """That a condition of the rule holds, as a conclusion of the program."""
    return Fact("holds", (("number", number),))


def _rule_missing(ways_out: WaysOut, rule: Rule, standing: str, holds: Fact) -> Missing | None:
    """The easiest change after which one condition of a rule no longer fails."""
    there, gone = ([holds], []) if standing == MISSING else ([], [holds])
    found = ways_out.easiest(lambda _: 0, without=gone, having=there)
    if found is None:
        return None
    acts, after = found
    miss, clauses = nearest_match(after.record, rule), Clauses(after.record)
    still = [Remaining(MISSING, clauses.pattern(one, miss.bindings)) for one in miss.missing]
    still += [
        Remaining(IN_THE_WAY, clauses.pattern(one, miss.bindings)) for one, _ in miss.in_the_way
    ]
    return Missing(acts, after.path, tuple(dict.fromkeys(still)))
