"""The sentences of the memo: what it can say, when it may say it, and in which order.

A sentence is an entry of `rules/memo/sentences/`. What must hold for it is written in the language
of the rules, over the facts of a consultation and those that say what the case file answers; what
it prints of the file must have been answered, so a place in its words is a condition as well.
`docs/memo-language.md` shows every key as an author writes it. The module is long, because what an
entry may hold and how it is read and checked are one matter.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.errors import KnowledgeError, did_you_mean, echo
from advisor.knowledge.locate import refuse_leaving
from advisor.knowledge.reading import Reader
from advisor.knowledge.rule import FieldTest, Head, Pattern, Rule, Variable
from advisor.knowledge.rule_reader import EntryReader, read_rules
from advisor.knowledge.rulebook import REASONING, Rulebook
from advisor.knowledge.texts import Place, places
from advisor.knowledge.variables import check_rule
from advisor.knowledge.vocabulary import Words, vocabulary_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.knowledge.questions import Questions
    from advisor.knowledge.rule import Total
    from advisor.knowledge.source import Mapping as SourceMapping
    from advisor.knowledge.vocabulary import Value

MEMO = "memo"
"""The folder of what the memo says, inside the folder of the knowledge base."""
SAID, GIVEN, CASE, DUE = "said", "given", "case", "due"
"""The kinds of fact for a sentence that is said, for a question that is answered, what an answer
is about where the case has one such part only, and the kind for the day of a task."""
FORMS = ("paragraph", "list", "steps", "table")
"""How the sentences of a block are set."""
ABOUT = {"party": "party", "home": "home", "source": "money", "part": "part", "event": "event",
         "figure": "number", "lack": "lack", "rater": "rater"}  # fmt: skip
"""The fields that name an entry of the case file, with the level of its questions; of what was
looked for and not found there are none."""
ANSWERED = (GIVEN, "stated", "count")
"""The kinds of fact that say what the file answers, of an entry they name with its level."""
SINGLE = ("client", "change", "plan", "decision", "file")
"""The levels of which a case has one, as places name them; `file` is the top of the case file."""
WORDS = {
    "change": ("it", "its", "they", "short", "this"), "client": (), "reader": (),
    "body": ("it", "its"), "chair": (), "learners": ("one",), "families": ("one",),
    "date": (), "by": None, "owner": None, "path": ("act", "as", "at"),
    "parties": None, "numbers": None, "missing": ("asked",),
    "ask": (), "open": (), "schools": (),
}  # fmt: skip
"""What else a place may name, with the styles it takes; with any style where a name must follow."""
UNASKED = ("at", "as", "as-money", "as-sum", "label", "name-only", "its", "them", "usually", "act",
           "ask", "members", "told")  # fmt: skip
"""The styles of an entry that print no single answer, so that none is asked for."""
WORD_LISTS = ("parts-of-a-body", "members", "have-a-board", "decide-alone", "goes-on", "not-asked",
              "young", "asks", "undoes", "leaves-open", "votes", "public", "itself",
              "ourselves", "tells-little", "grants")  # fmt: skip
WORD_PATTERNS = ("with-board", "own-board", "grows", "later", "replaces", "bill", "public-body",
                 "district", "to-come", "children", "until", "lifts", "counted", "filing", "seats",
                 "unfilled", "uncertain", "leans", "read-at", "views", "budget-vote", "waits",
                 "unsigned", "herself", "heard", "asked", "names", "results", "cost", "sum",
                 "drops", "added", "adds", "keeps", "opens", "changes", "binds",
                 "training", "finite", "clause", "named-thing", "somebody",
                 "status")  # fmt: skip
"""What `words.yaml` holds, by name."""
FILED = {
    "missing": ("case", CASE, "missing-parties"),
    "chair": ("decision", CASE, "chair"),
}  # fmt: skip
"""Places that print one answer under a name of their own, with the answer they ask for."""
ENTRY_KEYS = ("id", "group", "rank", "when", "say", "lead", "cells", "each", "gather", "sort",
              "task", "claims", "ours", "alone", "rests-on", "note")  # fmt: skip


class Sentence(NamedTuple):
    """One thing the memo can say."""

    id: str
    block: str
    """The block it stands in."""
    group: str
    """Of one group only the best is said."""
    rank: int
    """The higher is the better in its group."""
    rule: Rule
    """What must hold, as a rule that concludes that it is said."""
    say: str
    """Its words; of a step, what is to be done."""
    lead: str
    """What stands before them and is set off; may be empty."""
    cells: tuple[str, ...]
    """Of a row, the words of each cell."""
    each: bool
    """Whether it is said once for each match, and not only for the first."""
    gather: str
    """The variable whose values are said together, as a series; may be empty."""
    sort: tuple[tuple[str, bool], ...]
    """By which variables matches are put in order, and whether the largest comes first."""
    task: str
    """Of a step, the task whose day and owner it has."""
    claims: tuple[tuple[str, str], ...]
    """What the words claim, in the closed vocabulary of `sections.yaml`."""
    ours: bool
    """Whether it is our judgment and no article's."""
    alone: bool
    """Whether it is said only where nothing else of its block is."""
    rests_on: tuple[str, ...]
    """Statements of the articles behind it, where it rests on no rule."""
    order: int
    """Its place among all sentences."""
    subjects: Mapping[str, str]
    """Its variables, each with the level of the entry it names, or nothing."""

    @property
    def texts(self) -> tuple[str, ...]:
        """All its words."""
        return tuple(one for one in (self.lead, self.say, *self.cells) if one)


