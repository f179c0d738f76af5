"""The memo as data: what every form of it is made from; `rules/memo.schema.json` describes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import msgspec

from advisor.explanation.assess import Assessment, Stamp
from advisor.explanation.contract import Contract, OneCase, Statement, one_of
from advisor.explanation.saying import Said, Sayings, choose, find_said, prove_sentence, shortened
from advisor.presentation import language
from advisor.presentation.annex import Annex, annex_of
from advisor.presentation.circulation import Circulation
from advisor.presentation.citations import cite
from advisor.presentation.picture import Picture, picture_of
from advisor.presentation.sentences import UNTOLD, SentenceWords

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from advisor.explanation.outlook import Outlook
    from advisor.knowledge.sentences import Section


class SentenceJson(Contract, frozen=True):
    """One thing the memo says."""

    id: str
    """Ask `advisor why CASE --sentence` for what it rests on."""
    lead: str
    """What stands before the words and is set off: of a step, who and by when."""
    text: str
    cells: tuple[str, ...]
    """Of a row of a table, its cells; the text is empty then."""
    ours: bool
    """Whether it is our judgment and no article's."""
    statements: tuple[Statement, ...]
    """The numbered statements of the articles behind what it rests on."""


class MemoBlockJson(Contract, frozen=True):
    """Sentences that are set together."""

    id: str
    form: Annotated[str, one_of("paragraph", "list", "steps", "table")]
    intro: str
    columns: tuple[str, ...]
    sentences: tuple[SentenceJson, ...]


class SectionJson(Contract, frozen=True):
    """A part of the memo with a heading."""

    id: str
    title: str
    blocks: tuple[MemoBlockJson, ...]


class MemoJson(OneCase, frozen=True, kw_only=True):
    """The memo.

    Ids are stable; sentences are for people and may be reworded. A change that could break a
    reader raises contract_version.
    """

    title: str
    reader: str
    """The role of the person who reads it; may be empty."""
    date: str
    """As it is printed; may be empty."""
    sections: tuple[SectionJson, ...]
    """In the order in which they are read."""
    circulation: bool
    """Whether it may go round: it names no party but who decides or grants, and no stance."""
    picture: Picture | None
    """Who has power over the work; nothing where nobody has."""
    annex: Annex
    """The workings."""
    stamp: Stamp

    def said(self, section: str) -> tuple[SentenceJson, ...]:
        """What a section says."""
        blocks = (block for one in self.sections if one.id == section for block in one.blocks)
        return tuple(sentence for block in blocks for sentence in block.sentences)


def memo_contract(
    assessment: Assessment,
    outlook: Outlook,
    day: datetime.date | None,
    *,
    circulation: bool = False,
) -> MemoJson:
    """The memo of a case, as other programs read it and as templates get it.

    Args:
        day: The day of the memo, or nothing.
        circulation: Whether it is to go round, without named parties and where they stand.
    """
    memo = assessment.knowledge.memo
    left: Sayings | None = choose(assessment, outlook, day)
    allowed = Circulation(assessment, left, day) if circulation and left else None
    if allowed:
        left = choose(assessment, outlook, day, allowed.refuses)
    while left is not None:  # until it is short enough, or as short as it can be
        words = SentenceWords(assessment, left, day)
        writing = _Writing(assessment, left, words)
        sections = tuple(filter(None, map(writing.section, memo.sections)))
        title = writing.line("title")
        longer = sum(map(_length, sections)) + len(title.split()) > memo.longest
        left = shortened(left, memo) if longer else None
    return MemoJson.about(
        assessment,
        assessment,
        title=title,
        reader=assessment.case.client.text("reader"),
        date=language.date(day or assessment.case.as_of),
        sections=sections,
        circulation=circulation,
        picture=None if circulation else picture_of(assessment),
        annex=annex_of(assessment, outlook, words, allowed),
    )


def _length(section: SectionJson) -> int:
    """How many words a section has, its tables included."""
    texts = [section.title]
    for block in section.blocks:
        texts += [block.intro, *block.columns]
        for one in block.sentences:
            texts += [one.lead, one.text, *one.cells]
    return sum(len(text.split()) for text in texts)


_GOES_ON = re.compile(r"^(?:But|Besides,) ")
"""Words that join a sentence to the one before; a paragraph does not begin with them."""


