"""The facts on which the memo's sentences are chosen, beside those of the reasoning.

They say what the case file answers, question by question, when things are due, who takes what,
and what other answers would lead to. None bears on the path; `rules/memo/vocabulary.yaml`
declares them. The module is long, because all that a sentence can ask beside the reasoning is made
here, one kind of fact after the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.explanation.lacking import alike, lacking, sort_of, sought_from, spoken_of
from advisor.knowledge.parties import kind_named, names_person
from advisor.knowledge.sentences import CASE
from advisor.model import days
from advisor.model.case import Answers
from advisor.model.fact import Fact

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from advisor.explanation.assess import Assessment
    from advisor.explanation.outlook import Outlook
    from advisor.knowledge.parties import PartyKind
    from advisor.knowledge.sentences import ClientWords, MemoKnowledge, Task
    from advisor.knowledge.vocabulary import Value
    from advisor.model.case import Case, Party

USUAL_DECISION, BEFORE_START = 45, 30
"""Days to a decision without a day of its own, and how long before the start it falls at least."""
SOONEST, NEAREST = 5, 3
"""Days from the memo before which nothing is due, and before which no day of rest moves it."""
EXPECTED = {"within-6-months": 180, "6-to-18-months": 270}
"""Days from the memo by which people must see something, by what the client says of it."""
EARLY, SHARE = 28, 3
"""Days from the memo before which a meeting comes too soon where a later day is left; and the part
of the time to the decision that asking takes at least."""
TO_WEIGH, LAST_ASKED = 6, "ask-again"
"""Days between the last answer and the decision, and the task that comes after the answers."""
TOLD = "make-known"
"""The task of telling what was decided, which comes no later than a deadline."""
SEEN_AFTER_START, SEEN_AFTER_DECISION, TO_LOOK = 100, 90, 75
"""Days until there is something to see, and how much longer there is where nobody waits for it."""
MOST_PLACES = 99
MOST_ROWS = 7
"""Rows of the table of who has power."""
FEWEST_ROWS = 3
"""Rows below which those are shown of whom the file tells no power either."""
_POWERS = {"slowly": 1, "within-a-year": 2, "at-once": 3}
_IDLE = 5
"""The weight of a row that tells of no power."""
_DOLLARS = re.compile(
    r"\$(\d[\d,]*(?:\.\d+)?)"
    r"(?: (?:(million|billion)|(an? (?:child|head|month|place|seat|student)))\b)?"
)
_ONES = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
         "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
"""Numbers in letters, as clients write them."""
_TIMES = {"million": 1_000_000, "billion": 1_000_000_000}
"""An amount in dollars, by how much it is multiplied, or for what it is one of many."""
SMALL = 5000
"""Below how many dollars an amount is small."""
_STEM, _LEAST = 5, 4
"""The letters by which a word is known again, and those of the shortest that tells anything."""
_OPPOSED = {"firmly-against": 3, "against": 2}


class MemoFacts:
    """Makes the facts of one memo."""

    def __init__(
        self,
        assessment: Assessment,
        outlook: Outlook,
        day: datetime.date | None,
        memo: MemoKnowledge,
    ) -> None:
        """Takes what was concluded, what could change, and the day of the memo."""
        self._assessment = assessment
        self._outlook = outlook
        self._case = assessment.case
        self._day = day
        self._memo = memo
        self._lists, self._patterns = memo.words

    def every(self) -> tuple[Fact, ...]:
        """All facts, those of the consultation among them, sorted, each once."""
        found = {
            *self._assessment.consultation.facts,
            *self._answers(),
            *self._days(),
            *self._people(),
            *self._ahead(),
        }
        return tuple(sorted(found))

    def _fact(self, kind: str, **values: Value) -> Fact:
        named = {name.rstrip("_").replace("_", "-"): value for name, value in values.items()}
        # Whether their values are allowed is looked at when they are reasoned over.
        fields = self._memo.rulebook.vocabulary.kinds[kind].fields
        return Fact(kind, tuple([(name, named[name]) for name in fields]))

    # What the file answers

    def _answers(self) -> Iterator[Fact]:
        case, lists, patterns = self._case, self._lists, self._patterns
        original = case.plan.text("original")
        for level in self._assessment.knowledge.questions.levels:
            answers = case.part(level)
            if answers is not None:
                yield from self._of(level, CASE, answers)
            for name, entry in case.entries(level).items():
                yield from self._of(level, name, entry)
        called = case.change.text("name") or case.change.text("short")
        yield self._fact("length", of="change", words=len(called.split()))
        for pattern, kind in (("opens", "opens"), ("binds", "binds-others")):
            if any(patterns[pattern].search(case.change.text(key)) for key in ("name", "short")):
                yield self._fact(kind, about=CASE)
        asks = case.decision.text("asks")
        if asks:
            yield self._fact("length", of="asks", words=len(asks.split()))
            if " or " not in asks and asks.split()[0].lower() not in lists["leaves-open"]:
                yield self._fact("asks-plain", about=CASE)
            grows = case.change.word("direction") == "widen" and patterns["grows"].search(asks)
            if grows or alike(asks, original) > 1:
                yield self._fact("asks-more", about=CASE)
            planned, easier = (
                alike(asks, case.plan.text(key)) for key in ("original", "tempting-alternative")
            )
            if easier > max(planned, 1) and case.change.word("direction") == "go-on":
                yield self._fact("asks-otherwise", about=CASE)
            if patterns["budget-vote"].search(asks):
                yield self._fact("asks-budget", about=CASE)
            if asks.split()[0].lower() in lists["votes"]:
                yield self._fact("asks-vote", about=CASE)
        if plan := original.split():
            yield self._fact("length", of="plan", words=len(plan))
            name = case.change.text("name")
            itself = {"it", "its", "them", "their"} & set(plan)
            if not itself or (name and name in original):
                yield self._fact("plan-names-it", about=CASE)
            told = _words(original)
            named = _words(f"{case.change.text('name')} {case.change.text('short')}")
            if len(told & named) * 2 > len(told):
                yield self._fact("plan-repeats", about=CASE)
            first = plan[0].lower()
            if first in lists["undoes"]:
                yield self._fact("plan-undoes", about=CASE)
            for kind in ("adds", "keeps"):
                if patterns[kind].search(original):
                    yield self._fact(f"plan-{kind}", about=CASE)
            if " if " in original:
                yield self._fact("plan-if", about=CASE)
            told_of = (original, asks, case.change.text("short"))
            lifts = any(map(patterns["lifts"].search, told_of))
            lifts = lifts or bool(patterns["changes"].search(original))
            if asks.split(" ")[0].lower() in lists["grants"]:
                yield self._fact("asks-grant", about=CASE)
            status = self._asks_for_status(asks)
            if status:
                yield self._fact("asks-status", home=status)
            if first in lists["asks"] or lifts or status:
                yield self._fact("plan-asks", about=CASE)
            if lifts and first not in lists["asks"]:
                yield self._fact("plan-lifts", about=CASE)
        if patterns["unsigned"].search(case.change.text("stop-rule")):
            for party in spoken_of(case.change.text("stop-rule"), case, ()):
                yield self._fact("rule-needs", party=party)
        for source in case.money:
            if patterns["herself"].search(source.text("source")):
                yield self._fact("own-pocket", source=source.id)
            if 0 < _dollars(source.text("amount")) < SMALL:
                yield self._fact("small-money", source=source.id)
        for home in self._assessment.knowledge.homes:
            places, there, waiting = (
                case.in_home(home, key) for key in ("capacity", "enrolled", "waiting")
            )
            counted = all(isinstance(one, int) for one in (places, there, waiting))
            if counted and there + waiting >= places:
                yield self._fact("names-fill", home=home)
        if " or " in case.decision.text("asks"):
            yield self._fact("asks-either", about=CASE)
        if patterns["counted"].search(case.change.text("stop-rule")):
            yield self._fact("counted-rule", about=CASE)
        if patterns["counted"].search(case.change.text("early-signs")):
            yield self._fact("counted-sign", about=CASE)
        bills = [one.id for one in case.events if patterns["bill"].search(one.text("what"))]
        if len(bills) == 1:
            yield self._fact("bill", event=bills[0])
        for source in case.money:
            payer = source.text("party")
            if payer:
                yield self._fact("pays", party=payer, source=source.id)
        for home in self._assessment.knowledge.homes:
            for key in ("every-home", home):  # what is said of the home itself comes last
                yield from self._of("home", home, case.homes.get(key, Answers("home")))
        for place, (lack, item) in enumerate(lacking(case).items(), 1):
            sort = sort_of(item, self._memo.nouns["sought"])
            yield self._fact("lacks", lack=lack, of=sort, place=place)
            for what, words in self._memo.nouns["unfound"].items():
                if _is_of(words, item, lists["goes-on"]):
                    yield self._fact("unfound", of=what, lack=lack)
            money = item.lower().startswith(("money ", "the money ", "funds "))
            if money and patterns["replaces"].search(item):
                yield self._fact("money-not-replaced", lack=lack)
            elif money and not patterns["later"].search(item):
                yield self._fact("money-unfound", lack=lack)
            for party in spoken_of(item, case, self._memo.nouns["letting"]):
                yield self._fact("lack-of", lack=lack, party=party)
            if whom := sought_from(item, case):
                yield self._fact("lack-from", lack=lack, party=whom)
        yield from self._hosts()
        kinds, young = self._assessment.knowledge.parties, self._memo.nouns["young"]
        asked = to_be_asked(case, kinds, young, self._memo.words)
        if asked:
            yield self._fact("missing-asked", number=len(asked))
        waiting = {
            told
            for home in self._assessment.knowledge.homes
            for key in ("waiting", "break-even")
            if isinstance(number := case.in_home(home, key), int)
            for told in (str(number), _spelled(number))
        }
        sums = [case.change.text(one) for one in ("yearly-cost", "unfunded")]
        sums += [one.text("amount") for one in case.money]
        for place, (number, answers) in enumerate(case.entries("number").items()):
            value, what = answers.text("value"), answers.text("what")
            if patterns["views"].search(what):
                own = {"at", "in"} | _words(
                    f"{case.client.text('name')} {case.change.text('name')}"
                )
                for one in case.parties:
                    told = _words(one.name) - own
                    if told and told <= _words(what):
                        yield self._fact("view-counted", party=one.id, number=number)
            if "$" in value:
                whole = re.compile(rf"{re.escape(value)}(?![\d,.]*\d)")
                known = any(map(whole.search, sums))
            else:
                known = value.lower() in waiting and bool(patterns["names"].search(what))
            if not known and self._is_whole(value, what):
                yield self._fact(
                    "told-number", number=number, of=self._told_by(value, what), place=place
                )
        for level, part, key in (("change", case.change, "evidence-note"),
                                 ("decision", case.decision, "deadline-why")):  # fmt: skip
            if patterns["somebody"].search(part.text(key)):
                yield self._fact("of-somebody", of=level, to=key)
        for level, about, key, text in (
            ("change", CASE, "yearly-cost", case.change.text("yearly-cost")),
            ("unfunded", CASE, "unfunded", case.change.text("unfunded")),
            *(("money", one.id, "amount", one.text("amount")) for one in case.money),
        ):
            if patterns["cost" if level == "change" else "sum"].match(text):
                yield self._fact("sum", of=level, about=about, to=key)
        for part in case.parts:
            if any(
                alike(part.name, one)
                for one in patterns["drops"].findall(case.plan.text("tempting-alternative"))
            ):
                yield self._fact("tempting-drops", part=part.id)
        yield from self._of_the_easier_way(case.plan.text("tempting-alternative"))
        waited = _told_of(case.plan.text("tempting-alternative"))
        if patterns["waits"].search(case.plan.text("tempting-alternative")):
            for event in case.events:
                if waited & _told_of(event.text("what")):
                    yield self._fact("tempting-waits", event=event.id)
        for task in case.owners:
            yield self._fact("stated", of="case", about=CASE, to="owners", is_=task)

    def _of_the_easier_way(self, way: str) -> Iterator[Fact]:
        """What else the file says of the easier way, by the words of both."""
        told, case = _told_of(way) - set(self._lists["tells-little"]), self._case
        if told & _told_of(case.client.text("tried-before-note")):
            yield self._fact("tempting-tried", about=CASE)
        price = _dollars(way)
        for number, answers in case.entries("number").items():
            value = answers.text("value")
            if price and _dollars(value) > price and told & _told_of(answers.text("what")):
                yield self._fact("tempting-costs-more", number=number)

    def _is_whole(self, value: str, what: str) -> bool:
        """Whether a number and what it counts can be read by themselves, and bear on the case."""
        patterns, case = self._patterns, self._case
        if patterns["leans"].search(what) or patterns["somebody"].search(what):
            return False
        of_the_reader = _words(case.client.text("reader")) & {*self._memo.nouns["bodies"]["person"]}
        if any(re.search(rf"\bthe {word}\b", what) for word in of_the_reader):
            return False
        finite, named = patterns["finite"], patterns["named-thing"].match(what)
        of_others = re.match(
            r"(?:[\w-]+ ){1,2}(?=(?:the|its|their) )", what
        )  # "days the board took"
        if not named and of_others and not finite.search(of_others[0]):
            return False
        if not named and not finite.search(patterns["clause"].sub("", what)):
            return False
        if self._told_by(value, what) != "other":
            return True
        bears = " ".join(
            (case.change.text("name"), case.change.text("short"), case.plan.text("original"),
             case.decision.text("asks"), case.change.text("stop-rule"),
             case.change.text("early-signs"), case.plan.text("tempting-alternative"),
             *(one.text("what") for one in case.events), *(one.name for one in case.parts))
        )  # fmt: skip
        return alike(what, bears) > 0

    def _told_by(self, value: str, what: str) -> str:
        """What sort of number it is, by its words."""
        if value.startswith("$") or " $" in value:
            return "money"
        told = f"{value} {what}"
        sorts = {"opinion": "heard", "demand": "asked", "results": "results"}
        found = (of for of, words in sorts.items() if self._patterns[words].search(told))
        return next(found, "other")

    def _hosts(self) -> Iterator[Fact]:
        """The one party whose name says that it runs a sort of place: "the summer school"."""
        for home, words in self._memo.nouns["hosts"].items():
            hosts = [
                one.id
                for one in self._case.parties
                if _words(one.name) & set(words)
                and one.kind not in ("families", "learners", "staff", "union")
                and one.word("stance") not in ("against", "firmly-against")
            ]
            if len(hosts) == 1:
                yield self._fact("host", home=home, party=hosts[0])

    def _of(self, level: str, about: str, answers: Answers) -> Iterator[Fact]:
        questions = self._assessment.knowledge.questions.levels[level].questions
        for key, value in answers.items():
            question = questions.get(key)
            if question is None:
                continue
            yield self._fact("given", of=level, about=about, to=key)
            if isinstance(value, int):
                yield self._fact("count", of=level, about=about, to=key, value=value)
            elif question.type in ("choice", "several", "home", "party-kind"):
                for word in value if isinstance(value, tuple) else (value,):
                    yield self._fact("stated", of=level, about=about, to=key, is_=word)

    def _asks_for_status(self, asks: str) -> str:
        """The home whose rule the body is asked to lift, by the name of the status; or none."""
        case = self._case
        named = (
            (home, str(case.in_home(home, "shelter-name") or ""))
            for home in self._assessment.knowledge.homes
            if case.in_home(home, "forbids-core") == "yes"
        )
        return next((home for home, name in named if name and alike(name, asks) > 1), "")

    def _seeks_what_is_filed(self, what: str) -> bool:
        """Whether the plan is of the status that an event names: "the last day for a charter"."""
        case, status = self._case, self._patterns["status"]
        sought = {one.lower() for one in status.findall(what)}
        told = f"{case.plan.text('original')} {case.decision.text('asks')} {case.place} "
        told += f"{case.change.text('name')} {case.change.text('short')} {case.client.text('name')}"
        return not sought or bool(sought & {one.lower() for one in status.findall(told)})

    # Days

    def _days(self) -> Iterator[Fact]:
        found = {
            "start": self._case.plan.text("starts"),
            "meeting": self._case.decision.text("next-meeting"),
            "deadline": self._case.decision.text("deadline"),
        }
        until: dict[str, int] = {}
        for name, text in found.items():
            when, away = self._when(text)
            yield self._fact("day", of=name, when=when, days=away)
            if when == "ahead" and self._day:
                whole = (
                    name == "deadline" and text != found["meeting"] and days.MONTH.fullmatch(text)
                )
                until[name] = (days.month_end(text) - self._day).days if whole else away
        dated = "ahead" if self._day else "unsaid"
        yield self._fact("day", of="memo", when=dated, days=0)
        for event in self._case.events:
            when, away = self._when(event.text("date"))
            yield self._fact("event-day", event=event.id, when=when, days=away)
            if when == "ahead" and self._day:
                for name, until_then in until.items():
                    if until_then > away:
                        yield self._fact(
                            "then-decided", event=event.id, of=name, days=until_then - away
                        )
            leads = _words(event.text("what")) & {*self._memo.nouns["bodies"]["person"]}
            if leads and not self._patterns["uncertain"].search(event.text("what")):
                yield self._fact("leader-goes", event=event.id)
            if alike(self._case.client.text("reader"), event.text("what")):
                yield self._fact("reader-goes", event=event.id)
            if (
                when == "ahead"
                and away < until.get("meeting", 0)
                and self._patterns["read-at"].search(event.text("what"))
            ):
                yield self._fact("read-at", event=event.id)
            tempting = alike(self._case.plan.text("tempting-alternative"), event.text("what"))
            tempting = tempting or not self._seeks_what_is_filed(event.text("what"))
            if tempting:
                yield self._fact("beside", event=event.id)
            elif self._patterns["filing"].search(event.text("what")):
                yield self._fact("filing", event=event.id)
            if self._patterns["training"].search(event.text("what")):
                yield self._fact("training-day", event=event.id)
            if self._patterns["seats"].search(event.text("what")):
                yield self._fact("seats", event=event.id)
        for source in self._case.money:
            ends = source.text("ends")
            if ends != "none":
                when, away = self._when(ends)
                yield self._fact("money-day", source=source.id, when=when, days=away)
        for home in self._assessment.knowledge.homes:
            granted = self._case.in_home(home, "shelter-until")
            if granted:
                when, away = self._when(str(granted))
                yield self._fact("status-day", home=home, when=when, days=away)
        for task in self._memo.tasks.values():
            away, clear = self._due(task, until)
            in_time = "yes" if away >= task.takes else "no"
            yield self._fact("due", task=task.id, days=away, clear=clear, in_time=in_time)

    def _when(self, text: str) -> tuple[str, int]:
        """Where a day that the file names lies, and how many days from the memo."""
        if not text:
            return "unsaid", 0
        found = days.month_or_day(text, self._day)
        if found is None or self._day is None:
            return "in-words", 0
        away = (found - self._day).days
        if away == 0 and days.calendar_day(text) is None:
            away = 1  # some day of this month, and not today
        return ("ahead" if away >= 0 else "past"), abs(away)

    def _due(self, task: Task, until: dict[str, int]) -> tuple[int, str]:
        start = until.get("start")
        decision, last = until.get("meeting"), until.get("deadline")
        if decision is None or (decision < NEAREST and last is not None and last > SOONEST):
            decision = last  # before a meeting as near as that nothing can be found out
        if decision is not None and last is not None and decision < EARLY and last > decision:
            decision = last  # a later meeting, with time to hear those it hangs on
        set_ = decision is not None
        if decision is None:
            decision = USUAL_DECISION
            if start is not None and not self._runs:
                decision = min(decision, max(start - BEFORE_START, start // 2))
            decision = self._workday(decision, min(decision, NEAREST))
        result, promised = self._result(start, decision)
        end = until.get("deadline", decision)
        meeting = until.get("meeting", 0)
        if task.days < 0 and 2 * EARLY <= meeting < end:
            end = meeting  # the only sitting known, with time to hear people before it
        anchors = {"memo": 0, "decision": decision, "start": start, "result": result, "last": end}
        if task.anchor == "last" and not task.days:  # an answer, awaited by the later of the two
            away = max(decision, last or 0)
            return away, "yes" if set_ else "no"
        anchor = anchors[task.anchor]
        if anchor is None:
            away = max(decision + USUAL_DECISION + task.days, SOONEST)
            return self._workday(away, min(away, NEAREST)), "no"
        told_late = task.id == TOLD and "meeting" not in until and "deadline" in until
        if task.anchor == "decision" and set_ and (told_late or not task.days):
            return decision, "yes"  # the day on file is the day, whatever day of the week
        latest = anchor + task.days if task.days > 0 else max(anchor - (task.days < 0), 0)
        if task.id == TOLD and start is not None and not self._runs:
            latest = min(latest, start - 1)  # told before it starts
            if latest <= anchor:
                return 0, "no"
        away = min(max(anchor + task.days, min(SOONEST, latest)), max(latest, 0))
        if task.anchor == "memo" and start is not None and not self._runs:
            away = min(away, max(start - 7, SOONEST))
        if task.anchor == "memo":  # what is asked bears on the decision
            away = max(away, decision // SHARE) if set_ and task.takes > 1 else away
            last = max(decision - 1, 0)
            weigh = TO_WEIGH if task.id != LAST_ASKED else TO_WEIGH // 2
            away = min(away, max(decision - weigh, min(last, SOONEST)))
            if 2 * SOONEST <= meeting < away:
                away = meeting - NEAREST  # not in the days after a sitting where it could be told
            latest = last
        dated = "yes" if task.anchor != "decision" or len(until) else "no"
        if task.anchor == "result":
            dated = "yes" if promised else "no"
        if task.anchor == "last" and task.days > 0:
            dated = "no" if self._starts_later() or not until else "yes"
        soonest = anchor + 1 if task.days > 0 and task.anchor == "decision" else NEAREST
        return self._workday(away, min(away, soonest), latest), dated

    def _workday(self, away: int, soonest: int, latest: int | None = None) -> int:
        """The workday before so many days; the one after where that comes too soon."""
        before = days.workday(self._day, away)
        if before >= soonest:
            return before
        after = days.next_workday(self._day, away)
        return after if latest is None or after <= latest else before

    def _result(self, start: int | None, decision: int) -> tuple[int, bool]:
        """When there is something to show, and whether that is in time for those who wait."""
        grows = self._case.change.word("direction") == "widen"
        starts = start is not None and (grows or not self._runs)
        seen = start + SEEN_AFTER_START if starts and start else decision + SEEN_AFTER_DECISION
        expected = EXPECTED.get(self._case.client.word("deadline"))
        if expected is None or (start is None and self._starts_later()):
            return seen + TO_LOOK, False
        return max(expected, seen), expected >= seen

    def _starts_later(self) -> bool:
        """Whether what does not run yet is to start in a later year, of which no day is known."""
        year = re.search(r"\b(?:19|20)\d\d\b", self._case.plan.text("starts"))
        return not self._runs and bool(year and self._day and int(year[0]) > self._day.year)

    @property
    def _runs(self) -> bool:
        return self._case.change.word("running") == "yes"

    # People

    def _people(self) -> Iterator[Fact]:
        owners = {**self._case.owners}
        chair = self._case.decision.text("chair")
        if chair:
            owners["decision"] = chair
        for task in ("project", "money", "families", "policy", "facilities", "staff", "decision"):
            named = owners.get(task, "")
            other = bool(named) and not falls_to_reader(named, self._case, self._memo.words)
            yield self._fact("owner", task=task, is_="named" if other else "reader")
        yield from self._rows()
        yield self._deciding_body()
        body = self._case.decision.text("body")
        if self._patterns["public-body"].search(body.lower()):
            yield self._fact("public-body", about=CASE)
        if body and _words(body.split(",")[0]) <= self._lists["itself"]:
            yield self._fact("own-school", about=CASE)
        yield from self._holders()
        yield from self._ourselves()
        yield from self._absent()
        for party in self._case.parties:
            if party.kind == "policymakers" and names_person(party.name):
                yield self._fact("one-person", party=party.id)
            if self._sits_elsewhere(party.name, body):
                yield self._fact("other-board", party=party.id)
            if self._patterns["to-come"].search(party.name):
                yield self._fact("to-come", party=party.id)

    def _ourselves(self) -> Iterator[Fact]:
        """The parties of the list that are the reader, or the client's own office."""
        readers = {_plain(one) for one in re.split(r", | and ", self._case.client.text("reader"))}
        readers.discard("")
        own = self._case.client.word("role") == "district-leader"
        client = self._case.client.text("name")
        body = self._deciding_body()
        deciding = body.word("party") if body.word("reader") == "yes" else ""
        leads = own and self._case.client.text("reader").lower().startswith("superintendent")
        for party in self._case.parties:
            if leads and party.kind == "district-office" and party.id != deciding:
                yield self._fact("below-reader", party=party.id)
            if party.plural:
                continue
            if (
                party.id == deciding
                or _is_client(party.name, client)
                or any(_is_role(party.name, reader) for reader in readers)
            ):
                yield self._fact("reader-party", party=party.id)
            elif (
                own
                and party.kind == "district-office"
                and self._patterns["district"].search(party.name)
            ):
                yield self._fact("own-party", party=party.id)

    def _rows(self) -> Iterator[Fact]:
        """The table of who has power: those who could end it at least, the most dangerous first."""
        told = self._assessment
        home = told.place if told.seats else told.chosen_home or told.place
        yield self._fact("table-place", home=home)
        body = self._deciding_body().word("party")
        ours = {one.word("party") for one in self._ourselves()}
        powers = {one.party.id: one.power for one in told.seats_at(home) if one.power}
        if home == told.place:
            powers.update(dict.fromkeys(self._unseated(home), 0))
            for one in self._case.parties:
                if one.id in powers:
                    powers[one.id] = _POWERS.get(
                        one.word("power"), int(bool(one.text("can-do")) or _holds(one))
                    )
        paying = self._carrying()
        ranked = sorted(
            (
                min(_weight(one, body), 2 if one.id in paying else _IDLE),
                -_danger(powers[one.id], one.word("stance")),
                place,
            )
            for place, one in enumerate(self._case.parties)
            if one.id in powers and one.id not in ours
        )
        shown = [place for weight, _, place in ranked if weight < _IDLE]
        if len(shown) < FEWEST_ROWS:
            sided = ("unknown", "neutral")
            shown += [
                place
                for weight, _, place in ranked
                if weight == _IDLE
                and self._case.parties[place].word("stance") not in sided
                and self._tells_more(self._case.parties[place])
            ]
        listed = [self._case.parties[place] for place in sorted(shown[:MOST_ROWS])]
        listed.sort(
            key=lambda one: (
                -_danger(powers[one.id], one.word("stance")),
                one.id != body,
                -powers[one.id],
            )
        )
        for place, one in enumerate(listed):
            many = "yes" if one.plural else "no"
            yield self._fact("row", party=one.id, home=home, many=many, place=place)

    def _tells_more(self, party: Party) -> bool:
        """Whether the file tells more of a party than where it stands."""
        pays = any(one.text("party") == party.id for one in self._case.money)
        leaves = party.word("stop-mode") == "exit"
        return pays or leaves or bool(party.text("can-do") or party.text("guards"))

    def _carrying(self) -> set[str]:
        """The parties that pay most of it, or more than any other."""
        return {
            one.text("party")
            for one in self._case.money
            if one.word("share") in ("most", "all") or one.word("largest") == "yes"
        }

    def _unseated(self, home: str) -> Iterator[str]:
        """Parties that the file gives power, without a seat in such a place as a rule."""
        told = self._assessment
        seated = {one.party.id for one in told.seats_at(home) if one.power}
        facts = told.consultation.of_kind("no-seat")
        seated |= {
            one.word("party")
            for one in facts
            if one.word("home") == home and one.word("why") == "sheltered"
        }
        body = self._deciding_body().word("party")
        carrying = self._carrying()
        for party in self._case.parties:
            if party.id == body:
                yield party.id
            elif party.id not in seated and party.word("power") != "none":
                opposed = party.word("stance") in _OPPOSED
                acts = bool(party.text("can-do")) or (opposed and _holds(party))
                if party.word("power") in _POWERS or acts or party.id in carrying:
                    yield party.id

    def _deciding_body(self) -> Fact:
        """What sort of body decides, by its name, and which of the parties it is."""
        body = self._case.decision.text("body")
        words = {word.strip(".,;:()").lower() for word in body.split()}
        words |= {word.removesuffix("s") for word in words}
        sorts = self._memo.nouns["bodies"]
        sort = next((one for one in sorts if words & set(sorts[one])), "other")
        client = self._case.client  # to whom a memo goes for which the file names no reader
        reader = (client.text("reader") or client.text("name")).lower()
        same = (
            is_reader(body.partition(" with ")[0], reader, self._memo.words)
            or _is_in_full(body, reader)
            or (sort == "board" and self._is_among(body, reader))
        )
        same = same or (sort == "board" and bool(reader) and _words(reader) <= _words(body)
                        and bool(_words(reader) & set(sorts["board"])))  # fmt: skip
        if sort == "board" and (_words(reader) - _words(body)) & self._lists["members"]:
            same = False  # one of several who decide
        chair = self._case.decision.text("chair")
        same = same or (
            sort not in ("board", "lawmakers") and is_reader(chair, reader, self._memo.words)
        )
        own = not same and self._is_own(body, set(sorts["board"]))
        role = self._case.client.word("role")
        if own and sort != "board" and role in self._lists["decide-alone"]:
            same, own = True, False
        if (
            not same
            and role != "teacher"
            and body
            and _words(body.split(",")[0]) <= self._lists["itself"]
        ):
            same, own = True, False
        if words & self._lists["ourselves"]:
            same = True  # "me and the elders"
        if not client.text("reader") and sort == "person" and role in self._lists["decide-alone"]:
            same = True  # whoever owns or leads such a place is who the memo goes to
        telling = {word for one in sorts.values() for word in one}
        party = self._listed(body, telling) if body else ""
        listed = "yes" if own or party or (body and self._akin(body, telling)) else "no"
        sort = "board" if own else sort
        return self._fact("body", sort=sort if body else "unnamed", reader="yes" if same else "no",
                          own="yes" if own else "no", listed=listed,
                          party=party or "nobody")  # fmt: skip

    def _is_among(self, board: str, readers: str) -> bool:
        """Whether a board is one of several readers: "Superintendent and school board".

        A board with more in its name, such as a place, is the reader's where that is the client's.
        """
        several = readers.split(" and ")
        client = _words(self._case.client.text("name"))
        boards = set(self._memo.nouns["bodies"]["board"])
        return len(several) > 1 and any(
            _words(one) & boards and _words(one) <= _words(board) <= _words(one) | client | boards
            for one in several
        )

    def _is_own(self, body: str, boards: set[str]) -> bool:
        """Whether a deciding body is the client itself, or the board of the client by its name."""
        told = _words(body)
        names = [_words(self._case.client.text(key)) for key in ("name", "short-name")]
        alone = _words(self._patterns["with-board"].sub("", body))
        if alone != told and (
            alone <= self._lists["itself"] or any(alone <= name for name in names)
        ):
            return True
        if not told or told in names:
            return bool(told)
        if any(told <= name and told & boards for name in names):
            return True
        kept = told - boards
        if kept and any(kept == name for name in names if name):
            return bool(told & boards)
        role = self._case.client.word("role")
        named = (
            bool(kept) and not kept & self._lists["public"] and any(kept <= name for name in names)
        )
        if role in self._lists["have-a-board"] and told & boards and named:
            return True
        called = _plain(body)
        if called in ("board", "board of trustees"):
            return role in ("charter-leader", "private-school-leader", "network-leader")
        return role in self._lists["have-a-board"] and bool(
            self._patterns["own-board"].fullmatch(called)
        )

    def _holders(self) -> Iterator[Fact]:
        """Who grants a status: whether it is the body that decides, and which party it is."""
        body = _plain(self._case.decision.text("body"))
        for home in self._assessment.knowledge.homes:
            named = self._case.in_home(home, "shelter-holder")
            holder = _plain(str(named or ""))
            if not holder:
                continue
            parties = (one.id for one in self._case.parties if _plain(one.name) == holder)
            same = holder == body or (bool(body) and body.startswith(f"{holder} of "))
            same = same or (bool(body) and holder.startswith((f"{body}, ", f"{body} and ")))
            yield self._fact("holder", home=home, party=next(parties, "nobody"),
                             body="yes" if same else "no")  # fmt: skip

    def _sits_elsewhere(self, name: str, body: str) -> bool:
        """Whether a party is the board of another place: "The school board of Corley"."""
        if _words(name) & self._lists["parts-of-a-body"] or not _words(name) & {
            "board",
            "committee",
        }:
            return False
        client = self._case.client
        ours = _words(f"{body} {client.text('name')} {client.text('short-name')}")
        places = {one.lower() for one in re.findall(r"(?<=\s)[A-Z]\w+", name)}
        return bool(places - ours - {"board", "school", "committee", "education"})

    def _listed(self, body: str, telling: set[str]) -> str:
        """The party that is the deciding body, by its whole name."""
        told = _words(body)
        for party in self._case.parties:
            name = _words(party.name)
            if (name - told) & self._lists["parts-of-a-body"] or not name & telling & told:
                continue
            if party.kind == "authorizer" and name != told:
                continue  # a sponsor is not the board of what it sponsors
            if name <= told or (told <= name and " and " not in party.name):
                return party.id
        bodies = {*self._memo.nouns["bodies"]["board"]}
        for party in self._case.parties:  # "the board of the Showmen's Club", where the club is
            if told & bodies and _words(party.name) == told - bodies and party.kind != "authorizer":
                return party.id
        found = next((one.id for one in self._case.parties if _words(one.name) == told), "")
        return found or self._listed_otherwise(told, telling)

    def _listed_otherwise(self, told: set[str], telling: set[str]) -> str:
        """The party that is the deciding body, the client's name and "present" set aside."""
        client = self._case.client
        aside = _words(f"{client.text('name')} {client.text('short-name')}") - telling
        aside |= {"present", "current", "full", "whole", "entire", "local"}
        kept = told - aside
        return next(
            (
                one.id
                for one in self._case.parties
                if kept & telling and _words(one.name) - aside == kept and one.kind != "authorizer"
            ),
            "",
        )

    def _akin(self, body: str, telling: set[str]) -> bool:
        """Whether somebody on the list belongs to the deciding body, or is of its kind."""
        kind = kind_named(body, self._assessment.knowledge.parties)
        lawmakers = {*self._memo.nouns["bodies"]["lawmakers"], "house"}
        told = {one for word in _words(body) for one in (word, word.removesuffix("s"))}
        if told & lawmakers:
            return any(
                one.kind == "policymakers" or bool(_words(one.name) & lawmakers)
                for one in self._case.parties
            )
        return any(
            one.kind == kind != "other" or bool(_words(one.name) & told & telling)
            for one in self._case.parties
        )

    def _absent(self) -> Iterator[Fact]:
        case = self._case
        groups = self._assessment.knowledge.section("words", "groups")
        kinds = {party.kind for party in case.parties}
        names = {w.strip(".,;:()").lower() for one in case.parties for w in one.name.split()}
        for group in ("families", "staff"):
            known = groups[group]
            if not kinds & set(known["kinds"]) and not names & set(known["names"]):
                yield self._fact("absent", group=group)
        meant = (one.word("beneficiary") == "yes" or one.kind == "learners" for one in case.parties)
        if not any(meant):
            yield self._fact("absent", group="beneficiaries")

    # What could change

    def _ahead(self) -> Iterator[Fact]:
        outlook = self._outlook
        for place, one in enumerate(outlook.unknowns[:MOST_PLACES]):
            decides = "yes" if one.decides else "no"
            about = one.party or one.home or CASE
            yield self._fact("unknown", question=one.question, about=about, decides=decides,
                             place=place)  # fmt: skip
        for place, change in enumerate(outlook.changes):
            if change.id and change.path in self._assessment.knowledge.paths:
                about = change.happenings[0].subject or CASE
                adverse = "yes" if change.adverse else "no"
                yield self._fact("turn", happening=change.id, about=about, to=change.path,
                                 adverse=adverse, place=place)  # fmt: skip
        for found in outlook.answers:
            if found.path in self._assessment.knowledge.paths:
                yield self._fact("leads", question=found.question, about=found.about or CASE,
                                 answer=found.answer, to=found.path)  # fmt: skip
        hinges = outlook.robustness.hinges
        for place, hinge in enumerate(hinges):
            if hinge.path:
                yield self._fact(
                    "leaning-path", by=hinge.variation.id, path=hinge.path, place=place
                )
        yield self._fact("sure", is_=outlook.robustness.certainty, hinges=len(hinges),
                         solver="no" if outlook.missing else "yes")  # fmt: skip
        order = {tension: place for place, tension in enumerate(self._assessment.matters)}
        for place, lean in enumerate(self._assessment.leans):
            at = order.get(lean.tension, place + MOST_PLACES)
            yield self._fact("lead-choice", tension=lean.tension, toward=lean.lean, place=at)


