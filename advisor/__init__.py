"""Advisor: decision advice for people who want to change schooling.

    import advisor

    case = advisor.load_case("case.yaml")
    assessment = advisor.assess(case)
    print(assessment.path)
    print(advisor.write_memo(assessment))

The names below are the public interface, with the errors in `advisor.errors`; everything else may
change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor._version import __version__

if TYPE_CHECKING:
    import datetime
    import os
    from collections.abc import Iterable, Sequence

    from advisor.explanation.assessment import Assessment
    from advisor.explanation.contrast import Contrast, Pair
    from advisor.explanation.flip import Flips
    from advisor.explanation.lesson import Lesson
    from advisor.explanation.quiz import Quiz
    from advisor.explanation.side_by_side import Comparison
    from advisor.explanation.tracing import Trace, TraceStep
    from advisor.explanation.whatif import WhatIf
    from advisor.explanation.why import Why
    from advisor.explanation.whynot import WhyNot
    from advisor.knowledge.strata import Entry
    from advisor.model.case import Case
    from advisor.verification.rule_book import RuleBook

__all__ = [
    "__version__",
    "assess",
    "assessment_json",
    "assessment_text",
    "lesson_yaml",
    "compare",
    "compare_markdown",
    "compare_text",
    "contrast",
    "contrast_text",
    "flip",
    "flip_text",
    "load_case",
    "load_lesson",
    "load_pairs",
    "new_case_text",
    "quiz",
    "quiz_text",
    "reasoning_json",
    "record_lesson",
    "rule_book",
    "rule_book_markdown",
    "rule_text",
    "rules_graph",
    "rules_json",
    "rules_list_text",
    "trace",
    "trace_graph",
    "trace_json",
    "trace_page",
    "trace_text",
    "whatif",
    "whatif_text",
    "why",
    "why_text",
    "whynot",
    "whynot_text",
    "write_memo",
]


def load_case(path: str | os.PathLike[str]) -> Case:
    """Reads a case file.

    Args:
        path: A file in YAML or JSON, as `docs/case-file.md` describes it.

    Returns:
        The case.

    Raises:
        advisor.errors.InputError: With everything that is wrong, each with its line.
    """
    from advisor.knowledge.base import shipped_knowledge
    from advisor.model.case_reader import load_case as read

    return read(str(path), shipped_knowledge())


def assess(case: Case, *, engine: str = "auto") -> Assessment:
    """Reasons over a case.

    Args:
        case: A case, as `load_case` returns it.
        engine: `durable`, `reference`, or `auto`: durable where it can be loaded.

    Returns:
        What the advisor concludes, with the proof of everything.

    Raises:
        advisor.errors.ConsultationError: If the engine asked for cannot be used.
        ValueError: If there is no engine of that name.
    """
    from advisor.explanation.assess import assess as reason

    return reason(case, engine=engine)


def write_memo(
    assessment: Assessment,
    *,
    date: datetime.date | None = None,
    template: str | os.PathLike[str] = "memo",
) -> str:
    """Writes the memo.

    Args:
        assessment: The assessment of a case.
        date: The date of the memo; the day the answers describe if none is given.
        template: `memo`, `brief`, or a folder with a template of your own.

    Returns:
        The memo in Markdown.

    Raises:
        advisor.errors.InputError: If there is no such template, or it cannot be used.
    """
    from advisor.presentation.memo import write_memo as write

    return write(assessment, date=date, template=template)


def assessment_text(assessment: Assessment, *, width: int = 80) -> str:
    """The result as a short text for a terminal.

    Args:
        assessment: What `assess` returned.
        width: The columns there are.
    """
    from advisor.presentation.text import assessment_text as text

    return text(assessment, width=width)


def assessment_json(assessment: Assessment) -> str:
    """The result as JSON; `rules/assessment.schema.json` describes it."""
    from advisor.presentation.json import assessment_json as as_json

    return as_json(assessment)


def new_case_text() -> str:
    """A case file to fill in, with every question explained."""
    from advisor.presentation.new_case import new_case_text as text

    return text()


def why(
    assessment: Assessment, conclusion: str = "", *, depth: int = 0, every_home: bool = False
) -> Why:
    """Proves a conclusion, from the answers up.

    Args:
        assessment: The assessment of a case.
        conclusion: Its name, such as `alignment`, `flag:demand` or `charter-school`; the advised
            path if it is empty.
        depth: How many steps below the conclusion are shown; all for 0.
        every_home: Whether to show also the homes the advised one was compared with.

    Returns:
        The proof as a tree of steps, with what it assumes and does not know.

    Raises:
        advisor.errors.InputError: If there is no such conclusion.
    """
    from advisor.explanation.why import why as prove

    return prove(assessment, conclusion, depth=depth, every_home=every_home)


def why_text(found: Why, *, width: int = 80, statements: bool = False) -> str:
    """A proof as an outline for a terminal.

    Args:
        found: What `why` returned.
        width: The columns there are.
        statements: Whether to say what each statement of the articles says.
    """
    from advisor.presentation.reasoning_text import why_text as text

    return text(found, width=width, statements=statements)


def whynot(assessment: Assessment, subject: str) -> WhyNot:
    """Says what blocks a path, a home or a rule, and what would have to be different.

    Args:
        assessment: The assessment of a case.
        subject: A path, `verdict:` and a home, or the id of a rule.

    Returns:
        The reasons, the gravest first, each with the easiest change found that removes it.

    Raises:
        advisor.errors.InputError: If there is no such thing, or nothing speaks against it.
    """
    from advisor.explanation.whynot import whynot as ask

    return ask(assessment, subject)


def whynot_text(found: WhyNot, *, width: int = 80) -> str:
    """What speaks against a path, a home or a rule, for a terminal.

    Args:
        found: What `whynot` returned.
        width: The columns there are.
    """
    from advisor.presentation.reasoning_text import whynot_text as text

    return text(found, width=width)


def whatif(assessment: Assessment, changes: Iterable[str]) -> WhatIf:
    """Supposes other answers, and shows what is concluded differently.

    Args:
        assessment: The assessment of a case.
        changes: Answers with values, such as `change.kind=upgrade` or `board.stance=for`.

    Returns:
        Both results side by side, what differs, and the reasons that appear and disappear.

    Raises:
        advisor.errors.InputError: If there is no such answer, or it cannot be that.
    """
    from advisor.explanation.whatif import whatif as suppose

    return suppose(assessment, changes)


def whatif_text(found: WhatIf, *, width: int = 80, every_firing: bool = False) -> str:
    """What is different with other answers, for a terminal.

    Args:
        found: What `whatif` returned.
        width: The columns there are.
        every_firing: Whether to show all reasons that appear or disappear.
    """
    from advisor.presentation.reasoning_text import whatif_text as text

    return text(found, width=width, every_firing=every_firing)


def flip(assessment: Assessment, to: str = "", *, largest: int = 3) -> Flips:
    """Finds the smallest sets of changed answers that lead to another path.

    Args:
        assessment: The assessment of a case.
        to: The path that is wanted; any other than the advised if it is empty.
        largest: How many answers a set may change at most, 1 to 3.

    Returns:
        Every set of the smallest size there is, the easiest first, each change with who could
        make it.

    Raises:
        advisor.errors.InputError: If there is no such path, or it is advised already.
    """
    from advisor.explanation.flip import flips

    return flips(assessment, to, largest=largest)


def flip_text(found: Flips, *, width: int = 80, every_flip: bool = False) -> str:
    """What would change the advice, for a terminal.

    Args:
        found: What `flip` returned.
        width: The columns there are.
        every_flip: Whether to show all sets of changes.
    """
    from advisor.presentation.reasoning_text import flip_text as text

    return text(found, width=width, every_flip=every_flip)


def compare(assessments: Sequence[Assessment]) -> Comparison:
    """Puts assessments of clients or scenarios side by side.

    Args:
        assessments: At least two.

    Returns:
        The answers that differ, and what is concluded in each.

    Raises:
        ValueError: If there are fewer than two.
    """
    from advisor.explanation.side_by_side import compare as side_by_side

    return side_by_side(assessments)


def compare_text(found: Comparison, *, width: int = 80) -> str:
    """Assessments side by side, for a terminal.

    Args:
        found: What `compare` returned.
        width: The columns there are.
    """
    from advisor.presentation.reasoning_text import compare_text as text

    return text(found, width=width)


def compare_markdown(found: Comparison) -> str:
    """Assessments side by side, as a document in Markdown."""
    from advisor.presentation.reasoning_text import compare_markdown as markdown

    return markdown(found)


def reasoning_json(
    found: Why | WhyNot | WhatIf | Flips | Comparison | Quiz | Contrast | tuple[Pair, ...],
) -> str:
    """What `why`, `whynot`, `whatif`, `flip`, `compare`, `quiz`, `contrast` found, as JSON.

    `rules/why.schema.json` and its neighbors describe it.

    Args:
        found: What one of these functions returned.
    """
    from advisor.presentation.reasoning_json import reasoning_json as as_json

    return as_json(found)


def load_pairs(path: str | os.PathLike[str] | None = None) -> tuple[Pair, ...]:
    """Reads contrast pairs: an answer of a case each, with which another path is advised.

    Args:
        path: A file as `examples/contrast/pairs.yaml`; that file if none is given.

    Raises:
        advisor.errors.InputError: With everything that is wrong, each with its line; or if no
            file is given and this copy has no examples.
    """
    from pathlib import Path

    from advisor.explanation.contrast import load_pairs as read
    from advisor.explanation.contrast import needed_pairs

    return read(str(needed_pairs(None if path is None else Path(path))))


def contrast(pair: Pair, *, engine: str = "auto") -> Contrast:
    """Works a contrast pair out: both results, and the rule at which the roads part.

    Args:
        pair: One of those that `load_pairs` returned.
        engine: As for `assess`.

    Raises:
        advisor.errors.InputError: If its case cannot be read, or the path stays the same.
    """
    from advisor.explanation.contrast import contrast as work_out

    return work_out(assess(load_case(pair.case), engine=engine), pair)


def contrast_text(found: Contrast, *, width: int = 80, every_firing: bool = False) -> str:
    """A contrast pair with its difference brought out, for a terminal.

    Args:
        found: What `contrast` returned.
        width: The columns there are.
        every_firing: Whether to show every rule that fires in one half alone.
    """
    from advisor.presentation.contrast_text import contrast_text as text

    return text(found, width=width, every_firing=every_firing)


def quiz(assessment: Assessment, *, seed: int = 1, number: int = 10) -> Quiz:
    """Makes a quiz: which rule fires, what follows, which path is advised.

    Args:
        assessment: The assessment of a case.
        seed: Another seed, another quiz.
        number: How many questions at most.

    Returns:
        The questions with their choices; its `answered` takes what somebody chose, and its
        `right` says how many of these were right.
    """
    from advisor.explanation.quiz import quiz as make

    return make(assessment, seed=seed, number=number)


def quiz_text(found: Quiz, *, width: int = 80) -> str:
    """A quiz as text: with answers its score sheet, without any its questions.

    Args:
        found: What `quiz` returned, or its `answered`.
        width: The columns there are.
    """
    from advisor.presentation.quiz_text import quiz_text as text

    return text(found, width=width)


def rule_book(
    folder: str | os.PathLike[str] | None = None, *, with_examples: bool = True
) -> RuleBook:
    """The rules, to be read, searched and drawn.

    Args:
        folder: The folder of a knowledge base; the one that comes with Advisor if none is given.
        with_examples: Whether to run the examples, to say which rule they fire.

    Returns:
        The rule book; its `find` finds a rule by its id or by words, its `page` tells all about
        one, its `topics` lists them in order.
    """
    from pathlib import Path

    from advisor.verification.rule_book import open_book

    return open_book(None if folder is None else Path(folder), with_examples=with_examples)


def rules_list_text(
    book: RuleBook, entries: Sequence[Entry] | None = None, *, width: int = 80
) -> str:
    """Rules by topic, a line each.

    Args:
        book: What `rule_book` returned.
        entries: The rules to list; all if none are given.
        width: The columns there are.
    """
    from advisor.presentation.rule_book import rules_list_text as text

    return text(book, book.knowledge.rulebook.entries if entries is None else entries, width=width)


def rule_text(book: RuleBook, entry: Entry, *, width: int = 80) -> str:
    """One rule: if, then, because, what it rests on, where it is used.

    Args:
        book: What `rule_book` returned.
        entry: The rule, as `book.find` returns it.
        width: The columns there are.
    """
    from advisor.presentation.rule_book import rule_text as text

    return text(book.page(entry), book, width=width)


def rules_json(book: RuleBook, entries: Sequence[Entry] | None = None) -> str:
    """Rules with all that is around them, as JSON; `rules/rule-book.schema.json` describes it.

    Args:
        book: What `rule_book` returned.
        entries: The rules; all if none are given.
    """
    from advisor.presentation.rule_book import rules_json as as_json

    return as_json(book, book.knowledge.rulebook.entries if entries is None else entries)


def rules_graph(
    book: RuleBook, form: str = "text", *, around: Entry | None = None, depth: int = 1
) -> str:
    """What builds on what: between topics, or around one rule.

    Args:
        book: What `rule_book` returned.
        form: `text`, `mermaid`, `dot`, or `json` as `rules/rules-graph.schema.json` describes it.
        around: The rule in the middle; without one, topics are shown.
        depth: How many links away from it.
    """
    from advisor.presentation.rule_book import rules_graph as graph

    return graph(book, form, around=around, depth=depth)


def rule_book_markdown(book: RuleBook) -> str:
    """The whole rule book as a page in Markdown."""
    from advisor.presentation.rule_book import rule_book_markdown as page

    return page(book)


def trace(assessment: Assessment) -> Trace:
    """The reasoning, firing by firing.

    Args:
        assessment: The assessment of a case.

    Returns:
        Every step in order; its `select` finds some of them, its `agenda` and `memory` say what
        could fire and what held after so many firings.
    """
    from advisor.explanation.tracing import Trace

    return Trace(assessment)


def trace_text(
    trace: Trace,
    steps: Sequence[TraceStep] | None = None,
    *,
    detail: str = "normal",
    width: int = 80,
) -> str:
    """A trace as text for a terminal.

    Args:
        trace: What `trace` returned.
        steps: The steps to show; all if none are given.
        detail: `short`, `normal` or `full`.
        width: The columns there are.
    """
    from advisor.presentation.trace_text import trace_text as text

    return text(trace, steps, detail=detail, width=width)


def trace_json(
    trace: Trace, steps: Sequence[TraceStep] | None = None, *, full: bool = False
) -> str:
    """A trace as JSON; `rules/trace.schema.json` describes it.

    Args:
        trace: What `trace` returned.
        steps: The steps to tell of; all if none are given.
        full: Whether to give the facts at the start and the agenda before each step.
    """
    from advisor.presentation.trace_json import trace_json as as_json

    return as_json(trace, steps, full=full)


def trace_graph(trace: Trace, steps: Sequence[TraceStep], form: str) -> str:
    """Steps of a trace as a picture: what leads to what.

    Args:
        trace: What `trace` returned.
        steps: The steps to show, such as `trace.select(proof_of="path")`.
        form: `mermaid` or `dot`.
    """
    from advisor.presentation.trace_graph import trace_graph as graph

    return graph(trace, steps, form)


def trace_page(
    trace: Trace, steps: Sequence[TraceStep] | None = None, *, proof_of: str = ""
) -> str:
    """The reasoning as one web page that needs no network and no script.

    Args:
        trace: What `trace` returned.
        steps: The steps to show in order; those of the proof if none are given.
        proof_of: The conclusion to prove; the advised path if it is empty.
    """
    from advisor.presentation.trace_page import trace_page as page

    return page(trace, steps, proof_of=proof_of)


def record_lesson(
    trace: Trace,
    steps: Sequence[TraceStep] | None = None,
    *,
    title: str = "",
    case_file: str = "",
) -> Lesson:
    """Makes a lesson: steps to be shown one after the other, with pauses, questions and notes.

    Args:
        trace: What `trace` returned.
        steps: The steps to show; the proof of the advised path if none are given.
        title: What the lesson is called.
        case_file: Where the case is, seen from where the lesson will be kept.
    """
    from advisor.explanation.lesson import record

    return record(trace, steps, title=title, case_file=case_file)


def lesson_yaml(lesson: Lesson) -> str:
    """A lesson as a YAML file to keep, to edit, and to show with `advisor trace --replay`."""
    from advisor.presentation.lesson_text import lesson_yaml as as_yaml

    return as_yaml(lesson)


def load_lesson(path: str | os.PathLike[str]) -> Lesson:
    """Reads a lesson.

    Args:
        path: A file as `advisor trace --record` writes it.

    Raises:
        advisor.errors.InputError: With everything that is wrong, each with its line.
    """
    from advisor.explanation.lesson_reader import load_lesson as read

    return read(str(path))
