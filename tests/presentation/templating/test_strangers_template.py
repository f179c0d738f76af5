"""A template from a stranger runs no code, reads no other file, reaches no network, and ends."""

from __future__ import annotations

import contextlib
import time

import pytest
from support.assessed import assessed

from advisor.errors import InputError
from advisor.presentation.memo import write_memo
from advisor.presentation.templating.environment import MemoEnvironment
from advisor.presentation.templating.rendering import Found, render

GROWING = "{% set n = namespace(START) %}{% for i in range(99) %}{% set n.x = NEXT %}{% endfor %}"
SECRET = "a secret of the person who runs it"


@pytest.fixture
def assessment():
    return assessed("24-city-view")


@pytest.fixture
def place(tmp_path):
    """A folder for templates, beside a file that none of them may show."""
    (tmp_path / "secret.md.j2").write_text(SECRET, "utf-8")
    (tmp_path / "templates").mkdir()
    return tmp_path


def refused(assessment, folder) -> str:
    with pytest.raises(InputError) as caught:
        write_memo(assessment, template=str(folder))
    assert SECRET not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ memo.__init__.__globals__ }}",
        "{{ self.__init__.__globals__.__builtins__ }}",
        "{{ lipsum.__globals__.os.popen('id').read() }}",
        "{{ cycler.__init__.__globals__.os.system('id') }}",
        "{{ joiner.__call__.__globals__ }}",
        "{{ memo|attr('__class__') }}",
        "{{ ''['__class__'] }}",
        "{{ [memo]|sum(attribute='__class__') }}",
        "{{ '{0.__class__}'.format(memo) }}",
        "{{ ''['format'](1) }}",
        "{{ ''|attr('format') }}",
        "{{ '{x.__class__}'.format_map({'x': memo}) }}",
        "{{ verb.__globals__ }}",
        "{% set x = memo.__dict__.update({'a': 1}) %}",
        "{{ memo.assessment.knowledge.folder.joinpath('x').write_text('x') }}",
        "{{ (memo.assessment.knowledge.folder / '../secret.md.j2').read_text() }}",
        "{{ memo.assessment.knowledge.folder.parent }}",
        "{{ [memo.assessment.knowledge.folder]|map('attr', 'parent')|first }}",
        "{{ [memo.assessment.knowledge.folder]|map(attribute='parent')|first }}",
        "{{ memo.assessment.knowledge.rulebook.prepared.program.strata }}",
        "{{ memo.assessment.knowledge.section('../templates', 'x') }}",
        "{{ memo.assessment.knowledge.rulebook.rules[0]._replace(id='x').__class__ }}",
        "{{ open('/etc/hostname').read() }}",
        "{{ import('os') }}",
        "{% import 'os' as os %}{{ os }}",
        "{% from 'socket' import socket %}",
        "{{ get_flashed_messages.__globals__ }}",
        "{{ (1).__class__.__base__ }}",
        "{{ ((x for x in [1]).gi_frame) }}",
        "{{ render.func_globals }}",
    ],
)
def test_no_code_runs(text, assessment, place):
    (place / "templates" / "memo.md.j2").write_text(text, "utf-8")
    refused(assessment, place / "templates")


@pytest.mark.parametrize("filter_", ["map(attribute='__class__')|list", "groupby('__class__')"])
def test_what_is_closed_shows_as_nothing_in_a_list(filter_, assessment, place):
    (place / "templates" / "memo.md.j2").write_text(f"{{{{ [memo]|{filter_} }}}}", "utf-8")
    with contextlib.suppress(InputError):
        assert "class 'advisor" not in write_memo(assessment, template=str(place / "templates"))


