"""Puts faults into the code that reasons, one at a time, and reports which no test notices.

    pip install mutmut
    python tests/engine/mutation_report.py RESULTS MODULE … [--budget SECONDS] [--again]

The faults are those that mutmut's operators make, in decorated and nested functions too. RESULTS
gains a line of JSON for each; what stands there already is not tried anew, so a run can be broken
off and taken up. With `--again` only what RESULTS says was not noticed is tried, by all tests of
the room, which takes a larger budget. `--table` shows the figures, and what nobody noticed.

Tests are collected once. A first run finds out which functions each test calls and what it takes.
Then for each fault a process is forked in which the function's code is replaced, and the tests
that call the function are run there, the quick ones of the same room first, until one fails or the
budget is spent. Needs Python 3.11 or later.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import resource
import signal
import sys
import tempfile
import time
import types
from collections import Counter
from pathlib import Path
from shutil import rmtree
from typing import Any, NamedTuple
from zlib import crc32

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import libcst as cst  # noqa: E402
import pytest  # noqa: E402
from _pytest.runner import runtestprotocol  # noqa: E402
from libcst.metadata import MetadataWrapper, PositionProvider  # noqa: E402
from mutmut.mutation.mutators import mutation_operators  # noqa: E402

TESTS = ("tests/engine", "tests/knowledge", "tests/model", "tests/explanation")
UNTOUCHED = {"len", "isinstance", "cast", "TypeVar"}
"""Calls whose arguments mutmut leaves alone, and what only types are made of."""
OUTCOMES = ("noticed", "endless", "survived", "unreached")
PATIENCE = 8.0
"""Processor seconds a fault may take beyond three times what its tests take without it."""
BUDGET = 6.0
"""Processor seconds of tests for a fault that none of them notices."""
MEMORY = 3 << 30


class Fault(NamedTuple):
    """One fault."""

    module: str
    function: str
    line: int
    text: str
    """What was there, and what stands there now."""
    number: int
    """Among the faults of the module that look alike."""
    source: str
    """The module with the fault."""

    @property
    def name(self) -> str:
        """What tells it from others, also when lines move."""
        return f"{self.module} {self.function}: {self.text} #{self.number}"


class _Finder(cst.CSTVisitor):
    """Finds every fault of a module."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        self.found: list[tuple[cst.FunctionDef, list[str], int, cst.CSTNode, cst.CSTNode]] = []
        self._names: list[str] = []
        self._outer: list[cst.FunctionDef] = []
        self._depth = 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, (cst.Annotation, cst.Decorator, cst.Assert)):
            return False
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)) and not self._depth:
            self._names.append(node.name.value)
            if isinstance(node, cst.FunctionDef):
                self._outer.append(node)
        self._depth += isinstance(node, cst.FunctionDef)
        if isinstance(node, cst.If) and "TYPE_CHECKING" in cst.Module([]).code_for_node(node.test):
            return False
        if self._depth:
            for kind, operator in mutation_operators:
                if isinstance(node, kind):
                    line = self.get_metadata(PositionProvider, node, None)
                    forms = list(operator(node))
                    # Of a text in three forms, one is enough.
                    for other in forms[:1] if isinstance(node, cst.BaseString) else forms:
                        at = line.start.line if line else 0
                        self.found.append((self._outer[-1], self._names[:], at, node, other))
        return not (
            isinstance(node, cst.Call)
            and isinstance(node.func, cst.Name)
            and node.func.value in UNTOUCHED
        )

    def on_leave(self, node: cst.CSTNode) -> None:
        self._depth -= isinstance(node, cst.FunctionDef)
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)) and not self._depth:
            self._names.pop()
            if isinstance(node, cst.FunctionDef):
                self._outer.pop()


class _Replace(cst.CSTTransformer):
    def __init__(self, old: cst.CSTNode, new: cst.CSTNode) -> None:
        self._old, self._new = old, new

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node is not self._old

    def on_leave(self, node: cst.CSTNode, updated: Any) -> Any:
        return self._new if node is self._old else updated


def faults_of(module: str) -> list[Fault]:
    """Every fault of a module whose result is still Python, each once."""
    code = (ROOT / module).read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(code))
    finder = _Finder()
    wrapper.visit(finder)
    shown = wrapper.module.code_for_node
    alike: dict[tuple[str, str], int] = {}
    seen: dict[str, set[str]] = {}
    found = []
    for outer, names, line, old, new in finder.found:
        before = _laid_out(outer, names)
        after = _laid_out(cst.ensure_type(outer.visit(_Replace(old, new)), cst.FunctionDef), names)
        assert code.count(before) == 1, names
        source = code.replace(before, after)
        function = ".".join(names)
        others = seen.setdefault(function, {_said(before)})
        try:
            said = _said(after)
            compile(source, module, "exec", dont_inherit=True)
        except SyntaxError:
            continue
        if said in others:
            continue
        others.add(said)
        text = " → ".join(" ".join(shown(one).split()) for one in (old, new))
        number = alike[function, text] = alike.get((function, text), 0) + 1
        found.append(Fault(module, function, line, text, number, source))
    return found


