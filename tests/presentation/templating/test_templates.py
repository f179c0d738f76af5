"""Templates of one's own: they extend ours, see what they need, and fail with a place."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.assessed import assessed, document

from advisor.errors import InputError, KnowledgeError
from advisor.knowledge.locate import templates_folder
from advisor.presentation.memo import write_memo
from advisor.presentation.templating import confined, rendering
from advisor.presentation.templating.confined import FORMER_BLOCKS
from advisor.presentation.templating.rendering import MemoEnvironment, names


@pytest.fixture
def assessment():
    return assessed("24-city-view")


@pytest.fixture
def template(tmp_path):
    """Writes a template of one's own and gives its folder."""

    def of(text: str, name: str = "memo.md.j2") -> str:
        (tmp_path / name).write_text(text, "utf-8")
        return str(tmp_path)

    return of


def problem(assessment, folder: str) -> tuple[str, str, int | None]:
    with pytest.raises(InputError) as caught:
        write_memo(assessment, template=folder)
    one = caught.value.problems[0]
    return one.what, one.file or "", one.line


def test_the_mark_that_some_editors_put_before_a_text_is_no_part_of_it(assessment, template):
    assert write_memo(assessment, template=template("\ufeffHello")) == "Hello\n"


def test_one_block_changes_and_the_rest_stays(assessment, template):
    ours = write_memo(assessment)
    folder = template(
        '{% extends "memo.md.j2" %}\n{% block head %}\n*Prepared by A & B for {{ memo.client }}.*\n'
        "{% endblock %}\n"
    )
    theirs = write_memo(assessment, template=folder)
    assert f"*Prepared by A & B for {assessment.case.client.text('name')}.*" in theirs
    assert "- **To:**" not in theirs
    assert theirs.partition("\n## ")[2] == ours.partition("\n## ")[2]


def test_a_template_may_have_any_name_and_add_to_a_block(assessment, template):
    folder = template(
        '{% extends "memo.md.j2" %}{% block annex_reasons %}{{ super() }}\nCall us.\n'
        "{% endblock %}",
        "firm.md.j2",
    )
    document = write_memo(assessment, template=folder)
    assert "Call us." in document
    assert "### How this was worked out" in document


def test_every_block_can_be_left_out(template, tmp_path):
    source = (templates_folder() / "memo.md.j2").read_text("utf-8")
    blocks = [line.split()[2] for line in source.splitlines() if line.startswith("{% block ")]
    assert len(blocks) > 20
    page = (Path(__file__).parents[3] / "docs" / "templates.md").read_text("utf-8")
    assert [block for block in blocks if f"`{block}`" not in page] == []
    renderer = MemoEnvironment(tmp_path)
    for block in blocks:
        text = f'{{% extends "memo.md.j2" %}}{{% block {block} %}}{{% endblock %}}'
        template(text, f"without-{block}.md.j2")
        found = renderer.get_template(f"without-{block}.md.j2")
        assert found.render(memo=document("24-city-view")) or block == "document"


def test_words_can_be_replaced_by_a_file_of_the_same_name(assessment, template):
    words = (templates_folder() / "_words.j2").read_text("utf-8")
    template(words.replace('"our inference"', '"ours alone"'), "_words.j2")
    folder = template('{% extends "memo.md.j2" %}')
    assert "; ours alone)" in write_memo(assessment, template=folder)


def test_an_undefined_name_is_told_with_its_place(assessment, template):
    folder = template(
        '{% extends "memo.md.j2" %}\n{% block head %}\n{{ memo.nmae }}\n{% endblock %}'
    )
    what, file, line = problem(assessment, folder)
    assert "nmae" in what
    assert file.endswith("memo.md.j2")
    assert file.startswith(folder)
    assert line == 3


def test_a_slip_of_the_pen_is_told_with_its_place(assessment, template):
    folder = template(
        '{% extends "memo.md.j2" %}\n\n{% block head %}\n{{ memo.name }\n{% endblock %}'
    )
    what, file, line = problem(assessment, folder)
    assert "not written as Jinja wants it" in what
    assert file.startswith(folder)
    assert line == 4


@pytest.mark.parametrize(
    "text",
    [
        "{{ memo.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ memo.client.format.__globals__ }}",
        "{{ memo.sections.append(1) }}",
    ],
)
def test_a_template_cannot_reach_out_of_its_box(assessment, template, text):
    what, _, line = problem(assessment, template(text))
    assert what.startswith("This template")
    assert line == 1


def test_a_template_that_writes_without_end_is_stopped(assessment, template):
    text = "{% for a in range(999) %}{% for b in range(999) %}xxxxxxxxxx{% endfor %}{% endfor %}"
    assert "without end" in problem(assessment, template(text))[0]


