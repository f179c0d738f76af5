"""What must hold for the advice to work, and what could go wrong."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from advisor.explanation.assessment import find_holder
from advisor.presentation import language
from advisor.presentation.telling import Telling
from advisor.presentation.view.parties import name_words
from advisor.presentation.view.places import Places
from advisor.presentation.view.rows import Held, MoneyView, Risk

if TYPE_CHECKING:
    from advisor.explanation.reason import Reason
    from advisor.explanation.risks import Condition, Flag
    from advisor.model.case import Contradiction, Money

_SET_ASIDE = ("unknown", "not-the-same")
"""What is used instead of an answer that does not count at all."""
_LESS = "not:"
"""Stands before the one entry of a list that does not count."""


class Holding(Places):
    """Conditions, risks and remarks."""

    @cached_property
    def keystone(self) -> Held | None:
        """The condition on which most hangs."""
        found = self.assessment.keystone
        return self._held(found) if found else None

    @cached_property
    def _others(self) -> tuple[Condition, ...]:
        return tuple(one for one in self.assessment.conditions if not one.keystone)

    @cached_property
    def conditions(self) -> tuple[Held, ...]:
        """The next conditions."""
        return tuple(self._held(one) for one in self._others[: self.room.conditions])

    @cached_property
    def keystone_with_decider(self) -> bool:
        """Whether the body that votes also holds what the keystone asks for."""
        found = self.assessment.keystone
        if not found or found.by != "before-decision":
            return False
        party = find_holder(self.assessment, found)
        body = name_words(self.decision.text("body"))
        return bool(party and body) and body <= name_words(self.case.party(party).name)

    @cached_property
    def before_vote(self) -> tuple[Condition, ...]:
        """The conditions to be met before the decision."""
        return tuple(one for one in self.assessment.conditions if one.by == "before-decision")

    @cached_property
    def every_condition(self) -> tuple[Held, ...]:
        """All conditions, the one on which most hangs first."""
        return tuple(self._held(one) for one in self.assessment.conditions)

    @cached_property
    def further_conditions(self) -> tuple[Held, ...]:
        """Conditions that only the annex has."""
        return tuple(self._held(one) for one in self._others[self.room.conditions :])

    def _held(self, condition: Condition) -> Held:
        party = find_holder(self.assessment, condition)
        telling = Telling(self.assessment, self.words)
        on_file = telling.on_file(condition, party)
        money = next((one for one in self.case.money if one.id == condition.source), None)
        return Held(
            condition.id,
            self.words.condition(condition, "label"),
            (telling.why(condition) if on_file else "")
            or self.words.condition(condition, "keystone"),
            self.words.condition(condition, "closes"),
            self.words.condition(condition, "document"),
            telling.fallback(condition, party) or self.words.condition(condition, "fallback"),
            condition.by,
            self._money(money) if money else None,
            condition.holder,
            self.assessment.narrator.party(party) if party else "",
            on_file,
        )

    def _money(self, money: Money) -> MoneyView:
        said = self.assessment.narrator.source(money.id)
        return MoneyView(said, money.text("amount"), money.text("covers"))

    @cached_property
    def _all_risks(self) -> tuple[Risk, ...]:
        """Risks, several of one sort made one, without what the memo says elsewhere."""
        risks: list[Risk] = []
        seen: dict[tuple[str, str], int] = {}
        for flag in self.assessment.flags:
            if self._told_elsewhere(flag):
                continue
            key = (flag.flag, flag.level)
            if flag.flag == "execution" and flag.about != "readiness":
                item = self._item(flag.about)
                if key in seen:
                    old = risks[seen[key]]
                    risks[seen[key]] = old._replace(items=(*old.items, item))
                    continue
                seen[key] = len(risks)
                risks.append(Risk(flag.flag, flag.level, flag.reason.sentence, (item,)))
            elif key not in seen and all(flag.reason.sentence != one.sentence for one in risks):
                seen[key] = len(risks)
                risks.append(Risk(flag.flag, flag.level, flag.reason.sentence))
        # What holds in nearly every case comes after what is this case's own.
        levels = [one.level for one in self.assessment.flags]
        return tuple(sorted(risks, key=lambda one: (levels.index(one.level), self._is_common(one))))

    @staticmethod
    def _is_common(risk: Risk) -> bool:
        return risk.flag in ("skilled-leader", "drift")

    @cached_property
    def dropped_risks(self) -> tuple[Risk, ...]:
        """Grave risks of the plan that the advice drops; they are why it is dropped."""
        return tuple(
            Risk(one.flag, one.level, one.reason.sentence)
            for one in self.assessment.flags
            if one.level == "high" and self._is_about_the_plan(one) and not self._told(one)
        )

    def _is_about_the_plan(self, flag: Flag) -> bool:
        return flag.about == self.place and self.moved

    def _told_elsewhere(self, flag: Flag) -> bool:
        return self._is_about_the_plan(flag) or self._told(flag)

    def _told(self, flag: Flag) -> bool:
        told = self._knowledge.section("words", "told-elsewhere")
        if flag.flag in told["always"] or (flag.flag in told["with-dates"] and self.case.events):
            return True
        return any(
            one.keystone or "only-as-keystone" not in risk
            for one in self.assessment.conditions
            for risk in one.words.get("tells", ())
            if risk["flag"] == flag.flag
            and risk.get("about", flag.about) == flag.about
            and risk.get("level", flag.level) == flag.level
        )

    def _item(self, about: str) -> str:
        words = self._knowledge.section("words", "values").get("item", {}).get(about)
        return str(words["clause"]) if words else about.replace("-", " ")

    @cached_property
    def risks(self) -> tuple[Risk, ...]:
        """The gravest risks."""
        return tuple(one for one in self._all_risks if one.level != "low")[: self.room.risks]

    @cached_property
    def pull_signs(self) -> tuple[str, ...]:
        """What on record draws the unit back to its parent district, in a few words each."""
        return Telling(self.assessment, self.words).signs

    @cached_property
    def contradictions(self) -> tuple[str, ...]:
        """Answers that cannot both hold, and which was used, as sentences, each once."""
        return tuple(dict.fromkeys(one.says for one in self.case.contradictions))

    @cached_property
    def clashing_answers(self) -> tuple[str, ...]:
        """Where the answers that cannot both hold stand, with what was used instead."""
        return tuple(dict.fromkeys(self._clash(one) for one in self.case.contradictions))

    def _clash(self, one: Contradiction) -> str:
        about = ""
        if one.party:
            about = self.case.party(one.party).name
        elif one.home in self._knowledge.homes:
            about = self._knowledge.homes[one.home].label
        elif one.home:
            about = "every place"
        answers = language.join(
            self._asked(level, question) + (f" (line {line})" if line else "")
            for level, question, line in one.between
        )
        used = "; ".join(self._used(*instead) for instead in one.instead)
        return f"{f'{about}, ' if about else ''}{answers}; {used}"

    def _used(self, level: str, question: str, value: str) -> str:
        """What is used instead of an answer that clashes."""
        asked = self._asked(level, question)
        if value in _SET_ASIDE:
            return f"set aside: {asked}"
        if value.startswith(_LESS):
            return f"set aside: {asked}, {self._answered(level, question, value[len(_LESS) :])}"
        return f"used: {asked}, {self._answered(level, question, value)}"

    def _asked(self, level: str, question: str) -> str:
        """What a question is about, as a clause."""
        found = self._knowledge.questions.levels[level].questions.get(question)
        return (found.unknown if found else "") or question.replace("-", " ")

    def _answered(self, level: str, question: str, value: str) -> str:
        found = self._knowledge.questions.levels[level].questions.get(question)
        choice = found.values.get(value) if found else None
        return (choice.label if choice else "") or value.replace("-", " ")

    def remarks(self, section: str, most: int = 1) -> tuple[Reason, ...]:
        """Sentences worth saying in a section, the most important first."""
        by_rule: dict[str, Reason] = {}
        for one in self.assessment.remarks.get(section, ()):
            by_rule.setdefault(one.rule, one)
        return tuple(by_rule.values())[:most]

    def flagged(self, flag: str) -> bool:
        """Whether the reasoning raised a risk of this name."""
        return any(one.flag == flag for one in self.assessment.flags)
