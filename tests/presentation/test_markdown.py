"""Text from outside shows as itself, and does nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from advisor.presentation.markdown import LONGEST_LABEL, escape, label, one_line

markdown_it = pytest.importorskip("markdown_it")
READER = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])

HOSTILE = [
    "**bold** and _slanted_ and `code`",
    "# A heading",
    "1. a list", "12) a list", "- a list", "+ a list", "* a list", "> a quote",
    "=====", "-----", "***", "___", "~~~", "```", "~~gone~~",
    "[a link](https://example.org)", "![a picture](x.png)", "[ref]: https://example.org",
    "<script>alert(1)</script>", "<b>bold</b>", "<!-- gone -->", "&lt;b&gt; &amp; &#42;x&#42;",
    "https://example.org/x", "<https://example.org>", "www.example.org", "someone@example.org",
    "a | b | c", "|---|---|", "a\\|b", "a\\", "\\*x\\*", "trailing `",
    "two\nlines", "two\r\n\r\n# lines", "tab\tand\u2028line\u2029paragraph",
    "{{ 7 * 7 }} {% for x in y %} {# gone #}", "${HOME} $x$ and $$y$$",
    "a\u202egnp.exe", "zero\u200bwidth", "null\x00 bell\x07 escape\x1b[31m",
    "x" * 200, "    indented", ":warning:", "!important", "AT&T", "100 % & more", "Q&A",
    "@everyone",
]  # fmt: skip


def shown(document: str) -> list[str]:
    """The texts of the paragraphs a reader sees; any other structure fails the test."""
    tokens = READER.parse(document)
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    texts = []
    for token in tokens:
        if token.type == "inline":
            assert {child.type for child in token.children} <= {"text", "softbreak"}, token.children
            texts.append("".join(child.content for child in token.children))
    return texts


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_shows_as_itself_at_the_start_of_a_line(text):
    assert shown(f"{escape(text)}\n") == [one_line(text)]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_shows_as_itself_inside_a_sentence(text):
    assert shown(f"Ask {escape(text).strip()} first.\n") == [f"Ask {one_line(text)} first."]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_in_its_cell(text):
    table = f"| {escape(text)} | two |\n|---|---|\n| {escape(text)} | {escape(text)} |\n"
    tokens = READER.parse(table)
    assert [token.type for token in tokens].count("tr_open") == 2
    cells = [token for token in tokens if token.type == "inline"]
    assert [cell.content for cell in cells][1] == "two"
    assert len(cells) == 4
    for cell in (cells[0], cells[2], cells[3]):
        assert "".join(child.content for child in cell.children) == one_line(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_in_its_emphasis_and_its_list(text):
    tokens = READER.parse(f"- *{escape(text).strip()}* next\n- two\n")
    assert [token.type for token in tokens].count("list_item_open") == 2


@given(st.text(max_size=60))
@settings(max_examples=400)
@example("a\\")
@example("&#")
@example("1.")
def test_any_text_shows_as_itself(text):
    wanted = one_line(text)
    assert shown(f"{escape(text)}\n") == ([wanted] if wanted else [])


@given(st.text(max_size=60))
def test_what_is_escaped_is_not_escaped_again(text):
    assert escape(escape(text)) == escape(text)


def test_addresses_do_not_become_links_by_themselves():
    for text in ("see https://a.org/b", "www.a.org", "me@a.org", "ftp://x"):
        assert not re.search(r"\w://|www\.\w|\w@", escape(text))


def test_amounts_of_money_read_as_they_are():
    assert escape("about $521,000 and ($14.8 million)") == "about $521,000 and ($14.8 million)"
    assert escape("$x$ $1$ $$y$$") == r"\$x\$ $1\$ \$\$y\$\$"


def test_ordinary_words_stay_readable():
    text = "Families who chose it; the district's board, 2024-25 (half of them)"
    assert escape(text) == text
    assert escape("Q&A, AT&T & more") == "Q\\&A, AT\\&T & more"


def test_a_label_holds_nothing_that_mermaid_reads():
    text = label('x"] --> y; click z "javascript:1" %%{init}%% <b>`a`</b> #quot; | end')
    assert re.fullmatch(r"(?:#[0-9]+;|[^\"#;<>`&\\*_~\[\](){}|$%])*", text)


def test_a_long_label_is_cut():
    assert len(label("x" * 200)) == LONGEST_LABEL
    assert label("Board") == "Board"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("1. Families", "1#46; Families"), ("- Board", "#45; Board"), ("+ x", "#43; x"),
        ("www.a.org", "www#46;a.org"), ("https://a.org", "https#58;//a.org"),
        ("x@a.org", "x#64;a.org"), ("Grades 9-12. All", "Grades 9-12. All"),
    ],
)  # fmt: skip
def test_what_a_picture_would_take_for_a_list_or_a_link_is_text(name, shown):
    assert label(name) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("می\u200cروم", "می\u200cروم"), ("👩\u200d👧 club", "👩\u200d👧 club"),
        ("a\u200db", "ab"), ("\u200cمی\u200d", "می"), ("^x^", r"\^x\^"),
    ],
)  # fmt: skip
def test_marks_that_join_letters_stay_where_they_join_some(given, shown):
    assert escape(given) == shown


def test_a_blank_at_either_end_is_kept_for_templates():
    assert escape(", ") == ", "
    assert escape("   and   ") == " and "
    assert escape(" ") == " "
    assert escape("") == ""
