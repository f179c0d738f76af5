"""Answers as forms, spreadsheets and other programs write them."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest

from advisor.errors import InputError, ReadingWarning
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse
from advisor.model.case_reader import case_from_bytes, load_case

CASE = """\
advisor-case: 1
client: {name: Alder Schools, short-name: Alder, ages: [adults], learners-in-system: 500}
change: {short: a shared ninth grade, kind: upgrade}
place: existing-school
as-of: 2015-06-01
parties:
- {name: Families, kind: families, stance: against, supplies: yes}
homes: {charter-school: {open: yes}}
tensions: {raters: [{who: Principal, pace: {now: 2, wanted: 4}}]}
"""


def read(old: str = "", new: str = "", *, text: str = CASE):
    assert old in text
    return case_from_bytes(text.replace(old, new, 1).encode(), "case.yaml", shipped_knowledge())


def refused(old: str, new: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(old, new)
    return [f"{one.line}: {one.what} {one.remedy}" for one in caught.value.problems]


@pytest.mark.parametrize("number", ['"500"', '"1,200"', "0500", '" 500 "', '"500.0"', "'1 200'"])
def test_a_number_counts_however_a_form_writes_it(number):
    found = read("500", number).client["learners-in-system"]
    assert found == int(number.strip("'\" ").replace(",", "").replace(" ", "").split(".")[0])


@pytest.mark.parametrize("number", ['"five"', '"5.5"', '"-3"', '"５００"', '"1,20"'])
def test_what_is_no_whole_number_is_still_refused(number):
    assert "takes a whole number" in refused("500", number)[0]


@pytest.mark.parametrize("word", ['"Yes"', '"TRUE"', "TRUE", '" yes "', "1", '"1"', "Y"])
def test_yes_is_yes_however_a_form_writes_it(word):
    assert read("open: yes", f"open: {word}").homes["charter-school"]["open"] == "yes"


@pytest.mark.parametrize("word", ['"No"', "FALSE", "0", '"0"', "n"])
def test_no_is_no_however_a_form_writes_it(word):
    assert read("open: yes", f"open: {word}").homes["charter-school"]["open"] == "no"


@pytest.mark.parametrize("word", ["on", "2", '"10"', "ja"])
def test_what_is_neither_is_refused(word):
    assert "does not take the answer" in refused("open: yes", f"open: {word}")[0]


@pytest.mark.parametrize("word", ["Firmly Against", "firmly_against", '"FIRMLY AGAINST"'])
def test_words_of_a_list_may_have_capitals_and_blanks(word):
    assert read("against", word).parties[0]["stance"] == "firmly-against"


@pytest.mark.parametrize("word", ["Unknown", '"UNKNOWN"', "unknown"])
def test_unknown_is_unknown_in_whatever_letters(word):
    assert read("against", word).plain()["parties"][0]["stance"] == "unknown"
    pace = read("now: 2", f"now: {word}").raters[0].ratings["pace"]
    assert (pace.now, pace.wanted) == (None, 4)


@pytest.mark.parametrize(
    "blank",
    [
        '""',
        '"  "',
        '"\u200b"',
        '"\u00a0"',
        '"\u2800"',
        '"\u3164"',
        '"\u115f"',
        '"\u00ad"',
        '"\ufe0f"',
    ],
)
def test_text_in_which_nothing_is_to_be_seen_is_no_answer(blank):
    assert "stance" not in read("against", blank).plain()["parties"][0]
    assert "client.name (line 2)" in refused("Alder Schools", blank)[0]


@pytest.mark.parametrize("name", ["No", "YES", "02139", "+12", "true", "007"])
def test_text_keeps_what_was_written(name):
    assert read("short-name: Alder", f"short-name: {name}").client["short-name"] == name
    assert read("Families,", f"{name},").parties[0].name == name


def test_words_in_a_list_keep_what_was_written():
    case = read("place:", "missing-parties: [No, 007]\nplace:")
    assert case.missing_parties == ("No", "007")


@pytest.mark.parametrize("written", ["none", "[none]"])
def test_none_in_a_list_of_words_names_nobody(written):
    assert read("place:", f"missing-parties: {written}\nplace:").missing_parties == ()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("6/15/2015", "2015-06-15"), ("15/6/2015", "2015-06-15"), ("1.6.2015", "2015-06-01"),
        ("06.01.2015", "2015-01-06"), ("June 1, 2015", "2015-06-01"), ("6/6/2015", "2015-06-06"),
        ("2015-06-01T00:00:00", "2015-06-01"), ('"2015-06-01 00:00:00"', "2015-06-01"),
        ("6/15/2015 0:00", "2015-06-15"),
    ],
)  # fmt: skip
def test_a_day_may_be_written_as_it_is_at_home(written, day):
    case = read("2015-06-01", written)
    assert (case.as_of, case.warnings) == (day, ())


@pytest.mark.parametrize("day", ["２０１５-06-01", "2015-０6-01", "٢٠١٥-06-01"])
def test_a_day_in_digits_of_another_script_is_refused_where_it_is_read(day):
    assert f"takes a day, and “{day}” is none" in refused("2015-06-01", day)[0]


def test_long_names_that_differ_at_their_end_are_two_parties():
    long = "Association of the families of the upper and lower valley of the river"
    one = f"- {{name: {long} north, kind: families, stance: for}}\n"
    case = read("- {name: Families", f"{one}- {{name: {long} south")
    assert len({one.id for one in case.parties}) == 2
    assert all(len(one.id) <= 64 for one in case.parties)


def test_a_day_that_could_be_another_is_read_as_in_america_and_that_is_said():
    case = read("2015-06-01", "6/1/2015")
    assert case.as_of == "2015-06-01"
    (said,) = case.warnings
    assert said.what == "“as-of”: “6/1/2015” is read as June 1, 2015."


@pytest.mark.parametrize(
    "written", ["13/13/2015", "31.6.2015", "6/1/15", "June 31, 2015", "６/1/2015"]
)
def test_what_is_no_day_is_refused(written):
    assert f"takes a day, and “{written}” is none" in refused("2015-06-01", written)[0]


def test_a_month_in_words_will_do_where_a_month_does():
    case = read("place:", "decision: {next-meeting: June 2015}\nplace:")
    assert case.decision["next-meeting"] == "2015-06"


@pytest.mark.parametrize(
    ("kind", "meant"),
    [("teachers", "staff"), ("foundation", "donor"), ("governor", "policymakers")],
)
def test_a_wrong_kind_of_party_is_answered_with_the_one_that_is_meant(kind, meant):
    assert refused("kind: families", f"kind: {kind}")[0].endswith(f"Did you mean “{meant}”?")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_may_be_in_any_letters_that_say_what_they_are(encoding):
    data = CASE.replace("Alder Schools", "École d’Aldér").encode(encoding)
    case = case_from_bytes(data, "case.yaml", shipped_knowledge())
    assert (case.client["name"], case.warnings) == ("École d’Aldér", ())


def test_the_letters_of_windows_are_read_and_that_is_said(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_bytes(CASE.replace("Alder Schools", "École d’Aldér").encode("cp1252"))
    with pytest.warns(ReadingWarning, match="read as that of Windows"):
        assert load_case(path).client["name"] == "École d’Aldér"


def test_bytes_that_are_no_letters_at_all_are_refused():
    with pytest.raises(InputError, match="not text in UTF-8"):
        case_from_bytes(CASE.encode() + b"\x81", "case.yaml", shipped_knowledge())


def test_a_flat_form_is_the_same_case_as_the_nested_one():
    flat = {
        "client.name": "Alder Schools", "client.short-name": "Alder", "client.ages": "adults|",
        "client.learners-in-system": "500", "change.short": "a shared ninth grade",
        "change.kind": "Upgrade", "place": "existing school", "as-of": "2015-06-01",
        "parties.1.name": "Families", "parties.1.kind": "families", "parties.2.name": "",
        "parties.1.stance": "Against", "parties.1.supplies": 1,
        "homes.charter-school.open": True,
        "tensions.raters.1.who": "Principal", "tensions.raters.1.pace.now": 2,
        "tensions.raters.1.pace.wanted": "4", "seen (ignore)": "in May",
    }  # fmt: skip
    assert read(text=json.dumps(flat)).plain() == read().plain()


def test_a_wrong_key_of_a_flat_form_is_told_with_its_line():
    with pytest.raises(InputError) as caught:
        read(text='{"advisor-case": 1,\n"client.name": "Alder",\n"client.nmae": "x"}')
    assert [one.line for one in caught.value.problems] == [3]


def test_standard_input_is_a_case_too(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(CASE.encode())))
    assert load_case("-").client["name"] == "Alder Schools"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"place: moon")))
    with pytest.raises(InputError, match="standard input:1: "):
        load_case("-")
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input: The file is empty"):
        load_case("-")


def test_parties_in_another_script_keep_their_ids_in_whatever_order():
    two = "- {name: 学校, kind: staff}\n- {name: 家族, kind: families}"
    one = "- {name: 家族, kind: families}\n- {name: 学校, kind: staff}"
    line = CASE.splitlines()[6]
    ids = [{party.name: party.id for party in read(line, part).parties} for part in (one, two)]
    assert ids[0] == ids[1]
    assert len(set(ids[0].values())) == 2


# What a file may hold besides.


@pytest.mark.parametrize("cut", ["Lincoln School #7", "x\t#a", "5 #1"])
def test_text_that_a_comment_would_cut_short_is_refused(cut):
    (told,) = refused("name: Alder Schools,", f"name: {cut}\n ,")
    assert told.startswith("2: “#” begins a comment, so “#")


@pytest.mark.parametrize(
    "line", ["place: nowhere # a comment", "place: nowhere #", "#7 alone\nplace: nowhere"]
)
def test_a_comment_is_a_comment(line):
    assert read("place: existing-school", line).place == "nowhere"


def test_a_number_sign_in_quotation_marks_is_text():
    assert read("Alder Schools", '"Lincoln #7"').client["name"] == "Lincoln #7"


def test_a_line_of_hyphens_at_the_end_is_no_second_case():
    assert read(text=f"{CASE}---\n").plain() == read().plain()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\nb:\n\u00a0\u00a0c: 1\n  d: 2\n", "3: a blank of another kind"),
        ('{\n"a": 1, // one\n"b": 2}', "2: “//” begins no comment"),
    ],
)  # fmt: skip
def test_what_other_programs_leave_in_a_file_is_told_on_its_line(text, told):
    with pytest.raises(InputError) as caught:
        parse(text.encode(), "x")
    what = caught.value.problems[0].what.removeprefix("The file cannot be read as YAML: ")
    assert f"{caught.value.problems[0].line}: {what}".startswith(told)


@pytest.mark.parametrize("text", ["{value: about 1,900, what: a}", "{value: a 0,000}"])
def test_a_number_cut_by_its_comma_in_braces_is_told_once(text):
    with pytest.raises(InputError) as caught:
        parse(f"numbers:\n- {text}\n".encode(), "x")
    (told,) = map(str, caught.value.problems)
    assert "If a comma before it belongs to the text, put the text in quotation marks" in told


@pytest.mark.parametrize("text", ["{name: Birch, Ltd, ages: [a]}", "{a: 1,\n  Ltd  }", "{Ltd}"])
def test_a_comma_that_belongs_to_a_text_is_told_as_one(text):
    with pytest.raises(InputError) as caught:
        parse(f"client: {text}\nempty: {{a: , b:  # none\n }}\nnone:\n".encode(), "x")
    (told,) = map(str, caught.value.problems)
    assert "“Ltd” has no colon and no answer. If a comma before it belongs to the text" in told


def test_a_million_blanks_take_no_time():
    parse(("a: b" + " " * 900_000 + "\n" + "c: d #x").replace("#x", "").encode(), "x")
    with pytest.raises(InputError):
        parse(("a: b" + " " * 900_000 + "#x\n").encode(), "x")
