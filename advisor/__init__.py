"""Advisor: decision advice for people who want to change schooling.

    import advisor

    case = advisor.load_case("case.yaml")
    assessment = advisor.assess(case)
    print(assessment.path)
    print(advisor.write_memo(assessment))

The names in `__all__` are the public interface, with the errors in `advisor.errors`; everything
else may change. Each is loaded when it is first used, so that `import advisor` costs nothing and
help does not wait for the engine. What a function takes and gives stands with the function:
`help(advisor.assess)`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from advisor._version import __version__

if TYPE_CHECKING:  # what `_PLACES` says, for those who check types
    from advisor.explanation.assess import assess
    from advisor.explanation.contrast import contrast, load_pairs
    from advisor.explanation.flip import flips as flip
    from advisor.explanation.lesson import load_lesson, record_lesson
    from advisor.explanation.quiz import quiz
    from advisor.explanation.robustness import weigh as robustness
    from advisor.explanation.side_by_side import compare, whatif
    from advisor.explanation.tracing import Trace as trace  # noqa: N813 - called as a function
    from advisor.explanation.why import why
    from advisor.explanation.whynot import whynot
    from advisor.knowledge.overlay import load_knowledge
    from advisor.model.case_reader import load_case
    from advisor.model.case_text import new_case_text
    from advisor.presentation.contracts.reasoning import reasoning_json, trace_json
    from advisor.presentation.contracts.result import assessment_json
    from advisor.presentation.documents.writing import write_document
    from advisor.presentation.memo import (
        explain_sentence,
        memo_json,
        memo_picture,
        sentence_text,
        write_memo,
    )
    from advisor.presentation.quiz import quiz_text
    from advisor.presentation.reasoning_text import (
        compare_markdown,
        compare_text,
        contrast_text,
        flip_text,
        whatif_text,
        why_text,
        whynot_text,
    )
    from advisor.presentation.reissue import record_of as memo_record
    from advisor.presentation.rules_text import (
        rule_book_markdown,
        rule_text,
        rules_graph,
        rules_json,
        rules_list_text,
    )
    from advisor.presentation.screens import lesson_yaml
    from advisor.presentation.text import assessment_text
    from advisor.presentation.trace_text import trace_graph, trace_page, trace_text
    from advisor.verification.rule_book import open_book as rule_book

__all__ = [
    "__version__",
    "load_knowledge", "load_case", "new_case_text", "assess", "assessment_text", "assessment_json",
    "write_memo", "write_document", "memo_json", "memo_picture", "memo_record",
    "explain_sentence", "sentence_text",
    "why", "why_text", "whynot", "whynot_text", "whatif", "whatif_text", "flip", "flip_text",
    "robustness",
    "compare", "compare_text", "compare_markdown", "reasoning_json",
    "trace", "trace_text", "trace_json", "trace_graph", "trace_page",
    "record_lesson", "lesson_yaml", "load_lesson", "load_pairs", "contrast", "contrast_text",
    "quiz", "quiz_text",
    "rule_book", "rules_list_text", "rule_text", "rules_json", "rules_graph", "rule_book_markdown",
]  # fmt: skip

_PLACES = {
    "explanation.assess": "assess",
    "explanation.contrast": "contrast load_pairs",
    "explanation.flip": "flip=flips",
    "explanation.lesson": "load_lesson record_lesson",
    "explanation.quiz": "quiz",
    "explanation.robustness": "robustness=weigh",
    "explanation.side_by_side": "compare whatif",
    "explanation.tracing": "trace=Trace",
    "explanation.why": "why",
    "explanation.whynot": "whynot",
    "knowledge.overlay": "load_knowledge",
    "model.case_reader": "load_case",
    "model.case_text": "new_case_text",
    "presentation.contracts.reasoning": "reasoning_json trace_json",
    "presentation.contracts.result": "assessment_json",
    "presentation.documents.writing": "write_document",
    "presentation.memo": "explain_sentence memo_json memo_picture sentence_text write_memo",
    "presentation.quiz": "quiz_text",
    "presentation.reasoning_text":
        "compare_markdown compare_text contrast_text flip_text whatif_text why_text whynot_text",
    "presentation.reissue": "memo_record=record_of",
    "presentation.rules_text":
        "rule_book_markdown rule_text rules_graph rules_json rules_list_text",
    "presentation.screens": "lesson_yaml",
    "presentation.text": "assessment_text",
    "presentation.trace_text": "trace_graph trace_page trace_text",
    "verification.rule_book": "rule_book=open_book",
}  # fmt: skip
"""What each module has of it; `public=own` where the module calls it by another name."""


def __getattr__(name: str) -> Any:
    """Loads a public name when it is first used.

    Raises:
        AttributeError: If there is none of that name.
    """
    for module, listed in _PLACES.items():
        for entry in listed.split():
            public, _, own = entry.partition("=")
            if public == name:
                found = getattr(import_module(f"advisor.{module}"), own or public)
                globals()[name] = found
                return found
    raise AttributeError(f"module 'advisor' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
