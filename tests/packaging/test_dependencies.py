"""The pins of CI, the bill of materials and the table of licenses agree with pyproject.toml."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import Any

import pytest
from packaging.requirements import Requirement
from support.dependencies import (
    BILL,
    BUILD_PINS,
    EXTRAS,
    PINS,
    ROOT,
    TABLE,
    license_of,
    needed_for,
    plain,
    table,
)

AS_IN_CI = {
    "python_version": "3.11", "python_full_version": "3.11.7", "sys_platform": "linux",
    "os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64",
    "platform_python_implementation": "CPython", "implementation_name": "cpython",
}  # fmt: skip
RENEW = "python tests/support/dependencies.py"


def project() -> dict[str, Any]:
    tomllib = pytest.importorskip("tomllib")  # since Python 3.11
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def pinned(*files) -> Iterator[tuple[Requirement, str]]:
    """Each pin with what stands behind it: its hashes."""
    for file in files:
        text = file.read_text("utf-8").replace("\\\n", " ")
        for line in filter(None, text.splitlines()):
            need, *hashes = line.split(" --hash=")
            yield Requirement(need), " ".join(hashes)


def wanted() -> Iterator[tuple[str, Requirement]]:
    told = project()
    for extra, needs in [("", told["dependencies"]), *told["optional-dependencies"].items()]:
        for need in map(Requirement, needs):
            if need.name != "advisor":
                yield extra, need


def bill() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(BILL.read_text("utf-8"))
    return found


def versions() -> dict[str, str]:
    return {
        plain(one.name): str(one.specifier).removeprefix("==")
        for one, _ in pinned(BUILD_PINS, PINS)
        if one.marker is None or one.marker.evaluate(AS_IN_CI)
    }


def test_whatever_pyproject_asks_for_is_pinned_to_a_version_it_allows():
    found = versions()
    for _, need in wanted():
        assert need.specifier.contains(found.get(plain(need.name), "0")), (need, RENEW)


def test_every_pin_is_one_version_with_hashes_and_no_address():
    for need, hashes in pinned(BUILD_PINS, PINS):
        assert re.fullmatch(r"==[^,*]+", str(need.specifier)), need
        assert re.fullmatch(r"(sha256:[0-9a-f]{64}\s*)+", hashes), need
    for file in (BUILD_PINS, PINS, BILL):
        assert not re.search(
            r"//(?!cyclonedx\.org/schema/)|--index|--find", file.read_text("utf-8")
        )


def test_the_bill_of_materials_names_what_is_pinned():
    told = {plain(one["name"]): one["version"] for one in bill()["components"]}
    assert told == versions(), RENEW
    assert (bill()["bomFormat"], bill()["specVersion"]) == ("CycloneDX", "1.6")


def test_the_table_is_that_of_the_bill_and_leaves_no_license_out():
    assert all(license_of(one) for one in bill()["components"])
    assert TABLE.read_text("utf-8") == table(bill()), RENEW


def test_the_table_tells_what_a_package_is_needed_for():
    told = {plain(one["name"]): needed_for(one) for one in bill()["components"]}
    assert set(EXTRAS) == set(project()["optional-dependencies"])
    for extra, need in wanted():
        order = ["Advisor", *EXTRAS]
        assert order.index(told[plain(need.name)]) <= order.index(extra or "Advisor"), RENEW
        assert extra or told[plain(need.name)] == "Advisor"


@pytest.mark.skipif(
    not os.environ.get("CI") or sys.version_info[:2] != (3, 11) or sys.platform != "linux",
    reason="only CI installs what is pinned",
)
def test_ci_runs_with_what_is_pinned():
    assert {name: metadata.version(name) for name in versions()} == versions()