@pytest.mark.parametrize("word", ["include", "extends", "import"])
@pytest.mark.parametrize(
    "name",
    [
        "../secret.md.j2",
        "{place}/secret.md.j2",
        "..\\\\secret.md.j2",
        "x/../../secret.md.j2",
        "advisor/../../secret.md.j2",
        "file://{place}/secret.md.j2",
    ],
)
def test_nothing_outside_the_folder_is_named(word, name, assessment, place):
    target = name.format(place=place.as_posix())
    tail = " as x" if word == "import" else ""
    text = f'{{% {word} "{target}"{tail} %}}'
    (place / "templates" / "memo.md.j2").write_text(text, "utf-8")
    assert "no template" in refused(assessment, place / "templates")


def test_a_name_worked_out_later_leads_nowhere_either(assessment, place):
    text = '{% set up = ".." %}{% include up ~ "/secret.md.j2" %}'
    (place / "templates" / "memo.md.j2").write_text(text, "utf-8")
    assert "no template" in refused(assessment, place / "templates")


@pytest.mark.parametrize("name", ["memo.md.j2", "_part.md.j2"])
def test_a_link_out_of_the_folder_is_not_followed(name, assessment, place):
    (place / "templates" / "memo.md.j2").write_text('{% include "_part.md.j2" %}', "utf-8")
    (place / "templates" / name).unlink(missing_ok=True)
    (place / "templates" / name).symlink_to(place / "secret.md.j2")
    assert "leads out of its folder" in refused(assessment, place / "templates")


def test_a_folder_inside_that_is_a_link_out_is_not_followed(assessment, place):
    (place / "templates" / "memo.md.j2").write_text('{% include "up/secret.md.j2" %}', "utf-8")
    (place / "templates" / "up").symlink_to(place)
    assert "leads out of its folder" in refused(assessment, place / "templates")


def test_the_folder_of_templates_may_itself_be_a_link(assessment, place):
    (place / "templates" / "memo.md.j2").write_text("Mine.", "utf-8")
    (place / "link").symlink_to(place / "templates")
    assert write_memo(assessment, template=str(place / "link")) == "Mine.\n"


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
        "{% for a in range(9999) recursive %}{{ loop(range(9999)) }}{% endfor %}",
        "{% macro m(n) %}{% for i in [1, 2] %}{{ m(n - 1) }}{% endfor %}{% endmacro %}{{ m(4) }}",
        "{{ 'x' * 10**9 }}",
        "{{ [1] * 99999999999 }}",
        "{{ 9**9**9 }}",
        "{{ 'x'.ljust(10**9) }}",
        "{{ 'x'.zfill(width=10**9) }}",
        "{{ 'x'|center(10**9) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '%999999999d'|format(1) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ 'a'.replace('a', 'b' * 1000000).replace('b', 'c' * 1000000) }}",
        GROWING.replace("START", "x='xx'").replace("NEXT", "n.x ~ n.x"),
        GROWING.replace("START", "x='xx'").replace("NEXT", "n.x + n.x"),
        GROWING.replace("START", "x=[1]").replace("NEXT", "n.x + n.x"),
        GROWING.replace("START", "x=10").replace("NEXT", "n.x * n.x"),
        "{{ (range(10000)|list * 20)|join('x' * 100000) }}",
    ],
)  # fmt: skip
def test_what_would_go_on_for_ever_or_fill_the_memory_is_stopped(text):
    start = time.monotonic()
    with pytest.raises(Exception, match=r"may not do|without end|No filter named"):
        render(Found(MemoEnvironment().from_string(text), None), {})
    assert time.monotonic() - start < 15


def test_loops_work_as_in_any_template():
    text = (
        "{% for a in [1, 2, 3] %}{{ loop.index }}/{{ loop.length }}{{ '!' if loop.last }};"
        "{% endfor %}{% for a in [] %}{% else %}none{% endfor %}"
        "{% for a, b in {'k': 1}.items() if b %}{{ a }}{{ b }}{% endfor %}"
    )
    found = render(Found(MemoEnvironment(plain=True).from_string(text), None), {})
    assert found == "1/3;2/3;3/3!;nonek1"
