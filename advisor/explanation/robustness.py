"""Whether a path stands whatever our own numbers and judgments, or on which of them it hangs.

The articles give directions; the numbers are ours, and so is many a judgment between the two. Each
threshold has a range in which somebody could set it with reason, and each judgment another reading
that a scholar could take. One at a time they are put in the place of ours, and the case is reasoned
over again. What only adds up, ranks or defines is left as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from advisor.engine.varied import VariedProgram
from advisor.explanation.assess import Assessment, standing_facts
from advisor.explanation.reason import Reason
from advisor.knowledge.rule import CERTAINTIES, Head, Pattern, Rule
from advisor.knowledge.rulebook import Rulebook
from advisor.knowledge.strata import Entry, thresholds_of

OURS = CERTAINTIES[-1]
"""The certainty of what no article says."""
GOAL = "path"
"""The kind of fact that is to stand."""


class Variation(msgspec.Struct, frozen=True):
    """A number of ours moved to an end of its range, or a judgment of ours read otherwise."""

    id: str
    """The threshold, or the rule."""
    what: str
    """What the number decides, or what the judgment says: a sentence."""
    because: str
    """Why it could be moved so far, or read otherwise: a sentence."""
    value: int | None = None
    """The number as it is; nothing for a judgment."""
    moved: int | None = None
    """The number it is moved to."""


class Hinge(msgspec.Struct, frozen=True):
    """A variation under which another path would be advised."""

    variation: Variation
    path: str
    """The path then; nothing where there would be none, or more than one."""


class Robustness(msgspec.Struct, frozen=True):
    """What became of the path when our numbers and judgments were varied."""

    certainty: str
    """As sure as the articles' own steps to the path where it stands; else `ours`."""
    tried: int
    """How many variations there were that conclude anything else about this case."""
    hinges: tuple[Hinge, ...]
    """Those that lead to another path, in the order of the reasoning."""

    @property
    def stands(self) -> bool:
        """Whether none of them leads to another path."""
        return not self.hinges


class WhoseWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of a proof by their titles, each once."""

    articles: tuple[str, ...]
    """What the articles say, in whatever certainty."""
    ours: tuple[str, ...]
    """What we added."""


def whose_word(reasons: Iterable[Reason]) -> WhoseWord:
    """Tells the steps of a proof that are the articles’ from those that are ours."""
    ours = {one.title: one.certainty == OURS for one in reasons}
    return WhoseWord(
        tuple(title for title, own in ours.items() if not own),
        tuple(title for title, own in ours.items() if own),
    )


def weigh(assessment: Assessment) -> Robustness:
    """Varies what is ours, one thing at a time, and sees whether the path stands.

    Returns:
        What of ours the path hangs on; what is not named, it does not hang on.

    Raises:
        ConsultationError: If a variation concludes what the vocabulary does not allow.
    """
    variations, program = varied(assessment.knowledge.rulebook)
    base = (*assessment.base.facts, *standing_facts(assessment.knowledge))
    tried, hinges = 0, []
    for place, facts in program.differing(base):
        tried += 1
        paths = [one.word(GOAL) for one in facts]
        if paths != [assessment.path]:
            then = paths[0] if len(paths) == 1 else ""
            hinges.append(Hinge(variations[place], then))
    articles = {one.reason.certainty for one in assessment.reasons} - {OURS}
    surest = max(articles, key=CERTAINTIES.index, default=CERTAINTIES[0])
    return Robustness(OURS if hinges else surest, tried, tuple(hinges))


def varied(rulebook: Rulebook) -> tuple[tuple[Variation, ...], VariedProgram]:
    """All variations of a rulebook, made ready the first time they are asked for.

    Returns:
        What they are, and the program that has them at the same places.
    """
    if "varied" not in rulebook.prepared:
        made = list(all_variations(rulebook))
        program = VariedProgram(rulebook, [swaps for _, swaps in made], [GOAL])
        rulebook.prepared["varied"] = tuple(one for one, _ in made), program
    found: tuple[tuple[Variation, ...], VariedProgram] = rulebook.prepared["varied"]
    return found


def all_variations(rulebook: Rulebook) -> Iterator[tuple[Variation, list[tuple[Entry, Entry]]]]:
    """Each variation with the rules and totals it replaces, and what stands in their place."""
    naming: dict[str, list[Entry]] = defaultdict(list)
    for entry in rulebook.entries:
        for name in thresholds_of(entry):
            naming[name].append(entry)
    for one in rulebook.thresholds.values():
        for end in one.others:
            what = Variation(one.name, one.about, one.range_because, one.value, end)
            yield what, [(entry, _moved(entry, one.name, end)) for entry in naming[one.name]]
    for rule in rulebook.rules:
        if rule.otherwise is not None and rule.reread is not None:
            yield Variation(rule.id, rule.title, rule.otherwise.because), [(rule, rule.reread)]


def _moved(entry: Entry, name: str, value: int) -> Entry:
    """A rule or total with another number for a threshold."""

    def in_pattern(pattern: Pattern) -> Pattern:
        tests = [
            one._replace(operand=value) if one.threshold == name else one for one in pattern.tests
        ]
        return pattern._replace(tests=tuple(tests))

    def in_head(head: Head) -> Head:
        values = [value if one == name else old for old, one in zip(head.values, head.thresholds)]
        return head._replace(values=tuple(values))

    heads = tuple(map(in_head, entry.then))
    if isinstance(entry, Rule):
        when, unless = (tuple(map(in_pattern, asked)) for asked in (entry.when, entry.unless))
        return entry._replace(then=heads, when=when, unless=unless)
    for_each, share_of = (one and in_pattern(one) for one in (entry.for_each, entry.share_of))
    return entry._replace(then=heads, of=in_pattern(entry.of), for_each=for_each, share_of=share_of)
