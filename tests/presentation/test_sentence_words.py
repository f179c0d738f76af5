"""Places in the words of the memo's sentences become the words of a case.

The cases stand in `places.yaml`; after a `~` only a part has to be there.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from explanation.test_memo_facts import NOTHING_AHEAD, changed
from support.assessed import NAMES, VARIANTS, assessed, looked_ahead
from support.tiny_memo import VOCABULARY, tiny_memo

from advisor.explanation.saying import Said, choose
from advisor.knowledge.source import read
from advisor.model.days import calendar_day
from advisor.presentation.memo import memo_day
from advisor.presentation.sentences import SentenceWords

CASES: dict[str, Any] = read(str(Path(__file__).with_name("places.yaml")))  # type: ignore[assignment]
MORE = """  count:
    about: "An answer of the case file that is a number."
    given: yes
    fields: {of: [client, change], about: id, to: text-slug, value: number}
    says: "the file gives a number"
  told-number:
    about: "A number of the file."
    given: yes
    fields: {number: id}
    says: "there is a number"
  lacks:
    about: "Something looked for and not found."
    given: yes
    fields: {lack: id}
    says: "something was not found"
  lead-choice:
    about: "A choice about leading."
    given: yes
    fields: {tension: tension}
    says: "{tension} is worth a choice"
"""


@pytest.mark.parametrize("name", CASES)
def test_what_a_place_becomes(name, tmp_path):
    case = CASES[name]
    found = changed(dict(case.get("changes", {})))
    day = calendar_day(str(case["day"])) if "day" in case else None
    lines = "".join(f"  - {kind}: {_flow(fields)}\n" for one in case.get("when", ())
                    for kind, fields in one.items())  # fmt: skip
    text = f'block: basket\nsentences:\n- id: one\n  say: "{case["say"]}"\n'
    text += f"  when:\n{lines}" if lines else ""
    sections = (found.knowledge.folder / "memo" / "sections.yaml").read_text("utf-8")
    sections = sections.replace("- {id: advice, form", "- {id: basket, form", 1)
    memo = tiny_memo(tmp_path, text, vocabulary=VOCABULARY + MORE, sections=sections)
    bindings = {
        variable: tuple(values) if isinstance(values, list) else (values,)
        for variable, values in case.get("bind", {}).items()
    }
    said = Said(memo.sentences["one"], bindings, ())
    words = SentenceWords(found, choose(found, NOTHING_AHEAD, day), day)
    shown = words.words(said).text
    if case["is"].startswith("~"):
        assert case["is"][1:] in shown
    else:
        assert shown == case["is"]


def _flow(fields: dict[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}"


@pytest.mark.parametrize("example", [*NAMES[::4], *VARIANTS])
def test_every_sentence_of_a_memo_can_be_filled_and_leaves_no_place(example):
    found = assessed(example)
    day = memo_day(found, None)
    sayings = choose(found, looked_ahead(example), day)
    words = SentenceWords(found, sayings, day)
    shown = itertools.chain(*sayings.blocks.values(), *sayings.further.values())
    for said in shown:
        filled = words.words(said)
        for text in (filled.lead, filled.text, *filled.cells):
            assert not {"{", "}"} & set(text), said.id
            assert text == text.strip(), said.id
            assert not text or not text[0].islower(), (said.id, text)


def test_what_sentences_print_is_noted_and_the_rest_is_told_in_the_annex():
    found = assessed("24-city-view")
    sayings = choose(found, looked_ahead("24-city-view"), None)
    words = SentenceWords(found, sayings, None)
    before = dict(words.untold())
    for said in itertools.chain(*sayings.blocks.values()):
        words.words(said)
    after = dict(words.untold())
    assert set(after) < set(before)
    assert all(after[question] == before[question] for question in after)


def test_a_step_has_who_and_by_when_before_it():
    found = assessed("24-city-view")
    day = memo_day(found, None)
    sayings = choose(found, looked_ahead("24-city-view"), day)
    words = SentenceWords(found, sayings, day)
    for said in sayings.blocks["steps"]:
        task = said.sentence.task
        if task and not said.sentence.lead:
            assert words.words(said).lead.endswith(words.by(task))
