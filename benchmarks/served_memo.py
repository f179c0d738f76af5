"""How long somebody waits for the memo of each example in the browser, and for the list of all.

Time is processor time, so that other programs do not disturb.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.locate import examples
from advisor.web.application import make_application

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        for example, file in examples().items():
            shutil.copy(file, Path(name, f"{example}.yaml"))
        client = make_application(Path(name), shipped_knowledge()).test_client()
        print(f"list of {len(examples())}: {seconds(client, '/'):.2f} s first")
        print(f"list again: {seconds(client, '/') * 1000:.0f} ms")
        for page in ("memo", "change"):
            first = [seconds(client, f"/case/{one}/{page}") for one in examples()]
            slow = max(zip(first, examples()))
            again = seconds(client, f"/case/{[*examples()][-1]}/{page}")
            print(
                f"{page}: median {statistics.median(first):.2f} s, slowest {slow[0]:.2f} s "
                f"({slow[1]}), again {again * 1000:.0f} ms"
            )


def seconds(client: FlaskClient, address: str) -> float:
    start = time.process_time()
    assert client.get(address).status_code == 200
    return time.process_time() - start


if __name__ == "__main__":
    main()
