"""Writes the schema and the reference of the case file anew from the knowledge base.

Run it after a change to rules/questions.yaml, rules/homes.yaml or rules/parties.yaml:

    python tests/model/refresh_case_documents.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "rules" / "case.schema.json"
REFERENCE = ROOT / "docs" / "case-file.md"
START, END = "<!-- questions:start -->\n", "<!-- questions:end -->\n"
WIDTH = 120


def schema_text(knowledge) -> str:
    from advisor.model.case_documents import case_schema

    return _compact(case_schema(knowledge)) + "\n"


def _compact(value, indent="", key="") -> str:
    """JSON in which whatever fits on one line, or holds no other object, stands on one."""
    line = json.dumps(value, ensure_ascii=False)
    inner = value.values() if isinstance(value, dict) else value
    deeper = f"{indent} "
    if len(indent) + len(key) + len(line) <= WIDTH or not isinstance(value, (dict, list)):
        return line
    if not any(isinstance(one, (dict, list)) and one for one in inner):
        return line
    if isinstance(value, list):
        lines = (f"{deeper}{_compact(one, deeper)}" for one in value)
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    names = (f"{json.dumps(name, ensure_ascii=False)}: " for name in value)
    lines = (f"{deeper}{name}{_compact(one, deeper, name)}" for name, one in zip(names, inner))
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def reference_text(knowledge) -> str:
    """The page as it should be: what a person wrote, and the reference between the marks."""
    from advisor.model.case_documents import case_reference

    before, _, rest = REFERENCE.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{case_reference(knowledge)}\n{END}{after}"


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from advisor.knowledge.base import Knowledge

    knowledge = Knowledge(ROOT / "rules")
    SCHEMA.write_text(schema_text(knowledge), encoding="utf-8")
    REFERENCE.write_text(reference_text(knowledge), encoding="utf-8")


if __name__ == "__main__":
    main()
