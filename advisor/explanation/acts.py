"""Acts: answers that somebody can change, who that is, how hard it is, and which are a way out.

Who can change what stands in `rules/happenings.yaml`. A way out is a smallest set of such changes
after which something no longer holds, or holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from advisor.explanation.assess import Assessment, suppose_all
from advisor.knowledge.base import Knowledge
from advisor.model.answer_names import AnswerName, all_names, question_of
from advisor.model.case import EVERY_HOME, UNKNOWN, Case
from advisor.model.changed_case import Supposed, answer_in, shown
from advisor.model.fact import Fact
from advisor.model.home_facts import takes_part
from advisor.solver.session import LARGEST, Session, World

OWN = 1
"""What it costs to change what one decides oneself."""


class Act(NamedTuple):
    """One answer changed, by somebody."""

    supposed: Supposed
    before: str
    """The answer as it is, `unknown` if there is none."""
    who: str
    """Who decides it; empty where nobody can change it."""
    own: bool
    """Whether that is the person who leads the work."""
    cost: int
    """How hard it is; 0 where nobody can."""
    adverse: bool = False
    """Whether nobody would wish for it, because the offer or its backing would be less."""
    distance: int = 0
    """How far the answer moves among those there are; from the first where there is none now."""

    @property
    def name(self) -> AnswerName:
        """The answer."""
        return self.supposed.name

    @property
    def after(self) -> str:
        """The answer as it would be."""
        return shown(self.supposed.value)


def only_where_open(assessment: Assessment) -> str:
    """The rule of the solver that of a closed home nothing changes but with its opening.

    To answer anything about a home would count as having it open, which is no act of anybody.

    Args:
        assessment: The assessment of the case as it is.
    """
    closed = [one.word("home") for one in assessment.record.of("home") if not takes_part(one)]
    only_with_opening = ':- picked({0},Q,_,_), Q != "open", not picked({0},"open",_,"yes").'
    return "\n".join(only_with_opening.format(f'"homes","{home}"') for home in closed)


class Acts:
    """Says of any change of a case's answers who could bring it about."""

    def __init__(self, case: Case, knowledge: Knowledge) -> None:
        self._case = case
        self._knowledge = knowledge

    def act(self, supposed: Supposed) -> Act:
        """A change with who could make it."""
        who, cost = self._who(supposed.name)
        before = shown(answer_in(self._case, supposed.name))
        own, adverse = self._is_own(supposed.name, who), self._is_adverse(supposed)
        scale = list(question_of(supposed.name, self._knowledge).values)
        places = [scale.index(one) for one in (before, supposed.value) if one in scale]
        distance = abs(places[-1] - sum(places[:-1])) if places else 0
        return Act(supposed, before, who, own, cost, adverse, distance)

    def _is_adverse(self, supposed: Supposed) -> bool:
        """Whether nobody would wish for a change: less is offered, or less wanted, than now."""
        rule = self._rule(supposed.name)
        if "rising" in rule:
            values = question_of(supposed.name, self._knowledge).values
            now = values.get(str(answer_in(self._case, supposed.name)))
            then = values.get(str(supposed.value))
            if now is not None and then is not None:
                return (then.number or 0) < (now.number or 0)
        return supposed.value in rule.get("losing", ())

    def every(self, adverse: bool = False) -> list[Act]:
        """Every answer changed to every other that somebody can bring about, the easiest first.

        Args:
            adverse: Whether to give those, too, that nobody would wish for.
        """
        found = []
        for name in all_names(self._case, self._knowledge).values():
            rule = self._rule(name)
            if name.subject == EVERY_HOME or "never" in rule:
                continue
            question = question_of(name, self._knowledge)
            values = tuple(question.values) if question.type == "choice" else ()
            if question.type == "home":
                values = tuple(self._knowledge.homes)
            passed_over = (answer_in(self._case, name), *self._section("halfway"))
            for value in values:
                if value not in passed_over:
                    act = self.act(Supposed(name, value))
                    wished = value in rule.get("to", (value,))
                    if act.who and (adverse if act.adverse else wished):
                        found.append(act)
        return sorted(found, key=lambda act: (act.cost, str(act.supposed)))

    @cached_property
    def own(self) -> frozenset[str]:
        """Whose decisions are those of the person who leads the work."""
        by_role = self._section("self")
        return frozenset(by_role.get(self._case.client.word("role"), by_role[UNKNOWN]))

    def _who(self, name: AnswerName) -> tuple[str, int]:
        who = question_of(name, self._knowledge).who_can_change
        if name.home and name.home in self._knowledge.homes:
            group = self._knowledge.homes[name.home].group
            who = self._rule(name).get("by-group", {}).get(group, who)
        if not who or who in self._section("fixed"):
            return "", 0
        cost = OWN if self._is_own(name, who) else int(self._section("who")[who])
        return who, cost + int(self._rule(name).get("cost", 0))

    def _is_own(self, name: AnswerName, who: str) -> bool:
        """Whether an answer is for the person who leads the work to change."""
        return who in self.own and "others" not in self._rule(name)

    def _rule(self, name: AnswerName) -> Mapping[str, Any]:
        key = f"{name.level}.{name.question}" if name.part else name.question
        rules: Mapping[str, Mapping[str, Any]] = self._section("answers")
        return rules.get(key, {})

    def _section(self, name: str) -> Any:
        return self._knowledge.section("happenings", name)


