"""How many minutes an interview in the browser takes, for the answers of the examples.

    python benchmarks/minutes.py [NUMBER-OF-AN-EXAMPLE …] [--by question]

Reckoned, not timed: 200 words read a minute, ten seconds an answer; docs/interview.md says what
counts.
"""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.page_walks import Leader, walk  # type: ignore[import-not-found]  # noqa: E402
from support.reckoning import Reckoning  # type: ignore[import-not-found]  # noqa: E402

from advisor.knowledge.base import shipped_knowledge  # noqa: E402
from advisor.web.application import make_application  # noqa: E402


def main() -> None:
    """Prints the minutes of each example, and where they go."""
    parser = ArgumentParser()
    parser.add_argument("numbers", nargs="*")
    parser.add_argument("--by", choices=("section", "question", "text"), default="section")
    options = parser.parse_args()
    knowledge = shipped_knowledge()
    spent: Counter[str] = Counter()
    often: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    lasted, settled = [], []
    print(f"{'':34} to the memo            all that can matter")
    print(f"{'':34} pages answers minutes  pages answers  words minutes (all read again)")
    for path in sorted((ROOT / "examples").glob("*/case.yaml")):
        name = path.parent.name
        if name == "short-form" or (options.numbers and name[:2] not in options.numbers):
            continue
        reckoning = Reckoning()
        with tempfile.TemporaryDirectory() as folder:
            client = make_application(Path(folder), knowledge).test_client()
            client.environ_base["HTTP_ORIGIN"] = "http://localhost"
            reckoning.add(client.get("/").text, "before and after", "list", 1)
            client.post("/cases", data={"name": "ours"})
            reckoning.add(client.get("/case/ours/").text, "before and after", "tasks", 0)
            walk(client, "ours", Leader(name, silent="unknown"), reckoning=reckoning)
            reckoning.add(client.get("/case/ours/check").text, "before and after", "check", 0)
        whole, first = reckoning.total(), reckoning.settled or reckoning.total()
        lasted.append(whole.minutes)
        settled.append(first.minutes)
        print(f"{name:34} {first.pages:5} {first.answers:7} {first.minutes:7.1f}  "
              f"{whole.pages:5} {whole.answers:7} {whole.words:6} {whole.minutes:7.1f} "
              f"({whole.longest:.0f})", flush=True)  # fmt: skip
        for section, item, cost in reckoning.pages:
            head = item.partition(".")[0]
            line = head in ("parties", "money") and head != item
            key = section if options.by == "section" else f"{head}.…" if line else item
            spent[key] += cost.minutes
            often[key] += 1
        texts.update(reckoning.read)
    count = len(lasted)
    print(f"mean {sum(settled) / count:.1f} to the memo, longest {max(settled):.1f}; "
          f"mean {sum(lasted) / count:.1f} in all, longest {max(lasted):.1f}")  # fmt: skip
    if options.by == "text":
        for text, words in texts.most_common(60):
            print(f"{words / count:7.1f} words an interview: {text[:150]}")
    else:
        for key, minutes in spent.most_common():
            print(f"{minutes / count:7.2f} minutes, {often[key] / count:5.1f} pages: {key}")


if __name__ == "__main__":
    main()
