"""Files of sentences are read with every fault told in one message: file, line and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.tiny_memo import SECTIONS, memo_folder, tiny_memo

from advisor.errors import KnowledgeError
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.sentences import GIVEN, places, read_memo
from advisor.knowledge.source import read

FAULTS: dict[str, Any] = read(str(Path(__file__).with_name("bad-sentences.yaml")))  # type: ignore[assignment]
GOOD = """block: basket
when:
- not: {fruit: {color: brown}}
sentences:
- id: ripe-fruit
  group: eating
  rank: 20
  each: yes
  sort: [-$weight, $fruit]
  when:
  - fruit: {fruit: $fruit, weight: $weight}
  - ripe: {fruit: $fruit}
  say: "The {fruit} of {client:name} is ripe, {change:short} or not."
  claims: {act: keep}
  ours: yes
  rests-on: [L001]
- id: whatever
  say: "There is a basket."
"""


def test_an_entry_is_read_with_all_its_keys(tmp_path):
    memo = tiny_memo(tmp_path, GOOD)
    one = memo.sentences["ripe-fruit"]
    assert (one.block, one.group, one.rank, one.each) == ("basket", "eating", 20, True)
    assert one.sort == (("weight", True), ("fruit", False))
    assert one.claims == (("act", "keep"),)
    assert one.ours
    assert one.rests_on == ("L001",)
    assert memo.sentences["whatever"].group == "whatever"
    assert memo.by_block() == {"basket": list(memo.sentences.values())}


def test_what_a_file_asks_for_all_its_entries_ask_for(tmp_path):
    for one in tiny_memo(tmp_path, GOOD).sentences.values():
        assert [pattern.kind for pattern in one.rule.unless] == ["fruit"]


@pytest.mark.parametrize(
    ("ours", "theirs", "says"),
    [
        ("  votes:", "  vots:", "There is no key “vots” in “lists”"),
        ("  until: ',? (?:until", "  until: ',? ((?:until", "“until” is no regular expression"),
        ("  young: [early-childhood, elementary]", "  young: small", "“young” is not a list"),
    ],
)
def test_a_fault_in_the_words_is_told_with_its_line(tmp_path, ours, theirs, says):
    folder = memo_folder(tmp_path, GOOD)
    file = folder / "memo" / "words.yaml"
    text = file.read_text("utf-8")
    assert ours in text
    file.write_text(text.replace(ours, theirs), "utf-8")
    known = shipped_knowledge()
    with pytest.raises(KnowledgeError, match=says) as caught:
        read_memo(folder, known.rulebook, known.questions)
    line = text[: text.index(ours)].count("\n") + 1
    assert (str(file), line) in {(one.file, one.line) for one in caught.value.problems}


def asked(memo, sentence: str) -> set[tuple[str, ...]]:
    """The answers a sentence needs: of what, about what, which question."""
    return {
        tuple(str(getattr(test.operand, "name", test.operand)) for test in pattern.tests)
        for pattern in memo.sentences[sentence].rule.when
        if pattern.kind == GIVEN
    }


@pytest.mark.parametrize(
    ("say", "needs"),
    [
        ("{client:name} is here.", {("client", "case", "name")}),
        ("It starts {plan:starts:in}.", {("plan", "case", "starts")}),
        ("So {change:short}, {change} and {change:it}.", set()),
        ("Within {by:pick}, {owner:families|asks|ask} {client}.", set()),
        ("It is for {file:missing-parties}.", {("case", "case", "missing-parties")}),
        ("So {plan:original} and {plan:original}.", {("plan", "case", "original")}),
    ],
)  # fmt: skip
def test_a_place_that_prints_an_answer_is_a_condition_that_it_was_given(say, needs, tmp_path):
    memo = tiny_memo(tmp_path, f'block: basket\nsentences:\n- id: one\n  say: "{say}"\n')
    assert asked(memo, "one") == needs


@pytest.mark.parametrize(
    ("say", "needs"),
    [
        ("{party} can {party:can-do}.", {("party", "party", "can-do")}),
        ("{party} {party|is|are} here with {party:its} {party:usually}.", set()),
    ],
)
def test_a_place_about_a_party_needs_the_answer_of_that_party(say, needs, tmp_path):
    text = "block: basket\nsentences:\n- id: one\n  when:\n  - party: {party: $party}\n"
    memo = tiny_memo(tmp_path, f'{text}  say: "{say}"\n')
    assert asked(memo, "one") == needs


def test_cells_and_leads_have_places_too(tmp_path):
    text = (
        "block: basket\nsentences:\n- id: row\n  cells: ['{client:name}', 'so']\n"
        "- id: led\n  lead: '{client:region}'\n  say: 'So.'\n"
    )
    memo = tiny_memo(tmp_path, text)
    assert asked(memo, "row") == {("client", "case", "name")}
    assert asked(memo, "led") == {("client", "case", "region")}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_message_with_file_line_and_remedy(name, tmp_path):
    case = FAULTS[name]
    parts = {"sections": case["sections"]} if "sections" in case else {}
    with pytest.raises(KnowledgeError) as caught:
        tiny_memo(tmp_path, case.get("file", GOOD), **parts)
    (problem,) = caught.value.problems
    assert case["says"] in f"{problem.what} {problem.remedy}"
    assert Path(str(problem.file)).name == case.get("in", "10-some.yaml")
    assert problem.line == case["line"]
    assert problem.remedy


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    bad = FAULTS["a block that is none"]["file"], FAULTS["a task that is none"]["file"]
    with pytest.raises(KnowledgeError) as caught:
        tiny_memo(tmp_path, "\n---\n".join(bad))
    assert [Path(str(one.file)).name for one in caught.value.problems] == [
        "10-some.yaml",
        "20-some.yaml",
    ]


def test_a_sentence_may_stand_once_in_all_files(tmp_path):
    with pytest.raises(KnowledgeError, match="“whatever” stands here for the second time"):
        tiny_memo(tmp_path, f"{GOOD}\n---\n{GOOD.replace('ripe-fruit', 'riper-fruit')}")


def test_files_are_read_in_the_order_of_their_names(tmp_path):
    second = 'block: work\nsentences:\n- id: last\n  say: "So."\n'
    memo = tiny_memo(tmp_path, f"{GOOD}\n---\n{second}")
    assert list(memo.sentences) == ["ripe-fruit", "whatever", "last"]
    assert [one.order for one in memo.sentences.values()] == [1, 2, 3]


def test_the_sections_are_those_of_the_file(tmp_path):
    memo = tiny_memo(tmp_path, GOOD)
    assert [one.id for one in memo.sections] == ["basket", "work"]
    assert "  title: The basket" in SECTIONS
    assert memo.sections[0].title == "The basket"
    assert [(one.id, one.form, one.most) for one in memo.sections[0].blocks] == [
        ("basket", "paragraph", 9),
        ("short-list", "list", 2),
    ]
    assert memo.tasks["pick"].days == -7


# ---- the sentences that are shipped ----------------------------------------------------------


MEMO = shipped_knowledge().memo
SHIPPED = list(MEMO.sentences.values())


def test_every_entry_of_every_file_is_read():
    folder = shipped_knowledge().folder / "memo" / "sentences"
    listed = [
        str(entry["id"])
        for file in sorted(folder.glob("*.yaml"))
        for entry in read(str(file))["sentences"]
    ]
    assert list(MEMO.sentences) == listed
    assert len(listed) > 50


def test_every_block_of_the_sections_has_sentences():
    blocks = {block.id for section in MEMO.sections for block in section.blocks}
    assert blocks - {one.block for one in SHIPPED} == set()


@pytest.mark.parametrize("sentence", SHIPPED, ids=lambda one: one.id)
def test_a_sentence_rests_on_statements_that_exist_and_has_words_as_its_block_wants(sentence):
    forms = {block.id: block for section in MEMO.sections for block in section.blocks}
    assert set(sentence.rests_on) <= set(shipped_knowledge().statements)
    block = forms.get(sentence.block)
    if block is not None and block.form == "table":
        assert len(sentence.cells) == len(block.columns)
    else:
        assert sentence.say
    if block is not None and block.form == "steps":
        assert sentence.task or sentence.lead
    for text in sentence.texts:
        assert not text.startswith(" ") and not text.endswith(" ")
        assert places(text) is not None


@pytest.mark.parametrize("sentence", SHIPPED, ids=lambda one: one.id)
def test_what_a_sentence_is_sorted_or_gathered_by_is_in_its_conditions(sentence):
    bound = {name for pattern in sentence.rule.when for name in pattern.variables}
    assert {name for name, _ in sentence.sort} <= bound
    assert not sentence.gather or sentence.gather in bound


def test_of_one_group_entries_stand_in_one_block():
    blocks: dict[str, set[str]] = {}
    for one in SHIPPED:
        blocks.setdefault(f"{one.group} of {one.block}", set()).add(one.block)
    assert all(len(one) == 1 for one in blocks.values())


def test_every_task_has_a_step():
    tasks = {one.task for one in SHIPPED if one.task}
    asked_for = {
        str(test.operand)
        for entry in MEMO.rulebook.entries
        for pattern in getattr(entry, "when", ())
        for test in pattern.tests
        if pattern.kind in ("due", "owner") and test.field == "task"
    }
    texts = " ".join(text for one in SHIPPED for text in one.texts)
    idle = [one for one in MEMO.tasks if one not in tasks | asked_for and f":{one}}}" not in texts]
    assert idle == []
