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


def schema_text(knowledge) -> str:
    from advisor.model.case_schema import case_schema

    return json.dumps(case_schema(knowledge), indent=1, ensure_ascii=False) + "\n"


def reference_text(knowledge) -> str:
    """The page as it should be: what a person wrote, and the reference between the marks."""
    from advisor.model.case_reference import case_reference

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
