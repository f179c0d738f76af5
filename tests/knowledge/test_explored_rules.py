"""A knowledge base of any bytes is read, or refused politely and soon: explored by coverage.

What is read is then reasoned with by both engines, which must agree or refuse.
"""

from __future__ import annotations

import shutil
from random import Random

import pytest
from support.agreement import dispute
from support.exploring import Explorer
from support.knowledge import BAD, GOOD
from support.random_rulebooks import value

from advisor.errors import InputError, KnowledgeError
from advisor.knowledge.base import Knowledge
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import Fact

SLOWEST = 20.0  # seconds, on a busy machine with every line traced


def some_facts(rulebook):
    """A few facts of each given kind."""
    dice = Random(5)
    found = []
    for kind in rulebook.vocabulary.kinds.values():
        for _ in range(3 if kind.given else 0):
            row = [
                (name, dice.choice(type_.allowed) if type_.allowed else value(dice, type_.number))
                for name, type_ in kind.fields.items()
            ]
            found.append(Fact(kind.name, tuple(row)))
    return found


@pytest.mark.parametrize(
    ("name", "seeds"),
    [
        ("reasoning/10-network.yaml", ["reasoning/10-network.yaml", "reasoning/20-support.yaml"]),
        ("vocabulary.yaml", ["vocabulary.yaml"]),
        ("thresholds.yaml", ["thresholds.yaml"]),
    ],
)
def test_what_reaches_new_lines_of_the_rule_reader_finds_nothing_wrong(
    name, seeds, tmp_path, effort
):
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)

    def read(data):
        (folder / name).write_bytes(data)
        try:
            rulebook = load_rulebook(folder)
        except KnowledgeError as error:
            refused(error)
            return
        except InputError as error:  # what is no YAML, or not in our dialect of it
            refused(error)
            return
        found = dispute(rulebook, some_facts(rulebook))
        assert found is None, str(found)

    data = [(GOOD / seed).read_bytes() for seed in seeds]
    if name.startswith("reasoning"):
        data += [path.read_bytes() for path in sorted(BAD.glob("*.yaml"))[:12]]
    explorer = Explorer(read, data, SLOWEST)
    explorer.explore(Random(4), 60 * effort)
    assert explorer.reached > explorer.first, "nothing new was reached: the exploring is blind"


def refused(error):
    for problem in error.problems:
        assert problem.what
        assert str(problem).isprintable(), repr(str(problem))


@pytest.mark.parametrize(
    "text",
    [
        "topic: !!python/object/apply:os.system [echo]\n",
        "topic: !!python/name:os.system\n",
        "topic: !include /etc/hostname\n",
        "topic: &a x\nabout: *a\n",
        "<<: {topic: x}\n",
        "%TAG ! tag:yaml.org,2002:python/\n---\ntopic: !object/apply:os.system [echo]\n",
    ],
)
def test_no_tag_anchor_or_merge_of_a_rule_file_is_followed(text, tmp_path):
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)
    (folder / "reasoning" / "10-network.yaml").write_text(text, "utf-8")
    with pytest.raises(InputError):
        load_rulebook(folder)


@pytest.mark.parametrize(
    "name", ["vocabulary.yaml", "thresholds.yaml", "reasoning/10-network.yaml"]
)
def test_a_link_out_of_the_folder_is_not_read(name, tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("topic: my secret\n", "utf-8")
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)
    (folder / name).unlink()
    (folder / name).symlink_to(secret)
    with pytest.raises(KnowledgeError, match="leads out of its folder") as caught:
        load_rulebook(folder)
    assert "my secret" not in str(caught.value)


def test_a_folder_of_rules_that_is_a_link_out_is_not_read(tmp_path):
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)
    shutil.move(folder / "reasoning", tmp_path / "elsewhere")
    (folder / "reasoning").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KnowledgeError, match="leads out of its folder"):
        load_rulebook(folder)


def test_the_knowledge_base_itself_may_be_a_link(tmp_path):
    (tmp_path / "rules").symlink_to(GOOD)
    assert load_rulebook(tmp_path / "rules").rules


def test_a_file_of_words_that_leads_out_is_not_read(tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("terms: []\n", "utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "glossary.yaml").symlink_to(secret)
    with pytest.raises(KnowledgeError, match="leads out of its folder"):
        _ = Knowledge(tmp_path / "rules").glossary


def test_a_pipe_is_not_waited_for(tmp_path):
    import os

    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)
    os.mkfifo(folder / "reasoning" / "99-pipe.yaml")
    with pytest.raises(KnowledgeError, match="no ordinary file"):
        load_rulebook(folder)
