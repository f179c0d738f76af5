"""Writes generated districts: cases as many as wanted, no two alike, the same ones every time.

    python benchmarks/districts.py 13000 districts.jsonl

Each is an example with other parties, stances, sizes and kinds of change, and some answers left
out. The ending of the name decides the form: JSON lines, or a folder of case files without one.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from loads import EXAMPLES, STANCES, rename_parties

from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import read
from advisor.model.names import slug_of

OTHERWISE = {
    ("change",): ("kind", "scope", "running", "priority", "evidence"),
    ("client",): ("role", "deadline", "tried-before"),
    ("plan",): ("purpose",),
}
"""Answers that are given otherwise in one district of three, each taken from those there are."""


def districts(count: int) -> Iterator[dict[str, Any]]:
    """Makes districts.

    Args:
        count: How many.

    Yields:
        Each as a case file holds it.
    """
    questions = shipped_knowledge().questions
    sources = [json.loads(json.dumps(read(str(path)))) for path in EXAMPLES]
    for number in range(count):
        random = Random(number)
        case = copy.deepcopy(sources[number % len(sources)])
        case["client"] |= {
            "name": f"District {number}",
            "learners-in-system": 1000 + random.randrange(90_000),
        }
        for part, names in OTHERWISE.items():
            for name in names:
                question = questions.levels[part[0]].questions.get(name)
                if question and question.values and part[0] in case and random.random() < 1 / 3:
                    case[part[0]][name] = random.choice([*question.values])
        ids: dict[Any, str] = {}
        for at, party in enumerate(case.get("parties") or ()):
            name = f"party-{number}-{at}"
            said = party["name"]
            ids |= dict.fromkeys((party.get("id", said), said, slug_of(said)), name)
            party["id"] = name
            if random.random() < 1 / 3:
                party["stance"] = random.choice(STANCES)
        rename_parties(case, ids)
        for home in (case.get("homes") or {}).values():
            for answer in [*home] if isinstance(home, dict) else ():
                if answer != "open" and random.random() < 1 / 10:
                    del home[answer]
        yield case


def main() -> None:
    count, target = int(sys.argv[1]), Path(sys.argv[2])
    if target.suffix:
        with open(target, "w", encoding="utf-8") as file:
            for case in districts(count):
                file.write(json.dumps(case, ensure_ascii=False) + "\n")
        return
    for number, case in enumerate(districts(count)):
        folder = target / f"{number // 1000:03}"
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(case, ensure_ascii=False, indent=1)
        (folder / f"{number:06}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
