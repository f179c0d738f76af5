"""A folder of sentences in small, for tests of how they are read and chosen.

It speaks of fruit beside what the shipped rules speak of, and of questions of the case file.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from shutil import copy
from types import SimpleNamespace
from typing import Any

import pytest

from advisor.explanation import saying
from advisor.explanation.saying import Sayings
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.sentences import MemoKnowledge, read_memo
from advisor.model.fact import fact

SECTIONS = """sections:
- id: basket
  title: The basket
  blocks:
  - {id: basket, form: paragraph, most: 9}
  - {id: short-list, form: list, most: 2}
- id: work
  title: The work
  blocks:
  - {id: work, form: steps, most: 9}
tasks:
  pick: {owner: project, from: decision, days: -7}
  wash: {owner: families, from: decision, days: -3}
  sell: {owner: reader, from: start, days: 0}
nouns: {learners: {usual: [student, students]}}
told: {}
claims: {act: [keep, move]}
"""
VOCABULARY = """facts:
  given:
    about: "A question that the case file answers."
    given: yes
    fields: {of: [client, change, plan, case, decision, party], about: id, to: text-slug}
    says: "the file answers {to} of {about}"
  due:
    about: "The day by which a task is due."
    given: yes
    one-for: [task]
    fields: {task: text-slug, days: number, clear: [yes, no], in-time: [yes, no]}
    says: "{task} is due"
  owner:
    about: "Who takes a task."
    given: yes
    one-for: [task]
    fields: {task: [project, families, staff, money], is: [named, reader]}
    says: "{task} is looked after"
  fruit:
    about: "A fruit in the basket."
    given: yes
    fields: {fruit: id, color: [red, green, brown], weight: number, owner: id}
    says: "{fruit} is in the basket"
  ripe:
    about: "A fruit that can be eaten."
    fields: {fruit: id}
    says: "{fruit} is ripe"
  said:
    about: "A sentence of the memo of which all that must hold holds."
    fields: {sentence: text-slug}
    says: "the memo says {sentence}"
"""
REASONING = """topic: fruit
rules:
- id: red-is-ripe
  title: Red fruit is ripe
  when:
  - fruit: {fruit: $fruit, color: red}
  then:
  - ripe: {fruit: $fruit}
  because: "It is red."
  rests-on: []
  certainty: ours
"""


def memo_folder(
    folder: Path,
    sentences: str,
    *,
    sections: str = SECTIONS,
    vocabulary: str = VOCABULARY,
    reasoning: str = REASONING,
) -> Path:
    """Writes a knowledge base with nothing but sentences, and gives its folder."""
    memo = folder / "rules" / "memo"
    for part in ("reasoning", "sentences"):
        (memo / part).mkdir(parents=True)
    (memo / "sections.yaml").write_text(sections, "utf-8")
    (memo / "vocabulary.yaml").write_text(vocabulary, "utf-8")
    copy(shipped_knowledge().folder / "memo" / "words.yaml", memo)
    (memo / "reasoning" / "10-fruit.yaml").write_text(reasoning, "utf-8")
    for place, text in enumerate(sentences.split("\n---\n"), 1):
        (memo / "sentences" / f"{place}0-some.yaml").write_text(text, "utf-8")
    return folder / "rules"


def tiny_memo(folder: Path, sentences: str, **parts: str) -> MemoKnowledge:
    """Reads such a folder; several files of sentences have a line of three dashes between."""
    knowledge = shipped_knowledge()
    return read_memo(
        memo_folder(folder, sentences, **parts), knowledge.rulebook, knowledge.questions
    )


def chosen(
    memo: MemoKnowledge, facts: Iterable[dict[str, dict[str, Any]]], patch: pytest.MonkeyPatch
) -> Sayings:
    """What is said of facts written as rules write them, `{fruit: {fruit: apple, weight: 3}}`.

    What every case has is added.
    """
    facts = [*facts, {"decision": {"body": "stated", "dated": "no"}}]
    made = tuple(
        sorted(
            fact(memo.rulebook.vocabulary, kind, values)
            for one in facts
            for kind, values in one.items()
        )
    )
    patch.setattr(saying, "MemoFacts", lambda *_: SimpleNamespace(every=lambda: made))
    assessment: Any = SimpleNamespace(knowledge=SimpleNamespace(memo=memo))
    outlook: Any = None
    return saying.choose(assessment, outlook, None)