class MemoBlock(NamedTuple):
    """Sentences that are set together."""

    id: str
    form: str
    """One of `FORMS`."""
    most: int
    """How many sentences, rows or items it has at most."""
    least: int = 0
    """How many it keeps where the memo would be longer than it may be."""
    columns: tuple[str, ...] = ()
    intro: str = ""
    """What stands before a list or table that is not empty."""


class Section(NamedTuple):
    """A part of the memo with a heading."""

    id: str
    blocks: tuple[MemoBlock, ...]
    title: str = ""
    """Its heading, unless a sentence of the block `ID-title` holds."""
    goes_on: bool = False
    """Whether it goes on from the section before, so that a long name is not said again."""


class Task(NamedTuple):
    """Something somebody has to do by a day."""

    id: str
    owner: str
    """A key of `owners` in the case file, `decision` for the chair, or `reader`."""
    anchor: str
    """What its day is counted from: `memo`, `decision`, `start` or `result`."""
    days: int
    """How many days after that; before it where it is negative."""
    takes: int
    """How many days it needs."""


class ClientWords(NamedTuple):
    """Words by which the memo understands what the client wrote, from `words.yaml`."""

    lists: Mapping[str, frozenset[str]]
    patterns: Mapping[str, re.Pattern[str]]


class MemoKnowledge(NamedTuple):
    """All that the memo can say."""

    rulebook: Rulebook
    """The rules that say what kind of case it is, and each sentence as a rule."""
    sentences: Mapping[str, Sentence]
    """By id, in the order in which they are read."""
    sections: tuple[Section, ...]
    tasks: Mapping[str, Task]
    told: Mapping[str, Mapping[str, str]]
    """What an answer is called in the annex, by level and question."""
    nouns: Mapping[str, Any]
    """The words for what kind of client it is, from `sections.yaml`."""
    words: ClientWords
    longest: int
    """How many words it may have before the annex."""
    circulation: Mapping[str, Any] = MappingProxyType({})
    """What the memo for circulation leaves out, from `sections.yaml`."""

    def by_block(self) -> dict[str, list[Sentence]]:
        """The sentences of each block, in their order."""
        found: dict[str, list[Sentence]] = {}
        for one in self.sentences.values():
            found.setdefault(one.block, []).append(one)
        return found


def read_memo(folder: Path, rulebook: Rulebook, questions: Questions) -> MemoKnowledge:
    """Reads what the memo can say.

    Args:
        rulebook: Its rules, on whose vocabulary the sentences speak.
        questions: The questions of the case file, whose answers they print.

    Returns:
        The sentences with what goes with them, checked.

    Raises:
        KnowledgeError: With everything that is wrong, each with file and line.
    """
    return _MemoReader(folder / MEMO, rulebook, questions).read()


