"""What stands beside a judgment of ours: the other reading a scholar could take."""

from __future__ import annotations

import pytest
from support.knowledge import base_of

from advisor.errors import KnowledgeError
from advisor.knowledge.rulebook import load_rulebook

TABLE = """topic: support
rules:
- {SORT}: view
  title: How a home is seen
  each:
    when:
    - home: {home: $home, open: <open>}
    then: {verdict: {home: $home, is: <seen>}}
    rests-on: []
    certainty: ours
  rows:
    open:
      cells: {open: yes, seen: supports}
      title: An open home supports
      because: "{home} is open."
      otherwise:
        because: Open is not enough.
        cells: {seen: unknown}
    closed:
      cells: {open: no, seen: fails}
      title: A closed home fails
      because: "{home} is closed."
"""


def rules_of(folder, text):
    return {one.id: one for one in load_rulebook(base_of(folder, text)).rules}


@pytest.mark.parametrize("sort", ["table", "first"])
def test_the_other_reading_of_a_row_has_other_cells_and_asks_for_the_same(tmp_path, sort):
    rule = rules_of(tmp_path, TABLE.replace("{SORT}", sort))["view-open"]
    other = rule.reread
    assert other is not None
    assert [head.values[1] for head in (*rule.then, *other.then)] == ["supports", "unknown"]
    assert [*map(str, other.when)] == [*map(str, rule.when)]
    assert rule.otherwise.because == "Open is not enough."


def test_cells_of_what_a_row_asks_for_can_be_other_ones(tmp_path):
    text = TABLE.replace("{SORT}", "table").replace("{seen: unknown}", "{open: [yes, no]}")
    rule = rules_of(tmp_path, text)["view-open"]
    assert str(rule.reread.when[0]) == "home(home: $home, open: [yes, no])"


def test_a_rule_without_another_reading_has_none(tmp_path):
    assert rules_of(tmp_path, TABLE.replace("{SORT}", "table"))["view-closed"].reread is None


@pytest.mark.parametrize(
    ("range_", "said"),
    [
        ("range: [4, 5]", "is not two whole numbers around its value"),
        ("range: [3, 3]", "is not two whole numbers around its value"),
        ("range: 2 to 4", "is not two whole numbers around its value"),
        ("range: [2, 4]", "Nothing says why “veto-power” could lie in its range"),
        ("role: ranks", "There is no role “ranks”"),
    ],
)
def test_a_range_lies_around_the_value_and_has_a_reason(tmp_path, range_, said):
    base = base_of(tmp_path, TABLE.replace("{SORT}", "table"))
    text = f"thresholds:\n  veto-power:\n    value: 3\n    about: A number.\n    {range_}\n"
    (base / "thresholds.yaml").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=said):
        load_rulebook(base)
