"""The table of cases in the README shows what the advisor says today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.changed import EXAMPLES, changed_case

from advisor.explanation.assess import assess
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import read
from advisor.model.case import Case
from advisor.model.case_reader import load_case

HERE = Path(__file__).parent
README = HERE.parents[1] / "README.md"
START, END = "<!-- cases:start -->\n", "<!-- cases:end -->"
EXPECTED: dict[str, Any] = read(str(HERE / "expected.yaml"))
PAIRS: dict[str, Any] = read(str(HERE / "minimal-pairs.yaml"))


def _verdict(case: Case, expected: dict[str, Any]) -> tuple[str, str]:
    path = assess(case, engine="reference").path
    if path == expected["expect"]:
        return path, "strict"
    return path, "lenient" if path in expected["also-ok"] else "no"


def _table() -> str:
    knowledge = shipped_knowledge()
    labels = {slug: str(words["label"]) for slug, words in knowledge.paths.items()}
    cases = [
        (name, load_case(str(EXAMPLES / name / "case.yaml"), knowledge), EXPECTED[name])
        for name in EXPECTED
    ]
    pairs = [
        (name, changed_case(pair["base"], pair["changes"], knowledge), pair)
        for name, pair in PAIRS.items()
    ]
    lines = []
    for title, rows in (("Documented cases", cases), ("Minimal pairs", pairs)):
        found = [(name, *_verdict(case, expected), expected) for name, case, expected in rows]
        strict = sum(hit == "strict" for _, _, hit, _ in found)
        lenient = sum(hit != "no" for _, _, hit, _ in found)
        lines += [
            f"**{title}: {strict} of {len(found)} strict, {lenient} of {len(found)} lenient.**",
            "",
            "| case | advised | expected | hit |",
            "|---|---|---|---|",
        ]
        for name, path, hit, expected in found:
            said = f"[{name}](examples/{name}/case.yaml)" if name in EXPECTED else name
            if name in PAIRS:
                said += f" (from {expected['base']})"
            lines.append(f"| {said} | {labels[path]} | {labels[expected['expect']]} | {hit} |")
        lines.append("")
    return "\n".join(lines)


def test_the_readme_shows_the_hits_of_today(refresh: bool) -> None:
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(START)
    shown, after = rest.split(END)
    if refresh:
        README.write_text(before + START + _table() + END + after, encoding="utf-8")
        return
    assert shown == _table(), "run: pytest tests/cases/test_readme_table.py --refresh-goldens"
