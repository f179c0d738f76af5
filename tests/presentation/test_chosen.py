"""Which sentences the memos of all cases choose: a change that nobody meant is seen.

`chosen.yaml` has them by case. With `--refresh-goldens` it is written anew; whoever does that reads
what has changed in it.
"""

from __future__ import annotations

from pathlib import Path

import yaml
from support.said import heard_everywhere

CHOSEN = Path(__file__).parent / "chosen.yaml"


ONE_IN = 4
"""Of the cases that are no examples one in so many is looked at; all with `--every-path`."""


def chosen(one_in: int) -> dict[str, list[str]]:
    """The sentences of each memo, in the order in which they are read."""
    return {
        heard.name: [one.id for block in heard.sayings.blocks.values() for one in block]
        for heard in heard_everywhere(one_in)
    }


def test_every_memo_chooses_the_sentences_it_chose_before(request, refresh):
    every = refresh or request.config.option.every_path
    found = chosen(1 if every else ONE_IN)
    if refresh:
        text = yaml.safe_dump(found, width=120, sort_keys=False, default_flow_style=None)
        CHOSEN.write_text(text, "utf-8")
    before = yaml.safe_load(CHOSEN.read_text("utf-8"))
    changed = {
        name: {"no more": [one for one in said if one not in found.get(name, ())],
               "now": [one for one in found.get(name, ()) if one not in said]}
        for name, said in before.items()
        if said != found.get(name, said)
    }  # fmt: skip
    assert changed == {}
    assert [one for one in before if one in found] == list(found)
    assert not every or list(before) == list(found)
