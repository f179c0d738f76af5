"""A case in which everything the client writes in their own words tries to do harm."""

from __future__ import annotations

import json
from typing import Any

from support.assessed import EXAMPLES

from advisor.explanation.assess import Assessment, assess
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse, read
from advisor.model.case_reader import read_case

MARKS = (
    '"]-->x;click a "javascript:alert(1)"', "</details><script>alert(1)</script>",
    '"; } x [label="', "&quot;&#34;&lt;b&gt;", '\\" \\n \\', "{{7*7}}{%for%}",
    "' onmouseover='alert(1)", "%%{init}%%", "end", "</style>", "#quot;", "<!--", "]]>",
)  # fmt: skip


def hostile(mark: str, name: str = "02-village-high-school") -> Assessment:
    """An example in which every name begins with a mark."""
    value: Any = json.loads(json.dumps(read(str(EXAMPLES / name / "case.yaml"))))
    value["client"]["name"] = value["client"]["short-name"] = f"{mark} client"
    value["change"]["name"] = f"{mark} change"
    for number, party in enumerate(value["parties"]):
        party["id"] = f"party-{number}"
        party["name"] = f"{mark} {party['name']}"
    for money in value["money"]:
        money.pop("party", None)
        money["source"] = f"{mark} {money['source']}"
    content = parse(json.dumps(value).encode(), "case.json")
    return assess(read_case(content, "case.json", shipped_knowledge()), engine="reference")
