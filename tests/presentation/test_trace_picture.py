"""The pictures of a proof are valid Mermaid and DOT, whatever a client writes.

Every line must match a strict grammar of what the templates may write, so nothing in a name can
open a node, a quotation or a statement of its own.
"""

from __future__ import annotations

import re

import pytest
from support.assessed import assessed
from support.hostile import MARKS, hostile

import advisor
from advisor.presentation.trace_text import LONGEST, graph_of

MERMAID = re.compile(
    r"""flowchart\ TB
    | \ \ acc(Title|Descr):\ [A-Za-z ,;.]+
    | \ \ a\d+\(\["(Answer|Assumed|Not\ known|Usually):\ [^"\\<>`{}\[\]]*"\]\):::[a-z]+
    | \ \ s\d+\["\d+:\ [^"\\<>`{}\[\]]*"\]:::(step|conclusion)
    | \ \ [as]\d+\ -->\ s\d+
    | \ \ s\d+\ -\.->\ s\d+
    | \ \ subgraph\ g\d\["\d\.\ [A-Za-z\ ]+"\]
    | \ \ end
    | \ \ classDef\ [a-z]+\ [a-z0-9#,: -]+""",
    re.VERBOSE,
)
QUOTED = r'"(?:[^"\\&]|\\[n"\\]|&amp;)*"'
DOT = re.compile(
    rf"""digraph\ trace\ \{{
    | \ \ rankdir=TB;\ ranksep=0\.3;\ nodesep=0\.15;
    | \ \ node\ \[fontname="sans-serif",\ fontsize=11,\ shape=box\];
    | \ \ a\d+\ \[shape=ellipse,\ style="[a-z,]+",\ fillcolor="\#[0-9a-f]+",\ label={QUOTED}\];
    | \ \ s\d+\ \[(style="filled,bold",\ fillcolor="\#[0-9a-f]+",\ )?label={QUOTED}\];
    | \ \ [as]\d+\ ->\ s\d+;
    | \ \ s\d+\ ->\ s\d+\ \[style=dashed\];
    | \ \ subgraph\ cluster_\d\ \{{\ label="\d\.\ [A-Za-z\ ]+";(\ s\d+;)+\ \}}
    | \}}""",
    re.VERBOSE,
)
GRAMMARS = {"mermaid": MERMAID, "dot": DOT}


def nodes_of(text: str) -> tuple[set[str], set[str]]:
    """The nodes that are declared, and those that arrows name."""
    declared = set(re.findall(r"^  ([as]\d+)(?:\(| ?\[)", text, re.MULTILINE))
    arrows = re.findall(r"^  ([as]\d+) --?> (s\d+);?$", text, re.MULTILINE)
    return declared, {node for arrow in arrows for node in arrow}


@pytest.mark.parametrize("form", GRAMMARS)
def test_a_picture_of_every_example_keeps_to_its_grammar(assessment, form):
    trace = advisor.trace(assessment)
    text = advisor.trace_graph(trace, trace.select(proof_of="path"), form)
    assert [line for line in text.splitlines() if not GRAMMARS[form].fullmatch(line)] == []
    declared, named = nodes_of(text)
    assert named <= declared
    assert len(declared) > 1


@pytest.mark.parametrize("form", GRAMMARS)
def test_the_picture_of_the_layers_is_grouped_by_topic_and_can_be_read(assessment, form):
    text = advisor.trace_graph(advisor.trace(assessment), None, form)
    assert [line for line in text.splitlines() if not GRAMMARS[form].fullmatch(line)] == []
    declared, named = nodes_of(text)
    assert named <= declared
    assert text.count("subgraph ") == 4
    assert 8 <= len(declared) <= 25
    assert len(declared & named) > len(declared) / 3


@pytest.mark.parametrize("form", GRAMMARS)
@pytest.mark.parametrize("mark", MARKS)
def test_nothing_a_client_writes_is_read_as_part_of_a_picture(mark, form):
    trace = advisor.trace(hostile(mark))
    text = advisor.trace_graph(trace, trace.select(proof_of="path"), form)
    assert [line for line in text.splitlines() if not GRAMMARS[form].fullmatch(line)] == []


def test_a_picture_shows_every_step_and_what_it_rests_on():
    trace = advisor.trace(assessed("02-village-high-school"))
    steps = trace.select(proof_of="path")
    graph = graph_of(trace, steps)
    assert set(graph.steps) <= set(steps)
    concluded = {fact for one in graph.steps for fact in one.firing.asserted}
    assert concluded == {fact for one in steps for fact in one.firing.asserted}
    reached = {two for _, two in (*graph.from_steps, *graph.from_leaves)}
    shown = {one.number for one in steps}
    for step in graph.steps:  # some take no answer, only that there is such a place
        if step.number not in reached:
            assert not shown & {premise.step for premise in step.premises}
    assert graph.last == {steps[-1].number}
    assert all(len(one.reason.sentence) < 400 for one in steps)
    assert LONGEST < 400


def test_a_picture_of_a_hold_leads_from_those_who_bar_it_to_the_hold():
    trace = advisor.trace(assessed("07-altschool"))
    steps = trace.select(proof_of="path")
    graph = graph_of(trace, steps)
    assert graph.last == {steps[-1].number}
    (veto,) = (one.number for one in steps if one.firing.rule == "veto-holder")
    reached = {veto}
    for one, two in sorted((*graph.from_steps, *graph.instead)):
        reached |= {two} if one in reached else set()
    assert steps[-1].number in reached


def test_an_unknown_form_is_refused():
    trace = advisor.trace(assessed("02-village-high-school"))
    with pytest.raises(ValueError, match="no form 'svg'"):
        advisor.trace_graph(trace, trace.steps[:1], "svg")
