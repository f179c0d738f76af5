"""Fills the memo's sentences with the words of a case.

The module is long because every kind of place is filled here, each in a few lines. Which sentences
are said is decided before (`advisor.explanation.saying`); here places become words.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.explanation.lacking import alike, is_question, lacking
from advisor.explanation.memo_facts import falls_to_reader, is_reader, to_be_asked
from advisor.knowledge.parties import looks_plural, names_person
from advisor.knowledge.sentences import ABOUT, CASE, SINGLE
from advisor.knowledge.texts import Place, fill
from advisor.model import days
from advisor.presentation import language
from advisor.presentation.wording import CaseWords

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping

    from advisor.explanation.assess import Assessment
    from advisor.explanation.saying import Said, Sayings
    from advisor.knowledge.questions import Question
    from advisor.knowledge.vocabulary import Value
    from advisor.model.case import Money, Party

YOU = "you"
UNTOLD = "–"
"""A cell of a table of which the file says nothing."""
MOST_HEARD = 2
"""How many of those missing from the list one sentence sends the reader to, without clauses."""
LONG_NAME = 5
"""The words of a name that may be said again and again; a longer one is "it" the second time."""
_AS_SUBJECT = re.compile(r"\{change\}(?= \{change\|)")
AS_MONEY, AS_SUM = "as-money", "as-sum"
"""The styles of a source that is money by its own name, such as a grant, or "the money from" it;
and of its amount: "$25,000 from the chapel"."""
_CHOICES = ("choice", "several")
_STYLES = ("clause", "loss", "price", "remedy")
_SENTENCES = re.compile(r"(?<=[.?!]) ")
"""Where a sentence of the knowledge ends; the client's own words are not looked at."""
_OF_MANY = {"its": "their", "them": "them", "it": "they"}
"""The pronouns of several."""
_REPORTED = re.compile(
    r"(?:He|She|Its \w+|Their \w+) (?:asks|believes|calls|expects|fears|hopes|offers|promises"
    r"|recommends|says|tells|thinks|wants|would|asked|called|offered|promised|said|told|wanted)\b"
)
"""What somebody said in the words of another: "He recommends …", "Its head says that …"."""
_CLAUSE = re.compile(r" (?:who|that|which|whose) ")
_OPEN_CLAUSE = re.compile(r", (?:who|which|whose) [^,]+$")
"""A clause between commas that ends a series, whose second comma is still to come."""
_SUM = re.compile(r"(?:(?:about|some|over|nearly|up to) )?[$£€][\d.,]+[^,;]*$")
"""An amount of money that can follow "it pays"."""
_NOUN_FIRST = re.compile(
    r"(?:(?:is|are|was|were|as|would be|will be) "
    r"(?!(?:\w+ed|in|cut|given|lost|made|missing|paid|put|spent|there)\b)"
    r"|(?=for (?!it\b|them\b|.*\b(?:is|are|has|have|would)\b))"
    r"|(?=the (?!(?:\w+ ){1,2}(?:must|would|will|can|may|pays|needs|has)\b)))(.+)$"
)
"""What a number counts, said as its name: "is attendance in May", "the teacher's pay"; not "the
district must find"."""
_LISTED = re.compile(r"[^,]+, (?:and )?(?:\$|\d|an?\b|the\b|one\b|two\b)[^,]*(?:,? and |$)")
"""A series, of which nothing is an addition: "a coach, an aide and a summer institute"."""
_AGAINST = ("against", "firmly-against")
_SEASONS = ("spring", "summer", "fall", "autumn", "winter")


class Worded(NamedTuple):
    """A sentence in the words of the case."""

    id: str
    lead: str
    text: str
    cells: tuple[str, ...]


