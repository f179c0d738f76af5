"""Goes through the lessons as a trainer does who has the guide alone, and reckons their minutes.

    python benchmarks/lessons.py [20 45 90]

For each lesson the command of the guide makes the slides; a browser without network opens them as
on a projector and goes forward by the key the guide names. What each slide shows and its notes are
held against the chapter of the guide, every question against the slide that follows, and read at
200 words a minute, with a minute for each question and the minutes of work. Then what the notes
tell to do beside the slides is done: a switch of the page to take along, a party that is called
out, a prediction, a case of one's own. Whatever is not as the guide says ends it with an error.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.browsers import chromium  # type: ignore[import-not-found]  # noqa: E402
from support.served_process import Server  # type: ignore[import-not-found]  # noqa: E402

from advisor.explanation.lesson_plan import load_lesson_plan  # noqa: E402
from advisor.presentation.slides import WORDS_A_MINUTE  # noqa: E402

GUIDE = (ROOT / "docs" / "trainers-guide.md").read_text("utf-8")
PROJECTOR = {"width": 1280, "height": 720}


def main() -> None:
    """Goes through the lessons, and prints a line of a table for each."""
    names = sys.argv[1:] or ["20", "45", "90"]
    with tempfile.TemporaryDirectory() as place, chromium() as browser:
        folder = Path(place)
        print("| lesson | slides | words shown | words of notes | questions | work | minutes |")
        print("|---|---|---|---|---|---|---|")
        for name in names:
            told = walked(browser, folder, name)
            print(f"| {name} minutes | " + " | ".join(told) + " |", flush=True)
        print(f"beside the slides: {', '.join(beside_the_slides(browser, folder))}")


def typed(folder: Path, command: str) -> str:
    """What a command prints, which the guide names as it is or with another number of minutes."""
    assert re.search(re.sub(r"lesson \d+", r"lesson \\d+", command), GUIDE), command
    done = subprocess.run(
        [sys.executable, "-m", *command.split()], cwd=folder, env={"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def walked(browser: object, folder: Path, name: str) -> list[str]:
    """One lesson, slide by slide: what the table tells of it."""
    typed(folder, f"advisor lesson {name} -o slides.html")
    plan = load_lesson_plan(name)
    page = browser.new_context(viewport=PROJECTOR, offline=True).new_page()  # type: ignore[attr-defined]
    page.goto((folder / "slides.html").as_uri())
    chapter = slides_of_the_guide(name, plan.before)
    shown, notes, asked, before = 0, 0, 0, ""
    for number, slide in enumerate(plan.slides, 1):
        screen = page.locator(f"#s{number}")
        assert number == 1 or page.evaluate("location.hash") == f"#s{number}"
        box = screen.bounding_box()
        assert box["height"] <= PROJECTOR["height"] + 1, slide.title
        lines = [plain(one) for one in screen.locator("> p").all_inner_texts()]
        aside = page.locator(".notes").nth(number - 1).locator("p:not(.soft)")
        said = " ".join(aside.all_text_contents())
        assert chapter[number - 1] == (slide.title, lines), (chapter[number - 1], lines)
        if before:
            assert before in " ".join(lines), slide.title
            assert [one for one in lines if one.startswith("Rule")], slide.title
            assert [one for one in lines if one.startswith("Article: ")], slide.title
        before = slide.seen
        asked += screen.locator(".ask").count()
        shown += len(" ".join([slide.title, *lines]).split())
        notes += len(said.split())
        page.keyboard.press("ArrowRight" if number % 2 else " ")
    page.context.close()
    work = sum(one.minutes or 0 for one in plan.slides)
    minutes = (shown + notes) / WORDS_A_MINUTE + asked + work
    assert minutes <= int(name), minutes
    return [str(len(plan.slides)), f"{shown:,}", f"{notes:,}", str(asked), str(work),
            f"{minutes:.1f} of {name}"]  # fmt: skip


def plain(line: str) -> str:
    """A line without marks and folds."""
    return " ".join(re.sub(r"\\(?=[&*_])|\*\*", "", line).split())


def slides_of_the_guide(name: str, before: int) -> list[tuple[str, list[str]]]:
    """The titles and lines that the guide prints for a lesson, with those it begins with."""
    chapter = GUIDE.split(f"<!-- lesson {name} -->", 1)[1].split("<!--", 1)[0]
    found = slides_of_the_guide("20", 0)[:before] if before else []
    for part in re.split(r"(?m)^### \d+\. ", chapter)[1:]:
        title = part.split(" (by minute", 1)[0]
        lines = [plain(one[2:]) for one in part.splitlines() if one.startswith("> ")]
        found.append((title, [one for one in lines if not re.fullmatch(r"\*.*\*", one)]))
    return found


def beside_the_slides(browser: object, folder: Path) -> list[str]:
    """What the notes tell to do in other windows, and the seconds that each took."""
    done: list[str] = []

    def timed(what: str, since: float) -> float:
        done.append(f"{what} {time.perf_counter() - since:.1f} s")
        return time.perf_counter()

    since = time.perf_counter()
    typed(folder, "advisor explore village -o village.html")
    since = timed("the page to take along", since)
    page = browser.new_context(viewport=PROJECTOR, offline=True).new_page()  # type: ignore[attr-defined]
    page.goto((folder / "village.html").as_uri())
    page.select_option('select:has(option[value="parties.district.stance=firmly-against"])',
                       "parties.district.stance=firmly-against")  # fmt: skip
    assert page.locator("#path").inner_text() == "Waiting and preparing"
    page.locator("#parted summary").first.click()
    assert "Rule: " in page.locator("#parted").inner_text()
    since = timed("a switch, and its rule and article", since)
    with Server(folder) as server:
        page = browser.new_context(viewport=PROJECTOR).new_page()  # type: ignore[attr-defined]
        page.goto(f"http://127.0.0.1:{server.port}/")
        page.click("text=Or begin from")
        page.select_option("#example", label="Village High School")
        page.click("text=Start from it")
        page.get_by_role("link", name="The memo", exact=True).click()
        page.click("text=Explore it as a picture")
        since = timed("the explorer of a case begun from the example", since)
        page.fill("#party", "Neighbors")
        page.select_option("#kind", index=1)
        page.get_by_role("button", name="See what it does").first.click()
        assert "Neighbors" in page.locator("section[aria-labelledby=proof]").inner_text()
        since = timed("a party that is called out", since)
        page.check("#predict-first")
        page.get_by_label("Where it stands").nth(1).select_option("Firmly against")
        page.get_by_role("button", name="Let the class predict it first").first.click()
        page.locator(".hands input").last.fill("5")
        page.click("text=Reveal")
        page.get_by_role("heading", name="Where the roads part").wait_for()
        since = timed("a prediction by hands, and its reveal", since)
        page.goto(page.url.split("/lesson")[0])
        page.fill("#name", "our own")
        page.get_by_role("button", name="Begin", exact=True).click()
        page.wait_for_url("**/case/*/")
        page.get_by_role("link", name="Begin").click()
        page.wait_for_url("**/question/*")
        since = timed("a case of one’s own, begun", since)
    assert "our inference" in typed(folder, "advisor rules list --topic alignment --certainty ours")
    timed("the rules about the fit that are ours", since)
    return done


if __name__ == "__main__":
    main()
