"""Decision tables and ordered choices stand for the rules that an author would have written."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.knowledge import base_of

from advisor.commands.group import advisor as advisor_command
from advisor.engine.consultation import consult
from advisor.knowledge.base import Knowledge
from advisor.knowledge.locate import rules_folder
from advisor.knowledge.rulebook import Rulebook, load_rulebook
from advisor.knowledge.source import Mapping, Sequence, read
from advisor.model.fact import fact

VOCABULARY = """
facts:
  start: {about: "The start.", given: yes, one-for: [], always: yes, fields: {of: [case]}}
  party: {about: "A party.", given: yes, fields: {party: id, leans: [for, against]}}
  money: {about: "Money.", given: yes, fields: {from: id, signed: [yes, no]}}
  home: {about: "A place.", given: yes, fields: {home: id}}
  way: {about: "The way.", fields: {home: id, way: [ask, stop, sign, wait, go, doubt]}}
  offer: {about: "An offer.", fields: {is: [good, poor]}}
"""
ORDERED = """
topic: ways
rules:
- first: way
  title: The way for each place
  each:
    title: Way <row>
    when:
    - home: {home: $home}
    then: {way: {home: $home, way: <way>}}
    because: "So it is."
    rests-on: []
    certainty: ours
  rows:
    ask:
      cells: {way: ask}
      when:
      - party: {party: $home, leans: against}
    sign:
      cells: {way: sign}
      when:
      - not: {money: {from: $home, signed: yes}}
      also:
      - money: {from: $payer, signed: no}
    doubt:
      beside: sign
      cells: {way: doubt}
      when:
      - party: {leans: against}
    go:
      cells: {way: go}
"""


def book_of(folder: Path, rules: str) -> Rulebook:
    base_of(folder, rules)
    (folder / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    return load_rulebook(folder)


def asked(book: Rulebook, name: str) -> tuple[list[str], list[str]]:
    rule = book.entry(name)
    return [str(one) for one in rule.when], [str(one) for one in rule.unless]


def test_a_row_is_the_rule_with_its_cells_and_without_what_it_leaves_out(tmp_path):
    book = book_of(
        tmp_path,
        """
topic: offers
rules:
- table: offer
  title: What the offer is
  each:
    title: A <row> offer
    when:
    - party: {party: $party, leans: <leaning>}
    - <when>
    - money: {from: <payer>, signed: {not: <signed>}}
    then: {offer: {is: <row>}}
    because: "It is <word>."
    rests-on: [L001]
    certainty: ours
  rows:
    good:
      cells: {leaning: for, payer: state, word: "as good as hoped"}
      when:
      - home: {home: $party}
    poor:
      cells: {signed: yes, word: poor}
      title: Nobody pays
      certainty: firm
