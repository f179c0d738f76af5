"""Grammar: for one and for many, for small numbers and large, for every kind of ending."""

from __future__ import annotations

import datetime

import pytest

from advisor.presentation import language


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b, and c"),
        (["a", "", "c"], "a and c"),
        (["red, green", "b"], "red, green, and b"),
        (["red, green", "b", "c"], "red, green; b; and c"),
    ],
)
def test_a_series_has_the_serial_comma_and_semicolons_where_commas_would_mislead(items, said):
    assert language.join(items) == said


def test_a_series_can_offer_a_choice():
    assert language.join(["a", "b", "c"], "or") == "a, b, or c"


def test_a_verb_follows_its_party():
    assert language.verb(False, "is", "are") == "is"
    assert language.verb(True, "is", "are") == "are"


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("school", "a school"),
        ("online school", "an online school"),
        ("hour", "an hour"),
        ("university", "a university"),
        ("one-page note", "a one-page note"),
        ("11-page list", "an 11-page list"),
        ("80 percent rule", "an 80 percent rule"),
        ("FBI file", "an FBI file"),
        ("European grant", "a European grant"),
        ("used building", "a used building"),
        ("unsigned letter", "an unsigned letter"),
        ("“offer”", "an “offer”"),
    ],
)
def test_a_or_an_goes_by_the_sound(noun, said):
    assert language.article(noun) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "no"), (1, "one"), (10, "ten"), (11, "11"), (24000, "24,000"), (-3, "-3")],
)
def test_numbers_are_words_to_ten(value, said):
    assert language.number(value) == said


def test_money_is_in_dollars():
    assert language.money(521000) == "$521,000"
    assert language.money(-5) == "-$5"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2025-06-01", "June 1, 2025"),
        ("2025-06", "June 2025"),
        ("2025-02-30", "2025-02-30"),
        ("2025-13", "2025-13"),
        ("next autumn", "next autumn"),
        (datetime.date(2015, 12, 31), "December 31, 2015"),
    ],
)
def test_dates_are_american_and_other_words_stay(given, said):
    assert language.date(given) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the board votes", "The board votes."),
        ("the board votes.", "The board votes."),
        ("the board votes..", "The board votes."),
        ("does it fit?", "Does it fit?"),
        ("they said “no.”", "They said “no.”"),
        ("“no” is an answer", "“No” is an answer."),
        ("first,", "First."),
        ("an answer to the U.S.", "An answer to the U.S."),
        ("500 students", "500 students."),
        ("", ""),
    ],
)
def test_a_sentence_has_a_capital_and_one_period(text, said):
    assert language.sentence(text) == said


def test_a_clause_loses_its_period_only():
    assert language.clause("The board votes.") == "The board votes"
    assert language.clause("and so on ...") == "and so on ..."


def test_a_text_is_shortened_at_a_clause_or_says_that_it_goes_on():
    assert language.shortened("a b c", 3) == "a b c"
    assert language.shortened("a b c d e", 3) == "a b …"
    assert language.shortened("look up a, b, and who decides", 4) == "look up a, b"
    assert language.shortened("look, up a b and who decides", 4) == "look, up a …"


def test_numbers_and_money_take_text_as_it_comes():
    assert language.money("1000") == "$1,000"
    assert language.money("1,000") == "$1,000"
    assert language.money("about $5") == "about $5"
    assert language.number("3") == "three"
    assert language.number("a few") == "a few"


def test_two_are_divided_where_one_would_run_into_the_other():
    assert language.join(["teachers who are to use it", "families"]) == (
        "teachers who are to use it, and families"
    )
    assert language.join(["authorizers", "lenders and donors"]) == (
        "authorizers, and lenders and donors"
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("our own schools", "your own schools"),
        ("Our own schools", "Your own schools"),
        ("hold us to a contract", "hold you to a contract"),
        ("cover the sections we leave", "cover the sections you leave"),
        ("what we're owed, not theirs but ours", "what you're owed, not theirs but yours"),
        ("we see to it ourselves. We pay", "you see to it yourselves. You pay"),
        ("St. Aldhelm's Parish, our landlord", "St. Aldhelm's Parish, your landlord"),
        ("our Title I money", "your Title I money"),
    ],
)
def test_what_a_client_says_of_us_is_said_to_the_client(told, said):
    assert language.to_reader(told) == said


@pytest.mark.parametrize(
    "name",
    [
        "a group of parents called Our Kids' Files", "Our Lady of Grace", "Save our Schools",
        "Friends of Our Schools", "Us Too", "Teach Us", "the US Department of Education",
        "told “we will not have our say”", "told 'we don't know our families'",
        'a sheet headed "ask us"', "a bus to the campus", "Let's Go",
    ],
)  # fmt: skip
def test_names_and_quoted_words_are_never_changed(name):
    assert language.to_reader(name) == name
