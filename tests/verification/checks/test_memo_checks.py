"""What the check of the rules says of the sentences of a memo, on the small knowledge base."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.tiny_memo import SECTIONS, VOCABULARY

from advisor.knowledge.base import shipped_knowledge
from advisor.verification.check import check

HERE = Path(__file__).parent
SENTENCE = "block: basket\nwhen:\n- path: {path: club}\nsentences:\n- id: so\n  say: 'So.'\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The small knowledge base without a fault, with a folder for sentences."""
    folder = Path(shutil.copytree(HERE / "good", tmp_path / "rules"))
    memo = folder / "memo"
    for part in ("reasoning", "sentences"):
        (memo / part).mkdir(parents=True)
    (memo / "sections.yaml").write_text(SECTIONS, "utf-8")
    (memo / "vocabulary.yaml").write_text(VOCABULARY, "utf-8")
    shutil.copy(shipped_knowledge().folder / "memo" / "words.yaml", memo)
    return folder


def findings(base: Path, sentences: str = SENTENCE) -> list[tuple[str, str, str]]:
    """What is found: sort, about what, in which file."""
    (base / "memo" / "sentences" / "10-some.yaml").write_text(sentences, "utf-8")
    return [(one.sort, one.about, str(one.file)) for one in check(base).findings]


def laid(base: Path, bad: str, file: str) -> None:
    """Lays a file of a bad knowledge base over the good one."""
    shutil.copy(HERE / "bad" / bad / file, base / file)


def test_sentences_without_a_fault_give_no_finding(base):
    assert findings(base) == []


def test_a_statement_that_a_sentence_rests_on_is_carried(base):
    laid(base, "not-carried", "statements.yaml")
    said = SENTENCE + "  rests-on: [L004]\n"
    assert ("not-carried", "L004", "statements.yaml") in findings(base)
    assert ("not-carried", "L004", "statements.yaml") not in findings(base, said)


def test_a_statement_that_is_none_is_told_where_the_sentence_stands(base):
    said = SENTENCE + "  rests-on: [L964]\n"
    assert [(sort, file) for sort, _, file in findings(base, said)] == [
        ("citation-dangling", "memo/sentences/10-some.yaml")
    ]


def test_a_question_whose_answer_is_printed_is_used(base):
    laid(base, "unused-question", "questions.yaml")
    assert ("unused-question", "color", "questions.yaml") in findings(base)
    printed = SENTENCE.replace("So.", "It is {change:color}.")
    assert findings(base, printed) == []


def test_a_number_that_a_sentence_names_is_used(base):
    laid(base, "unused-threshold", "thresholds.yaml")
    assert ("unused-threshold", "too-many", "thresholds.yaml") in findings(base)
    named = SENTENCE + "  when:\n  - figure: {of: waiting, value: {more-than: '@too-many'}}\n"
    assert findings(base, named) == []


def test_a_fault_in_a_sentence_is_told_with_the_other_findings(base):
    laid(base, "unused-threshold", "thresholds.yaml")
    (one,) = {sort for sort, _, _ in findings(base, SENTENCE.replace("So.", "So {chagne}."))}
    assert one == "unbound-in-text"
