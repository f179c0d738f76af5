"""The published schemas are those of the classes from which the JSON is made."""

from __future__ import annotations

import json

import jsonschema
import pytest
from support.schemas import PUBLISHED, schema_text

from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.locate import rules_folder


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_schema_is_fresh(name: str, refresh: bool) -> None:
    """With `--refresh-goldens`, it is written anew."""
    file = rules_folder() / f"{name}.schema.json"
    text = schema_text(name, shipped_knowledge())
    jsonschema.Draft202012Validator.check_schema(json.loads(text))
    if refresh:
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text