class _MemoReader:
    """Reads the folder of the memo and keeps all that is wrong with it."""

    def __init__(self, folder: Path, rulebook: Rulebook, questions: Questions) -> None:
        self._folder = folder
        self._questions = questions
        self._base = rulebook
        self._problems: list[Any] = []

    def read(self) -> MemoKnowledge:
        words = self._words()
        rules: list[Rule] = []
        totals: list[Total] = []
        for path in self._files(REASONING):
            found, reader = read_rules(str(path), words, len(rules) + len(totals))
            rules.extend(found.rules)
            totals.extend(found.totals)
            self._problems.extend(reader.problems)
        sections, tasks, nouns, told, claims, longest, circulation = self._sections()
        blocks = {block.id for section in sections for block in section.blocks}
        blocks |= {f"{section.id}-title" for section in sections} | {"title"}
        sentences: dict[str, Sentence] = {}
        for path in self._files("sentences"):
            file = _SentenceFile(Reader(str(path)), words, self._questions, blocks, tasks, claims)
            for one in file.read(len(rules) + len(totals) + len(sentences)):
                if one.id in sentences:
                    file.reader.wrong(
                        f"The sentence “{one.id}” stands here for the second time.",
                        one.rule.line, "Give one of them another id.", "id-reused",
                    )  # fmt: skip
                sentences[one.id] = one
            self._problems.extend(file.reader.problems)
        understood = self._understood()
        if self._problems:
            raise KnowledgeError.together(self._problems)
        own = Rulebook(
            words.vocabulary, [*rules, *(one.rule for one in sentences.values())], totals,
            words.thresholds,
        )  # fmt: skip
        return MemoKnowledge(
            own,
            MappingProxyType(sentences),
            sections,
            MappingProxyType(tasks),
            told,
            nouns,
            understood,
            longest,
            circulation,
        )

    def _files(self, part: str) -> list[Path]:
        files = sorted((self._folder / part).glob("*.yaml"), key=lambda path: path.name)
        refuse_leaving(self._folder, files)
        return files

    def _words(self) -> Words:
        """The vocabulary of the rules and what the memo speaks of beside it."""
        reader = Reader(str(self._folder / "vocabulary.yaml"))
        vocabulary = vocabulary_in(reader, self._base.vocabulary)
        reader.finish()
        return Words(vocabulary, dict(self._base.thresholds))

    def _understood(self) -> ClientWords:
        """The words by which the memo understands what the client wrote."""
        reader = Reader(str(self._folder / "words.yaml"))
        top = reader.mapping(reader.content, "The file", 1)
        reader.only(top, ("lists", "patterns"), "this file", required=("lists", "patterns"))
        lists, patterns = (
            reader.mapping(top.get(part), f"“{part}”", 1) for part in ("lists", "patterns")
        )
        reader.only(lists, WORD_LISTS, "“lists”", WORD_LISTS)
        reader.only(patterns, WORD_PATTERNS, "“patterns”", WORD_PATTERNS)
        found = {}
        for name, text in patterns.items():
            try:
                found[name] = re.compile("|".join(text) if isinstance(text, list) else str(text))
            except re.error as error:
                what = f"“{name}” is no regular expression: {error}."
                reader.wrong(what, patterns.lines[name], "Correct it.")
        listed = {
            name: frozenset(map(str, reader.sequence(one, f"“{name}”", lists.lines[name])))
            for name, one in lists.items()
        }
        self._problems.extend(reader.problems)
        return ClientWords(listed, found)

    def _sections(
        self,
    ) -> tuple[
        tuple[Section, ...], dict[str, Task], SourceMapping, SourceMapping, SourceMapping, int,
        SourceMapping,
    ]:  # fmt: skip
        reader = Reader(str(self._folder / "sections.yaml"))
        top = reader.mapping(reader.content, "The file", 1)
        parts = ("sections", "tasks", "nouns", "told", "claims")
        reader.only(top, ("longest", "circulation", *parts), "this file", required=parts)
        sections = []
        for entry in reader.sequence(top.get("sections"), "“sections”", 1):
            body = reader.mapping(entry, "A section", reader.line_of(entry))
            blocks = []
            for one in reader.sequence(body.get("blocks"), "“blocks”", body.line):
                inside = reader.mapping(one, "A block", reader.line_of(one))
                form = reader.word(inside, "form", FORMS)
                least = inside.get("least", inside.get("most"))
                blocks.append(reader.record(MemoBlock, inside, "a block", form=form, least=least))
            sections.append(reader.record(Section, body, "a section", blocks=tuple(blocks)))
        tasks = {}
        listed = reader.mapping(top.get("tasks"), "“tasks”", 1)
        for name, body in listed.items():
            inside = reader.mapping(body, f"The task “{name}”", listed.lines[name])
            reader.only(inside, ("owner", "from", "days", "takes"), f"the task “{name}”",
                        required=("owner", "from", "days"))  # fmt: skip
            anchor = reader.word(inside, "from", ("memo", "decision", "start", "last", "result"))
            after, takes = (int(inside.get(key) or 0) for key in ("days", "takes"))
            tasks[name] = Task(name, str(inside.get("owner")), anchor, after, takes)
        nouns = reader.mapping(top.get("nouns"), "“nouns”", 1)
        claims = reader.mapping(top.get("claims"), "“claims”", 1)
        told = reader.mapping(top.get("told"), "“told”", 1)
        self._problems.extend(reader.problems)
        longest = int(top.get("longest") or sys.maxsize)
        circulation = reader.mapping(top.get("circulation"), "“circulation”", 1)
        return tuple(sections), tasks, nouns, told, claims, longest, circulation


