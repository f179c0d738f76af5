"""What a document is made of, whether it becomes Word, PDF or a web page; made of the memo."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from advisor.presentation import language
from advisor.presentation.contracts.memo import SentenceWhyJson
from advisor.presentation.markdown import one_line
from advisor.presentation.templating.rendering import plain_template

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from advisor.presentation.contracts.memo import (
        MemoBlockJson,
        MemoJson,
        SectionJson,
        SentenceJson,
    )

_MARKS = (".", "?", "!")
_NARROWEST, _WIDEST = 3.5, 9.0
"""The share of a column, as the square root of the letters of its longest cell."""


class Passage(msgspec.Struct, frozen=True):
    """A sentence, an item of a list or a row of a table."""

    text: str = ""
    lead: str = ""
    """What is set off before the text; it brings its own mark at the end."""
    cells: tuple[str, ...] = ()
    """Of a row, its cells; the text is empty then."""
    number: int = 0
    """Of an item of steps."""
    why: SentenceWhyJson | None = None
    """What a sentence rests on, where that is told."""


class TextBlock(msgspec.Struct, frozen=True):
    """Lines that are set together."""

    form: str
    """`paragraph`, `list`, `steps`, `table`, or `picture`, whose words are its one line."""
    lines: tuple[Passage, ...]
    intro: str = ""
    columns: tuple[str, ...] = ()
    told: str = ""
    """What a table is, for whoever does not see it; the title of a picture."""
    widths: tuple[int, ...] = ()
    """Of a table, the shares that its columns have of the width."""


class Part(msgspec.Struct, frozen=True):
    """A heading and what stands under it."""

    id: str
    title: str
    blocks: tuple[TextBlock, ...] = ()
    level: int = 1
    new_page: bool = False


class Document(msgspec.Struct, frozen=True):
    """A document."""

    title: str
    author: str
    subject: str
    head: tuple[tuple[str, str], ...]
    """To whom, from whom, the date: each with its label."""
    parts: tuple[Part, ...]
    stamp: str
    """The last lines, by which it can be made again."""
    picture: str
    """The picture of the network as SVG; empty where there is none."""
    brief: bool
    """Whether it is to fit on one page."""
    day: datetime.date | None
    """The day it bears, which its files take for that on which they were made."""


def document_of(
    memo: MemoJson,
    day: datetime.date | None,
    *,
    author: str = "",
    brief: bool = False,
    why: Mapping[str, SentenceWhyJson] | None = None,
    served: bool = False,
) -> Document:
    """Makes a document of a memo.

    Args:
        author: Who delivers it; Advisor itself where nobody is named.
        brief: Whether it is the one page for a board.
        why: What each sentence rests on, by its id, where the document tells it.
        served: Whether it is shown where nobody types commands.
    """
    words = _Words()
    if brief:  # its table says the same as the picture
        memo = msgspec.structs.replace(memo, picture=None)
    setting = _Setting(memo, words, why or {}, served)
    shown = [one for one in memo.sections if not brief or one.id in words.brief]
    parts = [setting.section(one) for one in shown]
    stamp = words.say("taken_from" if brief else "stamp", memo, "")
    head = {"to": words.say("reader", memo), "from": author or words.author, "date": memo.date}
    head["version"] = words.circulating if memo.circulation else ""
    return Document(
        title=one_line(memo.title) or one_line(memo.client),
        author=author or words.author,
        subject=one_line(memo.client),
        head=tuple((words.head[key], one_line(text)) for key, text in head.items() if text),
        parts=tuple(parts if brief else [*parts, *setting.annex()]),
        stamp=stamp,
        picture=memo.picture.svg() if memo.picture else "",
        brief=brief,
        day=day,
    )


class _Words:
    """The words of `_document.j2`."""

    def __init__(self) -> None:
        self._module: Any = plain_template("_document.j2").template.module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def say(self, macro: str, *values: object) -> str:
        return one_line(getattr(self._module, macro)(*values))


class _Setting(NamedTuple):
    """Sets the parts of one memo."""

    memo: MemoJson
    words: _Words
    why: Mapping[str, SentenceWhyJson]
    served: bool

    def section(self, section: SectionJson) -> Part:
        """A section of the memo; the picture follows who can stop it, as in Markdown."""
        blocks = [self._block(one, section.title) for one in section.blocks]
        if section.id == "stop" and self.memo.picture is not None:
            text = Passage(one_line(self.memo.picture.text))
            blocks.append(TextBlock("picture", (text,), told=self.words.picture))
        return Part(section.id, one_line(section.title), tuple(blocks))

    def _block(self, block: MemoBlockJson, title: str) -> TextBlock:
        lines = tuple(self._line(one, number) for number, one in enumerate(block.sentences, 1))
        if block.form == "table":
            return _table(lines, tuple(map(one_line, block.columns)), one_line(title))
        return TextBlock(block.form, lines, one_line(block.intro))

    def _line(self, one: SentenceJson, number: int) -> Passage:
        lead = one_line(one.lead)
        return Passage(
            one_line(one.text),
            lead if not lead or lead.endswith(_MARKS) else f"{lead}:",
            tuple(map(one_line, one.cells)),
            number,
            self.why.get(one.id),
        )

    def annex(self) -> Iterable[Part]:
        """The workings: a heading, and under it one for each sort."""
        annex, words = self.memo.annex, self.words
        yield Part("annex", words.titles["annex"], new_page=True)
        if annex.needed:
            needed = [words.say("needed", one) for one in annex.needed]
            yield self._under("needed", [_items(needed)])
        paths = ((one.reason, language.capital(language.join(one.labels))) for one in annex.paths)
        reasons = (Passage(one_line(why), f"{one_line(called)}:") for why, called in paths)
        yield self._under("paths", [TextBlock("list", tuple(reasons))])
        if annex.places:
            rows = (
                (words.say("place", one), words.readings[one.autonomy], words.readings[one.policy],
                 words.readings[one.opt_in], words.readings[one.trade_off],
                 words.verdicts[one.verdict])
                for one in annex.places
            )  # fmt: skip
            lines = tuple(Passage(cells=cells) for cells in rows)
            table = _table(lines, tuple(words.columns), words.titles["places"])
            yield self._under("places", [table])
        said = [*annex.contradictions, *(words.say("told", one) for one in annex.told)]
        if said:
            yield self._under("told", [_items(said)])
        if annex.assumptions:
            taken = [words.say("taken", one) for one in annex.assumptions]
            taken += filter(None, [words.say("besides", annex)])
            yield self._under("assumptions", [_items(taken, words.assumed)])
        if annex.steps:
            yield self._under("reasons", [*self._workings()])

    def _workings(self) -> Iterable[TextBlock]:
        annex, words = self.memo.annex, self.words
        steps = (Passage(words.say("step", one, ""), number=one.number) for one in annex.steps)
        yield TextBlock(
            "steps",
            tuple(steps),
            words.say("worked_out", annex, self.memo.circulation, self.served),
        )
        if annex.statements:
            yield TextBlock("paragraph", (Passage(words.sources),))
        for _, found in groupby(sorted(annex.statements, key=_title), _title):
            source = list(found)
            lines = tuple(Passage(one_line(one.says), one.id) for one in source)
            yield TextBlock("list", lines, words.say("source", source[0]))

    def _under(self, sort: str, blocks: list[TextBlock]) -> Part:
        return Part(f"annex-{sort}", self.words.titles[sort], tuple(blocks), 2)


def _table(lines: tuple[Passage, ...], columns: tuple[str, ...], told: str) -> TextBlock:
    """A table; a column is the wider the more it has to say, but not as much wider.

    Its longest word fits into it on one line.
    """
    widths = []
    for place, column in enumerate(columns):
        cells = [column, *(one.cells[place] for one in lines)]
        word = max(len(word) for cell in cells for word in cell.split())
        wanted = max(_NARROWEST, max(map(len, cells)) ** 0.5, word / 2)
        widths.append(round(10 * min(_WIDEST, wanted)))
    return TextBlock("table", lines, columns=columns, told=told, widths=tuple(widths))


def _title(statement: Any) -> str:
    return str(statement.title)


def _items(texts: Iterable[str], intro: str = "") -> TextBlock:
    return TextBlock("list", tuple(Passage(one_line(one)) for one in texts), intro)