_TELL_NOTHING = {"the", "of", "and", "a", "its", "our", "present", "current", "full", "whole"}
"""Words that tell nothing about whose a body is."""


def _dollars(text: str) -> float:
    """The first amount of dollars in a text that is one for all; 0 where there is none."""
    for amount, times, each in _DOLLARS.findall(text):
        if not each:
            return float(amount.replace(",", "")) * _TIMES.get(times, 1)
    return 0


def _danger(power: int, stance: str) -> int:
    """How dangerous a party is, for the order of the table: its power by how far it is opposed."""
    if stance in _OPPOSED:
        return power * _OPPOSED[stance]
    return max(power - 1, 0) if stance in ("unknown", "neutral") else 0


def _could_end(party: Party) -> bool:
    """Whether the client says that a party could end the work by itself or at once."""
    return party.word("ends-it") == "yes" or (
        party.word("power") == "at-once" and party.word("ends-it") != "no"
    )


def _weight(party: Party, body: str) -> int:
    """How much a party's row is worth in the table: the less, the more."""
    acts = party.word("power") in _POWERS or bool(party.text("can-do"))
    if party.id == body or _could_end(party):
        return 0
    if party.word("stance") in _OPPOSED:
        return 1 if acts else 4
    if party.word("power") in _POWERS:
        return 2
    return 3 if acts else _IDLE