LARGEST_ADVERSE = 2
"""Answers that may change where one of them changes for the worse."""


class WaysOut:
    """One session over an assessed case: what somebody can change may change.

    Attributes:
        session: The session.
    """

    def __init__(self, assessment: Assessment, goals: Sequence[str], more: str = "") -> None:
        """Grounds the session.

        Args:
            assessment: The assessment of the case as it is.
            goals: The kinds of conclusion that are looked for.

        Raises:
            SolverMissingError: If clingo cannot be loaded.
        """
        self._assessment = assessment
        case, knowledge = assessment.case, assessment.knowledge
        every = Acts(case, knowledge).every(adverse=True)
        self._acts = {act.supposed: act for act in every}
        self._wished = [act.supposed for act in every if not act.adverse]
        rules = "\n".join((only_where_open(assessment), more))
        self.session = Session(case, knowledge, self._acts, goals, rules)

    def easiest(
        self,
        rank: Callable[[World], Any],
        without: Iterable[Fact] = (),
        having: Iterable[Fact] = (),
        worth: Iterable[Fact] = (),
    ) -> tuple[tuple[Act, ...], Assessment] | None:
        """The best of the smallest sets of changes after which something is so.

        Args:
            rank: What of a result makes it better; less is better. After that come the cost and
                how far answers move.
            without: Conclusions that must not follow.
            having: Conclusions that must follow.
            worth: Conclusions that must follow, too, where nobody would wish for a change.

        Returns:
            The changes and the assessment after them. Sets with a change that nobody would wish for
            are looked at only where there is no other. Nothing, which is a proof, where there is
            none of the sizes that are looked at.
        """
        gone, there = tuple(without), tuple(having)
        sizes = [(self._wished, size, there) for size in range(1, LARGEST + 1)]
        worse = (*there, *worth)
        sizes += [(list(self._acts), size, worse) for size in range(1, LARGEST_ADVERSE + 1)]
        for among, size, there in sizes:
            worlds = self.session.worlds(among, at_most=size, without=gone, having=there)
            if worlds:
                best = min(worlds, key=lambda world: (rank(world), self._effort(world)))
                acts = tuple(self._acts[one] for one in best.changes)
                return acts, suppose_all(self._assessment, best.changes)
        return None

    def _effort(self, world: World) -> tuple[Any, ...]:
        acts = [self._acts[one] for one in world.changes]
        return (
            sum(act.adverse for act in acts),
            not all(act.own for act in acts),
            sum(act.cost for act in acts),
            sum(act.distance for act in acts),
            [str(act.supposed) for act in acts],
        )
