"""Knowledge bases that are refused, each with the message its author gets.

Every file in `bad/` ends with what is expected, one line for each problem, beginning with the
line of the file it is about.
"""

from __future__ import annotations

import pytest
from support.knowledge import BAD, base_of, base_with

from advisor.errors import KnowledgeError
from advisor.knowledge.rulebook import load_rulebook

FILES = sorted(BAD.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_bad_rule_is_refused_with_place_and_remedy(file, tmp_path):
    _, expected = file.read_text("utf-8").split("# expected\n")
    with pytest.raises(KnowledgeError) as caught:
        load_rulebook(base_with(tmp_path, file))
    said = str(caught.value).replace(f"{tmp_path / 'reasoning'}/", "").replace(f"{file.name}:", "")
    assert said.splitlines() == [line.removeprefix("# ") for line in expected.splitlines()]


def test_every_problem_of_all_files_is_told_at_once(tmp_path):
    files = [file for file in FILES if file.stem.startswith("unknown-") and "key" not in file.stem]
    with pytest.raises(KnowledgeError) as caught:
        load_rulebook(base_with(tmp_path, *files))
    told = {problem.file for problem in caught.value.problems}
    assert len(files) > 4
    assert told == {str(tmp_path / "reasoning" / file.name) for file in files}


def test_a_message_shows_both_places_of_a_cycle(tmp_path):
    with pytest.raises(KnowledgeError) as caught:
        load_rulebook(base_with(tmp_path, BAD / "cycle-through-negation.yaml"))
    said = str(caught.value)
    assert "calm” (" in said and "excited” (" in said
    assert said.count("cycle-through-negation.yaml:") == 3  # the problem's own, and the two


def test_a_folder_without_rules_says_so(tmp_path):
    with pytest.raises(KnowledgeError, match="There are no rules"):
        load_rulebook(base_with(tmp_path))


def test_a_missing_vocabulary_names_the_file(tmp_path):
    with pytest.raises(KnowledgeError) as caught:
        load_rulebook(tmp_path)
    assert caught.value.problems[0].file == str(tmp_path / "vocabulary.yaml")


@pytest.mark.parametrize(
    ("vocabulary", "message"),
    [
        ("facts:\n  a: {about: A, fields: {x: nmber}}\n", "There is no type “nmber”."),
        ("facts:\n  a: {about: A, fields: {}}\n", "The kind “a” has no field."),
        ("facts:\n  not: {about: A, fields: {x: id}}\n", "cannot be called “not”"),
        ("facts:\n  A b: {about: A, fields: {x: id}}\n", "small letters, digits and hyphens"),
        ("facts:\n  a: {about: A, fields: {x: [one, 2]}}\n", "holds words of small letters"),
        ("facts:\n  a: {about: A, fields: {x: [one, one]}}\n", "stands in this list twice"),
        ("facts:\n  a: {about: A, given: maybe, fields: {x: id}}\n", "“given” is yes or no"),
        ("values: {number: [one]}\nfacts: {a: {about: A, fields: {x: id}}}\n", "name of a type"),
        ("facts:\n  a: {fields: {x: id}}\n", "The key “about” is missing"),
        ("facts: [a]\n", "“facts” is not a mapping."),
    ],
)
def test_a_bad_vocabulary_is_refused(vocabulary, message, tmp_path):
    base_of(tmp_path, "topic: none\n")
    (tmp_path / "vocabulary.yaml").write_text(vocabulary, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_rulebook(tmp_path)
    assert message in str(caught.value)
    assert caught.value.problems[0].line


@pytest.mark.parametrize(
    ("thresholds", "message"),
    [
        ("thresholds: {a: {value: high, about: A}}\n", "is not a whole number: “high”"),
        ("thresholds: {a: {value: 3}}\n", "The key “about” is missing"),
        ("a: {value: 3, about: A}\n", "There is no key “a”"),
    ],
)
def test_a_bad_threshold_is_refused(thresholds, message, tmp_path):
    base_of(tmp_path, "topic: none\n")
    (tmp_path / "thresholds.yaml").write_text(thresholds, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_rulebook(tmp_path)
    assert message in str(caught.value)
