"""`advisor lesson`: a lesson as slides with notes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.commands import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.presentation.slides import Slides


@click.command(short_help="Make the slides of a lesson, with notes.")
@click.argument("lesson", metavar="[LESSON]", required=False)
@options.output_option("the slides")
def lesson(lesson: str | None, output: str) -> None:
    """Make the slides of LESSON, one idea each, with notes for the speaker.

    The ending of FILE says the form: .html is one page that needs no network, .pdf has the notes
    on pages of their own behind the slides (it needs the extra “documents”), and .md is a chapter
    to read, as docs/trainers-guide.md has them.

    LESSON is 20, 45 or 90, the lessons that come with Advisor, a plan of your own
    (examples/lessons/20.yaml shows how one is written), or a lesson that “advisor trace --record”
    wrote. What a slide shows is worked out from the case. Without LESSON, those there are are
    listed.

    \b
    Examples:
      advisor lesson
      advisor lesson 20 -o slides.html
      advisor lesson 45 -o slides.pdf
      advisor lesson my-lesson.yaml -o slides.html
    """
    from advisor.commands.files import STANDARD_OUTPUT, check_output, give
    from advisor.commands.streams import show
    from advisor.explanation.lesson_plan import lesson_plans, load_lesson_plan
    from advisor.presentation.slides import (
        lessons_text,
        slides_markdown,
        slides_of,
        slides_page,
        slides_pdf,
    )

    if lesson is None:
        show(lessons_text({name: load_lesson_plan(name) for name in lesson_plans()}))
        return
    makers: dict[str, Callable[[Slides], str | bytes]] = {
        ".html": slides_page,
        ".pdf": slides_pdf,
        ".md": slides_markdown,
    }
    ending = Path(output).suffix.lower()
    if output == STANDARD_OUTPUT or ending not in makers:
        raise click.UsageError(f"Name a file with -o; it ends in {', '.join(makers)}.")
    plan = load_lesson_plan(lesson)
    source = Path(plan.case)
    check_output(output, source=source)
    if ending == ".pdf":
        with options.needing("documents", "A PDF needs"):
            import typst  # noqa: F401 - only whether it is there
    give(makers[ending](slides_of(plan)), output, source=source)