def _laid_out(function: cst.FunctionDef, names: list[str]) -> str:
    """A function as it stands in its module, indented if it stands in a class."""
    if len(names) == 1:
        return cst.Module([function]).code
    inside = cst.ClassDef(cst.Name("C"), cst.IndentedBlock([function]))
    return cst.Module([inside]).code.partition("\n")[2]


def _said(code: str) -> str:
    """What a function says, however it is laid out."""
    return ast.dump(ast.parse(f"if 1:\n{code}" if code.lstrip("\n").startswith(" ") else code))


def _function(module: types.ModuleType, path: str) -> types.FunctionType | None:
    """The function at a path such as `Class.method`, out of what wraps it."""
    found: Any = module
    for name in path.split("."):
        found = vars(found).get(name)
        if found is None:
            return None
        for inside in ("fget", "func", "__func__", "__wrapped__"):
            found = getattr(found, inside, None) or found
        if isinstance(found, types.FunctionType):
            return found
    return None


def put_in(fault: Fault) -> bool:
    """Replaces the code of the function in this process."""
    name = fault.module.removesuffix(".py").replace("/", ".")
    __import__(name)
    live = sys.modules[name]
    other = types.ModuleType(name)
    other.__file__ = live.__file__
    other.__package__ = live.__package__
    try:
        exec(compile(fault.source, str(ROOT / fault.module), "exec"), vars(other))
    except Exception:  # noqa: BLE001  (whatever keeps the module from being imported)
        return False
    new, old = _function(other, fault.function), _function(live, fault.function)
    assert new is not None and old is not None, fault.name
    old.__code__, old.__defaults__ = new.__code__, new.__defaults__
    old.__kwdefaults__ = new.__kwdefaults__
    return True