class _SentenceFile:
    """Reads one file of sentences."""

    def __init__(
        self,
        reader: Reader,
        words: Words,
        questions: Questions,
        blocks: Iterable[str],
        tasks: Mapping[str, Task],
        claims: Mapping[str, Any],
    ) -> None:
        self.reader = reader
        self._words = words
        self._questions = questions
        self._blocks = frozenset(blocks)
        self._tasks = tasks
        self._claims = claims
        owner = words.vocabulary.kinds.get("owner")
        owners = owner.fields["task"].allowed if owner else None
        self._named: dict[str, tuple[Value, ...] | None] = {"by": tuple(tasks), "owner": owners}
        self._entries = EntryReader(reader, words, MEMO)
        self._of_all: tuple[tuple[Pattern, ...], tuple[Pattern, ...]] = (), ()
        """What must hold, and must not, for every sentence of the file."""

    def read(self, first_order: int) -> Iterator[Sentence]:
        reader = self.reader
        top = reader.mapping(reader.content, "The file", 1)
        known = ("block", "about", "when", "sentences")
        reader.only(top, known, "a file of sentences", required=("block", "sentences"))
        block = reader.text(top, "block")
        if block not in self._blocks:
            remedy = did_you_mean(block, self._blocks, "sections.yaml lists the blocks.")
            reader.wrong(f"There is no block {echo(block)}.", top.lines.get("block", 1), remedy)
        self._entries.where = "this file of sentences"
        self._of_all = self._entries.conditions(top)
        listed = reader.sequence(top.get("sentences"), "“sentences”", 1)
        for place, (entry, line) in enumerate(zip(listed, listed.lines)):
            found = self._sentence(
                reader.mapping(entry, "A sentence", line), block, first_order + place
            )
            if found is not None:
                yield found

    def _sentence(self, body: SourceMapping, block: str, order: int) -> Sentence | None:
        reader = self.reader
        before = len(reader.problems)
        name = str(body.get("id"))
        where = f"the sentence “{name}”"
        reader.only(body, ENTRY_KEYS, where, required=("id",))
        reader.slug(name, body.lines.get("id", body.line), "The id of a sentence")
        cells = tuple(
            map(str, reader.sequence(body.get("cells"), f"“cells” of {where}", body.line))
        )
        say, lead = reader.text(body, "say"), reader.text(body, "lead")
        if bool(say) == bool(cells):
            reader.wrong(
                f"{where} has no words, or both “say” and “cells”.", body.line, "Give one."
            )
        self._entries.where = where
        when, unless = self._of_all
        own_when, own_unless = self._entries.conditions(body)
        when, unless = (*when, *own_when), (*unless, *own_unless)
        subjects = _subjects(when)
        implied: list[Pattern] = []
        for text in (lead, say, *cells):
            implied += self._implied(text, subjects, body, where)
        task = reader.text(body, "task")
        if task:
            implied.append(in_time(task, body.line))
        when = tuple(dict.fromkeys((*when, *implied)))
        if not when and self._words.vocabulary.always is not None:
            when = (Pattern(self._words.vocabulary.always, (), body.line),)
        rule = Rule(
            id=name, title=name, topic=MEMO, when=when, unless=unless,
            then=(Head(SAID, (name,), body.line, (None,)),), because=say or name, rests_on=(),
            certainty="ours", file=reader.file, line=body.line, order=order,
        )  # fmt: skip
        if len(reader.problems) == before:
            check_rule(reader, self._words.vocabulary, rule)
        if len(reader.problems) > before:
            return None
        gather = str(body.get("gather") or "").removeprefix("$")
        sort = _sort(body.get("sort") or ())
        bound = {variable for pattern in when for variable in pattern.variables}
        for key, used in (
            ("gather", [gather] if gather else []),
            ("sort", [one for one, _ in sort]),
        ):
            for variable in used:
                if variable not in bound:
                    what = f"No condition of {where} names ${variable}, by which “{key}” goes."
                    remedy = did_you_mean(variable, bound, "Write it into a pattern of “when”.")
                    reader.wrong(what, body.lines[key], remedy, "unbound-variable")
        if task and task not in self._tasks:
            remedy = did_you_mean(task, self._tasks, "sections.yaml lists the tasks.")
            reader.wrong(f"There is no task {echo(task)}.", body.lines["task"], remedy)
        return Sentence(
            id=name, block=block, group=reader.text(body, "group") or name,
            rank=int(body.get("rank") or 0), rule=rule, say=say, lead=lead, cells=cells,
            each=body.get("each") == "yes", gather=gather, sort=sort, task=task,
            claims=self._claimed(body, where), ours=body.get("ours") == "yes",
            alone=body.get("alone") == "yes",
            rests_on=tuple(map(str, body.get("rests-on") or ())), order=order,
            subjects=_subjects(when),
        )  # fmt: skip

    def _claimed(self, body: SourceMapping, where: str) -> tuple[tuple[str, str], ...]:
        claims = self.reader.mapping(body.get("claims"), f"“claims” of {where}", body.line)
        for name, value in claims.items():
            if str(value) not in map(str, self._claims.get(name, ())):
                what = f"{where} claims {echo(f'{name}: {value}')}, which is no claim."
                self.reader.wrong(what, claims.lines[name], "sections.yaml lists the claims.")
        return tuple((name, str(value)) for name, value in claims.items())

    def _implied(
        self, text: str, subjects: Mapping[str, str], body: SourceMapping, where: str
    ) -> Iterator[Pattern]:
        """What must have been answered for the places of a text to be filled."""
        try:
            found = places(text)
        except ValueError as error:
            what = f"A brace in {where} opens or closes nothing: {echo(error)}."
            self.reader.wrong(what, body.line, "Write {name} or {name:key}.", "unbound-in-text")
            return
        for place in found:
            yield from self._answered(place, subjects, body.line, where)

    def _answered(
        self, place: Place, subjects: Mapping[str, str], line: int, where: str
    ) -> Iterator[Pattern]:
        key = (place.style or "").split(":")[0]
        if place.name in FILED:
            yield given(*FILED[place.name], line)
            return
        if place.name in WORDS:
            styles = self._named.get(place.name, WORDS[place.name])
            if place.name == "by" and key in self._tasks:
                yield in_time(key, line)
            if styles is None or not key or key in styles or place.forms is not None:
                return
        level = ""
        operand: str | Variable = CASE
        if place.name in SINGLE:
            level = "case" if place.name == "file" else place.name
        elif place.name in subjects:
            level, operand = subjects[place.name], Variable(place.name)
            if level == "" or not key or key in UNASKED:
                return
        known = self._questions.levels.get(level)
        if known is None or key not in known.questions:
            names = sorted({*WORDS, *SINGLE, *subjects})
            what = f"Nothing fills the place {echo(place)} in {where}."
            self.reader.wrong(what, line, f"Known are {', '.join(names)}.", "unbound-in-text")
            return
        yield given(level, operand, key, line)


