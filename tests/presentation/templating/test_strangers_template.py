"""A template from a stranger runs no code, reads no other file, reaches no network, and ends."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from functools import cache

import msgspec
import pytest
from support.assessed import assessed, document

from advisor.errors import InputError
from advisor.presentation.memo import write_memo
from advisor.presentation.templating import confined, own
from advisor.presentation.templating.rendering import render

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
    """What is said of a template, by the process that renders it."""
    with pytest.raises(InputError) as caught:
        write_memo(assessment, template=str(folder))
    assert SECRET not in str(caught.value)
    return str(caught.value)


@cache
def what_it_is_shown() -> str:
    return json.dumps(msgspec.to_builtins(document("24-city-view")))


def refused_inside(folder) -> str:
    """The same, by what runs inside that process: sooner."""
    memo = json.loads(what_it_is_shown())
    with pytest.raises(InputError) as caught:
        render(confined._found(folder, "memo.md.j2"), {"memo": memo})
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
def test_no_code_runs(text, place):
    (place / "templates" / "memo.md.j2").write_text(text, "utf-8")
    refused_inside(place / "templates")


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
def test_nothing_outside_the_folder_is_named(word, name, place):
    target = name.format(place=place.as_posix())
    tail = " as x" if word == "import" else ""
    text = f'{{% {word} "{target}"{tail} %}}'
    (place / "templates" / "memo.md.j2").write_text(text, "utf-8")
    assert "no template" in refused_inside(place / "templates")


def test_a_name_worked_out_later_leads_nowhere_either(place):
    text = '{% set up = ".." %}{% include up ~ "/secret.md.j2" %}'
    (place / "templates" / "memo.md.j2").write_text(text, "utf-8")
    assert "no template" in refused_inside(place / "templates")


@pytest.mark.parametrize("name", ["memo.md.j2", "_part.md.j2"])
def test_a_link_out_of_the_folder_is_not_followed(name, place):
    (place / "templates" / "memo.md.j2").write_text('{% include "_part.md.j2" %}', "utf-8")
    (place / "templates" / name).unlink(missing_ok=True)
    (place / "templates" / name).symlink_to(place / "secret.md.j2")
    assert "leads out of its folder" in refused_inside(place / "templates")


def test_a_folder_inside_that_is_a_link_out_is_not_followed(place):
    (place / "templates" / "memo.md.j2").write_text('{% include "up/secret.md.j2" %}', "utf-8")
    (place / "templates" / "up").symlink_to(place)
    assert "leads out of its folder" in refused_inside(place / "templates")


def test_the_folder_of_templates_may_itself_be_a_link(assessment, place):
    (place / "templates" / "memo.md.j2").write_text("Mine.", "utf-8")
    (place / "link").symlink_to(place / "templates")
    assert write_memo(assessment, template=str(place / "link")) == "Mine.\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{% for a in range(9999) %}" * 3 + "{% endfor %}" * 3, "longer"),
        ("{{ 'x' * 10**9 }}", "memory"),
        ("{{ 'x'|center(10**9) }}", "memory"),
        ("{{ 'a'.replace('a', 'b' * 100000).replace('b', 'c' * 100000) }}", "memory"),
        (GROWING.replace("START", "x='xx'").replace("NEXT", "n.x + n.x"), "memory"),
        ("{{ 'x' * 10**7 }}", "without end"),
        ("{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(4) }}", "without end"),
        ("{% macro m(a, a) %}{% endmacro %}", "duplicate argument"),
        ("{% for a in [1] %}" * 21 + "{% endfor %}" * 21, "Python cannot carry out"),
    ],
)
def test_what_would_go_on_for_ever_or_fill_the_memory_is_stopped(
    text, message, assessment, place, monkeypatch
):
    if message == "longer":
        monkeypatch.setattr(own, "MOST_SECONDS", 3)
    (place / "templates" / "memo.md.j2").write_text(text, "utf-8")
    start = time.monotonic()
    told = refused(assessment, place / "templates")
    assert message in told
    assert "memo.md.j2" in told
    assert time.monotonic() - start < 15


def test_what_would_drive_a_terminal_is_shown_as_it_is_written(assessment, place):
    text = "\x1b]52;c;QQ==\x07 {{ '\\x1b[2J\\r\u202e'|safe }} end\u00a0of it, é\n"
    (place / "templates" / "memo.md.j2").write_text(text, "utf-8")
    made = write_memo(assessment, template=str(place / "templates"))
    assert made == "\\x1b]52;c;QQ==\\x07 \\x1b[2J\\r\\u202e end\u00a0of it, é\n"


def test_where_memory_cannot_be_limited_it_says_so(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "resource", None)
    confined._limit_memory()
    assert "cannot limit the memory" in capsys.readouterr().err


def test_nothing_of_the_current_folder_is_imported(assessment, place, monkeypatch):
    (place / "json.py").write_text("raise SystemExit(1)", "utf-8")
    monkeypatch.chdir(place)
    (place / "templates" / "memo.md.j2").write_text("Mine.", "utf-8")
    assert write_memo(assessment, template=str(place / "templates")) == "Mine.\n"


def test_loops_work_as_in_any_template(assessment, place):
    text = (
        "{% for a in [1, 2, 3] %}{{ loop.index }}/{{ loop.length }};"
        "{% endfor %}{% for a in [] %}{% else %}none{% endfor %}"
        "{% for a, b in {'k': 1}.items() if b %}{{ a }}{{ b }}{% endfor %}"
    )
    (place / "templates" / "memo.md.j2").write_text(text, "utf-8")
    assert write_memo(assessment, template=str(place / "templates")) == "1/3;2/3;3/3;nonek1\n"