class Plugin:
    """Takes the place of pytest's loop over tests."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._results = Path(options.results)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measures, then tries every fault."""
        from advisor.knowledge.base import shipped_knowledge

        if not self._options.cold:
            shipped_knowledge()  # so that not every process reads it
        items = session.items
        calls, times = self._measured(items)
        by_function: dict[str, list[int]] = {}
        for at, functions in calls.items():
            for function in functions:
                by_function.setdefault(function, []).append(at)
        done: dict[str, dict[str, Any]] = {}
        if self._results.exists():
            for line in self._results.read_text(encoding="utf-8").splitlines():
                one = json.loads(line)
                done[one["name"]] = one
        for module in self._options.modules:
            for fault in faults_of(module):
                known = done.get(fault.name)
                if self._options.again:
                    if known is None or known["outcome"] not in OUTCOMES[2:]:
                        continue
                    if re.search(self._options.not_these, fault.name):
                        continue
                elif known is not None or crc32(fault.name.encode()) % self._options.one_in:
                    continue
                near = f"tests/{fault.module.split('/')[1]}/"
                asked = by_function.get(f"{fault.module} {fault.function}", [])
                if self._options.again:  # some call it only where nobody has called it before
                    own = {at for at, item in enumerate(items) if item.nodeid.startswith(near)}
                    asked = [*own.union(asked)]
                chosen = []
                left = self._options.budget
                for at in sorted(
                    asked, key=lambda at: (not items[at].nodeid.startswith(near), times[at])
                ):
                    left -= times[at]
                    if left < 0 and chosen:
                        break
                    chosen.append(at)
                one = self._tried(
                    fault, [items[at] for at in chosen], sum(times[at] for at in chosen)
                )
                one["asked"], one["could"] = len(chosen), len(asked)
                with self._results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(one, ensure_ascii=False) + "\n")
        return True

    def _measured(self, items: list[pytest.Item]) -> tuple[dict[int, list[str]], list[float]]:
        """Which functions each test calls, and what it takes; found in a process of its own."""
        kept = Path(self._options.results + ".tests.json")
        names = [item.nodeid for item in items]
        if kept.exists():
            told = json.loads(kept.read_text(encoding="utf-8"))
            if told["names"] == names:
                return {int(at): some for at, some in told["calls"].items()}, told["times"]
        process = os.fork()
        if not process:
            _own_folder()
            calls, times = {}, []
            roots = {str(ROOT / module): module for module in self._options.modules}
            for at, item in enumerate(items):
                met: set[str] = set()

                def seen(frame: Any, event: str, _: Any, met: set[str] = met) -> None:
                    if event == "call":
                        module = roots.get(frame.f_code.co_filename)
                        if module:
                            name = frame.f_code.co_qualname.partition(".<locals>")[0]
                            met.add(f"{module} {name}")

                before = time.process_time()
                sys.setprofile(seen)
                try:
                    reports = runtestprotocol(item, nextitem=_after(items, at), log=False)
                finally:
                    sys.setprofile(None)
                if any(report.failed for report in reports):
                    print("fails as it is:", item.nodeid, file=sys.__stderr__, flush=True)
                    calls[at] = []
                else:
                    calls[at] = sorted(met)
                times.append(round(time.process_time() - before, 4))
            kept.write_text(
                json.dumps({"names": names, "times": times, "calls": calls}), encoding="utf-8"
            )
            os._exit(0)
        _, status = os.waitpid(process, 0)
        assert status == 0, "measuring failed"
        return self._measured(items)

    def _tried(self, fault: Fault, items: list[pytest.Item], takes: float) -> dict[str, Any]:
        """What becomes of one fault."""
        reader, writer = os.pipe()
        process = os.fork()
        if not process:
            os.close(reader)
            limit = int(3 * takes + PATIENCE)
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            folder = _own_folder()
            os.write(writer, (folder + "\n").encode())
            status = 0
            try:
                if not put_in(fault):
                    status = 3
                for at, item in enumerate(items if status == 0 else ()):
                    reports = runtestprotocol(item, nextitem=_after(items, at), log=False)
                    if any(report.failed for report in reports):
                        os.write(writer, (item.nodeid + "\n").encode())
                        status = 1
                        break
            except BaseException as error:  # noqa: BLE001  (also an exit is noticed)
                os.write(writer, f"{type(error).__name__}\n".encode())
                status = 1
            os._exit(status)
        os.close(writer)
        began = time.monotonic()
        wall = 20 * (3 * takes + PATIENCE)
        while True:
            pid, status, used = os.wait4(process, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - began > wall:  # waits for something that will not come
                os.kill(process, signal.SIGKILL)
            time.sleep(0.01)
        with os.fdopen(reader, encoding="utf-8") as pipe:
            told = pipe.read().splitlines()
        if told:
            rmtree(told[0], ignore_errors=True)
        code = os.waitstatus_to_exitcode(status)
        endless = code in (-signal.SIGXCPU, -signal.SIGKILL)
        outcome = "survived" if code == 0 else "endless" if endless else "noticed"
        if outcome == "survived" and not items:
            outcome = "unreached"
        return {
            "name": fault.name,
            "line": fault.line,
            "outcome": outcome,
            "by": told[1] if len(told) > 1 else "",
            "seconds": round(used.ru_utime + used.ru_stime, 2),
        }


def _after(items: list[pytest.Item], at: int) -> pytest.Item | None:
    return items[at + 1] if at + 1 < len(items) else None


def _own_folder() -> str:
    """A folder for temporary files that the parent takes away."""
    folder = tempfile.mkdtemp(prefix="fault-")
    os.environ["TMPDIR"] = folder
    tempfile.tempdir = None
    return folder


def table(results: Path) -> None:
    """Shows the figures of the results, module by module, and what nobody noticed."""
    lines = results.read_text(encoding="utf-8").splitlines()
    last = {one["name"]: one for one in map(json.loads, lines)}  # the last trial of each counts
    counts: dict[str, Counter[str]] = {}
    for name, one in last.items():
        counts.setdefault(name.split()[0], Counter())[one["outcome"]] += 1
    for module, of_it in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        print(
            f"| `{module}` | {of_it.total()} | "
            + " | ".join(str(of_it[o]) for o in OUTCOMES)
            + " |"
        )
    for name, one in last.items():
        if one["outcome"] in OUTCOMES[2:]:
            print(f"{one['outcome']}, line {one['line']}, {one['asked']}/{one['could']}: {name}")


def main() -> int:
    """Reads the command line and runs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("results")
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--tests", nargs="+", default=list(TESTS))
    parser.add_argument("--one-in", type=int, default=1)
    parser.add_argument("--budget", type=float, default=BUDGET)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--not-these", default="^$")
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    if options.table:
        table(Path(options.results))
        return 0
    return int(
        pytest.main(
            ["-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", *options.tests],
            plugins=[Plugin(options)],
        )
    )


if __name__ == "__main__":
    sys.exit(main())
