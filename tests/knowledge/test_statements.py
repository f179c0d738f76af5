"""Every statement of the articles is accounted for, and no rule claims more than its sources."""

from __future__ import annotations

from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.rule import CERTAINTIES

KNOWLEDGE = shipped_knowledge()
CITED = {
    statement
    for entry in (
        *KNOWLEDGE.rulebook.entries,
        *KNOWLEDGE.memo.rulebook.entries,
        *KNOWLEDGE.memo.sentences.values(),
    )
    for statement in entry.rests_on
}


def _carried(how: str) -> set[str]:
    return {
        name for name, one in KNOWLEDGE.statements.items() if str(one["carried"]).startswith(how)
    }


def test_all_153_article_statements_are_listed_in_order() -> None:
    articles = [name for name in KNOWLEDGE.statements if name.startswith("L")]
    assert articles == [f"L{number:03}" for number in range(1, 154)]


def test_every_statement_is_carried_by_a_rule_or_the_glossary_or_is_background_with_a_reason() -> (
    None
):
    listed = _carried("rule") | _carried("glossary: ") | _carried("background: ")
    assert listed == set(KNOWLEDGE.statements)
    assert all(
        len(str(KNOWLEDGE.statements[name]["carried"])) > len("background: ") + 10
        for name in _carried("background")
    )


def test_a_statement_said_to_be_carried_by_a_rule_is_cited_by_one() -> None:
    assert _carried("rule") - CITED == set()


def test_no_rule_rests_on_a_statement_that_is_missing_or_only_background() -> None:
    assert CITED - set(KNOWLEDGE.statements) == set()
    assert CITED & _carried("background") == set()


def test_a_term_said_to_carry_a_statement_is_in_the_glossary() -> None:
    terms = {
        str(KNOWLEDGE.statements[name]["carried"]).removeprefix("glossary: ")
        for name in _carried("glossary")
    }
    assert terms <= set(KNOWLEDGE.glossary)


def test_every_statement_has_its_source_and_section() -> None:
    for one in KNOWLEDGE.statements.values():
        source = KNOWLEDGE.sources[str(one["source"])]
        headings = [str(section["heading"]) for section in source.get("sections", ())]
        assert not headings or one["section"] in headings


def test_no_rule_is_surer_than_the_surest_statement_it_rests_on() -> None:
    too_sure = []
    for entry in KNOWLEDGE.rulebook.entries:
        sure = [KNOWLEDGE.statements[one]["certainty"] for one in entry.rests_on]
        strongest = min(CERTAINTIES.index(str(one)) for one in sure)
        if CERTAINTIES.index(entry.certainty) < strongest:
            too_sure.append(entry.id)
    assert too_sure == []