def _holds(party: Party) -> bool:
    """Whether the client says that a party supplies something, sets rules or votes."""
    return any(party.word(key) == "yes" for key in ("supplies", "sets-rules", "votes"))


def _told_of(text: str) -> set[str]:
    """The beginnings of the longer words of a text, to see whether two speak of the same."""
    return {word[:_STEM] for word in _words(text) if len(word) >= _LEAST} - {"await", "until"}


def _words(name: str) -> set[str]:
    """The words of a name that tell something."""
    told = re.findall(r"\w+", re.sub(r"['’]s?(?!\w)", "", name.lower()))
    return set(told) - _TELL_NOTHING


def _spelled(number: int) -> str:
    """A number below a hundred in letters: "thirty-five"."""
    if number < len(_ONES):
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
    return str(number)


def _is_person(name: str) -> bool:
    """Whether a name is a role with a name of a person: "Superintendent Jason Kamras"."""
    words = name.split()
    return len(words) > 2 and all(word[:1].isupper() for word in words)


def _is_client(name: str, client: str) -> bool:
    """Whether a party is the client: "Sprout & Co., led by Alec Resnick"."""
    said, own = _plain(name), _plain(client)
    return bool(own) and (said == own or said.startswith((f"{own},", f"{own} (")))


def _is_role(name: str, role: str) -> bool:
    """Whether a party is somebody in this role: "the superintendent", "Ann Lee, the principal"."""
    said = name.lower()
    if _plain(said) == role or said.endswith((f", the {role}", f", {role}")):
        return True
    return said.startswith(f"{role} ") and _is_person(name)