class SentenceWords:
    """Puts the words of one case into sentences."""

    def __init__(self, assessment: Assessment, sayings: Sayings, day: datetime.date | None) -> None:
        self._assessment = assessment
        self._case = assessment.case
        self._knowledge = assessment.knowledge
        self._memo = assessment.knowledge.memo
        self._sayings = sayings
        self._day = day
        self._named = CaseWords(assessment)
        self._entries = {
            level: self._case.entries(level)
            for level in ("party", "money", "part", "event", "number")
        }
        self._entries["rater"] = {one.id: one for one in self._case.raters}
        self.used: set[tuple[str, str, str]] = set()
        """The answers that sentences have printed: level, what it is about, question."""
        self._lacks_told: set[str] = set()
        self._called_by_name = False

    def words(self, said: Said) -> Worded:
        """A sentence that is said, filled."""
        sentence = said.sentence
        lead = self.text(sentence.lead, said)
        if sentence.task and not lead:
            lead = self._owner_and_day(sentence.task)
        cells = tuple(self.text(cell, said).replace(" ;", ";").strip() for cell in sentence.cells)
        return Worded(said.id, lead, self.text(sentence.say, said), cells)

    def text(self, text: str, said: Said) -> str:
        """Words with places, filled, each sentence with a capital at its start."""
        told = (
            fill(self._name_once(one), lambda place: self._place(place, said))
            for one in _SENTENCES.split(text)
        )
        return re.sub(r",(?=[,.])", "", " ".join(map(language.capital, told)))

    def name_again(self) -> None:
        """Has the change called by its name again, also where that is long."""
        self._called_by_name = False

    def _name_once(self, text: str) -> str:
        """Puts "it" or "they" for a long name that has been said."""
        if len(self._named.name.split()) <= LONG_NAME:
            return text
        head, named, rest = text, "", ""
        if not self._called_by_name:
            head, named, rest = text.partition("{change}")
            self._called_by_name = bool(named)
            if named and rest.startswith(" {change|"):
                verb, brace, rest = rest.partition("}")
                named += verb + brace
        shorter = [
            _AS_SUBJECT.sub("{change:they}", one).replace("{change}", "{change:it}")
            for one in (head, rest)
        ]
        return named.join(shorter) if named else shorter[0]

    def by(self, task: str) -> str:
        """By when a task is due, inside a sentence."""
        away = self._sayings.due[task]
        if self._day is None:
            return f"within {language.number(away)} days of this memo"
        return f"by {language.date(days.days_after(self._day, away))}"

    def _owner_and_day(self, task: str) -> str:
        owner = self._owner(self._memo.tasks[task].owner)
        return f"{language.capital(owner)}, {self.by(task)}"

    def untold(
        self, hidden: Callable[[str, str], bool] = lambda level, question: False
    ) -> Iterator[tuple[str, str]]:
        """The answers in the client's own words that no sentence has printed, with the question.

        Args:
            hidden: Tells by level and question which of them are not repeated.
        """
        numbers = []
        for fact in self._sayings.consultation.of_kind("given"):
            level, about, key = fact.word("of"), fact.word("about"), fact.word("to")
            called = self._memo.told.get(level, {}).get(key)
            if called is None or (level, about, key) in self.used or hidden(level, key):
                continue
            answer = self._answer(level, about, Place(level, key))
            if key == "not-on-file":
                left = (one for one in self._case.not_on_file if one not in self._lacks_told)
                answer = language.join(map(language.to_reader, left)) or "none"
            if level == "number":
                numbers.append(f"{self._answer(level, about, Place(level, 'value'))} {answer}")
                continue
            if about != CASE and not (level == "event" and key == "what"):
                called = f"{self._name_of(level, about)}, {language.uncapital(called)}"
            if answer not in ("none", "undated"):
                yield called, answer
        if numbers:
            yield self._memo.told["number"]["what"], "; ".join(numbers)

    def _name_of(self, level: str, about: str) -> str:
        if level == "home":
            return language.capital(self._knowledge.homes[about].label)
        return language.capital(self._called(level, about))

    # Places

    def _place(self, place: Place, said: Said) -> str:
        values = said.bindings.get(place.name)
        if values is not None:
            return self._variable(place, values, said)
        if place.name in self._case_words and not self._is_answer(place):
            return self._case_words[place.name](place)
        level = "case" if place.name == "file" else place.name
        return self._answer(level, CASE, place)

    def _is_answer(self, place: Place) -> bool:
        key = (place.style or "").split(":")[0]
        questions = self._knowledge.questions.levels
        return (
            place.name in SINGLE
            and place.name in questions
            and key in questions[place.name].questions
        )

    @cached_property
    def _case_words(self) -> Mapping[str, Callable[[Place], str]]:
        return {
            "change": self._change,
            "client": lambda _: self._client,
            "reader": lambda _: self._role(self._case.client.text("reader")),
            "body": self._body,
            "chair": lambda _: self._role(self._case.decision.text("chair").split(", ")[0]),
            "ask": lambda _: self._ask,
            "open": lambda _: self._open,
            "schools": lambda _: self._schools,
            "learners": self._learners,
            "families": self._families,
            "date": lambda _: language.date(self._day or self._case.as_of),
            "by": lambda place: self.by(str(place.style)),
            "owner": self._owner_place,
            "path": self._path,
            "parties": self._parties,
            "missing": self._missing,
        }

    def _missing(self, place: Place) -> str:
        missing = self._case.missing_parties
        if place.forms:
            many = len(missing) > 1 or any(map(looks_plural, missing))
            return language.verb(many, *place.forms)
        asked = place.style == "asked"
        if asked:
            young = self._memo.nouns["young"]
            found = to_be_asked(self._case, self._knowledge.parties, young, self._memo.words)
            missing = tuple(one.partition(", ")[0] for one in found[:MOST_HEARD])
        if missing == self._case.missing_parties:  # else the annex tells them all
            self.used.add(("case", CASE, "missing-parties"))
        naming = self._assessment.narrator.naming
        named = _series(
            [language.to_reader(naming.in_sentence(one, looks_plural(one))) for one in missing]
        )
        open_ = _OPEN_CLAUSE.search(named) or (len(missing) > 1 and ", " in missing[-1])
        return f"{named}," if not asked and open_ else named

    def _change(self, place: Place) -> str:
        if place.forms:
            return language.verb(self._named.plural, *place.forms)
        if place.style in ("it", "its", "they"):
            one, many = {"it": ("it", "them"), "its": ("its", "their"), "they": ("it", "they")}[
                place.style
            ]
            return many if self._named.plural else one
        if not self._case.change.text("name"):
            self.used.add(("change", CASE, "short"))
        return self._named.name

    @property
    def _client(self) -> str:
        name = self._case.short_name
        return name[:1].lower() + name[1:] if name.startswith(("A ", "An ", "The ")) else name

    def _body(self, place: Place) -> str:
        body = self._case.decision.text("body")
        self.used.add(("decision", CASE, "body"))
        many = looks_plural(body) and not self._own_board
        they = many or names_person(body)
        if place.forms:
            return language.verb(they if _pronoun(place) else many, *place.forms)
        if place.style in ("it", "its"):
            return {"it": "them", "its": "their"}[place.style] if they else place.style
        return self._proper(body)

    def _proper(self, body: str) -> str:
        """The deciding body inside a sentence; the reader's own board is "your"."""
        if self._own_board:
            return "your board"
        return self._role(self._without_what_is_added(body)) if body else "whoever decides"

    def _without_what_is_added(self, said: str) -> str:
        if _LISTED.match(said):
            return said
        return self._memo.words.patterns["added"].sub("", said)

    def _role(self, role: str) -> str:
        """A role or a body inside a sentence."""
        return self._assessment.narrator.naming.body(role)

    @cached_property
    def _own_board(self) -> bool:
        """Whether the body that decides is the client's own board."""
        bodies = self._sayings.consultation.of_kind("body")
        return any(one.word("own") == "yes" for one in bodies)

    @property
    def _ask(self) -> str:
        """How the one who decides is asked for something: "ask the school board to"."""
        whom = next((one.word("whom") for one in self._sayings.consultation.of_kind("asked")), "")
        if whom in ("body", "elsewhere"):
            self.used.add(("decision", CASE, "body"))
            return f"ask {self._proper(self._case.decision.text('body'))} to"
        words = self._memo.nouns["asked"]
        return str(words.get(whom, words["whoever"]))

    @property
    def _open(self) -> str:
        """Whether the work opens, as a school does, or starts."""
        opens = bool(self._sayings.consultation.of_kind("opens"))
        return str(self._memo.nouns["open"]["opens" if opens else "usual"])

    @property
    def _schools(self) -> str:
        """The present schools, or another place where work that fits is led on."""
        nouns = self._memo.nouns["schools"]
        role, by_home = self._case.client.word("role"), nouns["by-home"]
        if self._assessment.route == "playbook" and self._assessment.path in by_home:
            there = by_home[self._assessment.path]
            return str(there.get(role, there["usual"]))
        return str(nouns["by-role"].get(role, nouns["usual"]))

    def _learners(self, place: Place) -> str:
        nouns = self._memo.nouns["learners"]
        role = self._case.client.word("role")
        home = self._assessment.chosen_home or self._assessment.place
        ages = set(self._case.client.several("ages"))
        found = nouns["by-home"].get(home) or nouns["by-role"].get(role) or nouns["usual"]
        if ages == {"adults"}:
            found = nouns["adults"]
        return str(found[0 if place.style == "one" else 1])

    def _families(self, place: Place) -> str:
        """Those who decide for a learner whether to come: adults do so for themselves."""
        nouns = self._memo.nouns["families"]
        grown = set(self._case.client.several("ages")) == {"adults"}
        found = nouns["adults"] if grown else nouns["usual"]
        return str(found[0 if place.style == "one" else 1])

    def _owner_place(self, place: Place) -> str:
        owner = self._owner(str(place.style))
        if place.forms:
            return language.verb(owner == YOU or looks_plural(owner), *place.forms)
        return owner

    def _owner(self, task: str) -> str:
        """Who takes a task: the role the file names, without a clause; else the reader."""
        named = self._case.owners.get(task, "")
        if task == "decision":
            named = self._case.decision.text("chair") or named
        if not named or falls_to_reader(named, self._case, self._memo.words):
            return YOU
        role, _, clause = named.partition(", ")
        return self._role(named if " and " in clause else role)

    def _path(self, place: Place) -> str:
        words = self._knowledge.paths[self._assessment.path]
        if place.style in ("as", "at"):
            home = self._knowledge.homes[self._assessment.chosen_home or self._assessment.place]
            return home.at if place.style == "at" else home.as_
        return str(words["label"])

    def _parties(self, place: Place) -> str:
        sides = str(place.style).split(":")
        found = [one.party.id for one in self._assessment.seats if one.side in sides]
        if place.forms:
            several = len(found) > 1 or any(self._is_plural("party", one) for one in found)
            return language.verb(several, *place.forms)
        return language.join([self._assessment.narrator.party(one) for one in found])

    # Variables

    def _variable(self, place: Place, values: tuple[Value, ...], said: Said) -> str:
        level = said.sentence.subjects.get(place.name) or ABOUT.get(place.name, "")
        if place.style in (AS_MONEY, AS_SUM):
            return self._money(place, [str(one) for one in values])
        key = (place.style or "").partition(":")[0]
        asked = self._knowledge.questions.levels.get(level)
        if place.forms and key and asked is not None and key in asked.questions:
            return self._answer(level, str(values[0]), place)
        if place.forms:
            several = len(values) > 1 or any(self._is_plural(level, str(one)) for one in values)
            if _pronoun(place):
                several = several or self._is_person(level, str(values[0]))
            return language.verb(several, *place.forms)
        if len(values) > 1 and place.style in _OF_MANY:
            return _OF_MANY[place.style]
        return _series([self._value(place, level, one) for one in values])

    def _money(self, place: Place, sources: list[str]) -> str:
        named = [self._called("money", one) for one in sources]
        own = [bool(set(one.lower().split()) & set(self._memo.nouns["money"])) for one in named]
        if place.forms:
            one_of_many = place.style == AS_MONEY and own[0] and looks_plural(named[0])
            return language.verb(len(named) > 1 or one_of_many, *place.forms)
        if place.style == AS_SUM:
            return _series([self._sum(one, by) for one, by in zip(sources, named)])
        return _series(
            [
                one if by_name else f"the money from {one.split(', ')[0]}"
                for one, by_name in zip(named, own)
            ]
        )

    def _told_number(self, number: str) -> str:
        """A number with what it counts and its day: "88 enrolled (2024)", "Attendance: 94"."""
        entry = self._entries["number"][number]
        value, what = (
            self._answer("number", number, Place("figure", one)) for one in ("value", "what")
        )
        named = _NOUN_FIRST.match(what)
        told = f"{language.capital(named[1])}: {value}" if named else f"{value} {what}"
        if named and ", " in named[1]:
            told = f"{value}: {named[1]}"
        earlier = entry.text("as-of") not in ("", self._case.as_of)
        day = self._answer("number", number, Place("figure", "as-of")) if earlier else ""
        known = not day or any(one in what for one in re.findall(r"[A-Z][a-z]+|^\d{4}$", day))
        return told if known else f"{told} ({day})"

    def _sum(self, source: str, named: str) -> str:
        """An amount: "$25,000 from the chapel (for the aide, until June 2027)", signed."""
        entry = self._case.entries("money")[source]
        told = []
        if entry.text("covers"):
            told.append(f"for {self._answer('money', source, Place('source', 'covers:first'))}")
        signed = entry.word("signed") != "no"
        if signed and days.month_or_day(entry.text("ends"), self._day) is not None:
            told.append(f"until {self._answer('money', source, Place('source', 'ends'))}")
        amount = self._answer("money", source, Place("source", "amount"))
        return f"{amount} from {named.split(', ')[0]}" + (f" ({', '.join(told)})" if told else "")

    def _is_plural(self, level: str, value: str) -> bool:
        entry = self._entries.get(level, {}).get(value)
        if level == "party" and entry is not None:
            return value not in self._own and bool(getattr(entry, "plural", False))
        if level == "event" and entry is not None:
            return looks_plural(self._called(level, value))
        if level == "lack":
            return not is_question(self._lacking[value]) and looks_plural(self._lacking[value])
        return entry is not None and looks_plural(getattr(entry, "name", ""))

    def _is_person(self, level: str, value: str) -> bool:
        """Whether a party is one person, who is "they"."""
        entry = self._entries.get(level, {}).get(value)
        return level == "party" and names_person(str(getattr(entry, "name", "")))

    def _value(self, place: Place, level: str, value: Value) -> str:
        style = place.style or ""
        if isinstance(value, int):
            return language.number(value)
        if level == "lack":
            return self._lack(value)
        if level == "home" and value in self._knowledge.homes:
            home = self._knowledge.homes[value]
            shown = {"": home.label, "label": home.label, "at": home.at, "as": home.as_}
            return shown[style] if style in shown else self._answer("home", value, place)
        if level in self._entries and value in self._entries[level]:
            if style in ("its", "them", "it"):
                plural = self._is_plural(level, value) or self._is_person(level, value)
                return _OF_MANY[style] if plural else {"them": "it"}.get(style, style)
            if style == "usually":
                kind = self._knowledge.parties.get(self._case.party(value).kind)
                return kind.can_do if kind else "withhold its help"
            if style == "act":
                return self._act(value)
            if style == "told":
                return self._told_number(value)
            if style == "members":
                called = self._called(level, value)
                return called if self._is_plural(level, value) else f"the members of {called}"
            if style:
                return self._answer(level, value, place)
            return self._called(level, value)
        if value in self._knowledge.paths and place.name in ("path", "to"):
            return str(self._knowledge.paths[value]["label"])
        if value in self._knowledge.tensions and style != "clause":
            tension = self._knowledge.tensions[value]
            return str(tension[style]["label"] if style in ("one", "five") else tension["label"])
        return self._word(place.name, value, style)

    @cached_property
    def _lacking(self) -> Mapping[str, str]:
        return lacking(self._case)

    def _lack(self, lack: str) -> str:
        """What was looked for and not found."""
        item = self._lacking[lack]
        self._lacks_told.add(item)
        return language.to_reader(item)

    def _act(self, party: str) -> str:
        """What a party can do, as the file tells it: in words, by its no, by leaving, by money."""
        told = self._case.party(party)
        if told.text("can-do"):
            return self._answer("party", party, Place("party", "can-do"))
        if told.word("ends-it") == "yes":
            if self._case.change.word("running") != "yes":
                return "vote it down" if told.word("stop-mode") == "vote" else "refuse it"
            return "end it by a vote" if told.word("stop-mode") == "vote" else "end it"
        acts = ["leave"] if told.word("stop-mode") == "exit" else []
        pays = (self._pays(one, told) for one in self._case.money if one.text("party") == party)
        return "; ".join([*acts, *filter(None, pays)][:2]) or UNTOLD

    def _pays(self, source: Money, payer: Party) -> str:
        """What a party pays, or would: "it pays $25,000 a year, until August 2028"."""
        amount, named = source.text("amount"), self._called("money", source.id)
        if not _SUM.match(amount):
            return ""
        theirs = alike(named, payer.name) > 0 or payer.name in (named, source.text("source"))
        who = ("they" if payer.plural else "it") if theirs else named
        many = payer.plural if theirs else looks_plural(named)
        by_family = source.word("kind") in ("tuition", "esa")
        if source.word("signed") != "yes" and not by_family:
            unsigned = source.word("signed") == "no" and payer.word("stance") not in _AGAINST
            return f"{who} would pay {amount}; not signed" if unsigned else ""
        if by_family and self._case.change.word("running") != "yes":
            return ""
        ends = days.month_or_day(source.text("ends"), self._day)
        if ends is not None and self._day is not None and ends < self._day:
            return ""
        until = f", until {language.date(source.text('ends'))}" if ends is not None else ""
        return f"{who} {'pay' if many else 'pays'} {amount}{until}"

    def _called(self, level: str, value: str) -> str:
        if level == "party":
            if value in self._own:
                return f"your {self._own[value]}"
            return language.to_reader(self._short(self._assessment.narrator.party(value)))
        if level == "money":
            return language.to_reader(self._assessment.narrator.source(value))
        entry = self._entries[level][value]
        if level == "rater":
            name = str(getattr(entry, "name", value))
            if is_reader(name, self._case.client.text("reader"), self._memo.words):
                return YOU
            return self._assessment.narrator.naming.in_sentence(name, looks_plural(name))
        self.used.add((level, value, "what"))
        name = str(getattr(entry, "name", value))
        if level == "event":
            kinds = self._knowledge.questions.levels["event"].questions["kind"].values
            name = kinds[entry.word("kind")].noun if entry.word("kind") in kinds else name
        return language.to_reader(entry.text("what") or name)

    def _short(self, name: str) -> str:
        """A party's name without what is said of it, unless two would have the same."""
        short = self._assessment.narrator.naming.short(name)
        alike = [one for one in self._case.parties if one.name.casefold().startswith(short.lower())]
        return short if len(alike) < 2 else name

    @cached_property
    def _own(self) -> Mapping[str, str]:
        """The parties that are the client's own, with a noun for each."""
        own = self._sayings.consultation.of_kind("own-party")
        called = {one.word("party"): "district" for one in own}
        if self._own_board:
            bodies = self._sayings.consultation.of_kind("body")
            called |= {one.word("party"): "board" for one in bodies}
        return called

    def _word(self, name: str, value: str, style: str) -> str:
        """A word of the vocabulary or of a question, in plain English."""
        for level in self._knowledge.questions.levels.values():
            question = level.questions.get(name)
            if question is not None and value in question.values:
                return self._choice(question, value, style)
        known = self._knowledge.section("words", "values").get(name, {}).get(value)
        if known is not None:
            return str(known["clause" if style == "clause" else "label"])
        return value.replace("-", " ")

    # Answers

    def _answer(self, level: str, about: str, place: Place) -> str:
        key, _, style = str(place.style).partition(":")
        value = self._given(level, about, key)
        self.used.add((level, about, key))
        question = self._knowledge.questions.levels[level].questions[key]
        if place.forms:
            several = isinstance(value, tuple) and len(value) > 1
            first = value[0] if isinstance(value, tuple) and value else value
            return language.verb(several or looks_plural(str(first)), *place.forms)
        if isinstance(value, tuple):
            if question.type in _CHOICES:
                return language.join([self._choice(question, str(one), style) for one in value])
            return language.join(map(language.to_reader, value))
        if question.type in _CHOICES:
            return self._choice(question, str(value), style)
        if question.type in ("day", "date") or key in ("starts", "as-of"):
            return self._date(str(value), style)
        if isinstance(value, int):
            return language.number(value)
        if key == "said":  # word for word, but for what was said in the words of another
            words = str(value).strip("“”")
            if not _REPORTED.match(words):
                return f"“… {words}”" if words[:1].islower() else f"“{words}”"
            return words if words.endswith((".", "?", "!")) else f"{words}."
        if style == "head":  # what comes first, without what it comes before
            return language.to_reader(language.clause(str(value).split(", before ")[0]))
        if style == "first":  # without what is added to it
            value = self._without_what_is_added(str(value))
        said = language.to_reader(language.clause(str(value)))
        if key in ("asks", "original", "tempting-alternative"):  # what follows "to"
            said = re.sub(r"^[Tt]o ", "", said)
        if key == "can-do":
            said = re.sub(r"^(?:can|could|to) ", "", said)
            said = f"decide not to {said[4:]}" if said.startswith("not ") else said
        return said

    def _given(self, level: str, about: str, key: str) -> Any:
        case = self._case
        if level == "home":
            return case.in_home(about, key)
        if level in self._entries:
            return self._entries[level][about][key]
        answers = case.part(level)
        assert answers is not None
        return answers[key]

    @staticmethod
    def _choice(question: Question, value: str, style: str) -> str:
        choice = question.values.get(value)
        if choice is None:
            return value.replace("-", " ")
        found = {"clause": choice.clause, "loss": choice.loss, "price": choice.price,
                 "remedy": choice.remedy}.get(style) if style in _STYLES else ""  # fmt: skip
        return found or choice.label or value.replace("-", " ")

    def _date(self, text: str, style: str) -> str:
        said = language.date(text)
        if style != "in":
            return said
        if days.calendar_day(text) is not None:
            return f"on {said}"
        first, *others = text.lower().split()
        if first in _SEASONS:
            year = bool(others) and others[0][:4].isdigit()
            return f"in {'the ' if first in ('fall', 'autumn') and not year else ''}{said}"
        return said if first in ("in", "on", "by", "this", "next", "at") else f"in {said}"


def _pronoun(place: Place) -> bool:
    """Whether the forms of a place begin with a pronoun: "it stands" or "they stand"."""
    return place.forms is not None and place.forms[0].split(" ")[0] in ("it", "its")


def _series(told: list[str]) -> str:
    """Names as a series; of two, the one with a clause of its own comes last."""
    if len(told) != 2 or any(", " in one for one in told):
        return language.join(told)
    first, last = told
    if _CLAUSE.search(first) and not _CLAUSE.search(last):
        first, last = last, first
    if " and " in first or " and " in last:
        if " and " not in first:
            first, last = last, first
        return f"{first} as well as {last}"
    return language.join([first, last])