class _Writing:
    """Writes the sections of one memo."""

    def __init__(self, assessment: Assessment, sayings: Sayings, words: SentenceWords) -> None:
        self._assessment = assessment
        self._sayings = sayings
        self._words = words

    def line(self, block: str) -> str:
        """The one line of a block such as the title; empty where none holds."""
        said = self._sayings.blocks.get(block, ())
        if not said:
            return ""
        self._words.name_again()
        return self._words.words(said[0]).text

    def section(self, section: Section) -> SectionJson | None:
        """A section; nothing where none of its sentences holds."""
        held = [
            (block, said)
            for block in section.blocks
            if (said := self._sayings.blocks.get(block.id, ()))
        ]
        if not held:  # its heading is not worded either: it would print an answer nobody sees
            return None
        title = self.line(f"{section.id}-title") or section.title
        if not section.goes_on:
            self._words.name_again()
        blocks = tuple(
            _without_empty_columns(
                MemoBlockJson(
                    block.id, block.form, block.intro, block.columns,
                    self._sentences(said, block.form),
                )
            )
            for block, said in held
        )  # fmt: skip
        return SectionJson(section.id, title, blocks)

    def _sentences(self, said: Iterable[Said], form: str) -> tuple[SentenceJson, ...]:
        found: list[SentenceJson] = []
        for one in said:
            if form != "paragraph":  # an item is read by itself
                self._words.name_again()
            found.append(self._sentence(one, begins=form == "paragraph" and not found))
        return tuple(found)

    def _sentence(self, said: Said, *, begins: bool) -> SentenceJson:
        words = self._words.words(said)
        text = language.capital(_GOES_ON.sub("", words.text)) if begins else words.text
        return SentenceJson(
            words.id, words.lead, text, words.cells, said.sentence.ours, self._behind(said)
        )

    def _behind(self, said: Said) -> tuple[str, ...]:
        """The statements of the articles behind what a sentence rests on."""
        found = set(said.sentence.rests_on)
        for firing in said.firings:
            for fact in firing.premises:
                step = self._assessment.proofs.firing(fact)
                if step is not None:
                    found.update(self._assessment.narrator.reason(step).statements)
        return tuple(sorted(found))


def _without_empty_columns(block: MemoBlockJson) -> MemoBlockJson:
    """A block whose table has no column of which no row tells anything."""
    rows = [one.cells for one in block.sentences]
    told = [
        place for place in range(len(block.columns)) if {row[place] for row in rows} != {UNTOLD}
    ]
    if len(told) == len(block.columns):
        return block
    sentences = tuple(
        msgspec.structs.replace(one, cells=tuple(one.cells[place] for place in told))
        for one in block.sentences
    )
    columns = tuple(block.columns[place] for place in told)
    return msgspec.structs.replace(block, columns=columns, sentences=sentences)


class GroundJson(Contract, frozen=True):
    """One thing a sentence rests on."""

    says: str
    sort: Annotated[str, one_of("answer", "assumed", "concluded", "worked-out")]
    """An answer, something assumed, a conclusion of a rule, or worked out for the memo."""
    line: int | None
    """Of an answer, the line where it stands."""
    rule: str | None
    """The rule that concluded it; ask `advisor why CASE RULE`."""
    statements: tuple[Statement, ...]
    fact: str


class CitationJson(Contract, frozen=True):
    """A statement of an article, and where it stands."""

    id: Statement
    says: str
    author: str
    title: str
    year: str


class SentenceWhyJson(OneCase, frozen=True, kw_only=True):
    """What a sentence of the memo rests on."""

    id: str
    section: str
    """The heading it stands under; empty for a heading itself."""
    text: str
    """Its words; of a row, its cells with bars between."""
    ours: bool
    """Whether it is our judgment and no article's."""
    grounds: tuple[GroundJson, ...]
    absent: tuple[str, ...]
    """What must not hold for it, and does not."""
    statements: tuple[CitationJson, ...]
    """The statements of the articles behind it, in our words."""


def sentence_contract(
    assessment: Assessment, outlook: Outlook, day: datetime.date | None, sentence: str
) -> SentenceWhyJson:
    """What a sentence of the memo rests on, as other programs read it.

    Args:
        day: The day of the memo, or nothing.

    Raises:
        InputError: If the memo has no such sentence.
    """
    sayings = choose(assessment, outlook, day)
    words = SentenceWords(assessment, sayings, day)
    return _proved(assessment, sayings, words, find_said(sayings, sentence))


def sentence_contracts(
    assessment: Assessment, outlook: Outlook, day: datetime.date | None
) -> dict[str, SentenceWhyJson]:
    """What every sentence of the memo rests on, by the sentence's id.

    Args:
        day: The day of the memo, or nothing.
    """
    sayings = choose(assessment, outlook, day)
    words = SentenceWords(assessment, sayings, day)
    return {
        said.id: _proved(assessment, sayings, words, said)
        for block in sayings.blocks.values()
        for said in block
    }


def _proved(
    assessment: Assessment, sayings: Sayings, sentence_words: SentenceWords, said: Said
) -> SentenceWhyJson:
    proof = prove_sentence(assessment, sayings, said)
    words = sentence_words.words(said)
    parts = filter(None, (words.lead, words.text, " | ".join(words.cells)))
    sections = assessment.knowledge.memo.sections
    block = said.sentence.block
    titles = (one.title for one in sections if block in [each.id for each in one.blocks])
    numbers = {number for ground in proof.grounds for number in ground.statements}
    return SentenceWhyJson.about(
        assessment,
        proof,
        id=said.id,
        section=next(titles, ""),
        text=" ".join(parts),
        ours=said.sentence.ours,
        statements=cite(assessment.knowledge, numbers | set(said.sentence.rests_on)),
    )
