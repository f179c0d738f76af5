"""A file of one's own adds, replaces and silences; what is wrong in it is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.errors import KnowledgeError
from advisor.knowledge.base import Knowledge, shipped_knowledge, using, usual_knowledge
from advisor.knowledge.locate import rules_folder
from advisor.knowledge.overlay import load_knowledge

SENTENCE = """sentences:
- id: sure-read
  block: sure
  group: read
  when:
  - advice: {does: $does}
  say: "Two of us have read it."
"""
RULE = """rules:
- id: veto-holder
  title: Nobody holds a veto here
  when:
  - case: {change: none}
  then: {veto: {party: nobody, home: nowhere}}
  because: So we hold.
  certainty: ours
"""


@pytest.fixture
def laid(tmp_path: Path):
    """Lays files of this content over the knowledge that comes with Advisor."""

    def lay(*texts: str) -> Knowledge:
        files = []
        for number, text in enumerate(texts):
            files.append(tmp_path / f"own-{number}.yaml")
            files[-1].write_text(f"advisor-overlay: 1\n{text}", "utf-8")
        return load_knowledge(adds=files)

    return lay


def test_a_number_is_set_otherwise_and_nothing_else_is(laid):
    numbers = laid("thresholds: {support-share-needed: 75}\n").rulebook.thresholds
    ours = shipped_knowledge().rulebook.thresholds
    assert numbers["support-share-needed"].value == 75
    assert {name for name in ours if numbers[name].value != ours[name].value} == {
        "support-share-needed"
    }


def test_a_number_of_ones_own_comes_with_its_range(laid):
    own = 'thresholds:\n  quorum:\n    value: 7\n    about: "Ours."\n    role: defines\n'
    assert laid(own).rulebook.thresholds["quorum"].value == 7


def test_a_sentence_is_added_and_another_silenced(laid):
    said = laid(f"silence: [sure-money-ends]\n{SENTENCE}").memo.sentences
    ours = shipped_knowledge().memo.sentences
    assert set(said) ^ set(ours) == {"sure-read", "sure-money-ends"}


def test_an_entry_with_the_id_of_one_takes_its_place(laid):
    own = SENTENCE.replace("sure-read", "sure-money-ends")
    said = laid(own).memo.sentences
    assert list(said) == list(shipped_knowledge().memo.sentences)
    assert said["sure-money-ends"].say == "Two of us have read it."


def test_a_later_file_lies_over_an_earlier_one(laid):
    knowledge = laid("name: First\nthresholds: {veto-power: 2}\n", "thresholds: {veto-power: 3}\n")
    assert knowledge.rulebook.thresholds["veto-power"].value == 3
    assert knowledge.version.endswith("(with First, own-1.yaml)")


def test_a_question_is_put_in_other_words_and_one_is_new(laid):
    own = (
        "questions:\n- id: stop-rule\n  level: change\n  question: Enough when?\n"
        "- id: motto\n  level: change\n  type: phrase\n  question: What is your motto?\n"
        "  who-can-change: nobody\n  rests-on: ours\n"
    )
    asked = laid(own).questions.levels["change"].questions
    assert asked["stop-rule"].question == "Enough when?"
    assert asked["stop-rule"].help == (
        shipped_knowledge().questions.levels["change"].questions["stop-rule"].help
    )
    assert list(asked)[-1] == "motto"


def test_the_hash_tells_it_from_ours_and_the_folder_goes_with_it(laid):
    knowledge = laid("thresholds: {support-share-needed: 75}\n")
    assert knowledge.hash != shipped_knowledge().hash
    knowledge.close()
    assert not knowledge.folder.exists()
    assert rules_folder().exists()


def test_it_is_used_only_while_it_is_asked_for(laid):
    knowledge = laid("thresholds: {support-share-needed: 75}\n")
    with using(knowledge):
        assert usual_knowledge() is knowledge
    assert usual_knowledge() is shipped_knowledge()


@pytest.mark.parametrize(("text", "line", "said"), [
    ("silence: [veto-holderr]\n", 2, "Did you mean “veto-holder”"),
    ("thresholds: {veto-powr: 2}\n", 2, "Did you mean “veto-power”"),
    ("thresholds:\n  veto-power: 9\n", 3, "outside the range [2, 3]"),
    ("thresholds: {veto-power: yes}\n", 2, "outside the range"),
    ("rule: []\n", 2, "There is no key “rule”"),
    (SENTENCE.replace("  block: sure\n", ""), 3, "has no block"),
    (SENTENCE.replace("block: sure", "block: sur"), 3, "There is no block “sur”"),
    (SENTENCE.replace("$does", "$d, x: y"), 7, "no field"),
    ("sentences:\n- {id: x, block: sure, say: Hm.}\n", 3, "not set as it has to be"),
    ("questions:\n- id: x\n  level: chang\n", 3, "There is no level “chang”"),
    (RULE, 6, "no kind of fact"),
])  # fmt: skip
def test_what_is_wrong_is_told_at_its_own_file_and_line(laid, text, line, said):
    with pytest.raises(KnowledgeError) as caught:
        laid(text)
    own = [one for one in caught.value.problems if "own-0.yaml" in (one.file or "")]
    assert [one for one in own if one.line == line and said in str(one)], str(caught.value)


def test_a_version_that_is_not_known_and_a_file_that_is_not_there(laid, tmp_path):
    with pytest.raises(KnowledgeError, match="Write advisor-overlay: 1"):
        laid("").close() or load_knowledge(adds=[_file(tmp_path, "advisor-overlay: 2\n")])
    with pytest.raises(KnowledgeError, match="no such file"):
        load_knowledge(adds=[tmp_path / "none.yaml"])
    with pytest.raises(KnowledgeError, match="no such folder"):
        load_knowledge(tmp_path / "none")


def test_a_link_out_of_a_folder_of_rules_is_not_followed(tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "thresholds.yaml").symlink_to(rules_folder() / "thresholds.yaml")
    with pytest.raises(KnowledgeError, match="leads out of its folder"):
        load_knowledge(folder, [_file(tmp_path, "advisor-overlay: 1\n")])


def _file(folder: Path, text: str) -> Path:
    file = folder / "other.yaml"
    file.write_text(text, "utf-8")
    return file
