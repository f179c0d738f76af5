"""How the program is laid out: imports go one way, and everything says what it is for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "advisor"
MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if "_data" not in path.relative_to(PACKAGE).parts
)

ROOMS = (
    "knowledge",
    "model",
    "engine",
    "solver",
    "explanation",
    "verification",
    "presentation",
    "interview",
    "assistant",
    "web",
    "commands",
)
"""From the data to the person: a room may use those before it, never those after it."""

GROUND = {"errors", "_version"}
"""What every room may use."""

ROOF = {"__init__", "__main__"}
"""What may use every room: the Python API, and `python -m advisor`."""

API = {
    "assess", "assessment_json", "assessment_text", "lesson_yaml", "load_case",
    "load_lesson", "new_case_text", "record_lesson",
    "reasoning_json", "trace", "trace_graph", "trace_json", "trace_page", "trace_text",
    "compare", "compare_markdown", "compare_text", "flip", "flip_text", "whatif", "whatif_text",
    "why", "why_text", "whynot", "whynot_text", "write_memo", "memo_json", "memo_picture",
    "memo_record", "explain_sentence",
    "sentence_text",
    "contrast", "contrast_text", "load_pairs", "quiz", "rule_book",
}  # fmt: skip
"""What the commands use of the Python API, as any other Python program would."""


def identify(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    """The room a module stands in, or its own name if it stands in none."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """What a module imports, at its top or inside its functions: line, and dotted name."""
    package = ["advisor", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.split(".")
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = base + (node.module.split(".") if node.module else [])
            for alias in node.names:
                yield node.lineno, [*source, alias.name]


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_imports_go_from_the_person_towards_the_data(path):
    room = room_of(path)
    if room in ROOF:
        pytest.skip("may use everything")
    assert room in {*ROOMS, *GROUND}, f"{path.name} stands beside the rooms: give it one"
    allowed = set(GROUND)
    if room in ROOMS:
        allowed |= set(ROOMS[: ROOMS.index(room) + 1])
    if room == "commands":
        allowed |= API
    wrong = [
        f"line {line}: {'.'.join(name)}"
        for line, name in imports_of(path)
        if name[0] == "advisor" and name[1:2] != [] and name[1] not in allowed
    ]
    assert wrong == [], f"{identify(path)} imports what it must not know"


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_a_module_says_what_it_is_for(path):
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring, f"{identify(path)} has no docstring"


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_no_module_is_a_drawer_for_odds_and_ends(path):
    assert path.stem not in {"util", "utils", "helpers", "misc", "common", "tools"}


def needed_to_run(path: Path) -> Iterator[str]:
    """The modules a module imports when it runs, at its top or inside its functions."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = []
    package = ["advisor", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (module, *(f"{module}.{alias.name}" for alias in node.names))


def test_imports_go_in_no_circle():
    """Whoever reads a module from its imports down comes to an end."""
    names = {
        ".".join(["advisor", *path.relative_to(PACKAGE).with_suffix("").parts]): path
        for path in MODULES
        if path.stem != "__init__"
    }
    left = {name: {*needed_to_run(path)} & set(names) for name, path in names.items()}
    while ready := [name for name, needed in left.items() if not needed]:
        for name in ready:
            del left[name]
        for needed in left.values():
            needed.difference_update(ready)
    assert left == {}


def test_one_module_alone_touches_durable_rules():
    touching = {
        identify(path)
        for path in MODULES
        for _, name in imports_of(path)
        if name[0] in {"durable", "durable_rules_engine"}
    }
    assert len(touching) <= 1, touching
    assert all(name.startswith("engine/") for name in touching)


def test_there_is_something_to_look_at():
    assert {room_of(path) for path in MODULES} >= {"commands", "knowledge"}


def test_no_class_is_named_twice():
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(identify(path))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


LONGEST = 400
"""Lines of a module that needs no reason in its docstring for being longer."""


def test_a_long_module_says_why_it_is_one():
    silent = [
        identify(path)
        for path in MODULES
        if len((text := path.read_text("utf-8")).splitlines()) > LONGEST
        and "module is long" not in (ast.get_docstring(ast.parse(text)) or "")
    ]
    assert silent == []
