"""The table of cases in the README shows what the advisor says today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.changed import EXAMPLES, changed_case

from advisor.explanation.assess import assess
from advisor.knowledge.base import Knowledge, shipped_knowledge
from advisor.knowledge.source import read
from advisor.model.case import Case
from advisor.model.case_reader import load_case

HERE = Path(__file__).parent
README = HERE.parents[1] / "README.md"
START, END = "<!-- cases:start -->\n", "<!-- cases:end -->"
EXPECTED: dict[str, Any] = read(str(HERE / "expected.yaml"))
PAIRS: dict[str, Any] = read(str(HERE / "minimal-pairs.yaml"))
FRESH = HERE / "fresh"
FIRST: dict[str, dict[str, str]] = read(str(FRESH / "first-contact.yaml"))
"""What was advised when a fresh case was first run, by round."""


def _verdict(case: Case, expected: dict[str, Any]) -> tuple[str, str]:
    path = assess(case, engine="reference").path
    return path, _hit(path, expected)


def _hit(path: str, expected: dict[str, Any]) -> str:
    if path == expected["expect"]:
        return "strict"
    if path in expected["also-ok"]:
        return "lenient"
    return "never" if path in expected["never"] else "no"


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
    for number in FIRST:
        lines += [*_round(number, knowledge, labels), ""]
    return "\n".join(lines)


def _round(number: str, knowledge: Knowledge, labels: dict[str, str]) -> list[str]:
    """One round of fresh cases: what was advised at first contact, and today."""
    expectations: dict[str, Any] = read(str(FRESH / f"{number}.yaml"))
    rows = []
    for name, expected in expectations.items():
        first = FIRST[number][name]
        case = load_case(str(FRESH / number / f"{name}.yaml"), knowledge)
        rows.append((name, first, _hit(first, expected), *_verdict(case, expected), expected))

    def told(hits: list[str]) -> str:
        strict, never = hits.count("strict"), hits.count("never")
        within = strict + hits.count("lenient")
        return f"{strict} of {len(hits)} strict, {within} of {len(hits)} lenient, {never} never"

    named, then, now = number.replace("-", " "), [r[2] for r in rows], [r[4] for r in rows]
    return [
        f"**Fresh cases, {named}: at first contact {told(then)}; today {told(now)}.**",
        "",
        "| case | first advised | hit | advised today | hit | expected |",
        "|---|---|---|---|---|---|",
        *(
            f"| [{name}](tests/cases/fresh/{number}/{name}.yaml) | {labels[first]} | {then} |"
            f" {labels[path]} | {hit} | {labels[expected['expect']]} |"
            for name, first, then, path, hit, expected in rows
        ),
    ]


def test_the_readme_shows_the_hits_of_today(refresh: bool) -> None:
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(START)
    shown, after = rest.split(END)
    if refresh:
        README.write_text(before + START + _table() + END + after, encoding="utf-8")
        return
    assert shown == _table(), "run: pytest tests/cases/test_readme_table.py --refresh-goldens"