def given(level: str, about: str | Variable, key: str, line: int) -> Pattern:
    """The pattern for a question that the file answers."""
    values = {"of": level, "about": about, "to": key}
    tests = tuple(FieldTest(field, "is", value, line) for field, value in values.items())
    return Pattern(GIVEN, tests, line)


def in_time(task: str, line: int) -> Pattern:
    """The pattern for a task that can be done by its day."""
    tests = (FieldTest("task", "is", task, line), FieldTest("in-time", "is", "yes", line))
    return Pattern(DUE, tests, line)


def _subjects(when: Iterable[Pattern]) -> dict[str, str]:
    """The variables of a rule, each with the level of the entry it names, or nothing."""
    found: dict[str, str] = {}
    for pattern in when:
        level = next(
            (str(t.operand) for t in pattern.tests if t.field == "of" and t.relation == "is"), ""
        )
        for test in pattern.tests:
            if test.relation == "is" and test.variable:
                own = level if test.field == "about" and pattern.kind in ANSWERED else ""
                found[test.variable] = found.get(test.variable) or own or ABOUT.get(test.field, "")
    return {name: level or ABOUT.get(name, "") for name, level in found.items()}


def _sort(names: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """`$power` puts the smallest first, `-$power` the largest."""
    return tuple((name.lstrip("-").removeprefix("$"), name.startswith("-")) for name in names)
