"""How long a class waits until a switch of the explorer shows what it does.

    python benchmarks/lesson.py [--phones 30] [--switches 100] [--case 02-village-high-school]

The phones have joined by a code; each has predicted, looks again as often as its page does, and
changes its mind now and then. Meanwhile the trainer turns one switch after another, each to what
was not shown before, and waits for the page and its pictures. Time is that of the clock, so run it
where nothing else runs; the last line is processor time of the same work without phones.
"""

from __future__ import annotations

import html
import re
import shutil
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.served_process import Server, Visitor  # type: ignore[import-not-found]  # noqa: E402

from advisor.knowledge.base import shipped_knowledge  # noqa: E402
from advisor.web.application import make_application  # noqa: E402

PAGE = "/case/lesson/explore/"
LOOKS_AGAIN = 5
"""Seconds after which the page of a phone asks again."""
CHANGES = 0.2
"""How often somebody changes their mind instead."""
PAUSE = 0.5
"""Seconds between two switches."""


def main() -> None:
    """Opens a lesson, lets phones join, turns switches, and prints the waits."""
    parser = ArgumentParser()
    parser.add_argument("--phones", type=int, default=30)
    parser.add_argument("--switches", type=int, default=100)
    parser.add_argument("--case", default="02-village-high-school")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        shutil.copy(ROOT / "examples" / options.case / "case.yaml", Path(place) / "lesson.yaml")
        with Server(Path(place)) as server:
            waits = lesson(server, options.phones, options.switches)
        for title, one in waits.items():
            one.sort()
            print(f"{title}: {len(one)}, median {_at(one, 0.5)}, 95th percentile {_at(one, 0.95)}, "
                  f"longest {_at(one, 1)}")  # fmt: skip
        client = make_application(Path(place), shipped_knowledge()).test_client()

        def get(path: str) -> tuple[int, str, str]:
            answer = client.get(path)
            return answer.status_code, answer.text, ""

        switches = switches_of(get)[: options.switches]
        start = time.process_time()
        for query in switches:
            switch(get, query)
        used = (time.process_time() - start) / len(switches)
        print(f"processor time of a switch with its pictures: {1000 * used:.0f} ms")


def lesson(server: Server, phones: int, switches: int) -> dict[str, list[float]]:
    """How long the trainer and the phones waited."""
    waits: dict[str, list[float]] = {"page": [], "page and pictures": [], "phone": []}
    with Visitor(server.port) as trainer:
        offered = switches_of(trainer.get)[:switches]
        code = trainer.post(f"{PAGE}predict", [("set", "change.kind=upgrade")])[2].split("/")[-1]
        over = threading.Event()
        class_ = [
            threading.Thread(target=phone, args=(server.port, code, one, over, waits["phone"]))
            for one in range(phones)
        ]
        for one in class_:
            one.start()
        while len(waits["phone"]) < 3 * phones:  # all have joined and predicted
            time.sleep(0.1)
        for query in offered:
            for title, took in zip(waits, switch(trainer.get, query)):
                waits[title].append(took)
            time.sleep(PAUSE)
        over.set()
        for one in class_:
            one.join()
    return waits


def switches_of(get: Callable[[str], tuple[int, str, str]]) -> list[str]:
    """What all switches of the explorer can be turned to, in an order of chance."""
    first = get(PAGE)[1]
    pages = [
        first,
        *(get(f"{PAGE}?about={one}")[1] for one in re.findall(r"\?about=([^&]+)", first)),
    ]
    offered = {one for page in pages for one in re.findall(r'<option value="([^"]+=[^"]+)"', page)}
    return [f"?set={html.unescape(one)}" for one in Random(1).sample(sorted(offered), len(offered))]


def switch(get: Callable[[str], tuple[int, str, str]], query: str) -> tuple[float, float]:
    """Turns a switch; seconds until the page is there, and until its pictures are, too."""
    start = time.perf_counter()
    status, page, _ = get(PAGE + query)
    shown = time.perf_counter() - start
    assert status == 200, query
    for picture in re.findall(r'<img src="([^"]+)"', page):
        get(html.unescape(picture))
    return shown, time.perf_counter() - start


def phone(port: int, code: str, number: int, over: threading.Event, waits: list[float]) -> None:
    """One phone, until the lesson is over."""
    chance, path = Random(number), f"/class/{code}"
    with Visitor(port) as visitor:

        def timed(fields: list[tuple[str, str]] | None, to: str = path) -> str:
            start = time.perf_counter()
            _, page, _ = visitor.get(to) if fields is None else visitor.post(to, fields)
            waits.append(time.perf_counter() - start)
            return str(page)

        timed([("code", code)], "/class")
        paths = re.findall(r'name="path" value="([^"]+)"', timed(None))
        timed([("path", chance.choice(paths))])
        over.wait(LOOKS_AGAIN * chance.random())
        while not over.is_set():
            if chance.random() < CHANGES:
                timed([("path", chance.choice(paths))])
            timed(None)
            over.wait(LOOKS_AGAIN)


def _at(waits: list[float], part: float) -> str:
    return f"{1000 * waits[min(len(waits) - 1, int(part * len(waits)))]:.0f} ms"


if __name__ == "__main__":
    main()
