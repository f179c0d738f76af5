"""The dialect of YAML that files are written in, and how politely everything else is refused."""

from __future__ import annotations

import json
import os
import time

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from advisor.errors import InputError
from advisor.knowledge import source
from advisor.knowledge.source import LARGEST, Mapping, Sequence, parse, read


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def loader(request, monkeypatch):
    """Both parsers that PyYAML may have; a machine without libyaml has only the second."""
    if request.param == "libyaml":
        found = getattr(yaml, "CSafeLoader", None)
        if found is None:
            pytest.skip("PyYAML has no libyaml here")
    else:
        found = yaml.SafeLoader
    monkeypatch.setattr(source, "LOADER", found)


def problems_of(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    with pytest.raises(InputError) as caught:
        parse(data, "case.yaml")
    assert all(one.file == "case.yaml" and one.remedy for one in caught.value.problems)
    return [f"{one.line}: {one.what}" for one in caught.value.problems]


# What values become.


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("60", 60),
        ("-2", -2),
        ("+2", 2),
        ("007", 7),
        ("123456789", 123456789),
        ("1234567890", "1234567890"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("1.5", "1.5"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("12:30:45", "12:30:45"),
        ("2015-06-01", "2015-06-01"),
        ('"60"', "60"),
        ("'60'", "60"),
        ("yes", "yes"),
        ("No", "no"),
        ("true", "yes"),
        ("FALSE", "no"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("", None),
        ("~", None),
        ("null", None),
        ("unknown", "unknown"),
        ("$521,000", "$521,000"),
        ("école", "école"),
        ("👩🏽‍🏫", "👩🏽‍🏫"),
    ],
)
def test_plain_values_are_whole_numbers_words_and_text(written, value):
    assert parse(f"key: {written}\n".encode(), "case.yaml") == {"key": value}


def test_a_folded_text_keeps_its_words():
    assert parse(b"key: >\n  two\n  lines\n", "case.yaml") == {"key": "two lines\n"}


def test_a_yes_in_quotation_marks_is_the_same_word():
    assert parse(b"a: yes\nb: 'yes'\nyes: c", "f") == {"a": "yes", "b": "yes", "yes": "c"}


def test_values_remember_their_lines():
    value = parse(b"# comment\na: 1\nb:\n- x\n- {c: 2,\n   d: 3}\n", "case.yaml")
    assert isinstance(value, Mapping)
    assert (value.line, value.lines) == (2, {"a": 2, "b": 3})
    inner = value["b"]
    assert isinstance(inner, Sequence)
    assert (inner.line, inner.lines) == (4, [4, 5])
    assert (inner[1].line, inner[1].lines) == (5, {"c": 5, "d": 6})


def test_a_byte_order_mark_and_windows_line_ends_are_read_over():
    assert parse(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "case.yaml") == {"a": 1, "b": 2}


# JSON.


@pytest.mark.parametrize("indent", [None, 2, "\t"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_is_read_however_it_is_laid_out(indent, ascii_only):
    content = {
        "name": 'A "quoted" \\ name/with é and 👩🏽‍🏫',
        "yes": True,
        "no": False,
        "nothing": None,
        "number": 24000,
        "list": [1, [2, {"a": "b: c # d"}]],
        "empty": [{}, []],
    }
    text = json.dumps(content, indent=indent, ensure_ascii=ascii_only)
    expected = {**content, "yes": "yes", "no": "no"}
    assert parse(text.encode(), "case.json") == expected


@given(
    st.dictionaries(
        st.text(
            st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1, max_size=8
        ).filter(lambda key: not key.startswith("<<")),
        st.recursive(
            st.integers(-999, 999) | st.text(st.characters(codec="utf-8", categories=["L", "N"])),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("k"), inner),
            max_leaves=8,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_json_of_text_and_numbers_comes_back(content):
    assert parse(json.dumps(content).encode(), "case.json") == content


# What is refused.


def test_a_key_that_stands_twice_is_refused_with_both_lines():
    assert problems_of("a: 1\nb: 2\na: 3\n") == [
        "3: The key “a” stands here for the second time; the first is on line 1."
    ]


@pytest.mark.parametrize(
    "text", ["a: &x 1", "a: &x {b: 1}", "a: &x [1]", "a: !!str 1", "a: !x {b: 1}", "a: ! {b: 1}"]
)
def test_anchors_and_tags_are_refused(text):
    assert problems_of(text) == [
        "1: Anchors (&name), aliases (*name) and tags (!name) are not read."
    ]


def test_an_alias_is_refused_before_it_unfolds():
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)
    )
    start = time.monotonic()
    assert len(problems_of(bomb)) <= source.MOST_PROBLEMS
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("key", ["1", "~", "null", "<<", "[a]", "{a: b}", "? [a, b]\n"])
def test_a_key_that_is_no_word_is_refused(key):
    assert "is not a word" in problems_of(f"{key}: 1")[0]


def test_a_second_document_is_refused():
    assert problems_of("a: 1\n---\nb: 2\n") == ["2: A second document starts here."]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "null\n", "\ufeff"])
def test_an_empty_file_is_refused(text):
    assert problems_of(text) == ["None: The file is empty."]


@pytest.mark.parametrize("text", ["[" * 40 + "]" * 40, "{a: " * 40 + "1" + "}" * 40])
def test_a_deep_file_is_refused(text):
    assert problems_of(text) == ["1: The file nests lists and mappings more than 30 levels deep."]


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "a" * 900_000])
def test_a_hostile_file_is_refused_or_read_in_good_time(text):
    start = time.monotonic()
    try:
        parse(text.encode(), "case.yaml")
    except InputError as error:
        assert all(one.line == 1 for one in error.problems)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: [1, 2", 1), ("a: 'x", 1), ("a: x: y", 1), ("a:\n\tb: 1", 2), ("a: @x", 1)],
)
def test_what_is_not_yaml_is_told_in_plain_words(text, line):
    (problem,) = problems_of(text)
    assert "The file cannot be read as YAML: " in problem
    assert int(problem.partition(":")[0]) >= line


