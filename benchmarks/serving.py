"""How long people wait for a page of `advisor serve` when many of them answer at once.

    python benchmarks/serving.py [--people 50] [--every 10] [--seconds 120] [--cases 50]

Each person answers by chance every so many seconds, some at the beginning of an interview and some
well into it, and waits until the next question is there: the form that is sent, the way on, and the
page. Time is that of the clock, so run it where nothing else runs.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.page_forms import filled  # type: ignore[import-not-found]  # noqa: E402
from support.served_process import Server, Visitor  # type: ignore[import-not-found]  # noqa: E402
from werkzeug.datastructures import MultiDict  # noqa: E402

from advisor.knowledge.base import shipped_knowledge  # noqa: E402
from advisor.web.application import make_application  # noqa: E402

INTERVIEWS = 3
"""Interviews held to have cases that are well under way."""
EVERY = 6
"""A case is begun with the answers up to each question of so many."""


def main() -> None:
    """Prepares the cases, lets people answer, and prints how long they waited."""
    parser = ArgumentParser()
    for name, usual in (("people", 50), ("every", 10), ("seconds", 120), ("cases", 50)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        begun = prepared(folder / "prepared")
        (folder / "cases").mkdir()
        for number in range(options.cases):
            session = begun[number % len(begun)]
            shutil.copy(session, folder / "cases" / f"case-{number}.yaml.session")
        with Server(folder / "cases") as server:
            measure(server, options)


def prepared(folder: Path) -> list[Path]:
    """Sessions of interviews that have come this far or that far."""
    folder.mkdir()
    client = make_application(folder, shipped_knowledge()).test_client()
    client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    found = []
    for number in range(INTERVIEWS):
        chance, name, answered = Random(number), f"case-{number}", 0
        client.post("/cases", data={"name": name})
        while True:
            if answered % EVERY == 0:
                found.append(folder / f"{number}-{answered}")
                shutil.copy(folder / f"{name}.yaml.session", found[-1])
            where = client.get(f"/case/{name}/next").headers["Location"]
            if "/question/" not in where:
                break
            fields = filled(client.get(where).text, chance)
            if client.post(where, data=MultiDict(fields)).status_code != 303:
                client.post(where, data=MultiDict([*fields, ("do", "unknown")]))
            answered += 1
    return found


def measure(server: Server, options: Namespace) -> None:
    """Lets people answer, and prints how long they waited."""
    opening: list[float] = []
    answers: list[float] = []
    pages: list[float] = []
    with Visitor(server.port) as visitor:
        for number in range(options.cases):
            start = time.perf_counter()
            _, _, where = visitor.get(f"/case/case-{number}/next")
            visitor.get(where)
            opening.append(time.perf_counter() - start)
    begin, spent = time.monotonic() + 1, _processor(server)
    people = [
        threading.Thread(target=person, args=(server, one, options, begin, answers, pages))
        for one in range(options.people)
    ]
    for one in people:
        one.start()
    for one in people:
        one.join()
    spent = _processor(server) - spent
    server.kill()
    said = {"people": options.people, "cases": options.cases, "every": options.every}
    print(json.dumps(said))
    for title, waits in (("a case opened for the first time, one after another", opening),
                         ("from an answer to the next question", answers),
                         ("each request by itself", pages)):  # fmt: skip
        waits.sort()
        print(f"{title}: {len(waits)}, median {_at(waits, 0.5)}, 95th percentile "
              f"{_at(waits, 0.95)}, longest {_at(waits, 1)}")  # fmt: skip
    print(f"processor time of the server for each answer, with what it works out ahead: "
          f"{1000 * spent / len(answers):.0f} ms")  # fmt: skip


def _processor(server: Server) -> float:
    """Seconds that the server has kept a processor busy, as Linux tells them."""
    told = Path(f"/proc/{server.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, told[11:13])) / os.sysconf("SC_CLK_TCK")


def person(
    server: Server, number: int, options: Namespace, begin: float,
    answers: list[float], pages: list[float],
) -> None:  # fmt: skip
    """One person, who begins at a moment of their own and answers at an even pace."""
    chance, case = Random(number), f"/case/case-{number % options.cases}"
    with Visitor(server.port) as visitor:

        def timed(path: str, fields: list[tuple[str, str]] | None = None) -> tuple[int, str, str]:
            start = time.perf_counter()
            answer: tuple[int, str, str]
            answer = visitor.get(path) if fields is None else visitor.post(path, fields)
            waits.append(time.perf_counter() - start)
            return answer

        turn = begin + options.every * number / options.people
        where, page = "", ""
        while turn < begin + options.seconds:
            time.sleep(max(0.0, turn - time.monotonic()))
            turn += options.every
            waits: list[float] = []
            if where:
                status, _, _ = timed(where, filled(page, chance))
                if status not in (303, 409):
                    timed(where, [*filled(page, chance), ("do", "unknown")])
            _, _, where = timed(f"{case}/next")
            if "/question/" not in where:  # all is answered: looks at the answers from now on
                timed(where)
                where = ""
            else:
                page = timed(where)[1]
            pages.extend(waits)
            answers.append(sum(waits))


def _at(waits: list[float], part: float) -> str:
    if not waits:
        return "none"
    return f"{1000 * waits[min(len(waits) - 1, int(part * len(waits)))]:.0f} ms"


if __name__ == "__main__":
    main()