def test_a_file_outside_the_folder_cannot_be_included(assessment, template, tmp_path):
    (tmp_path.parent / "secret.txt").write_text("secret", "utf-8")
    what, _, _ = problem(assessment, template('{% include "../secret.txt" %}'))
    assert "no template" in what


def test_a_template_that_includes_itself_is_stopped(assessment, template):
    folder = template('{% include "again.md.j2" %}')
    template('{% include "_loop.j2" %}', "again.md.j2")
    template('{% include "memo.md.j2" %}', "_loop.j2")
    assert problem(assessment, folder)[0].startswith("This template")


def test_a_folder_without_a_template_or_with_several_is_refused(assessment, tmp_path, template):
    assert "no templates" in problem(assessment, str(tmp_path))[0]
    template("a", "one.md.j2")
    folder = template("b", "two.md.j2")
    assert "2 templates" in problem(assessment, folder)[0]


def test_a_template_in_another_encoding_is_refused(assessment, tmp_path):
    (tmp_path / "memo.md.j2").write_bytes("für".encode("latin-1"))
    what, file, _ = problem(assessment, str(tmp_path))
    assert "cannot be read" in what
    assert file.startswith(str(tmp_path))


def test_an_unknown_name_is_answered_with_the_nearest(assessment):
    with pytest.raises(InputError, match="Did you mean “brief”"):
        write_memo(assessment, template="breif")
    assert names() == ("brief", "memo")


def test_a_fault_in_our_own_templates_is_ours(monkeypatch, tmp_path, assessment):
    (tmp_path / "memo.md.j2").write_text("{{ nothing }}", "utf-8")
    monkeypatch.setattr(rendering, "templates_folder", lambda: tmp_path)
    with pytest.raises(KnowledgeError):
        write_memo(assessment)


def test_text_is_escaped_once_whatever_a_template_does_with_it():
    renderer = MemoEnvironment()
    rows = {
        "{{ x }}": r"\*a\*",
        "{{ x|e }}": r"\*a\*",
        "{{ x|text|text }}": r"\*a\*",
        "{{ x ~ y }}": r"\*a\*\_b\_",
        "{{ (x|text) ~ y }}": r"\*a\*\_b\_",
        "{{ [x, y]|join('*') }}": r"\*a\*\*\_b\_",
        "{{ [x|text, y]|join(', ') }}": r"\*a\*, \_b\_",
        "{% macro m(z) %}**{{ z }}**{% endmacro %}{{ m(x) }}": r"**\*a\***",
        "{% set z %}**{{ x }}**{% endset %}{{ z }}": r"**\*a\***",
        "{{ [x, y]|series }}": r"\*a\* and \_b\_",
        "{{ x|upper }}": r"\*A\*",
    }
    for text, wanted in rows.items():
        assert renderer.from_string(text).render(x="*a*", y="_b_") == wanted, text


@pytest.mark.parametrize("name", ["24-city-view", "13-northern-cass", "asking first", "two tracks"])
@pytest.mark.parametrize("ours", ["memo", "brief"])
def test_a_template_that_only_extends_ours_writes_what_ours_does(name, ours, template):
    folder = template(f'{{% extends "{ours}.md.j2" %}}')
    found = assessed(name)
    assert write_memo(found, template=folder) == write_memo(found, template=ours)


def test_a_block_that_replaces_nothing_is_refused_with_the_nearest_name(assessment, template):
    folder = template('{% extends "memo.md.j2" %}\n{% block step %}x{% endblock %}')
    with pytest.raises(InputError, match="Did you mean “steps”") as caught:
        write_memo(assessment, template=folder)
    assert caught.value.problems[0].line == 2


@pytest.mark.parametrize(("former", "block"), FORMER_BLOCKS.items())
def test_a_block_of_an_earlier_version_is_answered_with_the_one_that_holds_its_matter(
    former, block, tmp_path
):
    text = f'{{% extends "memo.md.j2" %}}\n{{% block {former} %}}x{{% endblock %}}'
    (tmp_path / "memo.md.j2").write_text(text, "utf-8")
    with pytest.raises(InputError, match=f"Did you mean “{block}”") as caught:
        confined._found(tmp_path, "memo.md.j2")
    assert caught.value.problems[0].line == 2


def test_blocks_inside_blocks_and_blocks_called_by_name_are_ones_own(assessment, template):
    folder = template(
        '{% extends "brief.md.j2" %}{% block title %}# A{% block mine %}B{% endblock %}\n'
        "{{ self.other() }}{% endblock %}{% block other %}C{% endblock %}"
    )
    assert write_memo(assessment, template=folder).startswith("# AB")


def test_a_folder_may_be_given_as_a_path(assessment, template):
    folder = template('{% extends "memo.md.j2" %}{% block head %}Ours.\n{% endblock %}')
    assert "Ours." in write_memo(assessment, template=Path(folder))