def _plain(name: str) -> str:
    """A name without its article, in small letters, to compare it with another."""
    return name.lower().removeprefix("the ").strip()


def _is_of(words: list[str], looked_for: str, goes_on: frozenset[str]) -> bool:
    """Whether something looked for is one of these: "the budget", "teachers hired for it"."""
    said = [word for word in looked_for.lower().split() if word not in ("the", "a", "any")]
    return bool(said) and said[0] in words and (len(said) == 1 or said[1] in goes_on)


def to_be_asked(
    case: Case, kinds: Mapping[str, PartyKind], young: list[str], words: ClientWords
) -> tuple[str, ...]:
    """Those missing from the list who can be asked how the work would affect them.

    Lawmakers, government, boards and voters are not asked; for young children their families are,
    and children whose families are on the list are heard through them.

    Args:
        case: The case.
        kinds: The kinds of party by slug.
        young: Words for young children.
        words: Those by which the memo understands the client.
    """
    missing = list(case.missing_parties)
    for place, one in enumerate(missing):  # "the children", "their parents"
        if place and one.startswith("their "):
            missing[place] = f"the {one[6:]} of {missing[place - 1]}"
    asked = [
        re.sub(r" (?:themselves|itself)$", "", one)
        for one in missing
        if kind_named(one, kinds) not in words.lists["not-asked"]
        and _plain(one.split(",")[0]) != "state"
        and not words.patterns["to-come"].search(one)
    ]
    if not set(case.client.several("ages")) <= words.lists["young"]:
        return tuple(one for one in asked if not words.patterns["children"].search(one))
    kids = [one for one in asked if set(young) & set(one.lower().split()[:3])]
    heard = any(one.kind == "families" for one in case.parties) or any(
        kind_named(one, kinds) == "families" for one in asked
    )
    if heard:
        return tuple(one for one in asked if one not in kids)
    return tuple(f"the families of {one}" if one in kids else one for one in asked)


