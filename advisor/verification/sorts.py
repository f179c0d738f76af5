"""The closed list of everything `advisor rules check` can say.

A code never changes its meaning and is never given away again. `docs/diagnostics.md` is made
from this list.
"""

from __future__ import annotations

from advisor.verification.diagnostics import ERROR, HINT, WARNING, Sort

MALFORMED = Sort(
    "K001", "malformed", ERROR,
    "A file cannot be read, or something in it has not the form it should have: a key is missing "
    "or unknown, a list stands where a text belongs.",
    "Correct the place named; docs/rule-language.md shows every construct.",
)  # fmt: skip
UNKNOWN_FACT = Sort(
    "K101", "unknown-fact", ERROR,
    "A rule or a clause speaks of a kind of fact, or a field of one, that the vocabulary does not "
    "declare.",
    "Correct the name (the nearest is told), or declare it in vocabulary.yaml.",
)  # fmt: skip
UNKNOWN_VALUE = Sort(
    "K102", "unknown-value", ERROR,
    "A value that the field can never hold, or an answer that the question does not take. A test "
    "for it fails in silence in every case.",
    "Correct the value (the nearest is told), or allow it in vocabulary.yaml or questions.yaml.",
)  # fmt: skip
TYPE_MISMATCH = Sort(
    "K103", "type-mismatch", ERROR,
    "A word stands where the field holds numbers or the other way round, or a variable joins "
    "fields that can never hold the same.",
    "Compare numbers with numbers and words with words; use two variables.",
)  # fmt: skip
GIVEN_CONCLUDED = Sort(
    "K104", "given-concluded", ERROR,
    "A rule concludes a kind of fact that comes from the case alone.",
    "Conclude another kind, or take “given” from this one in the vocabulary.",
)  # fmt: skip
UNBOUND_VARIABLE = Sort(
    "K105", "unbound-variable", ERROR,
    "A variable is used that no positive pattern gives a value.",
    "Bind it in a positive pattern, or correct its name.",
)  # fmt: skip
UNBOUND_IN_TEXT = Sort(
    "K106", "unbound-in-text", ERROR,
    "A text has a place in braces that nothing fills: in “because” a variable the rule does not "
    "bind or a style in which it is not said, in the clause of a kind of fact what is no field of "
    "it, in any other text a place nobody knows, or a brace alone.",
    "Name a variable of the rule, or one of the places listed at the head of the file.",
)  # fmt: skip
UNKNOWN_THRESHOLD = Sort(
    "K107", "unknown-threshold", ERROR,
    "A rule or a text names a threshold that thresholds.yaml does not have.",
    "Correct its name, or add it to thresholds.yaml.",
)  # fmt: skip
ID_REUSED = Sort(
    "K108", "id-reused", ERROR,
    "One id stands for two things, so traces, words and citations could mean either.",
    "Give one of them another id.",
)  # fmt: skip
NOBODY_GIVES = Sort(
    "K201", "nobody-gives", ERROR,
    "A pattern waits for a fact that no question asks for and no rule concludes, or that "
    "homes.yaml and parties.yaml rule out. In “not”, it is a question of that name that is "
    "missing.",
    "Correct the name (the nearest is told), ask the question, or write the rule.",
)  # fmt: skip
UNREACHABLE_RULE = Sort(
    "K202", "unreachable-rule", WARNING,
    "A rule that can never fire: what it needs cannot follow, its patterns or the fields of one of "
    "them exclude each other, or one of its own “not” always stands in its way. Or a total that "
    "can count nothing for such a reason.",
    "Correct its patterns, or delete it.",
)  # fmt: skip
IDLE_NOT = Sort(
    "K203", "idle-not", WARNING,
    "A “not” that can stop nothing, because no fact can ever match it.",
    "Correct its pattern, or delete the line.",
)  # fmt: skip
UNUSED_CONCLUSION = Sort(
    "K204", "unused-conclusion", WARNING,
    "A rule concludes something that no rule reads and no part of the memo shows.",
    "Let a rule read it, or delete the conclusion.",
)  # fmt: skip
UNUSED_QUESTION = Sort(
    "K205", "unused-question", WARNING,
    "The case file asks something that no rule needs, which wastes the client's time.",
    "Write the rule, delete the question, or say “gives: nothing” if it is for the memo alone.",
)  # fmt: skip
UNUSED_THRESHOLD = Sort(
    "K206", "unused-threshold", WARNING,
    "A number in thresholds.yaml that nothing reads; whoever changes it will wonder.",
    "Name it in a rule, or delete it.",
)  # fmt: skip
OUT_OF_REACH = Sort(
    "K207", "out-of-reach", ERROR,
    "A rule compares a number with one that it can never reach, or that it always has: power on a "
    "scale to 3 with 7, a share with 160 percent. A threshold is told once for each field.",
    "Correct the number, in thresholds.yaml if it stands there.",
)  # fmt: skip
DUPLICATE_RULE = Sort(
    "K301", "duplicate-rule", WARNING,
    "Two rules with the same conditions and conclusions.",
    "Keep one, and let it rest on the statements of both.",
)  # fmt: skip
SUBSUMED_RULE = Sort(
    "K302", "subsumed-rule", WARNING,
    "Whenever this rule fires, a more general one fires too and concludes the same.",
    "Delete it, narrow the general rule, or say why the second reason is worth a rule.",
)  # fmt: skip
CONTRADICTORY_RULES = Sort(
    "K303", "contradictory-rules", WARNING,
    "Two rules (or one rule twice) could give different values for something that has one, and "
    "nothing in their conditions was found to keep them apart. “one-for” in the vocabulary says "
    "what has one value.",
    "Let the conditions exclude each other, or say in explained.yaml what keeps them apart.",
)  # fmt: skip
CYCLE = Sort(
    "K304", "cycle", ERROR,
    "A conclusion depends on its own absence, or a total on itself. All places on the way round "
    "are shown.",
    "Break the circle: let one of these rules rest on another kind of fact.",
)  # fmt: skip
CITATION_MISSING = Sort(
    "K401", "citation-missing", ERROR,
    "A rule that claims to follow the articles, and names no statement it rests on.",
    "Name the statements, or call the certainty “ours”.",
)  # fmt: skip
CITATION_DANGLING = Sort(
    "K402", "citation-dangling", ERROR,
    "Something rests on a statement, a source or a section that is not there, or the whole file of "
    "them is missing.",
    "Correct the number, or add the statement or source.",
)  # fmt: skip
TOO_CERTAIN = Sort(
    "K403", "too-certain", ERROR,
    "A rule surer than the surest statement it rests on: the memo claims more than the source.",
    "Lower the certainty of the rule, or name the statement that supports it.",
)  # fmt: skip
NOT_CARRIED = Sort(
    "K404", "not-carried", ERROR,
    "A statement is not accounted for: said to be carried by a rule or a term that does not name "
    "it or is not there, called background though a rule rests on it, or without a reason.",
    "Cite it in the rule, or correct “carried” in statements.yaml.",
)  # fmt: skip
PATH_WITHOUT_RULE = Sort(
    "K501", "path-without-rule", ERROR,
    "A path that has words, and that no rule concludes or speaks about; or one that rules "
    "conclude and that has no words.",
    "Write the rule, or take the path out of paths.yaml and the vocabulary.",
)  # fmt: skip
PATH_NEVER_FIRST = Sort(
    "K502", "path-never-first", WARNING,
    "A path that can be an alternative and never the advice.",
    "Write the rule that advises it, or say why it only stands behind others.",
)  # fmt: skip
HOME_WITHOUT_TEMPLATE = Sort(
    "K503", "home-without-template", ERROR,
    "A home of the vocabulary has no entry in homes.yaml (what it is and what is assumed there), "
    "or an entry has no home, no path of its own, or no line in a kind of party.",
    "Complete homes.yaml, paths.yaml and parties.yaml.",
)  # fmt: skip
WORDS_MISSING = Sort(
    "K504", "words-missing", ERROR,
    "A rule concludes a condition, a step, a tripwire or a tension for which there are no words, "
    "so the memo cannot say it.",
    "Write its words in the file named, under the same id.",
)  # fmt: skip
WORDS_IDLE = Sort(
    "K505", "words-idle", HINT,
    "Words for a condition, a step or a tripwire that no rule concludes.",
    "Delete them, or write the rule.",
)  # fmt: skip
PARTY_NOT_DESCRIBED = Sort(
    "K506", "party-not-described", ERROR,
    "A kind of party of the vocabulary has no entry in parties.yaml, so nothing is known of its "
    "power in any home; or an entry there is no kind of party, so no case can name it.",
    "Correct the name (the nearest is told), or complete parties.yaml and the vocabulary.",
)  # fmt: skip
EXPLANATION_IDLE = Sort(
    "K901", "explanation-idle", WARNING,
    "explained.yaml gives a reason for a finding that is not found any more, or for a rule that "
    "is not there.",
    "Delete the entry.",
)  # fmt: skip

SORTS = tuple(
    sorted((one for one in tuple(globals().values()) if isinstance(one, Sort)), key=lambda s: s[0])
)
"""Every sort of diagnostic, by code."""

BY_SLUG = {sort.slug: sort for sort in SORTS}
"""Every sort by its short name."""
