"""Makes a document of the memo as data: its sentences, the picture, and the annex."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.presentation import language
from advisor.presentation.documents.parts import Document, Part, Passage, TextBlock, legible
from advisor.presentation.templating.rendering import plain_template

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from advisor.presentation.contracts.memo import (
        MemoBlockJson,
        MemoJson,
        SectionJson,
        SentenceJson,
        SentenceWhyJson,
    )

_MARKS = (".", "?", "!")
_NARROWEST, _WIDEST = 3.5, 9.0
"""The share of a column, as the square root of the letters of its longest cell."""


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
        memo: The memo as data.
        day: The day it bears.
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
        title=legible(memo.title) or legible(memo.client),
        author=author or words.author,
        subject=legible(memo.client),
        head=tuple((words.head[key], legible(text)) for key, text in head.items() if text),
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
        return legible(getattr(self._module, macro)(*values))


class _Setting:
    """Sets the parts of one memo."""

    def __init__(
        self, memo: MemoJson, words: _Words, why: Mapping[str, SentenceWhyJson], served: bool
    ) -> None:
        self._memo = memo
        self._words = words
        self._why = why
        self._served = served

    def section(self, section: SectionJson) -> Part:
        """A section of the memo; the picture follows who can stop it, as in Markdown."""
        blocks = [self._block(one, section.title) for one in section.blocks]
        if section.id == "stop" and self._memo.picture is not None:
            text = Passage(legible(self._memo.picture.text))
            blocks.append(TextBlock("picture", (text,), told=self._words.picture))
        return Part(section.id, legible(section.title), tuple(blocks))

    def _block(self, block: MemoBlockJson, title: str) -> TextBlock:
        lines = tuple(self._line(one, number) for number, one in enumerate(block.sentences, 1))
        if block.form == "table":
            return _table(lines, tuple(map(legible, block.columns)), legible(title))
        return TextBlock(block.form, lines, legible(block.intro))

    def _line(self, one: SentenceJson, number: int) -> Passage:
        lead = legible(one.lead)
        return Passage(
            legible(one.text),
            lead if not lead or lead.endswith(_MARKS) else f"{lead}:",
            tuple(map(legible, one.cells)),
            number,
            self._why.get(one.id),
        )

    def annex(self) -> Iterable[Part]:
        """The workings: a heading, and under it one for each sort."""
        annex, words = self._memo.annex, self._words
        yield Part("annex", words.titles["annex"], new_page=True)
        yield self._under("paths", [TextBlock("list", tuple(
            Passage(legible(one.reason), f"{legible(language.capital(language.join(one.labels)))}:")
            for one in annex.paths
        ))])  # fmt: skip
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
            yield self._under("assumptions", [_items(taken, words.assumed)])
        if annex.steps:
            yield self._under("reasons", [*self._workings()])

    def _workings(self) -> Iterable[TextBlock]:
        annex, words = self._memo.annex, self._words
        steps = (Passage(words.say("step", one, ""), number=one.number) for one in annex.steps)
        yield TextBlock(
            "steps",
            tuple(steps),
            words.say("worked_out", annex, self._memo.circulation, self._served),
        )
        if annex.statements:
            yield TextBlock("paragraph", (Passage(words.sources),))
        for _, found in groupby(sorted(annex.statements, key=_title), _title):
            source = list(found)
            lines = tuple(Passage(legible(one.says), one.id) for one in source)
            yield TextBlock("list", lines, words.say("source", source[0]))

    def _under(self, sort: str, blocks: list[TextBlock]) -> Part:
        return Part(f"annex-{sort}", self._words.titles[sort], tuple(blocks), 2)


def _table(lines: tuple[Passage, ...], columns: tuple[str, ...], told: str) -> TextBlock:
    """A table; a column is the wider the more it has to say, but not as much wider."""
    longest = (
        max(len(column), *(len(one.cells[place]) for one in lines))
        for place, column in enumerate(columns)
    )
    widths = tuple(round(10 * min(_WIDEST, max(_NARROWEST, size**0.5))) for size in longest)
    return TextBlock("table", lines, columns=columns, told=told, widths=widths)


def _title(statement: Any) -> str:
    return str(statement.title)


def _items(texts: Iterable[str], intro: str = "") -> TextBlock:
    return TextBlock("list", tuple(Passage(legible(one)) for one in texts), intro)