def falls_to_reader(role: str, case: Case, words: ClientWords) -> bool:
    """Whether a task of somebody the file names falls to the reader all the same.

    So it does where the name is the reader's or the client's, or that of a vendor on the list, and
    where the place is not filled yet: "the coordinator, once hired".

    Args:
        role: A role or name.
        case: The case.
        words: Those by which the memo understands the client.
    """
    ours = {_plain(case.client.text(key)) for key in ("name", "short-name")}
    vendors = {_plain(one.name) for one in case.parties if one.kind == "vendor"}
    head, reader = words.patterns["until"].split(role)[0], case.client.text("reader")
    ends = _plain(head).split()
    called = len(ends) > 1 and _plain(reader).split()[-len(ends) :] == ends
    return (
        bool(words.patterns["unfilled"].search(role))
        or _plain(role) in ours | vendors
        or called
        or is_reader(head, reader, words)
    )


def _is_in_full(body: str, reader: str) -> bool:
    """Whether a body is the reader's role with what it is of: "Commissioner of Education"."""
    named, role = _plain(body), _plain(reader)
    return bool(role) and named.startswith((f"{role} of ", f"{role} for "))


def is_reader(role: str, reader: str, words: ClientWords) -> bool:
    """Whether a role that the file names is the reader's, in whole or short.

    "State Superintendent" is the "State Superintendent of Education", and the board's chair is not.

    Args:
        role: A role or body.
        reader: The reader's role; nothing where the file has none.
        words: Those by which the memo understands the client.
    """
    said, told = (
        [word for word in one.casefold().replace(",", "").split() if word != "the"]
        for one in (role, reader)
    )
    of_a_body = words.lists["parts-of-a-body"].intersection(
        told[len(said) :]
    )  # a member is not the board
    return bool(said) and told[: len(said)] == said and not of_a_body