@pytest.mark.parametrize("data", [b"a: \xff", b"\xff\xfea\x00:", b"\x80"])
def test_what_is_not_utf8_is_refused(data):
    assert "The file is not text in UTF-8." in problems_of(data)[0]


HIDDEN = ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\u2028", "\ufeff"]


@pytest.mark.parametrize("letter", HIDDEN, ids=lambda letter: f"U+{ord(letter):04X}")
def test_hidden_characters_are_refused_raw_and_escaped(letter):
    assert problems_of(f"a: 1\nb: 'x{letter}y'\n") == [
        f"2: The file holds a hidden character (U+{ord(letter):04X})."
    ]
    assert problems_of(f'a: 1\nb: "x\\u{ord(letter):04x}y"\n') == [
        f"2: The text holds a hidden character (U+{ord(letter):04X})."
    ]


def test_half_a_character_is_refused():
    (problem,) = problems_of('{"a": "\\ud83d"}')
    assert problem.startswith("1: ")


def test_messages_never_repeat_a_hidden_character():
    with pytest.raises(InputError) as caught:
        parse(b'a: 1\n"x\\e[31m": 1\n"x\\e[31m": 2\n', "case.yaml")
    assert "\x1b" not in str(caught.value)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_polite_error(data):
    try:
        parse(data, "case.yaml")
    except InputError as error:
        assert all(one.what and one.remedy for one in error.problems)


@example("{!")  # an empty key
@given(st.text("ab:-[]{}\"'#&*!|>%@`,? \n\t0", max_size=60))
def test_any_punctuation_gives_a_value_or_a_polite_error(text):
    try:
        parse(text.encode(), "case.yaml")
    except InputError as error:
        assert all(one.what and one.remedy for one in error.problems)


# Files.


def test_a_missing_file_is_told(tmp_path):
    name = str(tmp_path / "no.yaml")
    with pytest.raises(InputError, match=r"There is no such file\. Check the spelling"):
        read(name)


def test_a_folder_is_told(tmp_path):
    with pytest.raises(InputError, match="This is a folder, not a file"):
        read(str(tmp_path))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_without_permission_is_told(tmp_path):
    path = tmp_path / "locked.yaml"
    path.write_text("a: 1")
    path.chmod(0)
    with pytest.raises(InputError, match="The file may not be read"):
        read(str(path))


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000], ids=["with NUL", "too long"])
def test_an_impossible_name_is_told(name):
    with pytest.raises(InputError, match="The file cannot be read"):
        read(name)


def test_ten_megabytes_are_refused_unread(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: 1\n" * 2_000_000)
    with pytest.raises(InputError, match=f"larger than {LARGEST:,} bytes"):
        read(str(path))
