"""What tests need that open served pages in a browser: a server, Chromium, and axe."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from support.programs import axe, missing, program
from waitress.server import create_server

QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
EVIL = "evil.example"
"""The name of another site, which the browser of tests takes for this computer."""
OTHER_SITES = (
    f"--host-resolver-rules=MAP {EVIL} 127.0.0.1",
    # What newer browsers do of themselves against sites that reach for this computer is not ours.
    "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
)
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1100, "height": 800}
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serves an application on a free port; gives its address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(10)


@contextmanager
def chromium(*more: str) -> Iterator[object]:
    """A browser, with more words on its command line."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
    where = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=[*QUIET, *more])
        yield browser
        browser.close()


def findings(page: object) -> list[object]:
    """What axe finds in a page with everything opened; it also must have looked at something."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate(axe())
    found = page.evaluate("levels => axe.run({runOnly: levels})", LEVELS)
    assert len(found["passes"]) > 15
    return [(one["id"], [at["html"] for at in one["nodes"]]) for one in found["violations"]]


def unreached(page: object) -> list[str]:
    """What of a page can be used, and is not come to with Tab alone."""
    page.evaluate("""() => {
        const groups = new Set();
        const every = [...document.querySelectorAll("a[href], button, select, textarea, summary, " +
            "input:not([type=hidden]), [tabindex='0']")];
        const usable = every.filter(one => one.checkVisibility() && !one.disabled);
        window.waiting = new Set(usable.filter(one => {
            const group = one.type == "radio" && `${one.form?.id} ${one.name}`;
            return !group || (!groups.has(group) && groups.add(group));
        }));
        window.come = () => {
            const here = document.activeElement;
            for (const one of window.waiting) {
                const same = one.type == "radio" && one.name == here.name && one.form == here.form;
                if (one == here || same) window.waiting.delete(one);
            }
            return window.waiting.size;
        };
        window.come();
    }""")
    for _ in range(page.evaluate("window.waiting.size") + 4):
        if page.evaluate("window.come()") == 0:
            break
        page.keyboard.press("Tab")
    return page.evaluate("[...window.waiting].map(one => one.outerHTML.slice(0, 100))")


def beyond(page: object) -> list[str]:
    """What of a page cannot be seen without moving it sideways."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll("main *")]
        .filter(one => one.getBoundingClientRect().right > innerWidth && !one.closest(".wide"))
        .map(one => one.outerHTML.slice(0, 100))"""
    )