""",
    )
    good, poor = book.rules
    assert [good.id, good.title, good.because] == [
        "offer-good", "A good offer", "It is as good as hoped.",
    ]  # fmt: skip
    assert asked(book, "offer-good")[0] == [
        "party(party: $party, leans: for)", "home(home: $party)", "money(from: state)",
    ]  # fmt: skip
    assert [poor.title, poor.certainty, poor.rests_on] == ["Nobody pays", "firm", ("L001",)]
    assert asked(book, "offer-poor")[0] == ["money(signed: {not: yes})"]
    assert [row.rule for row in book.table("offer").rows] == ["offer-good", "offer-poor"]


def test_each_row_asks_for_the_absence_of_those_before_it(tmp_path):
    book = book_of(tmp_path, ORDERED)
    home, against = "home(home: $home)", "party(party: $home, leans: against)"
    assert asked(book, "way-ask") == ([home, against], [])
    assert asked(book, "way-sign") == (
        ["money(from: $payer, signed: no)", home],
        [against, "money(from: $home, signed: yes)"],
    )
    assert asked(book, "way-go") == (["money(from: $home, signed: yes)", home], [against])


def first_that_holds(facts: set[tuple[str, ...]], home: str) -> set[str]:
    """The ways for a place, worked out straight from the words of the choice."""
    against = {party for kind, party, leans in facts if kind == "party" and leans == "against"}
    paid = {payer for kind, payer, signed in facts if kind == "money" and signed == "yes"}
    unsigned = any(kind == "money" and signed == "no" for kind, _, signed in facts)
    if home in against:
        return {"ask"}
    if home not in paid:
        return {way for way, holds in (("sign", unsigned), ("doubt", against)) if holds}
    return {"go"}


@pytest.mark.parametrize("engine", ["reference", "durable"])
def test_the_first_row_that_holds_is_the_one_that_concludes(tmp_path, engine):
    if engine == "durable":
        pytest.importorskip("durable_rules_engine")
    book = book_of(tmp_path, ORDERED)
    chance = random.Random(7)
    homes = ("a", "b")
    every = [("party", one, leans) for one in homes for leans in ("for", "against")]
    every += [("money", one, signed) for one in homes for signed in ("yes", "no")]
    for _ in range(60):
        drawn = set(chance.sample(every, chance.randrange(len(every))))
        facts = [fact(book.vocabulary, "start", {"of": "case"})]
        facts += [fact(book.vocabulary, "home", {"home": home}) for home in homes]
        for kind, name, value in sorted(drawn):
            fields = ("party", "leans") if kind == "party" else ("from", "signed")
            facts.append(fact(book.vocabulary, kind, dict(zip(fields, (name, value)))))
        found = consult(book, facts, engine).of_kind("way")
        for home in homes:
            ways = {one.word("way") for one in found if one.word("home") == home}
            assert ways == first_that_holds(drawn, home), (home, drawn)


def test_a_rule_may_say_only_what_must_not_hold(tmp_path):
    book = book_of(
        tmp_path,
        """
topic: offers
rules:
- id: nobody
  title: Nobody is there
  when:
  - not: {party: {}}
  then: {offer: {is: poor}}
  because: "Nobody is there."
  rests-on: []
  certainty: ours
""",
    )
    start = fact(book.vocabulary, "start", {"of": "case"})
    party = fact(book.vocabulary, "party", {"party": "board", "leans": "for"})
    assert len(consult(book, [start], "reference").of_kind("offer")) == 1
    assert consult(book, [start, party], "reference").of_kind("offer") == ()


def numbers(value: object) -> list[int]:
    """The numbers in what a rule asks for and concludes, but for those that only put in order."""
    if isinstance(value, Mapping):
        return [
            found
            for key, part in value.items()
            if key not in ("rank", "importance", "points") or not isinstance(part, int)
            for found in numbers(part)
        ]
    if isinstance(value, Sequence):
        return [found for part in value for found in numbers(part)]
    return [value] if isinstance(value, int) else []


@pytest.mark.parametrize("file", sorted(rules_folder().glob("reasoning/*.yaml")), ids=str)
def test_every_number_that_is_a_judgment_stands_among_the_thresholds(file):
    top = read(str(file))
    for entry in [*top["rules"], *(top.get("totals") or ())]:
        for key in ("when", "then", "for-each", "of", "as-percent-of", "each", "rows"):
            assert numbers(entry.get(key)) == [], (entry.get("id"), key)


def test_a_table_and_an_ordered_choice_are_read_aloud():
    def shown(name: str) -> str:
        done = CliRunner().invoke(advisor_command, ["rules", "show", name, "--width", "100"])
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    route = shown("route")
    assert "only the first that holds counts" in route
    assert "If ordinary leadership is the right tool: the kind of path is playbook." in route
    assert route.rstrip().endswith("Otherwise: the kind of path is hold.")
    row = shown("route-split")
    assert "Rule route-split, a row of the first that holds, route, topic" in row
    pull = shown("pull")
    assert "Every row asks that - in a place, the work stays part of a district" in pull
    assert "a sign of pull is on record (a shared building)" in pull


def test_every_kind_of_fact_can_be_said_aloud():
    kinds = Knowledge().rulebook.vocabulary.kinds
    answers = {"answer", "item", "figure", "home-answer", "home-item", "home-figure"}
    assert {name for name, kind in kinds.items() if not kind.says} == answers


def test_every_row_of_the_shipped_tables_is_a_rule_of_its_own():
    book = Knowledge().rulebook
    rows = [row.rule for table in book.tables for row in table.rows]
    assert len(rows) == len(set(rows)) > 300
    assert {book.entry(rule).id for rule in rows} == set(rows)
