"""Every condition of a sentence keeps it away from a memo where it would be wrong: is that seen?

One condition of one entry of `rules/memo/sentences` is taken away, and the memos of all examples,
variants, minimal pairs and said-cases are chosen anew: one of them should now say another sentence,
or the same of something else. A condition of which that is not so is either idle, or no case shows
what it is for: write one into `said/`. The ordinary suite tries one condition in ten;
`--every-path` tries all, and `ADVISOR_CONDITIONS=FILE` lists those that nobody notices.

Nothing is required yet but that most are noticed; the share is told at the end of the run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import pytest
from support.said import Heard, heard_everywhere

from advisor.engine.consultation import consult
from advisor.engine.trace import Firing
from advisor.explanation import saying
from advisor.explanation.saying import Said
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.rule import Head, Pattern, Rule
from advisor.knowledge.rulebook import Rulebook
from advisor.knowledge.sentences import SAID, Sentence
from advisor.knowledge.texts import places

ONE_IN = 10
"""One condition in so many is tried; all with `--every-path`."""
MEMO = shipped_knowledge().memo


class Taken(NamedTuple):
    """An entry without one of its conditions."""

    sentence: Sentence
    condition: str
    rule: Rule

    @property
    def name(self) -> str:
        """The entry and the condition, on one line."""
        return f"{self.sentence.id}: without {self.condition}"


def every_taken() -> Iterator[Taken]:
    """Every condition that an author wrote into an entry and that it can be without.

    What gives a variable that the words, the order or another condition speaks of cannot be
    taken away: the reader refuses it. What a place in the words asks for is no author's condition.
    """
    for one in MEMO.sentences.values():
        for negated, patterns in ((False, one.rule.when), (True, one.rule.unless)):
            for place, pattern in enumerate(patterns):
                if pattern.line <= one.rule.line:  # of the file, or implied by a place
                    continue
                left = patterns[:place] + patterns[place + 1 :]
                when, unless = (one.rule.when, left) if negated else (left, one.rule.unless)
                if when and is_whole(one, when, unless):
                    name = f"{one.id}--{len(when)}-{len(unless)}-{place}-{negated}".lower()
                    rule = one.rule._replace(
                        id=name, when=when, unless=unless,
                        then=(Head(SAID, (name,), one.rule.line, (None,)),),
                    )  # fmt: skip
                    yield Taken(one, f"{'not ' if negated else ''}{pattern}", rule)


def is_whole(one: Sentence, when: tuple[Pattern, ...], unless: tuple[Pattern, ...]) -> bool:
    """Whether all that an entry speaks of is still bound."""
    bound = {name for pattern in when for name in pattern.variables}
    before = {name for pattern in one.rule.when for name in pattern.variables}
    spoken = {place.name for text in one.texts for place in places(text)} & before
    spoken |= {name for name, _ in one.sort} | ({one.gather} if one.gather else set())
    spoken |= {name for pattern in unless for name in pattern.variables} & before
    compared = {
        test.operand.name
        for pattern in when
        for test in pattern.tests
        if test.relation != "is" and hasattr(test.operand, "name")
    }
    return spoken | compared <= bound


class Choosing:
    """Chooses anew what one memo says where one entry has other matches."""

    def __init__(self, heard: Heard) -> None:
        """Keeps the firings of each sentence."""
        self._due = heard.sayings.due
        self._blocks = {block.id: block for section in MEMO.sections for block in section.blocks}
        self.facts = [one for one in heard.sayings.consultation.facts if one.kind != SAID]
        self._firings: dict[str, list[Firing]] = {}
        for firing in heard.sayings.consultation.firings:
            if firing.rule in MEMO.sentences:
                self._firings.setdefault(firing.rule, []).append(firing)
        self._usual: dict[str, list[object]] = {}

    def differs(self, sentence: Sentence, firings: list[Firing]) -> bool:
        """Whether other matches of a sentence make the memo say something else."""
        matched = [one.bindings for one in firings]
        if sorted(matched) == sorted(one.bindings for one in self._firings.get(sentence.id, ())):
            return False
        block = sentence.block
        if block not in self._usual:
            self._usual[block] = self._said(block, self._firings)
        changed = {**self._firings, sentence.id: firings}
        if not firings:
            del changed[sentence.id]
        return self._said(block, changed) != self._usual[block]

    def _said(self, block: str, firings: Mapping[str, list[Firing]]) -> list[object]:
        said: tuple[Said, ...] = saying._said(
            [one for one in MEMO.sentences.values() if one.block == block], firings
        )
        if block in self._blocks:
            said, _ = saying._set(self._blocks[block], said, self._due)
        else:
            said = said[:1]
        return [(one.sentence.id, dict(one.bindings)) for one in said]


def noticed(taken: list[Taken], one_in: int = 4) -> dict[str, str]:
    """The memos that say something else without a condition, one for each that is noticed."""
    vocabulary, thresholds = MEMO.rulebook.vocabulary, MEMO.rulebook.thresholds
    rules = [one.rule for one in taken]
    book = Rulebook(vocabulary, rules, [], thresholds)
    found: dict[str, str] = {}
    for heard in heard_everywhere(one_in):
        choosing = Choosing(heard)
        firings: dict[str, list[Firing]] = {}
        for firing in consult(book, choosing.facts, "reference", firing_limit=10**7).firings:
            firings.setdefault(firing.rule, []).append(firing)
        for one in taken:
            if one.name not in found and choosing.differs(
                one.sentence, firings.get(one.rule.id, [])
            ):
                found[one.name] = heard.name
    return found


def test_taking_a_condition_away_makes_a_memo_say_something_else(request, told):
    taken = list(every_taken())
    assert len({one.rule.id for one in taken}) == len(taken)
    if not request.config.option.every_path:
        taken = [one for one in taken if crc32(one.name.encode()) % ONE_IN == 0]
    found = noticed(taken, 1 if request.config.option.every_path else 4)
    idle = [one.name for one in taken if one.name not in found]
    told(f"conditions of the memo's sentences: {len(found)} of {len(taken)} noticed "
         f"({len(found) / len(taken):.0%})")  # fmt: skip
    if listed := os.environ.get("ADVISOR_CONDITIONS"):
        Path(listed).write_text("\n".join(sorted(idle)) + "\n", "utf-8")
    assert found


def test_a_condition_that_matters_is_noticed_and_one_that_says_nothing_is_not():
    """The check itself, on an entry that a memo says because of one condition."""
    one = next(taken for taken in every_taken() if taken.name in noticed([taken]))
    nothing_taken = one._replace(rule=one.rule._replace(
        when=one.sentence.rule.when, unless=one.sentence.rule.unless,
    ))  # fmt: skip
    assert noticed([nothing_taken]) == {}


@pytest.mark.parametrize("heard", [0, 7])
def test_choosing_anew_from_the_same_matches_says_the_same(heard):
    one = heard_everywhere(4)[heard]
    choosing = Choosing(one)
    for block, said in one.sayings.blocks.items():
        again = choosing._said(block, choosing._firings)
        assert again == [(each.sentence.id, dict(each.bindings)) for each in said]
